import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PrintError } from '../print/print-error.ts';
import { explainText } from './explain.ts';
import { wordWrap } from './word-wrap.ts';

const kind = { group: 'x.y', kind: 'Foo', version: 'v1' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

const DOCUMENT = {
  paths: {
    '/apis/x.y/v1/namespaces/{namespace}/foos': { get: { 'x-kubernetes-group-version-kind': kind } },
    '/api/v1/bars/{name}': { delete: { 'x-kubernetes-group-version-kind': { group: '', kind: 'Bar', version: 'v1' } } },
  },
  components: {
    schemas: {
      'a.b.Foo': {
        description: 'Foo is a kind that is described in more words than there is room for in one line of a terminal.',
        type: 'object',
        required: ['spec'],
        properties: {
          spec: { description: 'The specification.', allOf: [ref('a.b.FooSpec')] },
          kind: { type: 'string', description: 'The kind.' },
        },
        'x-kubernetes-group-version-kind': [kind],
      },
      'a.b.FooSpec': {
        description: 'FooSpec specifies.',
        type: 'object',
        required: ['ports'],
        properties: {
          ports: { description: 'All ports.', type: 'array', items: { allOf: [ref('a.b.Port')], default: {} } },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          limits: { description: 'Limits.', type: 'object', additionalProperties: ref('a.b.Quantity') },
          policy: { description: 'A policy.', type: 'string', enum: ['', 'A', 'B', 'C', 'D'] },
          time: { description: 'A time.', allOf: [ref('a.b.Time')] },
          parent: ref('a.b.FooSpec'),
          any: { type: 'object', description: 'Anything.', externalDocs: { description: 'More of it.', url: 'https://x.y' } },
        },
      },
      'a.b.Port': {
        description: 'Port is a port.',
        type: 'object',
        required: ['port'],
        properties: { port: { type: 'integer', description: 'Its number.' } },
      },
      'a.b.Quantity': { description: 'Quantity is an amount.', oneOf: [{ type: 'string' }, { type: 'number' }] },
      'a.b.Time': { description: 'Time is a time.', type: 'string', format: 'date-time' },
      'a.b.Bar': { type: 'object', 'x-kubernetes-group-version-kind': [{ group: '', kind: 'Bar', version: 'v1' }] },
    },
  },
};

const HEADING = 'GROUP:      x.y\nKIND:       Foo\nVERSION:    v1\n\n';

function explained(path: string, recursive = false): string {
  const text = explainText(DOCUMENT, { group: 'x.y', version: 'v1', resource: 'foos', fieldPath: path.split('.').slice(1), recursive });
  assert.ok(text.startsWith(HEADING), `${path} has the heading`);
  return text.slice(HEADING.length);
}

test('a kind is explained with its fields', () => {
  const lines = [
    'DESCRIPTION:',
    '    Foo is a kind that is described in more words than there is room for in one',
    '    line of a terminal.',
    '    ',
    'FIELDS:',
    '  kind\t<string>',
    '    The kind.',
    '',
    '  spec\t<FooSpec> -required-',
    '    The specification.',
    '',
    '',
    '',
  ];
  assert.equal(explained('foos'), lines.join('\n'));
});

test('a field is explained with what it is made of', () => {
  const lines = [
    'FIELD: spec <FooSpec>',
    '',
    '',
    'DESCRIPTION:',
    '    The specification.',
    '    FooSpec specifies.',
    '    ',
    'FIELDS:',
    '  any\t<Object>',
    '    Anything.',
    '',
    '    EXTERNAL DOCS:',
    '      More of it.',
    '      URL: https://x.y',
    '',
    '  labels\t<map[string]string>',
    '    <no description>',
    '',
    '  limits\t<map[string]Quantity>',
    '    Limits.',
    '',
    '  parent\t<FooSpec>',
    '    <no description>',
    '',
    '  policy\t<string>',
    '  enum: "", A, B, C, ....',
    '    A policy.',
    '',
    '  ports\t<[]Port> -required-',
    '    All ports.',
    '',
    '  time\t<string>',
    '    A time.',
    '',
    '',
    '',
  ];
  assert.equal(explained('foos.spec'), lines.join('\n'));
});

test('fields of items and values, enums and texts from elsewhere', () => {
  assert.equal(explained('foos.spec.ports.port'), 'FIELD: port <integer>\n\n\nDESCRIPTION:\n    Its number.\n    \n\n');
  assert.equal(explained('foos.spec.parent.parent.labels'), 'FIELD: labels <map[string]string>\n\n\nDESCRIPTION:\n    <empty>\n\n');
  assert.equal(
    explained('foos.spec.policy'),
    'FIELD: policy <string>\nENUM:\n    ""\n    A\n    B\n    C\n    D\n\nDESCRIPTION:\n    A policy.\n    \n\n',
  );
  assert.equal(
    explained('foos.spec.any'),
    'FIELD: any <Object>\n\n\nDESCRIPTION:\n    Anything.\n    \n\nEXTERNAL DOCS:\n    More of it.\n    URL: https://x.y\n\n',
  );
  assert.equal(
    explained('foos.spec.limits'),
    'FIELD: limits <map[string]Quantity>\n\n\nDESCRIPTION:\n    Limits.\n    Quantity is an amount.\n    \n\n',
  );
});

test('all fields of fields are listed by their names, each type within itself once', () => {
  const lines = [
    'FIELDS:',
    '  kind\t<string>',
    '  spec\t<FooSpec> -required-',
    '    any\t<Object>',
    '    labels\t<map[string]string>',
    '    limits\t<map[string]Quantity>',
    '    parent\t<FooSpec>',
    '    policy\t<string>',
    '    enum: "", A, B, C, ....',
    '    ports\t<[]Port> -required-',
    '      port\t<integer> -required-',
    '    time\t<string>',
    '',
    '',
  ];
  const text = explained('foos', true);
  assert.equal(text.slice(text.indexOf('FIELDS:')), lines.join('\n'));
});

test('a kind without a group or a field has neither', () => {
  assert.equal(
    explainText(DOCUMENT, { group: '', version: 'v1', resource: 'bars', fieldPath: [], recursive: false }),
    'KIND:       Bar\nVERSION:    v1\n\nDESCRIPTION:\n    <empty>\n\n',
  );
});

test('a field that there is not is refused after the heading', () => {
  for (const path of ['foos.spec.nosuch', 'foos.nosuch', 'foos.kind.nosuch', 'foos.spec.ports.nosuch', 'foos.x.nosuch']) {
    assert.throws(() => explained(path), new PrintError('field "nosuch" does not exist', HEADING), path);
  }
  assert.throws(
    () => explainText(DOCUMENT, { group: '', version: 'v2', resource: 'bars', fieldPath: [], recursive: false }),
    /not found in OpenAPI schema/,
  );
});

test('lines are broken at blanks, and long words stand by themselves', () => {
  const cases: readonly (readonly [text: string, limit: number, wrapped: string])[] = [
    ['', 5, ''],
    ['a b c d', 5, 'a b c\nd'],
    ['a  b\n\nc', 5, 'a  b\n\nc'],
    ['abcdef gh', 5, 'abcdef\ngh'],
    ['ab abcdefghij', 5, 'ab\nabcdefghij'],
    ['a abcdefghij', 3, 'a\nabcdefghij'],
    ['a\u00a0b c', 4, 'a\u00a0b\nc'],
    ['   ', 2, ''],
    ['x https://very-long-address/that-goes-on y', 10, 'x\nhttps://very-long-address/that-goes-on\ny'],
  ];
  for (const [text, limit, wrapped] of cases) assert.equal(wordWrap(text, limit), wrapped, JSON.stringify(text));
});
