import type { Files } from './files.ts';
import type { Dialect, Flavour } from './process.ts';

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
  /** How the command ended that the previous step had run. */
  readonly status?: number | undefined;
  /** Whose language the shell speaks that runs the program, and how it begins a complaint: some programs are part of it. */
  readonly dialect: Dialect;
  readonly shellName?: string;
  /** Counts what the call computes beyond reading and writing. Throws a PatternError when that is too much. */
  readonly spend: (work: number) => void;
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
  /** Has a command run, without input, and is called again with how it ended. */
  | (Effects & { readonly kind: 'run'; readonly argv: readonly string[]; readonly memory: unknown })
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

/** Flags and operands of a command line. */
export interface Flags {
  readonly has: (letter: string) => boolean;
  /** The value that was given last. */
  readonly value: (letter: string) => string | undefined;
  /** All values, in the order in which they were given. */
  readonly values: (letter: string) => readonly string[];
  readonly operands: readonly string[];
  /** The first flag that is not known. */
  readonly unknown: string | undefined;
  /** The first flag without the value that it needs. */
  readonly missing: string | undefined;
}

/**
 * Parses `-ab -n 5 -n5 --long[=x] --`: `plain` lists letters without, `valued` letters with a value; `long` maps long names, which may be
 * shortened, to letters. With `leading` the first operand ends the flags.
 */
export function parseFlags(
  args: readonly string[],
  plain: string,
  valued = '',
  long: ReadonlyMap<string, string> = new Map(),
  leading = false,
): Flags {
  const found = new Map<string, string[]>();
  const operands: string[] = [];
  const wrong: { unknown?: string; missing?: string } = {};
  let at = 0;
  const note = (letter: string, value: string): void => void found.set(letter, [...(found.get(letter) ?? []), value]);
  const next = (flag: string): string => {
    at += 1;
    if (args[at] === undefined) wrong.missing ??= flag;
    return args[at] ?? '';
  };
  for (; at < args.length; at++) {
    const argument = args[at]!;
    if (argument === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (argument === '-' || !argument.startsWith('-')) {
      if (leading) {
        operands.push(...args.slice(at));
        break;
      }
      operands.push(argument);
      continue;
    }
    if (argument.startsWith('--')) {
      const equals = argument.indexOf('=');
      const name = argument.slice(2, equals < 0 ? undefined : equals);
      const letter = long.get(name) ?? shortened(name, long);
      if (letter === undefined) wrong.unknown ??= argument;
      else note(letter, equals >= 0 ? argument.slice(equals + 1) : valued.includes(letter) ? next(argument) : '');
      continue;
    }
    for (let index = 1; index < argument.length; index++) {
      const letter = argument[index]!;
      if (valued.includes(letter)) {
        note(letter, index + 1 < argument.length ? argument.slice(index + 1) : next(letter));
        break;
      }
      if (plain.includes(letter)) note(letter, '');
      else wrong.unknown ??= letter;
    }
  }
  return {
    has: (letter) => found.has(letter),
    value: (letter) => found.get(letter)?.at(-1),
    values: (letter) => found.get(letter) ?? [],
    operands,
    unknown: wrong.unknown,
    missing: wrong.missing,
  };
}

function shortened(name: string, long: ReadonlyMap<string, string>): string | undefined {
  const letters = new Set([...long].filter(([other]) => other.startsWith(name)).map(([, letter]) => letter));
  return letters.size === 1 ? [...letters][0] : undefined;
}

/** The refusal of an unknown flag, in the words of the call's tools. */
export function unknownFlag(call: ProgramCall, flag: string): ProgramStep {
  const letter = flag.replace(/^-+/, '');
  if (call.flavour === 'busybox') return exit(1, '', `${nameOf(call)}: unrecognized option: ${letter}\n`);
  return misused(call, flag.startsWith('--') ? `unrecognized option '${flag}'` : `invalid option -- '${letter}'`);
}

/** The refusal of flags that are not known or lack a value; undefined when there is nothing wrong with them. */
export function refusedFlags(call: ProgramCall, { unknown, missing }: Flags): ProgramStep | undefined {
  if (unknown !== undefined) return unknownFlag(call, unknown);
  if (missing === undefined) return undefined;
  const letter = missing.replace(/^-+/, '');
  if (call.flavour === 'busybox') return exit(1, '', `${nameOf(call)}: option requires an argument: ${letter}\n`);
  return misused(
    call,
    missing.startsWith('--') ? `option '${missing}' requires an argument` : `option requires an argument -- '${letter}'`,
  );
}

/** Ends as GNU's tools do that were used wrongly. */
export function misused(call: ProgramCall, text: string): ProgramStep {
  const name = nameOf(call);
  const usage = name === 'grep' && !text.includes('operand') ? 'Usage: grep [OPTION]... PATTERNS [FILE]...\n' : '';
  return exit(usageCodes.get(name) ?? 1, '', `${name}: ${text}\n${usage}Try '${name} --help' for more information.\n`);
}

const usageCodes: ReadonlyMap<string, number> = new Map([['ls', 2], ['grep', 2], ['egrep', 2], ['fgrep', 2], ['sort', 2], ['diff', 2], ['cmp', 2], ['sed', 1]]); // prettier-ignore

/** Splits text into lines; a last line without newline counts, an empty rest does not. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
