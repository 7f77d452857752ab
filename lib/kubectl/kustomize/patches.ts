import { isMapping } from '../../base/merge.ts';
import { goQuote } from '../../api/field-errors.ts';
import type { JsonPatchOperation } from '../../api/patch/json-patch.ts';
import type { Fields } from '../../api/object.ts';
import { yamlText } from '../print/yaml-text.ts';
import { afterOperations } from './json-operations.ts';
import type { Patch } from './kustomization.ts';
import { KustomizeError, within } from './kustomize-error.ts';
import { loadText, type Loader } from './loader.ts';
import { mergedWith } from './merge-patch.ts';
import { readObjects, readValues } from './read-resources.ts';
import {
  identityKey,
  identityOf,
  identityText,
  joined,
  newResource,
  remembering,
  scalarText,
  withMetadata,
  type Resource,
  type Resources,
} from './resource.ts';
import { targetMatcher } from './target.ts';

/** Resources after a patch of `patches`. Throws a KustomizeError for one that cannot be read, or fits nothing. kube: sigs.k8s.io/kustomize/api/internal/builtins/PatchTransformer.go */
export function patched(resources: Resources, rule: Patch, loader: Loader): Resources {
  const { patch = '', path = '', target, options = {} } = rule;
  const config = yamlText(
    Object.fromEntries(
      Object.entries({ options: rule.options, patch: patch.trim() === '' ? undefined : patch, path: rule.path, target }).filter(
        ([, value]) => value !== undefined && value !== '',
      ),
    ),
  );
  const read = within(`trouble configuring builtin PatchTransformer with config: \`\n${config}\``, () => {
    if (patch.trim() === '' && path === '') throw new KustomizeError(`must specify one of patch and path in\n${config}`);
    if (patch.trim() !== '' && path !== '') throw new KustomizeError(`patch and path can't be set at the same time\n${config}`);
    if (path === '') return readPatch(patch.trim(), `[patch: ${goQuote(patch.trim())}]`);
    const text = within(`failed to get the patch file from path(${path})`, () => loadText(loader, path));
    return readPatch(text, `[path: ${goQuote(path)}]`);
  });
  if (read.operations !== undefined) {
    if (target === undefined) throw new KustomizeError(`must specify a target for JSON patch ${read.source}`);
    const isMeant = targetMatcher(target);
    const { operations } = read;
    return resources.map((resource) => (isMeant(resource) ? afterOperations(remembering(resource), operations) : resource));
  }
  if (target === undefined) {
    const explain = (id: string): string => `no resource matches strategic merge patch ${goQuote(id)}: `;
    return read.merges.reduce((at, merge) => patchedWhereNamed(at, merge, options, explain), resources);
  }
  const [merge, ...more] = read.merges;
  if (merge === undefined) return resources;
  if (more.length > 0)
    throw new KustomizeError(
      `Multiple Strategic-Merge Patches in one \`patches\` entry is not allowed to set \`patches.target\` field: ${read.source}`,
    );
  const isMeant = targetMatcher(target);
  const change = withTexts(merge, ['labels', 'annotations']);
  return joined(
    [],
    resources.flatMap((resource) => (isMeant(resource) ? mergedResource(resource, change, options) : [resource])),
  );
}

/** Resources after the patches of `patchesStrategicMerge`, which stand in files or in the kustomization. kube: the same folder, PatchStrategicMergeTransformer.go */
export function mergedWithAll(resources: Resources, patches: readonly string[], loader: Loader): Resources {
  if (patches.length === 0) return resources;
  const where = `trouble configuring builtin PatchStrategicMergeTransformer with config: \`\n${yamlText({ paths: patches })}\``;
  const merges = within(where, () =>
    patches.flatMap((patch) => (isMergePatch(patch) ? readObjects(patch, patch) : readObjects(loadText(loader, patch), patch))),
  );
  return merges.reduce((at, merge) => patchedWhereNamed(at, withTexts(merge, ['labels', 'annotations'])), resources);
}

/** Resources after a patch of `patchesJson6902`. kube: the same folder, PatchJson6902Transformer.go */
export function patchedByJson(resources: Resources, { patch = '', path = '', target }: Patch, loader: Loader): Resources {
  const config = yamlText(
    Object.fromEntries(Object.entries({ jsonOp: patch, path, target }).filter(([, value]) => value !== undefined && value !== '')),
  );
  const operations = within(`trouble configuring builtin PatchJson6902Transformer with config: \`\n${config}\``, () => {
    // unlike kube: kustomize crashes where no target is given
    if (target === undefined) throw new KustomizeError('must specify a target');
    if ((target.name ?? '') === '') throw new KustomizeError('must specify the target name');
    if (patch === '' && path === '') throw new KustomizeError('empty file path and empty jsonOp');
    if (patch !== '' && path !== '') throw new KustomizeError('must specify a file path or jsonOp, not both');
    const text = path === '' ? patch : loadText(loader, path);
    if (text === '') throw new KustomizeError(`patch file '${path}' empty seems to be empty`);
    const found = operationsOf(text);
    if (found === undefined) throw new KustomizeError(`the JSON patch ${goQuote(text)} is no list of operations`);
    if (found.length === 0) throw new KustomizeError(`patch appears to be empty; file=${path}, JsonOp=${text}`);
    return found;
  });
  const isMeant = targetMatcher(target ?? {});
  return resources.map((resource) => (isMeant(resource) ? afterOperations(resource, operations) : resource));
}

