import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText, type DryRun } from '../dry-run.ts';
import { OUTPUT_FLAGS, printerOf } from '../output.ts';
import { pastRollouts } from '../rollout/index.ts';
import { templateText } from '../rollout/template-text.ts';
import { FILE_FLAGS, requireSomething, select, SELECTOR_FLAG, type Chosen } from '../selection.ts';
import { visit } from '../visit.ts';

/** `kubectl rollout undo`. kube: staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_undo.go */
export const rolloutUndo: Command = {
  name: 'undo',
  about: 'goes back to a revision',
  use: '(TYPE NAME | TYPE/NAME)',
  flags: [...OUTPUT_FLAGS, ...FILE_FLAGS, SELECTOR_FLAG, DRY_RUN_FLAG, { name: 'to-revision', type: 'int', default: '0' }],
  run,
};

function run(call: Call): void {
  const dryRun = dryRunOf(call);
  requireSomething(call);
  visit(select(call, { allWithoutName: true }), (chosen) => {
    const outcome = undo(call, chosen, dryRun);
    printerOf(call, operationText(outcome, dryRun))(chosen.kind, chosen.object);
  });
}

/** What has become of it. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go */
function undo({ client, flags }: Call, { kind, object }: Chosen, dryRun: DryRun): string {
  const rollouts = pastRollouts(kind, 'rollbacker');
  const toRevision = flags.number('to-revision');
  const revision = rollouts.wanted(object, rollouts.revisions(client, object), toRevision);
  if (dryRun === 'client') return templateText(revision.template);
  if (rollouts.isAt(object, revision)) return `skipped rollback (current template already matches revision ${toRevision})`;
  rollouts.rollBack(client, object, revision, dryRun === 'server');
  return 'rolled back';
}
