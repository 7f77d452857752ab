import type { Assignment, ForNode, Node, Redirect, Script, SequenceNode, SimpleNode, Word } from './ast.ts';
import { emptySequence } from './ast.ts';
import type { Cursor } from './lexer.ts';
import { complain, deeper, maxSourceLength, plainText, readArithmetic, readIndex, readWord, skipBlanks, SyntaxStop } from './lexer.ts';
import { parseCondition } from './parse-condition.ts';
import { readRedirects } from './parse-redirect.ts';
import { accept, expect, operatorBehindLines, peekOperator, skipNewlines, textWord, unexpected, wordAhead } from './parse-tokens.ts';
import type { Dialect } from './process.ts';

type Item = SequenceNode['items'][number];

const reserved: ReadonlySet<string> = new Set([
  'if', 'then', 'elif', 'else', 'fi', 'while', 'until', 'do', 'done', 'for', 'in', 'case', 'esac', '{', '}', '!',
]); // prettier-ignore
/** Whether a word belongs to the language. */
export function isReserved(word: string): boolean {
  return reserved.has(word);
}

const assignmentStart = /^([A-Za-z_][A-Za-z_0-9]*)(\+?)=/;
const declarations: ReadonlySet<string> = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

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
      // A line is read whole before any of it runs.
      const line = parseLine(cursor);
      if (cursor.at < source.length && peekOperator(cursor) !== '\n') unexpected(cursor);
      items.push(...line);
    }
  } catch (thrown) {
    if (!(thrown instanceof SyntaxStop)) throw thrown;
    const lines = source.replace(/\n$/, '').split('\n');
    const { failure } = thrown;
    const isEnd = (failure.found === undefined && failure.text === undefined && dialect === 'bash') || failure.isAtEnd === true;
    return {
      body: { kind: 'sequence', items },
      failure: { ...failure, ...(isEnd && { line: lines.length + 1 }), source: lines[failure.line - 1] ?? '' },
    };
  }
}

function parseNested(cursor: Cursor): Script {
  const items = parseItems(cursor);
  skipNewlines(cursor);
  if (cursor.dialect === 'bash' && cursor.at >= cursor.source.length)
    throw new SyntaxStop({ line: cursor.line, text: 'unterminated substitution', quote: ')', isAtEnd: true });
  if (peekOperator(cursor) !== ')') unexpected(cursor, ')');
  cursor.at++;
  const node = items.length === 1 ? items[0]?.node : undefined;
  if (cursor.dialect !== 'dash' && node?.kind === 'simple' && readsFile(node))
    return { body: { kind: 'sequence', items: [{ node: { ...node, words: [textWord('cat')] }, background: false }] } };
  return { body: { kind: 'sequence', items } };
}

/** `$(< file)` is what the file holds. */
function readsFile({ words, assignments, redirects }: SimpleNode): boolean {
  return words.length + assignments.length === 0 && redirects.length === 1 && redirects[0]?.operator === '<' && redirects[0].fd === 0;
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
  const arms: { patterns: Word[]; body: Node; then?: 'run' | 'test' }[] = [];
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
    const body: Node = { kind: 'sequence', items: parseItems(cursor) };
    const end = armEnd(cursor);
    const then = end === ';&' ? 'run' : end === ';;&' ? 'test' : undefined;
    arms.push({ patterns, body, ...(then && { then }) });
    cursor.at += end.length;
    if (end !== '') skipBlanks(cursor);
    else if (wordAhead(cursor) !== 'esac') unexpected(cursor, ';;');
    skipNewlines(cursor);
  }
  return { kind: 'case', word, arms };
}

/** What ends an arm; empty where nothing does. */
function armEnd(cursor: Cursor): string {
  skipBlanks(cursor);
  const ends = cursor.dialect === 'bash' ? [';;&', ';;', ';&'] : [';;'];
  return ends.find((end) => cursor.source.startsWith(end, cursor.at)) ?? '';
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
  while (operatorBehindLines(cursor) !== ')') elements.push(readWord(cursor) ?? unexpected(cursor));
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
