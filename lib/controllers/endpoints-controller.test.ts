import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Endpoint } from '../api/generated/types.ts';
import { Cluster } from '../cluster.ts';
import { EndpointsKind, type Endpoints } from '../kinds/endpoints.ts';
import { EndpointSliceKind, MANAGED_BY_LABEL, SERVICE_NAME_LABEL, type EndpointSlice } from '../kinds/endpointslice.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { ServiceKind } from '../kinds/service.ts';

const world = new Cluster({ nodes: 3 });

const pods = (replicas: number, container = 'image: nginx', more = ''): string =>
  `{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web}, spec: {replicas: ${replicas}, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {${more} containers: [{name: c, ${container}}]}}}}`;
const service = (spec: string): string => `{apiVersion: v1, kind: Service, metadata: {name: web, labels: {team: a}}, spec: {${spec}}}`;

function settled(...documents: readonly string[]): Cluster {
  const cluster = world.fork();
  for (const document of documents) cluster.apply(document);
  cluster.settle();
  return cluster;
}

const endpoints = (cluster: Cluster): Endpoints | undefined => cluster.as('admin').find(EndpointsKind, 'web');
const slices = (cluster: Cluster): readonly EndpointSlice[] => cluster.as('admin').by(EndpointSliceKind, 'service', 'default/web');
const listed = (cluster: Cluster): readonly Pod[] => cluster.as('admin').list(PodKind, { namespace: 'default' });

/** Ready and not ready addresses of each subset, and its ports. */
function shape(cluster: Cluster): readonly string[] {
  return (endpoints(cluster)?.subsets ?? []).map(
    ({ addresses = [], notReadyAddresses = [], ports = [] }) =>
      `${addresses.length} ${notReadyAddresses.length} ${ports.map(({ name = '-', port }) => `${name}:${port}`).join(',')}`,
  );
}

/** `ready serving terminating` of each endpoint of the slices. */
function conditions(cluster: Cluster): readonly string[] {
  const all = slices(cluster).flatMap((slice): readonly Endpoint[] => slice.endpoints ?? []);
  return all
    .map(({ conditions: { ready, serving, terminating } = {} }) => `${String(ready)} ${String(serving)} ${String(terminating)}`)
    .sort();
}

describe('what a Service finds', () => {
  test('is every pod it selects, by address, node and name', () => {
    const cluster = settled(pods(2), service('selector: {app: web}, ports: [{port: 80}]'));
    const [{ addresses = [] } = {}] = endpoints(cluster)!.subsets!;
    const expected = listed(cluster).map(({ metadata: { name, uid }, spec, status }) => ({
      ip: status.podIP,
      nodeName: spec.nodeName,
      targetRef: { kind: 'Pod', namespace: 'default', name, uid },
    }));
    assert.deepEqual(
      [...addresses].sort((a, b) => (a.targetRef!.name! < b.targetRef!.name! ? -1 : 1)),
      expected,
    );
    assert.deepEqual(endpoints(cluster)!.metadata.labels, { team: 'a' });
    assert.deepEqual(shape(cluster), ['2 0 -:80']);
    const [slice, ...others] = slices(cluster);
    assert.deepEqual(others, []);
    assert.match(slice!.metadata.name, /^web-[a-z0-9]{5}$/);
    assert.deepEqual(slice!.metadata.labels, {
      team: 'a',
      [SERVICE_NAME_LABEL]: 'web',
      [MANAGED_BY_LABEL]: 'endpointslice-controller.k8s.io',
    });
    assert.deepEqual([slice!.addressType, slice!.ports, slice!.endpoints?.length], ['IPv4', [{ name: '', port: 80, protocol: 'TCP' }], 2]);
  });

  test('has named ports as each pod has them, and leaves out pods that have none', () => {
    const selector = 'selector: {app: web}, ports: [{port: 80, targetPort: http}]';
    const cluster = settled(pods(2, 'image: nginx, ports: [{name: http, containerPort: 8080}]'), service(selector));
    assert.deepEqual(shape(cluster), ['2 0 -:8080']);
    assert.deepEqual(shape(settled(pods(2), service(selector))), []);
    assert.deepEqual(
      slices(settled(pods(2), service(selector))).map(({ ports }) => ports),
      [[]],
    );
  });

  test('is nothing without pods, and nobody looks without a selector or for a name', () => {
    const empty = settled(service('selector: {app: wbe}, ports: [{port: 80}]'), pods(1));
    assert.deepEqual([shape(empty), slices(empty).length], [[], 1]);
    const alone = settled(service('ports: [{port: 80}]'), pods(1));
    assert.deepEqual([endpoints(alone), slices(alone).length], [undefined, 0]);
    assert.equal(endpoints(settled(service('type: ExternalName, externalName: a.example, selector: {app: web}'), pods(1))), undefined);
  });

  test('without ports it is addresses alone, for a headless one', () => {
    const cluster = settled(pods(1, 'image: nginx', 'hostname: one, subdomain: web,'), service('clusterIP: None, selector: {app: web}'));
    assert.deepEqual(shape(cluster), ['1 0 ']);
    assert.equal(endpoints(cluster)!.metadata.labels?.['service.kubernetes.io/headless'], '');
    assert.equal(endpoints(cluster)!.subsets![0]!.addresses![0]!.hostname, 'one');
    assert.equal(slices(cluster)[0]!.metadata.labels?.['service.kubernetes.io/headless'], '');
  });
});

