import type { SyntaxFailure, Word } from './ast.ts';
import type { Cursor } from './lexer.ts';
import { readNewline, skipBlanks, SyntaxStop } from './lexer.ts';

const operators = ['&&', '||', ';;', ';&', '&', '|', ';', '(', ')', '\n'] as const;

/** Stops the parse at what should not stand there. */
export function unexpected(cursor: Cursor, expecting?: string): never {
  skipBlanks(cursor);
  const found = peekOperator(cursor) ?? redirectionAhead(cursor) ?? (cursor.at < cursor.source.length ? wordAhead(cursor) : undefined);
  const failure: SyntaxFailure = {
    line: cursor.line,
    ...(found === undefined ? {} : { found: found === '\n' ? 'newline' : found }),
    ...(expecting === undefined ? {} : { expecting }),
  };
  throw new SyntaxStop(failure);
}

function redirectionAhead({ source, at }: Cursor): string | undefined {
  return /^(?:<<<|<<-?|<[&>]?|>[>&|]?)/.exec(source.slice(at, at + 3))?.[0];
}

/** The operator at the place, behind blanks; undefined when there is none. */
export function peekOperator(cursor: Cursor): string | undefined {
  skipBlanks(cursor);
  if (cursor.dialect !== 'dash' && cursor.source.startsWith('&>', cursor.at)) return undefined;
  return operators.find((operator) => (operator !== ';&' || cursor.dialect === 'bash') && cursor.source.startsWith(operator, cursor.at));
}

/** The raw text of the next word, for recognising reserved words; empty when there is none. */
export function wordAhead(cursor: Cursor): string {
  skipBlanks(cursor);
  return /^[^\s;&|<>()]+/.exec(cursor.source.slice(cursor.at, cursor.at + 200))?.[0] ?? '';
}

/** Goes over ends of lines. */
export function skipNewlines(cursor: Cursor): void {
  while (peekOperator(cursor) === '\n') readNewline(cursor);
}

/** The operator behind ends of lines, which are gone over. */
export function operatorBehindLines(cursor: Cursor): string | undefined {
  skipNewlines(cursor);
  return peekOperator(cursor);
}

/** Takes a word, if it stands there. */
export function accept(cursor: Cursor, word: string): boolean {
  if (wordAhead(cursor) !== word) return false;
  cursor.at += word.length;
  return true;
}

/** Takes a word that must stand there. */
export function expect(cursor: Cursor, word: string): void {
  if (!accept(cursor, word)) unexpected(cursor, word);
}

/** A text as a word that nothing happens to. */
export function textWord(text: string): Word {
  return [{ kind: 'text', text, quoted: true }];
}
