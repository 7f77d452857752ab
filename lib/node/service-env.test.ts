import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { PodKind } from '../kinds/pod.ts';
import { serviceEnv } from './service-env.ts';

const world = new Cluster();
world.apply('{apiVersion: v1, kind: Namespace, metadata: {name: shop}}');

/** The variables of a pod of the namespace `shop`, without those of the API server where it is not to be seen. */
function envOf(services: readonly string[], podSpec = ''): Readonly<Record<string, string>> {
  const cluster = world.fork();
  cluster.advance('1s');
  for (const service of services) cluster.apply(service);
  cluster.apply(
    `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {${podSpec} containers: [{name: c, image: nginx}]}}`,
  );
  return Object.fromEntries(serviceEnv(cluster.as('kubelet'), cluster.as('kubelet').get(PodKind, 'p', 'shop')));
}

const service = (name: string, spec: string, namespace = 'shop'): string =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: ${namespace}}, spec: {${spec}}}`;
const DATABASE = service('my-db', 'clusterIP: 10.96.0.7, ports: [{name: sql, port: 5432}, {name: stats-x, port: 53, protocol: UDP}]');
const SERVER = {
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
  KUBERNETES_SERVICE_PORT: '443',
  KUBERNETES_SERVICE_PORT_HTTPS: '443',
  KUBERNETES_PORT: 'tcp://10.96.0.1:443',
  KUBERNETES_PORT_443_TCP: 'tcp://10.96.0.1:443',
  KUBERNETES_PORT_443_TCP_PROTO: 'tcp',
  KUBERNETES_PORT_443_TCP_PORT: '443',
  KUBERNETES_PORT_443_TCP_ADDR: '10.96.0.1',
};

test('every container is told of the API server', () => {
  assert.deepEqual(envOf([]), SERVER);
});

test('a Service of its namespace is told by host, ports and links', () => {
  assert.deepEqual(envOf([DATABASE]), {
    ...SERVER,
    MY_DB_SERVICE_HOST: '10.96.0.7',
    MY_DB_SERVICE_PORT: '5432',
    MY_DB_SERVICE_PORT_SQL: '5432',
    MY_DB_SERVICE_PORT_STATS_X: '53',
    MY_DB_PORT: 'tcp://10.96.0.7:5432',
    MY_DB_PORT_5432_TCP: 'tcp://10.96.0.7:5432',
    MY_DB_PORT_5432_TCP_PROTO: 'tcp',
    MY_DB_PORT_5432_TCP_PORT: '5432',
    MY_DB_PORT_5432_TCP_ADDR: '10.96.0.7',
    MY_DB_PORT_53_UDP: 'udp://10.96.0.7:53',
    MY_DB_PORT_53_UDP_PROTO: 'udp',
    MY_DB_PORT_53_UDP_PORT: '53',
    MY_DB_PORT_53_UDP_ADDR: '10.96.0.7',
  });
});

test('Services of other namespaces, without an address, or that the pod does not want are not told', () => {
  const others = [
    service('far', 'ports: [{port: 80}]', 'default'),
    service('headless', 'clusterIP: None, ports: [{port: 80}]'),
    service('outside', 'type: ExternalName, externalName: example.com'),
  ];
  assert.deepEqual(envOf(others), SERVER);
  assert.deepEqual(envOf([DATABASE], 'enableServiceLinks: false,'), SERVER);
});

test('a Service called kubernetes in its own namespace takes the place of the API server', () => {
  const own = service('kubernetes', 'clusterIP: 10.96.0.9, ports: [{port: 80}]');
  assert.equal(envOf([own])['KUBERNETES_SERVICE_HOST'], '10.96.0.9');
  assert.equal(envOf([own], 'enableServiceLinks: false,')['KUBERNETES_SERVICE_HOST'], '10.96.0.1');
});
