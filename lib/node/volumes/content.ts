import type { Client } from '../../api/client.ts';
import { goQuote } from '../../api/field-errors.ts';
import type {
  ConfigMapProjection,
  DownwardAPIVolumeFile,
  KeyToPath,
  SecretProjection,
  ServiceAccountTokenProjection,
  Volume,
  VolumeProjection,
} from '../../api/generated/types.ts';
import { placeNode, type FileNode, type Files } from '../../base/shell/files.ts';
import { EMPTY_TREE, withSubtree } from '../../base/shell/subtrees.ts';
import { ConfigMapKind } from '../../kinds/configmap.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { SecretKind } from '../../kinds/secret.ts';
import { fieldValue, resourceValue } from '../container-env.ts';

/** Why a volume cannot be mounted, in the kubelet's words. */
export interface MountProblem {
  readonly problem: string;
}

/** A file to be: where it lies in the volume, and what is in it. */
interface Entry {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

type Entries = readonly Entry[] | MountProblem;

/** What the API gives when it does not say. kube: pkg/apis/core/v1/defaults.go */
const DEFAULT_MODE = 0o644;

/**
 * The files of a volume that the kubelet fills from objects; undefined for one that it does not fill.
 * Bytes that are no text, and the links by which a real volume is exchanged at once (`..data`), cannot be seen.
 */
export function filledTree(api: Client, pod: Pod, { configMap, secret, downwardAPI, projected }: Volume): Files | MountProblem | undefined {
  const modeOf = (source: { readonly defaultMode?: number }): number => source.defaultMode ?? DEFAULT_MODE;
  if (configMap !== undefined) return treeOf(configMapEntries(api, pod, configMap, modeOf(configMap)));
  if (secret !== undefined) return treeOf(secretEntries(api, pod, { ...secret, name: secret.secretName ?? '' }, modeOf(secret)));
  if (downwardAPI !== undefined) return treeOf(downwardEntries(api, pod, downwardAPI.items ?? [], modeOf(downwardAPI)));
  return projected === undefined ? undefined : treeOf(projectedEntries(api, pod, projected.sources ?? [], modeOf(projected)));
}

function treeOf(entries: Entries): Files | MountProblem {
  if ('problem' in entries) return entries;
  const tree = entries.reduce((files, { path, content, mode }) => placeNode(files, `/${path}`, fileOf(content, mode)), EMPTY_TREE);
  // Nobody but the kubelet writes to such a volume.
  return withSubtree(tree, '/', tree, true);
}

function fileOf(content: string, mode: number): FileNode {
  return { kind: 'file', content, ...((mode & 0o111) === 0 ? {} : { executable: true }) };
}

/** kube: pkg/volume/configmap/configmap.go MakePayload */
function configMapEntries(api: Client, pod: Pod, { name = '', items = [], optional = false }: ConfigMapProjection, mode: number): Entries {
  const found = api.find(ConfigMapKind, name, pod.metadata.namespace);
  if (found === undefined && !optional) return { problem: `configmap "${name}" not found` };
  const values = new Map([...Object.entries(found?.data ?? {}), ...decoded(found?.binaryData)]);
  return pickEntries(values, items, mode, optional ? undefined : 'configmap references non-existent config key');
}

/** kube: pkg/volume/secret/secret.go MakePayload */
function secretEntries(api: Client, pod: Pod, { name = '', items = [], optional = false }: SecretProjection, mode: number): Entries {
  const found = api.find(SecretKind, name, pod.metadata.namespace);
  if (found === undefined && !optional) return { problem: `secret "${name}" not found` };
  return pickEntries(new Map(decoded(found?.data)), items, mode, optional ? undefined : 'references non-existent secret key');
}

function decoded(data: Readonly<Record<string, string>> | undefined): readonly (readonly [string, string])[] {
  return Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]);
}

/** All values under their keys, or those that are asked for; a key that is not there is left out when nothing is to be said of it. */
function pickEntries(
  values: ReadonlyMap<string, string>,
  items: readonly KeyToPath[],
  mode: number,
  complaint: string | undefined,
): Entries {
  if (items.length === 0) return [...values].map(([path, content]) => ({ path, content, mode }));
  const entries: Entry[] = [];
  for (const item of items) {
    const content = values.get(item.key);
    if (content !== undefined) entries.push({ path: item.path, content, mode: item.mode ?? mode });
    else if (complaint !== undefined) return { problem: `${complaint}: ${item.key}` };
  }
  return entries;
}

/** kube: pkg/volume/downwardapi/downwardapi.go CollectData */
function downwardEntries(api: Client, pod: Pod, items: readonly DownwardAPIVolumeFile[], mode: number): Entries {
  return items.map(({ path, fieldRef, resourceFieldRef, mode: own }) => {
    const content = fieldRef === undefined ? resourceOf(api, pod, resourceFieldRef) : fieldOf(pod, fieldRef.fieldPath);
    return { path, content, mode: own ?? mode };
  });
}

function resourceOf(api: Client, pod: Pod, reference: DownwardAPIVolumeFile['resourceFieldRef']): string {
  return reference === undefined ? '' : resourceValue(api, pod, pod.spec.containers[0]!, reference);
}

/** kube: pkg/fieldpath/fieldpath.go ExtractFieldPathAsString, FormatMap */
function fieldOf(pod: Pod, path: string): string {
  const { labels, annotations } = pod.metadata;
  if (path !== 'metadata.labels' && path !== 'metadata.annotations') return fieldValue(pod, path, { podIp: '', hostIp: '' });
  const lines = Object.entries((path === 'metadata.labels' ? labels : annotations) ?? {}).map(([key, text]) => `${key}=${goQuote(text)}`);
  return lines.sort().join('\n');
}

/** kube: pkg/volume/projected/projected.go collectData */
function projectedEntries(api: Client, pod: Pod, sources: readonly VolumeProjection[], mode: number): Entries {
  const entries: Entry[] = [];
  const problems = new Set<string>();
  for (const { configMap, secret, downwardAPI, serviceAccountToken } of sources) {
    const found =
      secret !== undefined
        ? secretEntries(api, pod, secret, mode)
        : configMap !== undefined
          ? configMapEntries(api, pod, configMap, mode)
          : downwardAPI !== undefined
            ? downwardEntries(api, pod, downwardAPI.items ?? [], mode)
            : serviceAccountToken === undefined
              ? []
              : [tokenEntry(pod, serviceAccountToken, mode)];
    if ('problem' in found) problems.add(found.problem);
    else entries.push(...found);
  }
  const all = [...problems];
  return all.length === 0 ? entries : { problem: all.length === 1 ? all[0]! : `[${all.join(', ')}]` };
}

/** A token names its pod and its account, and nobody can check its signature; it does not change. */
function tokenEntry({ metadata, spec }: Pod, { path, audience }: ServiceAccountTokenProjection, mode: number): Entry {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { namespace = '', name, uid } = metadata;
  const claims = {
    aud: [audience ?? 'https://kubernetes.default.svc.cluster.local'],
    iss: 'https://kubernetes.default.svc.cluster.local',
    'kubernetes.io': { namespace, pod: { name, uid }, serviceaccount: { name: spec.serviceAccountName ?? 'default' } },
    sub: `system:serviceaccount:${namespace}:${spec.serviceAccountName ?? 'default'}`,
  };
  const signature = Buffer.from(uid).toString('base64url');
  return { path, content: `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${signature}`, mode };
}
