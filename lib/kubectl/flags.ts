import { parseGoDuration } from '../base/go-duration.ts';
import { goQuote } from '../api/field-errors.ts';

/** A flag of a command line. */
export interface Flag {
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** `list`: values apart by commas, and again and again; `array`: one value each time. */
  readonly type: 'bool' | 'text' | 'int' | 'duration' | 'list' | 'array';
  /** What it is where it is not given. */
  readonly default?: string;
  /** What it is where it is given without a value. */
  readonly bare?: string;
  readonly isRequired?: boolean;
}

/** What the flags of a command line say. */
export interface FlagValues {
  /** Whether it was given. */
  readonly has: (name: string) => boolean;
  readonly is: (name: string) => boolean;
  readonly text: (name: string) => string;
  readonly number: (name: string) => number;
  /** Milliseconds. */
  readonly duration: (name: string) => number;
  readonly list: (name: string) => readonly string[];
}

/** A command line taken apart. */
export interface ParsedFlags {
  readonly values: FlagValues;
  readonly args: readonly string[];
  /** How many of the arguments stand before `--`; -1 where there is none. */
  readonly dashAt: number;
  readonly wantsHelp: boolean;
}

/** A command line that cannot be read; the message is pflag's. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
}

/** Takes a command line apart. Throws a FlagError. kube: github.com/spf13/pflag flag.go FlagSet.Parse */
export function parseFlags(flags: readonly Flag[], words: readonly string[]): ParsedFlags {
  const reader = new FlagReader(flags);
  reader.read(words);
  return { values: reader, args: reader.args, dashAt: reader.dashAt, wantsHelp: reader.wantsHelp };
}

class FlagReader implements FlagValues {
  readonly args: string[] = [];
  dashAt = -1;
  wantsHelp = false;
  readonly #byName: ReadonlyMap<string, Flag>;
  readonly #byLetter: ReadonlyMap<string, Flag>;
  readonly #given = new Map<string, string[]>();

  constructor(flags: readonly Flag[]) {
    this.#byName = new Map(flags.map((flag) => [flag.name, flag]));
    this.#byLetter = new Map(flags.flatMap((flag) => (flag.short === undefined ? [] : [[flag.short, flag] as const])));
  }

  read(words: readonly string[]): void {
    for (let at = 0; at < words.length; at++) {
      const word = words[at]!;
      if (word === '--') {
        this.dashAt = this.args.length;
        this.args.push(...words.slice(at + 1));
        return;
      }
      if (word.startsWith('--')) at += this.#readLong(word, words[at + 1]);
      else if (word.startsWith('-') && word !== '-') at += this.#readShort(word, words[at + 1]);
      else this.args.push(word);
    }
  }

  /** How many further words it has taken. */
  #readLong(word: string, next: string | undefined): number {
    const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word)!;
    if (name === '' || name.startsWith('-')) throw new FlagError(`bad flag syntax: ${word}`);
    const flag = this.#byName.get(name);
    if (flag === undefined) {
      if (name !== 'help') throw new FlagError(`unknown flag: --${name}`);
      this.wantsHelp = true;
      return 0;
    }
    const bare = bareOf(flag);
    if (value !== undefined) this.#set(flag, value);
    else if (bare !== undefined) this.#set(flag, bare);
    else if (next === undefined) throw new FlagError(`flag needs an argument: --${name}`);
    else this.#set(flag, next);
    return value === undefined && bare === undefined ? 1 : 0;
  }

  #readShort(word: string, next: string | undefined): number {
    for (let rest = word.slice(1); rest !== ''; rest = rest.slice(1)) {
      const letter = rest.charAt(0);
      const flag = this.#byLetter.get(letter);
      if (flag === undefined) {
        if (letter !== 'h') throw new FlagError(`unknown shorthand flag: ${goRune(letter)} in -${rest}`);
        this.wantsHelp = true;
        return 0;
      }
      const bare = bareOf(flag);
      if (rest.length > 2 && rest.charAt(1) === '=') return (this.#set(flag, rest.slice(2)), 0);
      if (bare !== undefined) this.#set(flag, bare);
      else if (rest.length > 1) return (this.#set(flag, rest.slice(1)), 0);
      else if (next === undefined) throw new FlagError(`flag needs an argument: ${goRune(letter)} in -${rest}`);
      else return (this.#set(flag, next), 1);
    }
    return 0;
  }

  #set(flag: Flag, value: string): void {
    const wrong = problemWith(flag, value);
    if (wrong !== undefined) {
      const shown = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
      throw new FlagError(`invalid argument ${goQuote(value)} for ${goQuote(shown)} flag: ${wrong}`);
    }
    const values = flag.type === 'list' ? value.split(',').filter((part) => part !== '' || value !== '') : [value];
    const isMany = flag.type === 'list' || flag.type === 'array';
    const before = isMany ? this.#given.get(flag.name) : undefined;
    if (before === undefined) this.#given.set(flag.name, values);
    else for (const each of values) before.push(each);
  }

  has(name: string): boolean {
    return this.#given.has(name);
  }

  is(name: string): boolean {
    return isTrue(this.text(name));
  }

  text(name: string): string {
    return this.#given.get(name)?.at(-1) ?? this.#byName.get(name)?.default ?? '';
  }

  number(name: string): number {
    return Number(this.text(name));
  }

  duration(name: string): number {
    return parseGoDuration(this.text(name), goQuote).millis ?? 0;
  }

  list(name: string): readonly string[] {
    const flag = this.#byName.get(name);
    return this.#given.get(name) ?? (flag?.default === undefined ? [] : [flag.default]);
  }
}

function bareOf({ type, bare }: Flag): string | undefined {
  return bare ?? (type === 'bool' ? 'true' : undefined);
}

const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

function isTrue(text: string): boolean {
  return TRUE.has(text);
}

function problemWith({ type }: Flag, value: string): string | undefined {
  switch (type) {
    case 'bool':
      return TRUE.has(value) || FALSE.has(value) ? undefined : `strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`;
    case 'int': {
      if (!/^[+-]?\d+$/.test(value)) return `strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`;
      return Math.abs(Number(value)) > 2 ** 31 - 1 ? `strconv.ParseInt: parsing ${goQuote(value)}: value out of range` : undefined;
    }
    case 'duration':
      return parseGoDuration(value, goQuote).problem;
    default:
      return undefined;
  }
}

function goRune(letter: string): string {
  return letter === "'" || letter === '\\' ? `'\\${letter}'` : `'${letter}'`;
}
