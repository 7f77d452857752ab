import { KustomizeError, within } from './kustomize-error.ts';
import { isMapping } from '../../base/merge.ts';
import type { Fields } from '../../api/object.ts';
import type { Generator, GeneratorOptions } from './kustomization.ts';
import { loadText, type Loader } from './loader.ts';
import { identityKey, identityOf, joined, newResource, withMetadata, type Resource, type Resources } from './resource.ts';

type Pair = readonly [key: string, value: string];

/** A ConfigMap or Secret that a kustomization makes. Throws a KustomizeError for a source that cannot be read. kube: sigs.k8s.io/kustomize/api/internal/generators */
export function generated(kind: 'ConfigMap' | 'Secret', generator: Generator, common: GeneratorOptions, loader: Loader): Resource {
  const { name = '', namespace, type } = generator;
  if (name === '') throw new KustomizeError(`a ${kind.toLowerCase()} must have a name`);
  const options = mergedOptions(common, generator.options ?? {});
  const data = dataOf(
    kind,
    name,
    within('loading KV pairs', () => pairsOf(generator, loader)),
  );
  const metadata = {
    name,
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    ...(hasEntries(options.labels) ? { labels: options.labels } : {}),
    ...(hasEntries(options.annotations) ? { annotations: options.annotations } : {}),
  };
  const object = {
    apiVersion: 'v1',
    kind,
    metadata,
    ...(data === undefined ? {} : { data }),
    ...(kind === 'Secret' ? { type: type === undefined || type === '' ? 'Opaque' : type } : {}),
    ...(options.immutable === true ? { immutable: true } : {}),
  };
  return newResource(object, options.disableNameSuffixHash !== true);
}

/** Resources with one more that was made: added, or in the place of what it replaces or is merged with. Throws a KustomizeError where that cannot be. kube: sigs.k8s.io/kustomize/api/resmap/reswrangler.go appendReplaceOrMerge */
export function absorbed(resources: Resources, made: Resource, behavior: string): Resources {
  const key = identityKey(identityOf(made));
  const found = resources.filter((resource) =>
    [...resource.previous, identityOf(resource)].some((identity) => identityKey(identity) === key),
  );
  const [old] = found;
  const { kind, name, namespace } = identityOf(made);
  const called = `the ${kind} ${JSON.stringify(name)}${namespace === '' ? '' : ` in the namespace ${JSON.stringify(namespace)}`}`;
  if (old === undefined) {
    if (behavior !== 'merge' && behavior !== 'replace') return joined(resources, [made]);
    throw new KustomizeError(`merging from generator: ${called} does not exist; cannot merge or replace`);
  }
  if (found.length > 1) throw new KustomizeError(`merging from generator: found multiple objects that could accept merge of ${called}`);
  if (behavior !== 'merge' && behavior !== 'replace')
    throw new KustomizeError(`merging from generator: ${called} exists; behavior must be merge or replace`);
  const next = succeeding(old, made, behavior === 'merge');
  return resources.map((resource) => (resource === old ? next : resource));
}

function succeeding(old: Resource, made: Resource, isMerged: boolean): Resource {
  const [before, after] = [metadataOf(old), metadataOf(made)];
  const { name, namespace } = before;
  const both = (field: string): Fields | undefined => {
    const merged = { ...mapOf(before[field]), ...mapOf(after[field]) };
    return hasEntries(merged) ? merged : undefined;
  };
  const named = withMetadata(
    { ...made, previous: old.previous, prefixes: old.prefixes, suffixes: old.suffixes, addsHash: old.addsHash && made.addsHash },
    { name, namespace, labels: both('labels'), annotations: both('annotations') },
  );
  if (!isMerged) return named;
  const merge = (field: string): Fields => {
    const merged = { ...mapOf(old.object[field]), ...mapOf(made.object[field]) };
    return hasEntries(merged) ? { [field]: merged } : {};
  };
  return { ...named, object: { ...named.object, ...merge('data'), ...merge('binaryData') } };
}

function metadataOf({ object }: Resource): Fields {
  return mapOf(object['metadata']);
}

function mapOf(value: unknown): Fields {
  return isMapping(value) ? value : {};
}

function hasEntries(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length > 0;
}

function mergedOptions(common: GeneratorOptions, own: GeneratorOptions): GeneratorOptions {
  return {
    labels: { ...common.labels, ...own.labels },
    annotations: { ...common.annotations, ...own.annotations },
    disableNameSuffixHash: common.disableNameSuffixHash === true || own.disableNameSuffixHash === true,
    immutable: common.immutable === true || own.immutable === true,
  };
}

function dataOf(kind: string, name: string, pairs: readonly Pair[]): Fields | undefined {
  const data = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (data.has(key)) throw new KustomizeError(`${kind.toLowerCase()} ${name} illegally repeats the key \`${key}\``);
    data.set(key, kind === 'Secret' ? base64Lines(value) : value);
  }
  return data.size === 0 && kind === 'ConfigMap' ? undefined : Object.fromEntries(data);
}

/** Long texts are broken into lines. kube: sigs.k8s.io/kustomize/kyaml/yaml/datamap.go encodeBase64 */
function base64Lines(text: string): string {
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  return encoded.length <= LINE_LENGTH ? encoded : (encoded.match(/.{1,70}/g) ?? []).map((line) => `${line}\n`).join('');
}

const LINE_LENGTH = 70;

function pairsOf({ envs = [], env = '', literals = [], files = [] }: Generator, loader: Loader): readonly Pair[] {
  const environments = env === '' ? envs : [...envs, env];
  return [
    ...within(`env source files: ${goList(environments)}`, () => environments.flatMap((path) => linesOf(loadText(loader, path)))),
    ...within(`literal sources ${goList(literals)}`, () => literals.map(literalOf)),
    ...within(`file sources: ${goList(files)}`, () => files.map((source) => fileOf(source, loader))),
  ];
}

function goList(texts: readonly string[]): string {
  return `[${texts.join(' ')}]`;
}

/** kube: sigs.k8s.io/kustomize/api/kv/kv.go ParseLiteralSource */
function literalOf(source: string): Pair {
  const at = source.indexOf('=');
  if (at <= 0) throw new KustomizeError(`invalid literal source ${source}, expected key=value`);
  const value = source.slice(at + 1);
  const isQuoted = value.length > 1 && ['"', "'"].some((quote) => value.startsWith(quote) && value.endsWith(quote));
  return [source.slice(0, at), isQuoted ? value.slice(1, -1) : value];
}

/** kube: sigs.k8s.io/kustomize/api/internal/generators/utils.go ParseFileSource */
function fileOf(source: string, loader: Loader): Pair {
  const at = source.indexOf('=');
  const path = source.slice(at + 1);
  const key = at < 0 ? (source.split('/').at(-1) ?? '') : source.slice(0, at);
  if (path.includes('=')) throw new KustomizeError(`source ${JSON.stringify(source)} key name or file path contains '='`);
  if (key === '') throw new KustomizeError(`missing key name for file path ${JSON.stringify(path)} in source ${JSON.stringify(source)}`);
  if (path === '') throw new KustomizeError(`missing file path for key name ${JSON.stringify(key)} in source ${JSON.stringify(source)}`);
  return [key, loadText(loader, path)];
}

/** kube: sigs.k8s.io/kustomize/api/kv/kv.go keyValuesFromLine */
function linesOf(text: string): readonly Pair[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.trimStart());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): Pair => {
      const at = line.indexOf('=');
      const key = at < 0 ? line : line.slice(0, at);
      return [key, at < 0 ? '' : line.slice(at + 1)];
    });
}
