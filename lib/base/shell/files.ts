/** What lies at a path; `readOnly` nodes (a mounted ConfigMap) cannot be changed by commands. */
export type FileNode =
  | { readonly kind: 'directory'; readonly readOnly?: boolean }
  | { readonly kind: 'file'; readonly content: string; readonly executable?: boolean; readonly readOnly?: boolean };

/** A file tree as an immutable value: every change makes a new one. Paths are absolute and normalised. */
export interface Files {
  readonly nodes: ReadonlyMap<string, FileNode>;
  /** Characters in all files together. */
  readonly size: number;
}

/** Why a file operation failed, as errno names it. */
export type FileProblem = 'ENOENT' | 'ENOTDIR' | 'EISDIR' | 'EEXIST' | 'ENOSPC' | 'ENOTEMPTY' | 'EROFS';

/** Most files and directories in one tree. */
const maxFiles = 4096;
/** Most characters in all files of one tree; a write beyond it fails with ENOSPC. */
const maxFileCharacters = 8 * 1024 * 1024;
const maxPathLength = 4096;

const sentences: Readonly<Record<FileProblem, string>> = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EEXIST: 'File exists',
  ENOSPC: 'No space left on device',
  ENOTEMPTY: 'Directory not empty',
  EROFS: 'Read-only file system',
};

/** The sentence of the C library for a problem. */
export function sentenceOf(problem: FileProblem): string {
  return sentences[problem];
}

const directory: FileNode = { kind: 'directory' };

/** The tree with only a root. */
const emptyFiles: Files = { nodes: new Map([['/', directory]]), size: 0 };

/** A tree with the usual top directories and the given files (path to content); missing parent directories are made. */
export function filesOf(entries: Iterable<readonly [string, string]> = []): Files {
  let files = emptyFiles;
  for (const path of ['/bin', '/dev', '/etc', '/home', '/proc', '/root', '/run', '/tmp', '/usr', '/var', '/var/log']) {
    files = withNode(files, path, directory);
  }
  for (const [path, content] of entries) files = placeNode(files, path, { kind: 'file', content });
  return files;
}

/** Puts a node at a path whatever was there, making parent directories; for setting a tree up, not for commands. */
export function placeNode(files: Files, path: string, node: FileNode): Files {
  const clean = resolvePath('/', path);
  let result = files;
  for (let at = clean.indexOf('/', 1); at > 0; at = clean.indexOf('/', at + 1)) {
    const parent = clean.slice(0, at);
    if (result.nodes.get(parent)?.kind !== 'directory') result = withNode(result, parent, directory);
  }
  return withNode(result, clean, node);
}

