import type { Assignment, Condition, ForNode, Node, Redirect, Script, SequenceNode, SyntaxFailure, Word } from './ast.ts';
import { emptySequence } from './ast.ts';
import type { Cursor } from './lexer.ts';
import {
  complain,
  deeper,
  maxSourceLength,
  plainText,
  readArithmetic,
  readIndex,
  readNewline,
  readPattern,
  readWord,
  skipBlanks,
  SyntaxStop,
} from './lexer.ts';
import type { Dialect } from './process.ts';

type Item = SequenceNode['items'][number];

const reserved: ReadonlySet<string> = new Set([
  'if', 'then', 'elif', 'else', 'fi', 'while', 'until', 'do', 'done', 'for', 'in', 'case', 'esac', '{', '}', '!',
]); // prettier-ignore
const assignmentStart = /^([A-Za-z_][A-Za-z_0-9]*)(\+?)=/;
const declarations: ReadonlySet<string> = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);
const operators = ['&&', '||', ';;', '&', '|', ';', '(', ')', '\n'] as const;

/** Parses a shell text. Never throws: a syntax error is part of the result, after the complete lines before it. */
export function parse(source: string, dialect: Dialect): Script {
  if (source.length > maxSourceLength) {
    return { body: emptySequence, failure: { line: 1, text: `the text is longer than ${maxSourceLength} characters` } };
  }
  const cursor: Cursor = { source, at: 0, line: 1, depth: 0, pendingDocuments: [], dialect, parseNested };
  const items: Item[] = [];
  try {
    for (;;) {
      skipNewlines(cursor);
      if (cursor.at >= source.length) return { body: { kind: 'sequence', items } };
      items.push(...parseLine(cursor));
      if (cursor.at < source.length && peekOperator(cursor) !== '\n') unexpected(cursor);
    }
  } catch (thrown) {
    if (!(thrown instanceof SyntaxStop)) throw thrown;
    const line = source.split('\n')[thrown.failure.line - 1] ?? '';
    return { body: { kind: 'sequence', items }, failure: { ...thrown.failure, source: line } };
  }
}

function parseNested(cursor: Cursor): Script {
  const items = parseItems(cursor);
  if (peekOperator(cursor) !== ')') unexpected(cursor, ')');
  cursor.at++;
  return { body: { kind: 'sequence', items } };
}

function unexpected(cursor: Cursor, expecting?: string): never {
  skipBlanks(cursor);
  const found = peekOperator(cursor) ?? (cursor.at < cursor.source.length ? wordAhead(cursor) : undefined);
  const failure: SyntaxFailure = {
    line: cursor.line,
    ...(found === undefined ? {} : { found: found === '\n' ? 'newline' : found }),
    ...(expecting === undefined ? {} : { expecting }),
  };
  throw new SyntaxStop(failure);
}

function peekOperator(cursor: Cursor): string | undefined {
  skipBlanks(cursor);
  if (cursor.dialect !== 'dash' && cursor.source.startsWith('&>', cursor.at)) return undefined;
  return operators.find((operator) => cursor.source.startsWith(operator, cursor.at));
}

/** The raw text of the next word, for recognising reserved words; empty when there is none. */
function wordAhead(cursor: Cursor): string {
  skipBlanks(cursor);
  return /^[^\s;&|<>()]+/.exec(cursor.source.slice(cursor.at, cursor.at + 200))?.[0] ?? '';
}

function skipNewlines(cursor: Cursor): void {
  while (peekOperator(cursor) === '\n') readNewline(cursor);
}

function accept(cursor: Cursor, word: string): boolean {
  if (wordAhead(cursor) !== word) return false;
  cursor.at += word.length;
  return true;
}

function expect(cursor: Cursor, word: string): void {
  if (!accept(cursor, word)) unexpected(cursor, word);
}

/** The commands of one line, separated by `;` and `&`. */
function parseLine(cursor: Cursor): Item[] {
  const items: Item[] = [];
  for (;;) {
    const node = parseAndOr(cursor);
    const operator = peekOperator(cursor);
    items.push({ node, background: operator === '&' });
    if (operator !== ';' && operator !== '&') return items;
    cursor.at++;
    if (!startsCommand(cursor)) return items;
  }
}

function startsCommand(cursor: Cursor): boolean {
  const operator = peekOperator(cursor);
  if (operator !== undefined) return operator === '(';
  const word = wordAhead(cursor);
  if (word === '') return '<>'.includes(cursor.source[cursor.at] ?? '?') || cursor.source.startsWith('&>', cursor.at);
  return !['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}', 'in'].includes(word);
}

