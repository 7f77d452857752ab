import type { StatefulSet as Fields, StatefulSetSpec, StatefulSetStatus, StatefulSetUpdateStrategy } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, type Column } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { same } from '../base/merge.ts';
import { filled, mapped, withFields } from '../base/with-fields.ts';
import { defaultedClaim } from './persistentvolumeclaim.ts';
import { withDefaultTemplate } from './pod-template.ts';
import { containerColumns } from './replicas.ts';
import { workloadWarnings } from './validation/pod-warnings.ts';
import { countsCheck } from './validation/status.ts';
import { validateStatefulSet } from './validation/statefulset.ts';

/** A StatefulSet as it is stored: defaulted, with a status. */
export type StatefulSet = Stored<Fields> & {
  readonly spec: StatefulSetSpec & { readonly replicas: number; readonly updateStrategy: StatefulSetUpdateStrategy };
  readonly status: StatefulSetStatus;
};

/** kube: pkg/printers/internalversion/printers.go printStatefulSet */
const columns: readonly Column<StatefulSet>[] = [
  nameColumn,
  { name: 'Ready', cell: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}` },
  ageColumn,
  ...containerColumns<StatefulSet>(({ spec }) => spec.template),
  { name: 'Desired', extra: true, cell: ({ spec }) => spec.replicas },
  { name: 'Current', extra: true, cell: ({ status }) => status.replicas },
  { name: 'Available', extra: true, cell: ({ status }) => status.availableReplicas ?? 0 },
  { name: 'Up-to-date', extra: true, cell: ({ status }) => status.updatedReplicas ?? 0 },
];

/** `apps/v1` StatefulSet. */
export const StatefulSetKind = defineKind<StatefulSet>({
  group: 'apps',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  singular: 'statefulset',
  short: ['sts'],
  categories: ['all'],
  hasStatus: true,
  hasScale: true,
  columns,
  // kube: pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet
  defaults: (statefulSet) => withDefaultTemplate(withDefaultFields(statefulSet), { replicas: 1, revisionHistoryLimit: 10 }),
  // kube: pkg/registry/apps/statefulset/strategy.go PrepareForCreate, PrepareForUpdate
  prepareCreate: (statefulSet) => ({ ...withoutGatedFields(statefulSet), status: { replicas: 0, availableReplicas: 0 } }),
  prepareUpdate: withoutGatedFields,
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  warnings: ({ spec }) => workloadWarnings(undefined, spec.template),
  validate: (statefulSet, old) => validateStatefulSet(statefulSet, old),
  validateStatus: countsCheck({
    counts: [
      ...['replicas', 'readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas', 'observedGeneration', 'collisionCount'],
    ],
    parts: ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'],
    ready: 'status.readyReplicas',
  }),
});

function withDefaultFields(statefulSet: StatefulSet): StatefulSet {
  // What comes in may lack everything.
  const spec = (statefulSet as { readonly spec?: StatefulSetSpec }).spec ?? ({} as StatefulSetSpec);
  const { persistentVolumeClaimRetentionPolicy: policy = {} } = spec;
  const { updateStrategy = {} } = spec;
  const full = withFields(spec, {
    // Written also where it is not said: the field has no way to be absent.
    serviceName: (spec as Partial<StatefulSetSpec>).serviceName ?? '',
    podManagementPolicy: filled(spec.podManagementPolicy) ?? 'OrderedReady',
    updateStrategy: defaultedStrategy(updateStrategy),
    persistentVolumeClaimRetentionPolicy: withFields(policy, {
      whenDeleted: filled(policy.whenDeleted) ?? 'Retain',
      whenScaled: filled(policy.whenScaled) ?? 'Retain',
    }),
    volumeClaimTemplates: mapped(spec.volumeClaimTemplates, (claim) =>
      // kube: pkg/apis/apps/v1/conversion.go Convert_apps_StatefulSetSpec_To_v1_StatefulSetSpec
      withFields(defaultedClaim(claim), {
        apiVersion: filled(claim.apiVersion) ?? 'v1',
        kind: filled(claim.kind) ?? 'PersistentVolumeClaim',
      }),
    ),
  });
  return full === spec ? statefulSet : { ...statefulSet, spec: full as StatefulSet['spec'] };
}

// Who says that pods are replaced one by one, and not how, has said no partition either.
function defaultedStrategy(strategy: StatefulSetUpdateStrategy): StatefulSetUpdateStrategy {
  const type = filled(strategy.type);
  const rollingUpdate = strategy.rollingUpdate ?? (type === undefined ? {} : undefined);
  const isRolling = (type ?? 'RollingUpdate') === 'RollingUpdate';
  return withFields(strategy, {
    type: type ?? 'RollingUpdate',
    rollingUpdate:
      isRolling && rollingUpdate !== undefined ? withFields(rollingUpdate, { partition: rollingUpdate.partition ?? 0 }) : rollingUpdate,
  });
}

/** Without the field of a feature that is off. kube: pkg/features/kube_features.go MaxUnavailableStatefulSet */
function withoutGatedFields(statefulSet: StatefulSet): StatefulSet {
  const { updateStrategy } = statefulSet.spec;
  if (updateStrategy.rollingUpdate?.maxUnavailable === undefined) return statefulSet;
  const { maxUnavailable: _, ...rollingUpdate } = updateStrategy.rollingUpdate;
  return { ...statefulSet, spec: { ...statefulSet.spec, updateStrategy: { ...updateStrategy, rollingUpdate } } };
}
