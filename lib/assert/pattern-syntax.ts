/** Inclusive ranges of code points, or every code point outside them when negated. */
export interface CharacterSet {
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly negated: boolean;
}

/** A place between two characters: the ends of the text, a word boundary or its absence. */
export type Edge = 'start' | 'end' | 'word' | 'inside';

/** The syntax tree of a regular expression. */
export type Node =
  | ({ readonly type: 'set' } & CharacterSet)
  | { readonly type: 'edge'; readonly edge: Edge }
  | { readonly type: 'sequence'; readonly parts: readonly Node[] }
  | { readonly type: 'choice'; readonly options: readonly Node[] }
  | { readonly type: 'repeat'; readonly part: Node; readonly min: number; readonly max: number };

type Ranges = CharacterSet['ranges'];
interface Reader {
  readonly characters: readonly string[];
  position: number;
  depth: number;
}

const LONGEST_SOURCE = 1_000;
const DEEPEST_GROUP = 50;
const LAST_CODE_POINT = 0x10ffff;

const DIGITS: Ranges = [[0x30, 0x39]];
// prettier-ignore
const WORD: Ranges = [[0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]];
// prettier-ignore
const SPACES: Ranges = [
  [0x09, 0x0d], [0x20, 0x20], [0xa0, 0xa0], [0x1680, 0x1680], [0x2000, 0x200a], [0x2028, 0x2029], [0x202f, 0x202f], [0x205f, 0x205f],
  [0x3000, 0x3000], [0xfeff, 0xfeff],
];
// prettier-ignore
const LINE_BREAKS: Ranges = [[0x0a, 0x0a], [0x0d, 0x0d], [0x2028, 0x2029]];

// prettier-ignore
const CLASSES: ReadonlyMap<string, Ranges> = new Map([
  ['d', DIGITS], ['D', complement(DIGITS)], ['w', WORD], ['W', complement(WORD)], ['s', SPACES], ['S', complement(SPACES)],
]);
// prettier-ignore
const CONTROLS: ReadonlyMap<string, number> = new Map([['n', 0x0a], ['r', 0x0d], ['t', 0x09], ['f', 0x0c], ['v', 0x0b], ['0', 0]]);

/**
 * Reads a regular expression in JavaScript's syntax, code point by code point. Throws a SyntaxError for what JavaScript refuses too
 * and for what cannot be matched in linear time: look-around and back references.
 */
export function parsePattern(source: string): Node {
  if (source.length > LONGEST_SOURCE) throw new SyntaxError(`it is longer than ${LONGEST_SOURCE} characters`);
  const reader: Reader = { characters: [...source], position: 0, depth: 0 };
  const node = parseChoice(reader);
  if (peek(reader) === ')') throw problem(reader, '")" closes no group; write "\\)" for the character');
  return node;
}

function parseChoice(reader: Reader): Node {
  const options = [parseSequence(reader)];
  while (take(reader, '|')) options.push(parseSequence(reader));
  return options.length === 1 ? options[0]! : { type: 'choice', options };
}

function parseSequence(reader: Reader): Node {
  const parts: Node[] = [];
  for (let next = peek(reader); next !== undefined && next !== '|' && next !== ')'; next = peek(reader)) {
    const atom = parseAtom(reader);
    if (atom.type === 'edge' && next !== '(' && parseBounds({ ...reader }) !== undefined)
      throw problem(reader, 'there is nothing to repeat');
    parts.push(parseRepeat(reader, atom));
  }
  return parts.length === 1 ? parts[0]! : { type: 'sequence', parts };
}

function parseAtom(reader: Reader): Node {
  const character = reader.characters[reader.position++]!;
  switch (character) {
    case '.':
      return { type: 'set', ranges: LINE_BREAKS, negated: true };
    case '^':
      return { type: 'edge', edge: 'start' };
    case '$':
      return { type: 'edge', edge: 'end' };
    case '[':
      return parseSet(reader);
    case '(':
      return parseGroup(reader);
    case '\\':
      if (take(reader, 'b')) return { type: 'edge', edge: 'word' };
      if (take(reader, 'B')) return { type: 'edge', edge: 'inside' };
      return { type: 'set', ranges: parseEscape(reader), negated: false };
    case '*':
    case '+':
    case '?':
      reader.position--;
      throw problem(reader, `"${character}" has nothing to repeat; write "\\${character}" for the character`);
    default:
      return { type: 'set', ranges: single(character), negated: false };
  }
}

