import type { Client } from '../../api/client.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { matchesAllTerms, matchesTerm, placedTerms, scopeOf, termsOf, type AffinityTerm } from '../affinity-terms.ts';
import { changeOf, type NodeState } from '../node-state.ts';
import type { Cycle, FilterPlugin, NodeNews, NodeTest, PodNews, Rejection } from '../plugin.ts';
import { countPods } from '../pod-counts.ts';
import { perDomain } from '../topology.ts';

const NOT_TOGETHER: Rejection = { reasons: ["node(s) didn't match pod affinity rules"], resolvable: false };
const NOT_APART: Rejection = { reasons: ["node(s) didn't match pod anti-affinity rules"], resolvable: true };
const UNWELCOME: Rejection = { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], resolvable: true };

/** Keeps pods near those they must be near, and away from those that must not meet. kube: pkg/scheduler/framework/plugins/interpodaffinity/filtering.go */
export const interPodAffinity: FilterPlugin = {
  name: 'InterPodAffinity',
  prepare(cycle) {
    const { affinity, antiAffinity } = termsOf(cycle.pod);
    const tests: NodeTest[] = [];
    if (affinity.length > 0) tests.push(togetherTest(cycle, affinity));
    if (antiAffinity.length > 0) tests.push(apartTest(cycle, antiAffinity));
    tests.push(welcomeTest(cycle));
    return {
      test(info) {
        for (const test of tests) {
          const rejection = test(info);
          if (rejection !== undefined) return rejection;
        }
        return undefined;
      },
    };
  },
  requeue: (pod, news, api) => (news.about === 'node' ? nodeHelps(pod, news) : podHelps(pod, news, api)),
};

/** kube: the same file, satisfyPodAffinity: a pod counts when it is meant by all terms */
function togetherTest(cycle: Cycle, terms: readonly AffinityTerm[]): NodeTest {
  const { pod, api, memory } = cycle;
  const perNode = countPods(api, memory, { scopes: terms.map((term) => scopeOf(api, term)), terminating: true });
  const domains = terms.map(({ topologyKey }) => perDomain(cycle, topologyKey, perNode));
  const isAnyMet = domains.some((counts) => counts.size > 0);
  const isFirst = matchesAllTerms(api, terms, pod);
  return (info) => {
    const change = changeOf(info, (other) => matchesAllTerms(api, terms, other));
    let isMet = true;
    for (const [i, { topologyKey }] of terms.entries()) {
      const value = info.node.metadata.labels?.[topologyKey];
      if (value === undefined) return NOT_TOGETHER;
      if ((domains[i]!.get(value) ?? 0) + change <= 0) isMet = false;
    }
    // The first of pods that must be together has nobody to join.
    return isMet || (!isAnyMet && change <= 0 && isFirst) ? undefined : NOT_TOGETHER;
  };
}

/** kube: the same file, satisfyPodAntiAffinity */
function apartTest(cycle: Cycle, terms: readonly AffinityTerm[]): NodeTest {
  const { api, memory } = cycle;
  const domains = terms.map((term) =>
    perDomain(cycle, term.topologyKey, countPods(api, memory, { scopes: [scopeOf(api, term)], terminating: true })),
  );
  return (info) => {
    const isMet = terms.some((term, i) => {
      const value = info.node.metadata.labels?.[term.topologyKey];
      if (value === undefined) return false;
      return (domains[i]!.get(value) ?? 0) + changeOf(info, (other) => matchesTerm(api, term, other)) > 0;
    });
    return isMet ? NOT_APART : undefined;
  };
}

/** kube: the same file, satisfyExistingPodsAntiAffinity */
function welcomeTest(cycle: Cycle): NodeTest {
  const { pod, api, memory } = cycle;
  const hostile = placedTerms(memory, 'anti').filter(({ term }) => matchesTerm(api, term, pod));
  const domains = hostile.map(({ term, perNode }) => ({
    topologyKey: term.topologyKey,
    counts: perDomain(cycle, term.topologyKey, perNode),
  }));
  const objects = (info: NodeState, topologyKey: string, value: string): boolean => {
    let count = changeOf(
      info,
      (other) => termsOf(other).antiAffinity.filter((term) => term.topologyKey === topologyKey && matchesTerm(api, term, pod)).length,
    );
    for (const domain of domains) if (domain.topologyKey === topologyKey) count += domain.counts.get(value) ?? 0;
    return count > 0;
  };
  return (info) => {
    if (domains.length === 0 && info.added.length === 0) return undefined;
    const keys = new Set(domains.map(({ topologyKey }) => topologyKey));
    for (const other of info.added) for (const { topologyKey } of termsOf(other).antiAffinity) keys.add(topologyKey);
    for (const topologyKey of keys) {
      const value = info.node.metadata.labels?.[topologyKey];
      if (value !== undefined && objects(info, topologyKey, value)) return UNWELCOME;
    }
    return undefined;
  };
}

/** kube: pkg/scheduler/framework/plugins/interpodaffinity/plugin.go isSchedulableAfterPodChange; a departed pod that kept this one away by its own terms is no reason */
function podHelps(pod: Pod, { about, before, after }: PodNews, api: Client): boolean {
  if (about === 'itself') return false;
  const { affinity, antiAffinity } = termsOf(pod);
  const together = (other: Pod): boolean => matchesAllTerms(api, affinity, other);
  const apart = (other: Pod): boolean => matchesAllTerms(api, antiAffinity, other);
  if (before !== undefined && after !== undefined) return (!together(before) && together(after)) || (apart(before) && !apart(after));
  return after !== undefined ? together(after) : before !== undefined && apart(before);
}

/** kube: the same file, isSchedulableAfterNodeChange */
function nodeHelps(pod: Pod, { before, after }: NodeNews): boolean {
  if (after === undefined) return false;
  const { affinity, antiAffinity } = termsOf(pod);
  return [...affinity, ...antiAffinity].some(({ topologyKey }) => {
    const value = after.metadata.labels?.[topologyKey];
    if (before === undefined) return value !== undefined;
    return before.metadata.labels?.[topologyKey] !== value;
  });
}
