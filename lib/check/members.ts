import type { Container, PodSpec } from '../api/generated/types.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import { isMapping } from '../base/merge.ts';
import type { ManifestDocument, Position, Step } from '../base/yaml.ts';
import { valueAt } from '../base/value-at.ts';
import { textsAt } from '../manifest/texts-at.ts';

/** A place in a file with its line. */
export interface Spot extends Position {
  readonly file: string;
  readonly excerpt: string;
}

/** What the other objects of a set may want to know of one. */
export interface Member {
  /** `apps/Deployment/shop/web`: what no two objects share; undefined for what has no name of its own. */
  readonly key: string | undefined;
  /** `Deployment shop/web`. */
  readonly title: string;
  readonly namespace: string;
  readonly at: Spot;
  /** Of the pods that it is or makes. */
  readonly pods?: PodsMade | undefined;
  readonly service?: ServiceAsked | undefined;
}

/** Pods as a Service sees them. */
export interface PodsMade {
  readonly labels: ReadonlyMap<string, string>;
  readonly portNames: readonly string[];
}

/** Whom a Service asks for. */
export interface ServiceAsked {
  readonly selector: ReadonlyMap<string, string>;
  readonly at: Spot;
  readonly namedPorts: readonly { readonly name: string; readonly at: Spot }[];
}

/** The object of a document as a member of its set; `object` is it with its defaults, when it is valid, and `isNamespaced` what its kind is. */
export function memberOf(
  document: ManifestDocument,
  { object, isNamespaced }: { readonly object: KubeObject | undefined; readonly isNamespaced: boolean },
  spotAt: (steps: readonly Step[]) => Spot,
): Member {
  const { value } = document;
  const { apiVersion = '', kind = '' } = value as { readonly apiVersion?: string; readonly kind?: string };
  const texts = textsAt(value, ['metadata']);
  const name = texts.get('name') ?? '';
  const given = texts.get('namespace') ?? '';
  const namespace = isNamespaced && given === '' ? 'default' : given;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return {
    key: name === '' ? undefined : JSON.stringify([group, kind, namespace, name]),
    title: `${kind} ${given === '' ? '' : `${given}/`}${name === '' ? `${texts.get('generateName') ?? ''}*` : name}`,
    namespace,
    at: spotAt(['metadata', 'name']),
    pods: object === undefined ? undefined : podsOf(kind, object),
    service: object !== undefined && kind === 'Service' && group === '' ? serviceOf(object, spotAt) : undefined,
  };
}

/** Where kinds keep the pods that they make; a pod is its own. */
const TEMPLATES: ReadonlyMap<string, readonly Step[]> = new Map<string, readonly Step[]>([
  ['Pod', []],
  ['ReplicationController', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['Deployment', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

function podsOf(kind: string, object: KubeObject): PodsMade | undefined {
  const template = TEMPLATES.get(kind);
  if (template === undefined) return undefined;
  const spec = valueAt(object, [...template, 'spec']) as PodSpec | undefined;
  const containers: readonly Container[] = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  return {
    labels: textsAt(object, [...template, 'metadata', 'labels']),
    portNames: containers.flatMap(({ ports = [] }) => ports.flatMap(({ name }) => name ?? [])),
  };
}

function serviceOf(object: KubeObject, spotAt: (steps: readonly Step[]) => Spot): ServiceAsked | undefined {
  const spec = fieldsOf(object)['spec'];
  const selector = textsAt(spec, ['selector']);
  if (!isMapping(spec) || selector.size === 0 || spec['type'] === 'ExternalName') return undefined;
  const ports = Array.isArray(spec['ports']) ? (spec['ports'] as readonly unknown[]) : [];
  const namedPorts = ports.flatMap((port, index) => {
    const name = isMapping(port) ? port['targetPort'] : undefined;
    return typeof name === 'string' ? [{ name, at: spotAt(['spec', 'ports', index, 'targetPort']) }] : [];
  });
  return { selector, at: spotAt(['spec', 'selector']), namedPorts };
}
