import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clip, gherkinCell, gherkinTable, plainTable, textWidth, visible } from './text-table.ts';

for (const { text, width } of [
  { text: '', width: 0 },
  { text: 'Running', width: 7 },
  { text: '日本', width: 4 },
  { text: 'e\u0301te\u0301', width: 3 },
  { text: '…', width: 1 },
  { text: '한', width: 2 },
  { text: '\u1112\u1161\u11ab', width: 2 },
  { text: '✅ ok', width: 5 },
  { text: '🚀', width: 2 },
]) {
  test(`"${text}" takes ${width} columns`, () => assert.equal(textWidth(text), width));
}

for (const { text, shown } of [
  { text: 'plain ü 日本', shown: 'plain ü 日本' },
  { text: 'two\nlines\tand a\rreturn', shown: 'two\\nlines\\tand a\\rreturn' },
  { text: '\u001b[31mred\u001b[0m', shown: '\\x1b[31mred\\x1b[0m' },
  { text: 'abc\u202edcba', shown: 'abc\\u202edcba' },
  { text: 'zero\u200bwidth\ufeff', shown: 'zero\\u200bwidth\\ufeff' },
  { text: '\u0000\u007f\u009b', shown: '\\x00\\x7f\\x9b' },
  { text: '\ud83d alone', shown: '\\ud83d alone' },
]) {
  test(`what would not show is written out: ${shown}`, () => assert.equal(visible(text), shown));
}

for (const { text, cell } of [
  { text: 'a|b', cell: 'a\\|b' },
  { text: '~/a\\.b/', cell: '~/a\\.b/' },
  { text: 'C:\\new', cell: 'C:\\\\new' },
  { text: 'a\\', cell: 'a\\' },
  { text: 'line\nbreak', cell: 'line\\nbreak' },
  { text: ' Running  ', cell: '·Running··' },
]) {
  test(`${JSON.stringify(text)} is the Gherkin cell ${cell}`, () => assert.equal(gherkinCell(text), cell));
}

test('a text is cut on a whole character, with a sign that it was', () => {
  assert.equal(clip('web-7d4b9c-x7k2p', 8), 'web-7d4…');
  assert.equal(clip('exactly8', 8), 'exactly8');
  assert.equal(clip('日本語日本語', 6), '日本…');
  assert.equal(clip('e\u0301'.repeat(4), 4), 'e\u0301'.repeat(4));
});

test('a Gherkin table is aligned by what is seen', () => {
  // prettier-ignore
  const rows = [['Name', 'Note'], ['web', '日本'], ['database', 'e\u0301|']];
  assert.equal(
    gherkinTable(rows).join('\n'),
    `
| Name     | Note |
| web      | 日本 |
| database | e\u0301\\|  |
`.trim(),
  );
});

test('a plain table looks like that of kubectl', () => {
  // prettier-ignore
  const rows = [['NAME', 'READY', 'STATUS'], ['web-1', '1/1', 'Running'], ['database-0', '0/1', '']];
  assert.equal(
    plainTable(rows).join('\n'),
    `
NAME         READY   STATUS
web-1        1/1     Running
database-0   0/1
`.trim(),
  );
});

test('a long cell is cut', () => {
  assert.deepEqual(gherkinTable([['x'.repeat(1e6)]], 5), ['| xxxx… |']);
});
