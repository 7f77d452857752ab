import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../api/errors.ts';

/** As much as a tree of files holds. */
const MOST_FILES = 4000;
const MOST_BYTES = 8 * 1024 * 1024;

/** What is never anybody's manifest. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** The files of a folder and below it, by their paths from there. Links are not followed. Throws a UsageError for a folder that is not there, or holds too much. */
export function readFolder(folder: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let bytes = 0;
  const read = (below: string): void => {
    for (const name of readdirSync(join(folder, below)).sort()) {
      const path = below === '' ? name : `${below}/${name}`;
      const stat = lstatSync(join(folder, path));
      if (stat.isDirectory() && !SKIPPED.has(name)) read(path);
      if (!stat.isFile()) continue;
      bytes += stat.size;
      if (texts.size >= MOST_FILES || bytes > MOST_BYTES)
        throw new UsageError(
          `the folder ${JSON.stringify(folder)} holds more than ${MOST_FILES} files or ${MOST_BYTES / 1024 / 1024} MiB: give one that holds only what the commands need`,
        );
      texts.set(path, readFileSync(join(folder, path), 'utf8'));
    }
  };
  try {
    read('');
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error;
    throw new UsageError(`the folder ${JSON.stringify(folder)} cannot be read: ${error.message}`);
  }
  return texts;
}

/** Writes what has changed back to the folder, and removes what is gone. */
export function writeFolder(folder: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
  for (const [path, text] of after) {
    if (before.get(path) === text) continue;
    refuseLinks(folder, path);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const path of before.keys()) if (!after.has(path)) rmSync(join(folder, path));
}

/** A link may lead out of the folder: nothing is written through one. */
function refuseLinks(folder: string, path: string): void {
  for (let at = path; at !== '.'; at = dirname(at)) {
    if (lstatSync(join(folder, at), { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw new UsageError(`${JSON.stringify(at)} in the folder ${JSON.stringify(folder)} is a link, and nothing is written through links`);
  }
}
