import type { ReplicationController as Fields, ReplicationControllerSpec, ReplicationControllerStatus } from '../api/generated/types.ts';
import { defineKind } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { selectorOfLabels } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import { withDefaultTemplate } from './pod-template.ts';
import { replicaColumns } from './replicas.ts';
import { workloadWarnings } from './validation/pod-warnings.ts';
import { validateReplicaStatus } from './validation/status.ts';
import { validateReplicationController } from './validation/workload.ts';

/** A ReplicationController as it is stored. */
export type ReplicationController = Stored<Fields> & {
  readonly spec: ReplicationControllerSpec & { readonly replicas: number };
  readonly status: ReplicationControllerStatus;
};

/** `v1` ReplicationController. */
export const ReplicationControllerKind = defineKind<ReplicationController>({
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  singular: 'replicationcontroller',
  short: ['rc'],
  categories: ['all'],
  hasStatus: true,
  hasScale: true,
  columns: replicaColumns(({ spec }) => selectorOfLabels(spec.selector ?? {})),
  selectable: { 'status.replicas': ({ status }) => String(status.replicas) },
  // kube: pkg/apis/core/v1/defaults.go SetDefaults_ReplicationController
  defaults: (controller) => {
    const labels = (controller.spec as ReplicationControllerSpec | undefined)?.template?.metadata?.labels;
    const filled = withDefaultTemplate(controller, { replicas: 1 });
    if (labels === undefined) return filled;
    const selected = isEmpty(filled.spec.selector) ? { ...filled, spec: { ...filled.spec, selector: labels } } : filled;
    return isEmpty(selected.metadata.labels) ? { ...selected, metadata: { ...selected.metadata, labels } } : selected;
  },
  prepareCreate: (controller) => ({ ...controller, status: { replicas: 0 } }),
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  warnings: ({ metadata, spec }) => workloadWarnings(metadata.name, spec.template),
  validate: (controller, old) => validateReplicationController(controller, old),
  validateStatus: validateReplicaStatus,
  // kube: pkg/registry/core/replicationcontroller/strategy.go DefaultGarbageCollectionPolicy
  defaultPropagation: 'Orphan',
});

function isEmpty(labels: Readonly<Record<string, string>> | undefined): boolean {
  return labels === undefined || Object.keys(labels).length === 0;
}
