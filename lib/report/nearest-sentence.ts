import { nearest } from '../base/suggest.ts';

/** A sentence of the step library. */
export interface Sentence {
  readonly keyword: 'Given' | 'When' | 'Then';
  /** A cucumber expression, or a regular expression's source. */
  readonly expression: string;
  readonly example: string;
  readonly topic: string;
}

const longestComparedWords = 60;

/**
 * The sentence that a mistyped step most likely means, or undefined when none is near. Words are compared, with quoted texts and
 * numbers equal to any other, so that `"web"` counts for `"db"`; words that differ by a letter count as half different.
 */
export function nearestSentence(text: string, catalogue: readonly Sentence[]): Sentence | undefined {
  const words = wordsOf(text);
  let best: { sentence: Sentence; distance: number } | undefined;
  for (const sentence of catalogue) {
    const distance = Math.min(wordDistance(words, wordsOf(sentence.example)), wordDistance(words, wordsOf(sentence.expression)));
    if (best === undefined || distance < best.distance) best = { sentence, distance };
  }
  return best !== undefined && best.distance <= words.length / 2 ? best.sentence : undefined;
}

/** Lower-case words, texts and numbers and parameters each as one mark. An example may begin with its keyword. */
function wordsOf(text: string): string[] {
  const plain = text
    .replace(/^(?:Given|When|Then|And|But)\s/, '')
    .replace(/"[^"]*"|\{[^}]*\}/g, '*')
    .toLowerCase();
  const words = plain.split(/\s+/).filter((word) => word !== '');
  return words.slice(0, longestComparedWords).map((word) => (/^-?\d/.test(word) ? '*' : word));
}

/** Words to insert, remove or replace between two sentences; a misspelt word is half a replacement. */
function wordDistance(left: readonly string[], right: readonly string[]): number {
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [row, a] of left.entries()) {
    const current = [row + 1];
    for (const [column, b] of right.entries()) {
      const replaced = (last[column] ?? 0) + replacing(a, b);
      current.push(Math.min((current[column] ?? 0) + 1, (last[column + 1] ?? 0) + 1, replaced));
    }
    last = current;
  }
  return last[right.length] ?? 0;
}

function replacing(a: string, b: string): number {
  if (a === b) return 0;
  return nearest(a, [b]) === undefined ? 1 : 0.5;
}