/** Commands up to something that ends a list; at least one when `expecting` names what ends it. */
function parseItems(cursor: Cursor, expecting?: string): Item[] {
  const items: Item[] = [];
  skipNewlines(cursor);
  while (startsCommand(cursor)) {
    items.push(...parseLine(cursor));
    skipNewlines(cursor);
  }
  if (items.length === 0 && expecting !== undefined) unexpected(cursor);
  return items;
}

function parseBody(cursor: Cursor, expecting: string): SequenceNode {
  return { kind: 'sequence', items: parseItems(cursor, expecting) };
}

function parseAndOr(cursor: Cursor): Node {
  let left = parsePipeline(cursor);
  for (;;) {
    const operator = peekOperator(cursor);
    if (operator !== '&&' && operator !== '||') return left;
    cursor.at += 2;
    skipNewlines(cursor);
    left = { kind: 'and-or', left, operator, right: parsePipeline(cursor) };
  }
}

function parsePipeline(cursor: Cursor): Node {
  let negated = false;
  while (accept(cursor, '!')) negated = !negated;
  const stages = [parseCommand(cursor)];
  while (peekOperator(cursor) === '|') {
    cursor.at++;
    const isBoth = cursor.dialect === 'bash' && cursor.source[cursor.at] === '&';
    if (isBoth) {
      cursor.at++;
      stages.push({
        kind: 'redirected',
        body: stages.pop()!,
        redirects: [{ operator: '>&', fd: 2, target: textWord('1') }],
        line: cursor.line,
      });
    }
    skipNewlines(cursor);
    stages.push(parseCommand(cursor));
  }
  const [only] = stages;
  return stages.length === 1 && !negated && only !== undefined ? only : { kind: 'pipeline', stages, negated };
}

function parseCommand(cursor: Cursor): Node {
  return deeper(cursor, () => {
    skipBlanks(cursor);
    const line = cursor.line;
    const compound = parseCompound(cursor);
    if (compound === undefined) return parseSimple(cursor);
    const redirects: Redirect[] = [];
    for (let some = readRedirects(cursor); some.length > 0; some = readRedirects(cursor)) redirects.push(...some);
    return redirects.length === 0 ? compound : { kind: 'redirected', body: compound, redirects, line };
  });
}

function parseCompound(cursor: Cursor): Node | undefined {
  if (peekOperator(cursor) === '(') {
    const { line } = cursor;
    const arithmetic = cursor.dialect === 'bash' && cursor.source.startsWith('((', cursor.at) ? readArithmetic(cursor, true, 2) : undefined;
    if (arithmetic !== undefined) return { kind: 'arithmetic', expression: arithmetic.expression, line };
    cursor.at++;
    const items = parseItems(cursor, ')');
    if (peekOperator(cursor) !== ')') unexpected(cursor, ')');
    cursor.at++;
    return { kind: 'subshell', body: { kind: 'sequence', items } };
  }
  const word = wordAhead(cursor);
  if (cursor.dialect !== 'dash' && word === '[[') return parseCondition(cursor);
  if (cursor.dialect !== 'dash' && word === 'function') return parseNamedFunction(cursor);
  if (cursor.dialect === 'bash' && (word === 'select' || word === 'coproc')) complain(cursor, `${word}: is not covered`);
  if (!reserved.has(word)) return undefined;
  cursor.at += word.length;
  if (word === '{') {
    const body = parseBody(cursor, '}');
    expect(cursor, '}');
    return body;
  }
  if (word === 'if') return parseIf(cursor);
  if (word === 'while' || word === 'until') {
    const condition = parseBody(cursor, 'do');
    return { kind: 'loop', until: word === 'until', condition, body: parseDo(cursor) };
  }
  if (word === 'for') return parseFor(cursor);
  if (word === 'case') return parseCase(cursor);
  cursor.at -= word.length;
  return unexpected(cursor);
}

function parseDo(cursor: Cursor): Node {
  expect(cursor, 'do');
  const body = parseBody(cursor, 'done');
  expect(cursor, 'done');
  return body;
}

