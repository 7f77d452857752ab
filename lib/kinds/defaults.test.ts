import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { same } from '../base/merge.ts';
import { edited, stored, type Edits } from './cases-fixture.ts';
import { kinds } from './index.ts';

const POD = { containers: [{ name: 'c', image: 'nginx' }] };
const TEMPLATE = { metadata: { labels: { app: 'a' } }, spec: POD };
const SELECTED = { spec: { selector: { matchLabels: { app: 'a' } }, template: TEMPLATE } };
const TASK = { spec: { restartPolicy: 'Never', ...POD } };
const CLAIM = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };

/** What is said, and what is stored at each place; undefined where nothing is. */
type Row = readonly [said: Edits, stored: Edits];

/** Every row of what a real server fills in, beginning with a manifest of the kind to which each adds something. */
const ROWS: readonly (readonly [kind: string, base: object, ...rows: Row[]])[] = [
  [
    'Pod',
    { spec: POD },
    [
      {},
      {
        'spec.dnsPolicy': 'ClusterFirst',
        'spec.restartPolicy': 'Always',
        'spec.schedulerName': 'default-scheduler',
        'spec.securityContext': {},
      },
    ],
    [{}, { 'spec.terminationGracePeriodSeconds': 30, 'spec.enableServiceLinks': true, 'spec.containers.0.imagePullPolicy': 'Always' }],
    [{}, { 'spec.containers.0.terminationMessagePath': '/dev/termination-log', 'spec.containers.0.terminationMessagePolicy': 'File' }],
    [{}, { 'status.phase': 'Pending', 'status.qosClass': 'BestEffort', 'spec.containers.0.resources': {} }],
    [{ 'spec.terminationGracePeriodSeconds': -5 }, { 'spec.terminationGracePeriodSeconds': 1 }],
    [
      { 'spec.containers.0.resources': { limits: { cpu: '0.0001' } } },
      { 'spec.containers.0.resources': { limits: { cpu: '1m' }, requests: { cpu: '1m' } } },
    ],
    [{ 'spec.hostNetwork': true, 'spec.containers.0.ports': [{ containerPort: 80 }] }, { 'spec.containers.0.ports.0.hostPort': 80 }],
    [{ 'spec.volumes': [{ name: 'v' }] }, { 'spec.volumes.0.emptyDir': {} }],
    [{ 'spec.volumes': [{ name: 'v', hostPath: { path: '/' } }] }, { 'spec.volumes.0.hostPath.type': '' }],
    [{ 'spec.volumes': [{ name: 'v', secret: { secretName: 's' } }] }, { 'spec.volumes.0.secret.defaultMode': 420 }],
    [{ 'spec.volumes': [{ name: 'v', configMap: { name: 's' } }] }, { 'spec.volumes.0.configMap.defaultMode': 420 }],
    [
      { 'spec.volumes': [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }] },
      { 'spec.volumes.0.projected.defaultMode': 420, 'spec.volumes.0.projected.sources.0.serviceAccountToken.expirationSeconds': 3600 },
    ],
    [{ 'spec.serviceAccount': 'sa' }, { 'spec.serviceAccountName': 'sa' }],
    [{ 'spec.serviceAccountName': 'sa' }, { 'spec.serviceAccount': 'sa' }],
    [
      { 'spec.containers.0.env': [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      { 'spec.containers.0.env.0.valueFrom.fieldRef.apiVersion': 'v1' },
    ],
  ],
  [
    'ReplicationController',
    { spec: { template: TEMPLATE } },
    [{}, { 'spec.replicas': 1, 'spec.selector': { app: 'a' }, 'metadata.labels': { app: 'a' }, 'status.replicas': 0 }],
    [{}, { 'spec.template.spec.enableServiceLinks': undefined, 'spec.template.spec.securityContext': {} }],
  ],
  ['ReplicaSet', SELECTED, [{}, { 'spec.replicas': 1, 'metadata.labels': undefined, 'status.replicas': 0 }]],
  [
    'Deployment',
    SELECTED,
    [{}, { 'spec.replicas': 1, 'spec.revisionHistoryLimit': 10, 'spec.progressDeadlineSeconds': 600, 'spec.minReadySeconds': undefined }],
    [{}, { 'spec.strategy': { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } }, status: {} }],
    [{ 'spec.strategy': { type: 'Recreate' } }, { 'spec.strategy': { type: 'Recreate' } }],
    [{ 'spec.strategy': { rollingUpdate: { maxSurge: 1 } } }, { 'spec.strategy.rollingUpdate': { maxUnavailable: '25%', maxSurge: 1 } }],
  ],
  [
    'DaemonSet',
    SELECTED,
    [
      {},
      {
        'spec.updateStrategy': { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
        'spec.revisionHistoryLimit': 10,
      },
    ],
    [{}, { 'metadata.annotations': { 'deprecated.daemonset.template.generation': '1' } }],
    [{}, { status: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 } }],
    [{ 'spec.updateStrategy': { type: 'OnDelete' } }, { 'spec.updateStrategy': { type: 'OnDelete' } }],
  ],
  [
    'StatefulSet',
    SELECTED,
    [{}, { 'spec.podManagementPolicy': 'OrderedReady', 'spec.replicas': 1, 'spec.revisionHistoryLimit': 10 }],
    [{}, { 'spec.updateStrategy': { type: 'RollingUpdate', rollingUpdate: { partition: 0 } }, 'spec.serviceName': '' }],
    [{}, { 'spec.persistentVolumeClaimRetentionPolicy': { whenDeleted: 'Retain', whenScaled: 'Retain' } }],
    [{}, { status: { replicas: 0, availableReplicas: 0 } }],
    [{ 'spec.updateStrategy': { type: 'RollingUpdate' } }, { 'spec.updateStrategy': { type: 'RollingUpdate' } }],
    [
      { 'spec.volumeClaimTemplates': [{ metadata: { name: 'd' }, ...CLAIM }] },
      { 'spec.volumeClaimTemplates.0.kind': 'PersistentVolumeClaim', 'spec.volumeClaimTemplates.0.apiVersion': 'v1', 'spec.volumeClaimTemplates.0.spec.volumeMode': 'Filesystem', 'spec.volumeClaimTemplates.0.status': { phase: 'Pending' } }, // prettier-ignore
    ],
  ],
  [
    'Job',
    { spec: { template: TASK } },
    [
      {},
      { 'spec.completions': 1, 'spec.parallelism': 1, 'spec.backoffLimit': 6, 'spec.completionMode': 'NonIndexed', 'spec.suspend': false },
    ],
    [{}, { 'spec.podReplacementPolicy': 'TerminatingOrFailed', 'spec.manualSelector': false, status: {} }],
    [{ 'spec.completions': 3 }, { 'spec.parallelism': 1 }],
    [{ 'spec.parallelism': 3 }, { 'spec.completions': undefined }],
    [{ 'spec.backoffLimitPerIndex': 1, 'spec.completionMode': 'Indexed', 'spec.completions': 1 }, { 'spec.backoffLimit': 2_147_483_647 }],
    [{ 'spec.podFailurePolicy': { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'A' }] }] } }, { 'spec.podReplacementPolicy': 'Failed', 'spec.podFailurePolicy.rules.0.onPodConditions.0.status': 'True' }], // prettier-ignore
  ],
  [
    'CronJob',
    { spec: { schedule: '@daily', jobTemplate: { spec: { template: TASK } } } },
    [
      {},
      { 'spec.concurrencyPolicy': 'Allow', 'spec.suspend': false, 'spec.successfulJobsHistoryLimit': 3, 'spec.failedJobsHistoryLimit': 1 },
    ],
    [{}, { 'spec.jobTemplate.spec.backoffLimit': undefined, 'spec.jobTemplate.spec.template.spec.dnsPolicy': 'ClusterFirst', status: {} }],
  ],
  [
    'Service',
    { spec: { ports: [{ port: 80 }] } },
    [{}, { 'spec.sessionAffinity': 'None', 'spec.type': 'ClusterIP', 'spec.ports.0': { port: 80, protocol: 'TCP', targetPort: 80 } }],
    [{}, { 'spec.internalTrafficPolicy': 'Cluster', 'spec.externalTrafficPolicy': undefined, status: { loadBalancer: {} } }],
    [{ 'spec.externalIPs': ['192.0.2.1'] }, { 'spec.externalTrafficPolicy': 'Cluster' }],
    [{ 'spec.type': 'NodePort' }, { 'spec.externalTrafficPolicy': 'Cluster' }],
    [{ 'spec.type': 'LoadBalancer' }, { 'spec.allocateLoadBalancerNodePorts': true }],
    [{ 'spec.type': 'ExternalName', 'spec.externalName': 'a.example.com' }, { 'spec.internalTrafficPolicy': undefined }],
    [{ 'spec.sessionAffinity': 'ClientIP' }, { 'spec.sessionAffinityConfig': { clientIP: { timeoutSeconds: 10_800 } } }],
    [{ 'spec.sessionAffinityConfig': { clientIP: { timeoutSeconds: 5 } } }, { 'spec.sessionAffinityConfig': undefined }],
  ],
  ['Endpoints', { subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80 }] }] }, [{}, { 'subsets.0.ports.0.protocol': 'TCP' }]],
  [
    'EndpointSlice',
    { addressType: 'IPv4', endpoints: [], ports: [{ port: 80 }] },
    [{}, { 'ports.0': { port: 80, name: '', protocol: 'TCP' } }],
  ],
  [
    'Namespace',
    {},
    [{}, { 'metadata.labels': { 'kubernetes.io/metadata.name': 'x' }, 'spec.finalizers': ['kubernetes'], status: { phase: 'Active' } }],
  ],
  [
    'Node',
    {},
    [{ status: { capacity: { cpu: '4' } } }, { 'status.allocatable': { cpu: '4' } }],
    [{ 'spec.podCIDR': '10.0.0.0/24' }, { 'spec.podCIDRs': ['10.0.0.0/24'] }],
    [{ 'spec.podCIDRs': ['10.0.0.0/24'] }, { 'spec.podCIDR': '10.0.0.0/24' }],
  ],
  ['ConfigMap', { data: { a: null } }, [{}, { data: { a: '' } }]],
  [
    'Secret',
    {},
    [{}, { type: 'Opaque' }],
    [
      { stringData: { a: 'a' }, data: { b: 'Yg==' } },
      { data: { a: 'YQ==', b: 'Yg==' }, stringData: undefined },
    ],
  ],
  [
    'PersistentVolume',
    { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], nfs: { server: 's', path: '/' } } },
    [{}, { 'spec.persistentVolumeReclaimPolicy': 'Retain', 'spec.volumeMode': 'Filesystem', 'status.phase': 'Pending' }],
    [{}, { 'status.lastPhaseTransitionTime': '2026-01-01T00:00:00Z' }],
  ],
  ['PersistentVolumeClaim', CLAIM, [{}, { 'spec.volumeMode': 'Filesystem', status: { phase: 'Pending' } }]],
  ['StorageClass', { provisioner: 'a' }, [{}, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }]],
  [
    'HorizontalPodAutoscaler',
    { spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'x' } } },
    [{}, { 'spec.minReplicas': 1, 'spec.behavior': undefined }],
    [{}, { 'spec.metrics': [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }] }],
    [
      { 'spec.behavior': { scaleDown: { stabilizationWindowSeconds: 5 } } },
      {
        'spec.behavior.scaleDown': {
          stabilizationWindowSeconds: 5,
          selectPolicy: 'Max',
          policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
        },
        'spec.behavior.scaleUp.stabilizationWindowSeconds': 0,
      },
    ],
  ],
  [
    'LimitRange',
    { spec: { limits: [{ type: 'Container', max: { cpu: '2' }, min: { memory: '1Mi' } }] } },
    [{}, { 'spec.limits.0.default': { cpu: '2' }, 'spec.limits.0.defaultRequest': { cpu: '2', memory: '1Mi' } }],
  ],
  [
    'NetworkPolicy',
    { spec: { podSelector: {} } },
    [{}, { 'spec.policyTypes': ['Ingress'] }],
    [
      { 'spec.egress': [{ ports: [{ port: 80 }] }] },
      { 'spec.policyTypes': ['Ingress', 'Egress'], 'spec.egress.0.ports.0.protocol': 'TCP' },
    ],
  ],
  ['IngressClass', { spec: { controller: 'a/b', parameters: { kind: 'K', name: 'n' } } }, [{}, { 'spec.parameters.scope': 'Cluster' }]],
  ['Ingress', { spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } } }, [{}, { status: { loadBalancer: {} } }]],
  ['PriorityClass', { value: 5 }, [{}, { preemptionPolicy: 'PreemptLowerPriority' }]],
  [
    'RoleBinding',
    {
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [
        { kind: 'User', name: 'u' },
        { kind: 'ServiceAccount', name: 's' },
      ],
    },
    [
      {},
      {
        'roleRef.apiGroup': 'rbac.authorization.k8s.io',
        'subjects.0.apiGroup': 'rbac.authorization.k8s.io',
        'subjects.1.apiGroup': undefined,
      },
    ],
  ],
  [
    'PodDisruptionBudget',
    { spec: { minAvailable: 1, selector: { matchLabels: { a: 'b' } } } },
    [{}, { status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 } }],
  ],
];

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((part, step) => (part as Record<string, unknown> | undefined)?.[step], value);
}

/** What is stored otherwise than a real server would store it. */
function misfilled(kind: Kind, base: object, [said, expected]: Row): readonly unknown[] {
  const object: KubeObject = stored(kind, edited(base, said));
  return Object.entries(expected).flatMap(([path, wanted]) =>
    same(at(object, path), wanted) ? [] : [{ said, path, wanted, found: at(object, path) }],
  );
}

for (const [name, base, ...rows] of ROWS)
  test(`a new ${name} is filled in as by a real server`, () => {
    const kind = kinds.find((one) => one.kind === name)!;
    assert.deepEqual(
      rows.flatMap((row) => misfilled(kind, base, row)),
      [],
    );
  });