describe('what becomes of an endpoint', () => {
  const probed = 'image: nginx, readinessProbe: {httpGet: {port: 80}}';

  test('that is not ready: it is known, and not used, unless the Service says otherwise', () => {
    const failing = (spec: string): Cluster => {
      const cluster = settled(pods(2, probed), service(`selector: {app: web}, ports: [{port: 80}]${spec}`));
      cluster.setProbe(listed(cluster)[0]!, 'c', 'readiness', true);
      cluster.settle();
      return cluster;
    };
    assert.deepEqual(shape(failing('')), ['1 1 -:80']);
    assert.deepEqual(conditions(failing('')), ['false false false', 'true true false']);
    assert.deepEqual(shape(failing(', publishNotReadyAddresses: true')), ['2 0 -:80']);
    assert.deepEqual(conditions(failing(', publishNotReadyAddresses: true')), ['true false false', 'true true false']);
  });

  test('that ends: it goes from the Endpoints at once, and stays in its slice for as long as it serves', () => {
    const stubborn = 'image: busybox, command: [sleep, "3600"]';
    const cluster = settled(pods(1, stubborn), service('selector: {app: web}, ports: [{port: 80}]'));
    const [pod] = listed(cluster);
    cluster.as('admin').delete(PodKind, pod!);
    cluster.advance(10);
    assert.deepEqual(shape(cluster), []);
    assert.deepEqual(conditions(cluster), ['false true true']);
    cluster.settle();
    assert.deepEqual([shape(cluster), conditions(cluster)], [['1 0 -:80'], ['true true false']]);
  });

  test('whose labels change, it is released and taken in', () => {
    const cluster = settled(pods(1), service('selector: {app: web, tier: front}, ports: [{port: 80}]'));
    assert.deepEqual(shape(cluster), []);
    cluster.as('admin').patch(PodKind, listed(cluster)[0]!, { metadata: { labels: { tier: 'front' } } });
    cluster.settle();
    assert.deepEqual(shape(cluster), ['1 0 -:80']);
    cluster.as('admin').patch(PodKind, listed(cluster)[0]!, { metadata: { labels: { tier: 'back' } } });
    cluster.settle();
    assert.deepEqual(shape(cluster), []);
  });

  test('when its Service goes, all of it goes', () => {
    const cluster = settled(pods(1), service('selector: {app: web}, ports: [{port: 80}]'));
    cluster.as('admin').delete(ServiceKind, { metadata: { name: 'web' } });
    cluster.settle();
    assert.deepEqual([endpoints(cluster), slices(cluster)], [undefined, []]);
  });

  test('when somebody takes it away, it comes back', () => {
    const cluster = settled(pods(1), service('selector: {app: web}, ports: [{port: 80}]'));
    cluster.as('admin').delete(EndpointsKind, endpoints(cluster)!);
    cluster.as('admin').delete(EndpointSliceKind, slices(cluster)[0]!);
    cluster.settle();
    assert.deepEqual([shape(cluster), conditions(cluster)], [['1 0 -:80'], ['true true false']]);
  });
});

test('of many endpoints, one that changes costs a write of the Endpoints and one of a slice', () => {
  const cluster = new Cluster({ nodes: 10 });
  cluster.apply(pods(1000, 'image: nginx, readinessProbe: {httpGet: {port: 80}}'));
  cluster.apply(service('selector: {app: web}, ports: [{port: 80}]'));
  cluster.settle();
  assert.deepEqual([shape(cluster), slices(cluster).length], [['1000 0 -:80'], 10]);
  const written: string[] = [];
  cluster.store.watch(({ kind }) => void written.push(kind.plural));
  cluster.setProbe(listed(cluster)[500]!, 'c', 'readiness', true);
  cluster.settle();
  assert.deepEqual(
    [written.filter((plural) => plural === 'endpoints').length, written.filter((plural) => plural === 'endpointslices').length],
    [1, 1],
  );
  assert.deepEqual(shape(cluster), ['999 1 -:80']);
});

test('the API server and cluster DNS are Services from the start', () => {
  const found = world
    .list('services')
    .map(({ metadata, ...rest }) => [metadata.name, (rest as unknown as { spec: { clusterIP: string } }).spec.clusterIP]);
  assert.deepEqual(found, [
    ['kubernetes', '10.96.0.1'],
    ['kube-dns', '10.96.0.10'],
  ]);
  const dns = world.as('admin').get(EndpointsKind, 'kube-dns', 'kube-system');
  assert.deepEqual(
    dns.subsets?.map(({ addresses = [], ports = [] }) => [addresses.length, ports.map(({ name }) => name)]),
    [[2, ['dns-tcp', 'dns', 'metrics']]],
  );
});
