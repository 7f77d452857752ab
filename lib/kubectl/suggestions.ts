import type { Command } from './command.ts';

/** cobra suggests what is not farther. */
const FARTHEST = 2;

/** The commands that may have been meant, as cobra lists them; nothing where there are none. kube: github.com/spf13/cobra command.go SuggestionsFor, findSuggestions */
export function suggestionsFor(word: string, commands: readonly Command[]): string {
  const near = commands.map(({ name }) => name).filter((name) => isNear(word, name));
  return near.length === 0 ? '' : `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}`;
}

function isNear(word: string, name: string): boolean {
  return distance(word.toLowerCase(), name.toLowerCase()) <= FARTHEST || name.toLowerCase().startsWith(word.toLowerCase());
}

/** Levenshtein's distance: two letters in the wrong order are two mistakes. */
function distance(from: string, to: string): number {
  let last = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [row, letter] of [...from.slice(0, to.length + FARTHEST + 1)].entries()) {
    const next = [row + 1];
    for (let i = 1; i <= to.length; i++) next.push(Math.min(last[i]! + 1, next[i - 1]! + 1, last[i - 1]! + (letter === to[i - 1] ? 0 : 1)));
    last = next;
  }
  return last[to.length]!;
}
