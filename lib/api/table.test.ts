import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';

test('a table has the columns of its kind, wide ones under priority 1, and numbers as numbers', () => {
  const cluster = new Cluster();
  cluster.apply(`
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx }] }
`);
  cluster.settle();
  const { columnDefinitions, rows, metadata } = cluster.as('admin').table(cluster.kind('rs'), { namespace: 'default' });
  assert.equal(metadata.resourceVersion, String(cluster.revision));
  assert.deepEqual(
    columnDefinitions.map(({ name, type, format, priority }) => [name, type, format, priority]),
    [
      ['Name', 'string', 'name', 0],
      ['Desired', 'integer', '', 0],
      ['Current', 'integer', '', 0],
      ['Ready', 'integer', '', 0],
      ['Age', 'string', '', 0],
      ['Containers', 'string', '', 1],
      ['Images', 'string', '', 1],
      ['Selector', 'string', '', 1],
    ],
  );
  const shown = rows.map(({ cells, object }) => [...cells.slice(0, 4), object?.kind]);
  assert.deepEqual(shown, [['web', 2, 2, 2, 'PartialObjectMetadata']]);
});

test('the row of a pod that has ended says so, and what goes with a row can be chosen', () => {
  const cluster = new Cluster();
  for (const [name, command] of [
    ['good', 'true'],
    ['bad', 'false'],
  ] as const)
    cluster.apply(`
apiVersion: v1
kind: Pod
metadata: { name: ${name} }
spec: { restartPolicy: Never, containers: [{ name: c, image: busybox, command: ['${command}'] }] }
`);
  cluster.advance(60_000);
  const pods = cluster.kind('pods');
  const rows = (includeObject?: 'None' | 'Object') => cluster.as('admin').table(pods, { namespace: 'default', includeObject }).rows;
  assert.deepEqual(
    rows().map(({ conditions }) => conditions?.map(({ reason, message }) => `${reason}: ${message}`)),
    [['Failed: The pod failed.'], ['Succeeded: The pod has completed successfully.']],
  );
  assert.equal(rows('None')[0]?.object, null);
  assert.equal(rows('Object')[0]?.object?.kind, 'Pod');
});

test('every kind can be printed', () => {
  const cluster = new Cluster();
  for (const kind of cluster.registry.kinds) {
    const { columnDefinitions, rows } = cluster.as('admin').table(kind);
    for (const { cells } of rows) assert.equal(cells.length, columnDefinitions.length, kind.kind);
    for (const { cells } of rows)
      assert.ok(
        cells.every((cell) => typeof cell === 'string' || typeof cell === 'number'),
        kind.kind,
      );
  }
});
