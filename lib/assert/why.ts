import type { Change, Store } from '../api/store.ts';
import { formatDuration } from '../base/duration.ts';

/** How far back a chain of causes is told. */
const MOST_LINKS = 6;

/** One change in a sentence: `at 12.002s replicaset-controller deleted pod "web-x7k2p" (pod updated)`. */
export function tellChange({ at, user, verb, kind, reason, before, after }: Change): string {
  const name = (after ?? before)!.metadata.name;
  const namespace = (after ?? before)!.metadata.namespace;
  const place = namespace === undefined || namespace === 'default' ? '' : ` in namespace "${namespace}"`;
  const isDeletion =
    verb === 'update' && after?.metadata.deletionTimestamp !== undefined && before?.metadata.deletionTimestamp === undefined;
  const did = isDeletion ? 'asked for the end of' : `${verb}d`;
  const why = reason === '' ? '' : ` (${reason})`;
  return `at ${formatDuration(at)} ${user} ${did} ${kind.singular} "${name}"${place}${why}`;
}

/** A change and what led to it, back to the step or command that began it: one line each. */
export function whyChain(store: Store, change: Change): readonly string[] {
  const lines = [tellChange(change)];
  let link: Change | undefined = store.change(change.cause);
  for (; link !== undefined && lines.length < MOST_LINKS; link = store.change(link.cause)) lines.push(`because ${tellChange(link)}`);
  if (link !== undefined) lines.push('because of earlier changes');
  return lines;
}
