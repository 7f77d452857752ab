import { ApiError } from '../../api/errors.ts';
import type { Propagation } from '../../api/kind.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText, type DryRun } from '../dry-run.ts';
import { isToldError, KubectlError, throwAll, withSource } from '../errors.ts';
import { kindName, objectName } from '../resource-types.ts';
import { FILE_FLAGS, NOTHING_SAID, select, SELECTOR_FLAG, type Chosen } from '../selection.ts';
import { waitUntilGone } from '../waiting.ts';

const CASCADES: ReadonlyMap<string, Propagation> = new Map([
  ['background', 'Background'],
  ['foreground', 'Foreground'],
  ['orphan', 'Orphan'],
]);

const BOOLEANS: ReadonlyMap<string, string> = new Map([
  ['true', 'background'],
  ['false', 'orphan'],
]);

/** `kubectl delete`. kube: staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go */
export const deleteCommand: Command = {
  name: 'delete',
  about: 'deletes objects',
  use: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  flags: [
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    DRY_RUN_FLAG,
    { name: 'field-selector', type: 'text' },
    { name: 'all', type: 'bool' },
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'cascade', type: 'text', default: 'background', bare: 'background' },
    { name: 'force', type: 'bool' },
    { name: 'grace-period', type: 'int', default: '-1' },
    { name: 'ignore-not-found', type: 'bool' },
    { name: 'interactive', short: 'i', type: 'bool' },
    { name: 'now', type: 'bool' },
    { name: 'output', short: 'o', type: 'text' },
    { name: 'raw', type: 'text' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'wait', type: 'bool', default: 'true' },
  ],
  run,
};

function run(call: Call): void {
  const { flags, args } = call;
  const isFiles = flags.list('filename').length > 0 || flags.text('kustomize') !== '';
  if (flags.text('raw') !== '')
    throw new KubectlError('--raw asks a server by its address, and there is none here: name what is to be deleted');
  const propagationPolicy = cascadeOf(call);
  const grace = graceOf(call);
  const dryRun = dryRunOf(call);
  const output = flags.text('output');
  if (output !== '' && output !== 'name') throw new KubectlError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  if (flags.is('all') && flags.text('selector') !== '') throw new KubectlError("setting 'all' parameter but found a non empty selector. ");
  if (flags.is('all') && flags.text('field-selector') !== '')
    throw new KubectlError("setting 'all' parameter but found a non empty selector. ");
  if (args.length === 0 && !isFiles) throw new KubectlError(NOTHING_SAID);
  if (grace === 0 && flags.is('force'))
    call.complain(
      'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
    );
  const isMany = flags.is('all') || flags.text('selector') !== '' || flags.text('field-selector') !== '';
  const { lists, errors } = select(call, { takesWritten: true, isUnseen: true, isAllSelector: true });
  const isIgnoring = flags.is('ignore-not-found') || isMany;
  const failed = errors.filter((error) => !(isIgnoring && isNotFound(error)));
  const going: Chosen[] = [];
  let found = 0;
  for (const chosen of lists.flatMap(({ items }) => items)) {
    try {
      found++;
      if (call.saysNamespace && chosen.kind.scope === 'Cluster')
        call.warn('deleting cluster-scoped resources, not scoped to the provided namespace');
      const options = { propagationPolicy, gracePeriodSeconds: grace < 0 ? undefined : grace, dryRun: dryRun === 'server' };
      if (dryRun !== 'client') going.push(...deleteOne(call, chosen, options));
      tell(call, chosen, dryRun);
    } catch (error) {
      if (!isToldError(error)) throw error;
      if (!(isIgnoring && isNotFound(error))) failed.push(withSource('deleting', chosen.written?.source ?? '', error));
    }
  }
  throwAll(failed);
  if (found === 0 && !flags.is('ignore-not-found')) call.print('No resources found\n');
  if (flags.is('wait') && dryRun === 'none') waitUntilGone(call, going, flags.duration('timeout'));
}

/** What becomes of dependents, as `--cascade` says. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go GetCascadingStrategy */
export function cascadeOf({ flags, complain }: Call): Propagation {
  const asked = flags.text('cascade');
  const instead = BOOLEANS.get(asked);
  if (instead !== undefined)
    complain(`warning: --cascade=${asked} is deprecated (boolean value) and can be replaced with --cascade=${instead}.\n`);
  const found = CASCADES.get(instead ?? asked);
  if (found === undefined) throw new KubectlError(`invalid cascade value (${asked}). Must be "background", "foreground", or "orphan"`);
  return found;
}

/** Seconds; less than 0 where nothing is said. */
function graceOf({ flags }: Call): number {
  const asked = flags.number('grace-period');
  if (flags.is('now')) {
    if (asked !== -1) throw new KubectlError('--now and --grace-period cannot be specified together');
    return 1;
  }
  if (flags.is('force')) {
    if (asked > 0) throw new KubectlError('--force and --grace-period greater than 0 cannot be specified together');
    return 0;
  }
  // Who wants nothing to be left has to say so.
  return asked === 0 ? 1 : asked;
}

function isNotFound(error: Error): boolean {
  return error instanceof ApiError && error.reason === 'NotFound';
}

/** Asks for the end of an object; answers it where it is not gone at once. */
function deleteOne(
  call: Call,
  chosen: Chosen,
  options: { readonly propagationPolicy: Propagation; readonly gracePeriodSeconds: number | undefined; readonly dryRun: boolean },
): readonly Chosen[] {
  const { kind, name, namespace } = chosen;
  if (name === '') throw new KubectlError('resource name may not be empty');
  const object = call.client.delete(kind, { metadata: namespace === undefined ? { name } : { name, namespace } }, options);
  return object === undefined ? [] : [{ ...chosen, object }];
}

function tell({ print, flags }: Call, { kind, name }: Chosen, dryRun: DryRun): void {
  if (flags.text('output') === 'name') {
    print(`${objectName(kind, name)}\n`);
    return;
  }
  print(`${kindName(kind)} "${name}" ${operationText(flags.is('force') ? 'force deleted' : 'deleted', dryRun)}\n`);
}
