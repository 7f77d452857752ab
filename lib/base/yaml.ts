import { Composer, Lexer, Parser, type CST, type Document } from 'yaml';
import { byteLength } from './name-rules.ts';
import { syntaxWords, yamlSentence, type ManifestProblem, type SyntaxWords } from './yaml-problems.ts';
import { kubectlTags, kustomizeTags } from './yaml-scalars.ts';
import { beginsWithBrace, meansJson, scanJson } from './json-stream.ts';
import { nearest } from './suggest.ts';
import { clip } from './text-table.ts';
import { treeOf, type Duplicate, type Step, type Tree, type Written } from './yaml-tree.ts';

export type { ManifestProblem, Step, Written };

/** A place in a file; both count from one. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One object of a manifest. */
export interface ManifestDocument {
  /** Plain values. Aliased parts are shared. A field called `__proto__` is an ordinary field. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly file: string;
  /** The line on which the object begins. */
  readonly line: number;
  /** Where a field is, or the nearest parent of it that exists. */
  readonly position: (steps: readonly Step[]) => Position;
  /** How the value of a field is written; undefined for what is no single value, or not there. */
  readonly written: (steps: readonly Step[]) => Written | undefined;
}

/** What a manifest holds and all that is wrong with it. */
export interface Manifest {
  readonly documents: readonly ManifestDocument[];
  readonly problems: readonly ManifestProblem[];
  /** What kubectl would accept in silence and the author did not mean. */
  readonly warnings: readonly ManifestProblem[];
}

/** Limits of what is read. A request to the API server may not be larger either. */
export const MOST_MANIFEST_BYTES = 3 * 1024 * 1024;
/** A file may hold many objects, each of which goes into a request of its own. */
export const MOST_FILE_BYTES = 10 * 1024 * 1024;
export const MOST_DOCUMENTS = 10_000;
export const MOST_DEPTH = 100;
const MOST_TOKENS = 1_000_000;
const MOST_FILE_TOKENS = 2_000_000;
const MOST_PROBLEMS = 99;
// All control characters but tab and line breaks; the category also holds a few above ASCII, of which YAML allows only one.
const FORBIDDEN_CHARACTERS = /[^\P{Cc}\t\n\r\x85]/u;

/**
 * Reads a manifest as kubectl does: YAML 1.1 without dates, documents separated by lines of `---`, lists flattened, the last of two
 * equal keys winning. Reports every problem of every document with its place; a document with problems is left out.
 * A file that begins with a brace is JSON, as for kubectl; a text that stands in a program or a scenario only if it looks like it.
 */
export function readManifest(text: string, file: string, isFile = false): Manifest {
  const most = isFile ? MOST_FILE_BYTES : MOST_MANIFEST_BYTES;
  if (text.length > most || byteLength(text) > most) {
    return {
      documents: [],
      problems: [{ file, line: 1, column: 1, message: tooLargeMessage(file, byteLength(text), most) }],
      warnings: [],
    };
  }
  const reader = new ManifestReader(text, file, isFile ? MOST_FILE_TOKENS : MOST_TOKENS);
  if (isFile ? beginsWithBrace(text) : meansJson(text)) reader.readJson();
  else reader.read();
  const { documents, problems, warnings } = reader;
  return { documents, problems, warnings };
}

/** How a file that is not read for its size is refused. */
export function tooLargeMessage(file: string, bytes: number, mostBytes: number): string {
  const [size, most] = [(bytes / 1024 / 1024).toFixed(1), mostBytes / 1024 / 1024];
  return `error parsing ${file}: the file has ${size} MiB, more than the ${most} MiB that are read`;
}

/** Some YAML that is no manifest. */
export interface AnyYaml {
  /** Of the first document; undefined when there is none. */
  readonly value: unknown;
  /** Where a field of it is, or the nearest parent of it that exists. */
  readonly position: (steps: readonly Step[]) => Position;
  readonly problems: readonly ManifestProblem[];
}

