import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../api/errors.ts';
import { didYouMean } from '../base/suggest.ts';

/** A file to be checked, by the path it is called in messages. */
export interface ManifestPath {
  readonly file: string;
  readonly path: string;
  /** Whether it was named by itself, and not met in a folder. */
  readonly isNamed: boolean;
}

/** What stands for standard input among paths, and what it is called in messages. */
export const STDIN = '-';
const STDIN_NAME = 'stdin';

const MANIFEST = /\.(?:ya?ml|json)$/;
// How npm and TypeScript are set up is written in JSON as well.
const NO_MANIFEST = /^(?:package(?:-lock)?|tsconfig.*)\.json$/;

/**
 * The manifests among the given files and folders, each once, in the order of their paths; folders with all that is below them but hidden folders,
 * node_modules and links that lead out of the folder. Throws a UsageError that names every path that does not exist.
 */
export function findManifests(cwd: string, paths: readonly string[]): readonly ManifestPath[] {
  const found = new Map<string, ManifestPath>();
  const missing: string[] = [];
  for (const path of paths) {
    const place = path === STDIN ? STDIN : resolve(cwd, path);
    const stat = path === STDIN ? undefined : statSync(place, { throwIfNoEntry: false });
    if (path === STDIN) found.set(STDIN, { file: STDIN_NAME, path: STDIN, isNamed: true });
    else if (stat === undefined) missing.push(notThere(cwd, path));
    else if (stat.isDirectory()) for (const each of manifestsUnder(place)) addOnce(found, cwd, each, false);
    else addOnce(found, cwd, place, true);
  }
  if (missing.length > 0) throw new UsageError(missing.join('\n'));
  return [...found.values()];
}

/** The text of a file. Throws a UsageError when it cannot be read. */
export function readText(path: string): string {
  try {
    return path === STDIN ? readFileSync(0, 'utf8') : readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function addOnce(found: Map<string, ManifestPath>, cwd: string, path: string, isNamed: boolean): void {
  const file = relative(cwd, path).split(sep).join('/');
  if (!found.has(path) || isNamed) found.set(path, { file: file === '' ? path : file, path, isNamed });
}

function notThere(cwd: string, path: string): string {
  const folder = resolve(cwd, path, '..');
  const siblings = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
  return `the path ${JSON.stringify(path)} does not exist.${didYouMean(path.slice(path.lastIndexOf('/') + 1), siblings)}`;
}

function manifestsUnder(folder: string): readonly string[] {
  const root = realpathSync(folder);
  const files: string[] = [];
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const name of readdirSync(at)) {
      if (name === 'node_modules' || name.startsWith('.')) continue;
      const place = join(at, name);
      const stat = lstatSync(place);
      if (stat.isDirectory()) waiting.push(place);
      else if (MANIFEST.test(name) && !NO_MANIFEST.test(name) && (stat.isFile() || (stat.isSymbolicLink() && leadsInside(place, root))))
        files.push(place);
      else if (name === 'Kustomization' && stat.isFile()) files.push(place);
    }
  }
  return files.sort();
}

/** A linked file counts when it lies in the folder; a linked folder is never entered, so that a loop of links ends. */
function leadsInside(link: string, root: string): boolean {
  const stat = statSync(link, { throwIfNoEntry: false });
  return stat?.isFile() === true && realpathSync(link).startsWith(root + sep);
}
