import { fieldsOf, type KubeObject } from '../api/object.ts';
import type { Change, Store } from '../api/store.ts';
import { formatDuration } from '../base/duration.ts';

/** How far back a chain of causes is told. */
const MOST_LINKS = 6;

/** One change in a sentence: `replicaset-controller created pod "web-x7k2p" (pod updated)`. */
function tellChange(change: Change): string {
  const { user, kind, reason } = change;
  const { name, namespace } = (change.after ?? change.before)!.metadata;
  const place = namespace === undefined || namespace === 'default' ? '' : ` in namespace "${namespace}"`;
  const why = reason === '' ? '' : ` (${reason})`;
  return `${user} ${deedOf(change)} ${kind.singular} "${name}"${place}${why}`;
}

function deedOf({ verb, before, after }: Change): string {
  if (verb !== 'update' || before === undefined || after === undefined) return `${verb}d`;
  if (after.metadata.deletionTimestamp !== undefined && before.metadata.deletionTimestamp === undefined) return 'asked to delete';
  // Versions share what is equal: only the status is another one.
  return fieldsOf(before)['spec'] === fieldsOf(after)['spec'] && isSameMetadata(before, after) ? 'updated the status of' : 'updated';
}

function isSameMetadata({ metadata: before }: KubeObject, { metadata: after }: KubeObject): boolean {
  return before.labels === after.labels && before.annotations === after.annotations && before.ownerReferences === after.ownerReferences;
}

/** A change and what led to it, back to the step or command that began it: one line each, all but the first with their times. */
export function whyChain(store: Store, change: Change): readonly string[] {
  const lines = [tellChange(change)];
  let link: Change | undefined = store.change(change.cause);
  for (; link !== undefined && lines.length < MOST_LINKS; link = store.change(link.cause))
    lines.push(`because at ${formatDuration(link.at)} ${tellChange(link)}`);
  if (link !== undefined) lines.push('because of earlier changes');
  return lines;
}