interface ReadPatch {
  readonly merges: readonly Fields[];
  readonly operations: readonly JsonPatchOperation[] | undefined;
  /** What messages call it. */
  readonly source: string;
}

function readPatch(text: string, source: string): ReadPatch {
  const merges = readMerges(text);
  const operations = operationsOf(text);
  if (merges !== undefined && operations !== undefined)
    throw new KustomizeError(`illegally qualifies as both an SM and JSON patch: ${source}`);
  if (merges === undefined && operations === undefined) throw new KustomizeError(`unable to parse SM or JSON patch from ${source}`);
  return { merges: merges ?? [], operations: merges === undefined ? operations : undefined, source };
}

function readMerges(text: string): readonly Fields[] | undefined {
  try {
    return readObjects(text, 'patch');
  } catch (error) {
    if (error instanceof KustomizeError) return undefined;
    throw error;
  }
}

function isMergePatch(text: string): boolean {
  return text.includes(':') && readMerges(text) !== undefined;
}

function operationsOf(text: string): readonly JsonPatchOperation[] | undefined {
  const value = text.startsWith('[') ? jsonOf(text) : firstValueOf(text);
  if (!Array.isArray(value) || !value.every(isMapping)) return undefined;
  return value.map(({ op = 'unknown', path = '', from, value: given }) => ({
    op: scalarText(op),
    path: scalarText(path),
    ...(from === undefined ? {} : { from: scalarText(from) }),
    ...(given === undefined ? {} : { value: given }),
  }));
}

/** What begins as JSON has to be JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstValueOf(text: string): unknown {
  try {
    return readValues(text, 'patch')[0];
  } catch (error) {
    if (error instanceof KustomizeError) return undefined;
    throw error;
  }
}

function patchedWhereNamed(
  resources: Resources,
  merge: Fields,
  options: Readonly<Record<string, boolean>> = {},
  explain: (id: string) => string = () => '',
): Resources {
  const identity = identityOf(newResource(merge));
  const key = identityKey(identity);
  const [meant, ...more] = resources.filter((resource) =>
    [...resource.previous, identityOf(resource)].some((known) => identityKey(known) === key),
  );
  if (meant === undefined || more.length > 0) {
    const id = identityText(identity);
    const problem = `${meant === undefined ? 'no' : 'multiple'} matches for Id ${id}`;
    throw new KustomizeError(`${explain(id)}${problem}; failed to find unique target for patch ${id}`);
  }
  return resources.flatMap((resource) => (resource === meant ? mergedResource(resource, merge, options) : [resource]));
}

/** A patch whose labels or annotations are texts, whatever was written: kustomize has taken them out and put them in again. kube: the same file, CopyMergeMetaDataFieldsFrom */
function withTexts(merge: Fields, fields: readonly ('labels' | 'annotations')[]): Fields {
  const metadata = isMapping(merge['metadata']) ? merge['metadata'] : {};
  const texts = fields.map((field) => {
    const entries = Object.entries(isMapping(metadata[field]) ? metadata[field] : {}).map(([name, value]) => [name, String(value)]);
    return [field, entries.length === 0 ? undefined : (Object.fromEntries(entries) as Fields)] as const;
  });
  return withMetadata(newResource(merge), Object.fromEntries(texts)).object;
}

/** The name, the namespace and the kind stay, unless they may change. kube: sigs.k8s.io/kustomize/api/resource/resource.go ApplySmPatch */
function mergedResource(resource: Resource, merge: Fields, options: Readonly<Record<string, boolean>>): readonly Resource[] {
  const [namesChange, kindsChange] = [options['allowNameChange'] === true, options['allowKindChange'] === true];
  const change = namesChange || kindsChange ? withTexts(merge, ['annotations']) : merge;
  const object = mergedWith(resource.object, { ...change, apiVersion: resource.object['apiVersion'] });
  if (object === undefined) return [];
  const { name, namespace } = isMapping(resource.object['metadata']) ? resource.object['metadata'] : {};
  const meta = isMapping(object['metadata']) ? object['metadata'] : {};
  const metadata = Object.entries({ ...meta, namespace, ...(namesChange ? {} : { name }) }).filter(([, value]) => value !== undefined);
  const kept = { ...object, metadata: Object.fromEntries(metadata), ...(kindsChange ? {} : { kind: resource.object['kind'] }) };
  return [{ ...(namesChange || kindsChange ? remembering(resource) : resource), object: kept }];
}
