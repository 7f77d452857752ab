import { labelValueProblems, qualifiedNameProblems } from './name-rules.ts';

/** Labels of an object. */
export type Labels = Readonly<Record<string, string>>;

/** How a requirement compares, in the selector language's own spelling; `exists` is written as the bare key. */
export type SelectorOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

/** One condition on one label. */
export interface Requirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  /** Sorted, without duplicates. */
  readonly values: readonly string[];
}

/** A label selector: all requirements must hold, so that the empty one matches everything. Sorted by key. */
export type Selector = readonly Requirement[];

/** A `LabelSelector` as objects hold it. */
export interface LabelSelectorFields {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key?: string; readonly operator?: string; readonly values?: readonly string[] }[];
}

/** A selector that cannot be understood, in Kubernetes' words. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

const EVERYTHING: Selector = [];
const OPERATORS: ReadonlyMap<string, SelectorOperator> = new Map<string, SelectorOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** Whether labels satisfy a selector. The empty selector matches everything, an undefined one nothing. */
export function matchesLabels(selector: Selector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  for (const requirement of selector) if (!holds(requirement, labels)) return false;
  return true;
}

function holds({ key, operator, values }: Requirement, labels: Labels | undefined): boolean {
  const found: unknown = labels?.[key];
  // Everything a label name could inherit from Object.prototype is not a string.
  const value = typeof found === 'string' ? found : undefined;
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt':
      return value !== undefined && comparesAs(operator, value, values[0] ?? '');
  }
}

function comparesAs(operator: 'gt' | 'lt', value: string, bound: string): boolean {
  const left = int64(value);
  const right = int64(bound);
  if (left === undefined || right === undefined) return false;
  return operator === 'gt' ? left > right : left < right;
}

function int64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]{1,30}$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** The selector that asks for exactly these labels; an empty set asks for nothing and matches everything. */
export function selectorOfLabels(labels: Labels): Selector {
  return byKey(Object.keys(labels).map((key) => ({ key, operator: '=', values: [labels[key]!] })));
}

const knownSelectors = new WeakMap<LabelSelectorFields, Selector>();

/**
 * The selector that a `LabelSelector` means; undefined (selects nothing) for none. Throws a SelectorError on an operator or
 * values that no valid object has. The answer for a frozen selector is kept.
 */
export function selectorOf(fields: LabelSelectorFields): Selector;
export function selectorOf(fields: LabelSelectorFields | undefined): Selector | undefined;
export function selectorOf(fields: LabelSelectorFields | undefined): Selector | undefined {
  if (fields === undefined) return undefined;
  const known = knownSelectors.get(fields);
  if (known !== undefined) return known;
  const { matchLabels = {}, matchExpressions = [] } = fields;
  const requirements = matchExpressions.map(({ key = '', operator = '', values = [] }) => expressionOf(key, operator, values));
  const selector = byKey([...selectorOfLabels(matchLabels), ...requirements]);
  if (Object.isFrozen(fields)) knownSelectors.set(fields, selector);
  return selector;
}

function expressionOf(key: string, name: string, values: readonly string[]): Requirement {
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw new SelectorError(`"${name}" is not a valid label selector operator`);
  const needsValues = operator === 'in' || operator === 'notin';
  if (needsValues && values.length === 0) {
    throw new SelectorError("values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty");
  }
  if (!needsValues && values.length > 0)
    throw new SelectorError('values: Invalid value: values set must be empty for exists and does not exist');
  return { key, operator, values: [...new Set(values)].sort() };
}

