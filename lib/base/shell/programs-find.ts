import { findNode, listNames, removeNode, resolvePath, sentenceOf, type Files } from './files.ts';
import { matchesPattern } from './pattern.ts';
import type { Program, ProgramCall, ProgramStep } from './program.ts';
import { exit, fail, parseFlags, refusedFlags } from './program.ts';
import { textAt } from './program-input.ts';

/** The commands that a program has other programs run for it, one after the other, and how they have ended so far. */
interface Errands {
  readonly commands: readonly (readonly string[])[];
  readonly code: number;
}

const MOST_ERRANDS = 10_000;

/** Has the next command run; `judge` makes one code of that so far and of that of the last command. */
function goOn(call: ProgramCall, judge: (sofar: number, last: number) => number): ProgramStep {
  const { commands, code } = call.memory as Errands;
  const judged = call.status === undefined ? code : judge(code, call.status);
  const [next, ...rest] = commands;
  if (judged === 124) return exit(judged, '', `xargs: ${commandName(call)}: exited with status 255; aborting\n`);
  if (next === undefined || judged >= 126) return exit(judged);
  return { kind: 'run', argv: next, memory: { commands: rest, code: judged } };
}

/** Of the command line of xargs the command. */
function commandName(call: ProgramCall): string {
  return parseFlags(call.argv.slice(1), '0rtxpo', 'InLdPaEs', longXargs, true).operands[0] ?? 'echo';
}

const longXargs = new Map([['null', '0'], ['replace', 'I'], ['max-args', 'n'], ['max-lines', 'L'], ['no-run-if-empty', 'r'], ['delimiter', 'd'], ['verbose', 't'], ['max-procs', 'P'], ['arg-file', 'a'], ['exit', 'x']]); // prettier-ignore

const xargs: Program = (call) => {
  if (typeof call.memory === 'object') return goOn(call, xargsCode);
  const flags = parseFlags(call.argv.slice(1), '0rtxpo', 'InLdPaEs', longXargs, true);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const file = flags.value('a');
  const collected = ((call.memory as string | undefined) ?? '') + call.input;
  if (file === undefined && !call.inputEnded) return { kind: 'input', memory: collected };
  const input = file === undefined ? collected : textAt(call, file, collected);
  if (typeof input !== 'string') return fail(call, `Cannot open input file '${file ?? ''}': ${sentenceOf(input.problem)}`);
  const command = flags.operands.length === 0 ? ['echo'] : flags.operands;
  for (const letter of 'nLP') {
    const value = flags.value(letter);
    if (value === undefined || /^[0-9]{1,9}$/.test(value)) continue;
    return exit(1, '', `xargs: invalid number "${value}" for -${letter} option\nTry 'xargs --help' for more information.\n`);
  }
  const placeholder = flags.value('I');
  const delimiter = flags.has('0') ? '\0' : flags.value('d')?.replace(/^\\n$/, '\n').replace(/^\\t$/, '\t').replace(/^\\0$/, '\0'); // prettier-ignore
  const groups = placeholder !== undefined ? lineItems(input, delimiter).map((item) => [item]) : flags.has('L') ? lineGroups(input, Number(flags.value('L'))) : undefined; // prettier-ignore
  const items = groups === undefined ? (delimiter === undefined ? quotedItems(input) : delimitedItems(input, delimiter)) : [];
  if (typeof items === 'string') return fail(call, items);
  const isEmpty = groups === undefined ? items.length === 0 : groups.length === 0;
  if (isEmpty && (flags.has('r') || placeholder !== undefined)) return exit(0);
  const most = Math.max(1, Number(flags.value('n') ?? 0) || Infinity);
  const parts = groups ?? (most === Infinity ? [items] : chunked(items, most));
  const commands = (parts.length === 0 ? [[]] : parts).slice(0, MOST_ERRANDS).map((part) => commandOf(call, command, placeholder, part));
  const shown = flags.has('t') ? commands.map((argv) => argv.join(' ') + '\n').join('') : '';
  const [next = [], ...rest] = commands;
  return { kind: 'run', stderr: shown, argv: next, memory: { commands: rest, code: 0 } };
};

function commandOf(call: ProgramCall, command: readonly string[], placeholder: string | undefined, part: readonly string[]): string[] {
  const argv = placeholder === undefined ? [...command, ...part] : command.map((word) => word.replaceAll(placeholder, () => part[0] ?? ''));
  call.spend([...command, ...argv].reduce((sum, word) => sum + word.length, 0) / 2);
  return argv;
}

/** What xargs makes of the codes of its commands. */
function xargsCode(sofar: number, last: number): number {
  if (last === 0) return sofar;
  if (last === 255) return 124;
  return last === 126 || last === 127 ? last : last > 128 ? 125 : 123;
}

function chunked(items: readonly string[], most: number): string[][] {
  const parts: string[][] = [];
  for (let at = 0; at < items.length; at += most) parts.push(items.slice(at, at + most));
  return parts;
}

