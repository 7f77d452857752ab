import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edited, misjudgedStatuses, stored, type Case } from '../cases-fixture.ts';
import { DaemonSetKind } from '../daemonset.ts';
import { DeploymentKind } from '../deployment.ts';
import { HorizontalPodAutoscalerKind } from '../horizontalpodautoscaler.ts';
import { IngressKind } from '../ingress.ts';
import { JobKind } from '../job.ts';
import { NamespaceKind } from '../namespace.ts';
import { NodeKind } from '../node.ts';
import { PersistentVolumeKind } from '../persistentvolume.ts';
import { PersistentVolumeClaimKind } from '../persistentvolumeclaim.ts';
import { PodKind } from '../pod.ts';
import { PodDisruptionBudgetKind } from '../poddisruptionbudget.ts';
import { ReplicaSetKind } from '../replicaset.ts';
import { ReplicationControllerKind } from '../replicationcontroller.ts';
import { ResourceQuotaKind } from '../resourcequota.ts';
import { ServiceKind } from '../service.ts';
import { StatefulSetKind } from '../statefulset.ts';

const TEMPLATE = { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
const WORKLOAD = { spec: { selector: { matchLabels: { app: 'a' } }, template: TEMPLATE } };
const negative = (path: string) => `status.${path}: Invalid value: -1: must be greater than or equal to 0`;
const tooMany = (path: string) => `status.${path}: Invalid value: 2: cannot be greater than status.replicas`;

test('the numbers of a workload are not negative, and a part is not more than the whole', () => {
  const counts = { readyReplicas: 2, availableReplicas: 2, fullyLabeledReplicas: 2 };
  const cases: readonly Case[] = [
    [{ replicas: 2, ...counts }],
    [{ observedGeneration: -1, fullyLabeledReplicas: -1 }, negative('fullyLabeledReplicas'), negative('observedGeneration')],
    [{ replicas: 1, ...counts }, tooMany('fullyLabeledReplicas'), tooMany('readyReplicas'), tooMany('availableReplicas')],
    [
      { replicas: 2, readyReplicas: 1, availableReplicas: 2 },
      'status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas',
    ],
  ];
  assert.deepEqual(misjudgedStatuses(ReplicaSetKind, WORKLOAD, {}, cases), []);
  assert.deepEqual(misjudgedStatuses(ReplicationControllerKind, { spec: { template: TEMPLATE } }, {}, cases), []);
});

test('a Deployment, a StatefulSet and a DaemonSet count what they have, and collisions never backwards', () => {
  const collisions: Case = [{ collisionCount: 1 }, 'status.collisionCount: Invalid value: 1: cannot be decremented'];
  const before = { replicas: 2, collisionCount: 2 };
  assert.deepEqual(
    misjudgedStatuses(DeploymentKind, WORKLOAD, before, [
      [{ readyReplicas: 2, availableReplicas: 2, updatedReplicas: 2 }],
      [{ unavailableReplicas: -1, updatedReplicas: -1 }, negative('updatedReplicas'), negative('unavailableReplicas')],
      [{ replicas: 1, updatedReplicas: 2, readyReplicas: 2 }, tooMany('updatedReplicas'), tooMany('readyReplicas')],
      [{ availableReplicas: 1 }, 'status.availableReplicas: Invalid value: 1: cannot be greater than readyReplicas'],
      collisions,
    ]),
    [],
  );
  assert.deepEqual(
    misjudgedStatuses(StatefulSetKind, WORKLOAD, before, [
      [{ readyReplicas: 2, availableReplicas: 2, currentReplicas: 1, updatedReplicas: 1 }],
      [{ replicas: 1, currentReplicas: 2, updatedReplicas: 2 }, tooMany('currentReplicas'), tooMany('updatedReplicas')],
      [{ availableReplicas: 1 }, 'status.availableReplicas: Invalid value: 1: cannot be greater than status.readyReplicas'],
      collisions,
    ]),
    [],
  );
  assert.deepEqual(
    misjudgedStatuses(DaemonSetKind, WORKLOAD, before, [
      [{ currentNumberScheduled: 1, numberReady: 3 }],
      [{ numberReady: -1, numberMisscheduled: -1 }, negative('numberMisscheduled'), negative('numberReady')],
      collisions,
    ]),
    [],
  );
});

test('a status says nothing of how often the template of a DaemonSet has changed', () => {
  const old = stored(DaemonSetKind, WORKLOAD);
  const told = edited(old, { 'metadata.annotations': { a: 'b' } }) as typeof old;
  assert.deepEqual(DaemonSetKind.prepareStatus?.(told, old, () => '').metadata.annotations, {
    a: 'b',
    'deprecated.daemonset.template.generation': '1',
  });
});

test('what of a pod has ended for good does not go on, and its class is that of its start', () => {
  const ended = (exitCode: number) => [{ name: 'c', state: { terminated: { exitCode } } }];
  const running = [{ name: 'c', state: { running: {} } }];
  const back = (field: string) => `status.${field}[0].state: Forbidden: may not be transitioned to non-terminated state`;
  const pod = (restartPolicy: string) => ({ spec: { restartPolicy, containers: [{ name: 'c', image: 'i' }] } });
  const before = { phase: 'Running', qosClass: 'BestEffort', containerStatuses: ended(1), initContainerStatuses: ended(0) };
  const again: object = { containerStatuses: running, initContainerStatuses: running };
  const cases = (...said: string[]): readonly Case[] => [[{ ...again }, ...said]];
  assert.deepEqual(misjudgedStatuses(PodKind, pod('Always'), before, cases()), []);
  assert.deepEqual(misjudgedStatuses(PodKind, pod('OnFailure'), before, cases(back('initContainerStatuses'))), []);
  assert.deepEqual(misjudgedStatuses(PodKind, pod('Never'), before, cases(back('containerStatuses'), back('initContainerStatuses'))), []);
  const sidecar = { spec: { ...pod('Never').spec, initContainers: [{ name: 'c', image: 'i', restartPolicy: 'Always' }] } };
  assert.deepEqual(misjudgedStatuses(PodKind, sidecar, before, cases(back('containerStatuses'))), []);
});

test('the rest of what a pod is told about itself is looked at, too', () => {
  const before = { phase: 'Running', qosClass: 'BestEffort', hostIP: '10.0.0.1' };
  assert.deepEqual(
    misjudgedStatuses(PodKind, { spec: TEMPLATE.spec }, before, [
      [{ qosClass: undefined }],
      [{ qosClass: 'Burstable' }, 'status.qosClass: Invalid value: "Burstable": field is immutable'],
      [{ nominatedNodeName: 'A_' }, 'status.nominatedNodeName: Invalid value: "A_": {SUBDOMAIN}'],
      [{ conditions: [{ type: 'Ready' }, { type: 'a b' }] }, 'metadata.conditions[1].Type: Invalid value: "a b": name part {QNAME}'],
      [{ podIPs: [{ ip: 'x' }] }, 'status.podIPs[0]: Invalid value: "x": {IP}'],
      [{ podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] }],
      [
        { podIPs: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }] },
        'status.podIPs: Invalid value: []core.PodIP{"10.0.0.1", "10.0.0.2"}: may specify no more than one IP for each IP family',
      ],
      [{ hostIPs: [{ ip: '10.0.0.1' }] }],
      [{ hostIPs: [{ ip: '10.0.0.2' }] }, 'status.hostIPs[0].ip: Invalid value: "10.0.0.2": must be equal to `hostIP`'],
    ]),
    [],
  );
  const old = stored(PodKind, { spec: TEMPLATE.spec });
  const told = (status: object) => PodKind.prepareStatus?.({ ...old, status }, old, () => '').status;
  assert.deepEqual(told({ podIP: '10.0.0.1' }), { qosClass: 'BestEffort', podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] });
  assert.deepEqual(told({ podIPs: [{ ip: '10.0.0.1' }] })?.podIP, '10.0.0.1');
  assert.deepEqual(told({ podIP: '10.0.0.2', podIPs: [{ ip: '10.0.0.1' }] })?.podIPs, [{ ip: '10.0.0.2' }]);
});