function parseGroup(reader: Reader): Node {
  const opening = reader.position - 1;
  if (++reader.depth > DEEPEST_GROUP) throw problem(reader, `groups are nested deeper than ${DEEPEST_GROUP}`);
  if (take(reader, '?')) {
    const isNamed = peek(reader) === '<' && /[A-Za-z_$]/.test(reader.characters[reader.position + 1] ?? '');
    if (isNamed) while (peek(reader) !== undefined && !take(reader, '>')) reader.position++;
    else if (!take(reader, ':'))
      throw problem(reader, 'of the groups that begin with "(?" only "(?:...)" and "(?<name>...)" are supported');
  }
  const node = parseChoice(reader);
  if (!take(reader, ')')) throw problem({ ...reader, position: opening }, 'the group "(" is never closed');
  reader.depth--;
  return node;
}

function parseRepeat(reader: Reader, part: Node): Node {
  const bounds = parseBounds(reader);
  if (bounds === undefined) return part;
  const [min, max] = bounds;
  if (max < min) throw problem(reader, `{${min},${max}} ends before it begins`);
  take(reader, '?'); // Lazy or greedy makes no difference to whether a text matches.
  if (/[*+?]/.test(peek(reader) ?? '')) throw problem(reader, 'a repetition cannot be repeated; put it in a group');
  return { type: 'repeat', part, min, max };
}

function parseBounds(reader: Reader): readonly [number, number] | undefined {
  if (take(reader, '*')) return [0, Infinity];
  if (take(reader, '+')) return [1, Infinity];
  if (take(reader, '?')) return [0, 1];
  const written = /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(reader.characters.slice(reader.position, reader.position + 16).join(''));
  if (written === null) return undefined;
  reader.position += written[0].length;
  const min = Number(written[1]);
  if (written[2] === '') return [min, min];
  return [min, written[3] === '' ? Infinity : Number(written[3])];
}

function parseSet(reader: Reader): Node {
  const opening = reader.position - 1;
  const negated = take(reader, '^');
  const ranges: (readonly [number, number])[] = [];
  while (!take(reader, ']')) {
    if (peek(reader) === undefined) throw problem({ ...reader, position: opening }, 'the set "[" is never closed');
    const from = parseSetMember(reader);
    const isRange =
      peek(reader) === '-' && reader.characters[reader.position + 1] !== ']' && from.length === 1 && from[0]![0] === from[0]![1];
    if (!isRange || reader.characters[reader.position + 1] === undefined) {
      ranges.push(...from);
      continue;
    }
    reader.position++;
    const to = parseSetMember(reader);
    const [first, last] = [from[0]![0], to[0]![1]];
    if (to.length > 1 || to[0]![0] !== last || last < first)
      throw problem(reader, 'a range in a set must run from a lower to a higher character');
    ranges.push([first, last]);
  }
  return { type: 'set', ranges, negated };
}

function parseSetMember(reader: Reader): Ranges {
  const character = reader.characters[reader.position++]!;
  if (character !== '\\') return single(character);
  if (take(reader, 'b')) return [[0x08, 0x08]];
  return parseEscape(reader);
}

function parseEscape(reader: Reader): Ranges {
  const character = reader.characters[reader.position++];
  if (character === undefined) throw problem({ ...reader, position: reader.position - 1 }, 'it ends with a "\\" that escapes nothing');
  const named = CLASSES.get(character);
  if (named !== undefined) return named;
  const control = CONTROLS.get(character);
  if (control !== undefined) return [[control, control]];
  const hex = /^(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]{1,6})\})/i.exec(
    reader.characters.slice(reader.position - 1, reader.position + 9).join(''),
  );
  if (hex !== null) {
    reader.position += hex[0].length - 1;
    const code = Number.parseInt((hex[1] ?? hex[2] ?? hex[3])!, 16);
    return [[code, code]];
  }
  if (!/[A-Za-z0-9]/.test(character)) return single(character);
  reader.position--;
  if (/[1-9k]/.test(character)) throw problem(reader, 'back references are not supported');
  throw problem(reader, `"\\${character}" is not an escape`);
}

function single(character: string): Ranges {
  const code = character.codePointAt(0)!;
  return [[code, code]];
}

function complement(ranges: Ranges): Ranges {
  const gaps: [number, number][] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) gaps.push([next, first - 1]);
    next = last + 1;
  }
  return [...gaps, [next, LAST_CODE_POINT]];
}

function peek(reader: Reader): string | undefined {
  return reader.characters[reader.position];
}

function take(reader: Reader, character: string): boolean {
  if (peek(reader) !== character) return false;
  reader.position++;
  return true;
}

function problem(reader: Reader, words: string): SyntaxError {
  return new SyntaxError(`${words} (at character ${reader.position + 1})`);
}
