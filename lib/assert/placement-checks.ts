import { UsageError } from '../api/errors.ts';
import { didYouMean } from '../base/suggest.ts';
import { gherkinTable } from '../base/text-table.ts';
import type { Cluster } from '../cluster.ts';
import { conditionOf, isActive, type Pod } from '../kinds/pod-state.ts';
import type { Check } from './check.ts';
import { findObject, missing, objectsOf, tellListing, titleOf, whyEmpty, type Listing, type ObjectName } from './listing.ts';
import { warningsAbout } from './warnings.ts';

/** A pod has been given that node. */
export function onNodeCheck(wanted: ObjectName, node: string): Check {
  return (cluster) => {
    const found = findObject(cluster, wanted);
    if (found === undefined) return { tell: () => missing(cluster, wanted) };
    const pod = podsAlone([found])[0]!;
    if (pod.spec.nodeName === node) return undefined;
    return {
      tell: () =>
        [`expected ${titleOf(pod)} to be on node "${node}", but it is on ${placeOf(pod)}`, ...unknownNode(cluster, node)].join('\n'),
    };
  };
}

/** The pods that are neither over nor on their way out are on that many different nodes, and none is without. */
export function spreadCheck(listing: Listing, nodes: number): Check {
  return (cluster) => {
    const { kind, objects } = objectsOf(cluster, listing);
    const pods = podsAlone(objects).filter(isActive);
    const byNode = new Map<string, string[]>();
    for (const { metadata, spec } of pods) byNode.set(spec.nodeName ?? '', [...(byNode.get(spec.nodeName ?? '') ?? []), metadata.name]);
    const homeless = byNode.get('') ?? [];
    const found = byNode.size - Number(homeless.length > 0);
    if (found === nodes && homeless.length === 0) return undefined;
    const without = homeless.length === 0 ? '' : `, ${homeless.length} of them without a node`;
    return {
      tell: () =>
        [
          `expected the ${tellListing({ ...listing, kind: kind.plural })} to be spread over ${nodes} ${nodes === 1 ? 'node' : 'nodes'}, found them on ${found}${without}${pods.length === 0 ? '' : ':'}`,
          ...(pods.length === 0 ? whyEmpty(cluster, listing) : placement(cluster, byNode)),
          ...warningsAbout(cluster, objects),
        ].join('\n'),
    };
  };
}

/** Every node with the pods it has, and those without a node last. */
function placement(cluster: Cluster, byNode: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const names = cluster.list('nodes').map(({ metadata }) => metadata.name);
  const row = (title: string, pods: readonly string[] = []): readonly string[] => [title, String(pods.length), pods.join(', ')];
  const rows = names.map((name) => row(name, byNode.get(name)));
  const homeless = byNode.get('');
  const all = homeless === undefined ? rows : [...rows, row('<none>', homeless)];
  return gherkinTable([['Node', 'Pods', 'Names'], ...all]).map((line) => `    ${line}`);
}

function placeOf(pod: Pod): string {
  const { nodeName = '' } = pod.spec;
  if (nodeName !== '') return `node "${nodeName}"`;
  const message = conditionOf(pod, 'PodScheduled')?.message;
  return message === undefined ? 'none yet' : `none: ${message}`;
}

function unknownNode(cluster: Cluster, name: string): readonly string[] {
  const names = cluster.list('nodes').map(({ metadata }) => metadata.name);
  return names.includes(name) ? [] : [`(there is no node ${JSON.stringify(name)}.${didYouMean(name, names)})`];
}

function podsAlone(objects: readonly { readonly kind: string }[]): readonly Pod[] {
  const other = objects.find(({ kind }) => kind !== 'Pod');
  if (other !== undefined) throw new UsageError(`a ${other.kind} is not on a node: pods are`);
  return objects as unknown as readonly Pod[];
}
