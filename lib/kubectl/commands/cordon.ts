import { NodeKind, type Node } from '../../kinds/node.ts';
import { cordonNode } from '../../nodes/cordon.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText } from '../dry-run.ts';
import { isToldError } from '../errors.ts';
import { selectNodes } from '../node-selection.ts';
import { objectName } from '../resource-types.ts';
import { SELECTOR_FLAG } from '../selection.ts';

/** `kubectl cordon`. kube: staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go NewCmdCordon */
export const cordon: Command = {
  name: 'cordon',
  about: 'keeps new pods off nodes',
  use: 'NODE',
  flags: [SELECTOR_FLAG, DRY_RUN_FLAG],
  run: (call) => setSchedulable(call, selectNodes(call, 'cordon'), 'cordon'),
};

/** `kubectl uncordon`. kube: the same file, NewCmdUncordon */
export const uncordon: Command = {
  name: 'uncordon',
  about: 'lets nodes take pods again',
  use: 'NODE',
  flags: [SELECTOR_FLAG, DRY_RUN_FLAG],
  run: (call) => setSchedulable(call, selectNodes(call, 'uncordon'), 'uncordon'),
};

/** Cordons nodes, or uncordons them, and says what has become of each. kube: the same file, RunCordonOrUncordon */
export function setSchedulable(call: Call, nodes: readonly Node[], verb: 'cordon' | 'uncordon'): void {
  const dryRun = dryRunOf(call);
  for (const node of nodes) {
    try {
      printNode(call, node, cordonNode(call.client, node, verb === 'cordon', dryRun));
    } catch (error) {
      if (!isToldError(error)) throw error;
      call.complain(`error: unable to ${verb} node ${JSON.stringify(node.metadata.name)}: ${error.message}\n`);
    }
  }
}

/** Says what has become of a node. */
export function printNode(call: Call, { metadata }: Node, operation: string): void {
  call.print(`${objectName(NodeKind, metadata.name)} ${operationText(operation, dryRunOf(call))}\n`);
}
