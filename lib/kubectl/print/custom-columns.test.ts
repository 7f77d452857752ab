import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customTable, readCustomColumns, readCustomColumnsFile, type CustomColumn } from './custom-columns.ts';
import { PrintError } from './print-error.ts';

const OBJECTS = [
  {
    metadata: { name: 'web', labels: { 'a/b.c': 'x' } },
    spec: { ports: [80, 443], size: 1.5, tags: ['a', 'b'], map: { k: [1] }, none: null },
  },
  { metadata: { name: 'a-longer-name' }, spec: { ports: [], text: '\x1b[31m\r' } },
];

function printed(columns: readonly CustomColumn[], showHeaders = true): string {
  return customTable(columns, OBJECTS, { showHeaders }).text;
}

test('columns are named with their paths', () => {
  assert.equal(
    printed(readCustomColumns('NAME:.metadata.name,PORTS:spec.ports[*],ALL:{.spec.ports},X:{spec.size}')),
    'NAME            PORTS    ALL        X\nweb             80,443   [80 443]   1.5\na-longer-name   <none>   []         <none>\n',
  );
  assert.equal(
    printed(readCustomColumns('L:.metadata.labels.a/b\\.c,M:.spec.map,N:.spec.none,T:.spec.text')),
    'L        M            N        T\nx        map[k:[1]]   <nil>    <none>\n<none>   <none>       <none>   ^[[31m\\r\n',
  );
  assert.equal(printed(readCustomColumns('NAME:.metadata.name'), false), 'web\na-longer-name\n');
});

test('a file has a line of headers and a line of paths', () => {
  assert.equal(
    printed(readCustomColumnsFile('NAME   SIZE\nmetadata.name\t{.spec.size}\n')),
    'NAME            SIZE\nweb             1.5\na-longer-name   <none>\n',
  );
});

test('columns that cannot be read are refused', () => {
  const expected = 'Expected format is one line of space separated headers, one line of space separated column specs.';
  const path = "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'";
  const cases: readonly (readonly [read: () => unknown, problem: string])[] = [
    [() => readCustomColumns(''), 'custom-columns format specified but no custom columns given'],
    [() => readCustomColumns('foo'), 'unexpected custom-columns spec: foo, expected <header>:<json-path-expr>'],
    [() => readCustomColumns('A:.a,b'), 'unexpected custom-columns spec: b, expected <header>:<json-path-expr>'],
    [() => readCustomColumns('A:{.a}{.b}'), path],
    [() => printed(readCustomColumns('A:.a[')), 'unterminated array'],
    [() => printed(readCustomColumns('A:.metadata[0]')), 'map[string]interface {} is not array or slice'],
    [() => readCustomColumnsFile(''), `invalid template, missing header line. ${expected}`],
    [() => readCustomColumnsFile('A\n'), `invalid template, missing spec line. ${expected}`],
    [() => readCustomColumnsFile('A B\n.a\n'), "number of headers (2) and field specifications (1) don't match"],
  ];
  for (const [read, problem] of cases) assert.throws(read, ({ message }: Error) => message === problem, problem);
  assert.throws(
    () => customTable(readCustomColumns('NAME:.metadata.name,P:.spec.ports[0]'), OBJECTS, { showHeaders: true }),
    new PrintError('array index out of bounds: index 0, length 0', 'NAME   P\nweb    80\n'),
  );
});
