import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodTemplateSpec } from '../api/generated/types.ts';
import { goDump } from '../api/go-dump.ts';
import { decode } from '../api/schema.ts';
import { deepFreeze } from '../base/merge.ts';
import { withDefaultTemplate } from './pod-template.ts';
import { isSameTemplate, templateHash, withoutHash } from './template-hash.ts';

/** Templates as they are written, with their hashes without collisions, after none and after one; computed by the functions of Kubernetes 1.32. */
const VECTORS: readonly (readonly [template: string, hash: string, none: string, one: string])[] = [
  [
    '{"metadata":{"labels":{"app":"nginx"}},"spec":{"containers":[{"name":"nginx","image":"nginx"}]}}',
    '5869d7778c',
    '787975cfdc',
    '5dbdb99998',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}',
    '7bb97c69f4',
    '6b4f787d98',
    '85cb44b6dc',
  ],
  ['{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx"}]}}', '9f4df6944', '84787cbcdd', '574b4c5f69'],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:latest"}]}}',
    '56fb55d4d5',
    '5d77f68c49',
    '6bc6b66c6',
  ],
  [
    '{"metadata":{"labels":{"app":"x","tier":"web"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}',
    '84659b6ffd',
    '544fb774cd',
    '69cb6f9955',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","ports":[{"containerPort":80}]}]}}',
    '55c7b64d49',
    '777757f86f',
    '5cbb8cbffb',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"},{"name":"dns","containerPort":53,"protocol":"UDP"}]}]}}',
    '69649d76c6',
    '65b6685dfb',
    '7c6df4876f',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"cpu":"1","memory":"1Gi"}}}]}}',
    '65885b755d',
    '6d6c4f96cd',
    'fdcf4859',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","resources":{"limits":{"cpu":"500m"}}}]}}',
    'f9dd87d57',
    '7c6b4d4d7c',
    '659f85d848',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","resources":{"requests":{"cpu":"1000m"}}}]}}',
    '59b5654df8',
    '67d5d447fd',
    '7f8d8b6d75',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","resources":{"requests":{"cpu":"1"}}}]}}',
    '59b5654df8',
    '67d5d447fd',
    '7f8d8b6d75',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","env":[{"name":"A","value":"1"},{"name":"B","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},{"name":"C","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}},{"name":"D","valueFrom":{"configMapKeyRef":{"name":"cm","key":"k","optional":true}}}]}]}}',
    '788767794c',
    '6f7f7bb8bc',
    '57c6c48478',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","readinessProbe":{"httpGet":{"path":"/healthz","port":8080}},"livenessProbe":{"tcpSocket":{"port":"http"},"initialDelaySeconds":5},"startupProbe":{"exec":{"command":["cat","/tmp/x"]},"failureThreshold":30}}]}}',
    '5c55778cf5',
    '65657cfbdc',
    '998c5c698',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","volumeMounts":[{"name":"cfg","mountPath":"/etc/cfg"},{"name":"tmp","mountPath":"/tmp","readOnly":true}]}],"volumes":[{"name":"cfg","configMap":{"name":"cm"}},{"name":"tmp","emptyDir":{}},{"name":"s","secret":{"secretName":"sec"}},{"name":"p","persistentVolumeClaim":{"claimName":"pvc"}},{"name":"h","hostPath":{"path":"/var"}}]}}',
    '559cf4949c',
    'c6b996445',
    '7898d9bdb8',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","command":["sh","-c"],"args":["echo hi; sleep 1"]}],"restartPolicy":"Always"}}',
    '6bdbb9864d',
    '5b6d7c4bdd',
    '75f9477565',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}],"initContainers":[{"name":"init","image":"busybox:1.36","command":["true"]},{"name":"side","image":"busybox:1.36","restartPolicy":"Always"}]}}',
    '6dc9d65b4c',
    '56cc78ddc5',
    '8449b97c78',
  ],
  [
    '{"metadata":{"labels":{"app":"x"},"annotations":{"kubectl.kubernetes.io/restartedAt":"2025-01-01T00:00:00Z"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}',
    '86d8c5fd8',
    '7d9f46f5bd',
    '5574c68749',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}],"serviceAccountName":"sa"}}',
    '79c89d4c9d',
    '59c944bf78',
    '7585bbf7bc',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}],"nodeSelector":{"disk":"ssd"},"tolerations":[{"key":"k","operator":"Exists","effect":"NoSchedule"}]}}',
    '6b5cbb959b',
    '5666cd7c8d',
    '6cdf88b5d5',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}],"affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"podAffinityTerm":{"labelSelector":{"matchLabels":{"app":"x"}},"topologyKey":"kubernetes.io/hostname"}}]}}}}',
    'cd5494548',
    '8684756756',
    '595644c88f',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"x"}}}]}}',
    'b9dbc7667',
    '5fd884fb7f',
    '85cc8c64b',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","securityContext":{"runAsNonRoot":true,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}],"securityContext":{"runAsUser":1000,"fsGroup":2000,"seccompProfile":{"type":"RuntimeDefault"}}}}',
    '5d8d7f8fd6',
    '568db4c586',
    '6d596bf9c9',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","lifecycle":{"preStop":{"exec":{"command":["sleep","5"]}}}}],"terminationGracePeriodSeconds":60}}',
    '7874bd5cb8',
    '76bd9c8944',
    '9846bfb7c',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"},{"name":"d","image":"busybox","imagePullPolicy":"IfNotPresent"}]}}',
    '6c4f988477',
    '6fcf769d69',
    '5856bb77f6',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}],"hostNetwork":true,"dnsPolicy":"ClusterFirstWithHostNet","priorityClassName":"high"}}',
    '6bb56b7dbb',
    '7fb9df47b6',
    '567c9d98ff',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","volumeMounts":[{"name":"pr","mountPath":"/p"}]}],"volumes":[{"name":"pr","projected":{"sources":[{"serviceAccountToken":{"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[{"path":"ns","fieldRef":{"fieldPath":"metadata.namespace"}}]}}]}}]}}',
    '5488f9ccf5',
    'ffcdc78c5',
    '7c6b5cd778',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","envFrom":[{"configMapRef":{"name":"cm"}},{"prefix":"P_","secretRef":{"name":"s"}}]}],"imagePullSecrets":[{"name":"reg"}]}}',
    '7dc559c477',
    'd654648df',
    '798f769796',
  ],
  [
    '{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27","resources":{"requests":{"memory":"1.5Gi","ephemeral-storage":"1e9"},"limits":{"nvidia.com/gpu":1,"memory":"2048Mi"}}}]}}',
    '75cc944f5b',
    '6c956fd864',
    '66ff799c',
  ],
  [
    '{"metadata":{"labels":{"b":"2","a":"1","app":"x"}},"spec":{"containers":[{"name":"c","image":"é/ünicode:1"}]}}',
    '7cf9d9d479',
    '7cd88979dc',
    '665ccf5598',
  ],
];

