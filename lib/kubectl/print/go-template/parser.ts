import { goQuote } from '../../../api/field-errors.ts';
import { parseProblem, tokensOf, type Token } from './lexer.ts';
import { constantOf } from './constants.ts';
import { pipelineText, type Command, type GoTemplate, type Node, type Operand, type Pipeline } from './nodes.ts';

/** So deep may a template be nested. */
const MOST_DEPTH = 200;

/** Reads a template of Go; throws a GoTemplateError. `functions` are the names that may be called. kube: text/template/parse/parse.go */
export function parseGoTemplate(text: string, functions: ReadonlySet<string>): GoTemplate {
  return new Parser(text, functions).parse();
}

/** Why a list of nodes ended. */
type End = 'end' | 'else' | 'end of text';

class Parser {
  readonly #text: string;
  readonly #functions: ReadonlySet<string>;
  readonly #tokens: Iterator<Token, never>;
  readonly #defined = new Map<string, readonly Node[]>();
  readonly #ahead: Token[] = [];
  #variables: string[] = ['$'];
  #ranges = 0;
  #depth = 0;
  #last = 0;

  constructor(text: string, functions: ReadonlySet<string>) {
    this.#text = text;
    this.#functions = functions;
    this.#tokens = tokensOf(text);
  }

  parse(): GoTemplate {
    const root: Node[] = [];
    for (;;) {
      const [nodes, end] = this.#list(true);
      root.push(...nodes);
      if (end === 'end of text') return { text: this.#text, root, defined: this.#defined };
      this.#fail(`unexpected {{${end}}}`);
    }
  }

  #fail(message: string): never {
    throw parseProblem(this.#text, this.#last, message);
  }

  #next(): Token {
    const token = this.#ahead.shift() ?? this.#tokens.next().value;
    this.#last = token.at;
    return token;
  }

  #peek(): Token {
    if (this.#ahead.length === 0) this.#ahead.push(this.#tokens.next().value);
    return this.#ahead[0]!;
  }

