import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { compareYaml } from './match.ts';
import { renderMatch } from './render-match.ts';

const KEYS = new Map([
  ['containers', 'name'],
  ['ports', 'containerPort'],
  ['conditions', 'type'],
]);

function failure(expected: unknown, actual: unknown, subject = 'ReplicaSet "web"'): string {
  const comparison = compareYaml(expected, actual, (steps) => KEYS.get(String(steps.at(-1))));
  assert.ok(comparison.wrong > 0, 'the documents should differ');
  return `\n${renderMatch(subject, comparison)}\n`;
}

for (const { title, expected, actual, text } of [
  {
    title: 'only what was asked about is shown, containers aligned by name',
    expected: `
spec:
  replicas: 3
  template:
    spec:
      containers:
        - image: nginx:1.26
          name: app
          resources: { limits: { cpu: 0.5, memory: 1Gi } }`,
    actual: `
metadata: { name: web, uid: 1234 }
spec:
  replicas: 2
  template:
    spec:
      containers:
        - { name: sidecar, image: envoy }
        - { name: app, image: nginx:1.25, resources: { limits: { cpu: 500m, memory: 2Gi } } }`,
    text: `
ReplicaSet "web" does not match (- expected, + found):
    spec:
  -   replicas: 3
  +   replicas: 2
      template:
        spec:
          containers:
            - name: app
  -           image: nginx:1.26
  +           image: nginx:1.25
              resources:
                limits:
                  cpu: 0.5
  -               memory: 1Gi
  +               memory: 2Gi
`,
  },
  {
    title: 'misspelt fields and names get a hint',
    expected: 'spec: { replcas: 3, containers: [{ name: ap, image: x }] }',
    actual: 'spec: { replicas: 3, containers: [{ name: app, image: x }] }',
    text: `
ReplicaSet "web" does not match (- expected, + found):
    spec:
  -   replcas: 3
      (did you mean "replicas"?)
      containers:
  -     - name: ap
  -       image: x
        (did you mean "app"?)
`,
  },
  {
    title: 'the classic of conditions is explained',
    expected: 'status: { conditions: [{ type: Ready, status: True }, { type: Gone }] }',
    actual: 'status: { conditions: [{ type: Ready, status: "True" }] }',
    text: `
ReplicaSet "web" does not match (- expected, + found):
    status:
      conditions:
        - type: Ready
  -       status: true
  +       status: "True"
          (expected a boolean, found a string: write it with quotes, "True")
  -     - type: Gone
        (the list has type Ready)
`,
  },
  {
    title: 'patterns stand as they were written; nothing is null',
    expected: '{ image: "~/nginx:1.2\\\\d/", replicas: ">=3", nodeName: null, tolerations: [], strategy: <any> }',
    actual: '{ image: "httpd:2", replicas: 2, nodeName: node1, tolerations: [{ key: a, operator: Exists }] }',
    text: `
ReplicaSet "web" does not match (- expected, + found):
  - image: ~/nginx:1.2\\d/
  + image: httpd:2
  - replicas: ">=3"
  + replicas: 2
  - nodeName: null
  + nodeName: node1
  - tolerations: []
  + tolerations:
  +   - key: a
  +     operator: Exists
  - strategy: <any>
`,
  },
  {
    title: 'fields that are as expected are counted when there are many',
    expected: '{ metadata: { labels: { a: 1, b: 2, c: 3, d: 4 } }, spec: { a: 1, b: 2, c: 3, d: 4, e: 5 } }',
    actual: '{ metadata: { labels: { a: 1, b: 2, c: 3, d: 4 } }, spec: { a: 1, b: 2, c: 3, d: 4, e: 6 } }',
    text: `
ReplicaSet "web" does not match (- expected, + found):
    metadata:
      ... 1 field as expected
    spec:
      a: 1
      b: 2
      ... 2 more fields as expected
  -   e: 5
  +   e: 6
`,
  },
  {
    title: 'lists of scalars are shown in order, items that begin with a difference on both sides',
    expected: '{ args: [--port=80, --verbose, --x], rules: [{ verbs: [get], groups: [apps] }] }',
    actual: '{ args: [--port=80, --quiet, --x, "yes"], rules: [{ verbs: [list], groups: [apps] }] }',
    text: `
ReplicaSet "web" does not match (- expected, + found):
    args:
      - --port=80
  -   - --verbose
  +   - --quiet
      - --x
  +   - "yes"
    rules:
      - verbs:
  -       - get
  +       - list
        groups:
          - apps
`,
  },
  {
    title: 'an item whose first field differs has a dash on both sides',
    expected: 'rules: [{ a: 1, b: 2, c: 3 }]',
    actual: 'rules: [{ a: 9, b: 2, c: 3 }]',
    text: `
ReplicaSet "web" does not match (- expected, + found):
    rules:
  -   - a: 1
  +   - a: 9
        b: 2
        c: 3
`,
  },
  {
    title: 'what differs within a long value is marked',
    expected: 'image: registry.example.com/team/nginx:1.26-alpine',
    actual: 'image: registry.example.com/team/nginx:1.25-alpine',
    text: `
ReplicaSet "web" does not match (- expected, + found):
  - image: registry.example.com/team/nginx:1.26-alpine
  + image: registry.example.com/team/nginx:1.25-alpine
                                              ^
`,
  },
]) {
  test(title, () => assert.equal(failure(parse(expected), parse(actual)), text));
}

test('texts of many lines are compared line by line', () => {
  const lines = (port: string) => ['server {', `  listen ${port};`, '  a;', '  b;', '  c;', '  d;', '}', ''].join('\n');
  assert.equal(
    failure(
      { data: { 'nginx.conf': lines('80'), motd: 'hello\nworld\n' } },
      { data: { 'nginx.conf': lines('8080 '), motd: 'hello\nworld' } },
      'ConfigMap "web"',
    ),
    `
ConfigMap "web" does not match (- expected, + found):
    data:
      nginx.conf: |
        server {
  -       listen 80;
  +       listen 8080 ;
          a;
          b;
        ... 3 more lines as expected
  -   motd: |
  +   motd: |-
      (they differ in the line breaks at the end)
        ... 2 more lines as expected
`,
  );
});

test('escapes and spaces at ends cannot hide', () => {
  assert.equal(
    failure({ a: 'red', b: 'x\ny' }, { a: '\u001b[31mred ', b: 'x\ny ' }),
    `
ReplicaSet "web" does not match (- expected, + found):
  - a: red
  + a: "\\x1b[31mred "
    b: |-
      x
  -   y
  +   y·
`,
  );
});

test('values too long for a line are shown from where they differ', () => {
  assert.equal(
    failure({ message: `${'word '.repeat(40)}attempt 3` }, { message: `${'word '.repeat(40)}attempt 4` }),
    `
ReplicaSet "web" does not match (- expected, + found):
  - message: …d word word attempt 3
  + message: …d word word attempt 4
`,
  );
});

test('the text is bounded, however much differs', () => {
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field${index}`, index]));
  const text = failure(many, {}).split('\n');
  assert.equal(text.at(-2), '    ... 900 more lines');
  let bomb: unknown = 'x';
  for (let level = 0; level < 40; level++) bomb = { a: bomb, b: [bomb] };
  assert.ok(failure({ bomb }, {}).length < 5_000);
  const long = (seed: number) => Array.from({ length: 5_000 }, (_, index) => (index * seed) % 4_999).join('\n');
  assert.ok(failure({ text: long(7) }, { text: long(11) }).split('\n').length < 110);
});
