import type { KubeObject, Manifest } from '../../api/object.ts';
import { isImageReference, parseImage } from '../../node/images/reference.ts';
import { attachTo } from '../attached-run.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText, type DryRun } from '../dry-run.ts';
import { isToldError, KubectlError, throwAll, WrongUse } from '../errors.ts';
import type { Flag } from '../flags.ts';
import { exposingService } from '../generate/exposing-service.ts';
import { namespaceFor, placed, SAVE_CONFIG_FLAG } from '../generate/generator.ts';
import { labelsOf } from '../generate/labels-text.ts';
import { overridden, OVERRIDE_FLAGS } from '../generate/overrides.ts';
import { podOf } from '../generate/pod.ts';
import { OUTPUT_FLAGS } from '../output.ts';
import { FILE_FLAGS } from '../selection.ts';
import { typedPrinterOf, withTypedConfig } from '../typed-output.ts';
import { FIELD_MANAGER_FLAG, writeOptions } from '../write-flags.ts';

/** What does nothing any more, with what is said of it. */
const DEPRECATED: readonly Flag[] = [
  ...FILE_FLAGS,
  { name: 'cascade', type: 'text', default: 'background', bare: 'background' },
  { name: 'force', type: 'bool' },
  { name: 'grace-period', type: 'int', default: '-1' },
  { name: 'timeout', type: 'duration', default: '0s' },
  { name: 'wait', type: 'bool' },
];

/** `kubectl run`. kube: staging/src/k8s.io/kubectl/pkg/cmd/run/run.go */
export const runCommand: Command = {
  name: 'run',
  about: 'runs an image in a pod',
  use: 'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  flags: [
    ...OUTPUT_FLAGS,
    ...DEPRECATED,
    DRY_RUN_FLAG,
    FIELD_MANAGER_FLAG,
    SAVE_CONFIG_FLAG,
    ...OVERRIDE_FLAGS,
    { name: 'annotations', type: 'array' },
    { name: 'attach', type: 'bool' },
    { name: 'command', type: 'bool' },
    { name: 'env', type: 'array' },
    { name: 'expose', type: 'bool' },
    { name: 'image', type: 'text', isRequired: true },
    { name: 'image-pull-policy', type: 'text' },
    { name: 'labels', short: 'l', type: 'text' },
    { name: 'leave-stdin-open', type: 'bool' },
    { name: 'pod-running-timeout', type: 'duration', default: '1m0s' },
    { name: 'port', type: 'text' },
    { name: 'privileged', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
    { name: 'restart', type: 'text', default: 'Always' },
    { name: 'rm', type: 'bool' },
    { name: 'stdin', short: 'i', type: 'bool' },
    { name: 'tty', short: 't', type: 'bool' },
  ],
  run,
};

function run(call: Call): void {
  const { flags } = call;
  for (const { name } of DEPRECATED) {
    if (!flags.has(name)) continue;
    const why = name === 'cascade' ? 'relevant for' : 'used by';
    call.complain(`Flag --${name} has been deprecated, because it is not ${why} this command. It will be removed in version 1.29.\n`);
  }
  const dryRun = dryRunOf(call);
  check(call, dryRun);
  const print = typedPrinterOf(call, operationText('created', dryRun));
  const pod = make(call, podOf(call), dryRun, true);
  const failed: Error[] = [];
  const made = [pod];
  if (flags.is('expose')) {
    try {
      const service = make(call, serviceOf(call), dryRun, false);
      made.push(service);
      print(service.kind, service.object);
      if (flags.text('output') === 'yaml') call.print('---\n');
    } catch (error) {
      if (!isToldError(error)) throw error;
      failed.push(error);
    }
  }
  if (isAttached(call)) {
    attachTo(call, pod.object as KubeObject, made);
    return;
  }
  print(pod.kind, pod.object);
  throwAll(failed);
}

/** kube: the same file, RunOptions.Validate */
function check(call: Call, dryRun: DryRun): void {
  const { flags, args, dashAt } = call;
  const image = flags.text('image');
  if (args.length === 0 || dashAt === 0) throw new WrongUse('NAME is required for run');
  if (image === '') throw new KubectlError('--image is required');
  if (!isImageReference(parseImage(image))) throw new KubectlError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (flags.is('tty') && !flags.is('stdin')) throw new WrongUse('-i/--stdin is required for containers with -t/--tty=true');
  if (flags.is('expose') && flags.text('port') === '') throw new WrongUse('--port must be set when exposing a service');
  const [restart, pullPolicy] = [flags.text('restart'), flags.text('image-pull-policy')];
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart)) throw new WrongUse(`invalid restart policy: ${restart}`);
  if (!isAttached(call) && flags.is('rm')) throw new WrongUse('--rm should only be used for attached containers');
  if (isAttached(call) && dryRun !== 'none')
    throw new WrongUse("--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)");
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pullPolicy)) throw new WrongUse(`invalid image pull policy: ${pullPolicy}`);
}

function isAttached({ flags }: Call): boolean {
  return flags.has('attach') ? flags.is('attach') : flags.is('stdin');
}

/** What has been made, with its kind. */
interface Made {
  readonly kind: ReturnType<typeof placed>['kind'];
  readonly object: Manifest | KubeObject;
}

/** kube: the same file, createGeneratedObject */
function make(call: Call, generated: Manifest, dryRun: DryRun, mayOverride: boolean): Made {
  const { flags, client } = call;
  const { kind, manifest } = placed(call, generated);
  const wanted = mayOverride ? overridden(flags, kind, manifest) : manifest;
  if (dryRun === 'client') return { kind, object: wanted };
  const options = { ...writeOptions(call, dryRun, 'kubectl-run'), namespace: namespaceFor(call, kind) };
  return { kind, object: client.create(kind, flags.is('save-config') ? withTypedConfig(kind, wanted) : wanted, options) };
}

/** kube: the same file, generateService */
function serviceOf({ flags, args: [name = ''] }: Call): Manifest {
  const [labels, port] = [flags.text('labels'), flags.text('port')];
  const given = labels === '' ? {} : labelsOf(labels);
  return exposingService({ name, labels: given, selector: labels === '' ? { run: name } : given, ports: [port] });
}
