import type { KubeObject } from '../api/object.ts';
import { clip, visible } from '../base/text-table.ts';
import type { Cluster } from '../cluster.ts';
import { deafPorts } from './probe-hints.ts';
import { EventKind, lastSeen, type Event } from '../kinds/event.ts';

/** How many warnings are told, and how much of each. */
const MOST_WARNINGS = 3;
const MOST_COLUMNS = 320;

/** Repeats in other words what another warning says better. */
const ECHO = /^Error: (?:ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName)$/;

/** What the cluster itself has said against some objects, the latest first: most failures are explained there. Nothing when it has not. */
export function warningsAbout(cluster: Cluster, objects: readonly KubeObject[]): readonly string[] {
  const uids = new Set(objects.map(({ metadata }) => metadata.uid));
  const events = cluster.as('admin').list(EventKind, { fieldSelector: 'type=Warning' });
  const about = events.filter((event) => uids.has(event.involvedObject.uid ?? '') && !ECHO.test(event.message ?? ''));
  const latestFirst = about.toSorted((a, b) => ((lastSeen(a) ?? '') < (lastSeen(b) ?? '') ? 1 : -1));
  const groups = new Map<string, Set<string>>();
  for (const event of latestFirst) {
    const text = `${event.reason ?? ''}: ${generic(event)}`;
    groups.set(
      text,
      (groups.get(text) ?? new Set<string>()).add(`${event.involvedObject.kind?.toLowerCase() ?? ''} "${event.involvedObject.name ?? ''}"`),
    );
  }
  if (groups.size === 0) return [];
  const lines = [...groups].slice(0, MOST_WARNINGS).map(([text, names]) => {
    const [first = ''] = names;
    const who = names.size === 1 ? first : `${first} and ${names.size - 1} more`;
    return `  ${who}: ${clip(visible(text), MOST_COLUMNS)}`;
  });
  return ['The cluster warns:', ...lines, ...deafPorts(cluster, objects)];
}

/** The message without what only names the object it is about, so that alike ones are told once. */
function generic({ message = '', involvedObject: { name = '', namespace = '', uid = '' } }: Event): string {
  return message.replaceAll(`${name}_${namespace}(${uid})`, 'it').trim();
}
