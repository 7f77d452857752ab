import { LimitError } from '../../sim/clock.ts';
import type { Api } from '../api.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, keyOf } from '../object.ts';
import { storageOf } from '../versions.ts';

// unlike kube: there may be 20,000 objects of a kind, and 3,000 ended pods of one owner, unless a cluster is made with other limits
/** Stops a run in which one kind has far too many objects, and tells whose they are. Events are not counted: they go by themselves. */
export function checkCount(api: Api, kind: Kind): void {
  const most = api.clock.limits.objectsPerKind;
  if (api.store.count(storageOf(kind)) < most || kind.kind === 'Event') return;
  throw new LimitError([`there are more than ${most} ${kind.plural}`, ...culprit(api, kind)].join('; '));
}

/** The owner that has most of them, and what it asks for. */
function culprit(api: Api, kind: Kind): readonly string[] {
  const counts = new Map<string, number>();
  for (const { metadata } of api.store.list(storageOf(kind)))
    for (const { apiVersion, kind: owner, name } of metadata.ownerReferences ?? []) {
      const key = `${apiVersion} ${owner} ${metadata.namespace ?? ''}/${name}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined) return [];
  const [key, count] = most;
  const [apiVersion = '', owner = '', ownerKey = ''] = key.split(' ');
  const ownerKind = api.registry.findByManifest(apiVersion, owner);
  const found = ownerKind === undefined ? undefined : api.store.find(storageOf(ownerKind), ownerKey);
  const { replicas } = (found === undefined ? {} : (fieldsOf(found)['spec'] ?? {})) as { readonly replicas?: number };
  const asked = replicas === undefined ? '' : `, which asks for ${replicas}`;
  return [`${count} belong to ${owner} ${found === undefined ? ownerKey : keyOf(found)}${asked}`];
}
