import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deepFreeze } from '../base/merge.ts';
import type { Deployment } from './deployment.ts';
import type { ReplicaSet } from './replicaset.ts';
import { lastRevision, newReplicaSetOf, numberIn, REVISION, revisionOf, rolledBack } from './revisions.ts';

const template = (image: string, labels: Readonly<Record<string, string>> = { app: 'web' }) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'c', image }] },
});

/** A ReplicaSet made that many seconds after the first. */
function set(name: string, image: string, made: number, annotations: Readonly<Record<string, string>> = {}): ReplicaSet {
  const metadata = { name, creationTimestamp: `2026-01-01T00:00:0${made}Z`, annotations };
  return { metadata, spec: { template: template(image, { app: 'web', 'pod-template-hash': name }) }, status: {} } as unknown as ReplicaSet;
}

function deployment(image: string, annotations: Readonly<Record<string, string>> = {}): Deployment {
  return { metadata: { name: 'web', annotations }, spec: { replicas: 2, template: template(image) } } as unknown as Deployment;
}

test('the new ReplicaSet is the oldest one with the template', () => {
  const [old, later, earlier] = [set('old', 'a', 1), set('later', 'b', 5), set('earlier', 'b', 2)];
  assert.equal(newReplicaSetOf(deployment('b'), [later, old]), later);
  assert.equal(newReplicaSetOf(deployment('b'), [later, old, earlier]), earlier);
  assert.equal(newReplicaSetOf(deployment('b'), [old]), undefined);
  assert.equal(newReplicaSetOf(deployment('b'), [set('y', 'b', 2), set('x', 'b', 2)])?.metadata.name, 'x');
});

test('a revision is a whole number, and what is none is no revision', () => {
  const revisions = ['3', '+3', '-1', '', 'three', '3.5', '1e3', undefined].map((text) =>
    revisionOf(set('s', 'a', 1, text === undefined ? {} : { [REVISION]: text })),
  );
  assert.deepEqual(revisions, [3, 3, -1, 0, 0, 0, 0, 0]);
  assert.equal(numberIn(set('s', 'a', 1), 'other'), undefined);
});

test('the last revision is the second highest', () => {
  const of = (...numbers: readonly number[]): number =>
    lastRevision(numbers.map((number) => set(`s${number}`, 'a', 1, { [REVISION]: `${number}` })));
  assert.deepEqual([of(1, 4, 3), of(7), of()], [3, 0, 0]);
});

test('a rollback brings back the template without its hash, and what was said of it then', () => {
  const before = deepFreeze(deployment('b', { [REVISION]: '2', cause: 'second', gone: 'yes' }));
  const { metadata, spec } = rolledBack(before, set('old', 'a', 1, { [REVISION]: '1', cause: 'first' }));
  assert.deepEqual(metadata.annotations, { [REVISION]: '2', cause: 'first' });
  assert.deepEqual(spec, { replicas: 2, template: template('a') });
});
