import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compilePattern, matchesPart, matchesWhole } from './pattern.ts';

for (const { source, yes, no } of [
  { source: 'web-.{5}', yes: ['web-x7k2p'], no: ['web-x7k2', 'web-x7k2pq', 'a web-x7k2p'] },
  { source: 'web|db', yes: ['web', 'db'], no: ['webdb', 'we'] },
  { source: '(?:web|db)-\\d+', yes: ['web-1', 'db-23'], no: ['web-', '-1'] },
  { source: '[a-z0-9]{8,10}', yes: ['7d4b9c5f', '7d4b9c5f12'], no: ['7d4b9c5', '7d4b9c5f123', '7D4B9C5F'] },
  { source: '[^-]+-[\\w-]*', yes: ['a-', 'a-b-c'], no: ['-a'] },
  { source: '(?<host>.+):(?<port>\\d{2,})', yes: ['10.0.0.1:80'], no: ['10.0.0.1:8'] },
  { source: '^a?$', yes: ['', 'a'], no: ['aa'] },
  { source: 'a{2}{', yes: ['aa{'], no: ['aa'] },
  { source: '\\bweb\\b.*', yes: ['web', 'web-1'], no: ['webx'] },
  { source: '\\u{1f680}.\\x41\\t', yes: ['🚀日A\t'], no: ['🚀A\t'] },
  { source: '(a*)*b', yes: ['b', 'aaab'], no: ['a'] },
  { source: '', yes: [''], no: ['a'] },
]) {
  test(`/${source}/ matches whole texts`, () => {
    const pattern = compilePattern(source);
    for (const text of yes) assert.equal(matchesWhole(pattern, text), true, text);
    for (const text of no) assert.equal(matchesWhole(pattern, text), false, text);
  });
}

test('a pattern can also be looked for inside a text', () => {
  const pattern = compilePattern('back-off \\d+s');
  assert.equal(matchesPart(pattern, 'Back-off 10s; back-off 20s restarting'), true);
  assert.equal(matchesPart(pattern, 'back-off'), false);
  assert.equal(matchesPart(compilePattern('^b'), 'ab'), false);
  assert.equal(matchesPart(compilePattern('b$'), 'ab'), true);
});

for (const { source, message } of [
  { source: 'web-(', message: 'the group "(" is never closed (at character 5)' },
  { source: 'a)', message: '")" closes no group; write "\\)" for the character (at character 2)' },
  { source: '[a-z', message: 'the set "[" is never closed (at character 1)' },
  { source: '[z-a]', message: 'a range in a set must run from a lower to a higher character (at character 5)' },
  { source: '*a', message: '"*" has nothing to repeat; write "\\*" for the character (at character 1)' },
  { source: 'a**', message: 'a repetition cannot be repeated; put it in a group (at character 3)' },
  { source: 'a{3,2}', message: '{3,2} ends before it begins (at character 7)' },
  { source: '(?=a)', message: 'of the groups that begin with "(?" only "(?:...)" and "(?<name>...)" are supported (at character 3)' },
  { source: '(a)\\1', message: 'back references are not supported (at character 5)' },
  { source: '^*', message: 'there is nothing to repeat (at character 2)' },
  { source: '(((){9999}){9999}){9999}', message: 'it is too large: its repetitions add up to too many characters' },
  { source: '\\q', message: '"\\q" is not an escape (at character 2)' },
  { source: 'a\\', message: 'it ends with a "\\" that escapes nothing (at character 3)' },
  { source: '((a{100}){100}){100}', message: 'it is too large: its repetitions add up to too many characters' },
  { source: '(){999999}', message: 'it is too large: its repetitions add up to too many characters' },
  { source: '('.repeat(60), message: 'groups are nested deeper than 50 (at character 52)' },
  { source: 'a'.repeat(1001), message: 'it is longer than 1000 characters' },
]) {
  test(`/${source.slice(0, 30)}/ is refused: ${message}`, () => {
    assert.throws(() => compilePattern(source), { name: 'SyntaxError', message });
  });
}

test('patterns that take other matchers for ever take linear time', () => {
  for (const source of ['(a+)+b', '(a|aa)+b', '.*.*.*.*.*.*b', 'a?'.repeat(100) + 'a'.repeat(100) + 'b']) {
    assert.equal(matchesWhole(compilePattern(source), 'a'.repeat(2_000)), false);
  }
});

test('the matcher agrees with that of JavaScript', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\W', '\\b', '^', '$', '-', '(?:)');
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4 },
      atom,
      fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => left + right),
      fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(${left}|${right})`),
      fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{1,}', '*?')).map(([part, repeat]) => `(${part})${repeat}`),
    ),
  }));
  fc.assert(
    fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', '-', '\n'), maxLength: 6 }), (source, text) => {
      const compiled = compilePattern(source);
      assert.equal(matchesWhole(compiled, text), new RegExp(`^(?:${source})$`, 'u').test(text));
      assert.equal(matchesPart(compiled, text), new RegExp(source, 'u').test(text));
    }),
    { numRuns: 2_000 },
  );
});
