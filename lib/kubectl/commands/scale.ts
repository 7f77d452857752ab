import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText } from '../dry-run.ts';
import { KubectlError, throwAll } from '../errors.ts';
import { OUTPUT_FLAGS, printerOf } from '../output.ts';
import { FILE_FLAGS, select, SELECTOR_FLAG, type Chosen } from '../selection.ts';
import { isToldError } from '../errors.ts';

/** `kubectl scale`. kube: staging/src/k8s.io/kubectl/pkg/cmd/scale/scale.go */
export const scale: Command = {
  name: 'scale',
  about: 'sets how many replicas there are to be',
  use: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  flags: [
    ...OUTPUT_FLAGS,
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    DRY_RUN_FLAG,
    { name: 'replicas', type: 'int', default: '0', isRequired: true },
    { name: 'current-replicas', type: 'int', default: '-1' },
    { name: 'resource-version', type: 'text' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'all', type: 'bool' },
  ],
  run,
};

function run(call: Call): void {
  const { flags } = call;
  const replicas = flags.number('replicas');
  if (replicas < 0) throw new KubectlError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  if (flags.number('current-replicas') < -1) throw new KubectlError('The --current-replicas must specify an integer of -1 or greater');
  const { lists, errors } = select(call);
  const chosen = lists.flatMap(({ items }) => items);
  if (flags.list('filename').length > 0) throwAll(errors);
  if (chosen.length === 0)
    throw new KubectlError(`no objects passed to scale ${errors.map(({ message }) => message).join(', ')}`.trimEnd());
  if (flags.text('resource-version') !== '' && chosen.length > 1)
    throw new KubectlError('cannot use --resource-version with multiple resources');
  const dryRun = dryRunOf(call);
  const print = printerOf(call, operationText('scaled', dryRun));
  const failed: Error[] = [...errors];
  for (const each of chosen) {
    try {
      if (dryRun !== 'client') setReplicas(call, each, replicas, dryRun === 'server');
      print(each.kind, call.client.get(each.kind, each.name, each.namespace));
    } catch (error) {
      if (!isToldError(error)) throw error;
      failed.push(error);
    }
  }
  throwAll(failed);
}

/** kube: staging/src/k8s.io/kubectl/pkg/scale/scale.go genericScaler.Scale */
function setReplicas({ client, flags, terminal }: Call, { kind, object }: Chosen, replicas: number, dryRun: boolean): void {
  const [wanted, version] = [flags.number('current-replicas'), flags.text('resource-version')];
  if (wanted >= 0 || version !== '') {
    const { metadata, spec } = client.getScale(kind, object);
    if (wanted >= 0 && spec?.replicas !== wanted) throw new KubectlError(`Expected replicas to be ${wanted}, was ${spec?.replicas ?? 0}`);
    if (version !== '' && metadata?.resourceVersion !== version)
      throw new KubectlError(`Expected resource version to be ${version}, was ${metadata?.resourceVersion}`);
  }
  client.patch(kind, object, { spec: { replicas } }, { type: 'merge', subresource: 'scale', dryRun });
  const timeout = flags.duration('timeout');
  if (timeout <= 0 || dryRun) return;
  const isScaled = (): boolean => {
    const { status } = client.getScale(kind, object);
    return (status?.replicas ?? 0) === replicas;
  };
  if (!isScaled() && !terminal.cluster.advance(timeout, isScaled)) throw new KubectlError('timed out waiting for the condition');
}
