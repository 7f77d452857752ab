import type { FieldSpec } from './field-path.ts';

// kube: sigs.k8s.io/kustomize/api/internal/konfig/builtinpluginconsts

const WORKLOADS: readonly FieldSpec[] = [
  { path: 'spec/template/metadata', kind: 'ReplicationController', version: 'v1' },
  { path: 'spec/template/metadata', kind: 'Deployment' },
  { path: 'spec/template/metadata', kind: 'ReplicaSet' },
  { path: 'spec/template/metadata', kind: 'DaemonSet' },
  { path: 'spec/template/metadata', kind: 'StatefulSet', group: 'apps' },
  { path: 'spec/template/metadata', kind: 'Job', group: 'batch' },
  { path: 'spec/jobTemplate/metadata', kind: 'CronJob', group: 'batch' },
  { path: 'spec/jobTemplate/spec/template/metadata', kind: 'CronJob', group: 'batch' },
];

function inTemplates(field: string): readonly FieldSpec[] {
  return WORKLOADS.map((spec) => ({ ...spec, path: `${spec.path}/${field}`, create: true }));
}

/** Where the labels of an object are. */
export const OBJECT_LABELS: readonly FieldSpec[] = [{ path: 'metadata/labels', create: true }];

/** Where the labels of what an object makes are. */
export const TEMPLATE_LABELS: readonly FieldSpec[] = [
  ...inTemplates('labels'),
  { path: 'spec/volumeClaimTemplates[]/metadata/labels', create: true, kind: 'StatefulSet', group: 'apps' },
];

/** Where annotations are. */
export const ANNOTATIONS: readonly FieldSpec[] = [{ path: 'metadata/annotations', create: true }, ...inTemplates('annotations')];

const AFFINITIES = ['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
  `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`,
  `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution`,
]);

/** Where pods are selected by their labels. */
const SELECTORS: readonly FieldSpec[] = [
  { path: 'spec/selector', create: true, kind: 'Service', version: 'v1' },
  { path: 'spec/selector', create: true, kind: 'ReplicationController', version: 'v1' },
  { path: 'spec/selector/matchLabels', create: true, kind: 'Deployment' },
  { path: 'spec/selector/matchLabels', create: true, kind: 'ReplicaSet' },
  { path: 'spec/selector/matchLabels', create: true, kind: 'DaemonSet' },
  { path: 'spec/selector/matchLabels', create: true, kind: 'StatefulSet', group: 'apps' },
  ...['Deployment', 'StatefulSet'].flatMap((kind) =>
    [...AFFINITIES, 'topologySpreadConstraints'].map((place) => ({
      path: `spec/template/spec/${place}/labelSelector/matchLabels`,
      kind,
      group: 'apps',
    })),
  ),
  { path: 'spec/selector/matchLabels', kind: 'Job', group: 'batch' },
  { path: 'spec/jobTemplate/spec/selector/matchLabels', kind: 'CronJob', group: 'batch' },
  { path: 'spec/selector/matchLabels', kind: 'PodDisruptionBudget', group: 'policy' },
  ...['podSelector', 'ingress/from/podSelector', 'egress/to/podSelector'].map((place) => ({
    path: `spec/${place}/matchLabels`,
    kind: 'NetworkPolicy',
    group: 'networking.k8s.io',
  })),
];

/** Where labels are that also select. */
export const ALL_LABELS: readonly FieldSpec[] = [...SELECTORS, ...OBJECT_LABELS, ...TEMPLATE_LABELS];

/** Where a namespace is named besides in the metadata. */
export const NAMESPACES: readonly FieldSpec[] = [
  { path: 'metadata/name', create: true, kind: 'Namespace' },
  { path: 'spec/service/namespace', create: true, kind: 'APIService', group: 'apiregistration.k8s.io' },
  { path: 'spec/conversion/webhook/clientConfig/service/namespace', kind: 'CustomResourceDefinition', group: 'apiextensions.k8s.io' },
];

/** Where numbers of replicas are. */
export const REPLICAS: readonly FieldSpec[] = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].map((kind) => ({
  path: 'spec/replicas',
  create: true,
  kind,
}));
