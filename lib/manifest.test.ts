import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UsageError } from './api/errors.ts';
import { fieldsOf } from './api/object.ts';
import { Cluster } from './cluster.ts';
import { ManifestError } from './manifest.ts';

const world = new Cluster();

interface Refusal {
  readonly message: string;
  readonly places: readonly string[];
}

/** Why a manifest is refused as a whole: its words, and each place with its hint. The store must be as it was. */
function refused(yaml: string, cluster = world.fork()): Refusal {
  const { revision } = cluster;
  let thrown: unknown;
  try {
    cluster.apply(yaml, { file: 'web.yaml' });
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown instanceof UsageError, `not refused: ${String(thrown)}`);
  assert.equal(cluster.revision, revision);
  const problems = thrown instanceof ManifestError ? thrown.problems : [];
  return {
    message: thrown.message,
    places: problems.map(({ file, line, column, field, hint }) => {
      const about = [field, hint].filter((part) => part !== undefined).join(': ');
      return `${file}:${line}:${column}${about === '' ? '' : ` ${about}`}`;
    }),
  };
}

const POD = `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: nginx:1.27
`;

describe('applying', () => {
  test('every document is stored, in its order, and again is no change', () => {
    const cluster = world.fork();
    const yaml = `# first\n${POD}---\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: kube-public}\ndata: {a: "1"}\n`;
    const stored = cluster.apply(yaml);
    assert.deepEqual(
      stored.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`),
      ['Pod default/web', 'ConfigMap kube-public/settings'],
    );
    const { revision } = cluster;
    assert.deepEqual(cluster.apply(yaml), stored);
    assert.equal(cluster.revision, revision);
  });

  test('the namespace of the request is for documents that name none', () => {
    const cluster = world.fork();
    const yaml = `${POD}---\n${POD.replace('{name: web}', '{name: web, namespace: default}')}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: dev}\n`;
    const stored = cluster.apply(yaml, { namespace: 'kube-public' });
    assert.deepEqual(
      stored.map(({ metadata }) => metadata.namespace),
      ['kube-public', 'default', undefined],
    );
  });

  test('later documents may lie in a namespace that an earlier one makes', () => {
    const cluster = world.fork();
    cluster.apply(
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: dev}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: dev}\n',
    );
    assert.equal(cluster.get('configmap', 'a', { namespace: 'dev' }).metadata.name, 'a');
  });

  test('the items of a List are documents', () => {
    const stored = world
      .fork()
      .apply(
        'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n',
      );
    assert.deepEqual(
      stored.map(({ metadata }) => metadata.name),
      ['a', 'b'],
    );
  });

  for (const yaml of ['', '# nothing here\n', '---\n---\n'])
    test(`nothing to apply in ${JSON.stringify(yaml)} is an error, as for kubectl`, () => {
      assert.equal(refused(yaml).message, 'web.yaml: no objects passed to apply');
    });
});

describe('what cannot be read', () => {
  test('every unknown field and wrong type of every document is told with its place, and the nearest name', () => {
    const { message, places } = refused(`apiVersion: v1
kind: Pod
metadata:
  name: web
  lables: {a: b}
spec:
  containers:
  - name: c
    imagePulPolicy: Always
  - name: d
    image: [nginx]
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: x}
spec: {replica: 3}
`);
    assert.deepEqual(places, [
      'web.yaml:5:3 metadata.lables: Did you mean "labels"?',
      'web.yaml:9:5 spec.containers[0].imagePulPolicy: Did you mean "imagePullPolicy"?',
      'web.yaml:11:5 spec.containers[1].image: A single text is expected, not a list.',
      'web.yaml:16:8 spec.replica: Did you mean "replicas"?',
    ]);
    assert.equal(
      message,
      `Error from server (BadRequest): Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal array into Go struct field Container.spec.containers.image of type string
  web.yaml:5:3: metadata.lables: Did you mean "labels"?
  web.yaml:9:5: spec.containers[0].imagePulPolicy: Did you mean "imagePullPolicy"?
  web.yaml:11:5: spec.containers[1].image: A single text is expected, not a list.
Error from server (BadRequest): ReplicaSet in version "v1" cannot be handled as a ReplicaSet: strict decoding error: unknown field "spec.replica"
  web.yaml:16:8: spec.replica: Did you mean "replicas"?`,
    );
  });

  test('a kind that is not there is told with the nearest one, a wrong version with the right one', () => {
    const { message, places } = refused(
      'apiVersion: apps/v1\nkind: ReplicaSett\nmetadata: {name: x}\n---\nkind: ReplicaSet\napiVersion: v1\nmetadata: {name: second, namespace: dev}\n',
    );
    assert.deepEqual(places, ['web.yaml:2:1 Did you mean "ReplicaSet"?', 'web.yaml:6:1 ReplicaSet is in "apps/v1", not in "v1".']);
    assert.ok(
      message.includes(
        'resource mapping not found for name: "second" namespace: "dev" from "web.yaml": no matches for kind "ReplicaSet" in version "v1"\nensure CRDs are installed first',
      ),
    );
  });

  test('one unreadable document keeps all the others from being applied', () => {
    const cluster = world.fork();
    refused(`${POD}---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspce: {}\n`, cluster);
    assert.deepEqual(cluster.list('pods', { namespace: 'default' }), []);
  });

  const SYNTAX: readonly (readonly [title: string, yaml: string, place: RegExp, message: RegExp])[] = [
    ['a bracket that is never closed', 'a: [1', /^web\.yaml:1:6 /, /did not find expected ',' or '\]'/],
    ['a tab as indentation', 'a:\n\tb: 1\n', /^web\.yaml:2:1/, /found character that cannot start any token/],
    ['no apiVersion', 'kind: Pod\nmetadata: {name: x}\n', /^web\.yaml:1:1/, /apiVersion not set/],
    ['no kind', `${POD}---\napiVersion: v1\n`, /^web\.yaml:9:1/, /kind not set/],
    ['a list', '- a\n- b\n', /^web\.yaml:1:1/, /invalid object to validate/],
  ];

  for (const [title, yaml, place, words] of SYNTAX)
    test(`${title} is told where it is`, () => {
      const { message, places } = refused(yaml);
      assert.match(places[0]!, place);
      assert.match(message, words);
    });
});

describe('what is refused', () => {
  test('every cause of every document has its place, in the words of the server', () => {
    const { message, places } = refused(`${POD.replace('name: web}', 'name: Web}').replace('- name: web', '- name: web_1')}---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: nowhere
`);
    assert.deepEqual(places, [
      'web.yaml:3:12 metadata.name: "web" would be a name.',
      'web.yaml:6:5 spec.containers[0].name: "web-1" would be a name.',
      'web.yaml:9:1',
    ]);
    assert.match(message, /^The Pod "Web" is invalid:\n\* metadata\.name: Invalid value: "Web": /);
    assert.match(message, /\nError from server \(NotFound\): namespaces "nowhere" not found\n {2}web\.yaml:9:1$/);
  });

  test('the documents that are fine are stored all the same, as by kubectl', () => {
    const cluster = world.fork();
    assert.throws(() => cluster.apply(`${POD.replace('{name: web}', '{name: Web}')}---\n${POD}`), ManifestError);
    assert.deepEqual(
      cluster.list('pods', { namespace: 'default' }).map(({ metadata }) => metadata.name),
      ['web'],
    );
  });

  test('a change that is not allowed leaves the object as it was', () => {
    const cluster = world.fork();
    const [stored] = cluster.apply(POD);
    const { message } = refused(POD.replace('- name: web', '- name: other'), cluster);
    assert.match(message, /^The Pod "web" is invalid: spec: Forbidden: pod updates may not change fields other than/);
    assert.equal(cluster.get('pod', 'web'), stored);
  });

  test('a generated name cannot be applied', () => {
    assert.match(refused(POD.replace('name: web}', 'generateName: web-}')).message, /from web-: cannot use generate name with apply/);
  });
});

const SHAPES: readonly (readonly [title: string, yaml: string, words: RegExp])[] = [
  ['a kind that is a list', 'apiVersion: v1\nkind: [Pod]\nmetadata: {name: x}\n', /kind/],
  ['a kind that is a map', 'apiVersion: v1\nkind: {a: b}\nmetadata: {name: x}\n', /kind/],
  ['an apiVersion that is a number', 'apiVersion: 1\nkind: Pod\nmetadata: {name: x}\n', /apiVersion/],
  [
    'metadata that is a number',
    'apiVersion: v1\nkind: Pod\nmetadata: 5\n',
    /cannot unmarshal number into Go struct field metadataOnlyObject\.metadata/,
  ],
  [
    'metadata that is a list',
    'apiVersion: v1\nkind: Pod\nmetadata: [a]\n',
    /cannot unmarshal array into Go struct field metadataOnlyObject\.metadata/,
  ],
  ['no metadata', 'apiVersion: v1\nkind: Pod\nspec: {}\n', /name/],
  [
    'a name that is a number',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 5}\n',
    /cannot unmarshal number into Go struct field ObjectMeta\.metadata\.name of type string/,
  ],
  [
    'annotations that are a list',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: [a]}\n',
    /cannot unmarshal array into Go struct field ObjectMeta\.metadata\.annotations/,
  ],
];

describe('things of another shape than expected', () => {
  for (const [title, yaml, words] of SHAPES) test(`${title} is refused`, () => assert.match(refused(yaml).message, words));
});

function bomb(levels: number): string {
  const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
  for (let level = 1; level < levels; level++)
    lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(',')}]`);
  return `apiVersion: v1\nkind: ConfigMap\n${lines.join('\n')}\n`;
}

const HOSTILE: readonly (readonly [title: string, yaml: string, words: RegExp])[] = [
  ['aliases that multiply', bomb(12), /alias/],
  ['an alias to itself', 'apiVersion: v1\nkind: ConfigMap\nmetadata: &a {name: x, labels: *a}\n', /anchor|alias/],
  ['ten megabytes', `${POD}#${'x'.repeat(10_000_000)}\n`, /the file has 9\.5 MiB, more than the 3 MiB that are read/],
  ['brackets without end', '['.repeat(50_000), /nested more than 100 deep/],
  ['braces without end', `a: ${'{a: '.repeat(50_000)}`, /nested more than 100 deep/],
  ['lists without end', `${'- '.repeat(100_000)}a`, /nested more than 100 deep/],
  ['indentation without end', Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), /nested more than 100 deep/],
  ['two hundred thousand documents', '---\na: 1\n'.repeat(200_000), /apiVersion not set/],
  ['a hundred thousand wrong fields', `${POD}${Array.from({ length: 100_000 }, (_, i) => `f${i}: 1\n`).join('')}`, /unknown field "f0"/],
  [
    '`__proto__` where a field is expected',
    `${POD}__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\n`,
    /unknown field "__proto__"/,
  ],
  ['`__proto__` in metadata', POD.replace('{name: web}', '{name: web, __proto__: {polluted: 1}}'), /unknown field "metadata\.__proto__"/],
  [
    '`__proto__` as a label',
    POD.replace('{name: web}', '{name: web, labels: {__proto__: x}}'),
    /metadata\.labels: Invalid value: "__proto__"/,
  ],
  ['`__proto__` as a kind', 'apiVersion: v1\nkind: __proto__\nmetadata: {name: x}\n', /no matches for kind "__proto__"/],
  [
    '`constructor` as a kind of `__proto__`',
    'apiVersion: __proto__\nkind: constructor\nmetadata: {name: x}\n',
    /no matches for kind "constructor" in version "__proto__"/,
  ],
  ['a name of a megabyte', POD.replace('{name: web}', `{name: ${'x'.repeat(1_000_000)}}`), /must be no more than 253 characters/],
  [
    'a label of brackets',
    POD.replace('{name: web}', `{name: web, labels: {"${'['.repeat(200_000)}": x}}`),
    /metadata\.labels: Invalid value/,
  ],
  [
    'a quantity of digits',
    POD.replace('image: nginx:1.27', `image: nginx:1.27\n    resources: {limits: {cpu: "${'9'.repeat(300_000)}"}}`),
    /quantit|Invalid value|cannot be handled/,
  ],
];

