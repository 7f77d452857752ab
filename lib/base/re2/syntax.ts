/** A pattern that is no regular expression, in Go's words. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** Whether a character, as a code point, is meant. */
export type Chars = (code: number) => boolean;

/** Where in a text something matches that takes no character. */
export type Anchor = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge';

/** A regular expression as a tree. */
export type Node =
  | { readonly is: 'chars'; readonly chars: Chars }
  | { readonly is: 'anchor'; readonly anchor: Anchor }
  | { readonly is: 'sequence' | 'choice'; readonly of: readonly Node[] }
  | {
      readonly is: 'repeat';
      readonly of: Node;
      readonly least: number;
      readonly most: number;
    };

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

/** kube: Go's regexp/syntax/parse.go maxRepeat, maxHeight */
const MOST_REPEATS = 1000;
const DEEPEST = 200;

/** Reads a regular expression in the syntax of RE2. Throws a PatternError for anything else, such as a backreference or a lookaround. */
export function parsePattern(pattern: string): Node {
  const reader = new Reader(Array.from(pattern));
  const node = reader.choice({ i: false, m: false, s: false }, 0);
  if (!reader.isAtEnd) throw syntaxError('unexpected )', pattern);
  return node;
}

function syntaxError(what: string, text: string): PatternError {
  return new PatternError(`error parsing regexp: ${what}: \`${text}\``);
}

/** Where a pattern is read on. */
class Reader {
  readonly #text: readonly string[];
  #at = 0;

  constructor(text: readonly string[]) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  choice(outer: Flags, depth: number): Node {
    if (depth > DEEPEST) throw syntaxError('expression nests too deeply', this.#text.join(''));
    let flags = outer;
    const ways: Node[] = [];
    let sequence: Node[] = [];
    while (!this.isAtEnd && this.#peek() !== ')') {
      if (this.#take('|')) {
        ways.push({ is: 'sequence', of: sequence });
        sequence = [];
        continue;
      }
      const inline = this.#inlineFlags(flags);
      if (inline === undefined) sequence.push(this.#repeated(this.#atom(flags, depth)));
      else flags = inline;
    }
    ways.push({ is: 'sequence', of: sequence });
    return ways.length === 1 ? ways[0]! : { is: 'choice', of: ways };
  }

  #peek(ahead = 0): string {
    return this.#text[this.#at + ahead] ?? '';
  }

  #take(text: string): boolean {
    if (!this.#follows(text)) return false;
    this.#at += text.length;
    return true;
  }

  #follows(text: string): boolean {
    return Array.from(text).every((character, ahead) => this.#peek(ahead) === character);
  }

  #match(shape: RegExp): RegExpExecArray | undefined {
    const found = shape.exec(this.#text.slice(this.#at, this.#at + 64).join(''));
    if (found !== null) this.#at += Array.from(found[0]).length;
    return found ?? undefined;
  }

  /** `(?i)`: what holds from here to the end of the group. */
  #inlineFlags(flags: Flags): Flags | undefined {
    const found = this.#match(/^\(\?([imsU]*)(?:-([imsU]+))?\)/);
    return found === undefined ? undefined : changed(flags, found[1], found[2]);
  }

