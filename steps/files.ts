import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { UsageError } from '../lib/api/errors.ts';
import { didYouMean } from '../lib/base/suggest.ts';

/** A manifest's text and the name it goes by in messages. */
export interface ManifestFile {
  readonly file: string;
  readonly text: string;
}

/** Bigger files are not read: nobody writes such a manifest by hand. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The file, looked for beside the feature and then in the working directory. Throws a UsageError that says where it looked. */
export function readManifestFile(path: string, featureFolder: string): ManifestFile {
  const found = find(path, featureFolder);
  if (statSync(found).isDirectory())
    throw new UsageError(`${JSON.stringify(path)} is a folder; say: the manifests ${JSON.stringify(path)}`);
  return read(found);
}

/** A file as readManifestFile finds it; one outside the working directory is refused, however its path gets there. */
export function readProjectFile(path: string, featureFolder: string): ManifestFile {
  const inside = relative(realpathSync('.'), realpathSync(find(path, featureFolder)));
  if (inside.startsWith('..') || isAbsolute(inside)) throw new UsageError(`the path ${JSON.stringify(path)} leads out of the project`);
  return readManifestFile(path, featureFolder);
}

/** All manifests of a folder, in the order of their names; a file is taken as it is. Several paths are separated by commas. */
export function readManifestFiles(paths: string, featureFolder: string): readonly ManifestFile[] {
  return paths.split(',').flatMap((path) => readManifestPath(path.trim(), featureFolder));
}

function readManifestPath(path: string, featureFolder: string): readonly ManifestFile[] {
  const found = find(path, featureFolder);
  if (!statSync(found).isDirectory()) return [read(found)];
  const names = readdirSync(found).filter((name) => /\.(ya?ml|json)$/.test(name));
  if (names.length === 0) throw new UsageError(`the folder ${JSON.stringify(path)} has no files that end in .yaml, .yml or .json`);
  return names.sort().map((name) => read(join(found, name)));
}

function find(path: string, featureFolder: string): string {
  const places = [...new Set([resolve(featureFolder, path), resolve(path)])];
  const found = places.find((place) => statSync(place, { throwIfNoEntry: false }) !== undefined);
  if (found !== undefined) return found;
  const hint =
    places.map((place) => didYouMean(place.slice(place.lastIndexOf('/') + 1), neighbours(place))).find((text) => text !== '') ?? '';
  throw new UsageError(`the path ${JSON.stringify(path)} does not exist: looked for ${places.map(shown).join(' and ')}.${hint}`);
}

function neighbours(place: string): readonly string[] {
  const folder = resolve(place, '..');
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}

function read(place: string): ManifestFile {
  const { size } = statSync(place);
  if (size > MOST_BYTES) throw new UsageError(`${shown(place)} has ${Math.round(size / 1024 / 1024)} MiB: too much for a manifest`);
  return { file: shown(place), text: readFileSync(place, 'utf8') };
}

/** Paths are shown from the working directory. */
function shown(place: string): string {
  const path = relative('.', place);
  return path === '' ? '.' : path;
}
