import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stressUsage } from './usage.ts';

const MEBIBYTE = 1024 ** 2;

for (const [args, cpuMillis, memoryBytes] of [
  ['', 0, MEBIBYTE],
  ['--cpu 2', 2000, MEBIBYTE],
  ['-c 1 --vm 1 --vm-bytes 250M', 2000, 251 * MEBIBYTE],
  ['-m 2 --vm-bytes 1G', 2000, 2049 * MEBIBYTE],
  ['--vm 1', 1000, 257 * MEBIBYTE],
  ['--cpu', 0, MEBIBYTE],
  ['--cpu -5 --vm x', 0, MEBIBYTE],
  ['--cpu 99999999999', 1024_000, MEBIBYTE],
] as const) {
  test(`stress ${args} takes ${cpuMillis}m and ${memoryBytes / MEBIBYTE} MiB`, () => {
    assert.deepEqual(stressUsage(args.split(' ')), { cpuMillis, memoryBytes });
  });
}