function byKey(requirements: readonly Requirement[]): Selector {
  if (requirements.length === 0) return EVERYTHING;
  return [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/**
 * A selector as kubectl and the API print it: `app=web,tier in (a,b),!x`; the empty one as ''.
 * kube: apimachinery/pkg/labels/selector.go Requirement.String
 */
export function formatSelector(selector: Selector): string {
  return selector.map(formatRequirement).join(',');
}

function formatRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`;
    case 'gt':
      return `${key}>${values.join(',')}`;
    case 'lt':
      return `${key}<${values.join(',')}`;
    default:
      return `${key}${operator}${values.join(',')}`;
  }
}

type Token = 'identifier' | 'in' | 'notin' | '(' | ')' | ',' | '!' | '=' | '==' | '!=' | '>' | '<' | 'end';

interface Lexeme {
  readonly token: Token;
  readonly text: string;
}

const BINARY_OPERATORS: ReadonlyMap<Token, SelectorOperator> = new Map<Token, SelectorOperator>([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);

/**
 * Reads a selector as written after `-l`: `a=b,c==d,e!=f,g in (h,i),j notin (k),l,!m,n>1`. Throws a SelectorError with the API's own
 * sentence. kube: apimachinery/pkg/labels/selector.go Parse
 */
export function parseSelector(text: string): Selector {
  const lexemes = lex(text);
  const requirements: Requirement[] = [];
  let position = 0;
  // Inside values `in` and `notin` are plain words; the end is repeated for whoever looks beyond it.
  const peek = (): Lexeme => asWord(lexemes[position] ?? END);
  const next = (): Lexeme => asWord(lexemes[position++] ?? END);
  const nextOperator = (): Lexeme => lexemes[position++] ?? END;
  for (;;) {
    const first = peek();
    if (first.token === 'end') return byKey(requirements);
    if (first.token !== 'identifier' && first.token !== '!') {
      throw new SelectorError(`found '${first.text}', expected: !, identifier, or 'end of string'`);
    }
    requirements.push(parseRequirement({ peek, next, nextOperator }));
    const separator = next();
    if (separator.token === 'end') return byKey(requirements);
    if (separator.token !== ',') throw new SelectorError(`found '${separator.text}', expected: ',' or 'end of string'`);
    const after = peek();
    if (after.token !== 'identifier' && after.token !== '!') {
      throw new SelectorError(`found '${after.text}', expected: identifier after ','`);
    }
  }
}

const END: Lexeme = { token: 'end', text: '' };

function asWord(lexeme: Lexeme): Lexeme {
  return lexeme.token === 'in' || lexeme.token === 'notin' ? { token: 'identifier', text: lexeme.text } : lexeme;
}

interface Lexemes {
  readonly peek: () => Lexeme;
  readonly next: () => Lexeme;
  readonly nextOperator: () => Lexeme;
}

function parseRequirement({ peek, next, nextOperator }: Lexemes): Requirement {
  let lexeme = next();
  const isNegated = lexeme.token === '!';
  if (isNegated) lexeme = next();
  if (lexeme.token !== 'identifier') throw unparsable(`found '${lexeme.text}', expected: identifier`);
  const key = lexeme.text;
  refuse('<nil>', key, qualifiedNameProblems(key));
  if (isNegated) return { key, operator: '!', values: [] };
  if (peek().token === 'end' || peek().token === ',') return { key, operator: 'exists', values: [] };
  const found = nextOperator();
  const operator = BINARY_OPERATORS.get(found.token);
  if (operator === undefined) throw unparsable(`found '${found.text}', expected: in, notin, =, ==, !=, gt, lt`);
  const values = operator === 'in' || operator === 'notin' ? parseValues(peek, next) : [parseValue(peek, next)];
  if (operator === 'gt' || operator === 'lt') {
    if (int64(values[0]!) === undefined) {
      throw unparsable(`values[0]: Invalid value: ${JSON.stringify(values[0])}: for 'Gt', 'Lt' operators, the value must be an integer`);
    }
  }
  values.forEach((value, i) => {
    refuse(`values[${i}][${key}]`, value, labelValueProblems(value));
  });
  return { key, operator, values };
}

function parseValue(peek: () => Lexeme, next: () => Lexeme): string {
  if (peek().token === 'end' || peek().token === ',') return '';
  const value = next();
  if (value.token !== 'identifier') throw unparsable(`found '${value.text}', expected: identifier`);
  return value.text;
}

function parseValues(peek: () => Lexeme, next: () => Lexeme): readonly string[] {
  const open = next();
  if (open.token !== '(') throw unparsable(`found '${open.text}' expected: '('`);
  const first = peek();
  if (!['identifier', ',', ')'].includes(first.token)) throw unparsable(`found '${first.text}', expected: ',', ')' or identifier`);
  const values = new Set<string>();
  // An empty place between commas or parentheses is the empty value.
  let isPlaceEmpty = true;
  for (;;) {
    const lexeme = next();
    if (lexeme.token === 'identifier') {
      values.add(lexeme.text);
      isPlaceEmpty = false;
      const after = peek();
      if (after.token !== ',' && after.token !== ')') throw unparsable(`found '${after.text}', expected: ',' or ')'`);
    } else if (lexeme.token === ',' || lexeme.token === ')') {
      if (isPlaceEmpty) values.add('');
      isPlaceEmpty = true;
      if (lexeme.token === ')') return [...values].sort();
    } else {
      throw unparsable(`found '${lexeme.text}', expected: ',', or identifier`);
    }
  }
}

function refuse(path: string, value: string, problems: readonly string[]): void {
  if (problems.length > 0) throw unparsable(`${path}: Invalid value: ${JSON.stringify(value)}: ${problems.join('; ')}`);
}

function unparsable(problem: string): SelectorError {
  return new SelectorError(`unable to parse requirement: ${problem}`);
}

const LEXEMES = /==|!=|[=!(),<>]|[^=!(),<>\t\r\n ]+/g;
const WORDS: ReadonlySet<string> = new Set(['in', 'notin', '(', ')', ',', '!', '=', '==', '!=', '>', '<']);

function lex(text: string): readonly Lexeme[] {
  return Array.from(text.matchAll(LEXEMES), ([word]) => ({ token: WORDS.has(word) ? (word as Token) : 'identifier', text: word }));
}
