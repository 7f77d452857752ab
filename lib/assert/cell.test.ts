import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { describe, matches, parseCell, parseScalar } from './cell.ts';

for (const { cell, words, yes, no } of [
  { cell: 'Running', words: '"Running"', yes: ['Running'], no: ['running', 'Running ', '', undefined] },
  { cell: 'web-*', words: 'something like "web-*"', yes: ['web-x7k2p', 'web-'], no: ['web', 'a-web-1', undefined] },
  { cell: 'web-?', words: 'something like "web-?"', yes: ['web-1', 'web-日'], no: ['web-', 'web-10'] },
  { cell: '*a*b', words: 'something like "*a*b"', yes: ['ab', 'aabb', 'xaxbxb'], no: ['ba', 'abc'] },
  { cell: '*/5 * * * *', words: 'something like "*/5 * * * *"', yes: ['*/5 * * * *'], no: ['0 * * * *'] },
  { cell: '~/web-.{5}/', words: 'something that matches /web-.{5}/', yes: ['web-x7k2p'], no: ['web-x7k2', 'web-x7k2pq'] },
  { cell: '>=3', words: 'at least 3', yes: ['3', '10', '3.5', '3 (22s ago)'], no: ['2', '3/4', 'three', '', undefined] },
  { cell: '<= 3', words: 'at most 3', yes: ['3', '0', '-1'], no: ['4', '<none>'] },
  { cell: '>3', words: 'more than 3', yes: ['4'], no: ['3'] },
  { cell: '<3', words: 'less than 3', yes: ['2'], no: ['3', '10'] },
  { cell: '<10s', words: 'less than 10s', yes: ['9s', '500ms'], no: ['10s', '1m', '2h5m', '5', '<unknown>'] },
  { cell: '>=1d', words: 'at least 1d', yes: ['24h', '5d3h', '2y10d'], no: ['23h59m'] },
  { cell: '>=500m', words: 'at least 500m', yes: ['0.5', '1', '501m', '9h'], no: ['499m', '250m'] },
  { cell: '<1Gi', words: 'less than 1Gi', yes: ['1023Mi', '1G', '5'], no: ['1Gi', '1Ti'] },
  { cell: '<80%', words: 'less than 80%', yes: ['45%'], no: ['80%', '45'] },
  { cell: '<any>', words: 'anything', yes: ['x', '0'], no: ['', '<none>', undefined] },
  { cell: '<none>', words: 'nothing', yes: ['', '<none>', undefined], no: ['0', 'none'] },
  { cell: '', words: 'nothing', yes: ['', '<none>', undefined], no: ['0'] },
  { cell: '<unknown>', words: '"<unknown>"', yes: ['<unknown>'], no: ['', '3'] },
  { cell: '<pending>', words: '"<pending>"', yes: ['<pending>'], no: [''] },
  { cell: '\\web-*', words: '"web-*"', yes: ['web-*'], no: ['web-1', '\\web-*'] },
  { cell: '\\>=3', words: '">=3"', yes: ['>=3'], no: ['3', '4'] },
  { cell: '\\<none>', words: '"<none>"', yes: ['<none>'], no: [''] },
  { cell: '\\~/a/', words: '"~/a/"', yes: ['~/a/'], no: ['a'] },
  { cell: '\\\\*', words: '"\\\\*"', yes: ['\\*'], no: ['*', 'a'] },
  { cell: '\\server', words: '"\\\\server"', yes: ['\\server'], no: ['server'] },
]) {
  test(`the cell "${cell}" asks for ${words}`, () => {
    const parsed = parseCell(cell);
    assert.equal(describe(parsed), words);
    for (const text of yes) assert.equal(matches(parsed, text), true, `"${text}" should match`);
    for (const text of no) assert.equal(matches(parsed, text), false, `"${text}" should not match`);
  });
}

for (const { cell, message } of [
  { cell: '~/web-(/', message: '"~/web-(/" is not a valid pattern: the group "(" is never closed (at character 5)' },
  { cell: '~/web', message: '"~/web" begins a pattern with "~/" but does not end it with "/"; for the text itself write "\\~/web"' },
  { cell: '~/', message: '"~/" begins a pattern with "~/" but does not end it with "/"; for the text itself write "\\~/"' },
]) {
  test(`the cell ${cell} is refused`, () => assert.throws(() => parseCell(cell), { name: 'UsageError', message }));
}

test('in YAML a star is just a star', () => {
  assert.equal(parseScalar('*/5 * * * *'), undefined);
  assert.equal(parseScalar('nginx:1.26'), undefined);
  assert.equal(parseScalar('>=3')?.kind, 'bound');
});

test('every plain text matches itself, and itself only when escaped', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '*', '?', '日'), minLength: 1, maxLength: 6 }), (text) => {
      assert.equal(matches(parseCell(text), text), true);
    }),
  );
});

test('globs agree with the same regular expression', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(glob, fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 7 }), (source, text) => {
      const expected = new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
      assert.equal(matches(parseCell(source), text), expected);
    }),
  );
});

test('globs that take naive matchers for ever do not', () => {
  assert.equal(matches(parseCell(`${'*a'.repeat(50)}*b`), 'a'.repeat(10_000)), false);
});
