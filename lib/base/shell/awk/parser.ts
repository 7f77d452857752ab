import { AwkError, type AwkProgram, type Expression, type OwnFunction, type Rule, type Statement } from './ast.ts';
import { tokensOf, type Token } from './lexer.ts';

const DEEPEST = 200;

/** Reads a program of awk. Throws an AwkError with the line of what is none. */
export function parseAwk(source: string): AwkProgram {
  return new AwkReader(tokensOf(source)).program();
}

/** Where an expression stands decides what `>` is in it. */
interface Place {
  /** In `print`: `>` is where to, not greater than. */
  readonly inPrint?: boolean;
}

const anywhere: Place = {};

class AwkReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  program(): AwkProgram {
    const first: Statement[] = [];
    const last: Statement[] = [];
    const rules: Rule[] = [];
    const functions = new Map<string, OwnFunction>();
    for (this.#skipEnds(); this.#peek().is !== 'end'; this.#skipEnds()) {
      if (this.#takeWord('BEGIN')) first.push(this.#block());
      else if (this.#takeWord('END')) last.push(this.#block());
      else if (this.#takeWord('function') || this.#takeWord('func')) {
        const name = this.#next().text;
        functions.set(name, this.#function());
      } else rules.push(this.#rule());
    }
    return { first, rules, last, functions };
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  #next(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #fail(token = this.#peek()): never {
    const near = token.is === 'end' ? 'end of file' : token.is === 'newline' ? 'newline' : token.text;
    throw new AwkError(`line ${token.line}: syntax error at or near ${near}`);
  }

  #sees(text: string): boolean {
    const { is, text: found } = this.#peek();
    return is === 'sign' && found === text;
  }

  #take(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#fail();
  }

  #seesWord(text: string): boolean {
    const { is, text: found } = this.#peek();
    return is === 'word' && found === text;
  }

  #takeWord(text: string): boolean {
    if (!this.#seesWord(text)) return false;
    this.#at += 1;
    return true;
  }

  #skipNewlines(): void {
    while (this.#peek().is === 'newline') this.#at += 1;
  }

  #skipEnds(): void {
    while (this.#peek().is === 'newline' || this.#sees(';')) this.#at += 1;
  }

  #rule(): Rule {
    if (this.#sees('{')) return { action: this.#block() };
    const begin = this.#expression(anywhere);
    let end: Expression | undefined;
    if (this.#take(',')) {
      this.#skipNewlines();
      end = this.#expression(anywhere);
    }
    const action = this.#sees('{') ? this.#block() : undefined;
    return { begin, ...(end && { end }), ...(action && { action }) };
  }

  #function(): OwnFunction {
    this.#expect('(');
    const parameters: string[] = [];
    for (this.#skipNewlines(); !this.#take(')'); this.#skipNewlines()) {
      if (parameters.length > 0) {
        this.#expect(',');
        this.#skipNewlines();
      }
      const { is, text } = this.#next();
      if (is !== 'name') this.#fail();
      parameters.push(text);
    }
    this.#skipNewlines();
    return { parameters, body: this.#block() };
  }

  #block(): Statement {
    this.#expect('{');
    const of: Statement[] = [];
    for (this.#skipEnds(); !this.#take('}'); this.#skipEnds()) of.push(this.#statement());
    return { is: 'block', of };
  }

