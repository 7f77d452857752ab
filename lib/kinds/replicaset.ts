import type { ReplicaSet as ReplicaSetFields, ReplicaSetSpec, ReplicaSetStatus } from '../api/generated/types.ts';
import { defineKind, orphanIndex } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { selectorOf } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import { withDefaultTemplate } from './pod-template.ts';
import { replicaColumns } from './replicas.ts';
import { workloadWarnings } from './validation/pod-warnings.ts';
import { validateReplicaStatus } from './validation/status.ts';
import { validateReplicaSet } from './validation/workload.ts';

/** A ReplicaSet as it is stored. */
export type ReplicaSet = Stored<ReplicaSetFields> & {
  readonly spec: ReplicaSetSpec & { readonly replicas: number };
  readonly status: ReplicaSetStatus;
};

/** `apps/v1` ReplicaSet. */
export const ReplicaSetKind = defineKind<ReplicaSet>({
  group: 'apps',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  short: ['rs'],
  categories: ['all'],
  hasStatus: true,
  hasScale: true,
  indexes: [orphanIndex],
  columns: replicaColumns(({ spec }) => selectorOf(spec.selector)),
  // kube: pkg/apis/apps/v1/defaults.go SetDefaults_ReplicaSet
  defaults: (replicaSet) => withDefaultTemplate(replicaSet, { replicas: 1 }),
  // kube: pkg/registry/apps/replicaset/strategy.go PrepareForCreate
  prepareCreate: (replicaSet) => ({ ...replicaSet, status: { replicas: 0 } }),
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  warnings: ({ metadata, spec }) => workloadWarnings(metadata.name, spec.template),
  validate: (replicaSet, old) => validateReplicaSet(replicaSet, old),
  validateStatus: validateReplicaStatus,
});
