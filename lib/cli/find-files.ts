import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../api/errors.ts';
import { didYouMean } from '../base/suggest.ts';

/** The features of a run, as paths relative to the project's folder. */
export interface FoundFeatures {
  /** In the order they run. */
  readonly files: readonly string[];
  /** `file:12`, for those of which only some lines were asked for. */
  readonly lines: readonly string[];
}

const featureName = /\.feature(?:\.md)?$/;
const stepName = /^(?!.*\.(?:d|test|spec)\.[cm]?ts$)(?!.*\.(?:test|spec)\.[cm]?js$).*\.[cm]?[jt]s$/;

/**
 * The feature files among the given files, folders and `file.feature:12`; by default those of the folder `features`.
 * Throws UsageError, naming every path that does not exist, is no feature or cannot be read.
 */
export function findFeatures(cwd: string, paths: readonly string[]): FoundFeatures {
  const files = new Set<string>();
  const lines: string[] = [];
  const problems: string[] = [];
  for (const path of paths.length > 0 ? paths : ['features']) {
    const [, place = path, suffix = ''] = /^(.*?)((?::\d+)*)$/s.exec(path) ?? [];
    const problem = problemOf(cwd, place, suffix !== '');
    if (problem !== undefined) {
      // Without a folder `features` there is simply nothing to run, which the run says by itself.
      if (paths.length > 0) problems.push(problem);
      continue;
    }
    for (const file of filesUnder(resolve(cwd, place), featureName)) {
      const name = relative(cwd, file);
      files.add(name);
      if (suffix !== '') lines.push(name + suffix);
    }
  }
  for (const file of files) if (!isReadable(resolve(cwd, file))) problems.push(`${file} cannot be read`);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return { files: [...files].sort(), lines };
}

/** Step files by convention: everything under `features`, `steps` and `step_definitions`, or of those folders that are named. */
export function findStepFiles(cwd: string, folders: readonly string[] = ['features', 'steps', 'step_definitions']): string[] {
  return folders.flatMap((folder) => (kindOf(join(cwd, folder)) === 'folder' ? filesUnder(join(cwd, folder), stepName) : []));
}

/** The step files among the given files and folders. Throws UsageError, naming every path that does not exist. */
export function stepFilesAt(cwd: string, paths: readonly string[]): string[] {
  const missing = paths.filter((path) => kindOf(resolve(cwd, path)) === undefined);
  if (missing.length > 0) throw new UsageError(missing.map((path) => notThere(cwd, path)).join('\n'));
  return [...new Set(paths.flatMap((path) => filesUnder(resolve(cwd, path), stepName)))];
}

function problemOf(cwd: string, path: string, hasLines: boolean): string | undefined {
  const kind = kindOf(resolve(cwd, path));
  if (kind === undefined) return notThere(cwd, path);
  if (kind === 'folder') return hasLines ? `${path} is a folder, and only a file has lines` : undefined;
  return featureName.test(path) ? undefined : `${path} is not a feature file: its name would end in .feature`;
}

function notThere(cwd: string, path: string): string {
  const absolute = resolve(cwd, path);
  const folder = dirname(absolute);
  const siblings = kindOf(folder) === 'folder' ? readdirSync(folder) : [];
  return `${path} does not exist.${didYouMean(basename(absolute), siblings)}`;
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : found.isDirectory() ? 'folder' : 'file';
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Absolute paths, sorted. Linked folders are not entered, so that a loop of links ends. */
function filesUnder(path: string, name: RegExp): string[] {
  if (kindOf(path) === 'file') return [path];
  const entries = readdirSync(path, { withFileTypes: true }).filter(
    (entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  return entries
    .flatMap((entry) => {
      const place = join(path, entry.name);
      if (entry.isDirectory()) return filesUnder(place, name);
      return name.test(entry.name) && kindOf(place) === 'file' ? [place] : [];
    })
    .sort();
}
