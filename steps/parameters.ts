import { UsageError } from '../lib/api/errors.ts';
import type { Count } from '../lib/assert/checks.ts';
import type { Listing, ObjectName, Target } from '../lib/assert/listing.ts';
import { parseDuration } from '../lib/base/duration.ts';

/** An object as a sentence names it: by name, or as the one that an earlier step took. */
export interface Named extends ObjectName {
  readonly that?: true;
}

/** Objects as a sentence names them. */
export interface NamedListing extends Listing {
  readonly of?: Named;
}

/** A parameter type of the sentences: what it looks like and what it means. */
export interface ParameterType {
  readonly name: string;
  readonly regexp: RegExp;
  /** Examples, for people. */
  readonly means: string;
  readonly transformer: (text: string) => unknown;
}

/** Where objects are that a sentence names no namespace for. */
export const DEFAULT_NAMESPACE = 'default';

const PLACE = String.raw`(?: in namespace "[^"]*")?`;
const OBJECT = String.raw`[A-Za-z]+ "[^"]*"`;
const LABEL = String.raw` with label "[^"]*"`;
const THAT = String.raw`that [A-Za-z]+`;
const LISTING = String.raw`[A-Za-z]+(?: of (?:${THAT}|${OBJECT}))?(?:${LABEL})?`;
const UNIT = String.raw`(?:milliseconds?|ms|seconds?|s|minutes?|m|hours?|h|days?|d)(?![A-Za-z])`;
const AMOUNT = String.raw`\d+(?:\.\d+)?`;
const COMPACT = String.raw`(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+(?![A-Za-z])`;

/** All parameter types. Kinds are words: which of them exist is known only when the step runs. */
export const parameterTypes: readonly ParameterType[] = [
  { name: 'kind', means: 'ReplicaSet, pod, rc: a kind by any of its names', regexp: /[A-Za-z]+/, transformer: (text) => text },
  {
    name: 'duration',
    means: '30 seconds, 90s, 1m30s, 1 minute 30 seconds, 2 hours',
    regexp: new RegExp(`${COMPACT}|${AMOUNT} ?${UNIT}(?:(?: and)? ${AMOUNT} ?${UNIT})*`),
    transformer: parseDuration,
  },
  { name: 'probe', means: 'readiness, liveness, startup', regexp: /readiness|liveness|startup/, transformer: (text) => text },
  { name: 'readiness', means: 'ready, not ready', regexp: /(?:not )?ready/, transformer: (text) => text },
  { name: 'count', means: '3, at least 3, at most 3, no', regexp: /(?:at least |at most |exactly )?\d+|no/, transformer: countOf },
  {
    name: 'object',
    means: 'ReplicaSet "web", pod "web-1" in namespace "shop", that pod',
    regexp: new RegExp(`${THAT}|${OBJECT}${PLACE}`),
    transformer: objectNameOf,
  },
  {
    name: 'listing',
    means: 'pods, pods of ReplicaSet "web", pods with label "app=web", events of that pod, pods in namespace "shop"',
    regexp: new RegExp(`(?!(?:revisions|endpoints) of )${LISTING}${PLACE}`),
    transformer: listingOf,
  },
  {
    name: 'target',
    means: 'pod "web-1", one pod of ReplicaSet "web" (afterwards: that pod), all pods with label "app=web"',
    regexp: new RegExp(`${THAT}|(?:one|all|every) ${LISTING}${PLACE}|${OBJECT}${PLACE}`),
    transformer: targetOf,
  },
  {
    name: 'pressure',
    means: 'memory pressure, disk pressure, PID pressure',
    regexp: /(?:memory|disk|PID) pressure/,
    transformer: (text) => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(' pressure', 'Pressure')}`,
  },
  { name: 'place', means: 'nothing, or in namespace "shop"', regexp: new RegExp(PLACE), transformer: namespaceOf },
];

function countOf(text: string): Count {
  if (text === 'no') return { atLeast: 0, atMost: 0, text: 'no' };
  const number = Number(/\d+$/.exec(text)![0]);
  const atLeast = text.startsWith('at most') ? 0 : number;
  const atMost = text.startsWith('at least') ? Number.POSITIVE_INFINITY : number;
  return { atLeast, atMost, text };
}

function namespaceOf(text: string): string {
  const found = / in namespace "([^"]*)"$/.exec(text);
  if (found !== null && found[1] === '') throw new UsageError('a namespace has a name: in namespace "shop"');
  return found?.[1] ?? DEFAULT_NAMESPACE;
}

function objectNameOf(text: string): Named {
  if (text.startsWith('that ')) return { kind: text.slice('that '.length), name: '', namespace: DEFAULT_NAMESPACE, that: true };
  const [, kind = '', name = ''] = /^([A-Za-z]+) "([^"]*)"/.exec(text) ?? [];
  return { kind, name, namespace: namespaceOf(text) };
}

function listingOf(text: string): NamedListing {
  const [, kind = ''] = /^([A-Za-z]+)/.exec(text) ?? [];
  const owner = /^[A-Za-z]+ of (that [A-Za-z]+|[A-Za-z]+ "[^"]*")/.exec(text)?.[1];
  const label = / with label "([^"]*)"/.exec(text)?.[1];
  const namespace = namespaceOf(text);
  return {
    kind,
    ...(owner === undefined ? {} : { of: { ...objectNameOf(owner), namespace } }),
    ...(label === undefined ? {} : { label }),
    namespace,
  };
}

function targetOf(text: string): Target {
  const [, which = '', rest = ''] = /^(that|one|all|every) (.*)$/s.exec(text) ?? [];
  if (which === 'that') return { which, kind: rest };
  if (which === 'one') return { which, listing: listingOf(rest) };
  if (which === 'all' || which === 'every') return { which: 'all', listing: listingOf(rest) };
  return { which: 'named', object: objectNameOf(text) };
}
