import type { FileNode, Files } from './files.ts';

const directory: FileNode = { kind: 'directory' };

/** A tree whose root is an empty directory. */
export const EMPTY_TREE: Files = { nodes: new Map([['/', directory]]), size: 0 };

/** A tree that is nothing but one file. */
export function fileTree(content: string): Files {
  return { nodes: new Map([['/', { kind: 'file', content }]]), size: content.length };
}

/** Whether a resolved path is a place or lies below it. */
function isWithin(path: string, place: string): boolean {
  return place === '/' || path === place || path.startsWith(`${place}/`);
}

/** What lies at a resolved path and below, as a tree of its own; undefined when there is nothing. What lies at and below the paths `without` is left out. */
export function subtreeOf(files: Files, place: string, without: readonly string[] = []): Files | undefined {
  if (!files.nodes.has(place)) return undefined;
  const nodes = new Map<string, FileNode>();
  let size = 0;
  for (const [path, node] of files.nodes) {
    if (!isWithin(path, place) || without.some((other) => isWithin(path, other))) continue;
    nodes.set(place === '/' ? path : path.slice(place.length) || '/', node);
    size += lengthOf(node);
  }
  return { nodes, size };
}

/** The tree with another one in the place of whatever lay at a resolved path and below; directories above it are made. */
export function withSubtree(files: Files, place: string, tree: Files, readOnly = false): Files {
  const nodes = new Map<string, FileNode>();
  let size = 0;
  const add = (path: string, node: FileNode): void => {
    nodes.set(path, node);
    size += lengthOf(node);
  };
  for (const [path, node] of files.nodes) if (!isWithin(path, place)) add(path, node);
  for (let at = place.indexOf('/', 1); at > 0; at = place.indexOf('/', at + 1)) {
    const above = place.slice(0, at);
    const old = nodes.get(above);
    if (old?.kind === 'directory') continue;
    size -= lengthOf(old);
    nodes.set(above, directory);
  }
  for (const [path, node] of tree.nodes) {
    const target = path === '/' ? place : place === '/' ? path : place + path;
    add(target, readOnly && node.readOnly !== true ? { ...node, readOnly } : node);
  }
  return { nodes, size };
}

/** Whether two trees hold the same, whoever may write to it. */
export function sameTree(a: Files, b: Files): boolean {
  if (a === b || a.nodes === b.nodes) return true;
  if (a.size !== b.size || a.nodes.size !== b.nodes.size) return false;
  for (const [path, node] of a.nodes) {
    const other = b.nodes.get(path);
    if (node !== other && !sameNode(node, other)) return false;
  }
  return true;
}

function sameNode(node: FileNode, other: FileNode | undefined): boolean {
  if (node.kind === 'directory' || other?.kind !== 'file') return node.kind === other?.kind;
  return node.content === other.content && (node.executable ?? false) === (other.executable ?? false);
}

function lengthOf(node: FileNode | undefined): number {
  return node?.kind === 'file' ? node.content.length : 0;
}
