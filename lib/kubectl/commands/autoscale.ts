import type { Manifest } from '../../api/object.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText } from '../dry-run.ts';
import { KubectlError } from '../errors.ts';
import { namespaceFor, placed, SAVE_CONFIG_FLAG } from '../generate/generator.ts';
import { OUTPUT_FLAGS } from '../output.ts';
import { FILE_FLAGS, NOTHING_SAID, select, type Chosen } from '../selection.ts';
import { typedPrinterOf, withTypedConfig } from '../typed-output.ts';
import { visit } from '../visit.ts';
import { FIELD_MANAGER_FLAG, writeOptions } from '../write-flags.ts';

/** `kubectl autoscale`. kube: staging/src/k8s.io/kubectl/pkg/cmd/autoscale/autoscale.go */
export const autoscale: Command = {
  name: 'autoscale',
  about: 'makes a HorizontalPodAutoscaler for an object',
  use: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]',
  flags: [
    ...OUTPUT_FLAGS,
    ...FILE_FLAGS,
    DRY_RUN_FLAG,
    FIELD_MANAGER_FLAG,
    SAVE_CONFIG_FLAG,
    { name: 'cpu-percent', type: 'int', default: '-1' },
    { name: 'max', type: 'int', default: '-1', isRequired: true },
    { name: 'min', type: 'int', default: '-1' },
    { name: 'name', type: 'text' },
  ],
  run,
};

function run(call: Call): void {
  const { flags, args, client } = call;
  const dryRun = dryRunOf(call);
  const [least, most] = [flags.number('min'), flags.number('max')];
  if (most < 1) throw new KubectlError(`--max=MAXPODS is required and must be at least 1, max: ${most}`);
  if (most < least) throw new KubectlError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${most}, min: ${least}`);
  if (args.length === 0 && flags.list('filename').length === 0 && flags.text('kustomize') === '') throw new KubectlError(NOTHING_SAID);
  const selection = select(call);
  visit(selection, (chosen) => {
    const manifest = autoscalerOf(call, chosen);
    const { kind } = placed(call, manifest);
    if (dryRun === 'client') {
      typedPrinterOf(call, operationText('created', dryRun))(kind, manifest);
      return;
    }
    const options = { ...writeOptions(call, dryRun, 'kubectl-autoscale'), namespace: namespaceFor(call, kind) };
    const saved = flags.is('save-config') ? withTypedConfig(kind, manifest) : manifest;
    typedPrinterOf(call, operationText('autoscaled', dryRun))(kind, client.create(kind, saved, options));
  });
  if (selection.lists.every(({ items }) => items.length === 0)) throw new KubectlError('no objects passed to autoscale');
}

/** kube: the same file, createHorizontalPodAutoscaler */
function autoscalerOf({ flags }: Call, { kind, name }: Chosen): Manifest {
  if (!kind.hasScale)
    throw new KubectlError(
      `cannot autoscale a ${kind.kind}: could not find scale subresource for ${kind.group}/${kind.version}, Resource=${kind.plural} in discovery information`,
    );
  const [given, least, percent] = [flags.text('name'), flags.number('min'), flags.number('cpu-percent')];
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: given === '' ? name : given },
    spec: {
      scaleTargetRef: { kind: kind.kind, name, apiVersion: kind.apiVersion },
      ...(least > 0 ? { minReplicas: least } : {}),
      maxReplicas: flags.number('max'),
      ...(percent >= 0 ? { targetCPUUtilizationPercentage: percent } : {}),
    },
  };
}
