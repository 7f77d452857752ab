import { findNode, readFile, resolvePath, type Files } from '../../base/shell/files.ts';
import { KustomizeError, Refusal } from './kustomize-error.ts';

/** Where the files of one kustomization are looked for. kube: sigs.k8s.io/kustomize/api/internal/loader/fileloader.go */
export interface Loader {
  readonly files: Files;
  /** The folder of the kustomization. */
  readonly root: string;
  /** The folders of the kustomizations that led here, its own the last. */
  readonly visited: readonly string[];
  /** Whether files may lie outside the folder. */
  readonly readsAnywhere: boolean;
}

/** The text of a file in or below the folder, or anywhere if that is allowed. Throws a KustomizeError for any other. */
export function loadText({ files, root, readsAnywhere }: Loader, path: string): string {
  refuseRemote(path);
  const found = resolvePath(root, path);
  const node = findNode(files, found);
  if (node === undefined) throw new KustomizeError(missing(files, found));
  if (node.kind === 'directory') throw new KustomizeError(`'${found}' must resolve to a file`);
  if (!readsAnywhere && !isWithin(root, found)) throw new KustomizeError(`security; file '${found}' is not in or below '${root}'`);
  return readFile(files, found) as string;
}

/** A loader for another folder. Throws a KustomizeError for one that is not there, or leads back to where one comes from. */
export function loaderAt(loader: Loader, path: string): Loader {
  if (path === '') throw new KustomizeError('new root cannot be empty');
  const found = folderAt(loader.files, resolvePath(loader.root, path), `'${resolvePath(loader.root, path)}'`);
  const again = loader.visited.find((folder) => isWithin(found, folder));
  if (again !== undefined) throw new KustomizeError(`cycle detected: candidate root '${found}' contains visited root '${again}'`);
  return { ...loader, root: found, visited: [...loader.visited, found] };
}

/** A loader for the folder that a person names. Throws a KustomizeError for one that is not there. */
export function firstLoader(files: Files, cwd: string, path: string, readsAnywhere: boolean): Loader {
  refuseRemote(path);
  const root = folderAt(files, resolvePath(cwd, path), `'${path}'`, path);
  return { files, root, visited: [root], readsAnywhere };
}

function folderAt(files: Files, path: string, named: string, asGiven = path): string {
  const node = findNode(files, path);
  if (node === undefined) throw new KustomizeError(`must build at directory: not a valid directory: ${missing(files, path, asGiven)}`);
  if (node.kind === 'file') throw new KustomizeError(`must build at directory: ${named}: file is not directory`);
  return path;
}

function missing(files: Files, path: string, asGiven = path): string {
  const steps = path.split('/').slice(1);
  const first = steps.map((_, i) => `/${steps.slice(0, i + 1).join('/')}`).find((folder) => findNode(files, folder) === undefined);
  return `evalsymlink failure on '${asGiven}' : lstat ${first ?? path}: no such file or directory`;
}

function refuseRemote(path: string): void {
  if (/^[a-z][a-z0-9+.-]*:\/\/|^(?:git@|git::|github\.com[/:])/i.test(path))
    throw new Refusal(`the remote resource ${JSON.stringify(path)} is not supported here: there is no network, save it as a file`);
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`);
}