test('a volume remembers since when it has its phase', () => {
  const volume = { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/srv' } } };
  const old = stored(PersistentVolumeKind, volume);
  const since = (status: object) =>
    PersistentVolumeKind.prepareStatus?.({ ...old, status }, old, () => 'now').status.lastPhaseTransitionTime;
  assert.deepEqual(
    [{ phase: 'Pending' }, { phase: 'Bound' }, { ...old.status, phase: 'Bound' }, { phase: 'Bound', lastPhaseTransitionTime: 'then' }].map(
      since,
    ),
    [old.metadata.creationTimestamp, 'now', 'now', 'then'],
  );
});

const TRUE = (type: string) => ({ type, status: 'True' });
const DONE = [TRUE('SuccessCriteriaMet'), TRUE('Complete')];
const [START, END] = ['2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z'];
const JOB = { spec: { completions: 3, template: { spec: { ...TEMPLATE.spec, restartPolicy: 'Never' } } } };

test('a Job that has ended has ended in one way, and says when', () => {
  const refused = (rule: string) => `status.conditions: Invalid value: ${rule}`;
  const done = { conditions: DONE, startTime: START, completionTime: END };
  const late = 'status.completionTime: Invalid value: 2026-01-01 00:01:00 +0000 UTC';
  assert.deepEqual(
    misjudgedStatuses(JobKind, JOB, {}, [
      [{ active: 1, ready: 1, startTime: START }],
      [done],
      [
        { active: -1, terminating: -1 },
        negative('active'),
        negative('terminating'),
        'status.ready: Invalid value: 0: cannot set more ready pods than active',
      ],
      [{ ready: 1 }, 'status.ready: Invalid value: 1: cannot set more ready pods than active'],
      [{ ...done, active: 1 }, 'status.active: Invalid value: 1: active>0 is invalid for finished job'],
      [{ ...done, terminating: 1 }, 'status.terminating: Invalid value: 1: terminating>0 is invalid for finished job'],
      [{ completionTime: END }, `${late}: cannot set completionTime when there is no Complete=True condition`],
      [
        { conditions: DONE },
        'status.completionTime: Required value: completionTime is required for Complete jobs',
        'status.startTime: Required value: startTime is required for finished job',
      ],
      [{ ...done, startTime: '2026-01-01T00:02:00Z' }, `${late}: completionTime cannot be set before startTime`],
      [
        { ...done, conditions: [TRUE('Complete')] },
        refused('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'),
      ],
      [
        { startTime: START, conditions: [TRUE('Failed')] },
        refused('cannot set Failed=True condition without the FailureTarget=true condition'),
      ],
      [
        { ...done, conditions: [...DONE, TRUE('FailureTarget')] },
        refused('cannot set Complete=True and FailureTarget=true conditions'),
        refused('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'),
      ],
      [
        { 'uncountedTerminatedPods.failed': ['a', '', 'a'] },
        'status.uncountedTerminatedPods.failed[1]: Invalid value: "": must not be empty',
        'status.uncountedTerminatedPods.failed[2]: Duplicate value: "a"',
      ],
      [
        { completedIndexes: '1' },
        'status.completedIndexes: Invalid value: "1": cannot set non-empty completedIndexes when non-indexed completion mode',
      ],
      [
        { failedIndexes: '' },
        'status.failedIndexes: Invalid value: "": cannot set non-null failedIndexes when backoffLimitPerIndex is null',
      ],
    ]),
    [],
  );
  assert.deepEqual(
    misjudgedStatuses(JobKind, JOB, { ...done, failed: 2, succeeded: 2 }, [
      [
        { conditions: [], completionTime: undefined },
        refused('cannot disable the terminal Complete=True condition'),
        refused('cannot disable the SuccessCriteriaMet=True condition'),
      ],
      [{ failed: 1 }, 'status.failed: Invalid value: 1: cannot decrease the failed counter'],
      [{ succeeded: 1 }, 'status.succeeded: Invalid value: 1: cannot decrease the succeeded counter'],
      [
        { completionTime: '2026-01-01T00:02:00Z' },
        'status.completionTime: Invalid value: 2026-01-01 00:02:00 +0000 UTC: completionTime cannot be mutated',
      ],
      [{ startTime: '2026-01-01T00:00:01Z' }, 'status.startTime: Required value: startTime cannot be removed for unsuspended job'],
    ]),
    [],
  );
});

test('an index of a Job has either succeeded or failed', () => {
  const indexed = edited(JOB, { 'spec.completionMode': 'Indexed', 'spec.backoffLimitPerIndex': 1, 'spec.completions': 9 });
  assert.deepEqual(
    misjudgedStatuses(JobKind, indexed, {}, [
      [{ completedIndexes: '0,2-4', failedIndexes: '1,5-8' }],
      [
        { completedIndexes: '0,2-4', failedIndexes: '1,3' },
        'status.failedIndexes: Invalid value: "1,3": failedIndexes and completedIndexes overlap at index: 3',
      ],
      [{ completedIndexes: '9' }, 'status.completedIndexes: Invalid value: "9": error parsing completedIndexes: too large index: "9"'],
      [
        { failedIndexes: '3-2' },
        'status.failedIndexes: Invalid value: "3-2": error parsing failedIndexes: non-increasing order, previous: 3, current: 2',
      ],
    ]),
    [],
  );
});

test('a budget, an autoscaler, a quota and a claim count without going below nothing', () => {
  const condition = { type: 'DisruptionAllowed', status: 'True', reason: 'Sufficient', message: '', lastTransitionTime: START };
  assert.deepEqual(
    misjudgedStatuses(PodDisruptionBudgetKind, { spec: { minAvailable: 1 } }, {}, [
      [{ conditions: [condition], disruptionsAllowed: 1 }],
      [{ disruptionsAllowed: -1, expectedPods: -1 }, negative('disruptionsAllowed'), negative('expectedPods')],
      [{ conditions: [condition, condition] }, 'status.conditions[1].type: Duplicate value: "DisruptionAllowed"'],
      [
        { conditions: [{ type: 'A', status: 'Maybe' }] },
        'status.conditions[0].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown"',
        'status.conditions[0].lastTransitionTime: Required value: must be set',
        'status.conditions[0].reason: Required value: must be set',
      ],
    ]),
    [],
  );
  const autoscaler = { spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'x' } } };
  assert.deepEqual(
    misjudgedStatuses(HorizontalPodAutoscalerKind, autoscaler, {}, [
      [{ currentReplicas: 1, desiredReplicas: 2 }],
      [{ currentReplicas: -1, desiredReplicas: -1 }, negative('currentReplicas'), negative('desiredReplicas')],
    ]),
    [],
  );
  assert.deepEqual(
    misjudgedStatuses(ResourceQuotaKind, {}, {}, [
      [{ hard: { pods: '2' }, used: { pods: '1' } }],
      [{ used: { pods: '-1' } }, 'status.used[pods]: Invalid value: "-1": must be greater than or equal to 0'],
      [
        { hard: { foo: '1' } },
        'status.hard[foo]: Invalid value: foo: must be a standard resource type or fully qualified',
        'status.hard[foo]: Invalid value: foo: must be a standard resource for quota',
      ],
    ]),
    [],
  );
  const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
  assert.deepEqual(
    misjudgedStatuses(PersistentVolumeClaimKind, claim, {}, [
      [{ phase: 'Bound', capacity: { storage: '1Gi' } }],
      [{ capacity: { storage: '-1' } }, 'status.capacity[storage]: Invalid value: -1: must be a valid resource quantity'],
    ]),
    [],
  );
});

