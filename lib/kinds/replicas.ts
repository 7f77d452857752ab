import type { PodTemplateSpec } from '../api/generated/types.ts';
import { ageColumn, nameColumn, type Column } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { formatSelector, type Selector } from '../base/labels.ts';

/** What ReplicaSets and ReplicationControllers have in common. */
interface Replicated extends KubeObject {
  readonly spec: { readonly replicas: number; readonly template?: PodTemplateSpec };
  readonly status: { readonly replicas: number; readonly readyReplicas?: number; readonly availableReplicas?: number };
}

/** The columns both kinds are shown with. kube: pkg/printers/internalversion/printers.go printReplicaSet */
export function replicaColumns<T extends Replicated>(selectorOf: (object: T) => Selector): readonly Column<T>[] {
  const containers = (object: T) => object.spec.template?.spec?.containers ?? [];
  return [
    nameColumn,
    { name: 'Desired', cell: ({ spec }) => spec.replicas },
    { name: 'Current', cell: ({ status }) => status.replicas },
    { name: 'Ready', cell: ({ status }) => status.readyReplicas ?? 0 },
    ageColumn,
    {
      name: 'Containers',
      wide: true,
      cell: (object) =>
        containers(object)
          .map(({ name }) => name)
          .join(','),
    },
    {
      name: 'Images',
      wide: true,
      cell: (object) =>
        containers(object)
          .map(({ image }) => image ?? '')
          .join(','),
    },
    { name: 'Selector', wide: true, cell: (object) => formatSelector(selectorOf(object)) },
    { name: 'Available', extra: true, cell: ({ status }) => status.availableReplicas ?? 0 },
  ];
}
