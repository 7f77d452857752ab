import { isMapping } from '../../base/merge.ts';
import { readDocuments } from '../../base/yaml.ts';
import type { Fields } from '../../api/object.ts';
import { KustomizeError } from './kustomize-error.ts';

/** A text that is no YAML. */
export class MalformedYaml extends KustomizeError {}

/** The values that stand in a text. Throws a MalformedYaml for what is no YAML. */
export function readValues(text: string, path: string): readonly unknown[] {
  const { values, problems } = readDocuments(text, path);
  const [problem] = problems;
  if (problem === undefined) return values;
  const reason = problem.message.replace(/^error parsing .*?: (?:error converting YAML to JSON: )?/, '');
  throw new MalformedYaml(`MalformedYAMLError: ${reason} in File: ${path}`);
}

/** The objects that stand in a text, those of lists one by one after the others. Throws a KustomizeError for what is no object. kube: sigs.k8s.io/kustomize/api/resource/factory.go RNodesFromBytes */
export function readObjects(text: string, path: string): readonly Fields[] {
  const waiting = readValues(text, path).filter(isSomething);
  const objects: Fields[] = [];
  for (const value of waiting) {
    checkMetadata(value);
    if (!isMapping(value)) continue;
    if (typeof value['kind'] !== 'string' || !value['kind'].endsWith('List')) objects.push(value);
    else waiting.push(...itemsOf(value).filter(isSomething));
  }
  return objects;
}

function itemsOf({ kind, items }: Fields): readonly unknown[] {
  if (items === undefined || items === null) return [];
  if (!Array.isArray(items))
    throw new KustomizeError(
      `expected array in ${String(kind)}/items, but found ${isMapping(items) ? 'map[string]interface {}' : typeof items}`,
    );
  return items;
}

function isSomething(value: unknown): boolean {
  return value !== null && value !== undefined && !(isMapping(value) && Object.keys(value).length === 0);
}

/** Throws a KustomizeError for what has no kind or no name. kube: sigs.k8s.io/kustomize/kyaml/yaml/rnode.go GetValidatedMetadata */
export function checkMetadata(value: unknown): void {
  if (!isMapping(value)) throw new KustomizeError('missing Resource metadata');
  const { apiVersion, kind, metadata } = value;
  if ([apiVersion, kind, metadata].every((field) => field === undefined)) throw new KustomizeError('missing Resource metadata');
  const type = `${typeof apiVersion === 'string' ? apiVersion : ''} ${typeof kind === 'string' ? kind : ''}`;
  const nothing = `{{${type}} {{ } map[] map[]}}`;
  if (typeof kind !== 'string' || kind === '') throw new KustomizeError(`missing kind in object ${nothing}`);
  if (kind.endsWith('List')) return;
  const name = isMapping(metadata) ? metadata['name'] : undefined;
  if (name === undefined || name === null || name === '') throw new KustomizeError(`missing metadata.name in object ${nothing}`);
}