function delimitedItems(input: string, delimiter: string): string[] {
  const items = input.split(delimiter);
  if (items.at(-1) === '') items.pop();
  return items;
}

/** With `-I` each line is one argument, without the blanks before it. */
function lineItems(input: string, delimiter: string | undefined): string[] {
  if (delimiter !== undefined) return delimitedItems(input, delimiter);
  return input.split('\n').map((line) => line.replace(/^[ \t]+/, '').replace(/["']([^"']*)["']/g, '$1')).filter((line) => line !== ''); // prettier-ignore
}

function lineGroups(input: string, most: number): string[][] {
  const lines = input.split('\n').filter((line) => line.trim() !== '').map((line) => line.trim().split(/[ \t]+/)); // prettier-ignore
  const groups: string[][] = [];
  for (let at = 0; at < lines.length; at += Math.max(1, most)) groups.push(lines.slice(at, at + Math.max(1, most)).flat());
  return groups;
}

/** Words between blanks, with quotes and backslashes; a text says what is wrong. */
function quotedItems(input: string): string[] | string {
  const items: string[] = [];
  let item: string | undefined;
  for (let at = 0; at < input.length; at += 1) {
    const character = input[at]!;
    if (/[ \t\n]/.test(character)) {
      if (item !== undefined) items.push(item);
      item = undefined;
    } else if (character === '\\') item = (item ?? '') + (input[(at += 1)] ?? '');
    else if (character === "'" || character === '"') {
      const end = input.indexOf(character, at + 1);
      const newline = input.indexOf('\n', at);
      if (end < 0 || (newline >= 0 && newline < end))
        return `unmatched ${character === "'" ? 'single' : 'double'} quote; by default quotes are special to xargs unless you use the -0 option`;
      item = (item ?? '') + input.slice(at + 1, end);
      at = end;
    } else item = (item ?? '') + character;
  }
  if (item !== undefined) items.push(item);
  return items;
}

/** What find found, and what it shall do with it. */
interface Visit {
  readonly name: string;
  readonly path: string;
  readonly depth: number;
}

type Test = (visit: Visit, found: Findings) => boolean;

interface Findings {
  files: Files;
  stdout: string;
  readonly commands: string[][];
  readonly together: Map<readonly string[], string[]>;
  readonly spend: ProgramCall['spend'];
}

