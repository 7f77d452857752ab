import { LAST_APPLIED, type KubeObject } from '../api/object.ts';
import type { Deployment } from './deployment.ts';
import type { ReplicaSet } from './replicaset.ts';
import { isSameTemplate, withoutHash } from './template-hash.ts';

/** Annotations that a Deployment and its ReplicaSets carry. kube: pkg/controller/deployment/util/deployment_util.go */
export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to';
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

/** The annotations that belong to one object alone: a Deployment does not hand them down, a rollback does not bring them back. */
export const OWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  LAST_APPLIED,
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  ROLLBACK_TO,
]);

/** A whole number that an annotation says; undefined where it is missing or says something else. */
export function numberIn({ metadata }: KubeObject, annotation: string): number | undefined {
  const text = metadata.annotations?.[annotation] ?? '';
  return /^[+-]?\d{1,18}$/.test(text) ? Number(text) : undefined;
}

/** The revision of a ReplicaSet or a Deployment, 0 where it has none yet. */
export function revisionOf(object: KubeObject): number {
  return numberIn(object, REVISION) ?? 0;
}

/** Why somebody changed what is rolled out, or undefined. */
export function changeCauseOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.[CHANGE_CAUSE];
}

/** The order of age: older ones first, by name where they are of one second. */
export function byCreation({ metadata: a }: KubeObject, { metadata: b }: KubeObject): number {
  return compare(a.creationTimestamp, b.creationTimestamp) || compare(a.name, b.name);
}

/** The ReplicaSet that makes the pods of the Deployment's template as it is now: the oldest, if there are several. kube: the same file, FindNewReplicaSet */
export function newReplicaSetOf({ spec }: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const same = sets.filter(({ spec: { template } }) => template !== undefined && isSameTemplate(template, spec.template));
  return same.sort(byCreation)[0];
}

/** The Deployment with the template and the annotations of one of its ReplicaSets. */
export function rolledBack(deployment: Deployment, set: ReplicaSet): Deployment {
  const only = (annotations: Readonly<Record<string, string>> | undefined, isOwn: boolean) =>
    Object.entries(annotations ?? {}).filter(([key]) => OWN_ANNOTATIONS.has(key) === isOwn);
  const annotations = Object.fromEntries([...only(deployment.metadata.annotations, true), ...only(set.metadata.annotations, false)]);
  const template = withoutHash(set.spec.template!);
  return { ...deployment, metadata: { ...deployment.metadata, annotations }, spec: { ...deployment.spec, template } };
}

/** The second highest revision, 0 when there is none. kube: the same file, LastRevision */
export function lastRevision(sets: readonly ReplicaSet[]): number {
  const [, second = 0] = sets.map(revisionOf).sort((a, b) => b - a);
  return second;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
