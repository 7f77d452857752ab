import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import { misjudgedUpdates, updateRefusalsOf, type Case, type Edits } from '../cases-fixture.ts';
import { ConfigMapKind } from '../configmap.ts';
import { ControllerRevisionKind } from '../controllerrevision.ts';
import { CronJobKind } from '../cronjob.ts';
import { DaemonSetKind } from '../daemonset.ts';
import { DeploymentKind } from '../deployment.ts';
import { EndpointSliceKind } from '../endpointslice.ts';
import { JobKind } from '../job.ts';
import { PodKind } from '../pod.ts';
import { PriorityClassKind } from '../priorityclass.ts';
import { ReplicaSetKind } from '../replicaset.ts';
import { ReplicationControllerKind } from '../replicationcontroller.ts';
import { SecretKind } from '../secret.ts';
import { ServiceKind } from '../service.ts';
import { StatefulSetKind } from '../statefulset.ts';

const TEMPLATE = {
  metadata: { labels: { app: 'a' } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
};
const SELECTED = {
  spec: { selector: { matchLabels: { app: 'a' } }, template: TEMPLATE },
};
const SELECTOR_B = 'v1.LabelSelector{MatchLabels:map[string]string{"app":"b"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}';
const IMMUTABLE = 'field is immutable';

/** Rows of one kind, of objects of which the first was stored. */
function holds<T extends KubeObject>(kind: Kind<T>, base: object, cases: readonly Case[], status?: object): void {
  assert.deepEqual(misjudgedUpdates(kind, base, cases, status), []);
}

/** What is wrong with one update, where the sentence goes on with a dump that is too long to be written out. */
function beginnings<T extends KubeObject>(kind: Kind<T>, base: object, edits: Edits): readonly string[] {
  return updateRefusalsOf(kind, base, edits).map((sentence) => sentence.slice(0, sentence.indexOf(':', sentence.indexOf(': ') + 2)));
}

test('what a workload selects stays', () => {
  const both = {
    'spec.selector.matchLabels.app': 'b',
    'spec.template.metadata.labels.app': 'b',
  };
  const refused = `spec.selector: Invalid value: ${SELECTOR_B}: ${IMMUTABLE}`;
  const labels = 'spec.template.metadata.labels: Invalid value: map[string]string{"app":"a"}: `selector` does not match template `labels`';
  holds(DeploymentKind, SELECTED, [
    [both, refused],
    [{ 'spec.selector.matchLabels.app': 'b' }, labels, refused],
    [
      {
        'spec.replicas': 3,
        'spec.template.spec.containers.0.image': 'nginx:2',
        'spec.paused': true,
        'spec.minReadySeconds': 5,
      },
    ],
    [{ 'spec.strategy': { type: 'Recreate' }, 'spec.revisionHistoryLimit': 0 }],
  ]);
  holds(ReplicaSetKind, SELECTED, [
    [both, refused],
    [{ 'spec.selector.matchLabels.app': 'b' }, labels, refused],
    [
      {
        'spec.replicas': 3,
        'spec.template.spec.containers.0.image': 'nginx:2',
      },
    ],
  ]);
  holds(DaemonSetKind, SELECTED, [
    [both, refused],
    [
      {
        'spec.template.spec.containers.0.image': 'nginx:2',
        'spec.updateStrategy': { type: 'OnDelete' },
      },
    ],
  ]);
  holds(ReplicationControllerKind, { spec: { selector: { app: 'a' }, template: TEMPLATE } }, [
    [{ 'spec.selector.app': 'b', 'spec.template.metadata.labels.app': 'b' }],
    [{ 'spec.selector.app': 'b' }, labels],
    [{ 'spec.replicas': 0 }],
  ]);
});

test('of a StatefulSet six fields change', () => {
  const rule =
    "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  const claim = {
    metadata: { name: 'd' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    },
  };
  holds(StatefulSetKind, { spec: { ...SELECTED.spec, serviceName: 's' } }, [
    [
      {
        'spec.replicas': 3,
        'spec.minReadySeconds': 5,
        'spec.ordinals': { start: 5 },
        'spec.template.spec.containers.0.image': 'nginx:2',
      },
    ],
    [{ 'spec.updateStrategy': { type: 'OnDelete' } }],
    [
      {
        'spec.persistentVolumeClaimRetentionPolicy': {
          whenDeleted: 'Delete',
          whenScaled: 'Delete',
        },
      },
    ],
    [
      {
        'spec.selector.matchLabels.app': 'b',
        'spec.template.metadata.labels.app': 'b',
      },
      rule,
    ],
    [{ 'spec.serviceName': 't' }, rule],
    [{ 'spec.podManagementPolicy': 'Parallel' }, rule],
    [{ 'spec.volumeClaimTemplates': [claim] }, rule],
    [{ 'spec.revisionHistoryLimit': 3 }, rule],
  ]);
});

