import type { Container, PodTemplateSpec } from '../api/generated/types.ts';
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
  return [
    nameColumn,
    { name: 'Desired', type: 'integer', cell: ({ spec }) => spec.replicas },
    { name: 'Current', type: 'integer', cell: ({ status }) => status.replicas },
    { name: 'Ready', type: 'integer', cell: ({ status }) => status.readyReplicas ?? 0 },
    ageColumn,
    ...templateColumns<T>(({ spec }) => spec.template, selectorOf),
    { name: 'Available', extra: true, cell: ({ status }) => status.availableReplicas ?? 0 },
  ];
}

/** The wide columns of everything that makes pods of a template: what its containers are called and run, and what it selects. */
export function templateColumns<T>(
  templateOf: (object: T) => PodTemplateSpec | undefined,
  selectorOf: (object: T) => Selector | undefined,
): readonly Column<T>[] {
  return [
    ...containerColumns(templateOf),
    { name: 'Selector', wide: true, cell: (object) => formatSelector(selectorOf(object) ?? []) || '<none>' },
  ];
}

/** What the containers of a template are called and run; wide columns unless said otherwise. */
export function containerColumns<T>(templateOf: (object: T) => PodTemplateSpec | undefined, wide = true): readonly Column<T>[] {
  const listed = (object: T, cell: (container: Container) => string): string =>
    (templateOf(object)?.spec?.containers ?? []).map(cell).join(',');
  return [
    { name: 'Containers', wide, cell: (object) => listed(object, ({ name }) => name) },
    { name: 'Images', wide, cell: (object) => listed(object, ({ image }) => image ?? '') },
  ];
}
