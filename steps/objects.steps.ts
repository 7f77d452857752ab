import { UsageError } from '../lib/api/errors.ts';
import type { Propagation } from '../lib/api/kind.ts';
import { resolve, type Target } from '../lib/assert/listing.ts';
import { topicSteps } from './define.ts';
import type { ClusterWorld } from './world.ts';

const { when } = topicSteps('Changing objects');

/** What is done to objects that are there. */
export const objectSteps = [
  when(
    'I label {target} with {string}',
    'I label one pod of ReplicaSet "web" with "app=database"',
    (world, target: Target, pair: string) => {
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (key === '')
        throw new UsageError(
          `${JSON.stringify(pair)} is no label: write "app=database"; to take one away, say: I remove label "app" from ...`,
        );
      change(world, target, { metadata: { labels: Object.fromEntries([[key, value]]) } });
    },
  ),
  when(
    'I remove label {string} from {target}',
    'I remove label "app" from one pod of ReplicaSet "web"',
    (world, key: string, target: Target) => {
      change(world, target, { metadata: { labels: Object.fromEntries([[key, null]]) } });
    },
  ),
  when('I scale {target} to {int} replica(s)', 'I scale ReplicaSet "web" to 5 replicas', (world, target: Target, replicas: number) => {
    each(world, target, (cluster, kind, object) => {
      if (!kind.hasScale) throw new UsageError(`a ${kind.kind} has no replicas to scale; these kinds have: ${scalableKinds(cluster)}`);
      cluster.as('admin').setScale(kind, object, replicas);
    });
  }),
  when('I delete {target}', 'I delete one pod of ReplicaSet "web"', (world, target: Target) => remove(world, target, 'Background')),
  when('I delete {target}, keeping its pods', 'I delete ReplicaSet "web", keeping its pods', (world, target: Target) =>
    remove(world, target, 'Orphan'),
  ),
  when('I force the deletion of {target}', 'I force the deletion of pod "web-1"', (world, target: Target) => {
    each(world, target, (cluster, kind, object) => void cluster.as('admin').delete(kind, object, { gracePeriodSeconds: 0 }));
  }),
];

function scalableKinds({ registry }: ClusterWorld['cluster']): string {
  return registry.kinds
    .filter(({ hasScale }) => hasScale)
    .map(({ kind }) => kind)
    .join(', ');
}

type Act = (
  cluster: ClusterWorld['cluster'],
  kind: ReturnType<typeof resolve>['kind'],
  object: ReturnType<typeof resolve>['objects'][number],
) => void;

/** Does something to all that is meant. What "one ..." was is remembered, so that "that pod" can mean it. */
function each(world: ClusterWorld, target: Target, act: Act): void {
  world.act((cluster) => {
    const { kind, objects } = resolve(cluster, target, world.that);
    for (const object of objects) act(cluster, kind, object);
    const [first] = objects;
    if (target.which === 'one' && first !== undefined) {
      world.that = { kind: kind.kind, name: first.metadata.name, namespace: first.metadata.namespace ?? 'default' };
    }
  });
}

function change(world: ClusterWorld, target: Target, patch: unknown): void {
  each(world, target, (cluster, kind, object) => void cluster.as('admin').patch(kind, object, patch));
}

/** As kubectl deletes: in the background unless told otherwise, whatever the kind's own default. */
function remove(world: ClusterWorld, target: Target, propagationPolicy: Propagation): void {
  each(world, target, (cluster, kind, object) => void cluster.as('admin').delete(kind, object, { propagationPolicy }));
}
