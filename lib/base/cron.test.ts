import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CronError, parseCron, type CronField } from './cron.ts';

const shown = ({ values, isStar }: CronField): string => (isStar ? '*' : [...values].sort((a, b) => a - b).join());

test('a schedule is five fields of values, ranges, steps and names', () => {
  for (const [text, ...expected] of [
    ['* * * * *', '*', '*', '*', '*', '*'],
    ['0 3 ? * 0', '0', '3', '*', '*', '0'],
    ['1,5-7 0 1 JAN-mar SUN,fri', '1,5,6,7', '0', '1', '1,2,3', '0,5'],
    ['*/20 20/2 1-10/4 */6 *', '0,20,40', '20,22', '1,5,9', '1,7', '*'],
    ['  0\t0  1,, * 1-5 ', '0', '0', '1', '*', '1,2,3,4,5'],
    ['@weekly', '0', '0', '*', '*', '0'],
    ['@annually', '0', '0', '1', '1', '*'],
  ] as const) {
    const schedule = parseCron(text);
    assert.ok('minutes' in schedule, text);
    const { minutes, hours, daysOfMonth, months, daysOfWeek } = schedule;
    assert.deepEqual([minutes, hours, daysOfMonth, months, daysOfWeek].map(shown), expected, text);
  }
});

test('a schedule may be a pause, in whole seconds', () => {
  for (const [text, millis] of [
    ['@every 90m', 5_400_000],
    ['@every 1h30m10s', 5_410_000],
    ['@every 1.5s', 1000],
    ['@every 10ms', 1000],
  ] as const)
    assert.deepEqual(parseCron(text), { everyMillis: millis }, text);
});

test('what means nothing is refused in the words of the parser', () => {
  for (const [text, message] of [
    ['', 'empty spec string'],
    ['x', 'expected exactly 5 fields, found 1: [x]'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['*/2/3 * * * *', 'too many slashes: */2/3'],
    ['a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
    ['-1 * * * *', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
    ['*/-1 * * * *', 'negative number (-1) not allowed: -1'],
    [`${'9'.repeat(400)} * * * *`, /value out of range$/],
    ['@reboot', 'unrecognized descriptor: @reboot'],
    ['@every', 'unrecognized descriptor: @every'],
    ['@every soon', 'failed to parse duration @every soon: time: invalid duration "soon"'],
    ['@every 1d', 'failed to parse duration @every 1d: time: unknown unit "d" in duration "1d"'],
  ] as const)
    assert.throws(
      () => parseCron(text),
      (error) => {
        assert.ok(error instanceof CronError, text);
        if (typeof message === 'string') assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      },
    );
});