/** A path as written, made absolute against `cwd` and freed of `.`, `..` and double slashes. */
export function resolvePath(cwd: string, path: string): string {
  const names: string[] = [];
  for (const name of (path.startsWith('/') ? path : `${cwd}/${path}`).slice(0, maxPathLength).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return '/' + names.join('/');
}

/** The node at a resolved path, or undefined. */
export function findNode(files: Files, path: string): FileNode | undefined {
  return files.nodes.get(path);
}

/** The content of a file, or why it cannot be read (as a `{problem}`). */
export function readFile(files: Files, path: string): string | { readonly problem: FileProblem } {
  const node = files.nodes.get(path);
  if (node === undefined) return { problem: 'ENOENT' };
  return node.kind === 'file' ? node.content : { problem: 'EISDIR' };
}

/** Replaces or (with `append`) lengthens a file, making it if its directory exists. */
export function writeFile(files: Files, path: string, text: string, append: boolean): Files | FileProblem {
  const node = files.nodes.get(path);
  if (node?.kind === 'directory') return 'EISDIR';
  const refused = node === undefined ? parentProblem(files, path) : node.readOnly === true ? 'EROFS' : undefined;
  if (refused !== undefined) return refused;
  const content = append ? (node?.content ?? '') + text : text;
  if (node?.content === content) return files;
  if (files.size + content.length - (node?.content.length ?? 0) > maxFileCharacters) return 'ENOSPC';
  if (node === undefined && files.nodes.size >= maxFiles) return 'ENOSPC';
  return withNode(files, path, { ...node, kind: 'file', content });
}

/** Makes a directory; with `parents` missing ones too and an existing one is no problem. */
export function makeDirectory(files: Files, path: string, parents: boolean): Files | FileProblem {
  const node = files.nodes.get(path);
  if (node !== undefined) return parents && node.kind === 'directory' ? files : 'EEXIST';
  let result = files;
  if (parents && path !== '/') {
    const above = makeDirectory(files, parentOf(path), true);
    if (typeof above === 'string') return above === 'EEXIST' ? 'ENOTDIR' : above;
    result = above;
  }
  const refused = parentProblem(result, path);
  if (refused !== undefined) return refused;
  return result.nodes.size >= maxFiles ? 'ENOSPC' : withNode(result, path, directory);
}

/** The path of an open file that nobody uses yet, counted down as bash counts. */
export function freePath(files: Files): string {
  let number = 63;
  while (files.nodes.has(`/dev/fd/${number}`)) number--;
  return `/dev/fd/${number}`;
}

/** The tree with a file that lies in no directory: what `<( )` printed. */
export function withLooseFile(files: Files, path: string, content: string): Files {
  return withNode(files, path, { kind: 'file', content });
}

/** The tree without such files. */
export function withoutLooseFiles(files: Files, paths: readonly string[]): Files {
  const nodes = new Map(files.nodes);
  let { size } = files;
  for (const path of paths) {
    const node = nodes.get(path);
    if (node?.kind === 'file') size -= node.content.length;
    nodes.delete(path);
  }
  return { nodes, size };
}

/** Removes a file, or with `recursive` a whole directory. An empty directory needs `recursive` or `emptyDirectory`. */
export function removeNode(
  files: Files,
  path: string,
  how: { readonly recursive?: boolean; readonly emptyDirectory?: boolean } = {},
): Files | FileProblem {
  const node = files.nodes.get(path);
  if (node === undefined) return 'ENOENT';
  if (node.readOnly === true || files.nodes.get(parentOf(path))?.readOnly === true) return 'EROFS';
  if (node.kind === 'directory' && how.recursive !== true) {
    if (how.emptyDirectory !== true) return 'EISDIR';
    if (listNames(files, path).length > 0) return 'ENOTEMPTY';
  }
  const nodes = new Map<string, FileNode>();
  let size = 0;
  for (const [name, kept] of files.nodes) {
    if (name === path || name.startsWith(path + '/')) continue;
    nodes.set(name, kept);
    size += kept.kind === 'file' ? kept.content.length : 0;
  }
  return { nodes, size };
}

/** The names directly in a directory, sorted by code unit; empty when it is none. */
export function listNames(files: Files, path: string): readonly string[] {
  let listing = listings.get(files.nodes);
  if (listing === undefined) listings.set(files.nodes, (listing = listingOf(files)));
  return listing.get(path) ?? [];
}

/** What lies in the directories of a tree: a tree never changes, so it is found out once. */
const listings = new WeakMap<Files['nodes'], ReadonlyMap<string, readonly string[]>>();

function listingOf({ nodes }: Files): ReadonlyMap<string, readonly string[]> {
  const listing = new Map<string, string[]>();
  for (const path of nodes.keys()) {
    if (path === '/') continue;
    const folder = parentOf(path);
    const names = listing.get(folder);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (names === undefined) listing.set(folder, [name]);
    else names.push(name);
  }
  for (const names of listing.values()) names.sort();
  return listing;
}

/** The directory a path lies in. */
function parentOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at <= 0 ? '/' : path.slice(0, at);
}

function parentProblem(files: Files, path: string): FileProblem | undefined {
  const parent = files.nodes.get(parentOf(path));
  if (parent === undefined) return 'ENOENT';
  if (parent.kind !== 'directory') return 'ENOTDIR';
  return parent.readOnly === true ? 'EROFS' : undefined;
}

function withNode(files: Files, path: string, node: FileNode): Files {
  const old = files.nodes.get(path);
  const nodes = new Map(files.nodes).set(path, node);
  const lengthOf = (some: FileNode | undefined): number => (some?.kind === 'file' ? some.content.length : 0);
  return { nodes, size: files.size + lengthOf(node) - lengthOf(old) };
}