/** Reads any YAML by the same rules: its first document, or what is wrong with it. */
export function readYaml(text: string, file: string): AnyYaml {
  const reader = new ManifestReader(text.slice(0, MOST_MANIFEST_BYTES), file, MOST_TOKENS);
  reader.read();
  const [first] = reader.values;
  return {
    value: first?.value,
    position: first?.position ?? (() => ({ line: 1, column: 1 })),
    problems: reader.problems.filter(({ message }) => message.startsWith('error parsing')),
  };
}

/** Reads the documents of a file as kustomize does, whatever stands in them, or what is wrong with it: `true` and `false` are the only booleans. */
export function readDocuments(
  text: string,
  file: string,
): { readonly values: readonly unknown[]; readonly problems: readonly ManifestProblem[] } {
  if (text.length > MOST_FILE_BYTES) {
    const message = tooLargeMessage(file, byteLength(text), MOST_FILE_BYTES);
    return { values: [], problems: [{ file, line: 1, column: 1, message }] };
  }
  const reader = new ManifestReader(text, file, MOST_FILE_TOKENS, kustomizeTags);
  reader.read();
  return {
    values: reader.values.map(({ value }) => value),
    problems: reader.problems.filter(({ message }) => message.startsWith('error parsing')),
  };
}

class ManifestReader {
  readonly documents: ManifestDocument[] = [];
  readonly values: Pick<AnyYaml, 'value' | 'position'>[] = [];
  readonly problems: ManifestProblem[] = [];
  readonly warnings: ManifestProblem[] = [];
  readonly #text: string;
  readonly #file: string;
  readonly #lineStarts: readonly number[];
  readonly #mostTokens: number;
  readonly #tags: typeof kubectlTags;
  #tokensLeft: number;

  constructor(text: string, file: string, mostTokens: number, tags = kubectlTags) {
    this.#tags = tags;
    this.#text = text;
    this.#file = file;
    this.#lineStarts = lineStartsOf(text);
    this.#mostTokens = mostTokens;
    this.#tokensLeft = mostTokens;
  }

  /** A stream of JSON, of which what can be read is read. */
  readJson(): void {
    const { ranges, problem } = scanJson(this.#text);
    this.#readChunks(ranges);
    if (problem !== undefined) this.#problem(problem.offset, `error parsing ${this.#file}: ${problem.message}`, problem.hint);
  }

  read(): void {
    this.#readChunks(this.#chunks());
  }

  #readChunks(chunks: Iterable<readonly [start: number, end: number]>): void {
    let count = 0;
    for (const [start, end] of chunks) {
      if (++count > MOST_DOCUMENTS) {
        this.#problem(start, `error parsing ${this.#file}: more than ${MOST_DOCUMENTS} documents`);
        return;
      }
      if (this.#tokensLeft <= 0) return;
      if (this.problems.length >= MOST_PROBLEMS) {
        this.#problem(start, '');
        return;
      }
      this.#readChunk(start, this.#text.slice(start, end));
    }
  }

  /**
   * The ranges of the documents: split at lines of `---` before anything is parsed, so that one broken document spoils no other.
   * kube: staging/src/k8s.io/apimachinery/pkg/util/yaml/decoder.go YAMLReader.Read
   */
  *#chunks(): Generator<readonly [number, number]> {
    const text = this.#text;
    let start = text.startsWith('\uFEFF') ? 1 : 0;
    for (const [i, lineStart] of this.#lineStarts.entries()) {
      if (!text.startsWith('---', lineStart)) continue;
      const next = this.#lineStarts[i + 1] ?? text.length;
      const rest = text.slice(lineStart + 3, next).trim();
      if (lineStart > start) yield [start, lineStart];
      start = next;
      if (rest === '' || rest.startsWith('#')) continue;
      const message = `error parsing ${this.#file}: invalid Yaml document separator: ${clip(rest, 80)}`;
      this.#problem(lineStart, message, "on a line of '---' stands nothing but a comment");
    }
    if (start < text.length) yield [start, text.length];
  }

