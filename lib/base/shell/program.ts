import type { Files } from './files.ts';
import type { Flavour } from './process.ts';

/** Everything a program can see. Programs are pure: the same call gives the same step. */
export interface ProgramCall {
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly files: Files;
  readonly hostname: string;
  readonly flavour: Flavour;
  readonly atMillis: number;
  /** What `atMillis` 0 is, in epoch milliseconds. */
  readonly epochMillis: number;
  /** Standard input that arrived since the previous call. */
  readonly input: string;
  readonly inputEnded: boolean;
  /** What the previous step asked to be remembered; undefined at the first call. */
  readonly memory: unknown;
}

interface Effects {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly files?: Files;
}

/** What a program does when called. */
export type ProgramStep =
  | (Effects & {
      readonly kind: 'exit';
      readonly code: number;
      /** Given by `date`: the format of its whole standard output. */
      readonly clock?: string;
    })
  /** Wants standard input; is called again with what arrives, and at its end. */
  | (Effects & { readonly kind: 'input'; readonly memory: unknown })
  /** Wants to be called again when a file has changed. */
  | (Effects & { readonly kind: 'files'; readonly memory: unknown })
  /** Goes on at once. */
  | (Effects & { readonly kind: 'again'; readonly memory: unknown })
  /** Ends with 0 after a time, or never (Infinity). */
  | { readonly kind: 'sleep'; readonly millis: number }
  /** Takes memory until it is killed for it. */
  | { readonly kind: 'out-of-memory' };

/** A program: argv and surroundings to what happens. */
export type Program = (call: ProgramCall) => ProgramStep;

/** Ends with a code and texts. */
export function exit(code: number, stdout = '', stderr = ''): ProgramStep {
  return { kind: 'exit', code, stdout, stderr };
}

/** Ends with 1 and a complaint `<program>: text`. */
export function fail(call: ProgramCall, text: string, code = 1): ProgramStep {
  return exit(code, '', `${nameOf(call)}: ${text}\n`);
}

/** The program's name without its directory. */
export function nameOf(call: ProgramCall): string {
  const [first = ''] = call.argv;
  return first.slice(first.lastIndexOf('/') + 1);
}

/** Short flags and operands of a command line. */
export interface Flags {
  readonly has: (letter: string) => boolean;
  readonly value: (letter: string) => string | undefined;
  readonly operands: readonly string[];
  /** The first flag that is not known. */
  readonly unknown: string | undefined;
}

/** Parses `-ab -n 5 -n5 --long[=x] --`: `plain` lists letters without, `valued` letters with a value; `long` maps long names to letters. */
export function parseFlags(args: readonly string[], plain: string, valued = '', long: ReadonlyMap<string, string> = new Map()): Flags {
  const found = new Map<string, string>();
  const operands: string[] = [];
  let unknown: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    if (argument === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (argument === '-' || !argument.startsWith('-')) {
      operands.push(argument);
      continue;
    }
    if (argument.startsWith('--')) {
      const [name = '', value] = argument.slice(2).split('=', 2);
      const letter = long.get(name);
      if (letter === undefined) unknown ??= argument;
      else found.set(letter, value ?? (valued.includes(letter) ? (args[++at] ?? '') : ''));
      continue;
    }
    for (let index = 1; index < argument.length; index++) {
      const letter = argument[index]!;
      if (valued.includes(letter)) {
        found.set(letter, index + 1 < argument.length ? argument.slice(index + 1) : (args[++at] ?? ''));
        break;
      }
      if (plain.includes(letter)) found.set(letter, '');
      else unknown ??= letter;
    }
  }
  return { has: (letter) => found.has(letter), value: (letter) => found.get(letter), operands, unknown };
}

/** The refusal of an unknown flag, in the words of the call's tools. */
export function unknownFlag(call: ProgramCall, flag: string): ProgramStep {
  const name = nameOf(call);
  const letter = flag.replace(/^-+/, '');
  if (call.flavour === 'busybox') return exit(1, '', `${name}: unrecognized option: ${letter}\n`);
  const text = flag.startsWith('--') ? `unrecognized option '${flag}'` : `invalid option -- '${letter}'`;
  return exit(name === 'ls' || name === 'grep' ? 2 : 1, '', `${name}: ${text}\nTry '${name} --help' for more information.\n`);
}

/** Splits text into lines; a last line without newline counts, an empty rest does not. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
