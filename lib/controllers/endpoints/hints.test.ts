import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Endpoint } from '../../api/generated/types.ts';
import type { EndpointSlice } from '../../kinds/endpointslice.ts';
import type { Service } from '../../kinds/service.ts';
import { hinted, hintedByZone } from './hints.ts';
import type { SlicePlan } from './slice-plan.ts';
import { allotmentsOf, isOverloaded, type ZoneShares } from './zone-shares.ts';

const shares = (all: Readonly<Record<string, number>>): ZoneShares => {
  const sum = Object.values(all).reduce((a, b) => a + b, 0);
  return new Map(Object.entries(all).map(([zone, cpu]) => [zone, cpu / sum]));
};
const EVEN = shares({ a: 4, b: 4 });

/** Endpoints from `a b>a c!`: the zone, a hint, whether it is not ready; `-` is no zone. */
function endpointsOf(text: string): readonly Endpoint[] {
  return text.split(' ').map((word, i): Endpoint => {
    const [, zone = '', hint, mark] = /^([a-z-])(?:>([a-z]))?(!?)$/.exec(word) ?? [];
    return {
      addresses: [`10.0.0.${i}`],
      conditions: { ready: mark !== '!' },
      ...(zone === '-' ? {} : { zone }),
      ...(hint === undefined ? {} : { hints: { forZones: [{ name: hint }] } }),
    };
  });
}

function textOf(endpoints: readonly Endpoint[] | undefined): string {
  const word = ({ zone = '-', hints, conditions }: Endpoint): string =>
    `${zone}${hints === undefined ? '' : `>${hints.forZones?.map(({ name }) => name).join() ?? ''}`}${conditions?.ready === true ? '' : '!'}`;
  return (endpoints ?? []).map(word).join(' ');
}

const slice = (text: string): EndpointSlice => ({ metadata: { name: text }, endpoints: endpointsOf(text) }) as unknown as EndpointSlice;
const made = (...texts: readonly string[]): SlicePlan => ({
  created: texts.map((text) => ({ ports: [], endpoints: endpointsOf(text) })),
  updated: [],
  deleted: [],
  unchanged: [],
});
const left = (...texts: readonly string[]): SlicePlan => ({ ...made(), unchanged: texts.map(slice) });
const service = (mode?: string, trafficDistribution?: string): Service =>
  ({
    metadata: mode === undefined ? {} : { annotations: { 'service.kubernetes.io/topology-mode': mode } },
    spec: { trafficDistribution },
  }) as unknown as Service;

const AUTO = service('Auto');
const CLOSE = service(undefined, 'PreferClose');

/** What is written, and what is told. */
function outcome(of: Service, plan: SlicePlan, by: ZoneShares | undefined = EVEN, hadShares = false) {
  const { plan: found, news, hasShares } = hinted(of, plan, () => by, hadShares);
  const written = [...found.created, ...found.updated].map(({ endpoints }) => textOf(endpoints));
  return { written, news: news.map(([type, reason, message]) => `${type} ${reason} ${message}`), hasShares };
}

// kube: staging/src/k8s.io/endpointslice/trafficdist/trafficdist_test.go
describe('PreferClose', () => {
  test('means each ready endpoint for its own zone', () => {
    assert.deepEqual(outcome(CLOSE, made('a b! b')).written, ['a>a b! b>b']);
    assert.deepEqual(outcome(CLOSE, made('- a')).written, ['-> a>a'], 'one without a zone is for that of no name');
  });

  test('writes slices that would else be left alone, where a hint is missing or wrong', () => {
    assert.deepEqual(outcome(CLOSE, left('a>a b>b', 'a b>b', 'a>b', 'a!')).written, ['a>a b>b', 'a>a']);
  });

  test('is taken back with the field, and waits behind the annotation', () => {
    assert.deepEqual(outcome(service(), left('a>a b>b', 'a b')).written, ['a b']);
    assert.deepEqual(outcome(service('Disabled', 'PreferClose'), made('a b')).written, ['a>a b>b']);
    assert.match(outcome(service('Auto', 'PreferClose'), made('a b')).news.join(), /TopologyAwareHintsEnabled/);
  });
});