  #readChunk(start: number, chunk: string): void {
    const control = chunk.search(FORBIDDEN_CHARACTERS);
    if (control >= 0) {
      this.#problem(start + control, this.#unreadable('yaml: control characters are not allowed'));
      return;
    }
    const composed = this.#compose(start, chunk);
    if (composed === undefined) return;
    const [document, ...rest] = composed;
    if (document === undefined) return;
    if (this.#reportErrors(start, chunk, document)) return;
    const stray = rest.find((other) => other.contents !== null || other.errors.length > 0);
    if (stray !== undefined) {
      const offset = stray.contents?.range[0] ?? 0;
      this.#warning(start + offset, "kubectl reads nothing after a line of '...'", "begin a new document with '---'");
    }
    const tree = treeOf(document);
    this.#reportRemarks(start, tree);
    if (tree.problems.length > 0 || tree.value === null || tree.value === undefined) return;
    this.values.push({ value: tree.value, position: (steps) => this.#positionAt(start + tree.offsetOf(steps)) });
    this.#addObject(start, tree, tree.value, []);
  }

  /** The documents of a chunk (more than one only after `...`); undefined when it is too deep or too long, which is reported. */
  #compose(start: number, chunk: string): readonly Document.Parsed[] | undefined {
    const parser = new Parser();
    const composer = new Composer({ version: '1.1', customTags: this.#tags, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const tokens: CST.Token[] = [];
    for (const lexeme of new Lexer().lex(chunk)) {
      for (const token of parser.next(lexeme)) tokens.push(token);
      // A field of a mapping takes two places on the stack: the mapping and its value.
      if (parser.stack.length > MOST_DEPTH + 2) {
        const message = `error parsing ${this.#file}: values are nested more than ${MOST_DEPTH} deep`;
        this.#problem(start + parser.offset, message);
        return undefined;
      }
      if (--this.#tokensLeft <= 0) {
        this.#problem(start + parser.offset, `error parsing ${this.#file}: more than ${this.#mostTokens} tokens`);
        return undefined;
      }
    }
    for (const token of parser.end()) tokens.push(token);
    return withoutStacks(() => [...composer.compose(tokens, false, chunk.length)]);
  }

  #reportErrors(start: number, chunk: string, document: Document.Parsed): boolean {
    const lines = new Set<number>();
    const isSequence = chunk.trimStart().startsWith('- ');
    for (const error of document.errors) {
      const words: SyntaxWords = syntaxWords(error, chunk, isSequence);
      const { line } = this.#positionAt(start + error.pos[0]);
      // Several errors on one line are one defect met several times.
      if (lines.has(line)) continue;
      lines.add(line);
      this.#problem(start + Math.min(words.offset, chunk.length), this.#unreadable(yamlSentence(words, chunk)), words.hint);
    }
    return document.errors.length > 0;
  }

  #reportRemarks(start: number, tree: Tree): void {
    for (const { offset, text } of tree.problems)
      this.#problem(start + offset, this.#unreadable(text.startsWith('json:') ? text : `yaml: ${text}`));
    for (const { offset, text, hint } of tree.oddities) this.#warning(start + offset, text, hint);
    const top = tree.duplicates.filter(({ isTop }) => isTop);
    const isTwoObjects = top.some(({ name }) => name === 'apiVersion') && top.some(({ name }) => name === 'kind');
    if (isTwoObjects) this.#reportMissingSeparator(start, top);
    for (const { offset, name, winnerOffset, isTop } of tree.duplicates) {
      if (isTop && isTwoObjects) continue;
      const { line } = this.#positionAt(start + winnerOffset);
      this.#warning(start + offset, `the field ${JSON.stringify(name)} is given twice: only the one on line ${line} counts`);
    }
  }

  /** Two objects in one document are one object to kubectl: of equal fields the last counts. */
  #reportMissingSeparator(start: number, top: readonly Duplicate[]): void {
    const second = Math.min(...top.map(({ winnerOffset }) => winnerOffset));
    const { line } = this.#positionAt(start + second);
    const names = top.map(({ name }) => JSON.stringify(name)).join(', ');
    const message = `two objects are in one document: of ${names} only what stands from line ${line} on counts`;
    this.#warning(start + second, message, `a line of '---' is missing before line ${line}`);
  }

