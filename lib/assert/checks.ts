import { UsageError } from '../api/errors.ts';
import { mergeKeyAt, typeNameOf } from '../api/schema.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import type { Cluster } from '../cluster.ts';
import { isAvailable, type Pod } from '../kinds/pod-state.ts';
import { whatKeeps } from '../nodes/what-keeps.ts';
import type { Check } from './check.ts';
import { controlledBy, findObject, missing, objectsOf, placeOf, tellListing, whyEmpty, type Listing, type ObjectName } from './listing.ts';
import { compareYaml } from './match.ts';
import { renderMatch } from './render-match.ts';
import { renderRows } from './render-rows.ts';
import { compareRows } from './rows.ts';
import { gherkinTable } from '../base/text-table.ts';
import { rowsOf, viewOf } from './view.ts';
import { warningsAbout } from './warnings.ts';

/** A number an expectation allows: exactly, at least or at most that many. */
export interface Count {
  readonly atLeast: number;
  readonly atMost: number;
  readonly text: string;
}

/** Objects as a table of a feature says: every row of it, and with `are` no other. */
export function tableCheck(listing: Listing, table: readonly (readonly string[])[], mode: 'are' | 'include'): Check {
  const [columns = [], ...rows] = table;
  return (cluster) => {
    const { kind, objects } = objectsOf(cluster, listing);
    const mismatch = compareRows({ columns, rows }, rowsOf(cluster, viewOf(kind), objects, columns), mode);
    if (mismatch === undefined) return undefined;
    const subject = `the ${tellListing({ ...listing, kind: kind.plural })}`;
    return {
      tell: () =>
        [renderRows(mismatch, subject), ...(mismatch.found === 0 ? whyEmpty(cluster, listing) : warningsAbout(cluster, objects))].join(
          '\n',
        ),
    };
  };
}

/** That many objects. */
export function countCheck(listing: Listing, count: Count): Check {
  return (cluster) => {
    const { kind, objects } = objectsOf(cluster, listing);
    if (isWithin(objects.length, count)) return undefined;
    return {
      tell: () =>
        [
          `expected ${count.text} ${tellListing({ ...listing, kind: isOne(count) ? kind.singular : kind.plural })}, found ${objects.length}${objects.length === 0 ? '' : ':'}`,
          ...(objects.length === 0 ? whyEmpty(cluster, listing) : overview(cluster, kind.plural, objects)),
          ...(objects.length > count.atMost ? whatKeeps(cluster.as('admin'), kind, objects) : []),
        ].join('\n'),
    };
  };
}

/** What an object can be asked to have a number of. */
export type Counted = 'replicas' | 'pods' | 'ready pods' | 'available pods';

/** An object has that many of something: `replicas` as its status counts, `pods` it controls, and those of them that are ready, or available to it. */
export function ownCountCheck(owner: ObjectName, what: Counted, count: Count): Check {
  return (cluster) => {
    const found = findObject(cluster, owner);
    if (found === undefined) return { tell: () => missing(cluster, owner) };
    const kind = cluster.kind(owner.kind);
    const pods = controlledBy(cluster, cluster.kind('pods'), found) as readonly Pod[];
    const actual = what === 'replicas' ? replicasOf(found, kind.kind) : pods.filter(counts(what, found, cluster.now)).length;
    if (isWithin(actual, count)) return undefined;
    const title = `${owner.kind} "${owner.name}"${placeOf(owner.namespace)}`;
    return {
      tell: () =>
        [
          `expected ${title} to have ${count.text} ${isOne(count) ? what.replace(/s$/, '') : what}, found ${actual}${pods.length === 0 ? '' : '; its pods:'}`,
          ...overview(cluster, 'pods', pods),
          ...warningsAbout(cluster, [found, ...pods]),
        ].join('\n'),
    };
  };
}

/** Which pods are counted; those that are being deleted are neither ready nor available to anyone. */
function counts(what: Exclude<Counted, 'replicas'>, owner: KubeObject, nowMillis: number): (pod: Pod) => boolean {
  if (what === 'pods') return () => true;
  const { minReadySeconds = 0 } = (fieldsOf(owner)['spec'] ?? {}) as { readonly minReadySeconds?: number };
  const least = what === 'available pods' ? minReadySeconds : 0;
  return (pod) => isAvailable(pod, least, nowMillis) && pod.metadata.deletionTimestamp === undefined;
}

/** There is no such object. */
export function absenceCheck(wanted: ObjectName): Check {
  return (cluster) => {
    const found = findObject(cluster, wanted);
    const kind = cluster.kind(wanted.kind);
    if (found === undefined) return undefined;
    return {
      tell: () =>
        [
          `expected no ${wanted.kind} "${wanted.name}"${placeOf(wanted.namespace)}, but there is one:`,
          ...overview(cluster, kind.plural, [found]),
          ...whatKeeps(cluster.as('admin'), kind, [found]),
        ].join('\n'),
    };
  };
}

/** There is such an object. */
export function presenceCheck(wanted: ObjectName): Check {
  return (cluster) => (findObject(cluster, wanted) === undefined ? { tell: () => missing(cluster, wanted) } : undefined);
}

/** The object has the fields of a partial YAML; lists are compared by their merge keys, in any order. */
export function matchCheck(wanted: ObjectName, expected: unknown): Check {
  return (cluster) => {
    const found = findObject(cluster, wanted);
    if (found === undefined) return { tell: () => missing(cluster, wanted) };
    const typeName = typeNameOf(found.apiVersion, found.kind);
    const comparison = compareYaml(expected, found, (steps) => (typeName === undefined ? undefined : mergeKeyAt(typeName, steps)));
    return comparison.wrong === 0
      ? undefined
      : { tell: () => renderMatch(`${found.kind} "${wanted.name}"${placeOf(wanted.namespace)}`, comparison) };
  };
}

/** How many rows of an overview are shown. */
const MOST_ROWS = 20;

/** Some objects as `kubectl get` shows them, to be read under a sentence. */
export function overview(cluster: Cluster, plural: string, objects: readonly KubeObject[]): readonly string[] {
  if (objects.length === 0) return [];
  const kind = cluster.kind(plural);
  const headers = kind.columns.filter(({ wide, extra }) => wide !== true && extra !== true).map(({ name }) => name);
  const rows = rowsOf(cluster, viewOf(kind), objects.slice(0, MOST_ROWS), headers).map((row) =>
    headers.map((header) => row.get(header) ?? ''),
  );
  const more = objects.length > MOST_ROWS ? [`  ... ${objects.length - MOST_ROWS} more`] : [];
  return [...gherkinTable([headers, ...rows]).map((line) => `    ${line}`), ...more];
}

function replicasOf(object: KubeObject, kind: string): number {
  const status = fieldsOf(object)['status'] as { readonly replicas?: number } | undefined;
  if (status?.replicas === undefined) throw new UsageError(`a ${kind} has no replicas`);
  return status.replicas;
}

/** Whether a count is of one thing. */
export function isOne({ text }: Count): boolean {
  return /^(?:.* )?1$/.test(text);
}

/** Whether a number is one that is allowed. */
export function isWithin(actual: number, { atLeast, atMost }: Count): boolean {
  return actual >= atLeast && actual <= atMost;
}