const JOB = {
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'c', image: 'busybox' }],
      },
    },
  },
};
const INDEXED = {
  spec: {
    ...JOB.spec,
    completionMode: 'Indexed',
    completions: 3,
    parallelism: 3,
  },
};

test('a Job is suspended, hurried and bounded, and otherwise stays what it is', () => {
  const fixed = (field: string, value: string) => `spec.${field}: Invalid value: ${value}: ${IMMUTABLE}`;
  holds(JobKind, JOB, [
    [
      {
        'spec.parallelism': 3,
        'spec.suspend': true,
        'spec.activeDeadlineSeconds': 9,
        'spec.backoffLimit': 2,
      },
    ],
    [{ 'spec.ttlSecondsAfterFinished': 5 }],
    [{ 'spec.completions': 5 }, fixed('completions', '5')],
    [{ 'spec.managedBy': 'example.com/x' }, fixed('managedBy', '"example.com/x"')],
  ]);
  holds(JobKind, INDEXED, [
    [{ 'spec.completions': 5, 'spec.parallelism': 5 }],
    [{ 'spec.completions': 5 }, 'spec.completions: Invalid value: 5: can only be modified in tandem with spec.parallelism'],
    [{ 'spec.completionMode': 'NonIndexed' }, fixed('completionMode', '"NonIndexed"')],
  ]);
  const image = { 'spec.template.spec.containers.0.image': 'busybox:2' };
  assert.deepEqual(beginnings(JobKind, JOB, image), ['spec.template: Invalid value']);
  const limited = { 'spec.backoffLimitPerIndex': 1 };
  assert.deepEqual(beginnings(JobKind, INDEXED, limited), ['spec.backoffLimitPerIndex: Invalid value']);
  const policy = {
    'spec.podReplacementPolicy': 'Failed',
    'spec.podFailurePolicy': {
      rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }],
    },
  };
  assert.deepEqual(beginnings(JobKind, JOB, policy), ['spec.podFailurePolicy: Invalid value']);
  const success = { 'spec.successPolicy': { rules: [{ succeededCount: 1 }] } };
  assert.deepEqual(beginnings(JobKind, INDEXED, success), ['spec.successPolicy: Invalid value']);
});

test('a Job that is suspended and has never started may still be told where to go', () => {
  const suspended = { spec: { ...JOB.spec, suspend: true } };
  const elsewhere = { 'spec.template.spec.nodeSelector': { disk: 'ssd' } };
  holds(JobKind, suspended, [[elsewhere]]);
  assert.deepEqual(beginnings(JobKind, JOB, elsewhere), ['spec.template: Invalid value']);
});

test('a CronJob becomes anything that is valid', () => {
  holds(CronJobKind, { spec: { schedule: '* * * * *', jobTemplate: { spec: JOB.spec } } }, [
    [
      {
        'spec.schedule': '5 4 * * *',
        'spec.suspend': true,
        'spec.jobTemplate.spec.template.spec.containers.0.image': 'busybox:2',
      },
    ],
    [{ 'spec.schedule': 'x' }, 'spec.schedule: Invalid value: "x": expected exactly 5 fields, found 1: [x]'],
  ]);
});

