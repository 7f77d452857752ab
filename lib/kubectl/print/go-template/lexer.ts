import { goQuote } from '../../../api/field-errors.ts';

/** A template of Go that cannot be read, or fails; the message is Go's own. */
export class GoTemplateError extends Error {
  override readonly name = 'GoTemplateError';
}

/** What a token is; a sign or a keyword is itself. */
export type TokenIs =
  'text' | 'open' | 'close' | 'space' | 'field' | 'variable' | 'word' | 'number' | 'char' | 'string' | 'end of text' | 'sign' | 'keyword';

/** A piece of a template and where it begins, in characters. */
export interface Token {
  readonly is: TokenIs;
  readonly text: string;
  readonly at: number;
}

const KEYWORDS: ReadonlySet<string> = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'nil',
  'template',
  'with',
]);

const NUMBER =
  /[-+]?(?:0[xX][\da-fA-F_]*(?:\.[\da-fA-F_]*)?(?:[pP][-+]?[\d_]*)?|0[bB][01_]*|0[oO][0-7_]*|[\d_]+(?:\.[\d_]*)?(?:[eE][-+]?[\d_]*)?|\.[\d_]+(?:[eE][-+]?[\d_]*)?)/y;
const WORD = /[_\p{L}\p{Nd}]*/uy;
const SPACE = /[ \t\r\n]+/y;

/** The error of a template at a place, as `template: output:1: unclosed action`. */
export function parseProblem(template: string, at: number, message: string): GoTemplateError {
  return new GoTemplateError(`template: output:${template.slice(0, at).split('\n').length}: ${message}`);
}

/** All pieces of a template, up to where one cannot be read: that is found out when it is come to. kube: text/template/parse/lex.go */
export function* tokensOf(template: string): Generator<Token, never> {
  let at = 0;
  let trims = false;
  for (;;) {
    const open = template.indexOf('{{', at);
    const outside = template.slice(at, open < 0 ? undefined : open);
    const trimsEnd = open >= 0 && /^-[ \t\r\n]/.test(template.slice(open + 2, open + 4));
    const begun = trims ? outside.replace(/^[ \t\r\n]+/, '') : outside;
    const text = trimsEnd ? withoutBlanksAtEnd(begun) : begun;
    if (text !== '') yield { is: 'text', text, at: at + outside.length - begun.length };
    if (open < 0) for (;;) yield { is: 'end of text', text: '', at: template.length };
    const start = open + 2 + (trimsEnd ? 2 : 0);
    if (template.startsWith('/*', start)) {
      const close = template.indexOf('*/', start);
      if (close < 0) throw parseProblem(template, start, 'unclosed comment');
      const end = /^(?: -|[\t\r\n]-)?\}\}/.exec(template.slice(close + 2, close + 6))?.[0];
      if (end === undefined) throw parseProblem(template, close, 'comment ends before closing delimiter');
      trims = end.length > 2;
      at = close + 2 + end.length;
      continue;
    }
    yield { is: 'open', text: '{{', at: open };
    const inside = actionTokens(template, start);
    for (;;) {
      const { done, value } = inside.next();
      if (done === true) {
        ({ at, trims } = value);
        break;
      }
      yield value;
    }
    yield { is: 'close', text: '}}', at };
  }
}

function withoutBlanksAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

function* actionTokens(template: string, start: number): Generator<Token, { readonly at: number; readonly trims: boolean }> {
  let at = start;
  let open = 0;
  for (;;) {
    const end = /^(?:[ \t\r\n]-)?\}\}/.exec(template.slice(at, at + 4))?.[0];
    if (end !== undefined) {
      if (open > 0) throw parseProblem(template, at, 'unclosed left paren');
      return { at: at + end.length, trims: end.length > 2 };
    }
    const token = tokenAt(template, at);
    if (token.text === '(') open++;
    if (token.text === ')' && --open < 0) throw parseProblem(template, at, 'unexpected right paren');
    yield token;
    at += token.text.length;
  }
}

function tokenAt(template: string, at: number): Token {
  const fail = (message: string): never => {
    throw parseProblem(template, at, message);
  };
  const char = template[at];
  if (char === undefined) return fail('unclosed action');
  const space = matchAt(SPACE, template, at);
  if (space !== '') {
    // The blank of ` -}}` belongs to the end.
    const isEnd = template.startsWith('-}}', at + space.length);
    return { is: 'space', text: isEnd && space.length > 1 ? space.slice(0, -1) : space, at };
  }
  if (char === '"' || char === "'" || char === '`')
    return { is: char === "'" ? 'char' : 'string', text: quotedAt(template, at, char, fail), at };
  if (template.startsWith(':=', at)) return { is: 'sign', text: ':=', at };
  if (char === ':') return fail('expected :=');
  if ('|()=,'.includes(char)) return { is: 'sign', text: char, at };
  const name = matchAt(WORD, template, at + 1);
  if (char === '$' || (char === '.' && !/\d/.test(template[at + 1] ?? ''))) {
    const text = char + name;
    return terminated(template, { is: text === '.' ? 'sign' : char === '$' ? 'variable' : 'field', text, at });
  }
  if (/[-+.\d]/.test(char)) {
    const number = matchAt(NUMBER, template, at);
    const behind = matchAt(WORD, template, at + number.length);
    if (number === '' || behind !== '') return fail(`bad number syntax: ${goQuote((number === '' ? char : number) + behind.slice(0, 1))}`);
    return { is: 'number', text: number, at };
  }
  const word = matchAt(WORD, template, at);
  if (/^[!-~]/.test(char) && word === '') return { is: 'sign', text: char, at };
  if (word === '') return fail(`unrecognized character in action: ${unicodeName(template, at)}`);
  return terminated(template, { is: KEYWORDS.has(word) ? 'keyword' : 'word', text: word, at });
}

/** A name ends before a blank or a sign. */
function terminated(template: string, token: Token): Token {
  const end = token.at + token.text.length;
  const isEnded = end >= template.length || /[ \t\r\n.,|:()=]/.test(template[end]!) || template.startsWith('}}', end);
  if (!isEnded) throw parseProblem(template, end, `bad character ${unicodeName(template, end)}`);
  return token;
}

function unicodeName(template: string, at: number): string {
  const code = template.codePointAt(at)!;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(code)}'`;
}

function matchAt(pattern: RegExp, template: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(template)?.[0] ?? '';
}

function quotedAt(template: string, at: number, quote: string, fail: (message: string) => never): string {
  for (let end = at + 1; end < template.length; end++) {
    const char = template[end]!;
    if (char === quote) return template.slice(at, end + 1);
    if (quote !== '`' && char === '\n') break;
    if (quote !== '`' && char === '\\') end++;
  }
  const what = quote === '`' ? 'raw quoted string' : quote === '"' ? 'quoted string' : 'character constant';
  return fail(`unterminated ${what}`);
}
