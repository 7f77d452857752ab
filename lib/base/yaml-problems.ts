import type { ErrorCode } from 'yaml';

/** One thing wrong with a manifest: kubectl's own sentence, the place in the file, and what may help. */
export interface ManifestProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The field it is about, in Kubernetes' spelling. */
  readonly field?: string;
  /** What kubectl would say if nothing else were wrong with the object, where that is not the message. */
  readonly alone?: string;
  readonly hint?: string;
  /** What stands there, where it can be read and is no object of any kind. */
  readonly stranger?: unknown;
}

/** A syntax error in the words of the YAML reader that kubectl uses. */
export interface SyntaxWords {
  readonly problem: string;
  /** Offset in the document that kubectl would point at. */
  readonly offset: number;
  /** kubectl's scanner counts lines from one, its parser from zero. */
  readonly isScanner: boolean;
  readonly hint?: string;
}

/** A syntax error as the `yaml` package reports it. */
export interface FoundError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly pos: readonly [number, number];
}

const TAB_HINT = 'tabs may not indent YAML: use spaces';
const COLON_HINT = "a value that contains ': ' must be in quotes, and a nested field must be on a line of its own";
const KEY_HINT = "a ':' is missing after the field's name";
const INDENT_HINT = 'this line is indented like none of the lines above it';
const QUOTE_HINT = 'a quote is opened and never closed';

/**
 * Translates a syntax error into what libyaml, which kubectl reads with, says of the same defect.
 * kube: sigs.k8s.io/yaml/goyaml.v2 scannerc.go, parserc.go
 */
export function syntaxWords(error: FoundError, text: string, isSequence: boolean): SyntaxWords {
  const { code, message } = error;
  const [offset, end] = error.pos;
  const scanner = (problem: string, hint?: string, at = offset): SyntaxWords => ({
    problem,
    offset: at,
    isScanner: true,
    ...(hint === undefined ? {} : { hint }),
  });
  const parser = (problem: string, hint?: string): SyntaxWords => ({ ...scanner(problem, hint), isScanner: false });
  switch (code) {
    case 'TAB_AS_INDENT':
      return scanner('found character that cannot start any token', TAB_HINT, tabAfter(text, offset));
    case 'BAD_SCALAR_START':
      if (isLineStart(text, offset) && text[offset] === '%') return scanner('found unknown directive name');
      return scanner('found character that cannot start any token', `a value that starts with ${text[offset] ?? 'this'} must be in quotes`);
    case 'BLOCK_AS_IMPLICIT_KEY':
      return scanner('mapping values are not allowed in this context', COLON_HINT);
    case 'MULTILINE_IMPLICIT_KEY':
      return scanner("could not find expected ':'", KEY_HINT, end);
    case 'BAD_DQ_ESCAPE':
      return scanner('found unknown escape character', 'in double quotes a backslash is written twice');
    case 'BAD_ALIAS':
      return scanner('did not find expected alphabetic or numeric character', 'a value that starts with * must be in quotes');
    case 'BLOCK_IN_FLOW':
      return parser("did not find expected ',' or '}'", 'a comma is missing between the braces');
    default:
      break;
  }
  if (message.startsWith('Missing closing')) return scanner('found unexpected end of stream', QUOTE_HINT, text.length);
  if (message.includes('Implicit map keys need')) return scanner("could not find expected ':'", KEY_HINT, nextContent(text, offset));
  if (/[Ff]low seq/.test(message) && message.includes(']'))
    return parser("did not find expected ',' or ']'", 'a [ is opened and not closed');
  if (/[Ff]low map|between flow/.test(message)) return parser("did not find expected ',' or '}'", 'a { is opened and not closed');
  if (message.includes('Block scalar header')) return scanner('did not find expected comment or line break');
  if (message.includes('Unexpected flow-')) return parser('did not find expected node content', 'a bracket is closed that was not opened');
  if (code === 'BAD_INDENT') {
    const words = parser(isSequence ? "did not find expected '-' indicator" : 'did not find expected key', INDENT_HINT);
    return { ...words, offset: afterBlanks(text, offset) };
  }
  if (code === 'UNEXPECTED_TOKEN') return parser(isSequence ? "did not find expected '-' indicator" : 'did not find expected key');
  return scanner(message);
}

/** `yaml: line 4: did not find expected key`: the line is counted within the document and left out when it is the first. */
export function yamlSentence({ problem, offset, isScanner }: SyntaxWords, text: string): string {
  let breaks = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) breaks++;
  return breaks === 0 ? `yaml: ${problem}` : `yaml: line ${isScanner ? breaks + 1 : breaks}: ${problem}`;
}

function isLineStart(text: string, offset: number): boolean {
  return offset === 0 || text[offset - 1] === '\n';
}

function tabAfter(text: string, offset: number): number {
  const tab = text.indexOf('\t', offset);
  return tab < 0 ? offset : tab;
}

function afterBlanks(text: string, offset: number): number {
  let at = offset;
  while (text[at] === ' ') at++;
  return at;
}

function nextContent(text: string, offset: number): number {
  const content = /\S/g;
  content.lastIndex = Math.max(text.indexOf('\n', offset), offset);
  return content.exec(text)?.index ?? text.length;
}
