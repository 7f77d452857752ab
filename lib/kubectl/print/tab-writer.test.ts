import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignTabs, DESCRIBE_TABS, TABLE_TABS, tabbed } from './tab-writer.ts';

test('cells of contiguous lines are as wide as the widest of them', () => {
  const cases: readonly (readonly [text: string, described: string])[] = [
    ['', ''],
    ['a\n', 'a\n'],
    ['Name:\tweb\nNamespace:\tdefault\n', 'Name:       web\nNamespace:  default\n'],
    ['aaaa\tbbb\td\naa\tb\tdd\na\t\naa\tcccc\teee\n', 'aaaa  bbb  d\naa    b    dd\na     \naa    cccc  eee\n'],
    ['a\tb\nno column\nlonger\tc\n', 'a  b\nno column\nlonger  c\n'],
    ['  Type\tReason\n  ----\t------\n', '  Type  Reason\n  ----  ------\n'],
    ['\tx\nab\ty\n', '    x\nab  y\n'],
    ['é\tx\n☃☃\ty\n😀😀😀\tz\n', 'é    x\n☃☃   y\n😀😀😀  z\n'],
    ['a\tb\flonger\tc\n', 'a  b\nlonger  c\n'],
    ['a\tb', 'a  b'],
    ['a\t', 'a'],
    ['a\t\n', 'a  \n'],
    ['a\vb\n', 'a  b\n'],
  ];
  for (const [text, described] of cases) assert.equal(tabbed(text, DESCRIBE_TABS), described, JSON.stringify(text));
});

test('a table has columns of at least six characters and three blanks after the widest cell', () => {
  assert.equal(tabbed('NAME\tREADY\tAGE\nweb-0\t1/1\t5s\n', TABLE_TABS), 'NAME    READY   AGE\nweb-0   1/1     5s\n');
  assert.equal(tabbed('A\tB\na\tb\n', TABLE_TABS), 'A     B\na     b\n');
});

test('a table that goes on keeps the widths that it had', () => {
  const first = alignTabs('NAME\tAGE\nlong-name\t5s\n', TABLE_TABS);
  assert.deepEqual(first, { text: 'NAME        AGE\nlong-name   5s\n', widths: [12] });
  const second = alignTabs('web\t6s\n', TABLE_TABS, first.widths);
  assert.deepEqual(second, { text: 'web         6s\n', widths: [12] });
  const third = alignTabs('much-longer-name\t7s\n', TABLE_TABS, second.widths);
  assert.deepEqual(third, { text: 'much-longer-name   7s\n', widths: [19] });
  assert.equal(tabbed('long-name\tx\n\nweb\ty\n', TABLE_TABS), 'long-name   x\n\nweb         y\n');
});

test('many tabs in one line and many lines take no time together', () => {
  const text = `${'\t'.repeat(50_000)}x\n${'a\tb\n'.repeat(50_000)}`;
  assert.equal(tabbed(text, DESCRIBE_TABS).split('\n').length, 50_002);
});
