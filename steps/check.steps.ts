import { AssertionError } from '../lib/assert/assertion-error.ts';
import { Registry } from '../lib/api/kind.ts';
import { checkFile } from '../lib/check/check-file.ts';
import { checkSet } from '../lib/check/check-set.ts';
import { kinds } from '../lib/kinds/index.ts';
import { checkText } from '../lib/report/check-text.ts';
import { topicSteps } from './define.ts';
import { readManifestFiles } from './files.ts';

const { then } = topicSteps('Manifests and workloads');

/** What can be said of manifests without a cluster. */
export const checkSteps = [
  then('checking {string} finds:', 'checking "manifests" finds:', (world, paths: string, expected: string) => {
    const registry = new Registry(kinds);
    const files = readManifestFiles(paths, world.featureFolder);
    const found = checkText(checkSet(files.map(({ file, text }) => checkFile(registry, { file, text, isNamed: true }))), false);
    if (found.trim() === expected.trim()) return;
    throw new AssertionError(
      `checking ${JSON.stringify(paths)} finds something else.\nexpected:\n${indent(expected)}\nfound:\n${indent(found)}`,
    );
  }),
];

function indent(text: string): string {
  return text.trim().replace(/^(?=.)/gm, '  ');
}
