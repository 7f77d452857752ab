import type { Container, EnvVar } from '../api/generated/types.ts';
import type { Client } from '../api/client.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import { parseQuantity } from '../base/quantity.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { serviceEnv } from './service-env.ts';

/** The environment could not be made: why, in the kubelet's words. */
export interface EnvRefusal {
  readonly refused: string;
}

type Variables = Map<string, string>;

/** What has a value so far. */
type Known = Pick<ReadonlyMap<string, string>, 'get'>;

/** A container's environment as it is when the container is made. kube: pkg/kubelet/kubelet_pods.go makeEnvironmentVariables */
export function containerEnv(api: Client, pod: Pod, container: Container, addresses: Addresses): ReadonlyMap<string, string> | EnvRefusal {
  const variables: Variables = new Map();
  const services = serviceEnv(api, pod);
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const reference = configMapRef ?? secretRef;
    if (reference === undefined) continue;
    const entries = entriesOf(api, pod, configMapRef !== undefined ? 'configmap' : 'secret', reference.name ?? '');
    if (entries === undefined && reference.optional !== true)
      return missing(configMapRef !== undefined ? 'configmap' : 'secret', reference.name ?? '');
    for (const [key, value] of entries ?? []) variables.set(prefix + key, value);
  }
  for (const variable of container.env ?? []) {
    const known: Known = { get: (name) => variables.get(name) ?? services.get(name) };
    const value = valueOf(api, pod, container, variable, known, addresses);
    if (typeof value === 'object') return value;
    if (value !== undefined) variables.set(variable.name, value);
  }
  for (const [name, value] of services) if (!variables.has(name)) variables.set(name, value);
  return variables;
}

/** Addresses that a container may ask for. */
export interface Addresses {
  readonly podIp: string;
  readonly hostIp: string;
}

function valueOf(
  api: Client,
  pod: Pod,
  container: Container,
  { value, valueFrom }: EnvVar,
  known: Known,
  addresses: Addresses,
): string | undefined | EnvRefusal {
  if (valueFrom === undefined) return expandReferences(value ?? '', known);
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom;
  if (fieldRef !== undefined) return fieldValue(pod, fieldRef.fieldPath, addresses);
  if (resourceFieldRef !== undefined) return resourceValue(api, pod, container, resourceFieldRef);
  const reference = configMapKeyRef ?? secretKeyRef;
  if (reference === undefined) return '';
  const kind = configMapKeyRef !== undefined ? 'configmap' : 'secret';
  const name = reference.name ?? '';
  const entries = entriesOf(api, pod, kind, name);
  if (entries === undefined) return reference.optional === true ? undefined : missing(kind, name);
  const found = entries.get(reference.key);
  if (found !== undefined || reference.optional === true) return found;
  const title = kind === 'configmap' ? 'ConfigMap' : 'Secret';
  return { refused: `couldn't find key ${reference.key} in ${title} ${pod.metadata.namespace}/${name}` };
}

function missing(kind: 'configmap' | 'secret', name: string): EnvRefusal {
  return { refused: `${kind} "${name}" not found` };
}

/** The entries of a ConfigMap or Secret by key, or undefined when there is no such object. */
function entriesOf({ api }: Client, pod: Pod, kindName: 'configmap' | 'secret', name: string): Variables | undefined {
  const kind = api.registry.find(kindName);
  const found: KubeObject | undefined = kind === undefined ? undefined : api.store.find(kind, `${pod.metadata.namespace}/${name}`);
  if (found === undefined) return undefined;
  const values = Object.entries((fieldsOf(found)['data'] ?? {}) as Readonly<Record<string, string>>);
  if (kindName === 'configmap') return new Map(values);
  return new Map(values.map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]));
}

/** `$(NAME)` of known variables; `$$` is a dollar. kube: third_party/forked/golang/expansion/expand.go */
export function expandReferences(text: string, known: Known): string {
  return text.replace(/\$(?:\$|\(([^()]*)\))/g, (whole, name: string | undefined) => {
    if (name === undefined) return '$';
    return known.get(name) ?? whole;
  });
}

/** One field of a pod as a text. kube: pkg/fieldpath/fieldpath.go, pkg/kubelet/kubelet_pods.go podFieldSelectorRuntimeValue */
export function fieldValue(pod: Pod, path: string, { podIp, hostIp }: Addresses): string {
  const { metadata, spec } = pod;
  const keyed = /^metadata\.(labels|annotations)\['([^']*)'\]$/.exec(path);
  if (keyed !== null) return (keyed[1] === 'labels' ? metadata.labels : metadata.annotations)?.[keyed[2]!] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid;
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.hostIP':
    case 'status.hostIPs':
      return hostIp;
    case 'status.podIP':
    case 'status.podIPs':
      return podIp;
    default:
      return '';
  }
}

/** A container's request or limit, divided and rounded up; a missing limit is what the node has. kube: pkg/api/v1/resource/helpers.go ExtractContainerResourceValue */
export function resourceValue(
  { api }: Client,
  pod: Pod,
  container: Container,
  reference: { readonly resource: string; readonly divisor?: string; readonly containerName?: string },
): string {
  const { resource, divisor, containerName } = reference;
  const named = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find(({ name }) => name === containerName) ?? container;
  const [what = '', name = ''] = resource.split(/\.(.*)/s);
  const amounts = what === 'limits' ? named.resources?.limits : named.resources?.requests;
  const nodes = api.registry.find('nodes');
  const node = nodes === undefined ? undefined : api.store.find(nodes, pod.spec.nodeName ?? '');
  const allocatable =
    node === undefined ? {} : ((fieldsOf(node)['status'] as { allocatable?: Readonly<Record<string, string>> }).allocatable ?? {});
  const amount = amounts?.[name] ?? (what === 'limits' ? allocatable[name] : undefined) ?? '0';
  const unit = divisor === undefined || divisor === '0' ? '1' : divisor;
  const [total, by] = [parseQuantity(amount).nanos, parseQuantity(unit).nanos];
  return String((total + by - 1n) / by);
}
