import type { Kind } from './kind.ts';

const TEMPLATE = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } };
const TASK = { spec: { ...TEMPLATE.spec, restartPolicy: 'Never' } };
const REPLICATED = { status: { replicas: 0, observedGeneration: 1 }, change: { spec: { replicas: 0 } }, generation: 'spec' } as const;

/** What the contract needs to know of a kind. */
export interface Sample {
  /** What a minimal valid manifest says besides its name. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** A merge patch that changes what the kind is about. */
  readonly change: Readonly<Record<string, unknown>>;
  /** Another status than the one a create gives it, for kinds whose status has a request of its own. */
  readonly status?: Readonly<Record<string, unknown>>;
  /** What changes `metadata.generation` counts, from 1 on, if it is there at all. */
  readonly generation?: 'spec' | 'spec and annotations' | 'spec and labels' | 'deletion';
  /** What a delete without options leaves, when that is not nothing. */
  readonly left?: 'held by its own finalizer' | 'orphan';
  /** The name, where it follows from the rest of the object: such a kind cannot be given the names of the contract, and has tests of its own. */
  readonly name?: string;
}

/** What a kind is called here: by its resource, a further version with its name. */
export function sampleName({ resource, plural, version, group, storedAs }: Kind): string {
  return storedAs === undefined ? resource : `${plural}.${version}.${group}`;
}

