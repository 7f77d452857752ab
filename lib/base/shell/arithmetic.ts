/** What an arithmetic expression yields: its value and the variables it assigned. */
export interface ArithmeticResult {
  readonly value: bigint;
  readonly assigned: ReadonlyMap<string, string>;
}

/** Thrown for an expression that is no arithmetic; `message` is what a shell prints. */
export class ArithmeticError extends Error {
  /** What was written. */
  readonly expression: string;
  constructor(message: string, expression = '') {
    super(message);
    this.expression = expression;
  }
}

const levels: readonly (readonly string[])[] = [
  ['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<=', '>=', '<', '>'], ['<<', '>>'], ['+', '-'], ['*', '/', '%'], ['**'],
]; // prettier-ignore
const token =
  /\s*(0[xX][0-9a-fA-F]+|[0-9]+#[0-9a-zA-Z]+|[0-9]+|[A-Za-z_][A-Za-z_0-9]*(?:\[[^\][]{1,200}\])?|\*\*|<<=|>>=|\+\+|--|[-+*/%&|^]=|\|\||&&|<<|>>|[=!<>]=|[-+*/%&|^~!<>=?:(),])/y;
const maxTokens = 2000;
const maxNesting = 60;

/** Evaluates the text of `$((...))` with 64-bit integers; a name that is no number counts as 0. Throws ArithmeticError. */
export function evaluateArithmetic(text: string, lookUp: (name: string) => string | undefined): ArithmeticResult {
  try {
    return evaluated(text, lookUp);
  } catch (thrown) {
    if (thrown instanceof ArithmeticError && thrown.expression === '') throw new ArithmeticError(thrown.message, text.trim());
    throw thrown;
  }
}

function evaluated(text: string, lookUp: (name: string) => string | undefined): ArithmeticResult {
  const tokens = tokensOf(text);
  const assigned = new Map<string, string>();
  let at = 0;
  let depth = 0;

  /** An element by the number that its index says; a name as it is. */
  const resolved = (name: string): string => {
    const found = /^(\w+)\[(.*)\]$/s.exec(name);
    if (found === null || lookUp(name) !== undefined || assigned.has(name)) return name;
    return `${found[1] ?? ''}[${evaluated(found[2] ?? '', lookUp).value}]`;
  };
  const valueOf = (given: string): bigint => {
    const name = resolved(given);
    const written = (assigned.get(name) ?? lookUp(name) ?? '').trim();
    if (written === '') return 0n;
    if (!/^[-+]?(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(written)) throw new ArithmeticError(`bad number`);
    return numberOf(written);
  };
  const assign = (name: string, value: bigint): bigint => {
    assigned.set(resolved(name), String(value));
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
    const whenTrue = parseExpression();
    expectToken(':');
    const whenFalse = parseExpression();
    return condition !== 0n ? whenTrue : whenFalse;
  };
  const parseBinary = (level: number): bigint => {
    const operators = levels[level];
    if (operators === undefined) return parseUnary();
    let left = parseBinary(level + 1);
    for (let operator = tokens[at]; operator !== undefined && operators.includes(operator); operator = tokens[at]) {
      at++;
      left = apply(operator, left, parseBinary(level + 1));
    }
    return left;
  };
  const parseUnary = (): bigint => {
    const operator = tokens[at];
    if (operator === undefined) throw new ArithmeticError('expecting primary');
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
    throw new ArithmeticError('expecting primary');
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
  if (at < tokens.length) throw new ArithmeticError('expecting EOF');
  return { value, assigned };
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const trimmed = text.trim();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const at = token.lastIndex;
    const match = token.exec(trimmed);
    if (match?.[1] === undefined) throw new ArithmeticError(`syntax error near '${trimmed.slice(at, at + 20)}'`);
    tokens.push(match[1]);
    if (tokens.length > maxTokens) throw new ArithmeticError(`expression has more than ${maxTokens} tokens`);
  }
  return tokens;
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
