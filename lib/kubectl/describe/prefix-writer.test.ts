import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tabbed } from './prefix-writer.ts';

const cases: readonly (readonly [title: string, text: string, aligned: string])[] = [
  ['a column is as wide as its widest cell and two blanks', 'a:\tx\nlong:\ty\n', 'a:     x\nlong:  y\n'],
  ['a line without a tab ends the columns', 'a:\tx\nlonger than all\nlong:\ty\n', 'a:  x\nlonger than all\nlong:  y\n'],
  ['what follows the last tab is no column', 'a\tmuch longer\nb\tc\td\n', 'a  much longer\nb  c  d\n'],
  ['inner columns end where a line has fewer cells', 'a\tbbbb\tc\nd\te\nf\tg\th\n', 'a  bbbb  c\nd  e\nf  g  h\n'],
  ['an empty cell takes two blanks', 'a\t\tb\n', 'a    b\n'],
  ['a last tab pads its line', 'a.com\t\n\t/\n', 'a.com  \n       /\n'],
  ['letters are counted, not their bytes', 'é😀\tx\nabc\ty\n', 'é😀   x\nabc  y\n'],
  ['a line end alone stays', '\n\na\tb', '\n\na  b'],
];

for (const [title, text, aligned] of cases) {
  test(title, () => {
    assert.equal(tabbed(text), aligned);
  });
}
