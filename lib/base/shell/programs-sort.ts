import { writeFile, resolvePath } from './files.ts';
import type { Flags, Program, ProgramStep } from './program.ts';
import { exit, fail, parseFlags, refusedFlags } from './program.ts';
import { isStream, linesOfAll, readAll, sources, textAt, textOfLines, withInput, complaintOf } from './program-input.ts';

type Compare = (a: string, b: string) => number;

const longSort = new Map([
  ['reverse', 'r'], ['numeric-sort', 'n'], ['unique', 'u'], ['key', 'k'], ['field-separator', 't'], ['human-numeric-sort', 'h'], ['version-sort', 'V'],
  ['ignore-case', 'f'], ['ignore-leading-blanks', 'b'], ['stable', 's'], ['check', 'c'], ['output', 'o'], ['general-numeric-sort', 'g'], ['month-sort', 'M'],
  ['dictionary-order', 'd'], ['ignore-nonprinting', 'i'], ['merge', 'm'], ['zero-terminated', 'z'],
]); // prettier-ignore

const sort: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'rnuhVfbscgMdimCz', 'ktoST', longSort);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const separator = flags.value('t')?.replace(/^\\([t0])$/, (_, letter: string) => (letter === 't' ? '\t' : '\0'));
  if (separator === '') return fail(call, 'empty tab', 2);
  if (separator !== undefined && separator.length > 1) return fail(call, `multi-character tab '${separator}'`, 2);
  const keys: SortKey[] = [];
  for (const written of flags.values('k')) {
    const key = keyOf(written, flags);
    if (typeof key === 'string') return fail(call, key, 2);
    keys.push(key);
  }
  const compare = comparison(keys, flags, separator);
  const names = sources(flags);
  return withInput(call, names, (input) => {
    const { texts, stderr } = readAll(call, names, input);
    if (stderr !== '') return exit(2, '', stderr);
    const lines = linesOfAll(texts);
    if (flags.has('c') || flags.has('C')) return checked(lines, compare, flags, names[0] ?? '-');
    lines.sort(compare);
    const kept = flags.has('u') ? lines.filter((line, index) => index === 0 || compare(lines[index - 1]!, line) !== 0) : lines;
    const output = flags.value('o');
    if (output === undefined) return exit(0, textOfLines(kept));
    const files = writeFile(call.files, resolvePath(call.cwd, output), textOfLines(kept), false);
    return typeof files === 'string'
      ? exit(2, '', complaintOf(call, output, `open failed: ${output}`, files))
      : { kind: 'exit', code: 0, files };
  });
};

function checked(lines: readonly string[], compare: Compare, flags: Flags, name: string): ProgramStep {
  const limit = flags.has('u') ? 0 : 1;
  const wrong = lines.findIndex((line, index) => index > 0 && compare(lines[index - 1]!, line) >= limit);
  if (wrong < 0) return exit(0);
  return exit(1, '', flags.has('C') ? '' : `sort: ${name}:${wrong + 1}: disorder: ${lines[wrong] ?? ''}\n`);
}

/** `-k 2.3n,4`: where a key begins and ends, counted from 1; a character 0 of the end is the field's end. */
interface SortKey {
  readonly field: number;
  readonly character: number;
  readonly endField: number;
  readonly endCharacter: number;
  readonly options: string;
  readonly skipsBlanks: boolean;
  readonly endSkipsBlanks: boolean;
}

const ordering = 'nhVfgMdir';

function keyOf(written: string, flags: Flags): SortKey | string {
  const found = /^([0-9]{1,6})(?:\.([0-9]{1,6}))?([a-zA-Z]*)(?:,([0-9]{1,6})(?:\.([0-9]{1,6}))?([a-zA-Z]*))?$/.exec(written);
  if (found === null) {
    if (!/^[0-9]/.test(written)) return `invalid number at field start: invalid count at start of '${written}'`;
    return `stray character in field spec: invalid field specification '${written}'`;
  }
  const [, field, character, first = '', endField, endCharacter, last = ''] = found;
  if (Number(field) === 0) return `field number is zero: invalid field specification '${written}'`;
  const own = first + last;
  const options =
    own === ''
      ? Array.from(ordering)
          .filter((letter) => flags.has(letter))
          .join('')
      : own;
  const isBlank = own === '' && flags.has('b');
  return {
    field: Number(field),
    character: Number(character ?? 1),
    endField: endField === undefined ? Infinity : Number(endField),
    endCharacter: Number(endCharacter ?? 0),
    options,
    skipsBlanks: isBlank || first.includes('b'),
    endSkipsBlanks: isBlank || last.includes('b'),
  };
}