/** A template as the API server stores it. */
function stored(template: unknown): PodTemplateSpec {
  const { value, problems } = decode('io.k8s.api.apps.v1.ReplicaSet', { spec: { selector: {}, template } });
  assert.deepEqual(problems, []);
  return withDefaultTemplate(value as { readonly spec: { readonly template: PodTemplateSpec } }, {}).spec.template;
}

for (const [text, ...hashes] of VECTORS)
  test(`the hash of ${text}`, () => {
    const template = stored(JSON.parse(text));
    assert.deepEqual(
      [undefined, 0, 1].map((collisions) => templateHash(template, collisions)),
      hashes,
    );
  });

const plain = (more: object = {}, labels: Readonly<Record<string, string>> = { app: 'x' }): PodTemplateSpec =>
  stored({ metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx:1.27', ...more }] } });

test('templates are the same whatever their hash label says, and nothing else may differ', () => {
  const hash = (value: string) => ({ app: 'x', 'pod-template-hash': value });
  assert.ok(isSameTemplate(plain(), plain()));
  assert.ok(isSameTemplate(plain({}, hash('1')), plain({}, hash('2'))), 'another hash');
  assert.ok(isSameTemplate(plain({}, hash('1')), plain()), 'a hash in one only');
  assert.ok(!isSameTemplate(plain({}, { something: '1' }), plain({}, { 'pod-template-hash': '1' })));
  assert.ok(!isSameTemplate(plain({}, { 'pod-template-hash': '1' }), plain({}, { something: '1' })));
  assert.ok(!isSameTemplate(plain({}, hash('1')), plain({}, { ...hash('1'), something: '1' })));
  const annotated = { ...plain(), metadata: { labels: { app: 'x' }, annotations: { a: '1' } } };
  assert.ok(!isSameTemplate(plain(), annotated));
  for (const value of ['1', '2', undefined]) {
    const other = plain({ name: 'other' }, value === undefined ? { app: 'x' } : hash(value));
    assert.ok(!isSameTemplate(plain({}, hash('1')), other));
  }
  const placed = { ...plain({}, { ...hash('1'), more: '2' }), spec: { ...plain().spec!, nodeName: 'node1' } };
  assert.ok(!isSameTemplate(plain({}, { ...hash('1'), more: '1' }), placed));
});

test('what is written in another way is no other template', () => {
  const requests = (cpu: string | number) => plain({ resources: { requests: { cpu } } });
  assert.ok(isSameTemplate(requests('1000m'), requests(1)));
  assert.ok(!isSameTemplate(requests('1001m'), requests(1)));
  assert.ok(isSameTemplate(plain({ env: [] }), plain()), 'an empty list');
  assert.ok(isSameTemplate({ ...plain(), metadata: { labels: { app: 'x' }, annotations: {} } }, plain()), 'an empty map');
  assert.ok(!isSameTemplate(plain({ securityContext: {} }), plain()), 'an empty structure is one');
});

test('taking the hash label away leaves everything else, and a template without it alone', () => {
  const template = deepFreeze(plain({}, { app: 'x', 'pod-template-hash': 'abc' }));
  assert.deepEqual(withoutHash(template), plain());
  assert.equal(withoutHash(withoutHash(template)).metadata?.labels?.['app'], 'x');
  const bare = plain();
  assert.equal(withoutHash(bare), bare);
});

test('a value of a type that Go has no layout for here is an error', () => {
  assert.throws(() => goDump('v1.Nothing', { a: 1 }), /v1\.Nothing is no type whose values could be printed/);
});
