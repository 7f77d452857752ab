import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { replicaSetYaml } from '../kinds/replicaset-fixture.ts';
import { LimitError } from '../sim/clock.ts';

test('a million replicas are too many, and it is said who asks for them', () => {
  const cluster = new Cluster({ limits: { objectsPerKind: 100 } });
  cluster.apply(replicaSetYaml('web', 1_000_000));
  assert.throws(
    () => cluster.settle(),
    (error) =>
      error instanceof LimitError &&
      error.message === 'there are more than 100 pods; 98 belong to ReplicaSet default/web, which asks for 1000000',
  );
});

test('events do not count: they go by themselves', () => {
  const cluster = new Cluster({ limits: { objectsPerKind: 20 } });
  cluster.apply(replicaSetYaml('web', 10));
  cluster.settle();
  assert.ok(cluster.list('event').length > 20, 'there are more events than that');
});

test('pods that are turned away and made anew without end are stopped, with the reason of the latest', () => {
  const cluster = new Cluster({ limits: { endedPerOwner: 40 } });
  cluster.setPressure('node1', 'DiskPressure', true);
  cluster.settle();
  cluster.apply(replicaSetYaml('web', 2, { podSpec: 'tolerations: [{operator: Exists}]' }));
  assert.throws(
    () => cluster.settle(),
    (error) =>
      error instanceof LimitError &&
      /^ReplicaSet default\/web has 40 pods that have ended, and makes more: a hot loop; the latest is web-\w+: Evicted: Pod was rejected: The node had condition: \[DiskPressure\]\. $/.test(
        error.message,
      ),
  );
});