  #nextThing(): Token {
    const token = this.#next();
    return token.is === 'space' ? this.#next() : token;
  }

  #peekThing(): Token {
    if (this.#peek().is === 'space') this.#next();
    return this.#peek();
  }

  #expect(text: string, context: string): Token {
    const token = this.#nextThing();
    if (token.text !== text) this.#unexpected(token, context);
    return token;
  }

  #unexpected(token: Token, context: string): never {
    const isWord = token.is === 'keyword' || (token.is === 'sign' && token.text === '.');
    const quoted = token.text.length > 10 ? `${goQuote(token.text.slice(0, 10))}...` : goQuote(token.text);
    const shown = token.is === 'end of text' ? 'EOF' : isWord ? `<${token.text}>` : quoted;
    return this.#fail(`unexpected ${shown}${token.is === 'end of text' ? '' : ` in ${context}`}`);
  }

  /** Nodes up to an end, an else or the end of the template. */
  #list(isTop = false): readonly [nodes: readonly Node[], end: End] {
    if (++this.#depth > MOST_DEPTH) this.#fail(`more than ${MOST_DEPTH} levels`);
    const nodes: Node[] = [];
    for (;;) {
      const token = this.#next();
      if (token.is === 'end of text') {
        if (!isTop) this.#fail('unexpected EOF');
        this.#depth--;
        return [nodes, 'end of text'];
      }
      if (token.is === 'text') {
        nodes.push({ is: 'text', text: token.text });
        continue;
      }
      const first = this.#peekThing();
      if (first.is === 'keyword' && (first.text === 'end' || first.text === 'else')) {
        this.#next();
        this.#depth--;
        return [nodes, first.text];
      }
      if (isTop && first.text === 'define') this.#define();
      else nodes.push(this.#action());
    }
  }

  #action(): Node {
    const token = this.#peekThing();
    if (token.is !== 'keyword' || token.text === 'nil' || token.text === 'define') {
      const pipeline = this.#pipeline('command');
      return { is: 'action', pipeline };
    }
    this.#next();
    switch (token.text) {
      case 'if':
      case 'with':
      case 'range':
        return this.#control(token.text);
      case 'break':
      case 'continue':
        this.#expect('}}', `{{${token.text}}}`);
        if (this.#ranges === 0) this.#fail(`{{${token.text}}} outside {{range}}`);
        return { is: token.text };
      default:
        return this.#template(token.text === 'block');
    }
  }

  #control(is: 'if' | 'with' | 'range'): Node {
    const { at } = this.#peekThing();
    const scope = this.#variables.length;
    const pipeline = this.#pipeline(is);
    if (is === 'range') this.#ranges++;
    const [list, end] = this.#list();
    if (is === 'range') this.#ranges--;
    const otherwise = end === 'else' ? this.#otherwise(is) : undefined;
    if (end !== 'else') this.#expect('}}', 'end');
    this.#variables.length = scope;
    return { is, at, pipeline, list, otherwise };
  }

  #otherwise(is: 'if' | 'with' | 'range'): readonly Node[] {
    const token = this.#peekThing();
    if (token.is === 'keyword' && token.text === is && is !== 'range') {
      this.#next();
      if (++this.#depth > MOST_DEPTH) this.#fail(`more than ${MOST_DEPTH} levels`);
      const nested = this.#control(is);
      this.#depth--;
      return [nested];
    }
    this.#expect('}}', 'else');
    const [nodes, end] = this.#list();
    if (end !== 'end') this.#fail('expected end; found {{else}}');
    this.#expect('}}', 'end');
    return nodes;
  }

  #name(context: string): string {
    const token = this.#nextThing();
    if (token.is !== 'string') this.#unexpected(token, context);
    return constantOf(token) as string;
  }

  #define(): void {
    this.#next();
    const name = this.#name('define clause');
    this.#expect('}}', 'define clause');
    this.#body(name, 'define clause');
  }

  /** What is defined knows no variables but its own. */
  #body(name: string, context: string): void {
    const [variables, ranges] = [this.#variables, this.#ranges];
    this.#variables = ['$'];
    this.#ranges = 0;
    const [nodes, end] = this.#list();
    if (end !== 'end') this.#fail(`unexpected {{else}} in ${context}`);
    this.#expect('}}', 'end');
    this.#variables = variables;
    this.#ranges = ranges;
    this.#defined.set(name, nodes);
  }

  #template(isBlock: boolean): Node {
    const context = isBlock ? 'block clause' : 'template clause';
    const { at } = this.#peekThing();
    const name = this.#name(context);
    const hasPipeline = this.#peekThing().is !== 'close';
    const pipeline = hasPipeline ? this.#pipeline(context) : undefined;
    if (!hasPipeline) this.#next();
    if (isBlock) this.#body(name, context);
    return {
      is: 'template',
      at,
      name,
      pipeline,
      text: `{{template ${goQuote(name)}${pipeline === undefined ? '' : ` ${pipelineText(pipeline)}`}}}`,
    };
  }

  /** Up to the closing braces, or the closing bracket of one in brackets. */
  #pipeline(context: string, end = '}}'): Pipeline {
    const { at } = this.#peekThing();
    const { variables, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#peekThing();
      if (token.text === end && (token.is === 'close' || token.is === 'sign')) {
        this.#next();
        if (commands.length === 0) this.#fail(`missing value for ${context}`);
        commands.slice(1).forEach(({ operands: [first] }, index) => {
          if (first!.is === 'constant' || first!.is === 'dot' || first!.is === 'nil')
            this.#fail(`non executable command in pipeline stage ${index + 2}`);
        });
        if (!assigns) this.#variables.push(...variables);
        return { at, variables, assigns, commands };
      }
      if (!beginsOperand(token)) this.#unexpected(this.#next(), context);
      commands.push(this.#command(context));
    }
  }

  #declarations(context: string): { readonly variables: readonly string[]; readonly assigns: boolean } {
    const none = { variables: [], assigns: false };
    if (this.#peekThing().is !== 'variable') return none;
    const taken = [this.#next()];
    while (this.#peek().is === 'space') taken.push(this.#next());
    const sign = this.#peek();
    const isSecond = sign.text === ',' && context === 'range';
    if (sign.is !== 'sign' || (!isSecond && sign.text !== ':=' && sign.text !== '=')) {
      this.#ahead.unshift(...taken);
      return none;
    }
    this.#next();
    const variables = [taken[0]!.text];
    let operator = sign.text;
    if (isSecond) {
      const second = this.#nextThing();
      if (second.is !== 'variable') this.#unexpected(second, context);
      variables.push(second.text);
      operator = this.#nextThing().text;
      if (operator !== ':=' && operator !== '=') this.#fail('too many declarations in range');
    }
    if (operator === '=') variables.forEach((name) => this.#known(name));
    return { variables, assigns: operator === '=' };
  }

  #command(context: string): Command {
    const { at } = this.#peekThing();
    const operands: Operand[] = [];
    for (;;) {
      this.#peekThing();
      const operand = this.#operand();
      if (operand !== undefined) operands.push(operand);
      const token = this.#next();
      if (token.is === 'space' && this.#peek().text !== '|' && this.#peek().is !== 'close' && this.#peek().text !== ')') continue;
      const after = token.is === 'space' ? this.#next() : token;
      if (after.is === 'close' || after.text === ')') this.#ahead.unshift(after);
      else if (after.text !== '|' || after.is !== 'sign') this.#unexpected(after, operand === undefined ? context : 'operand');
      if (operands.length === 0) this.#fail('empty command');
      return { at, operands };
    }
  }

  /** A term and the fields of it. */
  #operand(): Operand | undefined {
    const term = this.#term();
    if (term === undefined || this.#peek().is !== 'field') return term;
    const { at } = this.#peek();
    const names: string[] = [];
    while (this.#peek().is === 'field') names.push(this.#next().text.slice(1));
    switch (term.is) {
      case 'field':
        return { is: 'field', at, names: [...term.names, ...names] };
      case 'variable':
        return { ...term, at, names };
      case 'constant':
      case 'nil':
      case 'dot':
        return this.#fail(`unexpected . after term ${goQuote(term.is === 'constant' ? term.text : term.is === 'dot' ? '.' : 'nil')}`);
      default:
        return { is: 'chain', at, of: term, names };
    }
  }

  #term(): Operand | undefined {
    const token = this.#peek();
    const { is, text, at } = token;
    if (!beginsOperand(token)) return undefined;
    this.#next();
    if (is === 'keyword') return { is: 'nil', at };
    if (text === '.') return { is: 'dot', at };
    if (is === 'field') return { is: 'field', at, names: [text.slice(1)] };
    if (is === 'variable') return { is: 'variable', at, variable: this.#known(text), names: [] };
    if (is === 'word' && text !== 'true' && text !== 'false') {
      if (!this.#functions.has(text)) this.#fail(`function ${goQuote(text)} not defined`);
      return { is: 'function', at, name: text };
    }
    if (text === '(' && is === 'sign') {
      if (++this.#depth > MOST_DEPTH) this.#fail(`more than ${MOST_DEPTH} levels`);
      const pipeline = this.#pipeline('parenthesized pipeline', ')');
      this.#depth--;
      return { is: 'pipeline', at: pipeline.at, pipeline };
    }
    const value = constantOf(token);
    if (value === undefined) this.#fail(is === 'number' ? `illegal number syntax: ${goQuote(text)}` : `invalid syntax`);
    return { is: 'constant', at, value, text, isBool: is === 'word' };
  }

  #known(name: string): string {
    if (!this.#variables.includes(name)) this.#fail(`undefined variable ${goQuote(name)}`);
    return name;
  }
}

function beginsOperand({ is, text }: Token): boolean {
  if (is === 'sign') return text === '(' || text === '.';
  if (is === 'keyword') return text === 'nil';
  return is !== 'close' && is !== 'end of text' && is !== 'text' && is !== 'space' && is !== 'open';
}
