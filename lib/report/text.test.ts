import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeXml, indent, oneLine, printable } from './text.ts';

const printables: readonly [string, string][] = [
  ['plain', 'plain'],
  ['한국어 ✓ 👩‍💻', '한국어 ✓ 👩‍💻'],
  ['a\tb\nc\r\nd\re', 'a\tb\nc\nd\ne'],
  ['\u001b[1;31mred\u001b[0m \u001b]0;title\u0007x\u001b]8;;http://a\u001b\\y', 'red xy'],
  ['nul\u0000 bell\u0007 c1\u0085 bidi\u202e\u2066 half\ud83d', 'nul bell c1 bidi half'],
];

for (const [text, expected] of printables) {
  test(`${JSON.stringify(text)} is printed as ${JSON.stringify(expected)}`, () => {
    assert.equal(printable(text), expected);
  });
}

test('a flood of half escape sequences is cleaned without backtracking', () => {
  const flood = ['\u001b', '\u001b[', '\u001b]0;', '\u001b[0;'].map((unit) => unit.repeat(50_000)).join('');
  assert.equal(printable(`${flood}\u0007end`).slice(-3), 'end');
});

test('XML is escaped', () => {
  assert.equal(escapeXml(`<a b="c">&'`), '&lt;a b=&quot;c&quot;&gt;&amp;&apos;');
});

test('one line is one line, of bounded length', () => {
  assert.equal(oneLine('  a\n\n b\tc '), 'a b c');
  assert.equal(oneLine('abcdef', 4), 'abc…');
});

test('tables keep their shape when they move right', () => {
  assert.equal(indent('a  b\n\n c', 2), '  a  b\n\n   c');
});
