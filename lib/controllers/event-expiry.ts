import type { Kind } from '../api/kind.ts';
import type { Event } from '../kinds/event.ts';
import { actor, type ActorContext } from '../control/actor.ts';
import { EventKind } from '../kinds/event.ts';
import { EVENT_LEASE_MILLIS, EVENT_TTL_MILLIS } from '../sim/latencies.ts';

/** The writes that share a lease: from a first revision to the latest so far; nobody joins a lease that is too old. */
interface Lease {
  readonly first: number;
  readonly last: number;
  readonly joinableUntil: number;
}

type Context = ActorContext<Lease>;

const CURRENT = 'current';

const eventKind = EventKind as unknown as Kind;

/**
 * Events go an hour after their latest write, in batches: what is written within a minute shares a lease of etcd. Keys: the first revision
 * under a lease. kube: staging/src/k8s.io/apiserver/pkg/storage/etcd3/lease_manager.go; pkg/controlplane/apiserver/options/options.go EventTTL
 */
// unlike kube: a lease takes any number of events, not only a thousand
export const eventExpiry = actor<Lease>({
  name: 'etcd',
  watches: [eventKind],
  changed({ revision, after }, context) {
    if (after === undefined) return;
    const current = context.memory.get(CURRENT);
    if (current !== undefined && context.now() < current.joinableUntil) {
      context.memory.set(CURRENT, { ...current, last: revision });
      return;
    }
    if (current !== undefined) context.memory.set(String(current.first), current);
    context.memory.set(CURRENT, { first: revision, last: revision, joinableUntil: context.now() + EVENT_LEASE_MILLIS });
    context.after(EVENT_TTL_MILLIS + EVENT_LEASE_MILLIS, String(revision), 'the lease of events ends', { recurrent: true });
  },
  handle({ key }, context) {
    const current = context.memory.get(CURRENT);
    const isCurrent = String(current?.first) === key;
    const lease = isCurrent ? current! : context.memory.get(key)!;
    context.memory.delete(isCurrent ? CURRENT : key);
    for (const event of writtenUnder(lease, context)) context.api.delete(EventKind, event);
  },
});

/** The events whose latest write was under that lease: they are still as the history says. */
function writtenUnder({ first, last }: Lease, { api }: Context): readonly Event[] {
  const { store } = api.api;
  const found: Event[] = [];
  store.history(first, ({ revision, kind, key, after }) => {
    if (revision > last) return false;
    if (kind === eventKind && after !== undefined && store.find(kind, key) === after) found.push(after as Event);
    return true;
  });
  return found;
}
