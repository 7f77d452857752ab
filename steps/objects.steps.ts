import { UsageError } from '../lib/api/errors.ts';
import type { Propagation } from '../lib/api/kind.ts';
import { resolve, type Target } from '../lib/assert/listing.ts';
import { topicSteps } from './define.ts';
import { DEFAULT_NAMESPACE } from './parameters.ts';
import type { ClusterWorld } from './world.ts';

const { when } = topicSteps('Changing objects');

/** What is done to objects that are there. */
export const objectSteps = [
  when(
    'I label {target} with {string}{place}',
    'I label one pod of ReplicaSet "web" with "app=database"',
    (world, target: Target, pair: string, place: string) => {
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (key === '')
        throw new UsageError(
          `${JSON.stringify(pair)} is no label: write "app=database"; to take one away, say: I remove label "app" from ...`,
        );
      change(world, placed(target, place), { metadata: { labels: Object.fromEntries([[key, value]]) } });
    },
  ),
  when(
    'I remove label {string} from {target}',
    'I remove label "app" from one pod of ReplicaSet "web"',
    (world, key: string, target: Target) => {
      change(world, target, { metadata: { labels: Object.fromEntries([[key, null]]) } });
    },
  ),
  when(
    'I scale {target} to {int} replica(s){place}',
    'I scale ReplicaSet "web" to 5 replicas',
    (world, target: Target, replicas: number, place: string) => {
      each(world, placed(target, place), (cluster, kind, object) => {
        if (!kind.hasScale) throw new UsageError(`a ${kind.kind} has no replicas to scale; these kinds have: ${scalableKinds(cluster)}`);
        cluster.as('admin').setScale(kind, object, replicas);
      });
    },
  ),
  when('I delete {target}', 'I delete one pod of ReplicaSet "web"', (world, target: Target) => remove(world, target, 'Background')),
  when('I delete {target}, keeping its pods', 'I delete ReplicaSet "web", keeping its pods', (world, target: Target) =>
    remove(world, target, 'Orphan'),
  ),
  when('I force the deletion of {target}', 'I force the deletion of pod "web-1"', (world, target: Target) => {
    each(world, target, (cluster, kind, object) => void cluster.as('admin').delete(kind, object, { gracePeriodSeconds: 0 }));
  }),
];

/** A namespace at the sentence's end counts for what is meant. */
function placed(target: Target, namespace: string): Target {
  if (namespace === DEFAULT_NAMESPACE || target.which === 'that') return target;
  if (target.which === 'named') return { ...target, object: { ...target.object, namespace } };
  const { of } = target.listing;
  return { ...target, listing: { ...target.listing, namespace, ...(of === undefined ? {} : { of: { ...of, namespace } }) } };
}

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
    const { kind, objects } = resolve(
      cluster,
      'listing' in target ? { ...target, listing: world.meantAll(target.listing) } : target,
      world.that,
    );
    for (const object of objects) act(cluster, kind, object);
    const [first] = objects;
    if (target.which === 'one' && first !== undefined) {
      world.that = { kind: kind.kind, name: first.metadata.name, namespace: first.metadata.namespace ?? DEFAULT_NAMESPACE };
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
