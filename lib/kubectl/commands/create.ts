import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText } from '../dry-run.ts';
import { isToldError, KubectlError, throwAll, withSource, WrongUse } from '../errors.ts';
import { withLastApplied } from '../../api/requests/apply.ts';
import { OUTPUT_FLAGS, printerOf } from '../output.ts';
import { newManifest } from '../manifests.ts';
import { FILE_FLAGS, select, SELECTOR_FLAG } from '../selection.ts';
import { FIELD_MANAGER_FLAG, VALIDATE_FLAG, writeOptions } from '../write-flags.ts';
import { editWritten } from '../editing.ts';
import { createCommands } from '../generate/index.ts';

/** `kubectl create`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create.go */
export const create: Command = {
  name: 'create',
  about: 'creates objects from files, or by generators',
  use: '-f FILENAME',
  flags: [
    ...OUTPUT_FLAGS,
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    DRY_RUN_FLAG,
    VALIDATE_FLAG,
    FIELD_MANAGER_FLAG,
    { name: 'edit', type: 'bool' },
    { name: 'raw', type: 'text' },
    { name: 'save-config', type: 'bool' },
    { name: 'windows-line-endings', type: 'bool' },
  ],
  run,
  commands: createCommands,
};

function run(call: Call): void {
  const { flags, args } = call;
  if (flags.list('filename').length === 0 && flags.text('kustomize') === '') {
    if (args.length > 0) throw new WrongUse(`Unexpected args: [${args.join(' ')}]`);
    throw new KubectlError('must specify one of -f and -k');
  }
  if (args.length > 0) throw new WrongUse(`Unexpected args: [${args.join(' ')}]`);
  if (flags.text('raw') !== '') throw new KubectlError('--raw asks a server by its address, and there is none here: use -f alone');
  const dryRun = dryRunOf(call);
  const options = writeOptions(call, dryRun, 'kubectl-create');
  const print = printerOf(call, operationText('created', dryRun));
  const { lists, errors } = select(call, { takesWritten: true });
  const chosen = flags.is('edit') ? editWritten(call, lists) : lists.flatMap(({ items }) => items);
  const failed: Error[] = [...errors];
  for (const each of chosen) {
    try {
      const placed = newManifest(each);
      const manifest = flags.is('save-config') ? withLastApplied(placed) : placed;
      print(each.kind, dryRun === 'client' ? manifest : call.client.create(each.kind, manifest, options));
    } catch (error) {
      if (!isToldError(error)) throw error;
      failed.push(withSource('creating', each.written?.source ?? '', error));
    }
  }
  throwAll(failed);
  if (chosen.length === 0) throw new KubectlError('no objects passed to create');
}
