import { isMapping } from '../../base/merge.ts';
import { goQuote } from '../../api/field-errors.ts';
import { applyJsonPatch, JsonPatchError, type JsonPatchOperation } from '../../api/patch/json-patch.ts';
import type { Fields } from '../../api/object.ts';
import { yamlText } from '../print/yaml-text.ts';
import type { Patch, Target } from './kustomization.ts';
import { KustomizeError, within } from './kustomize-error.ts';
import { loadText, type Loader } from './loader.ts';
import { mergedWith } from './merge-patch.ts';
import { readObjects, readValues } from './read-resources.ts';
import { identityKey, identityOf, identityText, newResource, remembering, type Resource, type Resources } from './resource.ts';
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
    return patchedByOperations(resources, target, read.operations);
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
  return resources.flatMap((resource) => (isMeant(resource) ? mergedResource(resource, merge, options) : [resource]));
}

/** Resources after the patches of `patchesStrategicMerge`, which stand in files or in the kustomization. kube: the same folder, PatchStrategicMergeTransformer.go */
export function mergedWithAll(resources: Resources, patches: readonly string[], loader: Loader): Resources {
  if (patches.length === 0) return resources;
  const where = `trouble configuring builtin PatchStrategicMergeTransformer with config: \`\n${yamlText({ paths: patches })}\``;
  const merges = within(where, () =>
    patches.flatMap((patch) => (isMergePatch(patch) ? readObjects(patch, patch) : readObjects(loadText(loader, patch), patch))),
  );
  return merges.reduce((at, merge) => patchedWhereNamed(at, merge), resources);
}

/** Resources after a patch of `patchesJson6902`. kube: the same folder, PatchJson6902Transformer.go */
export function patchedByJson(resources: Resources, { patch = '', path = '', target }: Patch, loader: Loader): Resources {
  const config = yamlText(
    Object.fromEntries(Object.entries({ jsonOp: patch, path, target }).filter(([, value]) => value !== undefined && value !== '')),
  );
  const operations = within(`trouble configuring builtin PatchJson6902Transformer with config: \`\n${config}\``, () => {
    if (patch === '' && path === '') throw new KustomizeError('must specify a file path or jsonOp');
    if (patch !== '' && path !== '') throw new KustomizeError('must specify a json op or a path, not both');
    const text = path === '' ? patch : loadText(loader, path);
    const found = operationsOf(text);
    if (found === undefined) throw new KustomizeError(`the JSON patch ${goQuote(text)} is no list of operations`);
    return found;
  });
  if (target === undefined) throw new KustomizeError(`must specify a target for patch ${patch}`);
  return patchedByOperations(resources, target, operations);
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
    op: String(op),
    path: String(path),
    ...(from === undefined ? {} : { from: String(from) }),
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

function patchedByOperations(resources: Resources, target: Target, operations: readonly JsonPatchOperation[]): Resources {
  const isMeant = targetMatcher(target);
  return resources.map((resource) => {
    if (!isMeant(resource)) return resource;
    return { ...remembering(resource), object: operations.reduce(afterOperation, resource.object) };
  });
}

function afterOperation(object: Fields, operation: JsonPatchOperation): Fields {
  const { op, path } = operation;
  // Annotations are always there: kustomize keeps its own notes among them.
  const base = path.startsWith('/metadata/annotations/') ? withAnnotations(object) : object;
  try {
    return applyJsonPatch(base, [operation]) as Fields;
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    if (op === 'test') throw new KustomizeError(`${error.message}: test failed`);
    if (/^Unexpected kind|whole document/.test(error.message)) throw new KustomizeError(error.message);
    throw new KustomizeError(operationProblem(operation, base));
  }
}

function withAnnotations(object: Fields): Fields {
  const { metadata } = object;
  return isMapping(metadata) && !isMapping(metadata['annotations']) ? { ...object, metadata: { ...metadata, annotations: {} } } : object;
}

/** kube: github.com/evanphx/json-patch */
function operationProblem({ op, path, from }: JsonPatchOperation, object: Fields): string {
  const meant = op === 'move' || op === 'copy' ? (from ?? '') : path;
  const steps = meant.split('/').slice(1);
  const last = steps.at(-1) ?? '';
  const parent = steps.slice(0, -1).reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Fields)[step] : undefined), object);
  if (typeof parent !== 'object' || parent === null || op === 'replace')
    return `${op} operation does not apply: doc is missing path: ${op === 'replace' ? path : goQuote(path)}: missing value`;
  const where = `error in ${op} for path: '${op === 'move' || op === 'copy' ? last : path}'`;
  if (Array.isArray(parent)) return `${where}: Unable to access invalid index: ${last}: invalid index referenced`;
  return `${where}: Unable to remove nonexistent key: ${last}: missing value`;
}

function patchedWhereNamed(
  resources: Resources,
  merge: Fields,
  options: Readonly<Record<string, boolean>> = {},
  explain: (id: string) => string = () => '',
): Resources {
  const identity = identityOf(newResource(merge));
  const key = identityKey(identity);
  const [meant, ...more] = resources.filter((resource) => [...resource.previous, identityOf(resource)].some((known) => identityKey(known) === key));
  if (meant === undefined || more.length > 0) {
    const id = identityText(identity);
    const problem = `${meant === undefined ? 'no' : 'multiple'} matches for Id ${id}`;
    throw new KustomizeError(`${explain(id)}${problem}; failed to find unique target for patch ${id}`);
  }
  return resources.flatMap((resource) => (resource === meant ? mergedResource(resource, merge, options) : [resource]));
}

/** The name, the namespace and the kind stay, unless they may change. kube: sigs.k8s.io/kustomize/api/resource/resource.go ApplySmPatch */
function mergedResource(resource: Resource, merge: Fields, options: Readonly<Record<string, boolean>>): readonly Resource[] {
  const [namesChange, kindsChange] = [options['allowNameChange'] === true, options['allowKindChange'] === true];
  const object = mergedWith(resource.object, { ...merge, apiVersion: resource.object['apiVersion'] });
  if (object === undefined) return [];
  const { name, namespace } = isMapping(resource.object['metadata']) ? resource.object['metadata'] : {};
  const meta = isMapping(object['metadata']) ? object['metadata'] : {};
  const metadata = Object.entries({ ...meta, namespace, ...(namesChange ? {} : { name }) }).filter(([, value]) => value !== undefined);
  const kept = { ...object, metadata: Object.fromEntries(metadata), ...(kindsChange ? {} : { kind: resource.object['kind'] }) };
  return [{ ...(namesChange || kindsChange ? remembering(resource) : resource), object: kept }];
}
