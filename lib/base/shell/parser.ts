import type { Assignment, ForNode, Node, Redirect, Script, SequenceNode, SyntaxFailure, Word } from './ast.ts';
import { emptySequence } from './ast.ts';
import type { Cursor } from './lexer.ts';
import { complain, deeper, maxSourceLength, plainText, readNewline, readWord, skipBlanks, SyntaxStop } from './lexer.ts';

type Item = SequenceNode['items'][number];

const reserved: ReadonlySet<string> = new Set([
  'if', 'then', 'elif', 'else', 'fi', 'while', 'until', 'do', 'done', 'for', 'in', 'case', 'esac', '{', '}', '!',
]); // prettier-ignore
const assignmentStart = /^([A-Za-z_][A-Za-z_0-9]*)=/;
const operators = ['&&', '||', ';;', '&', '|', ';', '(', ')', '\n'] as const;

/** Parses a shell text. Never throws: a syntax error is part of the result, after the complete lines before it. */
export function parse(source: string): Script {
  if (source.length > maxSourceLength) {
    return { body: emptySequence, failure: { line: 1, text: `the text is longer than ${maxSourceLength} characters` } };
  }
  const cursor: Cursor = { source, at: 0, line: 1, depth: 0, pendingDocuments: [], parseNested };
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
    return { body: { kind: 'sequence', items }, failure: thrown.failure };
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
  if (word === '') return '<>'.includes(cursor.source[cursor.at] ?? '?');
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
    for (let redirect = readRedirect(cursor); redirect !== undefined; redirect = readRedirect(cursor)) {
      redirects.push(redirect);
    }
    return redirects.length === 0 ? compound : { kind: 'redirected', body: compound, redirects, line };
  });
}

function parseCompound(cursor: Cursor): Node | undefined {
  if (peekOperator(cursor) === '(') {
    cursor.at++;
    const items = parseItems(cursor, ')');
    if (peekOperator(cursor) !== ')') unexpected(cursor, ')');
    cursor.at++;
    return { kind: 'subshell', body: { kind: 'sequence', items } };
  }
  const word = wordAhead(cursor);
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

function parseFor(cursor: Cursor): Node {
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
  const line = cursor.line;
  for (;;) {
    const redirect = readRedirect(cursor);
    if (redirect !== undefined) {
      redirects.push(redirect);
      continue;
    }
    const word = readWord(cursor);
    if (word === undefined) break;
    const assignment = words.length === 0 ? assignmentOf(word) : undefined;
    if (assignment !== undefined) assignments.push(assignment);
    else words.push(word);
    const name = words.length === 1 && assignments.length + redirects.length === 0 ? plainText(word) : undefined;
    if (name !== undefined && peekOperator(cursor) === '(') return parseFunction(cursor, name);
  }
  if (assignments.length + words.length + redirects.length === 0) unexpected(cursor);
  return { kind: 'simple', assignments, words, redirects, line };
}

function parseFunction(cursor: Cursor, name: string): Node {
  cursor.at++;
  if (peekOperator(cursor) !== ')') unexpected(cursor, ')');
  cursor.at++;
  skipNewlines(cursor);
  return { kind: 'function', name, body: parseCommand(cursor) };
}

function assignmentOf(word: Word): Assignment | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = assignmentStart.exec(first.text);
  if (match === null) return undefined;
  const text = first.text.slice(match[0].length);
  return { name: match[1] ?? '', value: text === '' ? rest : [{ kind: 'text', text, quoted: false }, ...rest] };
}

function readRedirect(cursor: Cursor): Redirect | undefined {
  skipBlanks(cursor);
  const ahead = cursor.source.slice(cursor.at, cursor.at + 8);
  const match = /^([0-9]?)(<<-|<<|<&|>&|>>|>\||<|>)/.exec(ahead);
  const both = /^&>>?/.exec(ahead)?.[0];
  if (match === null || both !== undefined) return undefined;
  cursor.at += match[0].length;
  skipBlanks(cursor);
  const written = match[2] ?? '';
  const fd = match[1] === '' || match[1] === undefined ? (written.startsWith('<') ? 0 : 1) : Number(match[1]);
  const target = readWord(cursor) ?? unexpected(cursor);
  if (!written.startsWith('<<')) {
    return { operator: (written === '>|' ? '>' : written) as Redirect['operator'], fd, target };
  }
  return announceDocument(cursor, fd, target, written === '<<-');
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
