import type { Dialect } from './process.ts';

/** What an arithmetic expression yields: its value and the variables it assigned. */
export interface ArithmeticResult {
  readonly value: bigint;
  readonly assigned: ReadonlyMap<string, string>;
}

/** Thrown for an expression that is no arithmetic; `message` is what a shell prints. */
export class ArithmeticError extends Error {
  /** What was written. */
  readonly expression: string;
  /** Where it stumbled, up to the end. */
  readonly rest: string;
  constructor(message: string, expression = '', rest = '') {
    super(message);
    this.rest = rest;
    this.expression = expression;
  }
}

/** What a shell says about an expression that it cannot read: bash quotes what was written and where it stumbled. */
export function arithmeticComplaint(dialect: Dialect, { message, expression, rest }: ArithmeticError): string {
  if (dialect !== 'bash') return `arithmetic syntax error: ${message}`;
  if (message === 'expecting primary') return `${expression}: syntax error: operand expected (error token is "${rest}")`;
  if (message === 'expecting EOF') return `${expression}: syntax error in expression (error token is "${rest}")`;
  if (message === 'bad number') return `${expression}: value too great for base (error token is "${rest === '' ? expression : rest}")`;
  if (message === 'divide by zero')
    return `${expression}: division by 0 (error token is "${/[/%]\s*([^/%]*)$/.exec(expression)?.[1] ?? ''}")`;
  return `${expression}: syntax error: ${message}`;
}

