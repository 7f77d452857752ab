import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EndpointsKind } from '../kinds/endpoints.ts';
import { EndpointSliceKind } from '../kinds/endpointslice.ts';
import { ServiceKind } from '../kinds/service.ts';
import { clusterWith, server, service } from './network-fixture.ts';
import { networkMismatches } from './network-mismatches.ts';

const WEB = server('a') + service('web', 'selector: {app: web}, ports: [{port: 80, targetPort: 8080}]');
const DATABASE = `${service('db', 'ports: [{port: 80}]')}---
apiVersion: v1\nkind: Endpoints\nmetadata: {name: db}\nsubsets: [{addresses: [{ip: 192.0.2.7}], ports: [{port: 80}]}]\n`;
const BARE = service('bare', 'clusterIP: None, selector: {app: web}');

test('a network at rest does what the objects say', () => {
  assert.deepEqual(networkMismatches(clusterWith(WEB + DATABASE + BARE)), []);
});

test('it is said when rules are not what Services and slices say', () => {
  const cluster = clusterWith(WEB);
  const admin = cluster.as('admin');
  const [slice] = admin.by(EndpointSliceKind, 'service', 'default/web');
  admin.patch(EndpointSliceKind, slice!, { endpoints: [] });
  assert.match(
    networkMismatches(cluster).join('\n'),
    /^service default\/web has the rules 80 0 10\.244\.1\.\d+:8080 true where its slices say 80 0 $/,
  );
  const other = clusterWith(WEB);
  other.as('admin').delete(ServiceKind, { metadata: { name: 'web' } });
  other.apply(service('new', 'ports: [{port: 80}]'));
  assert.deepEqual(networkMismatches(other), ['service default/new has rules for 0 ports where it has 1']);
});

test('it is said when Endpoints are not mirrored', () => {
  const cluster = clusterWith(DATABASE);
  cluster.as('admin').patch(EndpointsKind, { metadata: { name: 'db' } }, { subsets: [] });
  assert.deepEqual(networkMismatches(cluster), ['service default/db has 192.0.2.7 true mirrored where its Endpoints say ']);
});