test('of a pod its images, its deadline and its tolerations change', () => {
  const rule =
    'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
  const toleration = { key: 'a', operator: 'Exists', effect: 'NoExecute' };
  const container = { name: 'c', image: 'nginx' };
  const pod = {
    spec: {
      containers: [container],
      initContainers: [{ name: 'i', image: 'busybox' }],
      activeDeadlineSeconds: 100,
      tolerations: [toleration],
    },
  };
  const path = 'spec.activeDeadlineSeconds: Invalid value';
  const tolerations = 'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds';
  const containers = 'Forbidden: pod updates may not add or remove containers';
  holds(PodKind, pod, [
    [
      {
        'spec.containers.0.image': 'nginx:2',
        'spec.initContainers.0.image': 'busybox:2',
        'spec.activeDeadlineSeconds': 50,
      },
    ],
    [
      {
        'spec.tolerations': [toleration, { key: 'b', operator: 'Exists' }],
        'metadata.labels': { a: 'b' },
      },
    ],
    [{ 'spec.tolerations': [{ ...toleration, tolerationSeconds: 5 }] }],
    [{ 'spec.activeDeadlineSeconds': 200 }, `${path}: 200: must be less than or equal to previous value`],
    [{ 'spec.activeDeadlineSeconds': undefined }, `${path}: null: must not update from a positive integer to nil value`],
    [{ 'spec.tolerations': [] }, tolerations],
    [{ 'spec.containers': [container, { name: 'd', image: 'nginx' }] }, `spec.containers: ${containers}`],
    [{ 'spec.initContainers': [] }, `spec.initContainers: ${containers}`],
    [{ 'spec.containers.0.command': ['x'] }, rule],
    [{ 'spec.containers.0.env': [{ name: 'A', value: 'b' }] }, rule],
    [{ 'spec.nodeSelector': { a: 'b' } }, rule],
    [{ 'spec.restartPolicy': 'Never' }, rule],
    [{ 'spec.terminationGracePeriodSeconds': 1 }, rule],
  ]);
});

test('a Service keeps its address', () => {
  const address = {
    clusterIP: '10.96.0.5',
    clusterIPs: ['10.96.0.5'],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
  };
  holds(ServiceKind, { spec: { ports: [{ port: 80 }], ...address } }, [
    [
      { 'spec.clusterIP': '10.96.0.77', 'spec.clusterIPs': ['10.96.0.77'] },
      'spec.clusterIPs[0]: Invalid value: []string{"10.96.0.77"}: may not change once set',
    ],
    [{ 'spec.type': 'NodePort', 'spec.selector': { a: 'b' } }],
  ]);
});

test('what is immutable stays, and stays immutable', () => {
  const rule = 'Forbidden: field is immutable when `immutable` is set';
  const fixed = { immutable: true, data: { a: 'YQ==' } };
  for (const kind of [ConfigMapKind, SecretKind] as readonly Kind[])
    holds(kind, fixed, [
      [{ 'data.a': 'Yg==' }, `data: ${rule}`],
      [{ immutable: undefined }, `immutable: ${rule}`],
      [{ immutable: false }, `immutable: ${rule}`],
      [{ 'metadata.labels': { a: 'b' } }],
    ]);
  holds(ConfigMapKind, fixed, [[{ binaryData: { b: 'YQ==' } }, `binaryData: ${rule}`]]);
  holds(ConfigMapKind, { data: { a: 'b' } }, [[{ immutable: true, 'data.a': 'c' }]]);
  holds(SecretKind, {}, [[{ type: 'foo' }, `type: Invalid value: "foo": ${IMMUTABLE}`], [{ type: undefined }]]);
});

test('a class, a slice and a revision keep what others went by', () => {
  holds(PriorityClassKind, { value: 5 }, [
    [{ value: 6 }, 'value: Forbidden: may not be changed in an update.'],
    [{ preemptionPolicy: 'Never' }, `preemptionPolicy: Invalid value: "Never": ${IMMUTABLE}`],
    [{ description: 'x', globalDefault: true }],
  ]);
  holds(EndpointSliceKind, { addressType: 'IPv4', endpoints: [], ports: [] }, [
    [{ addressType: 'IPv6' }, `addressType: Invalid value: "IPv6": ${IMMUTABLE}`],
    [{ endpoints: [{ addresses: ['10.0.0.1'] }] }],
  ]);
  assert.deepEqual(beginnings(ControllerRevisionKind, { data: { a: 1 }, revision: 1 }, { 'data.a': 2 }), ['data: Invalid value']);
  holds(ControllerRevisionKind, { data: { a: 1 }, revision: 1 }, [[{ revision: 2 }]]);
});
