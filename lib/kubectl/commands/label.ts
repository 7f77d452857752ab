import { goQuote } from '../../api/field-errors.ts';
import { labelValueProblems } from '../../base/name-rules.ts';
import type { Command } from '../command.ts';
import { DRY_RUN_FLAG, operationText } from '../dry-run.ts';
import { throwAll, KubectlError } from '../errors.ts';
import { changeMetadata, METADATA_FLAGS, type MetadataChange } from '../metadata-change.ts';
import { OUTPUT_FLAGS } from '../output.ts';
import { FILE_FLAGS, SELECTOR_FLAG } from '../selection.ts';

/** `kubectl label`. kube: staging/src/k8s.io/kubectl/pkg/cmd/label/label.go */
export const label: Command = {
  name: 'label',
  about: 'sets and removes labels of objects',
  use: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N',
  flags: [...OUTPUT_FLAGS, ...FILE_FLAGS, SELECTOR_FLAG, DRY_RUN_FLAG, ...METADATA_FLAGS],
  run: (call) => changeMetadata(call, 'label', { field: 'labels', checkValue, refuseOverwriting, told }),
};

function checkValue(key: string, value: string): void {
  const problems = labelValueProblems(value);
  if (problems.length > 0)
    throw new KubectlError(
      `invalid label value: ${goQuote(`${key}=${value}`)}: ${problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`}`,
    );
}

function refuseOverwriting(taken: readonly (readonly [key: string, value: string])[]): void {
  throwAll(taken.map(([key, value]) => new KubectlError(`'${key}' already has a value (${value}), and --overwrite is false`)));
}

/** kube: the same file, updateDataChangeMsg */
function told(call: Parameters<MetadataChange['told']>[0], change: Parameters<MetadataChange['told']>[1]): string {
  for (const key of change.missing) call.print(`label ${goQuote(key)} not found.\n`);
  if (!change.isChanged) return operationText('not labeled', change.dryRun);
  return operationText(change.isShorter && !call.flags.is('overwrite') ? 'unlabeled' : 'labeled', change.dryRun);
}
