import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { formatOf, OUTPUT_FLAGS, OUTPUT_FORMATS, printedOf, printerOf } from '../output.ts';
import { DESCRIBE_TABS, tabbed } from '../print/tab-writer.ts';
import { CHANGE_CAUSE } from '../../kinds/revisions.ts';
import { pastRollouts } from '../rollout/index.ts';
import type { KeptRevision } from '../rollout/rollouts.ts';
import { templateText } from '../rollout/template-text.ts';
import { FILE_FLAGS, requireSomething, select, SELECTOR_FLAG } from '../selection.ts';
import { visit } from '../visit.ts';

/** `kubectl rollout history`. kube: staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_history.go */
export const rolloutHistory: Command = {
  name: 'history',
  about: 'lists the revisions that are kept',
  use: '(TYPE NAME | TYPE/NAME)',
  flags: [...OUTPUT_FLAGS, ...FILE_FLAGS, SELECTOR_FLAG, { name: 'revision', type: 'int', default: '0' }],
  run,
};

function run(call: Call): void {
  requireSomething(call);
  const revision = call.flags.number('revision');
  if (revision < 0) throw new KubectlError(`revision must be a positive integer: ${revision}`);
  const format = formatOf(call, OUTPUT_FORMATS);
  visit(select(call, { allWithoutName: true }), ({ kind, object }) => {
    const revisions = pastRollouts(kind, 'history viewer').revisions(call.client, object);
    if (format !== undefined) {
      const shown = revision === 0 ? revisions : [wanted(revisions, revision)];
      for (const { keeper, keeperKind } of shown) call.print(format(keeperKind, printedOf(call, keeperKind, keeper)));
      return;
    }
    const title = revision > 0 ? `with revision #${revision}` : '';
    printerOf(call, `${title}\n${historyText(revisions, revision)}`)(kind, object);
  });
}

function wanted(revisions: readonly KeptRevision[], revision: number): KeptRevision {
  const found = revisions.find(({ number }) => number === revision);
  if (found === undefined) throw new KubectlError('unable to find the specified revision');
  return found;
}

/** kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/history.go */
function historyText(revisions: readonly KeptRevision[], revision: number): string {
  if (revisions.length === 0) return 'No rollout history found.';
  if (revision > 0) return templateText(withCause(wanted(revisions, revision)));
  const rows = revisions.map(({ number, changeCause = '' }) => `${number}\t${changeCause === '' ? '<none>' : changeCause}\n`);
  return tabbed(`REVISION\tCHANGE-CAUSE\n${rows.join('')}`, DESCRIBE_TABS);
}

/** Of a Deployment's revisions the cause is told among the annotations of the template. */
function withCause({ template, changeCause = '', keeperKind }: KeptRevision): KeptRevision['template'] {
  if (changeCause === '' || keeperKind.kind !== 'ReplicaSet') return template;
  const { metadata = {} } = template;
  return { ...template, metadata: { ...metadata, annotations: { ...metadata.annotations, [CHANGE_CAUSE]: changeCause } } };
}
