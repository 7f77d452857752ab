import type { FileProblem } from './files.ts';
import { readFile, resolvePath, sentenceOf } from './files.ts';
import type { Flags, ProgramCall, ProgramStep } from './program.ts';
import { exit, nameOf } from './program.ts';

/** Most characters of standard input that a program collects. */
const maxCollected = 16 * 1024 * 1024;

/** A text and the name of the file that it is from. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Words of both tool families for one refused operation on one file. */
export function complaintOf(call: ProgramCall, busybox: string, debian: string, problem: FileProblem): string {
  return `${nameOf(call)}: ${call.flavour === 'busybox' ? busybox : debian}: ${sentenceOf(problem)}\n`;
}

/** Whether a name means standard input. */
export function isStream(path: string): boolean {
  return path === '-' || path === '/dev/stdin' || path === '/dev/fd/0' || path === '/proc/self/fd/0';
}

/** The text of a file by its written name, `input` being standard input; or why it cannot be read. */
export function textAt(call: ProgramCall, name: string, input: string): string | { readonly problem: FileProblem } {
  if (isStream(name)) return input;
  const path = resolvePath(call.cwd, name);
  return path === '/dev/null' ? '' : name === '' ? { problem: 'ENOENT' } : readFile(call.files, path);
}

/** Texts of the named files, `-` being standard input; complaints for the others. */
export function readAll(
  call: ProgramCall,
  names: readonly string[],
  input: string,
): { readonly texts: readonly NamedText[]; readonly stderr: string } {
  const texts: NamedText[] = [];
  let stderr = '';
  let length = 0;
  for (const name of names) {
    const text = textAt(call, name, input);
    length += typeof text === 'string' ? text.length : 0;
    if (length > maxCollected) return { texts, stderr: `${stderr}${nameOf(call)}: the files hold more than 16 MiB together\n` };
    if (typeof text === 'string') texts.push({ name, text });
    else if (text.problem === 'EISDIR' && call.flavour === 'busybox') stderr += `${nameOf(call)}: read error: Is a directory\n`;
    else if (text.problem === 'EISDIR') stderr += `${nameOf(call)}: ${ofDirectory(nameOf(call), name)}\n`;
    else stderr += complaintOf(call, `can't open '${name}'`, unread(nameOf(call), name), text.problem);
  }
  return { texts, stderr };
}

/** What GNU's tools say about a file that they cannot open, up to the reason. */
function unread(program: string, name: string): string {
  if (program === 'head' || program === 'tail') return `cannot open '${name}' for reading`;
  if (program === 'sort') return `cannot read: ${name}`;
  if (program === 'tac') return `failed to open '${name}' for reading`;
  if (program === 'rev') return `cannot open ${name}`;
  return program === 'sed' ? `can't read ${name}` : name;
}

/** What GNU's tools say about a directory that they were to read. */
function ofDirectory(program: string, name: string): string {
  if (program === 'sed') return `read error on ${name}: Is a directory`;
  if (program === 'head' || program === 'tail') return `error reading '${name}': Is a directory`;
  if (program === 'sort') return `read failed: ${name}: Is a directory`;
  return `${name}: Is a directory`;
}

/** Collects standard input until its end when one of the names is standard input, then calls `body` with all of it. */
export function withInput(call: ProgramCall, names: readonly string[], body: (input: string) => ProgramStep): ProgramStep {
  const collected = ((call.memory as string | undefined) ?? '') + call.input;
  if (names.some(isStream) && !call.inputEnded) return { kind: 'input', memory: collected.slice(-maxCollected) };
  return body(collected);
}

/** The operands, or standard input where there are none. */
export function sources(flags: Flags): readonly string[] {
  return flags.operands.length === 0 ? ['-'] : flags.operands;
}

/** A filter: all texts of the named files (or of standard input) together, changed. */
export function filtered(
  call: ProgramCall,
  names: readonly string[],
  change: (text: string, texts: readonly NamedText[]) => string,
  failure = 1,
): ProgramStep {
  return withInput(call, names, (input) => {
    const { texts, stderr } = readAll(call, names, input);
    return exit(stderr === '' ? 0 : failure, change(texts.map(({ text }) => text).join(''), texts), stderr);
  });
}

/** Lines of several files one after the other; a file's last line is complete at its end. */
export function linesOfAll(texts: readonly NamedText[]): string[] {
  return texts.flatMap(({ text }) => {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines;
  });
}

/** A text of lines, each with its newline. Throws a RangeError where they are longer than any program may print. */
export function textOfLines(lines: readonly string[]): string {
  if (lines.reduce((sum, line) => sum + line.length, 0) > maxCollected) throw new RangeError('too much to print');
  return lines.length === 0 ? '' : lines.join('\n') + '\n';
}
