import type { Client } from '../../api/client.ts';
import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import type { EventSubject } from './events.ts';
import type { Lines } from './lines.ts';

/** What a description is made with. */
export interface DescribeContext {
  readonly client: Client;
  /** Cluster time: what ages are reckoned from. */
  readonly nowMillis: number;
  /** Whether the events about the object are shown. */
  readonly showEvents: boolean;
}

/** How the objects of a kind are described. */
export interface Describer<T extends KubeObject = KubeObject> {
  readonly kind: Kind<T>;
  /** Everything but the events. */
  readonly lines: (object: T, context: DescribeContext) => Lines;
  /** Whose events are shown at the end: those of the object unless it says otherwise; undefined: there is no such section. */
  readonly subjects: ((object: T) => readonly EventSubject[]) | undefined;
}

/** A describer that is treated like all others. The events of the object come last unless it names other subjects, or `undefined` for none. */
export function defineDescriber<T extends KubeObject>(
  declared: Pick<Describer<T>, 'kind' | 'lines'> & Partial<Pick<Describer<T>, 'subjects'>>,
): Describer {
  const describer: Describer<T> = { subjects: subjectsOf, ...declared };
  return describer as unknown as Describer;
}

/** The object itself. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go searchEvents */
export function subjectsOf({ kind, metadata: { name, namespace, uid } }: KubeObject): readonly EventSubject[] {
  return [{ kind, name, namespace, uid }];
}
