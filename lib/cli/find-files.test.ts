import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, test } from 'node:test';
import { UsageError } from '../api/errors.ts';
import { findFeatures, findStepFiles } from './find-files.ts';
import { subShards } from './shards.ts';

const cwd = mkdtempSync(join(tmpdir(), 'gherkube-'));
const files = [
  'features/b.feature',
  'features/a/x.feature',
  'features/a/steps.js',
  'features/a/steps.test.js',
  'features/a/note.txt',
  'features/.hidden/y.feature',
  'features/node_modules/z/z.feature',
  'step_definitions/pods.mts',
  'step_definitions/pods.d.mts',
  'steps/pods.ts',
  'steps/pods.d.ts',
  'steps/deep/more.cjs',
  'other/c.feature.md',
];
for (const file of files) {
  mkdirSync(dirname(join(cwd, file)), { recursive: true });
  writeFileSync(join(cwd, file), '');
}
after(() => {
  rmSync(cwd, { recursive: true });
});

test('by default the features of the folder features run, in order of their paths', () => {
  assert.deepEqual(findFeatures(cwd, []), { files: ['features/a/x.feature', 'features/b.feature'], lines: [] });
});

test('files, folders and lines may be named, each file once', () => {
  assert.deepEqual(findFeatures(cwd, ['other', 'features/b.feature:3:9', 'features/b.feature', join(cwd, 'features/a')]), {
    files: ['features/a/x.feature', 'features/b.feature', 'other/c.feature.md'],
    lines: ['features/b.feature:3:9'],
  });
});

test('a project without features has nothing to run', () => {
  assert.deepEqual(findFeatures(join(cwd, 'other'), []), { files: [], lines: [] });
});

test('all paths that will not do are named at once, with what was meant', () => {
  assert.throws(
    () => findFeatures(cwd, ['feature', 'features:3', 'features/a/note.txt', 'features/c.feature']),
    (error) => {
      assert.ok(error instanceof UsageError);
      assert.deepEqual(error.message.split('\n'), [
        'feature does not exist. Did you mean "features"?',
        'features is a folder, and only a file has lines',
        'features/a/note.txt is not a feature file: its name would end in .feature',
        'features/c.feature does not exist. Did you mean "b.feature"?',
      ]);
      return true;
    },
  );
});

test('step files are found by convention, without declarations and tests', () => {
  const found = findStepFiles(cwd).map((file) => relative(cwd, file));
  assert.deepEqual(found, ['features/a/steps.js', 'steps/deep/more.cjs', 'steps/pods.ts', 'step_definitions/pods.mts']);
});

test('the parts of a shard are the shard, nothing twice', () => {
  const picked = (index: number, total: number): number[] =>
    Array.from({ length: 60 }, (_, item) => item).filter((item) => item % total === index - 1);
  for (const [index, total, parts] of [
    [1, 1, 3],
    [2, 3, 2],
    [5, 5, 4],
  ] as const) {
    const divided = subShards({ index, total }, parts).flatMap((part) => picked(part.index, part.total));
    assert.deepEqual(
      divided.toSorted((a, b) => a - b),
      picked(index, total),
    );
  }
});
