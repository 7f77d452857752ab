import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DurationError, formatDuration, goDuration, humanAge, parseDuration } from './duration.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test('durations are read as people write them', () => {
  const cases: [string, number][] = [
    ['90s', 90_000],
    ['1m30s', 90_000],
    ['1 minute 30 seconds', 90_000],
    ['1 minute and 30 seconds', 90_000],
    ['1 hour, 2 minutes, and 3 seconds', HOUR + 2 * MINUTE + 3000],
    ['2 hours', 2 * HOUR],
    ['500ms', 500],
    ['1.5s', 1500],
    ['1h', HOUR],
    ['a minute', MINUTE],
    ['an hour', HOUR],
    ['  3 days ', 3 * DAY],
    ['0', 0],
    ['0s', 0],
    ['1y', 365 * DAY],
  ];
  for (const [text, millis] of cases) assert.equal(parseDuration(text), millis, text);
});

test('what is not a duration is refused with what would be', () => {
  for (const text of [
    '',
    's',
    '5',
    '5 parsecs',
    '1m 30',
    'soon',
    '-5s',
    '1m;30s',
    '1m and',
    'a',
    `${'9'.repeat(90)}y`,
    '1s'.repeat(1_000_000),
  ]) {
    assert.throws(() => parseDuration(text), DurationError, text.slice(0, 20));
  }
  assert.throws(() => parseDuration('5 parsecs'), /"5 parsecs" is not a duration: expected something like 90s/);
});

test('formatted durations are short', () => {
  const cases: [number, string][] = [
    [0, '0s'],
    [250, '250ms'],
    [1500, '1.5s'],
    [90_000, '1m30s'],
    [MINUTE, '1m'],
    [2 * HOUR, '2h'],
    [DAY + 1000, '1d1s'],
    [-1000, '-1s'],
    [MINUTE + 1, '1m0.001s'],
  ];
  for (const [millis, text] of cases) assert.equal(formatDuration(millis), text);
});

test('a formatted duration reads back as itself', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 400 * DAY }), (millis) => parseDuration(formatDuration(millis)) === millis));
});

test('ages are those of kubectl', () => {
  const cases: [number, string][] = [
    [-2000, '<invalid>'],
    [-1000, '0s'],
    [-1, '0s'],
    [0, '0s'],
    [119_999, '119s'],
    [120_000, '2m'],
    [125_000, '2m5s'],
    [9 * MINUTE + 59_000, '9m59s'],
    [10 * MINUTE, '10m'],
    [179 * MINUTE, '179m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + MINUTE, '3h1m'],
    [8 * HOUR + MINUTE, '8h'],
    [47 * HOUR, '47h'],
    [48 * HOUR, '2d'],
    [49 * HOUR, '2d1h'],
    [8 * DAY + HOUR, '8d'],
    [729 * DAY, '729d'],
    [730 * DAY, '2y'],
    [731 * DAY, '2y1d'],
    [8 * 365 * DAY, '8y'],
  ];
  for (const [millis, text] of cases) assert.equal(humanAge(millis), text, String(millis));
});

test("Go's durations always show the smaller units", () => {
  const cases: [number, string][] = [
    [0, '0s'],
    [80_000, '1m20s'],
    [5 * MINUTE, '5m0s'],
    [HOUR, '1h0m0s'],
    [845, '845ms'],
    [1234, '1.234s'],
    [0.0125, '12.5µs'],
    [-10_000, '-10s'],
    [61_500, '1m1.5s'],
  ];
  for (const [millis, text] of cases) assert.equal(goDuration(millis), text);
});