function parseIf(cursor: Cursor): Node {
  const branches: { condition: Node; body: Node }[] = [];
  do {
    const condition = parseBody(cursor, 'then');
    expect(cursor, 'then');
    branches.push({ condition, body: parseBody(cursor, 'fi') });
  } while (accept(cursor, 'elif'));
  const otherwise = accept(cursor, 'else') ? parseBody(cursor, 'fi') : undefined;
  expect(cursor, 'fi');
  return { kind: 'if', branches, ...(otherwise === undefined ? {} : { otherwise }) };
}

/** `function name { ... }`, with or without parentheses. */
function parseNamedFunction(cursor: Cursor): Node {
  cursor.at += 'function'.length;
  const name = wordAhead(cursor);
  if (name === '') unexpected(cursor);
  cursor.at += name.length;
  if (peekOperator(cursor) === '(') return parseFunction(cursor, name);
  skipNewlines(cursor);
  return { kind: 'function', name, body: parseCommand(cursor) };
}

function parseCondition(cursor: Cursor): Node {
  const { line } = cursor;
  cursor.at += 2;
  const test = parseEither(cursor);
  skipNewlines(cursor);
  expect(cursor, ']]');
  return { kind: 'condition', test, line };
}

function parseEither(cursor: Cursor): Condition {
  let left = parseBoth(cursor);
  for (skipNewlines(cursor); peekOperator(cursor) === '||'; skipNewlines(cursor)) {
    cursor.at += 2;
    left = { is: 'or', left, right: parseBoth(cursor) };
  }
  return left;
}

function parseBoth(cursor: Cursor): Condition {
  let left = parseTest(cursor);
  for (skipNewlines(cursor); peekOperator(cursor) === '&&'; skipNewlines(cursor)) {
    cursor.at += 2;
    left = { is: 'and', left, right: parseTest(cursor) };
  }
  return left;
}

function parseTest(cursor: Cursor): Condition {
  skipNewlines(cursor);
  if (accept(cursor, '!')) return deeper(cursor, () => ({ is: 'not', of: parseTest(cursor) }));
  if (peekOperator(cursor) === '(') {
    cursor.at++;
    const inner = deeper(cursor, () => parseEither(cursor));
    skipNewlines(cursor);
    if (peekOperator(cursor) !== ')') unexpected(cursor, ')');
    cursor.at++;
    return inner;
  }
  const ahead = wordAhead(cursor);
  if (ahead === ']]') unexpected(cursor);
  const first = readWord(cursor) ?? unexpected(cursor);
  skipBlanks(cursor);
  const isUnary = /^-[a-zA-Z]$/.test(plainText(first) ?? '');
  const next = wordAhead(cursor);
  if (isUnary && next !== ']]' && !isComparison(next)) {
    const word = readWord(cursor);
    if (word !== undefined) return { is: 'unary', operator: plainText(first) ?? '', word };
  }
  const sign = cursor.source[cursor.at];
  const operator = sign === '<' || sign === '>' ? sign : isComparison(next) ? next : undefined;
  if (operator === undefined) return { is: 'unary', operator: '-n', word: first };
  cursor.at += operator.length;
  skipBlanks(cursor);
  const right = operator === '=~' ? readPattern(cursor) : (readWord(cursor) ?? unexpected(cursor));
  return { is: 'binary', operator, left: first, right };
}

