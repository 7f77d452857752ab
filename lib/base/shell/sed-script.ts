import { compilePosix, type PosixPattern } from '../re2/posix.ts';
import { PatternError } from '../re2/syntax.ts';

/** Which lines a command is for. */
export type SedAddress =
  | { readonly is: 'line'; readonly number: number }
  | { readonly is: 'step'; readonly first: number; readonly step: number }
  | { readonly is: 'last' }
  /** `pattern` undefined: the one that was used last. */
  | { readonly is: 'match'; readonly pattern: PosixPattern | undefined };

/** Where a range of lines ends. */
export type SedEnd = SedAddress | { readonly is: 'lines' | 'multiple'; readonly count: number };

/** One command, with where to go on for `{` (when it is not for the line), `b`, `t` and `T`. */
export interface SedCommand {
  readonly name: string;
  readonly from?: SedAddress;
  readonly to?: SedEnd;
  readonly isNegated: boolean;
  readonly text: string;
  readonly number: number;
  readonly substitution?: SedSubstitution;
  readonly map?: ReadonlyMap<string, string>;
  jump: number;
}

/** `s///`: which matches are replaced, by what, and what follows. */
export interface SedSubstitution {
  readonly pattern: PosixPattern | undefined;
  readonly replacement: readonly SedPiece[];
  readonly nth: number;
  readonly isGlobal: boolean;
  readonly prints: boolean;
  readonly file: string | undefined;
}

/** A piece of a replacement: a text, a group's match, or a change of case from here on. */
export type SedPiece = string | number | { readonly turn: 'L' | 'U' | 'l' | 'u' | 'E' };

/** A script that cannot be read: the place is counted in characters from 1. */
export class SedError extends Error {
  override readonly name = 'SedError';
}

const MOST_COMMANDS = 5000;

/** Reads a script of sed, its fragments (`-e`) already joined by newlines; `spend` counts what its patterns cost. Throws a SedError in the words of GNU's sed. */
export function parseSed(script: string, extended: boolean, spend: (work: number) => void): readonly SedCommand[] {
  return new SedReader(script, extended, spend).commands();
}

class SedReader {
  readonly #text: string;
  readonly #extended: boolean;
  readonly #commands: SedCommand[] = [];
  readonly #labels = new Map<string, number>();
  readonly #open: number[] = [];
  readonly #spend: (work: number) => void;
  #at = 0;

  constructor(text: string, extended: boolean, spend: (work: number) => void) {
    this.#spend = spend;
    this.#text = text;
    this.#extended = extended;
  }