function comparison(keys: readonly SortKey[], flags: Flags, separator: string | undefined): Compare {
  const options = Array.from(ordering)
    .filter((letter) => flags.has(letter))
    .join('');
  const isReversed = flags.has('r');
  const isStable = flags.has('s') || flags.has('u');
  const whole = byOptions(options.replace('r', ''));
  const orders = keys.map((key) => {
    const order = byOptions(key.options.replace('r', ''));
    const sign = key.options.includes('r') ? -1 : 1;
    return (a: string, b: string): number => sign * order(keyText(a, key, separator), keyText(b, key, separator));
  });
  if (keys.length === 0) orders.push((a, b) => (isReversed ? -1 : 1) * whole(withoutBlanks(a, flags), withoutBlanks(b, flags)));
  return (a, b) => {
    for (const order of orders) {
      const result = order(a, b);
      if (result !== 0) return result;
    }
    return isStable ? 0 : (isReversed ? -1 : 1) * plainly(a, b);
  };
}

function withoutBlanks(line: string, flags: Flags): string {
  return flags.has('b') ? line.trimStart() : line;
}

function keyText(line: string, key: SortKey, separator: string | undefined): string {
  const begin = placeOf(line, key.field, key.skipsBlanks, separator) + key.character - 1;
  if (key.endField === Infinity) return line.slice(begin);
  const start = placeOf(line, key.endField, key.endSkipsBlanks && key.endCharacter > 0, separator);
  const end = key.endCharacter > 0 ? start + key.endCharacter : fieldEnd(line, placeOf(line, key.endField, false, separator), separator);
  return line.slice(begin, Math.max(begin, end));
}

/** Where a field begins, with the blanks before it. */
function placeOf(line: string, field: number, skipsBlanks: boolean, separator: string | undefined): number {
  let at = 0;
  for (let count = 1; count < field && at < line.length; count += 1) {
    at = fieldEnd(line, at, separator);
    if (separator !== undefined && at < line.length) at += 1;
    else if (separator !== undefined) at = line.length + 1;
  }
  while (skipsBlanks && (line[at] === ' ' || line[at] === '\t')) at += 1;
  return Math.min(at, line.length);
}

function fieldEnd(line: string, from: number, separator: string | undefined): number {
  if (separator !== undefined) {
    const found = line.indexOf(separator, from);
    return found < 0 ? line.length : found;
  }
  let at = from;
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  while (at < line.length && line[at] !== ' ' && line[at] !== '\t') at += 1;
  return at;
}

