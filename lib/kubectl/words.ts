import { UsageError } from '../api/errors.ts';

/** The words of a line, as a shell takes it apart: by blanks, but not within quotes; nothing is expanded. Throws a UsageError for quotes that do not end. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'" || char === '"') {
      const end = endOfQuote(line, at);
      const inner = line.slice(at + 1, end);
      word = (word ?? '') + (char === '"' ? inner.replace(/\\(["\\$`])/g, '$1') : inner);
      at = end;
    } else if (char === '\\' && at + 1 < line.length) word = (word ?? '') + line[++at]!;
    else word = (word ?? '') + char;
  }
  return word === undefined ? words : [...words, word];
}

function endOfQuote(line: string, start: number): number {
  const quote = line[start]!;
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === quote) return at;
    if (line[at] === '\\' && quote === '"') at++;
  }
  throw new UsageError(`the quote ${quote} at character ${start + 1} of ${JSON.stringify(line)} does not end`);
}