test('a namespace is Active until it is deleted, and a node has each address once', () => {
  assert.deepEqual(
    misjudgedStatuses(NamespaceKind, {}, { phase: 'Active' }, [
      [{ conditions: [] }],
      [{ phase: 'Terminating' }, 'status.Phase: Invalid value: "Terminating": may only be \'Active\' if `deletionTimestamp` is empty'],
    ]),
    [],
  );
  const address = { type: 'InternalIP', address: '10.0.0.1' };
  assert.deepEqual(
    misjudgedStatuses(NodeKind, {}, {}, [
      [{ addresses: [address], capacity: { cpu: '2' } }],
      [{ addresses: [address, address] }, 'status.addresses[1]: Duplicate value: core.NodeAddress{Type:"InternalIP", Address:"10.0.0.1"}'],
      [{ allocatable: { memory: '-1' } }, 'status.allocatable.memory: Invalid value: "-1": must be greater than or equal to 0'],
    ]),
    [],
  );
});

test('a load balancer has addresses and names', () => {
  const path = 'status.loadBalancer.ingress';
  const given = (...ingress: object[]) => ({ 'loadBalancer.ingress': ingress });
  const balanced = { spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } };
  assert.deepEqual(
    misjudgedStatuses(ServiceKind, balanced, {}, [
      [given({ ip: '192.0.2.1' }, { hostname: 'a.com' })],
      [given({ ip: 'x' }), `${path}[0].ip: Invalid value: "x": {IP}`],
      [given({ hostname: 'A_' }), `${path}[0].hostname: Invalid value: "A_": {SUBDOMAIN}`],
      [given({ hostname: '1.2.3.4' }), `${path}[0].hostname: Invalid value: "1.2.3.4": must be a DNS name, not an IP address`],
      [given({ ip: '192.0.2.1', ipMode: 'X' }), `${path}[0].ipMode: Unsupported value: "X": supported values: "Proxy", "VIP"`],
      [given({ hostname: 'a.com', ipMode: 'VIP' }), `${path}[0].ipMode: Forbidden: may not be specified when \`ip\` is not set`],
    ]),
    [],
  );
  assert.deepEqual(
    misjudgedStatuses(ServiceKind, { spec: { ports: [{ port: 80 }] } }, {}, [
      [given()],
      [given({ ip: '192.0.2.1' }), `${path}: Forbidden: may only be used when \`spec.type\` is "LoadBalancer"`],
    ]),
    [],
  );
  const ingress = { spec: { defaultBackend: { service: { name: 'x', port: { number: 80 } } } } };
  assert.deepEqual(
    misjudgedStatuses(IngressKind, ingress, {}, [
      [given({ ip: '192.0.2.1' }, { hostname: 'a.com' })],
      [given({ ip: 'x' }), `${path}[0].ip: Invalid value: "x": {IP}`],
    ]),
    [],
  );
});
