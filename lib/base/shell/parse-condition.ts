import type { Condition, ConditionNode } from './ast.ts';
import type { Cursor } from './lexer.ts';
import { deeper, plainText, readPattern, readWord, skipBlanks } from './lexer.ts';
import { accept, expect, operatorBehindLines, peekOperator, skipNewlines, unexpected, wordAhead } from './parse-tokens.ts';

/** Reads `[[ expression ]]`, which stands at the place. */
export function parseCondition(cursor: Cursor): ConditionNode {
  const { line } = cursor;
  cursor.at += 2;
  const test = parseEither(cursor);
  skipNewlines(cursor);
  expect(cursor, ']]');
  return { kind: 'condition', test, line };
}

function parseEither(cursor: Cursor): Condition {
  let left = parseBoth(cursor);
  while (operatorBehindLines(cursor) === '||') {
    cursor.at += 2;
    left = { is: 'or', left, right: parseBoth(cursor) };
  }
  return left;
}

function parseBoth(cursor: Cursor): Condition {
  let left = parseTest(cursor);
  while (operatorBehindLines(cursor) === '&&') {
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
