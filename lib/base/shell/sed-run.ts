import { matchesIn, type PosixPattern, type Span } from '../re2/posix.ts';
import { SedError, type SedAddress, type SedCommand, type SedPiece, type SedSubstitution } from './sed-script.ts';

/** What sed reads and where its `w` writes. */
export interface SedWorld {
  /** Counts what is computed; throws a PatternError when it is too much. */
  readonly spend: (work: number) => void;
  readonly quiet: boolean;
  /** What separates lines. */
  readonly separator: string;
  readonly name: string;
  readonly readFile: (name: string) => string | undefined;
  readonly writeFile: (name: string, text: string) => void;
}

/** What a run printed; `quit` is the code of a `q`. */
export interface SedOutcome {
  readonly stdout: string;
  readonly quit?: number;
}

const MOST_STEPS = 1_000_000;
/** What a command of a script costs, in units of work. */
const UNITS_PER_STEP = 4;
/** Most characters that are searched in all. */
const MOST_SEARCHED = 64 * 1024 * 1024;
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** Runs a script over a text. Throws a SedError for one that does not end or prints too much, and a PatternError for one that takes too long. */
export function runSed(commands: readonly SedCommand[], text: string, world: SedWorld): SedOutcome {
  return new SedRun(commands, text, world).run();
}

/** One run of a script: the pattern space, the hold space, and the place in the text. */
class SedRun {
  readonly #commands: readonly SedCommand[];
  readonly #world: SedWorld;
  readonly #lines: readonly string[];
  #lacksEnd: boolean;
  #holdLacksEnd = false;
  /** Of each command with a range: the line at which the range ends, Infinity for one that a pattern ends. */
  readonly #ranges = new Map<SedCommand, number>();
  /** How many lines `R` has taken of each file. */
  readonly #taken = new Map<string, number>();
  #number = 0;
  #space = '';
  #hold = '';
  #isReplaced = false;
  #pattern: PosixPattern | undefined;
  readonly #stdout: string[] = [];
  #printed = 0;
  #isOpen = false;
  readonly #appended: string[] = [];
  #steps = 0;
  #searched = 0;

  constructor(commands: readonly SedCommand[], text: string, world: SedWorld) {
    this.#commands = commands;
    this.#world = world;
    const lines = text.split(world.separator);
    this.#lacksEnd = lines.at(-1) !== '';
    this.#lines = this.#lacksEnd ? lines : lines.slice(0, -1);
  }

