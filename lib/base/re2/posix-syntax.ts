import { anyCase, isWordCharacter, PatternError, posixClass, type Anchor, type Chars } from './syntax.ts';

/** How a pattern is written and meant. */
export interface PosixOptions {
  /** Extended regular expressions; basic ones where it is not set. */
  readonly extended?: boolean;
  readonly ignoreCase?: boolean;
  /** Whether `^` and `$` hold at every line of a text. */
  readonly lines?: boolean;
  /** Whether `\n`, `\t` and the like mean those characters, as in sed and awk. */
  readonly escapes?: boolean;
}

/** Where in a text something matches that takes no character. */
export type PosixAnchor = Anchor | 'word-start' | 'word-end';

/** A regular expression of POSIX as a tree; `literal` is the character that alone is meant. */
export type PosixNode =
  | { readonly is: 'chars'; readonly chars: Chars; readonly literal?: string }
  | { readonly is: 'anchor'; readonly anchor: PosixAnchor }
  | { readonly is: 'sequence' | 'choice'; readonly of: readonly PosixNode[] }
  | { readonly is: 'repeat'; readonly of: PosixNode; readonly least: number; readonly most: number }
  | { readonly is: 'group'; readonly of: PosixNode; readonly index: number };

const MOST_REPEATS = 1000;
const DEEPEST = 100;
const LONGEST_PATTERN = 20_000;

/** Reads a basic or extended regular expression with the extensions of GNU. Throws a PatternError, in the words of GNU's tools, for anything else and for back-references. */
export function parsePosix(pattern: string, options: PosixOptions): { readonly root: PosixNode; readonly groups: number } {
  if (pattern.length > LONGEST_PATTERN) throw new PatternError('Regular expression too big');
  const reader = new PosixReader(pattern, options);
  const root = reader.choice(0);
  return { root, groups: reader.groups };
}

const characterEscapes: ReadonlyMap<string, string> = new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['f', '\f'], ['v', '\v'], ['a', '\x07']]); // prettier-ignore
const anchorEscapes: ReadonlyMap<string, PosixAnchor> = new Map([['<', 'word-start'], ['>', 'word-end'], ['b', 'word-edge'], ['B', 'no-word-edge'], ['`', 'text-start'], ["'", 'text-end']]); // prettier-ignore

/** Where a pattern is read on. */
class PosixReader {
  groups = 0;
  readonly #text: string;
  readonly #options: PosixOptions;
  #at = 0;

  constructor(text: string, options: PosixOptions) {
    this.#text = text;
    this.#options = options;
  }

