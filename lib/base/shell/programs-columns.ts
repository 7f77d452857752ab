import type { Program } from './program.ts';
import { exit, fail, misused, parseFlags, refusedFlags } from './program.ts';
import { filtered, linesOfAll, readAll, sources, textOfLines, withInput } from './program-input.ts';

const longCut = new Map([['delimiter', 'd'], ['fields', 'f'], ['characters', 'c'], ['bytes', 'b'], ['only-delimited', 's'], ['complement', '1'], ['output-delimiter', 'O'], ['zero-terminated', 'z']]); // prettier-ignore

type Range = readonly [from: number, to: number];

const cut: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'snz1', 'dfcbO', longCut);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const lists = ['f', 'c', 'b'].filter((letter) => flags.has(letter));
  if (lists.length === 0) return misused(call, 'you must specify a list of bytes, characters, or fields');
  if (lists.length > 1) return misused(call, 'only one list may be specified');
  const inFields = flags.has('f');
  const given = flags.value('d');
  if (given !== undefined && Array.from(given).length > 1) return misused(call, 'the delimiter must be a single character');
  if (given !== undefined && !inFields) return misused(call, 'an input delimiter may be specified only when operating on fields');
  const ranges = rangesOf(flags.value(lists[0]!) ?? '', inFields);
  if (typeof ranges === 'string') return misused(call, ranges);
  const delimiter = given === '' ? '\0' : (given ?? '\t');
  const output = flags.value('O') ?? (inFields ? delimiter : '');
  const wanted = flags.has('1') ? complementOf(ranges) : ranges;
  const change = (line: string): string | undefined => {
    if (!inFields) return wanted.map(([from, to]) => sliced(line, from, to)).filter((part) => part !== '').join(output); // prettier-ignore
    const fields = line.split(delimiter);
    if (fields.length === 1) return flags.has('s') ? undefined : line;
    return wanted.flatMap(([from, to]) => fields.slice(from - 1, to)).join(output);
  };
  return filtered(call, sources(flags), (_, texts) => textOfLines(linesOfAll(texts).map(change).filter((line) => line !== undefined))); // prettier-ignore
};

function sliced(line: string, from: number, to: number): string {
  return line.slice(from - 1, to);
}

/** The ranges of a list, in order and merged. */
function rangesOf(list: string, inFields: boolean): readonly Range[] | string {
  const ranges: Range[] = [];
  for (const part of list.split(/[, ]/)) {
    const found = /^([0-9]{0,9})(-?)([0-9]{0,9})$/.exec(part);
    if (found === null) return `invalid ${inFields ? 'field value' : 'byte/character position'} '${part}'`;
    const [, first = '', dash, last = ''] = found;
    if (dash === '-' && first === '' && last === '') return 'invalid range with no endpoint: -';
    const from = first === '' ? 1 : Number(first);
    if (part === '' || from === 0) return inFields ? 'fields are numbered from 1' : 'byte/character positions are numbered from 1';
    const to = dash === '' ? from : last === '' ? Infinity : Number(last);
    if (to < from) return 'invalid decreasing range';
    ranges.push([from, to]);
  }
  ranges.sort(([a], [b]) => a - b);
  const merged: Range[] = [];
  for (const [from, to] of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

function complementOf(ranges: readonly Range[]): readonly Range[] {
  const others: Range[] = [];
  let next = 1;
  for (const [from, to] of ranges) {
    if (from > next) others.push([next, from - 1]);
    next = to + 1;
  }
  return next === Infinity ? others : [...others, [next, Infinity]];
}

const tr: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'dscCt', '', new Map([['delete', 'd'], ['squeeze-repeats', 's'], ['complement', 'c'], ['truncate-set1', 't']]), true); // prettier-ignore
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const [first, second] = flags.operands;
  const [deletes, squeezes, complements] = [flags.has('d'), flags.has('s'), flags.has('c') || flags.has('C')];
  if (first === undefined) return misused(call, 'missing operand');
  if (second === undefined && !deletes && !squeezes)
    return exit(
      1,
      '',
      `tr: missing operand after '${first}'\nTwo strings must be given when translating.\nTry 'tr --help' for more information.\n`,
    );
  const set = charactersOf(first);
  if (typeof set === 'string') return fail(call, set);
  const target = second === undefined ? undefined : charactersOf(second);
  if (typeof target === 'string') return fail(call, target);
  const into = target?.map((character) => (character === REPEAT ? target.at(-2)! : character));
  const places = new Map(set.map((character, index) => [character, index] as const).reverse());
  const isMeant = (character: string): boolean => places.has(character) !== complements;
  const squeezed = new Set(deletes || into === undefined ? into : into);
  const isSqueezed = (character: string): boolean => squeezes && (into === undefined ? isMeant(character) : squeezed.has(character));
  return withInput(call, ['-'], (input) => {
    const parts: string[] = [];
    let last: string | undefined;
    for (const character of input) {
      const meant = isMeant(character);
      if (meant && deletes) continue;
      const isKept = !meant || into === undefined || deletes;
      const place = complements ? Infinity : (places.get(character) ?? 0);
      const shown = isKept
        ? character
        : flags.has('t') && place >= into.length
          ? character
          : (into[Math.min(place, into.length - 1)] ?? character);
      if (shown === last && isSqueezed(shown)) continue;
      parts.push(shown);
      last = shown;
    }
    return exit(0, parts.join(''));
  });
};

/** Stands for `[c*]`: as often as needed. */
const REPEAT = '';

