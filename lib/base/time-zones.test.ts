import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTimeZone } from './time-zones.ts';

test('a time zone has a name of the IANA database, letter for letter', () => {
  for (const name of ['UTC', 'Etc/UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'US/Pacific', 'Etc/GMT+12', 'CET'])
    assert.equal(isTimeZone(name), true, name);
  for (const name of ['', 'Foo/Bar', 'europe/berlin', 'Europe/', '/UTC', '__proto__', 'Local']) assert.equal(isTimeZone(name), false, name);
});
