import type { Redirect, Word } from './ast.ts';
import type { Cursor } from './lexer.ts';
import { plainText, readWord, skipBlanks, SyntaxStop } from './lexer.ts';
import { textWord, unexpected } from './parse-tokens.ts';

/** Reads a redirection, which may stand for two; none when there is none. */
export function readRedirects(cursor: Cursor): readonly Redirect[] {
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
  const target = readWord(cursor) ?? missingTarget(cursor);
  if (written === '<<<') return [{ operator: '<<', fd, target: [...target, { kind: 'text', text: '\n', quoted: true }] }]; // prettier-ignore
  if (written === '>&' && match[1] === '' && isMore && !/^(?:[0-9]|-)$/.test(plainText(target) ?? '1')) return bothTo(target, '>');
  if (!written.startsWith('<<')) {
    return [{ operator: (written === '<>' ? '<' : written) as Redirect['operator'], fd, target }];
  }
  return [announceDocument(cursor, fd, target, written === '<<-')];
}

/** For bash the end of the text is the end of a line. */
function missingTarget(cursor: Cursor): never {
  if (cursor.dialect !== 'bash' || cursor.at < cursor.source.length) unexpected(cursor);
  throw new SyntaxStop({ line: cursor.line, found: 'newline' });
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