/** One line for each kind and each of its further versions: the matrix of its strategies. A new one that is not here fails the contract's first test. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  configmaps: { fields: {}, change: { data: { a: '2' } } },
  endpoints: { fields: {}, change: { subsets: [{ addresses: [{ ip: '10.0.0.1' }] }] } },
  'endpointslices.discovery.k8s.io': {
    fields: { addressType: 'IPv4', endpoints: [] },
    change: { ports: [{ name: 'http', port: 80, protocol: 'TCP' }] },
    generation: 'spec and labels',
  },
  events: { fields: { involvedObject: { namespace: 'default' } }, change: { reason: 'Changed' } },
  'leases.coordination.k8s.io': { fields: {}, change: { spec: { holderIdentity: 'node1' } } },
  limitranges: {
    fields: { spec: { limits: [{ type: 'Pod', max: { cpu: '1' } }] } },
    change: { spec: { limits: [{ type: 'Pod', max: { cpu: '2' } }] } },
  },
  namespaces: {
    fields: {},
    change: { metadata: { labels: { team: 'a' } } },
    status: { phase: 'Active', conditions: [{ type: 'Known', status: 'True' }] },
    left: 'held by its own finalizer',
  },
  nodes: { fields: {}, change: { spec: { unschedulable: true } }, status: { capacity: { cpu: '1' } } },
  pods: {
    fields: { spec: TEMPLATE.spec },
    change: { spec: { activeDeadlineSeconds: 9 } },
    status: { phase: 'Running', qosClass: 'BestEffort' },
  },
  persistentvolumes: {
    fields: { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/srv' } } },
    change: { spec: { persistentVolumeReclaimPolicy: 'Delete' } },
    status: { phase: 'Available' },
  },
  persistentvolumeclaims: {
    fields: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
    change: { spec: { volumeName: 'disk' } },
    status: { phase: 'Bound' },
  },
  podtemplates: {
    fields: { template: TEMPLATE },
    change: { template: { metadata: { labels: { app: 'y' } } } },
    generation: 'spec',
  },
  'poddisruptionbudgets.policy': {
    fields: { spec: { minAvailable: 1, selector: { matchLabels: { app: 'x' } } } },
    change: { spec: { minAvailable: 2 } },
    status: { currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1 },
    generation: 'spec',
  },
  replicationcontrollers: { fields: { spec: { template: TEMPLATE } }, ...REPLICATED, left: 'orphan' },
  resourcequotas: {
    fields: { spec: { hard: { pods: '1' } } },
    change: { spec: { hard: { pods: '2' } } },
    status: { hard: { pods: '1' }, used: { pods: '0' } },
  },
  secrets: { fields: {}, change: { data: { a: 'Mg==' } } },
  serviceaccounts: { fields: {}, change: { automountServiceAccountToken: false } },
  services: {
    fields: { spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } },
    change: { spec: { selector: { a: 'b' } } },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1', ipMode: 'VIP' }] } },
  },
  'controllerrevisions.apps': { fields: { data: { spec: {} }, revision: 1 }, change: { revision: 2 } },
  'cronjobs.batch': {
    fields: { spec: { schedule: '@daily', jobTemplate: { spec: { template: TASK } } } },
    change: { spec: { suspend: true } },
    status: { lastScheduleTime: '2026-01-01T00:00:00Z' },
    generation: 'spec',
  },
  'daemonsets.apps': {
    fields: { spec: { selector: { matchLabels: { app: 'x' } }, template: TEMPLATE } },
    change: { spec: { minReadySeconds: 1 } },
    status: { currentNumberScheduled: 1, desiredNumberScheduled: 1, numberMisscheduled: 0, numberReady: 0 },
    generation: 'spec',
  },
  'deployments.apps': {
    fields: { spec: { selector: { matchLabels: { app: 'x' } }, template: TEMPLATE } },
    ...REPLICATED,
    generation: 'spec and annotations',
  },
  'priorityclasses.scheduling.k8s.io': { fields: { value: 1 }, change: { description: 'of use' }, generation: 'deletion' },
  'replicasets.apps': { fields: { spec: { selector: { matchLabels: { app: 'x' } }, template: TEMPLATE } }, ...REPLICATED },
  'jobs.batch': {
    fields: { spec: { template: TASK } },
    change: { spec: { parallelism: 2 } },
    status: { active: 1 },
    generation: 'spec',
    left: 'orphan',
  },
  'statefulsets.apps': {
    fields: { spec: { serviceName: 'x', selector: { matchLabels: { app: 'x' } }, template: TEMPLATE } },
    ...REPLICATED,
  },
  'storageclasses.storage.k8s.io': { fields: { provisioner: 'example.com/disk' }, change: { allowVolumeExpansion: true } },
  'ingressclasses.networking.k8s.io': {
    fields: { spec: { controller: 'example.com/ingress' } },
    change: { spec: { parameters: { kind: 'Settings', name: 'a', scope: 'Cluster' } } },
    generation: 'spec',
  },
  'ingresses.networking.k8s.io': {
    fields: { spec: { defaultBackend: { service: { name: 'x', port: { number: 80 } } } } },
    change: { spec: { ingressClassName: 'public' } },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
    generation: 'spec',
  },
  'networkpolicies.networking.k8s.io': { fields: {}, change: { spec: { policyTypes: ['Egress'] } }, generation: 'spec' },
  'clusterrolebindings.rbac.authorization.k8s.io': {
    fields: { roleRef: { kind: 'ClusterRole', name: 'view' } },
    change: { subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }] },
  },
  'clusterroles.rbac.authorization.k8s.io': {
    fields: {},
    change: { rules: [{ nonResourceURLs: ['/healthz'], verbs: ['get'] }] },
  },
  'rolebindings.rbac.authorization.k8s.io': {
    fields: { roleRef: { kind: 'Role', name: 'view' } },
    change: { subjects: [{ kind: 'ServiceAccount', name: 'default' }] },
  },
  'roles.rbac.authorization.k8s.io': {
    fields: {},
    change: {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    },
  },
  'customresourcedefinitions.apiextensions.k8s.io': {
    fields: {
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'widgets', kind: 'Widget' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object' } },
          },
        ],
      },
    },
    change: { spec: { names: { shortNames: ['wg'] } } },
    generation: 'spec',
    name: 'widgets.example.com',
  },
  'horizontalpodautoscalers.autoscaling': {
    fields: { spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'x' } } },
    change: { spec: { maxReplicas: 5 } },
    status: { currentReplicas: 1, desiredReplicas: 2 },
  },
  'horizontalpodautoscalers.v1.autoscaling': {
    fields: { spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'x' } } },
    change: { spec: { targetCPUUtilizationPercentage: 50 } },
    status: { currentReplicas: 1, desiredReplicas: 2 },
  },
  'events.v1.events.k8s.io': {
    fields: {
      eventTime: '2026-01-01T00:00:00.000000Z',
      reportingController: 'example.com/tester',
      reportingInstance: 'tester-1',
      action: 'Testing',
      reason: 'Tested',
      type: 'Normal',
      regarding: { namespace: 'default' },
    },
    change: { series: { count: 2, lastObservedTime: '2026-01-01T00:00:01.000000Z' } },
  },
};
