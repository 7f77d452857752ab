import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingProblems } from './settings.ts';

const cases: readonly [title: string, section: unknown, problems: readonly string[]][] = [
  ['all settings', { paths: ['features'], import: [], tags: '@a', seed: 0, parallel: 2, report: 'out' }, []],
  ['no settings', {}, []],
  ['a text', 'yes', ['"gherkube" must be an object with settings, not "yes"']],
  ['a list', [], ['"gherkube" must be an object with settings, not []']],
  ['a misspelt setting', { path: [] }, ['"gherkube" has no setting "path". Did you mean "paths"?']],
  ['an unheard-of setting', { colour: 1 }, ['"gherkube" has no setting "colour". There are paths, import, tags, seed, parallel, report.']],
  [
    'an inherited name',
    { constructor: 1 },
    ['"gherkube" has no setting "constructor". There are paths, import, tags, seed, parallel, report.'],
  ],
  [
    'several wrong values',
    { paths: 'features', seed: -1, parallel: 65, tags: '' },
    [
      '"gherkube.paths" must be a list of texts, not "features"',
      '"gherkube.seed" must be a whole number from 0, not -1',
      '"gherkube.parallel" must be a whole number from 1 to 64, not 65',
      '"gherkube.tags" must be a text, not ""',
    ],
  ],
];

for (const [title, section, problems] of cases) {
  test(`${title}: ${problems.length === 0 ? 'fine' : 'refused, with all problems at once'}`, () => {
    assert.deepEqual(settingProblems(section), problems);
  });
}
