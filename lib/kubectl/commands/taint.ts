import { UsageError } from '../../api/errors.ts';
import type { Kind } from '../../api/kind.ts';
import { NodeKind, type Node } from '../../kinds/node.ts';
import { changeTaints, readTaints, type TaintChanges } from '../../nodes/taint.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run.ts';
import { KubectlError, WrongUse } from '../errors.ts';
import { OUTPUT_FLAGS, printerOf } from '../output.ts';
import { mappedKind } from '../resource-types.ts';
import { select, SELECTOR_FLAG } from '../selection.ts';
import { visit } from '../visit.ts';

/** `kubectl taint`. kube: staging/src/k8s.io/kubectl/pkg/cmd/taint/taint.go */
export const taint: Command = {
  name: 'taint',
  about: 'says which pods nodes keep off',
  use: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  flags: [
    ...OUTPUT_FLAGS,
    SELECTOR_FLAG,
    DRY_RUN_FLAG,
    { name: 'all', type: 'bool' },
    { name: 'field-manager', type: 'text' },
    { name: 'overwrite', type: 'bool' },
    { name: 'validate', type: 'text', default: 'strict', bare: 'strict' },
  ],
  run,
};

function run(call: Call): void {
  const { flags, args, client } = call;
  const first = args.findIndex(isTaint);
  const resources = first === -1 ? args : args.slice(0, first);
  const specs = first === -1 ? [] : args.slice(first);
  const strayed = specs.find((spec) => !isTaint(spec));
  if (strayed !== undefined) throw new KubectlError(`all resources must be specified before taint changes: ${strayed}`);
  const [type] = resources;
  if (type === undefined) throw new KubectlError('one or more resources must be specified as <resource> <name>');
  if (specs.length === 0) throw new KubectlError('at least one taint update is required');
  const changes = changesOf(specs);
  if (mappedKind(client.api.registry, type).resource !== NodeKind.resource)
    throw new KubectlError(`invalid resource type ${type}, only node types are supported`);
  const isSelected = flags.text('selector') !== '';
  if (flags.is('all') && isSelected) throw new KubectlError("setting 'all' parameter with a non empty selector is prohibited");
  if (!flags.is('all') && !isSelected && resources.length < 2)
    throw new KubectlError("at least one resource name must be specified since 'all' parameter is not set");
  const dryRun = dryRunOf(call);
  // The dry run is not told of here. kube: the same file, RunTaint
  visit(select(call, { args: flags.is('all') || isSelected ? ['nodes'] : ['nodes', ...resources.slice(1)] }), ({ kind, object }) => {
    const outcome = changeTaints(client, object as Node, changes, { overwrite: flags.is('overwrite'), dryRun });
    printerOf(call, outcome)(kind, client.get(NodeKind as unknown as Kind, object.metadata.name));
  });
}

function isTaint(arg: string): boolean {
  return arg.includes('=') || arg.includes(':') || arg.endsWith('-');
}

function changesOf(specs: readonly string[]): TaintChanges {
  try {
    return readTaints(specs);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    if (error.message.startsWith('can not both')) throw new KubectlError(error.message);
    throw new WrongUse(error.message);
  }
}
