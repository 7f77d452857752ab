import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { same } from '../../base/merge.ts';
import type { Fields } from '../object.ts';
import { findObjectType } from '../schema-table.ts';
import { decode } from '../schema.ts';
import { converterRefusal } from './converter-words.ts';
import { applyJsonPatch, JsonPatchError } from './json-patch.ts';
import { threeWayMergePatch } from './merge-diff.ts';
import { threeWayPatch } from './strategic-diff.ts';
import { applyStrategicPatch } from './strategic-merge.ts';

const POD_SPEC = findObjectType('io.k8s.api.core.v1.PodSpec')!;
const META = findObjectType('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')!;

const strategic: readonly (readonly [title: string, before: object, patch: object, after: object])[] = [
  [
    'a map is merged field by field, null removes',
    { nodeSelector: { a: '1', b: '2' } },
    { nodeSelector: { a: null, c: '3' } },
    { nodeSelector: { b: '2', c: '3' } },
  ],
  ['null for what is not there says nothing', { hostname: 'a' }, { subdomain: null }, { hostname: 'a' }],
  [
    'a list with a merge key is merged item by item; what is new comes first',
    { containers: [{ name: 'web', image: 'nginx:1.27' }] },
    { containers: [{ name: 'side', image: 'busybox' }] },
    {
      containers: [
        { name: 'side', image: 'busybox' },
        { name: 'web', image: 'nginx:1.27' },
      ],
    },
  ],
  [
    'an item that is there keeps what the patch does not say',
    {
      containers: [
        {
          name: 'web',
          image: 'nginx',
          ports: [{ containerPort: 80, name: 'http' }],
        },
      ],
    },
    {
      containers: [
        {
          name: 'web',
          ports: [{ containerPort: 80, name: 'www' }, { containerPort: 81 }],
        },
      ],
    },
    {
      containers: [
        {
          name: 'web',
          image: 'nginx',
          ports: [{ containerPort: 80, name: 'www' }, { containerPort: 81 }],
        },
      ],
    },
  ],
  [
    'an item is deleted by its key',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containers: [{ $patch: 'delete', name: 'a' }] },
    { containers: [{ name: 'b' }] },
  ],
  [
    'a list is replaced where an item says so',
    { containers: [{ name: 'a' }, { name: 'b' }] },
    { containers: [{ $patch: 'replace' }, { name: 'c' }] },
    { containers: [{ name: 'c' }] },
  ],
  [
    'a map is replaced where it says so',
    { nodeSelector: { a: '1' } },
    { nodeSelector: { $patch: 'replace', b: '2' } },
    { nodeSelector: { b: '2' } },
  ],
  ['a map is emptied where it says so', { nodeSelector: { a: '1' } }, { nodeSelector: { $patch: 'delete' } }, { nodeSelector: {} }],
  [
    'the order that is asked for is kept, and what only the server has stays before what followed it',
    { containers: [{ name: 'a' }, { name: 'injected' }, { name: 'b' }] },
    {
      '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
      containers: [{ name: 'a', image: 'x' }],
    },
    {
      containers: [{ name: 'injected' }, { name: 'b' }, { name: 'a', image: 'x' }],
    },
  ],
  [
    'only the fields that are retained stay: a volume has one source',
    { volumes: [{ name: 'v', emptyDir: {} }] },
    {
      volumes: [
        {
          name: 'v',
          $retainKeys: ['name', 'configMap'],
          configMap: { name: 'c' },
        },
      ],
    },
    { volumes: [{ name: 'v', configMap: { name: 'c' } }] },
  ],
  [
    'a list without a merge key is replaced',
    { tolerations: [{ key: 'a' }] },
    { tolerations: [{ key: 'b' }] },
    { tolerations: [{ key: 'b' }] },
  ],
  [
    'directions in something new are not stored',
    {},
    { containers: [{ name: 'a', $retainKeys: ['name'] }] },
    { containers: [{ name: 'a' }] },
  ],
];

for (const [title, before, patch, after] of strategic)
  test(`strategic merge: ${title}`, () => assert.deepEqual(applyStrategicPatch(before as Fields, patch as Fields, POD_SPEC), after));

test('strategic merge: a set takes what is new and gives what is deleted from it', () => {
  const before = { finalizers: ['example.com/a', 'example.com/b'] };
  const patch = {
    finalizers: ['example.com/c'],
    '$deleteFromPrimitiveList/finalizers': ['example.com/a'],
  };
  assert.deepEqual(applyStrategicPatch(before, patch, META), {
    finalizers: ['example.com/c', 'example.com/b'],
  });
});

