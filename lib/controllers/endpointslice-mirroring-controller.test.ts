import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { EndpointsKind } from '../kinds/endpoints.ts';
import { EndpointSliceKind, type EndpointSlice } from '../kinds/endpointslice.ts';
import { EventKind } from '../kinds/event.ts';

const world = new Cluster({ nodes: 1 });
const SERVICE = '{apiVersion: v1, kind: Service, metadata: {name: db}, spec: {ports: [{port: 5432}]}}';
const endpoints = (subsets: string, metadata = ''): string =>
  `{apiVersion: v1, kind: Endpoints, metadata: {name: db, ${metadata}}, subsets: ${subsets}}`;
const ONE = endpoints('[{addresses: [{ip: 192.0.2.7}], ports: [{port: 5432}]}]', 'labels: {team: a}, annotations: {note: b}');

function settled(...documents: readonly string[]): Cluster {
  const cluster = world.fork();
  for (const document of documents) {
    cluster.apply(document);
    cluster.settle();
  }
  return cluster;
}

const slices = (cluster: Cluster): readonly EndpointSlice[] => cluster.as('admin').by(EndpointSliceKind, 'service', 'default/db');
const shape = (cluster: Cluster): readonly string[] =>
  slices(cluster)
    .map(
      ({ addressType, ports = [], endpoints: some = [] }) =>
        `${addressType} ${ports.map(({ name = '', port }) => `${name}:${port ?? ''}`).join()} ${some.map(({ addresses, conditions }) => `${addresses[0]!} ${String(conditions!.ready)}`).join()}`,
    )
    .sort();

describe('Endpoints of a Service without a selector are mirrored', () => {
  test('with their labels and annotations, and an owner', () => {
    const [slice] = slices(settled(SERVICE, ONE));
    assert.match(slice!.metadata.name, /^db-[a-z0-9]{5}$/);
    assert.deepEqual(slice!.metadata.labels, {
      team: 'a',
      'kubernetes.io/service-name': 'db',
      'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
    });
    assert.deepEqual(slice!.metadata.annotations, { note: 'b' });
    assert.deepEqual(
      slice!.metadata.ownerReferences?.map(({ kind, name, controller }) => [kind, name, controller]),
      [['Endpoints', 'db', true]],
    );
    assert.deepEqual(slice!.endpoints, [{ addresses: ['192.0.2.7'], conditions: { ready: true } }]);
    assert.deepEqual(slice!.ports, [{ name: '', port: 5432, protocol: 'TCP' }]);
  });

  test('also when the Service comes after them', () => {
    assert.deepEqual(shape(settled(ONE, SERVICE)), ['IPv4 :5432 192.0.2.7 true']);
  });

  test('a slice for each family and each set of ports, ready or not', () => {
    const both = endpoints(
      '[{addresses: [{ip: 192.0.2.7}, {ip: "2001:db8::7"}], notReadyAddresses: [{ip: 192.0.2.8}], ports: [{port: 5432}]}, {addresses: [{ip: 192.0.2.9}], ports: [{name: x, port: 1}]}]',
    );
    assert.deepEqual(shape(settled(SERVICE, both)), [
      'IPv4 :5432 192.0.2.7 true,192.0.2.8 false',
      'IPv4 x:1 192.0.2.9 true',
      'IPv6 :5432 2001:db8::7 true',
    ]);
  });

  test('the slice stays and follows', () => {
    const cluster = settled(SERVICE, ONE);
    const [{ metadata }] = slices(cluster) as [EndpointSlice];
    for (const next of [
      '[{addresses: [{ip: 192.0.2.8}], ports: [{port: 5432}]}]',
      '[{addresses: [{ip: 192.0.2.8}], ports: [{port: 5433}]}]',
    ]) {
      cluster.apply(endpoints(next));
      cluster.settle();
    }
    assert.deepEqual([shape(cluster), slices(cluster)[0]!.metadata.uid], [['IPv4 :5433 192.0.2.8 true'], metadata.uid]);
    const before = cluster.revision;
    cluster.apply(endpoints('[{addresses: [{ip: 192.0.2.8}], ports: [{port: 5433}]}]'));
    cluster.settle();
    assert.equal(cluster.revision, before);
  });

  test('one that somebody deletes comes back', () => {
    const cluster = settled(SERVICE, ONE);
    cluster.as('admin').delete(EndpointSliceKind, slices(cluster)[0]!);
    cluster.settle();
    assert.equal(slices(cluster).length, 1);
  });
});

describe('they are not mirrored', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['without a Service', [ONE]],
    ['when the Service selects pods', [SERVICE.replace('{ports', '{selector: {a: b}, ports')]],
    [
      'when they ask for it',
      [SERVICE, endpoints('[{addresses: [{ip: 192.0.2.7}]}]', 'labels: {endpointslice.kubernetes.io/skip-mirror: "true"}')],
    ],
    [
      'when they only elect a leader',
      [SERVICE, endpoints('[{addresses: [{ip: 192.0.2.7}]}]', 'annotations: {control-plane.alpha.kubernetes.io/leader: x}')],
    ],
  ];
  for (const [what, documents] of cases)
    test(what, () => {
      assert.deepEqual(
        slices(settled(...documents)).filter(({ metadata }) =>
          metadata.labels?.['endpointslice.kubernetes.io/managed-by']?.includes('mirroring'),
        ),
        [],
      );
    });

  test('any more, once they, or their Service, are gone', () => {
    for (const doomed of ['Service', 'Endpoints']) {
      const cluster = settled(SERVICE, ONE);
      const kind = cluster.kind(doomed);
      cluster.as('admin').delete(kind, cluster.get(doomed, 'db'));
      cluster.settle();
      assert.deepEqual(slices(cluster), [], doomed);
      // kube: the Endpoints of a Service that is gone go too, whoever wrote them.
      assert.equal(cluster.as('admin').find(EndpointsKind, 'db'), undefined);
    }
  });
});

test('more than a thousand addresses are too many, and it is said', () => {
  const many = Array.from({ length: 1003 }, (_, i) => `{ip: 10.1.${i >> 8}.${i & 255}}`).join();
  const cluster = settled(SERVICE, endpoints(`[{addresses: [${many}], ports: [{port: 1}]}]`));
  assert.equal(slices(cluster)[0]!.endpoints?.length, 1000);
  const said = cluster
    .as('admin')
    .list(EventKind, { namespace: 'default' })
    .map(({ reason, message }) => `${reason ?? ''}: ${message ?? ''}`);
  assert.ok(
    said.includes(
      'TooManyAddressesToMirror: A max of 1000 addresses can be mirrored to EndpointSlices per Endpoints subset. 3 addresses were skipped',
    ),
    said.join('\n'),
  );
});
