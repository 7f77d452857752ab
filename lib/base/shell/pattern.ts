/** A shell pattern: characters, some of which (quoted ones) stand for themselves. */
export type Pattern = readonly { readonly text: string; readonly quoted: boolean }[];

type Piece = { readonly any: 'star' | 'one' } | { readonly set: string; readonly negated: boolean } | string;

/** Whether the whole text matches a shell pattern of `*`, `?` and `[...]`; takes time pattern x text at worst, which `spend` counts. */
export function matchesPattern(pattern: Pattern, text: string, spend: Spend = () => undefined): boolean {
  return matches(compile(pattern), text, spend);
}

/** Counts what is computed; throws a PatternError when it is too much. */
type Spend = (work: number) => void;

/** Whether a pattern has an unquoted `*`, `?` or `[`. */
export function hasWildcard(pattern: Pattern): boolean {
  return pattern.some(({ text, quoted }) => !quoted && /[*?[]/.test(text));
}

/** Removes the shortest or longest prefix (`#`, `##`) or suffix (`%`, `%%`) that matches. */
export function trimPattern(text: string, operator: string, pattern: Pattern, spend: Spend): string {
  const pieces = compile(pattern);
  const prefix = operator.startsWith('#');
  const longest = operator.length === 2;
  // A long text would make the square of its length; real texts here are names and versions.
  const limit = Math.min(text.length, 4096);
  for (let step = 0; step <= limit; step++) {
    const length = longest ? limit - step : step;
    const part = prefix ? text.slice(0, length) : text.slice(text.length - length);
    if (matches(pieces, part, spend)) return prefix ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}

function compile(pattern: Pattern): Piece[] {
  const pieces: Piece[] = [];
  for (const { text, quoted } of pattern) {
    if (quoted) {
      pieces.push(...text.split(''));
      continue;
    }
    for (let at = 0; at < text.length; at++) {
      const character = text[at]!;
      const set = character === '[' ? /^\[([!^]?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]/.exec(text.slice(at, at + 256)) : null;
      if (character === '*') pieces.push({ any: 'star' });
      else if (character === '?') pieces.push({ any: 'one' });
      else if (set !== null) {
        pieces.push({ set: set[2] ?? '', negated: set[1] !== '' });
        at += set[0].length - 1;
      } else pieces.push(character);
    }
  }
  return pieces;
}

/** The usual two-pointer match: on a mismatch only the last star is tried again. */
function matches(pieces: readonly Piece[], text: string, spend: Spend): boolean {
  spend(1 + text.length / 8);
  let piece = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = pieces[piece];
    if (current !== undefined && typeof current === 'object' && 'any' in current && current.any === 'star') {
      star = piece++;
      starAt = at;
    } else if (current !== undefined && fits(current, text[at]!)) {
      piece++;
      at++;
    } else if (star >= 0) {
      // Each time it falls back it has lost what it went on.
      spend((at - starAt) / 4);
      piece = star + 1;
      at = ++starAt;
    } else return false;
  }
  return pieces.slice(piece).every((rest) => typeof rest === 'object' && 'any' in rest && rest.any === 'star');
}

function fits(piece: Piece, character: string): boolean {
  if (typeof piece === 'string') return piece === character;
  if ('any' in piece) return piece.any === 'one';
  return inSet(piece.set, character) !== piece.negated;
}

const classes: ReadonlyMap<string, RegExp> = new Map([
  ['digit', /[0-9]/],
  ['alpha', /[A-Za-z]/],
  ['alnum', /[A-Za-z0-9]/],
  ['upper', /[A-Z]/],
  ['lower', /[a-z]/],
  ['space', /\s/],
]);

function inSet(set: string, character: string): boolean {
  for (let at = 0; at < set.length; at++) {
    const named = /^\[:([a-z]+):\]/.exec(set.slice(at, at + 12));
    if (named !== null) {
      if (classes.get(named[1] ?? '')?.test(character) === true) return true;
      at += named[0].length - 1;
    } else if (set[at + 1] === '-' && at + 2 < set.length) {
      if (character >= set[at]! && character <= set[at + 2]!) return true;
      at += 2;
    } else if (set[at] === character) return true;
  }
  return false;
}