// kube: staging/src/k8s.io/endpointslice/topologycache/topologycache_test.go
describe('topology mode Auto', () => {
  const ENABLED = 'Normal TopologyAwareHintsEnabled Topology Aware Hints has been enabled, addressType: IPv4';
  const why = (text: string): readonly string[] => [`Warning TopologyAwareHintsDisabled ${text}, addressType: IPv4`];

  test('keeps endpoints in their zones where each has its share, and says so once', () => {
    assert.deepEqual(outcome(AUTO, made('a b')), { written: ['a>a b>b'], news: [ENABLED], hasShares: true });
    assert.deepEqual(outcome(service('auto'), left('a>a b>b'), EVEN, true), { written: [], news: [], hasShares: true });
  });

  test('lends endpoints to zones that have too few', () => {
    assert.deepEqual(outcome(AUTO, made('a a a a')).written, ['a>b a>b a>a a>a']);
    assert.deepEqual(outcome(AUTO, made('a a! a a b'), shares({ a: 1, b: 1, c: 2 })).written, ['a>c a! a>c a>a b>b']);
  });

  test('counts what is written already, and writes slices again whose hints are wrong', () => {
    assert.deepEqual(outcome(AUTO, { ...left('a>a b>b'), created: made('a b').created }).written, ['a>a b>b']);
    assert.deepEqual(outcome(AUTO, left('a>z b>b')).written, ['a>a b>b'], 'a zone that is no more');
    assert.deepEqual(outcome(AUTO, left('a b>b')).written, ['a>a b>b'], 'a hint that is missing');
    assert.deepEqual(outcome(AUTO, left('a>a a>a a>a b>a')).written, ['a>b a>a a>a b>b'], 'one zone has all');
  });

  test('is given up, and hints are taken away, where it cannot be fair', () => {
    const { news } = hinted(AUTO, left('a>a b>b'), () => undefined, true);
    assert.deepEqual(
      news.map((parts) => parts.join(' ')),
      why('Insufficient Node information: allocatable CPU or zone not specified on one or more nodes'),
    );
    assert.deepEqual(outcome(AUTO, made('a')).news, why('Insufficient number of endpoints (1 endpoints, 2 zones)'));
    assert.deepEqual(
      outcome(AUTO, made('a b c'), shares({ a: 5, b: 1, c: 1 })).news,
      why('Unable to allocate minimum required endpoints to each zone without exceeding overload threshold (3 endpoints, 3 zones)'),
    );
    assert.deepEqual(outcome(AUTO, made('a - b b')).news, why('One or more endpoints do not have a zone specified'));
    assert.deepEqual(outcome(AUTO, left('a>a b>b'), shares({ a: 1, b: 1, c: 1 }), true).written, ['a b']);
  });

  test('is said to be off when somebody switches it off', () => {
    assert.deepEqual(outcome(service(), left('a>a'), EVEN, true), {
      written: ['a'],
      news: why('Topology Aware Hints has been disabled'),
      hasShares: false,
    });
  });
});

test('a zone is to have its share, less a sixth, and what is spare besides', () => {
  const found = allotmentsOf(shares({ a: 1, b: 1, c: 2 }), 12);
  assert.deepEqual(typeof found === 'string' ? found : [...found], [
    ['a', { least: 3, most: 4, desired: 3 }],
    ['b', { least: 3, most: 4, desired: 3 }],
    ['c', { least: 5, most: 6, desired: 6 }],
  ]);
});

test('a Service is looked at again when a zone has lost its share', () => {
  const slices = [slice('a>a b>b'), slice('a>a b>b c!')];
  const counts = hintedByZone(slices);
  assert.deepEqual([...counts], [['a', 2], ['b', 2]]); // prettier-ignore
  assert.equal(isOverloaded(counts, EVEN), false);
  assert.equal(isOverloaded(counts, shares({ a: 1, b: 4 })), true);
  assert.equal(isOverloaded(counts, shares({ a: 1, b: 1, c: 1 })), true);
  assert.equal(isOverloaded(counts, undefined), true);
  assert.equal(isOverloaded(new Map(), undefined), false, 'it has no hints to lose');
});