  #nested<T>(body: () => T): T {
    if ((this.#depth += 1) > DEEPEST) throw new AwkError('the program nests too deeply');
    const result = body();
    this.#depth -= 1;
    return result;
  }

  #statement(): Statement {
    return this.#nested(() => {
      if (this.#sees('{')) return this.#block();
      if (this.#take(';')) return { is: 'block', of: [] };
      if (this.#takeWord('if')) return this.#if();
      if (this.#takeWord('while')) {
        const condition = this.#condition();
        if (this.#take(';')) return { is: 'while', condition, body: { is: 'block', of: [] }, isLate: false };
        return { is: 'while', condition, body: this.#body(), isLate: false };
      }
      if (this.#takeWord('for')) return this.#for();
      if (this.#takeWord('do')) {
        const body = this.#body();
        this.#skipEnds();
        if (!this.#takeWord('while')) this.#fail();
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
    this.#expect('(');
    const condition = this.#expression(anywhere);
    this.#expect(')');
    return condition;
  }

  #body(): Statement {
    this.#skipNewlines();
    return this.#statement();
  }

  /** A statement ends with its line, with a semicolon, or where its block does. */
  #ended(): void {
    const { is } = this.#peek();
    if (is === 'newline' || is === 'end' || this.#take(';') || this.#sees('}')) return;
    this.#fail();
  }

  #if(): Statement {
    const condition = this.#condition();
    const yes = this.#body();
    const from = this.#at;
    this.#skipEnds();
    if (this.#takeWord('else')) return { is: 'if', condition, yes, no: this.#body() };
    this.#at = from;
    return { is: 'if', condition, yes };
  }

  #for(): Statement {
    this.#expect('(');
    const [variable, word, name, close] = [this.#peek(), this.#peek(1), this.#peek(2), this.#peek(3)];
    if (variable.is === 'name' && word.text === 'in' && name.is === 'name' && close.text === ')') {
      this.#at += 4;
      return { is: 'for-in', variable: variable.text, name: name.text, body: this.#body() };
    }
    const first = this.#sees(';') ? undefined : this.#simple();
    this.#expect(';');
    this.#skipNewlines();
    const condition = this.#sees(';') ? undefined : this.#expression(anywhere);
    this.#expect(';');
    this.#skipNewlines();
    const next = this.#sees(')') ? undefined : this.#simple();
    this.#expect(')');
    const body: Statement = this.#take(';') ? { is: 'block', of: [] } : this.#body();
    return { is: 'for', ...(first && { first }), ...(condition && { condition }), ...(next && { next }), body };
  }

  #simple(): Statement {
    const token = this.#peek();
    if (token.is === 'word') {
      const { text } = token;
      if (text === 'print' || text === 'printf') return this.#print(text);
      if (text === 'next' || text === 'nextfile' || text === 'break' || text === 'continue') {
        this.#at += 1;
        return { is: text };
      }
      if (text === 'exit' || text === 'return') {
        this.#at += 1;
        return this.#isEnd() ? { is: text } : { is: text, of: this.#expression(anywhere) };
      }
      if (text === 'delete') {
        this.#at += 1;
        const name = this.#next();
        if (name.is !== 'name') this.#fail(name);
        return this.#take('[') ? { is: 'delete', name: name.text, keys: this.#keys() } : { is: 'delete', name: name.text };
      }
    }
    return { is: 'expression', of: this.#expression(anywhere) };
  }

  #isEnd(): boolean {
    const { is } = this.#peek();
    return is === 'newline' || is === 'end' || this.#sees(';') || this.#sees('}') || this.#sees(')');
  }

  #print(is: 'print' | 'printf'): Statement {
    this.#at += 1;
    const args: Expression[] = [];
    const place = { inPrint: true };
    if (!this.#isEnd() && !this.#sees('>') && !this.#sees('>>') && !this.#sees('|')) {
      args.push(this.#expression(place));
      while (this.#take(',')) {
        this.#skipNewlines();
        args.push(this.#expression(place));
      }
    }
    const [only] = args;
    const shown = args.length === 1 && only?.is === 'group' ? only.of : args;
    if (this.#sees('|')) throw new AwkError('printing to a command (print | "command") is not covered');
    const appends = this.#sees('>>');
    if (!this.#take('>') && !this.#take('>>')) return { is, args: shown };
    return { is, args: shown, output: { appends, to: this.#concatenation() } };
  }

  #keys(): readonly Expression[] {
    const keys = [this.#expression(anywhere)];
    while (this.#take(',')) keys.push(this.#expression(anywhere));
    this.#expect(']');
    return keys;
  }

  #expression(place: Place): Expression {
    return this.#nested(() => {
      const left = this.#choice(place);
      const { is, text } = this.#peek();
      if (is !== 'sign' || !/^(?:[-+*/%^]?=)$/.test(text) || !isTarget(left)) return left;
      this.#at += 1;
      this.#skipNewlines();
      return { is: 'assign', operator: text.slice(0, -1), target: left, value: this.#expression(place) };
    });
  }

  #choice(place: Place): Expression {
    const condition = this.#or(place);
    if (!this.#take('?')) return condition;
    this.#skipNewlines();
    const yes = this.#expression(place);
    this.#skipNewlines();
    this.#expect(':');
    this.#skipNewlines();
    return { is: 'choice', condition, yes, no: this.#expression(place) };
  }

  #or(place: Place): Expression {
    let left = this.#and(place);
    while (this.#take('||')) {
      this.#skipNewlines();
      left = { is: 'binary', operator: '||', left, right: this.#and(place) };
    }
    return left;
  }

  #and(place: Place): Expression {
    let left = this.#membership(place);
    while (this.#take('&&')) {
      this.#skipNewlines();
      left = { is: 'binary', operator: '&&', left, right: this.#membership(place) };
    }
    return left;
  }

  #membership(place: Place): Expression {
    let left = this.#matching(place);
    while (this.#takeWord('in')) {
      const name = this.#next();
      if (name.is !== 'name') this.#fail(name);
      left = { is: 'in', keys: left.is === 'group' ? left.of : [left], name: name.text };
    }
    return left;
  }

  #matching(place: Place): Expression {
    let left = this.#comparison(place);
    while (this.#sees('~') || this.#sees('!~')) {
      const operator = this.#next().text;
      left = { is: 'binary', operator, left, right: this.#comparison(place) };
    }
    return left;
  }

  #comparison(place: Place): Expression {
    const left = this.#concatenation();
    const { is, text } = this.#peek();
    const isOperator = is === 'sign' && ['<', '<=', '==', '!=', '>=', '>'].includes(text) && !(place.inPrint === true && text === '>');
    if (!isOperator) {
      if (is === 'sign' && text === '|' && this.#peek(1).text === 'getline')
        throw new AwkError('reading from a command ("command" | getline) is not covered');
      return left;
    }
    this.#at += 1;
    return { is: 'binary', operator: text, left, right: this.#concatenation() };
  }

  #concatenation(): Expression {
    let left = this.#sum();
    while (this.#startsOperand()) {
      left = { is: 'binary', operator: ' ', left, right: this.#sum() };
    }
    return left;
  }

  #startsOperand(): boolean {
    const { is, text } = this.#peek();
    if (['number', 'string', 'regex', 'name', 'call', 'builtin'].includes(is)) return true;
    return is === 'sign' && ['$', '(', '++', '--'].includes(text);
  }

  #sum(): Expression {
    let left = this.#product();
    while (this.#sees('+') || this.#sees('-')) {
      const operator = this.#next().text;
      left = { is: 'binary', operator, left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    while (this.#sees('*') || this.#sees('/') || this.#sees('%')) {
      const operator = this.#next().text;
      left = { is: 'binary', operator, left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    if (!this.#sees('!') && !this.#sees('-') && !this.#sees('+')) return this.#power();
    const operator = this.#next().text;
    return this.#nested(() => ({ is: 'unary', operator, of: this.#unary() }));
  }

  #power(): Expression {
    const left = this.#postfix();
    if (!this.#take('^')) return left;
    // Powers are taken from the right, and a sign binds their right side.
    return this.#nested(() => ({ is: 'binary', operator: '^', left, right: this.#unary() }));
  }

  #postfix(): Expression {
    const target = this.#primary();
    if (!isTarget(target) || !(this.#sees('++') || this.#sees('--'))) return target;
    return { is: 'step', target, by: this.#next().text === '++' ? 1 : -1, isPrefix: false };
  }

  #primary(): Expression {
    const token = this.#next();
    switch (token.is) {
      case 'number':
        return { is: 'number', value: Number(token.text) };
      case 'string':
        return { is: 'string', value: token.text };
      case 'regex':
        return { is: 'regex', source: token.text };
      case 'call':
        this.#expect('(');
        return { is: 'call', name: token.text, args: this.#arguments(), isOwn: true };
      case 'builtin':
        if (token.text === 'length' && !this.#sees('(')) return { is: 'call', name: 'length', args: [], isOwn: false };
        this.#expect('(');
        return { is: 'call', name: token.text, args: this.#arguments(), isOwn: false };
      case 'name':
        return this.#take('[') ? { is: 'element', name: token.text, keys: this.#keys() } : { is: 'name', name: token.text };
      case 'word':
        return token.text === 'getline' ? this.#getline() : this.#fail(token);
      default:
        return this.#sign(token);
    }
  }

  #sign(token: Token): Expression {
    if (token.is === 'sign' && token.text === '$') {
      return this.#nested(() => {
        if (this.#sees('++') || this.#sees('--')) {
          const by = this.#next().text === '++' ? 1 : -1;
          return { is: 'field', of: { is: 'step', target: this.#primary(), by, isPrefix: true } };
        }
        if (this.#take('-')) return { is: 'field', of: { is: 'unary', operator: '-', of: this.#primary() } };
        return { is: 'field', of: this.#primary() };
      });
    }
    if (token.is === 'sign' && (token.text === '++' || token.text === '--')) {
      const target = this.#nested(() => this.#primary());
      if (!isTarget(target)) this.#fail(token);
      return { is: 'step', target, by: token.text === '++' ? 1 : -1, isPrefix: true };
    }
    if (token.is !== 'sign' || token.text !== '(') this.#fail(token);
    const of = [this.#expression(anywhere)];
    while (this.#take(',')) {
      this.#skipNewlines();
      of.push(this.#expression(anywhere));
    }
    this.#expect(')');
    return { is: 'group', of };
  }

  #arguments(): readonly Expression[] {
    const args: Expression[] = [];
    this.#skipNewlines();
    if (this.#take(')')) return args;
    do {
      this.#skipNewlines();
      args.push(this.#expression(anywhere));
      this.#skipNewlines();
    } while (this.#take(','));
    this.#expect(')');
    return args;
  }

  #getline(): Expression {
    const { is } = this.#peek();
    const target = is === 'name' || this.#sees('$') ? this.#primary() : undefined;
    return { is: 'getline', target, file: this.#take('<') ? this.#postfix() : undefined };
  }
}

function isTarget({ is }: Expression): boolean {
  return is === 'name' || is === 'element' || is === 'field';
}