const classShapes: ReadonlyMap<string, RegExp> = new Map([
  ['alnum', /[0-9A-Za-z]/], ['alpha', /[A-Za-z]/], ['blank', /[\t ]/], ['cntrl', /[\x00-\x1f\x7f]/], ['digit', /[0-9]/], ['graph', /[!-~]/], ['lower', /[a-z]/],
  ['print', /[ -~]/], ['punct', /[!-/:-@[-`{-~]/], ['space', /[\t-\r ]/], ['upper', /[A-Z]/], ['xdigit', /[0-9A-Fa-f]/],
]); // prettier-ignore

const escapes: ReadonlyMap<string, string> = new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['a', '\x07'], ['b', '\b'], ['f', '\f'], ['v', '\v']]); // prettier-ignore

/** The characters of a set of tr's; a text says why it is none. */
function charactersOf(written: string): string[] | string {
  const characters: string[] = [];
  const shape = /\[:(\w+):\]|\[(\\?.)\*([0-9]*)\]|\\([0-7]{1,3})|\\(.)|(.)/gsu;
  const tokens = [...written.slice(0, 10_000).matchAll(shape)];
  const plain = (token: RegExpMatchArray | undefined): string | undefined => {
    const [, , , , octal, escaped, character] = token ?? [];
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    return escaped === undefined ? character : (escapes.get(escaped) ?? escaped);
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    const [, name, repeated, times] = token;
    if (name !== undefined) {
      const shapeOfClass = classShapes.get(name);
      if (shapeOfClass === undefined) return `invalid character class '${name}'`;
      for (let code = 0; code < 128; code += 1)
        if (shapeOfClass.test(String.fromCharCode(code))) characters.push(String.fromCharCode(code));
      continue;
    }
    if (repeated !== undefined) {
      const count = times === '' || times === undefined ? 0 : Math.min(Number(times), 10_000);
      for (let index = 0; index < Math.max(count, 1); index += 1) characters.push(repeated);
      continue;
    }
    const from = plain(token)!;
    const to = tokens[at + 1]?.[6] === '-' ? plain(tokens[at + 2]) : undefined;
    if (to === undefined) {
      characters.push(from);
      continue;
    }
    const [low, high] = [from.codePointAt(0)!, to.codePointAt(0)!];
    if (high < low) return `range-endpoints of '${from}-${to}' are in reverse collating sequence order`;
    for (let code = low; code <= Math.min(high, low + 70_000); code += 1) characters.push(String.fromCodePoint(code));
    at += 2;
  }
  return characters;
}

const paste: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'sz', 'd', new Map([['serial', 's'], ['delimiters', 'd']])); // prettier-ignore
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const delimiters = Array.from((flags.value('d') ?? '\t').replace(/\\(.)/g, (_, letter: string) => (letter === '0' ? '\x00' : (escapes.get(letter) ?? letter)))).map((character) => (character === '\x00' ? '' : character)); // prettier-ignore
  const between = (index: number): string => (delimiters.length === 0 ? '' : delimiters[index % delimiters.length]!);
  const names = sources(flags);
  return withInput(call, names, (input) => {
    const { texts, stderr } = readAll(call, names, input);
    if (stderr !== '') return exit(1, '', stderr);
    const joined = (parts: readonly string[]): string =>
      parts.map((part, index) => (index === 0 ? '' : between(index - 1)) + part).join('');
    const columns = texts.map((text) => linesOfAll([text]));
    if (flags.has('s')) return exit(0, textOfLines(columns.map(joined)));
    const streams = names.map((name, index) => ({ name, index })).filter(({ name }) => name === '-');
    const isShared = (index: number): number => streams.findIndex((stream) => stream.index === index);
    const cells = columns.map((lines, index) => (isShared(index) < 0 ? lines : lines.filter((_, line) => line % streams.length === isShared(index)))); // prettier-ignore
    const height = cells.reduce((most, lines) => Math.max(most, lines.length), 0);
    return exit(0, textOfLines(Array.from({ length: height }, (_, row) => joined(cells.map((lines) => lines[row] ?? '')))));
  });
};

/** Most characters of a table. */
const MOST_CELLS = 16 * 1024 * 1024;

const column: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'txne', 'socNRH', new Map([['table', 't'], ['separator', 's'], ['output-separator', 'o'], ['table-columns', 'N'], ['table-right', 'R']])); // prettier-ignore
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  if (!flags.has('t')) return fail(call, 'only tables (-t) are covered');
  const separators = flags.value('s');
  const gap = flags.value('o') ?? '  ';
  const split = (line: string): string[] => {
    if (separators === undefined) return line.trim().split(/[ \t]+/);
    const fields: string[] = [''];
    for (const character of line) {
      if (separators.includes(character)) fields.push('');
      else fields.push(fields.pop()! + character);
    }
    return fields;
  };
  return filtered(call, sources(flags), (_, texts) => {
    const rows = linesOfAll(texts).filter((line) => line.trim() !== '').map(split); // prettier-ignore
    if (flags.has('N')) rows.unshift((flags.value('N') ?? '').split(','));
    const widths: number[] = [];
    for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, Array.from(cell).length)));
    const count = widths.length;
    if (rows.length * widths.reduce((sum, width) => sum + width + gap.length, 0) > MOST_CELLS) throw new RangeError('too much to print');
    const lines = rows.map((row) =>
      row.map((cell, index) => (index + 1 < count ? cell + ' '.repeat(widths[index]! - Array.from(cell).length) : cell)).join(gap) +
      (row.length < count ? gap + Array.from({ length: count - row.length }, (__, index) => (row.length + index + 1 < count ? ' '.repeat(widths[row.length + index]!) : '')).join(gap) : ''),
    ); // prettier-ignore
    return textOfLines(lines);
  });
};

/** Programs about columns and characters: cut, tr, paste, column. */
export const columnPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['cut', cut],
  ['tr', tr],
  ['paste', paste],
  ['column', column],
]);
