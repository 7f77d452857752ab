import { byUtf8 } from '../../base/utf8-order.ts';
import type { SortOptions } from './kustomization.ts';
import { KustomizeError } from './kustomize-error.ts';
import { identityOf, type Identity, type Resources } from './resource.ts';

const FIRST: readonly string[] = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const LAST: readonly string[] = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** Resources in the order that is asked for: as they came (`fifo`), or what others need first (`legacy`). Throws a KustomizeError for another order. kube: sigs.k8s.io/kustomize/api/internal/builtins/SortOrderTransformer.go */
export function inOrder(resources: Resources, { order = '', legacySortOptions }: SortOptions): Resources {
  if (order !== 'fifo' && order !== 'legacy') throw new KustomizeError("the field 'sortOptions.order' must be one of [fifo, legacy]");
  if (order === 'fifo') {
    if (legacySortOptions === undefined) return resources;
    throw new KustomizeError("the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'");
  }
  const { orderFirst = [], orderLast = [] } = legacySortOptions ?? { orderFirst: FIRST, orderLast: LAST };
  const ranks = new Map([
    ...orderFirst.map((kind, i) => [kind, i - orderFirst.length] as const),
    ...orderLast.map((kind, i) => [kind, i + 1] as const),
  ]);
  return resources
    .map((resource) => ({ resource, ...sortKeys(identityOf(resource)) }))
    .map((entry) => ({ ...entry, rank: ranks.get(entry.kind) ?? 0 }))
    .sort((a, b) => a.rank - b.rank || byUtf8(a.type, b.type) || byUtf8(a.place, b.place))
    .map(({ resource }) => resource);
}

function sortKeys({ group, version, kind, name, namespace }: Identity): {
  readonly kind: string;
  readonly type: string;
  readonly place: string;
} {
  const type = [group === '' ? '~G' : group, version === '' ? '~V' : version, kind === '' ? '~K' : kind].join('_');
  return { kind, type, place: `${namespace === '' ? '~X' : namespace}|${name === '' ? '~N' : name}` };
}
