import { AwkError } from './ast.ts';
import type { Token } from './lexer.ts';

const DEEPEST = 200;

/** Where a program is read on. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** Goes over so many tokens. */
  skip(count: number): void {
    this.#at += count;
  }

  /** The place, to come back to. */
  get place(): number {
    return this.#at;
  }

  set place(at: number) {
    this.#at = at;
  }

  /** The token at the place, or so many behind it. */
  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  /** Takes the token at the place. */
  next(): Token {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** Stops with the place. Throws an AwkError. */
  fail(token = this.peek()): never {
    const near = token.is === 'end' ? 'end of file' : token.is === 'newline' ? 'newline' : token.text;
    throw new AwkError(`line ${token.line}: syntax error at or near ${near}`);
  }

  /** Whether a sign stands at the place. */
  sees(text: string): boolean {
    const { is, text: found } = this.peek();
    return is === 'sign' && found === text;
  }

  /** Takes a sign, if it stands there. */
  take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#at += 1;
    return true;
  }

  /** Takes a sign that must stand there. Throws an AwkError. */
  expect(text: string): void {
    if (!this.take(text)) this.fail();
  }

  /** Whether a word of the language stands at the place. */
  seesWord(text: string): boolean {
    const { is, text: found } = this.peek();
    return is === 'word' && found === text;
  }

  /** Takes such a word, if it stands there. */
  takeWord(text: string): boolean {
    if (!this.seesWord(text)) return false;
    this.#at += 1;
    return true;
  }

  /** Goes over ends of lines. */
  skipNewlines(): void {
    while (this.peek().is === 'newline') this.#at += 1;
  }

  /** Goes over ends of lines and semicolons. */
  skipEnds(): void {
    while (this.peek().is === 'newline' || this.sees(';')) this.#at += 1;
  }

  /** The token behind ends of lines, which are gone over. */
  afterNewlines(): Token {
    this.skipNewlines();
    return this.peek();
  }

  /** The token behind ends of lines and semicolons, which are gone over. */
  afterEnds(): Token {
    this.skipEnds();
    return this.peek();
  }

  /** Reads something one level deeper. Throws an AwkError for what nests without end. */
  nested<T>(body: () => T): T {
    if ((this.#depth += 1) > DEEPEST) throw new AwkError('the program nests too deeply');
    const result = body();
    this.#depth -= 1;
    return result;
  }
}