const find: Program = (call) => {
  if (call.memory !== undefined) return goOn(call, (sofar, last) => (sofar !== 0 ? sofar : last === 0 ? 0 : 1));
  const args = call.argv.slice(1);
  const first = args.findIndex((argument) => /^-.|^[!(]$/.test(argument));
  const places = args.slice(0, first < 0 ? args.length : first);
  const reader = new FindReader(args.slice(first < 0 ? args.length : first));
  const test = reader.read();
  if (typeof test === 'string') return exit(1, '', `find: ${test}\n`);
  const found: Findings = { files: call.files, stdout: '', commands: [], together: new Map(), spend: call.spend };
  let stderr = '';
  for (const place of places.length === 0 ? ['.'] : places) {
    const path = resolvePath(call.cwd, place);
    if (findNode(call.files, path) === undefined) stderr += `find: '${place}': No such file or directory\n`;
    else visit(call.files, { name: place, path, depth: 0 }, reader, (one) => void test(one, found));
  }
  for (const [command, names] of found.together) if (names.length > 0) found.commands.push([...command, ...names]);
  const code = stderr === '' ? 0 : 1;
  if (found.commands.length === 0) return { kind: 'exit', code, stdout: found.stdout, stderr, files: found.files };
  const [next = [], ...rest] = found.commands.slice(0, MOST_ERRANDS);
  return { kind: 'run', stdout: found.stdout, stderr, files: found.files, argv: next, memory: { commands: rest, code } };
};

function visit(files: Files, one: Visit, reader: FindReader, act: (visit: Visit) => void): void {
  const children = one.depth >= reader.deepest ? [] : listNames(files, one.path);
  const isShown = one.depth >= reader.shallowest;
  if (isShown && !reader.isDepthFirst) act(one);
  const folder = one.name.endsWith('/') ? one.name : `${one.name}/`;
  for (const child of children) {
    visit(files, { name: folder + child, path: resolvePath(one.path, child), depth: one.depth + 1 }, reader, act);
  }
  if (isShown && reader.isDepthFirst) act(one);
}

/** Reads what find shall look for. */
class FindReader {
  deepest = Infinity;
  shallowest = 0;
  isDepthFirst = false;
  readonly #args: readonly string[];
  #at = 0;
  #acts = false;
  #problem: string | undefined;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  /** The test, or what is wrong with it. */
  read(): Test | string {
    const test = this.#args.length === 0 ? () => true : this.#or(0);
    if (this.#at < this.#args.length) this.#problem ??= `paths must precede expression: \`${this.#args[this.#at] ?? ''}'`;
    if (this.#problem !== undefined) return this.#problem;
    return this.#acts ? test : (one, found) => test(one, found) && print(one, found, '\n');
  }

  #or(depth: number): Test {
    let test = this.#and(depth);
    while (this.#args[this.#at] === '-o' || this.#args[this.#at] === '-or') {
      this.#at += 1;
      const [left, right] = [test, this.#and(depth)];
      test = (one, found) => left(one, found) || right(one, found);
    }
    return test;
  }

  #and(depth: number): Test {
    let test = this.#not(depth);
    while (this.#at < this.#args.length && ![')', '-o', '-or'].includes(this.#args[this.#at]!) && this.#problem === undefined) {
      if (this.#args[this.#at] === '-a' || this.#args[this.#at] === '-and') this.#at += 1;
      const [left, right] = [test, this.#not(depth)];
      test = (one, found) => left(one, found) && right(one, found);
    }
    return test;
  }

  #not(depth: number): Test {
    const word = this.#args[this.#at++];
    if (depth > 100) return this.#refuse('the expression nests too deeply');
    if (word === '!' || word === '-not') {
      const test = this.#not(depth + 1);
      return (one, found) => !test(one, found);
    }
    if (word === '(') {
      const test = this.#or(depth + 1);
      if (this.#args[this.#at++] !== ')') this.#problem ??= 'invalid expression; I was expecting to find a \')\' somewhere but did not see one.'; // prettier-ignore
      return test;
    }
    return word === undefined ? this.#refuse('expected an expression') : this.#primary(word);
  }

  #refuse(problem: string): Test {
    this.#problem ??= problem;
    return () => false;
  }

  #value(flag: string): string {
    const value = this.#args[this.#at++];
    if (value === undefined) this.#problem ??= `missing argument to \`${flag}'`;
    return value ?? '';
  }

  #primary(word: string): Test {
    switch (word) {
      case '-name':
      case '-iname':
      case '-path':
      case '-wholename': {
        const isFolded = word === '-iname';
        const written = this.#value(word);
        const pattern = [{ text: isFolded ? written.toLowerCase() : written, quoted: false }];
        return ({ name, path }, found) => {
          const subject = word === '-path' || word === '-wholename' ? name : path === '/' ? '/' : path.slice(path.lastIndexOf('/') + 1);
          return matchesPattern(pattern, isFolded ? subject.toLowerCase() : subject, found.spend);
        };
      }
      case '-type': {
        const kinds = this.#value(word).split(',');
        const unknown = kinds.find((kind) => !/^[bcdpflsD]$/.test(kind));
        if (unknown !== undefined) return this.#refuse(`Unknown argument to -type: ${unknown}`);
        return ({ path }, { files }) => kinds.includes(findNode(files, path)?.kind === 'directory' ? 'd' : 'f');
      }
      case '-maxdepth':
      case '-mindepth': {
        const depth = Number(this.#value(word));
        if (word === '-maxdepth') this.deepest = depth;
        else this.shallowest = depth;
        return () => true;
      }
      case '-depth':
        this.isDepthFirst = true;
        return () => true;
      case '-empty':
        return ({ path }, { files }) => {
          const node = findNode(files, path);
          return node?.kind === 'file' ? node.content === '' : listNames(files, path).length === 0;
        };
      case '-true':
        return () => true;
      case '-print':
      case '-print0':
        this.#acts = true;
        return (one, found) => print(one, found, word === '-print' ? '\n' : '\0');
      case '-delete':
        this.#acts = true;
        this.isDepthFirst = true;
        return ({ path }, found) => {
          const files = removeNode(found.files, path, { emptyDirectory: true });
          if (typeof files !== 'string') found.files = files;
          return typeof files !== 'string';
        };
      case '-exec':
        return this.#exec();
      default:
        return this.#refuse(word.startsWith('-') ? `unknown predicate \`${word}'` : `paths must precede expression: \`${word}'`);
    }
  }

  #exec(): Test {
    this.#acts = true;
    const end = this.#args.findIndex(
      (word, index) => index >= this.#at && (word === ';' || (word === '+' && this.#args[index - 1] === '{}')),
    );
    if (end < 0) return this.#refuse("missing argument to `-exec'");
    const command = this.#args.slice(this.#at, end);
    this.#at = end + 1;
    if (this.#args[end] === ';') {
      return ({ name }, { commands }) => {
        if (commands.length <= MOST_ERRANDS) commands.push(command.map((word) => word.replaceAll('{}', () => name)));
        return true;
      };
    }
    const fixed = command.slice(0, -1);
    return ({ name }, { together }) => {
      together.set(fixed, [...(together.get(fixed) ?? []), name]);
      return true;
    };
  }
}

function print({ name }: Visit, found: Findings, end: string): boolean {
  found.stdout += name + end;
  return true;
}

/** Programs that have others run: find and xargs. */
export const findPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['find', find],
  ['xargs', xargs],
]);
