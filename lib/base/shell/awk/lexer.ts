import { AwkError } from './ast.ts';

/** A piece of a program; `call` is a name with a parenthesis directly behind it. */
export interface Token {
  readonly is: 'number' | 'string' | 'regex' | 'name' | 'call' | 'builtin' | 'word' | 'sign' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
}

const words: ReadonlySet<string> = new Set([
  'BEGIN', 'END', 'function', 'func', 'if', 'else', 'while', 'for', 'do', 'break', 'continue', 'next', 'nextfile', 'exit', 'return', 'delete', 'in', 'getline', 'print', 'printf',
]); // prettier-ignore

/** The functions that awk has itself. */
const builtinNames: ReadonlySet<string> = new Set([
  'length', 'substr', 'index', 'split', 'sub', 'gsub', 'gensub', 'match', 'sprintf', 'sin', 'cos', 'atan2', 'exp', 'log', 'sqrt', 'int', 'rand', 'srand', 'tolower', 'toupper',
  'system', 'close', 'fflush', 'systime', 'strftime',
]); // prettier-ignore

const signs = ['**=', '&&', '||', '==', '!=', '<=', '>=', '++', '--', '+=', '-=', '*=', '/=', '%=', '^=', '!~', '>>', '**', ...Array.from('{}()[];,+-*/%^!<>|?:~$=')]; // prettier-ignore

const MOST_TOKENS = 5_000;
const escapeLetters: ReadonlyMap<string, string> = new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['\\', '\\'], ['"', '"'], ['/', '/'], ['a', '\x07'], ['b', '\b'], ['f', '\f'], ['v', '\v']]); // prettier-ignore

/** A text with its escapes done, as awk does those of strings and of assignments on its command line. */
export function unescaped(text: string): string {
  return text.replace(
    /\\(?:([0-7]{1,3})|(\n)|(.))/gs,
    (written, octal: string | undefined, newline: string | undefined, letter: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      return newline === undefined ? (escapeLetters.get(letter) ?? written) : '';
    },
  );
}

/** Takes a program apart. Throws an AwkError for what is no awk. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const push = (is: Token['is'], text: string, length: number): void => {
    tokens.push({ is, text, line });
    at += length;
    if (tokens.length > MOST_TOKENS) throw new AwkError('the program is too long');
  };
  const match = (shape: RegExp): string | undefined => {
    shape.lastIndex = at;
    return shape.exec(source)?.[0];
  };
  while (at < source.length) {
    const skipped = match(/(?:[ \t\r]|\\\r?\n|#[^\n]*)+/y);
    if (skipped !== undefined) {
      at += skipped.length;
      line += skipped.split('\n').length - 1;
      continue;
    }
    const character = source[at]!;
    const number = match(/0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?/y);
    const name = match(/[A-Za-z_]\w*/y);
    if (character === '\n') {
      push('newline', '\n', 1);
      line += 1;
    } else if (number !== undefined) push('number', number, number.length);
    else if (name !== undefined) {
      const kind = words.has(name) ? 'word' : builtinNames.has(name) ? 'builtin' : source[at + name.length] === '(' ? 'call' : 'name';
      push(kind, name, name.length);
    } else if (character === '"') {
      const text = match(/"(?:[^"\\\n]|\\[^])*"/y);
      if (text === undefined) throw new AwkError(`line ${line}: runaway string constant ${source.slice(at, at + 20)} ...`);
      push('string', unescaped(text.slice(1, -1)), text.length);
    } else if (character === '/' && !isOperand(tokens.at(-1))) {
      const text = match(/\/(?:[^/\\\n[]|\\.|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\n\\])*\]|\[)*\//y);
      if (text === undefined) throw new AwkError(`line ${line}: runaway regular expression ${source.slice(at, at + 20)} ...`);
      push('regex', text.slice(1, -1).replaceAll('\\/', '/'), text.length);
    } else {
      const sign = signs.find((other) => source.startsWith(other, at));
      if (sign === undefined) throw new AwkError(`line ${line}: unexpected character '${character}'`);
      push('sign', sign === '**' ? '^' : sign === '**=' ? '^=' : sign, sign.length);
    }
  }
  push('end', '', 0);
  return tokens;
}

/** Whether a slash behind a token divides. */
function isOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return (
    ['number', 'string', 'name', 'builtin'].includes(token.is) || (token.is === 'sign' && [')', ']', '$', '++', '--'].includes(token.text))
  );
}
