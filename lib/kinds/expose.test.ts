import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../api/object.ts';
import { exposing } from './expose.ts';

const object = (kind: string, parts: object, labels?: Readonly<Record<string, string>>): KubeObject =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'web', namespace: 'shop', ...(labels === undefined ? {} : { labels }) },
    ...parts,
  }) as KubeObject;
const workload = (selector: object): object => ({ spec: { selector, template: {} } });
const selectorOf = (of: KubeObject): unknown =>
  (exposing(of, 'svc', 80) as { readonly spec?: { readonly selector?: unknown } }).spec?.selector;

test('a Service is made that selects what the object selects, with its labels, in its namespace', () => {
  assert.deepEqual(exposing(object('Deployment', workload({ matchLabels: { app: 'web' } }), { team: 'a' }), 'svc', 80), {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'svc', namespace: 'shop', labels: { team: 'a' } },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 80 }] },
  });
  assert.deepEqual(selectorOf(object('ReplicationController', workload({ app: 'web' }))), { app: 'web' });
  assert.deepEqual(selectorOf(object('Pod', { spec: {} }, { run: 'web' })), { run: 'web' });
});

for (const [what, of, complaint] of [
  ['a pod without labels', object('Pod', { spec: {} }), /^Pod "web" has no labels and cannot be exposed$/],
  ['what runs no pods', object('ConfigMap', {}), /^cannot expose a ConfigMap: it runs no pods$/],
  ['what selects nothing', object('ReplicationController', workload({})), /^ReplicationController "web" has no selectors/],
  [
    'what selects by expressions',
    object('ReplicaSet', workload({ matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'Exists' }] })),
    /selects by expressions, which a Service cannot/,
  ],
] as const) {
  test(`${what} is not exposed`, () => {
    assert.throws(() => exposing(of, 'svc', 80), { name: 'UsageError', message: complaint });
  });
}