const levels: readonly (readonly string[])[] = [
  ['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<=', '>=', '<', '>'], ['<<', '>>'], ['+', '-'], ['*', '/', '%'], ['**'],
]; // prettier-ignore
const token =
  /\s*(0[xX][0-9a-fA-F]+|[0-9]+#[0-9a-zA-Z]+|[0-9]+|[A-Za-z_][A-Za-z_0-9]*(?:\[[^\][]{1,200}\])?|\*\*|<<=|>>=|\+\+|--|[-+*/%&|^]=|\|\||&&|<<|>>|[=!<>]=|[-+*/%&|^~!<>=?:(),])/y;
const maxTokens = 2000;
const maxNesting = 60;
/** How often in one expression a variable may name an expression, and how deep they may nest. */
const maxNames = 200;
const maxLevel = 20;

/** Evaluates the text of `$((...))` with 64-bit integers; a name that is no number counts as 0. Throws ArithmeticError. */
export function evaluateArithmetic(text: string, lookUp: (name: string) => string | undefined): ArithmeticResult {
  try {
    return evaluated(text, lookUp, 0, { left: maxNames });
  } catch (thrown) {
    if (thrown instanceof ArithmeticError && thrown.expression === '') throw new ArithmeticError(thrown.message, text.trim(), thrown.rest);
    throw thrown;
  }
}

function evaluateWithin(text: string, lookUp: (name: string) => string | undefined, level: number, names: Names): bigint {
  if (level > maxLevel) throw new ArithmeticError('expression recursion level exceeded');
  return evaluated(text, lookUp, level, names).value;
}

/** How many names may still stand for expressions, at all levels together. */
interface Names {
  left: number;
}

function evaluated(text: string, lookUp: (name: string) => string | undefined, level: number, names: Names): ArithmeticResult {
  const { tokens, starts } = tokensOf(text);
  const restFrom = (token: number): string =>
    text
      .trim()
      .slice(starts[Math.min(token, starts.length - 1)] ?? 0)
      .trim();
  const assigned = new Map<string, string>();
  let at = 0;
  let depth = 0;
  // Above 0 what is read does not count: the other side of `&&`, `||` and `?:`.
  let idle = 0;

  /** An element by the number that its index says; a name as it is. */
  const resolved = (name: string): string => {
    const found = /^(\w+)\[(.*)\]$/s.exec(name);
    if (found === null || lookUp(name) !== undefined || assigned.has(name)) return name;
    return `${found[1] ?? ''}[${evaluateWithin(found[2] ?? '', lookUp, level + 1, names)}]`;
  };
  const valueOf = (given: string): bigint => {
    const name = resolved(given);
    const written = (assigned.get(name) ?? lookUp(name) ?? '').trim();
    if (written === '') return 0n;
    if (/^[-+]?(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(written)) return numberOf(written);
    if (idle > 0) return 0n;
    if (--names.left < 0) throw new ArithmeticError('expression recursion level exceeded');
    // What a variable holds is an expression itself.
    return evaluateWithin(written, (other) => assigned.get(other) ?? lookUp(other), level + 1, names);
  };
  const assign = (name: string, value: bigint): bigint => {
    if (idle === 0) assigned.set(resolved(name), String(value));
    return value;
  };
  const isName = (text: string | undefined): text is string => text !== undefined && /^[A-Za-z_]/.test(text);

  const parseExpression = (): bigint => {
    if (++depth > maxNesting) throw new ArithmeticError('expression nests too deeply');
    const name = tokens[at];
    const operator = tokens[at + 1];
    let value: bigint;
    if (isName(name) && operator !== undefined && /^(?:=|<<=|>>=|[-+*/%&|^]=)$/.test(operator)) {
      at += 2;
      const right = parseExpression();
      value = assign(name, operator === '=' ? right : apply(operator.slice(0, -1), valueOf(name), right));
    } else {
      value = parseTernary();
    }
    depth--;
    return value;
  };
  const parseTernary = (): bigint => {
    const condition = parseBinary(0);
    if (tokens[at] !== '?') return condition;
    at++;
    const whenTrue = unless(condition === 0n, parseExpression);
    expectToken(':');
    const whenFalse = unless(condition !== 0n, parseExpression);
    return condition !== 0n ? whenTrue : whenFalse;
  };
  const unless = (isSkipped: boolean, read: () => bigint): bigint => {
    if (!isSkipped) return read();
    idle++;
    const value = read();
    idle--;
    return value;
  };
  const parseBinary = (rank: number): bigint => {
    const operators = levels[rank];
    if (operators === undefined) return parseUnary();
    let left = parseBinary(rank + 1);
    for (let operator = tokens[at]; operator !== undefined && operators.includes(operator); operator = tokens[at]) {
      at++;
      const isDecided = (operator === '&&' && left === 0n) || (operator === '||' && left !== 0n);
      const right = unless(isDecided, () => parseBinary(rank + 1));
      left = idle > 0 && right === 0n ? 0n : apply(operator, left, right);
    }
    return left;
  };
  const parseUnary = (): bigint => {
    const operator = tokens[at];
    if (operator === undefined) throw new ArithmeticError('expecting primary', '', restFrom(at));
    at++;
    if (operator === '++' || operator === '--') {
      const name = tokens[at++];
      if (!isName(name)) throw new ArithmeticError('expecting primary');
      return assign(name, wrap(valueOf(name) + (operator === '++' ? 1n : -1n)));
    }
    if ('-+!~'.includes(operator)) {
      if (++depth > maxNesting) throw new ArithmeticError('expression nests too deeply');
      const value = parseUnary();
      depth--;
      return unary(operator, value);
    }
    if (operator === '(') {
      const value = parseExpression();
      expectToken(')');
      return value;
    }
    if (isName(operator)) return parsePostfix(operator);
    if (/^[0-9]/.test(operator)) return numberOf(operator);
    throw new ArithmeticError('expecting primary', '', restFrom(at - 1));
  };
  const parsePostfix = (name: string): bigint => {
    const value = valueOf(name);
    const operator = tokens[at];
    if (operator !== '++' && operator !== '--') return value;
    at++;
    assign(name, wrap(value + (operator === '++' ? 1n : -1n)));
    return value;
  };
  const expectToken = (wanted: string): void => {
    if (tokens[at++] !== wanted) throw new ArithmeticError(`expecting '${wanted}'`);
  };

  if (tokens.length === 0) return { value: 0n, assigned };
  let value = parseExpression();
  while (tokens[at] === ',') {
    at++;
    value = parseExpression();
  }
  if (at < tokens.length) throw new ArithmeticError('expecting EOF', '', restFrom(at));
  return { value, assigned };
}

function tokensOf(text: string): { readonly tokens: readonly string[]; readonly starts: readonly number[] } {
  const tokens: string[] = [];
  const starts: number[] = [];
  const trimmed = text.trim();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const at = token.lastIndex;
    const match = token.exec(trimmed);
    if (match?.[1] === undefined) throw new ArithmeticError(`syntax error near '${trimmed.slice(at, at + 20)}'`);
    tokens.push(match[1]);
    starts.push(at);
    if (tokens.length > maxTokens) throw new ArithmeticError(`expression has more than ${maxTokens} tokens`);
  }
  return { tokens, starts };
}

function numberOf(written: string): bigint {
  if (written.length > 40) throw new ArithmeticError('number too long');
  const based = /^([0-9]{1,2})#([0-9a-zA-Z]+)$/.exec(written);
  if (based !== null) return wrap(inBase(based[2] ?? '', BigInt(based[1] ?? 10)));
  const negative = written.startsWith('-');
  const digits = written.replace(/^[-+]/, '');
  if (/^0[0-9]*[89]/.test(digits)) throw new ArithmeticError('bad number');
  const value = /^0[0-7]+$/.test(digits) ? BigInt('0o' + digits.slice(1)) : BigInt(digits);
  return wrap(negative ? -value : value);
}

/** Digits of a base up to 36, as in `16#ff`. */
function inBase(digits: string, base: bigint): bigint {
  let value = 0n;
  for (const digit of digits.toLowerCase()) value = value * base + BigInt(Number.parseInt(digit, 36));
  return value;
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** By squaring, in 64 bits all along. */
function powerOf(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest % 2n === 1n) result = wrap(result * factor);
    factor = wrap(factor * factor);
  }
  return result;
}

function unary(operator: string, value: bigint): bigint {
  if (operator === '-') return wrap(-value);
  if (operator === '!') return value === 0n ? 1n : 0n;
  return operator === '~' ? ~value : value;
}

function apply(operator: string, left: bigint, right: bigint): bigint {
  const truth = (holds: boolean): bigint => (holds ? 1n : 0n);
  switch (operator) {
    case '+': return wrap(left + right);
    case '-': return wrap(left - right);
    case '*': return wrap(left * right);
    case '**':
      if (right < 0n) throw new ArithmeticError('exponent less than 0');
      return wrap(powerOf(left, right));
    case '/':
    case '%':
      if (right === 0n) throw new ArithmeticError('divide by zero');
      return wrap(operator === '/' ? left / right : left % right);
    case '<<': return wrap(left << (right & 63n));
    case '>>': return left >> (right & 63n);
    case '&': return left & right;
    case '|': return left | right;
    case '^': return left ^ right;
    case '&&': return truth(left !== 0n && right !== 0n);
    case '||': return truth(left !== 0n || right !== 0n);
    case '==': return truth(left === right);
    case '!=': return truth(left !== right);
    case '<': return truth(left < right);
    case '>': return truth(left > right);
    case '<=': return truth(left <= right);
    default: return truth(left >= right);
  }
} // prettier-ignore