  #atom(flags: Flags, depth: number): Node {
    if (this.#take('(')) return this.#group(flags, depth);
    if (this.#take('[')) return { is: 'chars', chars: anyCase(this.#classOf(), flags) };
    if (this.#take('.')) return { is: 'chars', chars: (code) => flags.s || code !== 10 };
    if (this.#take('^')) return { is: 'anchor', anchor: flags.m ? 'line-start' : 'text-start' };
    if (this.#take('$')) return { is: 'anchor', anchor: flags.m ? 'line-end' : 'text-end' };
    if ('*+?'.includes(this.#peek())) throw syntaxError('missing argument to repetition operator', this.#peek());
    if (this.#take('\\Q')) return this.#quoted(flags);
    if (!this.#follows('\\')) return literal(this.#next(), flags);
    const anchor = ANCHORS.get(this.#peek(1));
    if (anchor === undefined) return { is: 'chars', chars: anyCase(this.#escape(), flags) };
    this.#at += 2;
    return { is: 'anchor', anchor };
  }

  #next(): string {
    const character = this.#peek();
    this.#at += 1;
    return character;
  }

  #group(flags: Flags, depth: number): Node {
    let inner = flags;
    if (this.#peek() === '?') {
      const found = this.#match(/^\?(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?:)/);
      if (found === undefined)
        throw syntaxError('invalid or unsupported Perl syntax', `(${this.#text.slice(this.#at, this.#at + 2).join('')}`);
      inner = changed(flags, found[1], found[2]);
    }
    const node = this.choice(inner, depth + 1);
    if (!this.#take(')')) throw syntaxError('missing closing )', this.#text.join(''));
    return node;
  }

  #quoted(flags: Flags): Node {
    const nodes: Node[] = [];
    while (!this.isAtEnd && !this.#take('\\E')) nodes.push(literal(this.#next(), flags));
    return { is: 'sequence', of: nodes };
  }

  #repeated(node: Node): Node {
    const from = this.#at;
    const bounds = this.#bounds();
    if (bounds === undefined) return node;
    this.#take('?');
    const begin = this.#at;
    if (this.#bounds() !== undefined) throw syntaxError('invalid nested repetition operator', this.#text.slice(from, this.#at).join(''));
    this.#at = begin;
    return { is: 'repeat', of: node, least: bounds[0], most: bounds[1] };
  }

  #bounds(): readonly [number, number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    const found = this.#match(/^\{(\d{1,9})(,(\d{1,9})?)?\}/);
    if (found === undefined) return undefined;
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === undefined ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (least > most || least > MOST_REPEATS || (most > MOST_REPEATS && most !== Number.POSITIVE_INFINITY))
      throw syntaxError('invalid repeat count', found[0]);
    return [least, most];
  }

  /** What stands in brackets, from behind the first. */
  #classOf(): Chars {
    const begin = this.#at;
    const isNegated = this.#take('^');
    const parts: Chars[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      if (this.isAtEnd) throw syntaxError('missing closing ]', `[${this.#text.slice(begin).join('')}`);
      parts.push(this.#classPart());
    }
    this.#at += 1;
    return isNegated ? (code) => !parts.some((part) => part(code)) : (code) => parts.some((part) => part(code));
  }

  #classPart(): Chars {
    const posix = this.#match(/^\[:(\^?)(\w+):\]/);
    if (posix !== undefined) {
      const chars = POSIX.get(posix[2]!);
      if (chars === undefined) throw syntaxError('invalid character class range', posix[0]);
      return posix[1] === '^' ? (code) => !chars(code) : chars;
    }
    if (this.#follows('\\') && /[dDwWsSpP]/.test(this.#peek(1))) return this.#escape();
    const from = this.#at;
    const low = this.#classCharacter();
    if (this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === '') return (code) => code === low;
    this.#at += 1;
    const high = this.#classCharacter();
    if (high < low) throw syntaxError('invalid character class range', this.#text.slice(from, this.#at).join(''));
    return (code) => low <= code && code <= high;
  }

  #classCharacter(): number {
    return this.#follows('\\') ? this.#character() : this.#next().codePointAt(0)!;
  }

  #escape(): Chars {
    const perl = PERL.get(this.#peek(1).toLowerCase());
    if (perl !== undefined) {
      const isNegated = this.#peek(1) !== this.#peek(1).toLowerCase();
      this.#at += 2;
      return isNegated ? (code) => !perl(code) : perl;
    }
    const property = this.#match(/^\\([pP])(?:\{(\^?)(\w+)\}|(\w))/);
    if (property !== undefined) return propertyChars(property);
    const meant = this.#character();
    return (code) => code === meant;
  }

  /** The one character that an escape means. */
  #character(): number {
    const found = this.#match(/^\\(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,8})\}|(0[0-7]{0,2}|[1-7][0-7]{1,2})|([aftnrv])|([^\w\s]|_))/u);
    if (found === undefined) {
      const what = this.#peek(1) === '' ? 'trailing backslash at end of expression' : 'invalid escape sequence';
      throw new PatternError(`error parsing regexp: ${what}: \`${this.#peek(1) === '' ? '' : `\\${this.#peek(1)}`}\``);
    }
    const [, short, long, octal, letter, sign] = found;
    if (letter !== undefined) return LETTERS.get(letter)!;
    if (sign !== undefined) return sign.codePointAt(0)!;
    return octal === undefined ? Number.parseInt(short ?? long!, 16) : Number.parseInt(octal, 8);
  }
}

const ANCHORS: ReadonlyMap<string, Anchor> = new Map([
  ['A', 'text-start'],
  ['z', 'text-end'],
  ['b', 'word-edge'],
  ['B', 'no-word-edge'],
]);

const LETTERS: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['v', 11],
]);

function changed(flags: Flags, on = '', off = ''): Flags {
  const of = (flag: 'i' | 'm' | 's'): boolean => !off.includes(flag) && (flags[flag] || on.includes(flag));
  return { i: of('i'), m: of('m'), s: of('s') };
}

function literal(character: string, flags: Flags): Node {
  const meant = character.codePointAt(0)!;
  return { is: 'chars', chars: anyCase((code) => code === meant, flags) };
}

/** The characters with those that differ from them in case alone, where `i` is set. */
export function anyCase(chars: Chars, { i }: Pick<Flags, 'i'>): Chars {
  if (!i) return chars;
  return (code) => {
    const character = String.fromCodePoint(code);
    return chars(code) || chars(character.toLowerCase().codePointAt(0)!) || chars(character.toUpperCase().codePointAt(0)!);
  };
}

function asciiChars(shape: RegExp): Chars {
  return (code) => code < 128 && shape.test(String.fromCodePoint(code));
}

/** `\w` knows ASCII alone. */
export const isWordCharacter = asciiChars(/\w/);

const PERL: ReadonlyMap<string, Chars> = new Map([
  ['d', asciiChars(/\d/)],
  ['w', isWordCharacter],
  ['s', asciiChars(/[\t\n\f\r ]/)],
]);

const POSIX: ReadonlyMap<string, Chars> = new Map(
  (
    [
      ['alnum', /[0-9A-Za-z]/],
      ['alpha', /[A-Za-z]/],
      ['ascii', /[\x00-\x7f]/],
      ['blank', /[\t ]/],
      ['cntrl', /[\x00-\x1f\x7f]/],
      ['digit', /[0-9]/],
      ['graph', /[!-~]/],
      ['lower', /[a-z]/],
      ['print', /[ -~]/],
      ['punct', /[!-/:-@[-`{-~]/],
      ['space', /[\t\n\v\f\r ]/],
      ['upper', /[A-Z]/],
      ['word', /\w/],
      ['xdigit', /[0-9A-Fa-f]/],
    ] as const
  ).map(([name, shape]) => [name, asciiChars(shape)]),
);

/** The characters of a class such as `digit`; undefined for a name that is none. */
export function posixClass(name: string): Chars | undefined {
  return POSIX.get(name);
}

function propertyChars([whole, sort, negation, long, short]: readonly (string | undefined)[]): Chars {
  const name = long ?? short!;
  const shape = unicodeShape(name);
  if (shape === undefined) throw syntaxError('invalid character class range', whole!);
  const isNegated = (sort === 'P') !== (negation === '^');
  return (code) => shape.test(String.fromCodePoint(code)) !== isNegated;
}

/** A general category or a script. */
function unicodeShape(name: string): RegExp | undefined {
  for (const property of [name, `Script=${name}`]) {
    try {
      return new RegExp(`^\\p{${property}}$`, 'u');
    } catch {
      // It may still be a script.
    }
  }
  return undefined;
}
