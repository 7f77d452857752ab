import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { importsOf, type Import } from './imports.ts';

/** A text of the repository; its path is relative to the root and has `/` on every system. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A stretch of text with the offset at which it begins. */
export interface Comment {
  readonly offset: number;
  readonly text: string;
}

/** A TypeScript file under `lib` or `steps`, parsed once for all rules; `nodes` are all its nodes in the order in which they begin. */
export interface Source extends TextFile {
  readonly ast: ts.SourceFile;
  readonly nodes: readonly ts.Node[];
  readonly comments: readonly Comment[];
  readonly imports: readonly Import[];
  readonly isTest: boolean;
}

/** What the rules judge: every text of the repository, and those that are our sources. */
export interface Tree {
  readonly files: readonly TextFile[];
  readonly sources: readonly Source[];
}

/** One breach of a rule; line and column count from 1, and the message says what to do instead. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A house rule. Its examples show what it catches, at each `«`, and what it lets pass: at least one of both. */
export interface Rule {
  readonly title: string;
  readonly check: (tree: Tree) => readonly Violation[];
  readonly examples: readonly Example[];
}

/** The texts of a small repository by path, or the text of its only file, `lib/base/example.ts`. */
export type Example = string | Readonly<Record<string, string>>;

const skipped = new Set(['node_modules', 'dist', 'coverage', '.git', '.cache', 'generated']);

/** Every text below the root that people write, by path. What tools put there, links and anything binary are left out. */
export function readTree(root: string): Tree {
  return treeOf(textsBelow(root, ''));
}

function textsBelow(root: string, folder: string): TextFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder + entry.name;
      if (entry.isDirectory()) return textsBelow(root, `${path}/`);
      const text = entry.isFile() ? readFileSync(join(root, path), 'utf8') : undefined;
      return text === undefined || text.includes('\0') ? [] : [{ path, text }];
    });
}

/** The tree of some texts: those that are TypeScript under `lib` or `steps` are parsed. */
export function treeOf(files: readonly TextFile[]): Tree {
  return { files, sources: files.filter(({ path }) => /^(?:lib|steps)\/.*\.ts$/.test(path)).map(parsed) };
}

function parsed({ path, text }: TextFile): Source {
  const ast = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const nodes: ts.Node[] = [];
  const collect = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, collect);
  };
  collect(ast);
  return { path, text, ast, nodes, comments: commentsOf(ast, nodes), imports: importsOf(path, nodes), isTest: path.endsWith('.test.ts') };
}

/** What looks like a comment is one, unless it stands in a string, a template or a regular expression. */
function commentsOf({ text }: ts.SourceFile, nodes: readonly ts.Node[]): Comment[] {
  const literals = nodes.filter(
    (node) => ts.isLiteralExpression(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isTemplateHead(node),
  );
  const comments: Comment[] = [];
  const opening = /\/\/.*|\/\*[^]*?\*\//g;
  let next = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    while (next < literals.length && literals[next]!.end <= match.index) next++;
    const literal = literals[next];
    if (literal !== undefined && literal.getStart() <= match.index) opening.lastIndex = literal.end;
    else comments.push({ offset: match.index, text: match[0] });
  }
  return comments;
}

/** A violation at an offset of a text. */
export function violationAt({ path, text }: TextFile, offset: number, message: string): Violation {
  const before = text.slice(0, offset);
  return { file: path, line: before.split('\n').length, column: offset - before.lastIndexOf('\n'), message };
}

/** Where a violation is, as editors and terminals understand it. */
export function placeOf({ file, line, column }: Violation): string {
  return `${file}:${line}:${column}`;
}

/** A check that looks at one source at a time, and in it at one node at a time; `judge` says what is wrong with the node, if anything. */
export function eachNode(
  applies: (source: Source) => boolean,
  judge: (node: ts.Node, source: Source) => string | undefined,
): Rule['check'] {
  return ({ sources }) =>
    sources.filter(applies).flatMap((source) =>
      source.nodes.flatMap((node) => {
        const message = judge(node, source);
        return message === undefined ? [] : [violationAt(source, node.getStart(source.ast), message)];
      }),
    );
}

const mark = '«';

/** The tree of an example without its marks, and the places where they stood as `file:line:column`. */
export function unmarked(example: Example): { readonly tree: Tree; readonly places: readonly string[] } {
  const files = Object.entries(typeof example === 'string' ? { 'lib/base/example.ts': example } : example);
  const clean = files.map(([path, marked]) => ({ path, text: marked.replaceAll(mark, '') }));
  const places = files.flatMap(([, marked], index) => {
    const parts = marked.split(mark).slice(0, -1);
    return parts.map((_, last) => placeOf(violationAt(clean[index]!, parts.slice(0, last + 1).join('').length, '')));
  });
  return { tree: treeOf(clean), places };
}
