import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { SortedMap } from '../base/sorted-map.ts';
import { selectorOfLabels } from '../base/labels.ts';
import { Cluster } from '../cluster.ts';
import { PodKind } from '../kinds/pod.ts';
import { countPods, type Counted } from './pod-counts.ts';

const STEPS = fc.array(
  fc.record({ pod: fc.integer({ min: 0, max: 4 }), does: fc.constantFrom('create', 'label', 'end', 'delete', 'kill', 'ask') }),
  { maxLength: 25 },
);

const QUESTIONS: readonly Counted[] = [
  { scopes: [{ namespaces: ['default'], selector: selectorOfLabels({ app: 'a' }) }], terminating: false },
  { scopes: [{ namespaces: undefined, selector: selectorOfLabels({ app: 'a' }) }], terminating: true },
];

test('counts that are kept equal counts made anew, whatever happened', () => {
  const prepared = new Cluster({ nodes: 2 });
  fc.assert(
    fc.property(STEPS, (steps) => {
      const cluster = prepared.fork();
      const api = cluster.as('admin');
      const memory = new SortedMap<string, unknown>();
      for (const { pod, does } of steps) {
        act(cluster, `p${pod}`, does, pod);
        if (does !== 'ask') continue;
        for (const counted of QUESTIONS) {
          assert.deepEqual(sorted(countPods(api, memory, counted)), sorted(countPods(api, new SortedMap(), counted)));
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('terms of pods that are gone are forgotten', () => {
  const cluster = new Cluster({ nodes: 1 });
  const api = cluster.as('admin');
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'a' } } };
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  api.create(PodKind, {
    metadata: { name: 'p', namespace: 'default', labels: { app: 'a' } },
    spec: { affinity, containers: [{ name: 'c', image: 'nginx:1.27' }] },
  });
  api.create(PodKind, {
    metadata: { name: 'q', namespace: 'default', labels: { app: 'a' } },
    spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
  });
  cluster.settle();
  assert.equal(api.get(PodKind, 'q', 'default').spec.nodeName, undefined);
  api.delete(PodKind, api.get(PodKind, 'p', 'default'), { gracePeriodSeconds: 0 });
  // Nothing of its own keeps q apart from p, so that p's end is no news to it: upstream leaves it to the flush as well.
  cluster.settle();
  assert.equal(api.get(PodKind, 'q', 'default').spec.nodeName, undefined);
  cluster.advance('331s');
  assert.equal(api.get(PodKind, 'q', 'default').spec.nodeName, 'node1');
});

function act(cluster: Cluster, name: string, does: string, number: number): void {
  const api = cluster.as('admin');
  const pod = api.find(PodKind, name, 'default');
  if (does === 'create' && pod === undefined) {
    const spec = { nodeName: `node${(number % 2) + 1}`, containers: [{ name: 'c', image: 'nginx:1.27' }] };
    api.create(PodKind, { metadata: { name, namespace: 'default', labels: { app: number < 3 ? 'a' : 'b' } }, spec });
  }
  if (pod === undefined) return;
  if (does === 'label') api.patch(PodKind, pod, { metadata: { labels: { app: pod.metadata.labels?.['app'] === 'a' ? 'b' : 'a' } } });
  if (does === 'end') api.status(PodKind, pod, { ...pod.status, phase: 'Succeeded' });
  if (does === 'delete') api.delete(PodKind, pod);
  if (does === 'kill') api.delete(PodKind, pod, { gracePeriodSeconds: 0 });
}

function sorted(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
