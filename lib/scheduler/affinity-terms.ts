import type { PodAffinityTerm } from '../api/generated/types.ts';
import { formatSelector, matchesLabels, selectorOf, type Labels, type Selector } from '../base/labels.ts';
import { visitPrefix, type SortedMap } from '../base/sorted-map.ts';
import type { Client } from '../api/client.ts';
import { NamespaceKind } from '../kinds/namespace.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { bump, isInScope, type PodScope } from './pod-counts.ts';

/** One term of a pod's (anti-)affinity with its defaults filled in. */
export interface AffinityTerm {
  readonly topologyKey: string;
  readonly namespaces: readonly string[];
  /** Further namespaces, by their labels; undefined adds none. */
  readonly namespaceSelector: Selector | undefined;
  /** Undefined: matches no pod. */
  readonly selector: Selector | undefined;
}

/** A term that only counts for so much; anti-affinity counts negative. */
export interface WeightedTerm {
  readonly term: AffinityTerm;
  readonly weight: number;
}

/** All that a pod says about other pods. */
export interface PodTerms {
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  readonly preferred: readonly WeightedTerm[];
}

/** What terms of placed pods there are, and on how many pods of each node. */
export interface PlacedTerm extends WeightedTerm {
  readonly perNode: ReadonlyMap<string, number>;
}

/** Which terms: required anti-affinity, required affinity, or preferred ones of both. */
export type TermRole = 'anti' | 'affinity' | 'preferred';

const NO_TERMS: PodTerms = { affinity: [], antiAffinity: [], preferred: [] };
const known = new WeakMap<object, { readonly namespace: string; readonly terms: PodTerms }>();

/** The terms of a pod. kube: pkg/scheduler/framework/types.go NewPodInfo */
export function termsOf({ metadata, spec }: Pod): PodTerms {
  const { affinity } = spec;
  if (affinity?.podAffinity === undefined && affinity?.podAntiAffinity === undefined) return NO_TERMS;
  const { namespace = '' } = metadata;
  const found = known.get(affinity);
  if (found?.namespace === namespace) return found.terms;
  const { podAffinity = {}, podAntiAffinity = {} } = affinity;
  const weighted = (terms: readonly { readonly podAffinityTerm: PodAffinityTerm; readonly weight: number }[] = [], sign: 1 | -1) =>
    terms.map(({ podAffinityTerm, weight }) => ({ term: termOf(podAffinityTerm, namespace), weight: sign * weight }));
  const terms: PodTerms = {
    affinity: (podAffinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => termOf(term, namespace)),
    antiAffinity: (podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => termOf(term, namespace)),
    preferred: [
      ...weighted(podAffinity.preferredDuringSchedulingIgnoredDuringExecution, 1),
      ...weighted(podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution, -1),
    ],
  };
  if (Object.isFrozen(affinity)) known.set(affinity, { namespace, terms });
  return terms;
}

/** kube: pkg/scheduler/framework/types.go getNamespacesFromPodAffinityTerm; matchLabelKeys were merged into the selector by the API */
function termOf({ topologyKey, namespaces = [], namespaceSelector, labelSelector }: PodAffinityTerm, own: string): AffinityTerm {
  return {
    topologyKey,
    namespaces: namespaces.length === 0 && namespaceSelector === undefined ? [own] : namespaces,
    namespaceSelector: selectorOf(namespaceSelector),
    selector: selectorOf(labelSelector),
  };
}

/** The pods a term means, with its namespaces as they are now. */
export function scopeOf(api: Client, { namespaces, namespaceSelector, selector }: AffinityTerm): PodScope {
  if (namespaceSelector === undefined) return { namespaces, selector };
  if (namespaceSelector.length === 0) return { namespaces: undefined, selector };
  const found = api.list(NamespaceKind, { labelSelector: namespaceSelector }).map(({ metadata }) => metadata.name);
  return { namespaces: [...new Set([...namespaces, ...found])].sort(), selector };
}

/** Whether a pod is one of those a term means. */
export function matchesTerm(api: Client, term: AffinityTerm, pod: Pod): boolean {
  const { namespaces, namespaceSelector, selector } = term;
  if (isInScope({ namespaces, selector }, pod)) return true;
  if (namespaceSelector === undefined || !matchesLabels(selector, pod.metadata.labels)) return false;
  return matchesLabels(namespaceSelector, namespaceLabels(api, pod));
}

/** Whether a pod is meant by all the terms, of which there must be one. kube: pkg/scheduler/framework/plugins/interpodaffinity/filtering.go podMatchesAllAffinityTerms */
export function matchesAllTerms(api: Client, terms: readonly AffinityTerm[], pod: Pod): boolean {
  return terms.length > 0 && terms.every((term) => matchesTerm(api, term, pod));
}

function namespaceLabels(api: Client, { metadata }: Pod): Labels | undefined {
  return api.find(NamespaceKind, metadata.namespace ?? '')?.metadata.labels;
}

/** Takes note of a pod that came to a node or left it: alike terms of many pods are remembered once. */
export function notePlacement(memory: SortedMap<string, unknown>, pod: Pod, nodeName: string, by: 1 | -1): void {
  const { affinity, antiAffinity, preferred } = termsOf(pod);
  for (const term of antiAffinity) note(memory, 'anti', { term, weight: 1 }, nodeName, by);
  for (const term of affinity) note(memory, 'affinity', { term, weight: 1 }, nodeName, by);
  for (const weighted of preferred) note(memory, 'preferred', weighted, nodeName, by);
}

/** The different terms in that role of all placed pods. */
export function placedTerms(memory: SortedMap<string, unknown>, role: TermRole): readonly PlacedTerm[] {
  const terms: PlacedTerm[] = [];
  visitPrefix(memory, `term\0${role}\0`, (_, term) => void terms.push(term as PlacedTerm));
  return terms;
}

function note(memory: SortedMap<string, unknown>, role: TermRole, { term, weight }: WeightedTerm, nodeName: string, by: 1 | -1): void {
  if (term.selector === undefined) return;
  const key = `term\0${role}\0${weight}\0${nameOf(term)}`;
  const perNode = new Map((memory.get(key) as PlacedTerm | undefined)?.perNode);
  bump(perNode, nodeName, by);
  if (perNode.size === 0) memory.delete(key);
  else memory.set(key, { term, weight, perNode } satisfies PlacedTerm);
}

function nameOf({ topologyKey, namespaces, namespaceSelector, selector }: AffinityTerm): string {
  const more = namespaceSelector === undefined ? '-' : formatSelector(namespaceSelector);
  return `${topologyKey}\0${namespaces.join(',')}\0${more}\0${formatSelector(selector ?? [])}`;
}