function isComparison(word: string): boolean {
  return /^(?:==?|!=|=~|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(word);
}

function textWord(text: string): Word {
  return [{ kind: 'text', text, quoted: true }];
}

/** `for ((first; condition; step))`. */
function parseArithmeticFor(cursor: Cursor): Node {
  const { line, source } = cursor;
  const from = cursor.at + 2;
  const whole = readArithmetic(cursor, true, 2);
  const written = source.slice(from, cursor.at - 2).split(';');
  if (whole === undefined || written.length !== 3) complain(cursor, "syntax error near `(('");
  const [first, condition, step] = written.map((text): Node => {
    const inner: Cursor = { ...cursor, source: `((${text.trim() === '' ? '1' : text}))`, at: 0, pendingDocuments: [] };
    return { kind: 'arithmetic', expression: readArithmetic(inner, true, 2)?.expression ?? [], line };
  });
  if (peekOperator(cursor) === ';') cursor.at++;
  skipNewlines(cursor);
  const body = wordAhead(cursor) === '{' ? parseCommand(cursor) : parseDo(cursor);
  const asIs = (node: Node): SequenceNode['items'][number] => ({ node, background: false });
  const again: Node = { kind: 'sequence', items: [asIs(step!), asIs(condition!)] };
  const loop: Node = { kind: 'loop', until: false, condition: condition!, again, body };
  return { kind: 'sequence', items: [asIs(first!), asIs(loop)] };
}

function parseFor(cursor: Cursor): Node {
  skipBlanks(cursor);
  if (cursor.dialect === 'bash' && cursor.source.startsWith('((', cursor.at)) return parseArithmeticFor(cursor);
  const name = wordAhead(cursor);
  if (!/^[A-Za-z_][A-Za-z_0-9]*$/.test(name)) complain(cursor, 'bad for loop variable');
  cursor.at += name.length;
  skipNewlines(cursor);
  let words: Word[] | undefined;
  if (accept(cursor, 'in')) {
    words = readWords(cursor);
  }
  if (peekOperator(cursor) === ';') cursor.at++;
  skipNewlines(cursor);
  const node: ForNode = { kind: 'for', name, ...(words === undefined ? {} : { words }), body: parseDo(cursor) };
  return node;
}

function readWords(cursor: Cursor): Word[] {
  const words: Word[] = [];
  for (;;) {
    skipBlanks(cursor);
    const word = readWord(cursor);
    if (word === undefined) return words;
    words.push(word);
  }
}

function parseCase(cursor: Cursor): Node {
  skipBlanks(cursor);
  const word = readWord(cursor) ?? unexpected(cursor);
  skipNewlines(cursor);
  expect(cursor, 'in');
  skipNewlines(cursor);
  const arms: { patterns: Word[]; body: Node }[] = [];
  while (!accept(cursor, 'esac')) {
    if (peekOperator(cursor) === '(') cursor.at++;
    const patterns: Word[] = [];
    do {
      if (patterns.length > 0) cursor.at++;
      skipBlanks(cursor);
      patterns.push(readWord(cursor) ?? unexpected(cursor));
    } while (peekOperator(cursor) === '|');
    if (peekOperator(cursor) !== ')') unexpected(cursor, ')');
    cursor.at++;
    arms.push({ patterns, body: { kind: 'sequence', items: parseItems(cursor) } });
    if (peekOperator(cursor) === ';;') cursor.at += 2;
    else if (wordAhead(cursor) !== 'esac') unexpected(cursor, ';;');
    skipNewlines(cursor);
  }
  return { kind: 'case', word, arms };
}

function parseSimple(cursor: Cursor): Node {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  const arrays: Assignment[] = [];
  const line = cursor.line;
  for (;;) {
    const some = readRedirects(cursor);
    if (some.length > 0) {
      redirects.push(...some);
      continue;
    }
    const isDeclaration = cursor.dialect !== 'dash' && declarations.has(plainText(words[0] ?? []) ?? '');
    const array = cursor.dialect === 'bash' && (words.length === 0 || isDeclaration) ? readArrayAssignment(cursor) : undefined;
    if (array !== undefined) {
      (words.length === 0 ? assignments : arrays).push(array);
      if (words.length > 0 && array.elements !== undefined) words.push(textWord(array.name));
      continue;
    }
    const word = readWord(cursor);
    if (word === undefined) break;
    const assignment = words.length === 0 || isDeclaration ? assignmentOf(word, cursor.dialect) : undefined;
    if (assignment !== undefined && words.length === 0) assignments.push(assignment);
    else words.push(assignment === undefined ? word : unsplit(word));
    const name = words.length === 1 && assignments.length + redirects.length === 0 ? plainText(word) : undefined;
    if (name !== undefined && peekOperator(cursor) === '(') return parseFunction(cursor, name);
  }
  if (assignments.length + words.length + redirects.length === 0) unexpected(cursor);
  const simple: Node = { kind: 'simple', assignments, words, redirects, line };
  if (arrays.length === 0) return simple;
  const assigning: Node = { kind: 'simple', assignments: arrays, words: [], redirects: [], line };
  return { kind: 'sequence', items: [{ node: simple, background: false }, { node: assigning, background: false }] }; // prettier-ignore
}

/** A value behind `export` and its like is one word, as in an assignment. */
function unsplit(word: Word): Word {
  return word.map((part, index) => (index === 0 && part.kind === 'text' ? part : { ...part, quoted: true }));
}

/** `name=(words)`, `name+=(words)` and `name[index]=value`; nothing is read when it is none of them. */
function readArrayAssignment(cursor: Cursor): Assignment | undefined {
  skipBlanks(cursor);
  const head = /([A-Za-z_][A-Za-z_0-9]*)(?:(\+?)=\(|(?=\[))/y;
  head.lastIndex = cursor.at;
  const found = head.exec(cursor.source);
  if (found === null) return undefined;
  const [whole, name = '', plus] = found;
  const begin = { at: cursor.at, line: cursor.line };
  cursor.at += whole.length;
  if (plus === undefined) {
    const ends = cursor.source.indexOf(']', cursor.at);
    if (ends < 0 || !/^\+?=/.test(cursor.source.slice(ends + 1, ends + 3))) {
      Object.assign(cursor, begin);
      return undefined;
    }
    const index = readIndex(cursor) ?? [];
    const sign = /^\+?=/.exec(cursor.source.slice(cursor.at, cursor.at + 2))?.[0] ?? '';
    cursor.at += sign.length;
    return { name, index, value: sign === '' ? [] : (readWord(cursor) ?? []), ...(sign === '+=' && { appends: true }) };
  }
  const elements: Word[] = [];
  for (skipNewlines(cursor); peekOperator(cursor) !== ')'; skipNewlines(cursor)) elements.push(readWord(cursor) ?? unexpected(cursor));
  cursor.at++;
  return { name, value: [], elements, ...(plus === '+' && { appends: true }) };
}

function parseFunction(cursor: Cursor, name: string): Node {
  cursor.at++;
  if (peekOperator(cursor) !== ')') unexpected(cursor, ')');
  cursor.at++;
  skipNewlines(cursor);
  return { kind: 'function', name, body: parseCommand(cursor) };
}

function assignmentOf(word: Word, dialect: Dialect): Assignment | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = assignmentStart.exec(first.text);
  if (match === null || (match[2] === '+' && dialect !== 'bash')) return undefined;
  const text = first.text.slice(match[0].length);
  const value: Word = text === '' ? rest : [{ kind: 'text', text, quoted: false }, ...rest];
  return { name: match[1] ?? '', value, ...(match[2] === '+' && { appends: true }) };
}

function readRedirects(cursor: Cursor): readonly Redirect[] {
  skipBlanks(cursor);
  const ahead = cursor.source.slice(cursor.at, cursor.at + 8);
  const isMore = cursor.dialect !== 'dash';
  const both = isMore ? /^&>>?/.exec(ahead)?.[0] : undefined;
  if (both !== undefined) {
    cursor.at += both.length;
    skipBlanks(cursor);
    const target = readWord(cursor) ?? unexpected(cursor);
    return bothTo(target, both === '&>>' ? '>>' : '>');
  }
  const match = /^([0-9]?)(<<<|<<-|<<|<&|<>|>&|>>|>\||<(?!\()|>(?!\())/.exec(ahead);
  const isProcess = cursor.dialect === 'bash' && /^[<>]\(/.test(ahead);
  if (match === null || isProcess) return [];
  if (match[2] === '<<<' && cursor.dialect === 'dash') unexpected(cursor);
  cursor.at += match[0].length;
  skipBlanks(cursor);
  const written = match[2] ?? '';
  const fd = match[1] === '' || match[1] === undefined ? (written.startsWith('<') ? 0 : 1) : Number(match[1]);
  const target = readWord(cursor) ?? unexpected(cursor);
  if (written === '<<<') return [{ operator: '<<', fd, target: [...target, { kind: 'text', text: '\n', quoted: true }] }]; // prettier-ignore
  if (written === '>&' && match[1] === '' && isMore && !/^(?:[0-9]|-)$/.test(plainText(target) ?? '1')) return bothTo(target, '>');
  if (!written.startsWith('<<')) {
    return [{ operator: (written === '>|' ? '>' : written === '<>' ? '<' : written) as Redirect['operator'], fd, target }];
  }
  return [announceDocument(cursor, fd, target, written === '<<-')];
}

function bothTo(target: Word, operator: '>' | '>>'): readonly Redirect[] {
  return [{ operator, fd: 1, target }, { operator: '>&', fd: 2, target: textWord('1') }]; // prettier-ignore
}

function announceDocument(cursor: Cursor, fd: number, word: Word, stripTabs: boolean): Redirect {
  const delimiter = word.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  const literal = word.some((part) => part.kind === 'text' && part.quoted);
  const redirect: { operator: '<<'; fd: number; target: Word } = { operator: '<<', fd, target: [] };
  const receive = (body: Word): void => {
    redirect.target = body;
  };
  cursor.pendingDocuments.push({ delimiter, stripTabs, literal, receive });
  return redirect;
}
