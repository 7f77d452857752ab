import type { Deployment as DeploymentFields, DeploymentSpec, DeploymentStatus } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, type Column } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { selectorOf } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import { withDefaultTemplate } from './pod-template.ts';
import { templateColumns } from './replicas.ts';
import { countsCheck } from './validation/status.ts';
import { validateDeployment } from './validation/deployment.ts';
import { workloadWarnings } from './validation/pod-warnings.ts';

/** A Deployment as it is stored: defaulted, with a status. */
export type Deployment = Stored<DeploymentFields> & {
  readonly spec: DeploymentSpec & { readonly replicas: number; readonly strategy: NonNullable<DeploymentSpec['strategy']> };
  readonly status: DeploymentStatus;
};

/** The reason of the condition Progressing when a rollout got on no more within its deadline. */
export const TIMED_OUT = 'ProgressDeadlineExceeded';

/** kube: pkg/printers/internalversion/printers.go printDeployment */
const columns: readonly Column<Deployment>[] = [
  nameColumn,
  { name: 'Ready', cell: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}` },
  { name: 'Up-to-date', cell: ({ status }) => status.updatedReplicas ?? 0 },
  { name: 'Available', cell: ({ status }) => status.availableReplicas ?? 0 },
  ageColumn,
  ...templateColumns<Deployment>(
    ({ spec }) => spec.template,
    ({ spec }) => selectorOf(spec.selector),
  ),
  { name: 'Desired', extra: true, cell: ({ spec }) => spec.replicas },
  { name: 'Current', extra: true, cell: ({ status }) => status.replicas ?? 0 },
  { name: 'Unavailable', extra: true, cell: ({ status }) => status.unavailableReplicas ?? 0 },
];

/** `apps/v1` Deployment. */
export const DeploymentKind = defineKind<Deployment>({
  group: 'apps',
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  short: ['deploy'],
  categories: ['all'],
  hasStatus: true,
  hasScale: true,
  columns,
  // kube: pkg/apis/apps/v1/defaults.go SetDefaults_Deployment
  defaults: (deployment) =>
    withDefaultTemplate(withDefaultStrategy(deployment), { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }),
  // kube: pkg/registry/apps/deployment/strategy.go PrepareForCreate, PrepareForUpdate
  prepareCreate: (deployment) => ({ ...deployment, status: {} }),
  bumpsGeneration: ({ spec, metadata }, old) => !same(spec, old.spec) || !same(metadata.annotations, old.metadata.annotations),
  warnings: ({ metadata, spec }) => workloadWarnings(metadata.name, spec.template),
  validate: (deployment, old) => validateDeployment(deployment, old),
  validateStatus: countsCheck({
    counts: [
      ...[
        'observedGeneration',
        'replicas',
        'updatedReplicas',
        'readyReplicas',
        'availableReplicas',
        'unavailableReplicas',
        'collisionCount',
      ],
    ],
    parts: ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
    ready: 'readyReplicas',
  }),
});

const MOST_AT_A_TIME = '25%';

function withDefaultStrategy(deployment: Deployment): Deployment {
  // What comes in may lack everything.
  const spec = (deployment as { readonly spec?: DeploymentSpec }).spec ?? ({} as DeploymentSpec);
  const { strategy = {} } = spec;
  const { type = 'RollingUpdate', rollingUpdate = {} } = strategy;
  const { maxUnavailable = MOST_AT_A_TIME, maxSurge = MOST_AT_A_TIME } = rollingUpdate;
  const full = type === 'RollingUpdate' ? { type, rollingUpdate: { ...rollingUpdate, maxUnavailable, maxSurge } } : { ...strategy, type };
  return same(full, strategy) ? deployment : { ...deployment, spec: { ...spec, strategy: full } as Deployment['spec'] };
}
