import { LAST_APPLIED, type KubeObject } from '../../api/object.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText } from '../dry-run.ts';
import { KubectlError } from '../errors.ts';
import { configurationText } from '../last-applied.ts';
import { placedManifest } from '../manifests.ts';
import { OUTPUT_FLAGS, printerOf } from '../output.ts';
import { FILE_FLAGS, NOTHING_SAID, select, type Chosen } from '../selection.ts';
import { visit } from '../visit.ts';

/** `kubectl apply set-last-applied`. kube: staging/src/k8s.io/kubectl/pkg/cmd/apply/apply_set_last_applied.go */
export const setLastApplied: Command = {
  name: 'set-last-applied',
  about: 'says what was applied last, and changes nothing else',
  use: '-f FILENAME',
  flags: [...OUTPUT_FLAGS, ...FILE_FLAGS, DRY_RUN_FLAG, { name: 'create-annotation', type: 'bool' }],
  run,
};

function run(call: Call): void {
  const { flags, client } = call;
  if (flags.list('filename').length === 0) throw new KubectlError(NOTHING_SAID);
  const dryRun = dryRunOf(call);
  const changes: { readonly chosen: Chosen; readonly object: KubeObject; readonly text: string }[] = [];
  // All are looked at before the first is changed.
  visit(select(call, { takesWritten: true }), (chosen) => {
    const object = client.get(chosen.kind, chosen.name, chosen.namespace);
    const before = object.metadata.annotations?.[LAST_APPLIED];
    if (before === undefined && !flags.is('create-annotation'))
      throw new KubectlError(
        `no last-applied-configuration annotation found on resource: ${chosen.name}, to create the annotation, run the command with --create-annotation`,
      );
    const text = configurationText(placedManifest(chosen));
    if (before === text) call.print(`set-last-applied ${chosen.name}: no changes required.\n`);
    else changes.push({ chosen, object, text });
  });
  const print = printerOf(call, operationText('configured', dryRun));
  for (const { chosen, object, text } of changes) {
    const patch = { metadata: { annotations: { [LAST_APPLIED]: text } } };
    const options = { type: 'merge', dryRun: dryRun === 'server', fieldManager: 'kubectl-last-applied' } as const;
    print(chosen.kind, dryRun === 'client' ? object : client.patch(chosen.kind, object, patch, options));
  }
}
