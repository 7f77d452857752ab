import { resolve, type Target } from '../lib/assert/listing.ts';
import { DEFAULT_NAMESPACE } from './parameters.ts';
import type { ClusterWorld } from './world.ts';

type Found = ReturnType<typeof resolve>;

/** What is done to one object. */
export type Act = (cluster: ClusterWorld['cluster'], kind: Found['kind'], object: Found['objects'][number]) => void;

/** Does something to all that is meant. What "one ..." was is remembered, so that "that pod" can mean it. */
export function actOnEach(world: ClusterWorld, target: Target, act: Act): void {
  world.act((cluster) => actOnTarget(world, cluster, target, act));
}

/** The same on a cluster of one's choice, such as a copy, and at a time of one's choice. */
export function actOnTarget(world: ClusterWorld, cluster: ClusterWorld['cluster'], target: Target, act: Act): void {
  const meant = 'listing' in target ? { ...target, listing: world.meantAll(target.listing) } : target;
  const { kind, objects } = resolve(cluster, meant, world.that);
  for (const object of objects) act(cluster, kind, object);
  const [first] = objects;
  if (target.which === 'one' && first !== undefined) {
    world.that = { kind: kind.kind, name: first.metadata.name, namespace: first.metadata.namespace ?? DEFAULT_NAMESPACE };
  }
}

/** A namespace at the sentence's end counts for what is meant. */
export function placed(target: Target, namespace: string): Target {
  if (namespace === DEFAULT_NAMESPACE || target.which === 'that') return target;
  if (target.which === 'named') return { ...target, object: { ...target.object, namespace } };
  const { of } = target.listing;
  return { ...target, listing: { ...target.listing, namespace, ...(of === undefined ? {} : { of: { ...of, namespace } }) } };
}
