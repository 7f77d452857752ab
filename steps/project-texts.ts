import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** What commands may be given: manifests, and what ConfigMaps are made of. */
const TEXTS = /\.(?:ya?ml|json|env|conf|properties|txt|sh|html)$/;
/** What is made by machines, or for them. */
const SKIPPED = /^(?:\..*|node_modules|dist|coverage|reports)$/;
const MOST_FILES = 1000;
const MOST_BYTES = 2 * 1024 * 1024;
const MOST_LEVELS = 8;

const known = new Map<string, Readonly<Record<string, string>>>();

/** The texts of the project by their paths, and those beside the feature by their names, too; as many as a person has. Links are not followed. */
export function projectTexts(featureFolder: string): Readonly<Record<string, string>> {
  const folder = resolve(featureFolder);
  const found = known.get(folder) ?? { ...textsBelow(folder), ...textsBelow(resolve('.')) };
  known.set(folder, found);
  return found;
}

function textsBelow(root: string): Readonly<Record<string, string>> {
  const texts: [string, string][] = [];
  let bytes = 0;
  const read = (folder: string, level: number): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      const stat = lstatSync(path);
      if (stat.isDirectory() && level < MOST_LEVELS && !SKIPPED.test(name)) read(path, level + 1);
      if (!stat.isFile() || !TEXTS.test(name) || texts.length >= MOST_FILES || bytes + stat.size > MOST_BYTES) continue;
      bytes += stat.size;
      texts.push([relative(root, path), readFileSync(path, 'utf8')]);
    }
  };
  read(root, 0);
  return Object.fromEntries(texts);
}
