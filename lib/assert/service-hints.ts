import { didYouMean, editDistance } from '../base/suggest.ts';
import { isReady, isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import type { Service } from '../kinds/service.ts';
import { placeOf } from './listing.ts';

/** How many sorts of pods are named. */
const MOST_NAMED = 3;

/** Words that differ by more are no slip of the keyboard. */
const FAR = 8;

/** Why pods do not stand behind a Service, a line each, and the pods it does select. `pods` are those of its namespace, `everywhere` all. */
export function whyNoEndpoints(
  service: Service,
  pods: readonly Pod[],
  everywhere: readonly Pod[],
): { readonly selected: readonly Pod[]; readonly lines: readonly string[] } {
  const { type, selector } = service.spec;
  if (type === 'ExternalName')
    return { selected: [], lines: ['(it is another name for something outside: an ExternalName has no endpoints)'] };
  if (selector === undefined)
    return { selected: [], lines: ['(it has no selector: it has the endpoints that somebody writes down for it)'] };
  const selected = pods.filter((pod) => mismatchesOf(pod, selector).length === 0);
  if (selected.length === 0)
    return {
      selected,
      lines: [`It selects ${pairs(selector)}, which no pod${hereOf(service)} has${nearMisses(service, pods, everywhere)}`],
    };
  const waiting = selected.filter((pod) => !isReady(pod) && !isTerminalPhase(pod.status.phase)).length;
  const lines = [
    ...unknownPorts(service, selected),
    ...(waiting === 0
      ? []
      : [
          `It selects ${selected.length} ${selected.length === 1 ? 'pod' : 'pods'}, of which ${waiting} ${waiting === 1 ? 'is' : 'are'} not ready.`,
        ]),
  ];
  return { selected, lines };
}

/** The pods that come nearest to being selected, by how many of their labels are wrong and how wrong. */
function nearMisses(service: Service, pods: readonly Pod[], everywhere: readonly Pod[]): string {
  const selector = service.spec.selector ?? {};
  const elsewhere = everywhere.filter((pod) => mismatchesOf(pod, selector).length === 0);
  if (elsewhere.length > 0) {
    const places = [...new Set(elsewhere.map(({ metadata }) => JSON.stringify(metadata.namespace)))].slice(0, MOST_NAMED);
    return `; in namespace ${places.join(', ')} there ${elsewhere.length === 1 ? 'is 1' : `are ${elsewhere.length}`}, and a Service selects pods of its own namespace only`;
  }
  if (pods.length === 0) return `; there are no pods${hereOf(service)}`;
  const groups = new Map<string, { readonly wrong: number; readonly distance: number; count: number }>();
  for (const pod of pods) {
    const wrong = mismatchesOf(pod, selector);
    const has = wrong.length < Object.keys(selector).length || wrong.some(({ found }) => found !== undefined);
    const text = has
      ? wrong.map(({ key, found }) => (found === undefined ? `no label ${key}` : `${key}=${found}`)).join(', ')
      : likeliest(pod, selector);
    const distance = wrong.reduce((sum, { found, value }) => sum + (found === undefined ? FAR : editDistance(found, value, FAR)), 0);
    const group = groups.get(text) ?? { wrong: wrong.length, distance, count: 0 };
    group.count++;
    groups.set(text, group);
  }
  const nearestFirst = [...groups].toSorted(([, a], [, b]) => a.wrong - b.wrong || a.distance - b.distance).slice(0, MOST_NAMED);
  return `: ${nearestFirst.map(([text, { count }]) => `${count} ${count === 1 ? 'pod has' : 'pods have'} ${text}`).join('; ')}`;
}

/** What a pod has that carries none of the keys: all its labels, or the one whose key is misspelt. */
function likeliest({ metadata }: Pod, selector: Readonly<Record<string, string>>): string {
  const { labels = {} } = metadata;
  if (Object.keys(labels).length === 0) return 'no labels';
  const slips = Object.keys(selector).map((key) => didYouMean(key, Object.keys(labels)));
  return `${pairs(labels)}.${slips.join('')}`.replace(/\.$/, '');
}

interface Mismatch {
  readonly key: string;
  readonly value: string;
  readonly found: string | undefined;
}

function mismatchesOf({ metadata: { labels = {} } }: Pod, selector: Readonly<Record<string, string>>): readonly Mismatch[] {
  return Object.entries(selector)
    .filter(([key, value]) => labels[key] !== value)
    .map(([key, value]) => ({ key, value, found: labels[key] }));
}

/** Ports that a Service names and no container of a selected pod has. */
function unknownPorts({ spec }: Service, selected: readonly Pod[]): readonly string[] {
  const known = selected.flatMap((pod) => pod.spec.containers.flatMap(({ ports = [] }) => ports));
  const names = [...new Set(known.flatMap(({ name }) => (name === undefined ? [] : [name])))];
  return (spec.ports ?? []).flatMap(({ targetPort, protocol = 'TCP' }) => {
    if (typeof targetPort !== 'string' || known.some((port) => port.name === targetPort && (port.protocol ?? 'TCP') === protocol))
      return [];
    const has = names.length === 0 ? 'their ports have no names' : `they have ${names.map((name) => JSON.stringify(name)).join(', ')}`;
    return [
      `Its targetPort ${JSON.stringify(targetPort)} (${protocol}) is the name of no port of its pods; ${has}.${didYouMean(targetPort, names)}`,
    ];
  });
}

function pairs(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function hereOf({ metadata }: Service): string {
  return placeOf(metadata.namespace ?? 'default');
}