  run(): SedOutcome {
    let keeps = false;
    while (keeps || this.#number < this.#lines.length) {
      if (!keeps) this.#space = this.#lines[this.#number++]!;
      keeps = false;
      this.#isReplaced = false;
      const end = this.#cycle();
      if (end.is === 'restart') keeps = true;
      else if (end.prints) this.#line(this.#space);
      this.#flush();
      if (end.is === 'quit') return { stdout: this.#stdout.join(''), quit: end.code };
    }
    return { stdout: this.#stdout.join('') };
  }

  get #isLast(): boolean {
    return this.#number >= this.#lines.length;
  }

  /** Runs the commands once. */
  #cycle(): { readonly is: 'next' | 'restart' | 'quit'; readonly prints: boolean; readonly code: number } {
    const prints = !this.#world.quiet;
    const ended = { is: 'next', prints, code: 0 } as const;
    for (let at = 0; at < this.#commands.length;) {
      if ((this.#steps += 1) > MOST_STEPS) throw new SedError('the script does not end');
      this.#world.spend(UNITS_PER_STEP);
      const command = this.#commands[at]!;
      if (this.#isFor(command) === command.isNegated) {
        at = command.name === '{' ? command.jump : at + 1;
        continue;
      }
      at += 1;
      switch (command.name) {
        case 'd':
          return { ...ended, prints: false };
        case 'D': {
          const newline = this.#space.indexOf('\n');
          if (newline < 0) return { ...ended, prints: false };
          this.#space = this.#space.slice(newline + 1);
          return { ...ended, is: 'restart' };
        }
        case 'q':
          return { is: 'quit', prints, code: command.number };
        case 'Q':
          return { is: 'quit', prints: false, code: command.number };
        case 'n':
          if (this.#isLast) return { ...ended, is: 'quit' };
          if (prints) this.#line(this.#space);
          this.#flush();
          this.#space = this.#lines[this.#number++]!;
          break;
        case 'N':
          if (this.#isLast) return { ...ended, is: 'quit' };
          this.#flush();
          this.#space += `\n${this.#lines[this.#number++]!}`;
          break;
        case 'c':
          if (command.to === undefined || command.isNegated || this.#ranges.get(command) === undefined) this.#print(command.text);
          return { ...ended, prints: false };
        case 'b':
          at = command.jump;
          break;
        case 't':
        case 'T':
          if (this.#isReplaced === (command.name === 't')) at = command.jump;
          this.#isReplaced = false;
          break;
        default:
          this.#edit(command);
      }
      if (this.#space.length > MOST_CHARACTERS) throw new SedError('the pattern space grows without end');
    }
    return ended;
  }

  /** Commands after which the next one follows. */
  #edit(command: SedCommand): void {
    switch (command.name) {
      case 's':
        this.#substitute(command.substitution!);
        break;
      case 'y':
        this.#search();
        this.#world.spend(this.#space.length);
        this.#space = Array.from(this.#space, (character) => command.map?.get(character) ?? character).join('');
        break;
      case 'p':
        this.#line(this.#space);
        break;
      case 'P':
        this.#line(this.#space.split('\n', 1)[0]!, true);
        break;
      case '=':
        this.#print(`${this.#number}\n`);
        break;
      case 'l':
        this.#print(visible(this.#space));
        break;
      case 'F':
        this.#print(`${this.#world.name}\n`);
        break;
      case 'z':
        this.#space = '';
        break;
      case 'a':
        this.#appended.push(command.text);
        break;
      case 'i':
        this.#print(command.text);
        break;
      case 'r':
        this.#appended.push(this.#world.readFile(command.text) ?? '');
        break;
      case 'R': {
        const at = this.#taken.get(command.text) ?? 0;
        const line = this.#world.readFile(command.text)?.split('\n')[at] ?? '';
        this.#taken.set(command.text, at + 1);
        if (line !== '') this.#appended.push(`${line}\n`);
        break;
      }
      case 'W':
        this.#world.writeFile(command.text, `${this.#space.split('\n', 1)[0]!}\n`);
        break;
      case 'w':
        this.#world.writeFile(command.text, this.#space + '\n');
        break;
      default:
        this.#exchange(command.name);
    }
  }

  /** What goes to and comes from the hold space. */
  #exchange(name: string): void {
    switch (name) {
      case 'g':
        this.#space = this.#hold;
        this.#lacksEnd = false;
        break;
      case 'G':
        this.#space += `\n${this.#hold}`;
        // What is held came from a line that had an end.
        this.#lacksEnd = false;
        break;
      case 'h':
        this.#hold = this.#space;
        break;
      case 'H':
        this.#hold += `\n${this.#space}`;
        if (this.#hold.length > MOST_CHARACTERS) throw new SedError('the hold space grows without end');
        break;
      case 'x':
        [this.#space, this.#hold] = [this.#hold, this.#space];
        [this.#lacksEnd, this.#holdLacksEnd] = [this.#holdLacksEnd, this.#lacksEnd];
    }
  }

  #print(text: string): void {
    if (text === '') return;
    const whole = this.#isOpen ? `\n${text}` : text;
    this.#isOpen = false;
    this.#printed += whole.length;
    if (this.#printed > MOST_CHARACTERS) throw new SedError('the script prints without end');
    this.#stdout.push(whole);
  }

  /** Prints a line; the last one of a text ends as the text does. */
  #line(text: string, isPart = false): void {
    const isOpen = this.#isLast && this.#lacksEnd && !isPart;
    this.#print(isOpen ? text || '' : text + this.#world.separator);
    this.#isOpen ||= isOpen;
  }

  #flush(): void {
    for (const text of this.#appended.splice(0)) {
      this.#print(text);
      this.#isOpen = text !== '' && !text.endsWith('\n');
    }
  }

  #isFor(command: SedCommand): boolean {
    const { from, to } = command;
    if (from === undefined) return true;
    if (to === undefined) return this.#fits(from);
    const until = this.#ranges.get(command);
    if (until === undefined) {
      const isZero = from.is === 'line' && from.number === 0;
      const begins = isZero ? this.#number === 1 : this.#fits(from);
      if (!begins) return false;
      const isOver = to.is === 'match' ? isZero && this.#fits(to) : this.#endOf(to) <= this.#number;
      if (!isOver) this.#ranges.set(command, this.#endOf(to));
      return true;
    }
    if (to.is === 'match' ? this.#fits(to) : to.is === 'last' ? this.#isLast : this.#number >= until) this.#ranges.delete(command);
    // A range that ended at a line which was skipped is over.
    return to.is === 'match' || to.is === 'last' || this.#number <= until;
  }

  #endOf(to: NonNullable<SedCommand['to']>): number {
    if (to.is === 'line') return to.number;
    if (to.is === 'lines') return this.#number + to.count;
    if (to.is === 'multiple') return to.count <= 0 ? this.#number : Math.ceil(this.#number / to.count) * to.count;
    return to.is === 'last' && this.#isLast ? this.#number : Infinity;
  }

  #fits(address: SedAddress | { readonly is: 'lines' | 'multiple' }): boolean {
    switch (address.is) {
      case 'line':
        return this.#number === address.number;
      case 'step':
        return address.step <= 0
          ? this.#number === address.first
          : this.#number >= address.first && (this.#number - address.first) % address.step === 0;
      case 'last':
        return this.#isLast;
      case 'match':
        this.#search();
        return this.#used(address.pattern).find(this.#space, 0) !== undefined;
      default:
        return false;
    }
  }

  #used(pattern: PosixPattern | undefined): PosixPattern {
    this.#pattern = pattern ?? this.#pattern;
    if (this.#pattern === undefined) throw new SedError('no previous regular expression');
    return this.#pattern;
  }

  #search(): void {
    this.#searched += this.#space.length;
    if (this.#searched > MOST_SEARCHED) throw new SedError('the script does not end');
  }

  #substitute({ pattern, replacement, nth, isGlobal, prints, file }: SedSubstitution): void {
    this.#search();
    const parts: string[] = [];
    let last = 0;
    let count = 0;
    for (const span of matchesIn(this.#used(pattern), this.#space)) {
      count += 1;
      if (count < nth) continue;
      parts.push(this.#space.slice(last, span[0]), replaced(replacement, this.#space, span));
      last = span[1]!;
      if (!isGlobal) break;
    }
    if (count < nth || count === 0) return;
    this.#space = parts.join('') + this.#space.slice(last);
    this.#isReplaced = true;
    if (prints) this.#line(this.#space);
    if (file === '/dev/stdout') this.#line(this.#space);
    else if (file !== undefined) this.#world.writeFile(file, this.#space + '\n');
  }
}

function replaced(pieces: readonly SedPiece[], text: string, span: Span): string {
  let result = '';
  let once: 'l' | 'u' | undefined;
  let all: 'L' | 'U' | undefined;
  for (const piece of pieces) {
    if (typeof piece === 'object') {
      if (piece.turn === 'E') all = undefined;
      else if (piece.turn === 'l' || piece.turn === 'u') once = piece.turn;
      else all = piece.turn;
      continue;
    }
    const begin = typeof piece === 'number' ? (span[2 * piece] ?? -1) : -1;
    let part = typeof piece === 'string' ? piece : begin < 0 ? '' : text.slice(begin, span[2 * piece + 1]);
    if (part === '') continue;
    if (all !== undefined) part = all === 'U' ? part.toUpperCase() : part.toLowerCase();
    if (once !== undefined) part = (once === 'u' ? part.charAt(0).toUpperCase() : part.charAt(0).toLowerCase()) + part.slice(1);
    once = undefined;
    result += part;
  }
  return result;
}

/** A line as `l` shows it: without anything invisible, folded at 70 columns. */
function visible(text: string): string {
  const shown = Array.from(text, (character) => {
    const known = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\v': '\\v', '\x07': '\\a' }[character];
    if (known !== undefined) return known;
    if (character >= ' ' && character < '\x7f') return character;
    return Array.from(Buffer.from(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  });
  const lines: string[] = [''];
  for (const part of shown) {
    if (lines.at(-1)!.length + part.length > 69) lines.push('');
    lines.push(lines.pop()! + part);
  }
  return `${lines.join('\\\n')}$\n`;
}
