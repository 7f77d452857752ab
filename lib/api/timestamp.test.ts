import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTimestamp } from './timestamp.ts';

const layout = '2006-01-02T15:04:05Z07:00';
const microLayout = '2006-01-02T15:04:05.000000Z07:00';

test('times are written in UTC with whole seconds', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['2025-01-31T10:20:30Z', '2025-01-31T10:20:30Z'],
    ['2025-01-28T10:20:30Z', '2025-01-28T10:20:30Z'],
    ['2025-01-01T00:30:00+02:00', '2024-12-31T22:30:00Z'],
    ['2025-01-01T00:30:00-02:30', '2025-01-01T03:00:00Z'],
    ['2025-01-01T00:30:00.999999999Z', '2025-01-01T00:30:00Z'],
    ['2025-01-01T1:30:00Z', '2025-01-01T01:30:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ];
  for (const [text, expected] of cases) assert.deepEqual(readTimestamp(text, false), { text: expected });
});

test('micro times need and keep six digits', () => {
  assert.deepEqual(readTimestamp('2025-01-01T00:00:00.123456Z', true), { text: '2025-01-01T00:00:00.123456Z' });
  assert.deepEqual(readTimestamp('2025-01-01T00:00:00.000001+01:00', true), { text: '2024-12-31T23:00:00.000001Z' });
  assert.deepEqual(readTimestamp('2025-01-01T00:00:00Z', true), {
    problem: `parsing time "2025-01-01T00:00:00Z" as "${microLayout}": cannot parse "Z" as ".000000"`,
  });
});

test('problems are told in the words of Go', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['foo', `parsing time "foo" as "${layout}": cannot parse "foo" as "2006"`],
    ['', `parsing time "" as "${layout}": cannot parse "" as "2006"`],
    ['2025-01-01', `parsing time "2025-01-01" as "${layout}": cannot parse "" as "T"`],
    ['2025-01-01 00:00:00', `parsing time "2025-01-01 00:00:00" as "${layout}": cannot parse " 00:00:00" as "T"`],
    ['2025-01-01T00:00:00', `parsing time "2025-01-01T00:00:00" as "${layout}": cannot parse "" as "Z07:00"`],
    ['2025-13-01T00:00:00Z', 'parsing time "2025-13-01T00:00:00Z": month out of range'],
    ['2025-02-30T00:00:00Z', 'parsing time "2025-02-30T00:00:00Z": day out of range'],
    ['2025-01-01T24:00:00Z', 'parsing time "2025-01-01T24:00:00Z": hour out of range'],
    ['2025-01-01T00:60:00Z', 'parsing time "2025-01-01T00:60:00Z": minute out of range'],
    ['2025-01-01T00:00:60Z', 'parsing time "2025-01-01T00:00:60Z": second out of range'],
    ['2025-01-01T00:00:00Zulu', 'parsing time "2025-01-01T00:00:00Zulu": extra text: "ulu"'],
  ];
  for (const [text, problem] of cases) assert.deepEqual(readTimestamp(text, false), { problem });
});
