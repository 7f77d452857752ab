import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBase64 } from './base64.ts';

test('base64 is read as Go reads it and written without line ends', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['', ''],
    ['YQ==', 'YQ=='],
    ['YWI=', 'YWI='],
    ['YWJj', 'YWJj'],
    ['YW\nJj\r\n', 'YWJj'],
    ['YR==', 'YQ=='],
  ];
  for (const [text, expected] of cases) assert.deepEqual(readBase64(text), { text: expected });
});

test('the first wrong byte is named as Go names it', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['abc', 0],
    ['YWJjYQ', 4],
    ['YWJ-', 3],
    ['not base64', 3],
    ['é', 0],
    ['YWé=', 2],
    ['=', 0],
    ['Y===', 1],
    ['YQ=', 3],
    ['YQ=a', 2],
    ['YQ==YQ==', 4],
    ['YWI=YQ==', 4],
    ['YQ=\n', 4],
  ];
  for (const [text, byte] of cases) {
    assert.deepEqual(readBase64(text), { problem: `illegal base64 data at input byte ${byte}` }, text);
  }
});
