import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container, PodSpec } from '../api/generated/types.ts';
import { deepFreeze } from '../base/merge.ts';
import { defaultPodSpec } from './pod-defaults.ts';

const pod = (spec: object): PodSpec => defaultPodSpec(spec as PodSpec, { template: false });
const template = (spec: object): PodSpec => defaultPodSpec(spec as PodSpec, { template: true });
const container = (fields: object, of = pod): Container => of({ containers: [{ name: 'c', image: 'i:1', ...fields }] }).containers[0]!;

test('a pod and a template get what they did not say', () => {
  const fields = { name: 'c', image: 'nginx' };
  const full = {
    ...fields,
    imagePullPolicy: 'Always',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  };
  const spec = {
    containers: [full],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  };
  assert.deepEqual(template({ containers: [fields] }), spec);
  assert.deepEqual(pod({ containers: [fields] }), { ...spec, enableServiceLinks: true });
});

test('the image decides when it is pulled', () => {
  const cases: [string, string][] = [
    ['nginx', 'Always'],
    ['nginx:latest', 'Always'],
    ['nginx:1.27', 'IfNotPresent'],
    ['localhost:5000/a/b', 'Always'],
    ['localhost:5000/a/b:1', 'IfNotPresent'],
    ['ghcr.io/c1t1d0s7/go-myweb', 'Always'],
    [`nginx@sha256:${'a'.repeat(64)}`, 'IfNotPresent'],
    [`nginx:latest@sha256:${'a'.repeat(64)}`, 'Always'],
    ['Nginx', 'IfNotPresent'],
    ['', 'IfNotPresent'],
    ['a'.repeat(1_000_000), 'IfNotPresent'],
    ['a-'.repeat(400), 'IfNotPresent'],
  ];
  for (const [image, policy] of cases) assert.equal(container({ image }).imagePullPolicy, policy, image.slice(0, 40));
});

test('probes, hooks, ports and variables are completed', () => {
  const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  const http = { port: 80, path: '/', scheme: 'HTTP' };
  assert.deepEqual(container({ livenessProbe: { httpGet: { port: 80 }, timeoutSeconds: 0 } }).livenessProbe, { httpGet: http, ...probe });
  assert.deepEqual(container({ readinessProbe: { grpc: { port: 1 }, periodSeconds: 5 } }).readinessProbe, {
    grpc: { port: 1, service: '' },
    ...probe,
    periodSeconds: 5,
  });
  assert.deepEqual(container({ lifecycle: { preStop: { httpGet: { port: 80 } } } }).lifecycle, { preStop: { httpGet: http } });
  assert.deepEqual(container({ ports: [{ containerPort: 80 }] }).ports, [{ containerPort: 80, protocol: 'TCP' }]);
  const env = [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }];
  assert.deepEqual(container({ env }).env, [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } }]);
});

test('amounts are rounded up, and a pod needs what it may use unless it says otherwise', () => {
  const resources = { limits: { cpu: '0.5', memory: '1024Mi' }, requests: { cpu: '0.0001' } };
  assert.deepEqual(container({ resources }).resources, { limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '1m', memory: '1Gi' } });
  assert.deepEqual(container({ resources }, template).resources, { limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '1m' } });
});

test('only pods open the ports of their host, and have no negative grace', () => {
  const spec = {
    hostNetwork: true,
    terminationGracePeriodSeconds: -1,
    containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }],
  };
  assert.equal(pod(spec).containers[0]!.ports![0]!.hostPort, 80);
  assert.equal(template(spec).containers[0]!.ports![0]!.hostPort, undefined);
  assert.deepEqual([pod(spec).terminationGracePeriodSeconds, template(spec).terminationGracePeriodSeconds], [1, -1]);
});

test('volumes are completed', () => {
  const volumes = [
    { name: 'a' },
    { name: 'b', hostPath: { path: '/x' } },
    { name: 'c', configMap: { name: 'm' } },
    { name: 'd', secret: { secretName: 's', defaultMode: 256 } },
    {
      name: 'e',
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token' } },
          { downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name' } }] } },
        ],
      },
    },
  ];
  assert.deepEqual(pod({ containers: [], volumes }).volumes, [
    { name: 'a', emptyDir: {} },
    { name: 'b', hostPath: { path: '/x', type: '' } },
    { name: 'c', configMap: { name: 'm', defaultMode: 420 } },
    { name: 'd', secret: { secretName: 's', defaultMode: 256 } },
    {
      name: 'e',
      projected: {
        defaultMode: 420,
        sources: [
          { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
          { downwardAPI: { items: [{ path: 'p', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } }] } },
        ],
      },
    },
  ]);
});

test('the two names of the service account mirror each other', () => {
  for (const given of [{ serviceAccount: 'a' }, { serviceAccountName: 'a' }, { serviceAccountName: 'a', serviceAccount: 'b' }]) {
    const { serviceAccount, serviceAccountName } = pod({ containers: [], ...given });
    assert.deepEqual([serviceAccount, serviceAccountName], ['a', 'a']);
  }
});

test('what is complete stays the same object, and nothing is changed in place', () => {
  for (const of of [pod, template]) {
    const given = {
      containers: [{ name: 'c', image: 'i', resources: { limits: { cpu: '1' } }, livenessProbe: { tcpSocket: { port: 1 } } }],
      volumes: [{ name: 'v' }],
    };
    const before = structuredClone(given);
    const complete = of(given);
    assert.deepEqual(given, before);
    assert.equal(of(complete), complete);
  }
});

test('the pods of a frozen template share their containers', () => {
  const spec = deepFreeze(template({ containers: [{ name: 'c', image: 'i', resources: { limits: { cpu: '1' } } }] }));
  const one = pod(spec);
  assert.equal(pod(spec), one);
  assert.ok(Object.isFrozen(one.containers));
  assert.equal(pod(one), one);
});