const refused: readonly (readonly [patch: object, message: string])[] = [
  [{ containers: [{ image: 'x' }] }, 'map: map[image:x] does not contain declared merge key: name'],
  [{ nodeSelector: { $patch: 'swap' } }, 'unknown patch type: swap in map[$patch:swap]'],
  [{ volumes: [{ name: 'v', $retainKeys: ['name'], emptyDir: {} }] }, "patch content doesn't match retainKeys list"],
  [{ '$setElementOrder/containers': 'a' }, 'invalid patch format of setElementOrder list'],
  [
    {
      '$setElementOrder/containers': [{ name: 'a' }],
      containers: [{ name: 'b' }],
    },
    "The order in patch list:\n[map[name:b]]\n doesn't match $setElementOrder list:\n[map[name:a]]\n",
  ],
  [{ containers: ['a'] }, 'list element types are not identical: [[map[name:web]] [a]]'],
  [{ containers: [[]] }, 'lists of lists are not supported'],
];

test('strategic merge: what cannot be merged is refused in the words of the server', () => {
  const before = {
    containers: [{ name: 'web' }],
    nodeSelector: {},
    volumes: [{ name: 'v', hostPath: {} }],
  };
  for (const [patch, message] of refused) assert.throws(() => applyStrategicPatch(before, patch as Fields, POD_SPEC), { message });
});

const word = fc.constantFrom('a', 'b', 'c', 'd');
const containers = fc.uniqueArray(
  fc.record(
    {
      name: word,
      image: word,
      ports: fc.uniqueArray(
        fc.record({
          containerPort: fc.integer({ min: 1, max: 4 }),
          name: word,
        }),
        { selector: ({ containerPort }) => containerPort },
      ),
    },
    { requiredKeys: ['name'] },
  ),
  { selector: ({ name }) => name },
);
const volumes = fc.uniqueArray(
  fc
    .tuple(word, fc.constantFrom({ emptyDir: {} }, { hostPath: { path: '/' } }, { configMap: { name: 'c' } }))
    .map(([name, source]) => ({ name, ...source })),
  { selector: ({ name }) => name },
);
const podSpec: fc.Arbitrary<Fields> = fc.record(
  {
    containers,
    volumes,
    nodeSelector: fc.dictionary(word, word),
    tolerations: fc.array(fc.record({ key: word })),
    hostname: word,
  },
  { requiredKeys: [] },
);

/** What a patch says last may also be how a list is ordered, whatever it means to say. */
function applyOver(last: Fields, next: Fields, live: Fields): Fields {
  return applyStrategicPatch(live, threeWayPatch(last, next, live, POD_SPEC), POD_SPEC);
}

function covers(live: unknown, said: unknown): boolean {
  if (Array.isArray(said)) {
    if (!Array.isArray(live)) return said.length === 0;
    const items: readonly unknown[] = live;
    return said.every((item) => items.some((other) => covers(other, item)));
  }
  if (typeof said !== 'object' || said === null) return live === said;
  return Object.entries(said).every(([name, part]) =>
    covers((live as Fields | undefined)?.[name] ?? (Array.isArray(part) ? [] : typeof part === 'object' ? {} : undefined), part),
  );
}

test('three-way apply: all that is applied is there afterwards', () => {
  fc.assert(
    fc.property(podSpec, podSpec, podSpec, (last, next, live) =>
      assert.ok(covers(applyOver(last, next, live), next), 'something applied is missing'),
    ),
  );
});

test('three-way apply: applying the same again changes nothing', () => {
  fc.assert(
    fc.property(podSpec, podSpec, podSpec, (last, next, live) => {
      const once = applyOver(last, next, live);
      assert.deepEqual(applyOver(next, next, once), once);
    }),
  );
});

test('three-way apply: what nobody ever applied stays', () => {
  fc.assert(
    fc.property(podSpec, podSpec, (next, live) => {
      const applied = applyOver({}, next, live) as {
        readonly containers?: readonly { readonly name: string }[];
        readonly nodeSelector?: object;
      };
      const before = live as typeof applied;
      const names = new Set(applied.containers?.map(({ name }) => name));
      assert.ok(before.containers?.every(({ name }) => names.has(name)) ?? true, 'a container of somebody else is gone');
      assert.ok(
        Object.keys(before.nodeSelector ?? {}).every((key) => Object.hasOwn(applied.nodeSelector ?? {}, key)),
        'a key of somebody else is gone',
      );
    }),
  );
});

test('three-way apply: from what was applied last, the next is reached exactly', () => {
  fc.assert(
    fc.property(podSpec, podSpec, (last, next) => {
      // An empty list and none are the same wish; tolerations are replaced as a whole.
      const judged = (spec: Fields): Fields =>
        Object.fromEntries(
          Object.entries(spec).filter(([name, value]) => name !== 'tolerations' && !(Array.isArray(value) && value.length === 0)),
        );
      const [reached, wanted] = [judged(applyOver(last, next, last)), judged(next)];
      assert.ok(covers(reached, wanted) && covers(wanted, reached), `${JSON.stringify(reached)} is not ${JSON.stringify(wanted)}`);
    }),
  );
});

