import { AwkError, type Expression } from './ast.ts';
import type { Token } from './lexer.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Where an expression stands decides what `>` is in it. */
export interface Place {
  /** In `print`: `>` is where to, not greater than. */
  readonly inPrint?: boolean;
}

/** Not in `print`. */
export const anywhere: Place = {};

/** Reads expressions. */
export class ExpressionReader {
  readonly #cursor: TokenCursor;

  constructor(cursor: TokenCursor) {
    this.#cursor = cursor;
  }

  /** What stands in brackets, from behind the first. */
  keys(): readonly Expression[] {
    const keys = [this.expression(anywhere)];
    while (this.#cursor.take(',')) keys.push(this.expression(anywhere));
    this.#cursor.expect(']');
    return keys;
  }

  /** An expression. Throws an AwkError. */
  expression(place: Place): Expression {
    return this.#cursor.nested(() => {
      const left = this.#choice(place);
      const { is, text } = this.#cursor.peek();
      if (is !== 'sign' || !/^(?:[-+*/%^]?=)$/.test(text) || !isTarget(left)) return left;
      this.#cursor.skip(1);
      this.#cursor.skipNewlines();
      return { is: 'assign', operator: text.slice(0, -1), target: left, value: this.expression(place) };
    });
  }

  #choice(place: Place): Expression {
    const condition = this.#or(place);
    if (!this.#cursor.take('?')) return condition;
    this.#cursor.skipNewlines();
    const yes = this.expression(place);
    this.#cursor.skipNewlines();
    this.#cursor.expect(':');
    this.#cursor.skipNewlines();
    return { is: 'choice', condition, yes, no: this.expression(place) };
  }

  #or(place: Place): Expression {
    let left = this.#and(place);
    while (this.#cursor.take('||')) {
      this.#cursor.skipNewlines();
      left = { is: 'binary', operator: '||', left, right: this.#and(place) };
    }
    return left;
  }

  #and(place: Place): Expression {
    let left = this.#membership(place);
    while (this.#cursor.take('&&')) {
      this.#cursor.skipNewlines();
      left = { is: 'binary', operator: '&&', left, right: this.#membership(place) };
    }
    return left;
  }

  #membership(place: Place): Expression {
    let left = this.#matching(place);
    while (this.#cursor.takeWord('in')) {
      const name = this.#cursor.next();
      if (name.is !== 'name') this.#cursor.fail(name);
      left = { is: 'in', keys: left.is === 'group' ? left.of : [left], name: name.text };
    }
    return left;
  }

  #matching(place: Place): Expression {
    let left = this.#comparison(place);
    while (this.#cursor.sees('~') || this.#cursor.sees('!~')) {
      const operator = this.#cursor.next().text;
      left = { is: 'binary', operator, left, right: this.#comparison(place) };
    }
    return left;
  }

  #comparison(place: Place): Expression {
    const left = this.concatenation();
    const { is, text } = this.#cursor.peek();
    const isOperator = is === 'sign' && ['<', '<=', '==', '!=', '>=', '>'].includes(text) && !(place.inPrint === true && text === '>');
    if (!isOperator) {
      if (is === 'sign' && text === '|' && this.#cursor.peek(1).text === 'getline')
        throw new AwkError('reading from a command ("command" | getline) is not covered');
      return left;
    }
    this.#cursor.skip(1);
    return { is: 'binary', operator: text, left, right: this.concatenation() };
  }

  /** An expression without comparisons: where `print` prints to. */
  concatenation(): Expression {
    let left = this.#sum();
    while (this.#startsOperand()) {
      left = { is: 'binary', operator: ' ', left, right: this.#sum() };
    }
    return left;
  }

  #startsOperand(): boolean {
    const { is, text } = this.#cursor.peek();
    if (['number', 'string', 'regex', 'name', 'call', 'builtin'].includes(is)) return true;
    return is === 'sign' && ['$', '(', '++', '--'].includes(text);
  }

  #sum(): Expression {
    let left = this.#product();
    while (this.#cursor.sees('+') || this.#cursor.sees('-')) {
      const operator = this.#cursor.next().text;
      left = { is: 'binary', operator, left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    while (this.#cursor.sees('*') || this.#cursor.sees('/') || this.#cursor.sees('%')) {
      const operator = this.#cursor.next().text;
      left = { is: 'binary', operator, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    if (!this.#cursor.sees('!') && !this.#cursor.sees('-') && !this.#cursor.sees('+')) return this.#power();
    const operator = this.#cursor.next().text;
    return this.#cursor.nested(() => ({ is: 'unary', operator, of: this.#unary() }));
  }

  #power(): Expression {
    const left = this.#postfix();
    if (!this.#cursor.take('^')) return left;
    // Powers are taken from the right, and a sign binds their right side.
    return this.#cursor.nested(() => ({ is: 'binary', operator: '^', left, right: this.#unary() }));
  }

  #postfix(): Expression {
    const target = this.#primary();
    if (!isTarget(target) || !(this.#cursor.sees('++') || this.#cursor.sees('--'))) return target;
    return { is: 'step', target, by: this.#cursor.next().text === '++' ? 1 : -1, isPrefix: false };
  }

  #primary(): Expression {
    const token = this.#cursor.next();
    switch (token.is) {
      case 'number':
        return { is: 'number', value: Number(token.text) };
      case 'string':
        return { is: 'string', value: token.text };
      case 'regex':
        return { is: 'regex', source: token.text };
      case 'call':
        this.#cursor.expect('(');
        return { is: 'call', name: token.text, args: this.#arguments(), isOwn: true };
      case 'builtin':
        if (token.text === 'length' && !this.#cursor.sees('(')) return { is: 'call', name: 'length', args: [], isOwn: false };
        this.#cursor.expect('(');
        return { is: 'call', name: token.text, args: this.#arguments(), isOwn: false };
      case 'name':
        return this.#cursor.take('[') ? { is: 'element', name: token.text, keys: this.keys() } : { is: 'name', name: token.text };
      case 'word':
        return token.text === 'getline' ? this.#getline() : this.#cursor.fail(token);
      default:
        return this.#sign(token);
    }
  }

  #sign(token: Token): Expression {
    if (token.is === 'sign' && token.text === '$') {
      return this.#cursor.nested(() => {
        if (this.#cursor.sees('++') || this.#cursor.sees('--')) {
          const by = this.#cursor.next().text === '++' ? 1 : -1;
          return { is: 'field', of: { is: 'step', target: this.#primary(), by, isPrefix: true } };
        }
        if (this.#cursor.take('-')) return { is: 'field', of: { is: 'unary', operator: '-', of: this.#primary() } };
        return { is: 'field', of: this.#primary() };
      });
    }
    if (token.is === 'sign' && (token.text === '++' || token.text === '--')) {
      const target = this.#cursor.nested(() => this.#primary());
      if (!isTarget(target)) this.#cursor.fail(token);
      return { is: 'step', target, by: token.text === '++' ? 1 : -1, isPrefix: true };
    }
    if (token.is !== 'sign' || token.text !== '(') this.#cursor.fail(token);
    const of = [this.expression(anywhere)];
    while (this.#cursor.take(',')) {
      this.#cursor.skipNewlines();
      of.push(this.expression(anywhere));
    }
    this.#cursor.expect(')');
    return { is: 'group', of };
  }

  #arguments(): readonly Expression[] {
    const args: Expression[] = [];
    this.#cursor.skipNewlines();
    if (this.#cursor.take(')')) return args;
    do {
      this.#cursor.skipNewlines();
      args.push(this.expression(anywhere));
      this.#cursor.skipNewlines();
    } while (this.#cursor.take(','));
    this.#cursor.expect(')');
    return args;
  }

  #getline(): Expression {
    const { is } = this.#cursor.peek();
    const target = is === 'name' || this.#cursor.sees('$') ? this.#primary() : undefined;
    return { is: 'getline', target, file: this.#cursor.take('<') ? this.#postfix() : undefined };
  }
}

function isTarget({ is }: Expression): boolean {
  return is === 'name' || is === 'element' || is === 'field';
}
