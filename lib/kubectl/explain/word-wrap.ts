/** A text with its lines broken at blanks, so that none has more characters than the limit unless a word has. kube: github.com/mitchellh/go-wordwrap wordwrap.go WrapString */
export function wordWrap(text: string, limit: number): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, limit))
    .join('\n');
}

/** Blanks and the words after them; a no-break space is part of a word. */
const PIECES = /([^\S\u00a0\ufeff]*)((?:\S|[\u00a0\ufeff])*)/g;

function wrappedLine(line: string, limit: number): string {
  const written: string[] = [];
  let column = 0;
  for (const [, blanks = '', word = ''] of line.matchAll(PIECES)) {
    const [blankCount, wordLength] = [blanks.length, [...word].length];
    // A word as long as a line breaks it only once it is nearly as long.
    const breaksAt = limit - column - blankCount;
    const isBroken = wordLength > breaksAt && Math.max(breaksAt + 1, 1) < limit;
    if (word === '') {
      if (column + blankCount <= limit) written.push(blanks);
    } else if (isBroken) {
      written.push('\n', word);
      column = wordLength;
    } else {
      written.push(blanks, word);
      column += blankCount + wordLength;
    }
  }
  return written.join('');
}