  #addObject(start: number, tree: Tree, value: unknown, steps: readonly Step[]): void {
    const offset = start + tree.offsetOf(steps);
    if (!isMapping(value)) {
      this.#problem(offset, this.#notAnObject('invalid object to validate'), undefined, value);
      return;
    }
    const { kind, items } = value;
    if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
      items.forEach((item: unknown, i) => {
        this.#addObject(start, tree, item, [...steps, 'items', i]);
      });
      return;
    }
    const missing = [...typeProblems(value, 'apiVersion'), ...typeProblems(value, 'kind')];
    if (missing.length > 0) {
      this.#problem(offset, this.#notAnObject(missing.length === 1 ? missing[0]! : `[${missing.join(', ')}]`), typeHint(value), value);
      return;
    }
    const position = (inner: readonly Step[]): Position => this.#positionAt(start + tree.offsetOf([...steps, ...inner]));
    const written = (inner: readonly Step[]): Written | undefined => tree.writtenAt([...steps, ...inner]);
    this.documents.push({ value, file: this.#file, line: this.#positionAt(offset).line, position, written });
  }

  #unreadable(problem: string): string {
    return `error parsing ${this.#file}: error converting YAML to JSON: ${problem}`;
  }

  #notAnObject(problem: string): string {
    const advice = 'if you choose to ignore these errors, turn validation off with --validate=false';
    return `error validating ${JSON.stringify(this.#file)}: error validating data: ${problem}; ${advice}`;
  }

  #problem(offset: number, message: string, hint?: string, stranger?: unknown): void {
    if (this.problems.length > MOST_PROBLEMS) return;
    const isLast = this.problems.length === MOST_PROBLEMS;
    const told = isLast ? `error parsing ${this.#file}: more than ${MOST_PROBLEMS} problems: what follows is not told` : message;
    const remark = this.#remark(offset, told, isLast ? undefined : hint);
    this.problems.push(stranger === undefined || isLast ? remark : { ...remark, stranger });
  }

  #warning(offset: number, message: string, hint?: string): void {
    if (this.warnings.length < MOST_PROBLEMS) this.warnings.push(this.#remark(offset, message, hint));
  }

  #remark(offset: number, message: string, hint: string | undefined): ManifestProblem {
    return { file: this.#file, ...this.#positionAt(offset), message, ...(hint === undefined ? {} : { hint }) };
  }

  #positionAt(offset: number): Position {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.#lineStarts[low]! + 1 };
  }
}

/** Runs with errors that do not record where they were made: a hostile text makes a million of them, and nobody reads their stacks. */
function withoutStacks<T>(run: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return run();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function typeProblems(value: Readonly<Record<string, unknown>>, field: 'apiVersion' | 'kind'): readonly string[] {
  const found = value[field];
  if (found === undefined || found === null || found === '') return [`${field} not set`];
  return typeof found === 'string' ? [] : [`${field} isn't string type`];
}

/** What the author may have written in the place of the apiVersion or of the kind. */
function typeHint(value: Readonly<Record<string, unknown>>): string | undefined {
  const hints = ['apiVersion', 'kind'].flatMap((field) => {
    const found = value[field];
    if (typeof found === 'string' && found !== '') return [];
    if (found !== undefined) return [];
    const isSlip = (name: string): boolean =>
      (name === 'version' && field === 'apiVersion') || nearest(name, ['apiVersion', 'kind', 'metadata']) === field;
    const slip = Object.keys(value).find(isSlip);
    return slip === undefined ? [] : [`"${slip}" is called "${field}"`];
  });
  return hints.length === 0 ? undefined : hints.join(', ');
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