test('three-way JSON merge: all that is applied is there, and what is no longer applied is gone', () => {
  const patch = threeWayMergePatch({ a: 1, gone: { x: 1 } }, { a: 2, b: { c: 3 } }, { a: 1, gone: { x: 1, y: 2 }, theirs: true });
  assert.deepEqual(patch, { gone: null, a: 2, b: { c: 3 } });
});

const json: readonly (readonly [title: string, operations: readonly object[], after: unknown])[] = [
  ['add sets a field', [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2, list: [1, 2] }],
  ['add at - appends', [{ op: 'add', path: '/list/-', value: 3 }], { a: 1, list: [1, 2, 3] }],
  ['add at an index inserts', [{ op: 'add', path: '/list/1', value: 9 }], { a: 1, list: [1, 9, 2] }],
  ['replace adds a missing field', [{ op: 'replace', path: '/b', value: 2 }], { a: 1, b: 2, list: [1, 2] }],
  ['remove takes an item', [{ op: 'remove', path: '/list/0' }], { a: 1, list: [2] }],
  [
    'move and copy',
    [
      { op: 'copy', from: '/a', path: '/b' },
      { op: 'move', from: '/b', path: '/list/0' },
    ],
    { a: 1, list: [1, 1, 2] },
  ],
  [
    'test passes',
    [
      { op: 'test', path: '/list', value: [1, 2] },
      { op: 'test', path: '/none' },
    ],
    { a: 1, list: [1, 2] },
  ],
  ['escaped names', [{ op: 'add', path: '/x~1y~0z', value: 1 }], { a: 1, list: [1, 2], 'x/y~z': 1 }],
];

for (const [title, operations, after] of json)
  test(`JSON patch: ${title}`, () => assert.deepEqual(applyJsonPatch({ a: 1, list: [1, 2] }, operations as never), after));

test('JSON patch: what cannot be done is refused', () => {
  const steps = [
    { op: 'remove', path: '/none' },
    { op: 'test', path: '/a', value: 2 },
    { op: 'add', path: '/none/x', value: 1 },
    { op: 'add', path: '/list/7', value: 1 },
    { op: 'replace', path: '/list/2', value: 1 },
    { op: 'remove', path: '/list/x' },
    { op: 'jump', path: '/a' },
    { op: 'add', path: 'a', value: 1 },
    { op: 'replace', path: '', value: 1 },
  ];
  for (const step of steps) assert.throws(() => applyJsonPatch({ a: 1, list: [1, 2] }, [step]), JsonPatchError, JSON.stringify(step));
});

test('JSON patch: prototype names are names like any other', () => {
  const after = applyJsonPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: true } }]) as object;
  assert.ok(Object.hasOwn(after, '__proto__'), 'the name is its own');
  assert.equal(same(({} as { polluted?: boolean }).polluted, undefined), true);
});

const refusedByConverter: readonly (readonly [title: string, object: object, words: string])[] = [
  ['a text for a number', { spec: { replicas: 'x' } }, 'unrecognized type: int32'],
  ['a fraction for a whole number', { spec: { replicas: 1.5 } }, 'cannot convert float64 to int32'],
  ['a number for a text', { metadata: { labels: { a: 1 } } }, 'cannot convert int64 to string'],
  ['a number for a text with a type of its own', { spec: { strategy: { type: 1 } } }, 'cannot convert int64 to v1.DeploymentStrategyType'],
  ['a truth for a text', { spec: { strategy: { type: true } } }, 'unrecognized type: string'],
  ['a text for a truth', { spec: { paused: 'x' } }, 'unrecognized type: bool'],
  ['a text for a list', { spec: { template: { spec: { containers: 'x' } } } }, 'cannot restore slice from string'],
  ['a text for a map', { metadata: { labels: 'x' } }, 'cannot restore map from string'],
  ['a list for a structure', { spec: { template: [] } }, 'cannot restore struct from: slice'],
  [
    'fields that nobody knows, in the order of their sentences',
    { spec: { zeta: 1, alpha: 1 } },
    'strict decoding error: unknown field "spec.alpha", unknown field "spec.zeta"',
  ],
];

for (const [title, object, words] of refusedByConverter)
  test(`the converter refuses ${title}`, () => {
    const typeName = 'io.k8s.api.apps.v1.Deployment';
    assert.equal(converterRefusal(typeName, decode(typeName, object).problems, object), words);
  });
