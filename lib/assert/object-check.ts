import { UsageError } from '../api/errors.ts';
import type { KubeObject } from '../api/object.ts';
import type { Cluster } from '../cluster.ts';
import type { Check } from './check.ts';
import { findObject, missing, type ObjectName } from './listing.ts';

/** The kind a check is about, and what to say where another is named. */
interface Only {
  readonly kind: string;
  /** Of a kind, as in `a Node`, what is the matter. */
  readonly otherwise: string;
}

/** Looks at the object of a check: undefined, or the lines that tell what is wrong. */
export type Judge<T extends KubeObject> = (cluster: Cluster, object: T) => (() => readonly string[]) | undefined;

/**
 * A check of one object. It is wrong when the object is not there; what else is wrong, `judge` says by a function that gives the lines.
 * Throws a UsageError for another kind than the only one.
 */
export function objectCheck<T extends KubeObject>(wanted: ObjectName, judge: Judge<T>, only?: Only): Check {
  return (cluster) => {
    const { kind } = cluster.kind(wanted.kind);
    if (only !== undefined && kind !== only.kind) throw new UsageError(`a ${kind} ${only.otherwise}`);
    const found = findObject(cluster, wanted);
    if (found === undefined) return { tell: () => missing(cluster, wanted) };
    const tell = judge(cluster, found as T);
    return tell === undefined ? undefined : { tell: () => tell().join('\n') };
  };
}
