import { AwkError, type AwkProgram, type Expression, type OwnFunction, type Rule, type Statement } from './ast.ts';
import { anywhere, ExpressionReader } from './expressions.ts';
import { tokensOf } from './lexer.ts';
import { TokenCursor } from './token-cursor.ts';

/** Reads a program of awk. Throws an AwkError with the line of what is none. */
export function parseAwk(source: string): AwkProgram {
  return new AwkReader(new TokenCursor(tokensOf(source))).program();
}

/** Reads rules and statements. */
class AwkReader {
  readonly #cursor: TokenCursor;
  readonly #expressions: ExpressionReader;

  constructor(cursor: TokenCursor) {
    this.#cursor = cursor;
    this.#expressions = new ExpressionReader(cursor);
  }

  program(): AwkProgram {
    const first: Statement[] = [];
    const last: Statement[] = [];
    const rules: Rule[] = [];
    const functions = new Map<string, OwnFunction>();
    while (this.#cursor.afterEnds().is !== 'end') {
      if (this.#cursor.takeWord('BEGIN')) first.push(this.#block());
      else if (this.#cursor.takeWord('END')) last.push(this.#block());
      else if (this.#cursor.takeWord('function') || this.#cursor.takeWord('func')) {
        const name = this.#cursor.next().text;
        functions.set(name, this.#function());
      } else rules.push(this.#rule());
    }
    return { first, rules, last, functions };
  }

  #rule(): Rule {
    if (this.#cursor.sees('{')) return { action: this.#block() };
    const begin = this.#expressions.expression(anywhere);
    let end: Expression | undefined;
    if (this.#cursor.take(',')) {
      this.#cursor.skipNewlines();
      end = this.#expressions.expression(anywhere);
    }
    const action = this.#cursor.sees('{') ? this.#block() : undefined;
    return { begin, ...(end && { end }), ...(action && { action }) };
  }

  #function(): OwnFunction {
    this.#cursor.expect('(');
    const parameters: string[] = [];
    while (this.#cursor.afterNewlines().text !== ')') {
      if (parameters.length > 0) {
        this.#cursor.expect(',');
        this.#cursor.skipNewlines();
      }
      const { is, text } = this.#cursor.next();
      if (is !== 'name') this.#cursor.fail();
      parameters.push(text);
    }
    this.#cursor.expect(')');
    this.#cursor.skipNewlines();
    return { parameters, body: this.#block() };
  }

  #block(): Statement {
    this.#cursor.expect('{');
    const of: Statement[] = [];
    while (this.#cursor.afterEnds().text !== '}') of.push(this.#statement());
    this.#cursor.expect('}');
    return { is: 'block', of };
  }

  #statement(): Statement {
    return this.#cursor.nested(() => {
      if (this.#cursor.sees('{')) return this.#block();
      if (this.#cursor.take(';')) return { is: 'block', of: [] };
      if (this.#cursor.takeWord('if')) return this.#if();
      if (this.#cursor.takeWord('while')) {
        const condition = this.#condition();
        if (this.#cursor.take(';')) return { is: 'while', condition, body: { is: 'block', of: [] }, isLate: false };
        return { is: 'while', condition, body: this.#body(), isLate: false };
      }
      if (this.#cursor.takeWord('for')) return this.#for();
      if (this.#cursor.takeWord('do')) {
        const body = this.#body();
        this.#cursor.skipEnds();
        if (!this.#cursor.takeWord('while')) this.#cursor.fail();
        const condition = this.#condition();
        this.#ended();
        return { is: 'while', condition, body, isLate: true };
      }
      const statement = this.#simple();
      this.#ended();
      return statement;
    });
  }

  #condition(): Expression {
    this.#cursor.expect('(');
    const condition = this.#expressions.expression(anywhere);
    this.#cursor.expect(')');
    return condition;
  }

  #body(): Statement {
    this.#cursor.skipNewlines();
    return this.#statement();
  }

  /** A statement ends with its line, with a semicolon, or where its block does. */
  #ended(): void {
    const { is } = this.#cursor.peek();
    if (is === 'newline' || is === 'end' || this.#cursor.take(';') || this.#cursor.sees('}')) return;
    this.#cursor.fail();
  }

  #if(): Statement {
    const condition = this.#condition();
    const yes = this.#body();
    const from = this.#cursor.place;
    this.#cursor.skipEnds();
    if (this.#cursor.takeWord('else')) return { is: 'if', condition, yes, no: this.#body() };
    this.#cursor.place = from;
    return { is: 'if', condition, yes };
  }

  #for(): Statement {
    this.#cursor.expect('(');
    const [variable, word, name, close] = [this.#cursor.peek(), this.#cursor.peek(1), this.#cursor.peek(2), this.#cursor.peek(3)];
    if (variable.is === 'name' && word.text === 'in' && name.is === 'name' && close.text === ')') {
      this.#cursor.skip(4);
      return { is: 'for-in', variable: variable.text, name: name.text, body: this.#body() };
    }
    const first = this.#cursor.sees(';') ? undefined : this.#simple();
    this.#cursor.expect(';');
    this.#cursor.skipNewlines();
    const condition = this.#cursor.sees(';') ? undefined : this.#expressions.expression(anywhere);
    this.#cursor.expect(';');
    this.#cursor.skipNewlines();
    const next = this.#cursor.sees(')') ? undefined : this.#simple();
    this.#cursor.expect(')');
    const body: Statement = this.#cursor.take(';') ? { is: 'block', of: [] } : this.#body();
    return { is: 'for', ...(first && { first }), ...(condition && { condition }), ...(next && { next }), body };
  }

  #simple(): Statement {
    const token = this.#cursor.peek();
    if (token.is === 'word') {
      const { text } = token;
      if (text === 'print' || text === 'printf') return this.#print(text);
      if (text === 'next' || text === 'nextfile' || text === 'break' || text === 'continue') {
        this.#cursor.skip(1);
        return { is: text };
      }
      if (text === 'exit' || text === 'return') {
        this.#cursor.skip(1);
        return this.#isEnd() ? { is: text } : { is: text, of: this.#expressions.expression(anywhere) };
      }
      if (text === 'delete') {
        this.#cursor.skip(1);
        const name = this.#cursor.next();
        if (name.is !== 'name') this.#cursor.fail(name);
        return this.#cursor.take('[')
          ? { is: 'delete', name: name.text, keys: this.#expressions.keys() }
          : { is: 'delete', name: name.text };
      }
    }
    return { is: 'expression', of: this.#expressions.expression(anywhere) };
  }

  #isEnd(): boolean {
    const { is } = this.#cursor.peek();
    return is === 'newline' || is === 'end' || this.#cursor.sees(';') || this.#cursor.sees('}') || this.#cursor.sees(')');
  }

  #print(is: 'print' | 'printf'): Statement {
    this.#cursor.skip(1);
    const args: Expression[] = [];
    const place = { inPrint: true };
    if (!this.#isEnd() && !this.#cursor.sees('>') && !this.#cursor.sees('>>') && !this.#cursor.sees('|')) {
      args.push(this.#expressions.expression(place));
      while (this.#cursor.take(',')) {
        this.#cursor.skipNewlines();
        args.push(this.#expressions.expression(place));
      }
    }
    const [only] = args;
    const shown = args.length === 1 && only?.is === 'group' ? only.of : args;
    if (this.#cursor.sees('|')) throw new AwkError('printing to a command (print | "command") is not covered');
    const appends = this.#cursor.sees('>>');
    if (!this.#cursor.take('>') && !this.#cursor.take('>>')) return { is, args: shown };
    return { is, args: shown, output: { appends, to: this.#expressions.concatenation() } };
  }
}