  choice(depth: number): PosixNode {
    if (depth > DEEPEST) throw new PatternError('Regular expression too big');
    const ways: PosixNode[] = [this.#sequence(depth)];
    while (this.#takeOperator('|')) ways.push(this.#sequence(depth));
    if (depth === 0 && this.#at < this.#text.length) throw new PatternError('Unmatched ) or \\)');
    return ways.length === 1 ? ways[0]! : { is: 'choice', of: ways };
  }

  #sequence(depth: number): PosixNode {
    const parts: PosixNode[] = [];
    while (this.#at < this.#text.length && !this.#sees('|') && !(this.#sees(')') && (depth > 0 || this.#options.extended !== true))) {
      const atom = this.#atom(depth, parts);
      parts.push(this.#repeated(atom));
    }
    return parts.length === 1 ? parts[0]! : { is: 'sequence', of: parts };
  }

  /** Whether an operator follows that basic expressions write with a backslash. */
  #sees(operator: string): boolean {
    return this.#text.startsWith(this.#options.extended === true ? operator : `\\${operator}`, this.#at);
  }

  #takeOperator(operator: string): boolean {
    if (!this.#sees(operator)) return false;
    this.#at += this.#options.extended === true ? 1 : 2;
    return true;
  }

  #atom(depth: number, before: readonly PosixNode[]): PosixNode {
    const { extended = false, lines = false } = this.#options;
    if (this.#takeOperator('(')) {
      const index = ++this.groups;
      const of = this.choice(depth + 1);
      if (!this.#takeOperator(')')) throw new PatternError('Unmatched ( or \\(');
      return { is: 'group', of, index };
    }
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    this.#at += character.length;
    const isFirst = before.every((node) => node.is === 'anchor');
    if (character === '^' && (extended || isFirst)) return { is: 'anchor', anchor: lines ? 'line-start' : 'text-start' };
    if (character === '$' && (extended || this.#isEnd())) return { is: 'anchor', anchor: lines ? 'line-end' : 'text-end' };
    if (character === '.') return { is: 'chars', chars: () => true };
    if (character === '[') return this.#bracket();
    if (character === '\\') return this.#escape();
    return this.#literal(character);
  }

  #isEnd(): boolean {
    return this.#at >= this.#text.length || this.#sees('|') || this.#sees(')');
  }

  #literal(character: string): PosixNode {
    const code = character.codePointAt(0)!;
    const chars: Chars = (other) => other === code;
    return this.#options.ignoreCase === true
      ? { is: 'chars', chars: anyCase(chars, { i: true }) }
      : { is: 'chars', chars, literal: character };
  }

  #escape(): PosixNode {
    const letter = this.#text[this.#at];
    if (letter === undefined) throw new PatternError('Trailing backslash');
    this.#at += 1;
    const anchor = anchorEscapes.get(letter);
    if (anchor !== undefined) return { is: 'anchor', anchor };
    if (letter === 'w') return { is: 'chars', chars: isWordCharacter };
    if (letter === 'W') return { is: 'chars', chars: (code) => !isWordCharacter(code) };
    const space = posixClass('space')!;
    if (letter === 's') return { is: 'chars', chars: space };
    if (letter === 'S') return { is: 'chars', chars: (code) => !space(code) };
    if (/[1-9]/.test(letter)) {
      const isKnown = Number(letter) <= this.groups;
      throw new PatternError(isKnown ? `back-references such as \\${letter} are not covered` : 'Invalid back reference');
    }
    const meant = this.#options.escapes === true ? characterEscapes.get(letter) : undefined;
    return this.#literal(meant ?? letter);
  }

  #repeated(atom: PosixNode): PosixNode {
    let node = atom;
    const { extended = false } = this.#options;
    // A star after an anchor at the beginning of a basic expression is a star.
    if (!extended && node.is === 'anchor') return node;
    for (let bounds = this.#bounds(); bounds !== undefined; bounds = this.#bounds()) {
      node = { is: 'repeat', of: node, least: bounds[0], most: bounds[1] };
    }
    return node;
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#text[this.#at] === '*') {
      this.#at += 1;
      return [0, Infinity];
    }
    if (this.#takeOperator('+')) return [1, Infinity];
    if (this.#takeOperator('?')) return [0, 1];
    if (!this.#sees('{')) return undefined;
    const { extended = false } = this.#options;
    const shape = extended ? /^\{([0-9]*)(,?)([0-9]*)\}/ : /^\\\{([0-9]*)(,?)([0-9]*)\\\}/;
    const found = shape.exec(this.#text.slice(this.#at, this.#at + 32));
    if (found === null || (found[1] === '' && found[2] === '')) {
      if (extended) return undefined;
      throw new PatternError(this.#text.includes('\\}', this.#at) ? 'Invalid content of \\{\\}' : 'Unmatched \\{');
    }
    this.#at += found[0].length;
    const least = Number(found[1]);
    const most = found[2] === '' ? least : found[3] === '' ? Infinity : Number(found[3]);
    if (least > most) throw new PatternError('Invalid content of \\{\\}');
    if (least > MOST_REPEATS || (most > MOST_REPEATS && most !== Infinity)) throw new PatternError('Regular expression too big');
    return [least, most];
  }

  /** What stands in brackets, from behind the first. */
  #bracket(): PosixNode {
    const isNegated = this.#text[this.#at] === '^';
    if (isNegated) this.#at += 1;
    const parts: Chars[] = [];
    for (let isFirst = true; isFirst || this.#text[this.#at] !== ']'; isFirst = false) {
      if (this.#at >= this.#text.length) throw new PatternError('Unmatched [, [^, [:, [., or [=');
      parts.push(this.#bracketPart());
    }
    this.#at += 1;
    const inside: Chars = (code) => parts.some((part) => part(code));
    const folded = anyCase(inside, { i: this.#options.ignoreCase === true });
    return { is: 'chars', chars: isNegated ? (code) => !folded(code) : folded };
  }

  #bracketPart(): Chars {
    const named = /^\[:(\w+):\]/.exec(this.#text.slice(this.#at, this.#at + 16));
    if (named !== null) {
      const chars = posixClass(named[1]!);
      if (chars === undefined) throw new PatternError('Invalid character class name');
      this.#at += named[0].length;
      return chars;
    }
    const low = this.#bracketCharacter();
    const isRange = this.#text[this.#at] === '-' && this.#at + 1 < this.#text.length && this.#text[this.#at + 1] !== ']';
    if (!isRange) return (code) => code === low;
    this.#at += 1;
    const high = this.#bracketCharacter();
    if (high < low) throw new PatternError('Invalid range end');
    return (code) => low <= code && code <= high;
  }

  #bracketCharacter(): number {
    const equal = /^\[([.=])(.)\1\]/su.exec(this.#text.slice(this.#at, this.#at + 8));
    if (equal !== null) {
      this.#at += equal[0].length;
      return equal[2]!.codePointAt(0)!;
    }
    const letter = this.#text[this.#at + 1] ?? '';
    if (this.#options.escapes === true && this.#text[this.#at] === '\\') {
      const meant = characterEscapes.get(letter) ?? (this.#options.extended === true && '\\]/"-^'.includes(letter) ? letter : undefined);
      if (meant !== undefined && letter !== '') {
        this.#at += 2;
        return meant.codePointAt(0)!;
      }
    }
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) throw new PatternError('Unmatched [, [^, [:, [., or [=');
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }
}
