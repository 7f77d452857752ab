/** What stands in an expected output for what differs from run to run. */
const VOLATILE: ReadonlyMap<string, string> = new Map([
  ['<age>', '(?:\\d+(?:\\.\\d+)?(?:ms|us|s|m|h|d|y))+'],
  ['<ip>', '\\d{1,3}(?:\\.\\d{1,3}){3}'],
  ['<rand>', '[bcdfghjklmnpqrstvwxz2456789]{5}'],
  ['<hash>', '[bcdfghjklmnpqrstvwxz2456789]{6,10}'],
  ['<uid>', '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'],
  ['<time>', '(?:\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(?:Z|[+-]\\d\\d:\\d\\d)|\\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]+ [+-]\\d{4})'],
  ['<rv>', '\\d+'],
]);

/**
 * Whether a line is as it is expected: `<age>`, `<ip>`, `<rand>`, `<hash>`, `<uid>`, `<time>` and `<rv>` stand for any of that sort, `*` for anything; runs of
 * blanks count as one.
 */
export function isLineAsExpected(expected: string, line: string): boolean {
  if (expected === line) return true;
  const [wanted, found] = [oneBlank(expected), oneBlank(line)];
  if (wanted === found) return true;
  return matchesParts(wanted.split('*').map(patternOf), found);
}

/** Whether a text holds another, in which `<age>` and the like stand for any of that sort. */
export function isWithin(expected: string, text: string): boolean {
  return text.includes(expected) || (/<[a-z]+>/.test(expected) && new RegExp(patternOf(expected)).test(text));
}

function oneBlank(text: string): string {
  const indent = /^ */.exec(text)![0];
  return (
    indent +
    text
      .slice(indent.length)
      .replace(/[ \t]+/g, ' ')
      .trimEnd()
  );
}

function patternOf(part: string): string {
  return part
    .split(/(<[a-z]+>)/)
    .map((piece) => VOLATILE.get(piece) ?? piece.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('');
}

/** Each part is found behind the one before, as early as it can be: that is enough for parts with anything between them. */
function matchesParts(patterns: readonly string[], text: string): boolean {
  const [first = '', ...rest] = patterns;
  const last = rest.pop();
  if (last === undefined) return new RegExp(`^${first}$`).test(text);
  let left = text;
  const start = new RegExp(`^${first}`).exec(left);
  if (start === null) return false;
  left = left.slice(start[0].length);
  for (const pattern of rest) {
    const found = new RegExp(pattern).exec(left);
    if (found === null) return false;
    left = left.slice(found.index + found[0].length);
  }
  return new RegExp(`${last}$`).test(left);
}