function plainly(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byOptions(options: string): Compare {
  if (options.includes('n')) return (a, b) => leadingNumber(a) - leadingNumber(b);
  if (options.includes('g')) return (a, b) => generalNumber(a) - generalNumber(b);
  if (options.includes('h')) return (a, b) => humanNumber(a) - humanNumber(b);
  if (options.includes('M')) return (a, b) => monthOf(a) - monthOf(b);
  const change = (text: string): string => {
    const kept = options.includes('d') ? text.replace(/[^\p{L}\p{N} \t]/gu, '') : text;
    return options.includes('f') ? kept.toUpperCase() : kept;
  };
  if (options.includes('V')) return (a, b) => compareVersions(change(a), change(b));
  return /[fd]/.test(options) ? (a, b) => plainly(change(a), change(b)) : plainly;
}

function leadingNumber(text: string): number {
  return Number(/^[ \t]*(-?[0-9]*(?:\.[0-9]+)?)/.exec(text)?.[1] ?? 0) || 0;
}

function generalNumber(text: string): number {
  const number = Number.parseFloat(text);
  return Number.isNaN(number) ? -Number.MAX_VALUE : number;
}

/** Values with a suffix are ordered by it first, as `du -h` prints them. */
function humanNumber(text: string): number {
  const found = /^[ \t]*(-?)([0-9]*(?:\.[0-9]+)?)([KkMGTPEZY]?)/.exec(text);
  const size = Number(found?.[2] ?? 0) || 0;
  const power = size === 0 ? 0 : ' KMGTPEZY'.indexOf((found?.[3] ?? '').toUpperCase() || ' ');
  return (found?.[1] === '-' ? -1 : 1) * (power * 1e9 + Math.min(size, 1e9 - 1));
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function monthOf(text: string): number {
  return months.indexOf(text.trimStart().slice(0, 3).toUpperCase());
}

/** Numbers within texts are compared as numbers; a tilde comes before everything, letters before other signs. */
function compareVersions(a: string, b: string): number {
  let [i, j] = [0, 0];
  const order = (character: string | undefined): number => {
    if (character === undefined || /[0-9]/.test(character)) return 0;
    if (character === '~') return -1;
    return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + 256;
  };
  while (i < a.length || j < b.length) {
    while ((i < a.length && !/[0-9]/.test(a[i]!)) || (j < b.length && !/[0-9]/.test(b[j]!))) {
      const difference = order(a[i]) - order(b[j]);
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    const numberAt = (text: string, at: number): string => /^[0-9]*/.exec(text.slice(at, at + 500))?.[0] ?? '';
    const [x, y] = [numberAt(a, i), numberAt(b, j)];
    const [m, n] = [x.replace(/^0+/, ''), y.replace(/^0+/, '')];
    if (m.length !== n.length) return m.length - n.length;
    if (m !== n) return plainly(m, n);
    i += x.length;
    j += y.length;
  }
  return 0;
}

const longUniq = new Map([['count', 'c'], ['repeated', 'd'], ['all-repeated', 'D'], ['unique', 'u'], ['ignore-case', 'i'], ['skip-fields', 'f'], ['skip-chars', 's'], ['check-chars', 'w']]); // prettier-ignore

const uniq: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'cduiDz', 'fsw', longUniq);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const [name = '-', output] = flags.operands;
  return withInput(call, [name], (input) => {
    const { texts, stderr } = readAll(call, [name], input);
    const groups: { line: string; same: string; lines: string[] }[] = [];
    for (const line of linesOfAll(texts)) {
      const same = comparedPart(line, flags);
      const last = groups.at(-1);
      if (last?.same === same) last.lines.push(line);
      else groups.push({ line, same, lines: [line] });
    }
    const shown = groups.filter(
      ({ lines }) => (!(flags.has('d') || flags.has('D')) || lines.length > 1) && (!flags.has('u') || lines.length === 1),
    );
    const printed = shown.flatMap(({ line, lines }) => (flags.has('D') ? lines : [flags.has('c') ? `${String(lines.length).padStart(7)} ${line}` : line])); // prettier-ignore
    if (output === undefined || output === '-') return exit(stderr === '' ? 0 : 1, textOfLines(printed), stderr);
    const files = writeFile(call.files, resolvePath(call.cwd, output), textOfLines(printed), false);
    return typeof files === 'string' ? exit(1, '', complaintOf(call, output, output, files)) : { kind: 'exit', code: 0, files };
  });
};

function comparedPart(line: string, flags: Flags): string {
  let part = line;
  for (let count = Math.min(Number(flags.value('f') ?? 0) || 0, 1000); count > 0; count -= 1) part = part.replace(/^[ \t]*[^ \t]*/, '');
  part = part.slice(Number(flags.value('s') ?? 0) || 0, flags.has('w') ? (Number(flags.value('s') ?? 0) || 0) + Number(flags.value('w')) : undefined); // prettier-ignore
  return flags.has('i') ? part.toLowerCase() : part;
}

const comm: Program = (call) => {
  const flags = parseFlags(
    call.argv.slice(1),
    '123z',
    '',
    new Map([
      ['check-order', '4'],
      ['nocheck-order', '4'],
    ]),
  );
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const [first, second, extra] = flags.operands;
  if (first === undefined || second === undefined) {
    const text = first === undefined ? 'missing operand' : `missing operand after '${first}'`;
    return exit(1, '', `comm: ${text}\nTry 'comm --help' for more information.\n`);
  }
  if (extra !== undefined) return exit(1, '', `comm: extra operand '${extra}'\nTry 'comm --help' for more information.\n`);
  return withInput(call, [first, second].filter(isStream), (input) => {
    const sides = [first, second].map((name) => textAt(call, name, input));
    const missing = sides.findIndex((text) => typeof text !== 'string');
    if (missing >= 0) return fail(call, `${flags.operands[missing] ?? ''}: No such file or directory`);
    const [left = [], right = []] = sides.map((text) => linesOfAll([{ name: '', text: typeof text === 'string' ? text : '' }]));
    return exit(0, textOfLines(columnsOf(left, right, flags)));
  });
};

function columnsOf(left: readonly string[], right: readonly string[], flags: Flags): string[] {
  const lines: string[] = [];
  const put = (column: 1 | 2 | 3, line: string): void => {
    if (flags.has(String(column))) return;
    const tabs = (column > 1 && !flags.has('1') ? 1 : 0) + (column > 2 && !flags.has('2') ? 1 : 0);
    lines.push('\t'.repeat(tabs) + line);
  };
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (b === undefined || (a !== undefined && a < b)) {
      put(1, a!);
      i += 1;
    } else if (a === undefined || a > b) {
      put(2, b);
      j += 1;
    } else {
      put(3, a);
      i += 1;
      j += 1;
    }
  }
  return lines;
}

/** Programs about order: sort, uniq, comm. */
export const sortPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['sort', sort],
  ['uniq', uniq],
  ['comm', comm],
]);
