import type { LabelSelector, PodSpec } from '../../api/generated/types.ts';
import { fieldsOf, type KubeObject } from '../../api/object.ts';
import type { Labels } from '../../base/labels.ts';
import { kindName } from '../resource-types.ts';
import { KubectlError } from '../errors.ts';

/** What of a thing that is exposed its Service takes over. */
export interface Exposed {
  readonly selector: Labels;
  readonly ports: readonly string[];
  readonly protocols: ReadonlyMap<string, readonly string[]>;
}

const EXPOSABLE: ReadonlySet<string> = new Set(['replicationcontroller', 'service', 'pod', 'deployment.apps', 'replicaset.apps']);

/** Whether objects of a kind can be exposed. Throws a KubectlError where they cannot. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/canbeexposed.go */
export function checkExposable(kind: { readonly kind: string; readonly group: string }): void {
  if (!EXPOSABLE.has(kindName(kind)))
    throw new KubectlError(`cannot expose a ${kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`}`);
}

/** What selects the pods of an object. Throws a KubectlError where nothing does that a Service could take. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/mapbasedselectorforobject.go */
export function selectorFor(object: KubeObject): Labels {
  const { selector } = specOf(object) as { readonly selector?: object };
  const labels = (selector ?? {}) as Labels;
  switch (object.kind) {
    case 'Pod':
      return someOf(object.metadata.labels ?? {}, 'the pod has no labels and cannot be exposed');
    case 'Service':
      return someOf(labels, 'the service has no pod selector set');
    case 'ReplicationController':
      return labels;
    default: {
      const { matchLabels = {}, matchExpressions = [] } = (selector ?? {}) as LabelSelector;
      const found = someOf(matchLabels, `invalid ${object.kind.toLowerCase()}: no selectors, therefore cannot be exposed`);
      if (matchExpressions.length === 0) return found;
      const shown = matchExpressions.map(
        ({ key, operator, values = [] }) => `{Key:${key} Operator:${operator} Values:[${values.join(' ')}]}`,
      );
      throw new KubectlError(`couldn't convert expressions - "[${shown.join(' ')}]" to map-based selector format`);
    }
  }
}

function someOf(labels: Labels, otherwise: string): Labels {
  if (Object.keys(labels).length === 0) throw new KubectlError(otherwise);
  return labels;
}

/** The ports at which an object is reached, each once, with their protocols. kube: the same folder, portsforobject.go, multiprotocolsforobject.go */
export function portsFor(object: KubeObject): Pick<Exposed, 'ports' | 'protocols'> {
  const protocols = new Map<string, readonly string[]>();
  for (const [port, protocol] of pairsOf(object)) {
    const known = protocols.get(port) ?? [];
    protocols.set(port, known.includes(protocol) ? known : [...known, protocol]);
  }
  return { ports: [...protocols.keys()], protocols };
}

function pairsOf(object: KubeObject): readonly (readonly [port: string, protocol: string])[] {
  const spec = specOf(object) as {
    readonly ports?: readonly { readonly port: number; readonly protocol?: string }[];
    readonly template?: { readonly spec?: PodSpec };
  };
  if (object.kind === 'Service') return (spec.ports ?? []).map(({ port, protocol = 'TCP' }) => [String(port), protocol]);
  const { containers } = object.kind === 'Pod' ? (spec as PodSpec) : (spec.template?.spec ?? { containers: [] });
  return containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol = 'TCP' }) => [String(containerPort), protocol] as const),
  );
}

function specOf(object: KubeObject): object {
  return fieldsOf(object)['spec'] ?? {};
}