describe('hostile manifests', () => {
  for (const [title, yaml, words] of HOSTILE)
    test(`${title}: refused quickly and safely`, () => {
      const start = performance.now();
      const { message } = refused(yaml);
      assert.match(message, words);
      assert.ok(performance.now() - start < 5000, `${performance.now() - start} ms`);
      assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    });

  test('`__proto__` as a key of data is a key like any other, and stays one through every change', () => {
    const cluster = world.fork();
    const yaml = (value: string, more = '') =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: p}\ndata: {"__proto__": "${value}", constructor: c${more}}\n`;
    const dataOf = () => Object.entries(fieldsOf(cluster.get('configmap', 'p'))['data'] as object);
    cluster.apply(yaml('1'));
    assert.deepEqual(dataOf(), [
      ['__proto__', '1'],
      ['constructor', 'c'],
    ]);
    cluster.apply(yaml('2', ', toString: t'));
    assert.deepEqual(dataOf(), [
      ['__proto__', '2'],
      ['constructor', 'c'],
      ['toString', 't'],
    ]);
    cluster.apply(yaml('2').replace('"__proto__": "2", ', ''));
    assert.deepEqual(dataOf(), [['constructor', 'c']]);
    assert.equal(cluster.fork().digest(), cluster.digest());
  });
});