  commands(): readonly SedCommand[] {
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.#text.length) break;
      if (this.#commands.length >= MOST_COMMANDS) this.#fail('too many commands');
      if (this.#peek() === '#') this.#skip(/[^\n]/);
      else this.#command();
    }
    if (this.#open.length > 0) throw new SedError("-e expression #1, char 0: unmatched `{'");
    for (const command of this.#commands) {
      if (!'btT'.includes(command.name)) continue;
      const target = command.text === '' ? this.#commands.length : this.#labels.get(command.text);
      if (target === undefined) throw new SedError(`can't find label for jump to \`${command.text}'`);
      command.jump = target;
    }
    return this.#commands;
  }

  #fail(text: string, at = this.#at): never {
    throw new SedError(`-e expression #1, char ${at}: ${text}`);
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #skip(shape: RegExp): void {
    while (this.#at < this.#text.length && shape.test(this.#peek())) this.#at += 1;
  }

  #number(): number {
    const from = this.#at;
    this.#skip(/[0-9]/);
    return Number(this.#text.slice(from, this.#at));
  }

  #command(): void {
    const from = this.#address(true);
    let to: SedEnd | undefined;
    this.#skip(/[ \t]/);
    if (this.#peek() === ',') {
      this.#at += 1;
      if (from === undefined) this.#fail("unexpected `,'");
      this.#skip(/[ \t]/);
      to = this.#end() ?? this.#fail("unexpected `,'", this.#at + (this.#at < this.#text.length ? 1 : 0));
    }
    if (from?.is === 'line' && from.number === 0 && to?.is !== 'match') this.#fail('invalid usage of line address 0');
    this.#skip(/[ \t]/);
    let isNegated = false;
    while (this.#peek() === '!') {
      isNegated = true;
      this.#at += 1;
      this.#skip(/[ \t]/);
    }
    const name = this.#peek();
    this.#at += 1;
    if (name === '' || name === '\n' || name === ';') this.#fail('missing command', Math.min(this.#at, this.#text.length));
    const base = { name, ...(from && { from }), ...(to && { to }), isNegated, text: '', number: 0, jump: 0 };
    this.#named(base, from !== undefined);
  }

  #named(base: SedCommand, isAddressed: boolean): void {
    const { name } = base;
    const push = (more: Partial<SedCommand>): void => void this.#commands.push({ ...base, ...more });
    if (name === '{') {
      this.#open.push(this.#commands.length);
      push({});
    } else if (name === '}') {
      const opened = this.#open.pop() ?? this.#fail("unexpected `}'");
      if (isAddressed) this.#fail('} doesn\'t want any addresses'); // prettier-ignore
      this.#commands[opened]!.jump = this.#commands.length;
      this.#ended();
    } else if (name === ':') {
      if (isAddressed) this.#fail(": doesn't want any addresses");
      this.#labels.set(this.#word(/[^\n;]/), this.#commands.length);
    } else if ('btT'.includes(name)) push({ text: this.#word(/[^\n;}]/) });
    else if ('=dDgGhHnNpPxFz'.includes(name)) {
      push({});
      this.#ended();
    } else if ('qQlL'.includes(name)) {
      this.#skip(/[ \t]/);
      push({ number: this.#number() });
      this.#ended();
    } else if ('aic'.includes(name)) push({ text: this.#lines() });
    else if ('rRwW'.includes(name)) push({ text: this.#fileName() });
    else if (name === 's') {
      push({ substitution: this.#substitution() });
      this.#ended();
    } else if (name === 'y') {
      push({ map: this.#map() });
      this.#ended();
    } else if (name === 'e')
      this.#fail('the command `e\' is not covered'); // prettier-ignore
    else this.#fail(`unknown command: \`${name}'`);
  }

  #ended(): void {
    this.#skip(/[ \t]/);
    const next = this.#peek();
    if (next === '' || next === '\n' || next === ';' || next === '}' || next === '#') return;
    this.#fail('extra characters after command', this.#at + 1);
  }

  #word(shape: RegExp): string {
    this.#skip(/[ \t]/);
    const from = this.#at;
    this.#skip(shape);
    return this.#text.slice(from, this.#at).trim();
  }

  #fileName(): string {
    const name = this.#word(/[^\n]/);
    return name === '' ? this.#fail('missing filename in r/R/w/W commands') : name;
  }

  /** The text of `a`, `i` and `c`: to the end of the line; a backslash goes on with the next line. */
  #lines(): string {
    this.#skip(/[ \t]/);
    if (this.#at >= this.#text.length) this.#fail("expected \\ after `a', `c' or `i'");
    const begin = /\\[ \t]*\n?/y;
    begin.lastIndex = this.#at;
    const found = begin.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.endsWith('\n') ? found.length : 1;
    if (found?.endsWith('\n') === true && this.#at >= this.#text.length) this.#fail("expected \\ after `a', `c' or `i'");
    let text = '';
    for (; this.#at < this.#text.length && this.#peek() !== '\n'; this.#at += 1) {
      if (this.#peek() === '\\') {
        this.#at += 1;
        text += this.#peek() === 't' ? '\t' : this.#peek();
      } else text += this.#peek();
    }
    return text + '\n';
  }

  #address(isFirst: boolean): SedAddress | undefined {
    const character = this.#peek();
    if (character === '$') {
      this.#at += 1;
      return { is: 'last' };
    }
    if (/[0-9]/.test(character)) {
      const number = this.#number();
      if (!isFirst || this.#peek() !== '~') return { is: 'line', number };
      this.#at += 1;
      return { is: 'step', first: number, step: this.#number() };
    }
    if (character !== '/' && character !== '\\') return undefined;
    this.#at += character === '/' ? 1 : 2;
    const delimiter = this.#text[this.#at - 1] ?? '';
    const written = this.#upTo(delimiter, true) ?? this.#fail('unterminated address regex');
    const from = this.#at;
    this.#skip(/[IM]/);
    return { is: 'match', pattern: this.#pattern(written, this.#text.slice(from, this.#at)) };
  }

  #end(): SedEnd | undefined {
    const sign = this.#peek();
    if (sign !== '+' && sign !== '~') return this.#address(false);
    this.#at += 1;
    return { is: sign === '+' ? 'lines' : 'multiple', count: this.#number() };
  }

  /** What stands before a delimiter, which is read over; undefined when there is none. */
  #upTo(delimiter: string, isPattern: boolean): string | undefined {
    let text = '';
    for (let inBrackets = false; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#peek();
      if (character === delimiter && !inBrackets) {
        this.#at += 1;
        return text;
      }
      if (character === '\n' && isPattern && !inBrackets) return undefined;
      if (character === '\\' && !inBrackets) {
        this.#at += 1;
        const next = this.#peek();
        text +=
          next === delimiter ? (isPattern && delimiter !== '/' && /[.*[\]^$]/.test(delimiter) ? `[${delimiter}]` : next) : `\\${next}`;
        continue;
      }
      if (isPattern && inBrackets && character === '[' && /[:.=]/.test(this.#text[this.#at + 1] ?? '')) {
        const close = this.#text.indexOf(`${this.#text[this.#at + 1] ?? ''}]`, this.#at + 2);
        if (close > 0) {
          text += this.#text.slice(this.#at, close + 2);
          this.#at = close + 1;
          continue;
        }
      }
      if (isPattern && !inBrackets && character === '[') {
        inBrackets = true;
        const first = /\[\^?\]?/y;
        first.lastIndex = this.#at;
        const head = first.exec(this.#text)?.[0] ?? '[';
        text += head;
        this.#at += head.length - 1;
        continue;
      }
      if (inBrackets && character === ']') inBrackets = false;
      text += character;
    }
    return undefined;
  }

  #pattern(written: string, flags: string): PosixPattern | undefined {
    if (written === '') return undefined;
    const options = { extended: this.#extended, ignoreCase: /[iI]/.test(flags), lines: /[mM]/.test(flags), escapes: true };
    try {
      return compilePosix(written, options, this.#spend);
    } catch (thrown) {
      if (thrown instanceof PatternError) this.#fail(thrown.message);
      throw thrown;
    }
  }

  #substitution(): SedSubstitution {
    const delimiter = this.#peek();
    this.#at += 1;
    const isSound = delimiter !== '' && delimiter !== '\n' && delimiter !== '\\';
    const written = isSound ? this.#upTo(delimiter, true) : undefined;
    const replaced = written === undefined ? undefined : this.#upTo(delimiter, false);
    if (written === undefined || replaced === undefined) this.#fail("unterminated `s' command", this.#text.length);
    const shape = /[gpiImMe0-9]*/y;
    shape.lastIndex = this.#at;
    const flags = shape.exec(this.#text)?.[0] ?? '';
    this.#at += flags.length;
    let file: string | undefined;
    if (this.#peek() === 'w') {
      this.#at += 1;
      file = this.#fileName();
    } else if (!/^[\s;}#]?$/.test(this.#peek())) this.#fail("unknown option to `s'", this.#at + 1);
    if (flags.includes('e')) this.#fail("the flag `e' of `s' is not covered");
    const count = /[0-9]+/.exec(flags)?.[0];
    if (count !== undefined && Number(count) === 0) this.#fail("number option to `s' command may not be zero");
    const pattern = this.#pattern(written, flags);
    const replacement = piecesOf(replaced);
    const most = replacement.reduce<number>((sum, piece) => (typeof piece === 'number' ? Math.max(sum, piece) : sum), 0);
    if (pattern !== undefined && most > pattern.groups) this.#fail(`invalid reference \\${most} on \`s' command's RHS`);
    return { pattern, replacement, nth: Number(count ?? 1), isGlobal: flags.includes('g'), prints: flags.includes('p'), file };
  }

  #map(): ReadonlyMap<string, string> {
    const delimiter = this.#peek();
    this.#at += 1;
    const from = delimiter === '' ? undefined : this.#upTo(delimiter, false);
    const to = from === undefined ? undefined : this.#upTo(delimiter, false);
    if (from === undefined || to === undefined) this.#fail("unterminated `y' command");
    const characters = (text: string): string[] =>
      Array.from(text.replace(/\\(.)/gs, (_, letter: string) => ({ n: '\n', t: '\t', r: '\r' })[letter] ?? letter));
    const [olds, news] = [characters(from), characters(to)];
    if (olds.length !== news.length) this.#fail("strings for `y' command are different lengths");
    return new Map(olds.map((old, index) => [old, news[index]!] as const).reverse());
  }
}

function piecesOf(text: string): readonly SedPiece[] {
  const pieces: SedPiece[] = [];
  let plain = '';
  const push = (piece: SedPiece): void => {
    if (plain !== '') pieces.push(plain);
    plain = '';
    pieces.push(piece);
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === '&') push(0);
    else if (character !== '\\') plain += character;
    else {
      const letter = text[(at += 1)] ?? '';
      if (/[0-9]/.test(letter)) push(Number(letter));
      else if (letter === 'L' || letter === 'U' || letter === 'l' || letter === 'u' || letter === 'E') push({ turn: letter });
      else plain += { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' }[letter] ?? letter;
    }
  }
  if (plain !== '') pieces.push(plain);
  return pieces;
}
