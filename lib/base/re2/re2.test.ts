import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePattern } from './re2.ts';

test('a pattern matches what Go matches by it', () => {
  const cases: readonly (readonly [pattern: string, matching: readonly string[], others: readonly string[]])[] = [
    ['', ['', 'a'], []],
    ['^\\S+( \\S+){4}$', ['*/5 * * * *', '1 2 3 4 5'], ['* * * *', '', 'a b c d e f']],
    ['^(?:[a-z][a-z0-9-]*)?$', ['', 'web-1'], ['1web', 'Web']],
    ['ab|cd', ['xaby', 'cd'], ['ac']],
    ['^a{2,3}$', ['aa', 'aaa'], ['a', 'aaaa']],
    ['^a{2,}$', ['aa', 'aaaaaa'], ['a']],
    ['^[^0-9]+?$', ['abc'], ['a1']],
    ['^[[:alpha:]_]+$', ['a_B'], ['a1']],
    ['(?i)^abc$', ['aBC'], ['abd']],
    ['^a(?i:b)c$', ['abc', 'aBc'], ['Abc']],
    ['^\\p{Lu}\\P{L}$', ['A1', 'Ä-'], ['a1', 'AB']],
    ['^\\pL+$', ['aß'], ['1']],
    ['^(?P<year>\\d{4})-\\d\\d$', ['2026-01'], ['26-01']],
    ['\\bweb\\b', ['a web b', 'web'], ['webs']],
    ['^\\Qa.b\\E$', ['a.b'], ['axb']],
    ['^[\\]a-]+$', [']-a'], ['b']],
    ['^\\x41\\x{1F600}$', ['A😀'], ['A']],
    ['^.$', ['😀', 'a'], ['\n', 'ab']],
    ['(?s)^.$', ['\n'], []],
    ['(?m)^b$', ['a\nb\nc'], ['ab']],
    ['y{,3}', ['y{,3}'], ['yyy']],
  ];
  for (const [pattern, matching, others] of cases) {
    for (const text of matching) assert.equal(compilePattern(pattern)(text), true, `${pattern} should match ${JSON.stringify(text)}`);
    for (const text of others) assert.equal(compilePattern(pattern)(text), false, `${pattern} should not match ${JSON.stringify(text)}`);
  }
});

test('what RE2 does not know is refused in the words of Go', () => {
  const cases: readonly (readonly [pattern: string, message: string])[] = [
    ['(a)\\1', 'error parsing regexp: invalid escape sequence: `\\1`'],
    ['(?=a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    ['(?!a)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?!`'],
    ['(a', 'error parsing regexp: missing closing ): `(a`'],
    ['a)', 'error parsing regexp: unexpected ): `a)`'],
    ['[a', 'error parsing regexp: missing closing ]: `[a`'],
    ['*a', 'error parsing regexp: missing argument to repetition operator: `*`'],
    ['a**', 'error parsing regexp: invalid nested repetition operator: `**`'],
    ['a{1001}', 'error parsing regexp: invalid repeat count: `{1001}`'],
    ['[b-a]', 'error parsing regexp: invalid character class range: `b-a`'],
    ['a\\', 'error parsing regexp: trailing backslash at end of expression: ``'],
  ];
  for (const [pattern, message] of cases)
    assert.throws(() => compilePattern(pattern), {
      name: 'PatternError',
      message,
    });
});

test('what makes others backtrack for ever takes linear time, and what grows out of bounds is refused', () => {
  assert.equal(compilePattern('^(a+)+$')(`${'a'.repeat(50_000)}b`), false);
  assert.equal(compilePattern('^(a|a)*$')(`${'a'.repeat(50_000)}b`), false);
  assert.throws(() => compilePattern('((a{100}){100}){100}'), /expression too large/);
  assert.throws(() => compilePattern('(((){1000}){1000}){1000}'), /expression too large/);
  assert.throws(() => compilePattern('('.repeat(5_000)), /nests too deeply/);
});
