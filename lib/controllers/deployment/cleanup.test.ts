import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REVISION } from '../../kinds/revisions.ts';
import { forgettable } from './cleanup.ts';
import { deploymentOf, setOf } from './rollout-fixture.ts';

test('of old ReplicaSets beyond the limit, the oldest revisions without pods are forgotten', () => {
  type Size = readonly [wanted: number, current: number];
  const cases: readonly (readonly [limit: number | undefined, sizes: readonly Size[], answer: readonly string[]])[] = [
    [
      1,
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      ['r1', 'r2'],
    ],
    [
      0,
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      ['r1'],
    ],
    [
      0,
      [
        [0, 0],
        [0, 0],
      ],
      ['r1', 'r2'],
    ],
    [
      0,
      [
        [1, 1],
        [1, 1],
      ],
      [],
    ],
    // Those that still have pods are not made up for by younger ones.
    [
      1,
      [
        [1, 1],
        [0, 0],
        [0, 0],
      ],
      ['r2'],
    ],
    [
      2147483647,
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [],
    ],
    [
      undefined,
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [],
    ],
  ];
  for (const [limit, sizes, answer] of cases) {
    const oldSets = sizes.map(([replicas, current], index) =>
      setOf({
        name: `r${index + 1}`,
        replicas,
        status: { replicas: current },
        annotations: { [REVISION]: String(index + 1) },
        made: 9 - index,
      }),
    );
    const deployment = deploymentOf({ replicas: 1, ...(limit === undefined ? {} : { revisionHistoryLimit: limit }) });
    const names = forgettable({ deployment, newSet: undefined, oldSets }).map(({ metadata }) => metadata.name);
    assert.deepEqual(names, answer, JSON.stringify([limit, sizes]));
  }
});

test('one that goes already is not counted, and one whose last change nobody saw is kept', () => {
  const deployment = deploymentOf({ replicas: 1, revisionHistoryLimit: 0 });
  const going = setOf({ replicas: 0, isDeleted: true });
  const unseen = setOf({ replicas: 0, status: { observedGeneration: 1 } });
  const oldSets = [going, { ...unseen, metadata: { ...unseen.metadata, generation: 2 } }];
  assert.deepEqual(forgettable({ deployment, newSet: undefined, oldSets }), []);
});
