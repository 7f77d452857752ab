import { isMapping } from '../base/merge.ts';
import { readYaml } from '../base/yaml.ts';

/** Why a file is passed over, and which other files with it. */
export interface Skip {
  readonly reason: string;
  /** Paths of files that are no manifests either, and of folders, which end in a slash. */
  readonly others: readonly string[];
}

const TEMPLATE = 'a Helm template: `helm template CHART | gherkube check -` checks what it makes';
const CHART = 'a Helm chart: `helm template CHART | gherkube check -` checks what it makes';
const KUSTOMIZATION = 'a kustomization: `kubectl kustomize FOLDER | gherkube check -` checks what it makes';

/** A file that is known by its name to be no manifest but what manifests are made of; undefined for any other. */
export function sourceOfManifests(file: string, text: string): Skip | undefined {
  const [, folder = '', name = file] = /^(.*\/)?([^/]*)$/s.exec(file) ?? [];
  if (name === 'Chart.yaml')
    return { reason: CHART, others: ['templates/', 'charts/', 'crds/', 'values.yaml'].map((other) => folder + other) };
  const isKustomization = /^kustomization\.ya?ml$|^Kustomization$/.test(name) || /^kind:\s*["']?Kustomization["']?\s*$/m.test(text);
  return isKustomization ? { reason: KUSTOMIZATION, others: filesNamedIn(text, folder) } : undefined;
}

/** A file that cannot be read as YAML and is full of braces is a template. */
export function templateSkip(text: string): Skip | undefined {
  return /\{\{[-\s]*[^\s{}]/.test(text) ? { reason: TEMPLATE, others: [] } : undefined;
}

/** Patches and the like: the parts of a kustomization that are no objects of their own. */
function filesNamedIn(text: string, folder: string): readonly string[] {
  const { value } = readYaml(text, 'kustomization');
  if (!isMapping(value)) return [];
  const paths: string[] = [];
  for (const field of [
    'patches',
    'patchesStrategicMerge',
    'patchesJson6902',
    'replacements',
    'transformers',
    'configurations',
    'generators',
  ])
    paths.push(
      ...listOf(value[field])
        .map((entry) => (isMapping(entry) ? entry['path'] : entry))
        .filter(isText),
    );
  for (const field of ['configMapGenerator', 'secretGenerator'])
    for (const entry of listOf(value[field])) if (isMapping(entry)) paths.push(...listOf(entry['files']).filter(isText).map(afterName));
  return paths.filter((path) => /^[^\n]+$/.test(path)).map((path) => resolved(folder, path));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function afterName(entry: string): string {
  return entry.slice(entry.indexOf('=') + 1);
}

function resolved(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}${path}`.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
