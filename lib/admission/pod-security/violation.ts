import type { Container, PodSpec, PodSecurityContext, SecurityContext } from '../../api/generated/types.ts';
import { goQuote } from '../../api/field-errors.ts';

/** A pod, or a template of pods, as the checks look at it. */
export interface Judged {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

/** Why a pod is not as a standard wants it, and where. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** Every container of a pod, in the order in which they are named. kube: staging/src/k8s.io/pod-security-admission/policy/visitor.go */
export function containersOf({ spec }: Judged): readonly Container[] {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = spec as Partial<PodSpec>;
  return [...initContainers, ...containers, ...ephemeralContainers];
}

/** The names of the containers of which something is true. */
export function namesOf(pod: Judged, isSo: (context: SecurityContext, container: Container) => boolean): readonly string[] {
  return containersOf(pod)
    .filter((container) => isSo(container.securityContext ?? {}, container))
    .map(({ name }) => name);
}

/** The pod itself and the containers that set something wrongly, as `pod and containers "a", "b"`; empty where nobody does. */
export function settersText(pod: Judged, isBad: (context: PodSecurityContext | SecurityContext) => boolean): string {
  const names = namesOf(pod, isBad);
  return [...(isBad(pod.spec.securityContext ?? {}) ? ['pod'] : []), ...(names.length === 0 ? [] : [containersText(names)])].join(' and ');
}

/** `container "a"`, `containers "a", "b"`. */
export function containersText(names: readonly string[]): string {
  return `${counted('container', names.length)} ${quoted(names)}`;
}

/** The word for one, or for more. */
export function counted(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}

/** Each in quotes, with commas. */
export function quoted(texts: readonly string[]): string {
  return texts.map(goQuote).join(', ');
}

/** Each once, sorted. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** The violation, unless nothing is to be said of it. */
export function violation(reason: string, detail: string): Violation | undefined {
  return detail === '' ? undefined : { reason, detail };
}
