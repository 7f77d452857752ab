import type { DaemonSet as Fields, DaemonSetSpec, DaemonSetStatus, DaemonSetUpdateStrategy } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn, type Column } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { formatSelector, selectorOf, selectorOfLabels } from '../base/labels.ts';
import { same } from '../base/merge.ts';
import { filled, withFields } from '../base/with-fields.ts';
import { withDefaultTemplate } from './pod-template.ts';
import { templateColumns } from './replicas.ts';
import { numberIn } from './revisions.ts';
import { countsCheck } from './validation/status.ts';
import { validateDaemonSet } from './validation/daemonset.ts';
import { isEquivalent } from './validation/equivalence.ts';
import { workloadWarnings } from './validation/pod-warnings.ts';

/** A DaemonSet as it is stored: defaulted, with a status. */
export type DaemonSet = Stored<Fields> & {
  readonly spec: DaemonSetSpec & { readonly updateStrategy: DaemonSetUpdateStrategy };
  readonly status: DaemonSetStatus;
};

/** How often the template has changed, as it was counted before there were revisions. kube: staging/src/k8s.io/api/apps/v1/types.go DeprecatedTemplateGeneration */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const NOTHING_SCHEDULED: DaemonSetStatus = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };

/** kube: pkg/printers/internalversion/printers.go printDaemonSet */
const columns: readonly Column<DaemonSet>[] = [
  nameColumn,
  { name: 'Desired', type: 'integer', cell: ({ status }) => status.desiredNumberScheduled },
  { name: 'Current', type: 'integer', cell: ({ status }) => status.currentNumberScheduled },
  { name: 'Ready', type: 'integer', cell: ({ status }) => status.numberReady },
  { name: 'Up-to-date', type: 'integer', cell: ({ status }) => status.updatedNumberScheduled ?? 0 },
  { name: 'Available', type: 'integer', cell: ({ status }) => status.numberAvailable ?? 0 },
  { name: 'Node Selector', cell: ({ spec }) => formatSelector(selectorOfLabels(spec.template.spec?.nodeSelector ?? {})) || '<none>' },
  ageColumn,
  ...templateColumns<DaemonSet>(
    ({ spec }) => spec.template,
    ({ spec }) => selectorOf(spec.selector),
  ),
  { name: 'Unavailable', extra: true, cell: ({ status }) => status.numberUnavailable ?? 0 },
  { name: 'Misscheduled', extra: true, cell: ({ status }) => status.numberMisscheduled },
];

/** `apps/v1` DaemonSet. */
export const DaemonSetKind = defineKind<DaemonSet>({
  group: 'apps',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  short: ['ds'],
  categories: ['all'],
  hasStatus: true,
  columns,
  // kube: pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet
  defaults: (daemonSet) => withDefaultTemplate(withDefaultStrategy(daemonSet), { revisionHistoryLimit: 10 }),
  // kube: pkg/registry/apps/daemonset/strategy.go PrepareForCreate, PrepareForUpdate
  prepareCreate: (daemonSet) =>
    withTemplateGeneration({ ...daemonSet, status: NOTHING_SCHEDULED }, Math.max(1, numberIn(daemonSet, TEMPLATE_GENERATION) ?? 1)),
  prepareUpdate: (daemonSet, old) => {
    const isChanged = !isEquivalent(daemonSet.spec.template, old.spec.template);
    return withTemplateGeneration(daemonSet, (numberIn(old, TEMPLATE_GENERATION) ?? 0) + Number(isChanged));
  },
  bumpsGeneration: ({ spec }, old) => !same(spec, old.spec),
  warnings: ({ spec }) => workloadWarnings(undefined, spec.template),
  validate: (daemonSet, old) => validateDaemonSet(daemonSet, old),
  // A status that is told cannot change how often the template has changed.
  prepareStatus: (daemonSet, old) =>
    daemonSet.metadata === old.metadata ? daemonSet : withTemplateGeneration(daemonSet, numberIn(old, TEMPLATE_GENERATION) ?? 0),
  validateStatus: countsCheck({
    counts: [
      ...['currentNumberScheduled', 'numberMisscheduled', 'desiredNumberScheduled', 'numberReady', 'observedGeneration'],
      ...['updatedNumberScheduled', 'numberAvailable', 'numberUnavailable', 'collisionCount'],
    ],
  }),
});

function withTemplateGeneration(daemonSet: DaemonSet, generation: number): DaemonSet {
  const { metadata } = daemonSet;
  const annotations = { ...metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
  return { ...daemonSet, metadata: { ...metadata, annotations } };
}

function withDefaultStrategy(daemonSet: DaemonSet): DaemonSet {
  // What comes in may lack everything.
  const spec = (daemonSet as { readonly spec?: DaemonSetSpec }).spec ?? ({} as DaemonSetSpec);
  const { updateStrategy = {} } = spec;
  const type = filled(updateStrategy.type) ?? 'RollingUpdate';
  const { rollingUpdate = {} } = updateStrategy;
  const { maxUnavailable = 1, maxSurge = 0 } = rollingUpdate;
  const full = withFields(updateStrategy, {
    type,
    ...(type === 'RollingUpdate' ? { rollingUpdate: withFields(rollingUpdate, { maxUnavailable, maxSurge }) } : {}),
  });
  return full === spec.updateStrategy ? daemonSet : { ...daemonSet, spec: { ...spec, updateStrategy: full } };
}
