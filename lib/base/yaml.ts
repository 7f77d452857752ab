import { Composer, Lexer, Parser, type CST, type Document, type ScalarTag, type Tags } from 'yaml';
import { byteLength } from './name-rules.ts';
import { syntaxWords, yamlSentence, type ManifestProblem, type SyntaxWords } from './yaml-problems.ts';
import { treeOf, type Step, type Tree } from './yaml-tree.ts';

export type { ManifestProblem, Step };

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
export const MOST_DOCUMENTS = 10_000;
export const MOST_DEPTH = 100;
const MOST_TOKENS = 1_000_000;
const MOST_PROBLEMS = 100;
// All control characters but tab and line breaks; the category also holds a few above ASCII, of which YAML allows only one.
const FORBIDDEN_CHARACTERS = /[^\P{Cc}\t\n\r\x85]/u;

/**
 * Reads a manifest as kubectl does: YAML 1.1 without dates, documents separated by lines of `---`, lists flattened, the last of two
 * equal keys winning. Reports every problem of every document with its place; a document with problems is left out.
 */
export function readManifest(text: string, file: string): Manifest {
  if (text.length > MOST_MANIFEST_BYTES || byteLength(text) > MOST_MANIFEST_BYTES) {
    const size = `${(byteLength(text) / 1024 / 1024).toFixed(1)} MiB`;
    const message = `error parsing ${file}: the file has ${size}, more than the ${MOST_MANIFEST_BYTES / 1024 / 1024} MiB that are read`;
    return { documents: [], problems: [{ file, line: 1, column: 1, message }], warnings: [] };
  }
  const reader = new ManifestReader(text, file);
  reader.read();
  const { documents, problems, warnings } = reader;
  return { documents, problems, warnings };
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
  const reader = new ManifestReader(text.slice(0, MOST_MANIFEST_BYTES), file);
  reader.read();
  const [first] = reader.values;
  return {
    value: first?.value,
    position: first?.position ?? (() => ({ line: 1, column: 1 })),
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
  #tokensLeft = MOST_TOKENS;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
    this.#lineStarts = lineStartsOf(text);
  }

  read(): void {
    let count = 0;
    for (const [start, end] of chunksOf(this.#text, this.#lineStarts)) {
      if (++count > MOST_DOCUMENTS) {
        this.#problem(start, `error parsing ${this.#file}: more than ${MOST_DOCUMENTS} documents`);
        return;
      }
      if (this.#tokensLeft <= 0 || this.problems.length >= MOST_PROBLEMS) return;
      this.#readChunk(start, this.#text.slice(start, end));
    }
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
    const composer = new Composer({ version: '1.1', customTags: kubectlTags, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
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
        this.#problem(start + parser.offset, `error parsing ${this.#file}: more than ${MOST_TOKENS} tokens`);
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
    for (const { offset, text, winnerOffset } of tree.warnings) {
      const { line } = this.#positionAt(start + winnerOffset);
      this.#warning(start + offset, `the field ${JSON.stringify(text)} is given twice: only the one on line ${line} counts`);
    }
  }

  #addObject(start: number, tree: Tree, value: unknown, steps: readonly Step[]): void {
    const offset = start + tree.offsetOf(steps);
    if (!isMapping(value)) {
      this.#problem(offset, this.#notAnObject('invalid object to validate'));
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
      this.#problem(offset, this.#notAnObject(missing.length === 1 ? missing[0]! : `[${missing.join(', ')}]`));
      return;
    }
    const position = (inner: readonly Step[]): Position => this.#positionAt(start + tree.offsetOf([...steps, ...inner]));
    this.documents.push({ value, file: this.#file, line: this.#positionAt(offset).line, position });
  }

  #unreadable(problem: string): string {
    return `error parsing ${this.#file}: error converting YAML to JSON: ${problem}`;
  }

  #notAnObject(problem: string): string {
    const advice = 'if you choose to ignore these errors, turn validation off with --validate=false';
    return `error validating ${JSON.stringify(this.#file)}: error validating data: ${problem}; ${advice}`;
  }

  #problem(offset: number, message: string, hint?: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(this.#remark(offset, message, hint));
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

/** YAML 1.1 as Go's reader resolves it: no dates, no numbers in base 60, octals also as 0o17. */
function kubectlTags(tags: Tags): Tags {
  const goOctal: ScalarTag = {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^[-+]?0o[0-7_]+$/,
    resolve: (text) => (text.startsWith('-') ? -1 : 1) * Number.parseInt(text.replace(/^[-+]?0o/, '').replaceAll('_', ''), 8),
  };
  const kept = tags.filter((tag) => typeof tag === 'string' || !('format' in tag && tag.format === 'TIME'));
  return [goOctal, ...kept.filter((tag) => typeof tag === 'string' || !tag.tag.includes('timestamp'))];
}

function typeProblems(value: Readonly<Record<string, unknown>>, field: 'apiVersion' | 'kind'): readonly string[] {
  const found = value[field];
  if (found === undefined || found === null || found === '') return [`${field} not set`];
  return typeof found === 'string' ? [] : [`${field} isn't string type`];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/**
 * The ranges of the documents: split at lines of `---` before anything is parsed, so that one broken document spoils no other.
 * kube: apimachinery/pkg/util/yaml/decoder.go YAMLReader.Read
 */
function* chunksOf(text: string, lineStarts: readonly number[]): Generator<readonly [number, number]> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (const [i, lineStart] of lineStarts.entries()) {
    const next = lineStarts[i + 1] ?? text.length;
    if (!text.startsWith('---', lineStart)) continue;
    const isSeparator = /^---[ \t]*(?:#.*)?\r?\n?$/.test(text.slice(lineStart, next));
    const isInline = /^---[ \t]/.test(text.slice(lineStart, lineStart + 4));
    if (!isSeparator && !isInline) continue;
    if (lineStart > start) yield [start, lineStart];
    start = isSeparator && lineStart > start ? next : lineStart;
  }
  if (start < text.length) yield [start, text.length];
}
