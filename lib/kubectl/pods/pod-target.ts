import type { Kind } from '../../api/kind.ts';
import { fieldsOf } from '../../api/object.ts';
import { selectorOf, selectorOfLabels, type LabelSelectorFields, type Selector } from '../../base/labels.ts';
import { PodKind } from '../../kinds/pod.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import type { Call } from '../command.ts';
import { KubectlError, throwAll } from '../errors.ts';
import type { Flag } from '../flags.ts';
import { FILE_FLAGS, select, type Chosen } from '../selection.ts';
import { waitUntil } from '../waiting.ts';
import type { PodOrder } from './pod-order.ts';

/** The flags of commands that are about one container of a pod that runs. */
export const SESSION_FLAGS: readonly Flag[] = [
  ...FILE_FLAGS,
  { name: 'container', short: 'c', type: 'text' },
  { name: 'pod-running-timeout', type: 'duration', default: '1m0s' },
  { name: 'quiet', short: 'q', type: 'bool' },
  { name: 'stdin', short: 'i', type: 'bool' },
  { name: 'tty', short: 't', type: 'bool' },
];

/** The one object that a word names: `web` is a pod. Throws what kubectl says where there is none. */
export function namedTarget(call: Call, args: readonly string[]): Chosen {
  const [first] = args;
  const words = first !== undefined && args.length === 1 && !first.includes('/') ? ['pods', first] : args;
  const { lists, errors } = select(call, { args: words });
  throwAll(errors);
  const found = lists.flatMap(({ items }) => items);
  if (found.length !== 1) throw new KubectlError('expected a resource');
  return found[0]!;
}

/** Pods of something, the first of which is meant. */
export interface FoundPods {
  readonly pod: Pod;
  readonly pods: readonly Pod[];
  readonly count: number;
}

/**
 * The pod that an object stands for: itself, or the first of those that it selects, for which is waited. Throws a KubectlError that begins with `cannot`
 * for an object without pods. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/helpers.go GetFirstPod, SelectorsForObject
 */
export function podsOf(call: Call, { kind, object, namespace }: Chosen, cannot: string, order: PodOrder): FoundPods {
  if (kind.resource === PodKind.resource) return { pod: object as Pod, pods: [object as Pod], count: 1 };
  const type = `*${kind.version}.${kind.kind}`;
  const labelSelector = selectorIn(kind, fieldsOf(object)['spec'], object.metadata.name, `${cannot} ${type}`);
  const found = (): readonly Pod[] => call.client.list(PodKind, { namespace, labelSelector });
  const end = call.terminal.cluster.now + call.flags.duration('pod-running-timeout');
  if (!waitUntil(call, end, () => found().length > 0)) throw new KubectlError('timed out waiting for the condition');
  const pods = [...found()].sort(order);
  return { pod: pods[0]!, pods, count: pods.length };
}

const BY_LABEL_SELECTOR: ReadonlySet<string> = new Set([
  'replicasets.apps',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'jobs.batch',
]);

function selectorIn({ resource, version, kind }: Kind, spec: unknown, name: string, cannot: string): Selector | undefined {
  const { selector } = (spec ?? {}) as { readonly selector?: unknown };
  if (BY_LABEL_SELECTOR.has(resource)) return selectorOf(selector as LabelSelectorFields | undefined);
  if (resource !== 'services' && resource !== 'replicationcontrollers')
    throw new KubectlError(`${cannot}: selector for *${version}.${kind} not implemented`);
  if (selector === undefined && resource === 'services')
    throw new KubectlError(`${cannot}: invalid service '${name}': Service is defined without a selector`);
  return selectorOfLabels((selector ?? {}) as Readonly<Record<string, string>>);
}
