import type { Command } from '../command.ts';
import { DRY_RUN_FLAG, operationText } from '../dry-run.ts';
import { KubectlError } from '../errors.ts';
import { changeMetadata, METADATA_FLAGS } from '../metadata-change.ts';
import { OUTPUT_FLAGS } from '../output.ts';
import { FILE_FLAGS, SELECTOR_FLAG } from '../selection.ts';

/** `kubectl annotate`. kube: staging/src/k8s.io/kubectl/pkg/cmd/annotate/annotate.go */
export const annotate: Command = {
  name: 'annotate',
  about: 'sets and removes annotations of objects',
  use: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N',
  flags: [...OUTPUT_FLAGS, ...FILE_FLAGS, SELECTOR_FLAG, DRY_RUN_FLAG, ...METADATA_FLAGS],
  run: (call) =>
    changeMetadata(call, 'annotation', {
      field: 'annotations',
      refuseOverwriting,
      told: (_, { dryRun }) => operationText('annotated', dryRun),
    }),
};

function refuseOverwriting(taken: readonly (readonly [key: string, value: string])[]): void {
  if (taken.length === 0) return;
  const found = taken.map(([key, value]) => `'${key}' already has a value (${value})`).join('; ');
  throw new KubectlError(`--overwrite is false but found the following declared annotation(s): ${found}`);
}
