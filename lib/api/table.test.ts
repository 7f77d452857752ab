import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { columnDescription } from './column-descriptions.ts';

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

/** Columns that quote a field of which nothing is published. There may only become fewer. */
const UNDESCRIBED = ['events Object', 'events Source'];

test('every column is described, or quotes a field that is not', () => {
  const { kinds } = new Cluster().registry;
  const columns = kinds.flatMap((kind) => kind.columns.filter(({ extra }) => extra !== true).map(({ name }) => ({ kind, name })));
  const told = columns.map(({ kind, name }) => [`${kind.resource} ${name}`, columnDescription(kind, name)] as const);
  assert.deepEqual(
    told.flatMap(([column, text]) => (text === undefined ? [column] : [])),
    [],
  );
  assert.deepEqual(told.flatMap(([column, text]) => (text === '' ? [column] : [])).sort(), UNDESCRIBED);
});

test('columns say what they are in the words of the server', () => {
  const cluster = new Cluster();
  const definition = (resource: string, column: string) =>
    cluster
      .as('admin')
      .table(cluster.kind(resource))
      .columnDefinitions.find(({ name }) => name === column);
  const cases = [
    ['pods', 'Ready', 'string', '', 0, /^The aggregate readiness state of this pod for accepting traffic\.$/],
    ['pods', 'Node', 'string', '', 1, /^NodeName indicates in which node this pod is scheduled\./],
    ['events', 'Name', 'string', 'name', 1, /^Name must be unique within a namespace\./],
    ['events', 'Count', 'string', '', 1, /^The number of times this event has occurred\.$/],
    ['nodes', 'Version', 'string', '', 0, /^Kubelet Version reported by the node\.$/],
    ['cronjobs', 'Suspend', 'boolean', '', 0, /^This flag tells the controller to suspend subsequent executions/],
    ['rolebindings', 'Users', 'string', '', 1, /^Users in the roleBinding$/],
    ['roles', 'Created At', 'date', '', 0, /^CreationTimestamp is a timestamp/],
  ] as const;
  for (const [resource, column, type, format, priority, description] of cases) {
    const found = definition(resource, column);
    assert.deepEqual([found?.type, found?.format, found?.priority], [type, format, priority], `${resource} ${column}`);
    assert.match(found?.description ?? '', description);
  }
});

test('columns of a custom kind are as its definition says', () => {
  const cluster = new Cluster();
  const columns = `
        - { name: Spec, type: string, format: byte, jsonPath: .spec.a, description: What to do. }
        - { name: Count, type: integer, jsonPath: .spec.b, priority: 1 }`;
  for (const [plural, more] of [
    ['as', `additionalPrinterColumns: ${columns}`],
    ['bs', ''],
  ] as const)
    cluster.apply(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${plural}.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { plural: ${plural}, kind: K${plural} }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object } }
      ${more}
`);
  const told = (plural: string) =>
    cluster
      .as('admin')
      .table(cluster.kind(plural))
      .columnDefinitions.map(({ name, type, format, priority, description }) => [name, type, format, priority, description.slice(0, 24)]);
  const name = ['Name', 'string', 'name', 0, 'Name must be unique with'];
  assert.deepEqual(told('as'), [
    name,
    ['Spec', 'string', 'byte', 0, 'What to do.'],
    ['Count', 'integer', '', 1, 'Custom resource definiti'],
  ]);
  assert.deepEqual(told('bs'), [name, ['Age', 'date', '', 0, 'CreationTimestamp is a t']]);
});
