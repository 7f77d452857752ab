import { ApiError } from '../../api/errors.ts';
import type { KubeObject } from '../../api/object.ts';
import { withLastApplied } from '../../api/requests/apply.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText } from '../dry-run.ts';
import { isToldError, KubectlError, throwAll, withSource } from '../errors.ts';
import { cascadeOf } from './delete.ts';
import { newManifest, placedManifest } from '../manifests.ts';
import { OUTPUT_FLAGS, printerOf, type Printer } from '../output.ts';
import { kindName } from '../resource-types.ts';
import { FILE_FLAGS, select, type Chosen } from '../selection.ts';
import { waitUntilGone } from '../waiting.ts';
import { FIELD_MANAGER_FLAG, VALIDATE_FLAG, writeOptions } from '../write-flags.ts';

/** `kubectl replace`. kube: staging/src/k8s.io/kubectl/pkg/cmd/replace/replace.go */
export const replace: Command = {
  name: 'replace',
  about: 'puts what files say in the place of objects',
  use: '-f FILENAME',
  flags: [
    ...OUTPUT_FLAGS,
    ...FILE_FLAGS,
    DRY_RUN_FLAG,
    VALIDATE_FLAG,
    FIELD_MANAGER_FLAG,
    { name: 'cascade', type: 'text', default: 'background', bare: 'background' },
    { name: 'force', type: 'bool' },
    { name: 'grace-period', type: 'int', default: '-1' },
    { name: 'raw', type: 'text' },
    { name: 'save-config', type: 'bool' },
    { name: 'subresource', type: 'text' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'wait', type: 'bool' },
  ],
  run,
};

function run(call: Call): void {
  const { flags } = call;
  const isForced = flags.is('force');
  if (flags.number('grace-period') >= 0 && !isForced) throw new KubectlError('--grace-period must have --force specified');
  if (flags.duration('timeout') !== 0 && !isForced) throw new KubectlError('--timeout must have --force specified');
  if (flags.list('filename').length === 0 && flags.text('kustomize') === '') throw new KubectlError('must specify one of -f and -k');
  if (flags.text('raw') !== '') throw new KubectlError('--raw asks a server by its address, and there is none here: use -f alone');
  const subresource = flags.text('subresource');
  if (subresource !== '' && subresource !== 'status')
    throw new KubectlError(`--subresource must be one of [status], not ${JSON.stringify(subresource)}`);
  const dryRun = dryRunOf(call);
  cascadeOf(call);
  if (isForced && dryRun !== 'none') throw new KubectlError('--dry-run can not be used when --force is set');
  const { lists, errors } = select(call, { args: [], takesWritten: true });
  const chosen = lists.flatMap(({ items }) => items);
  const print = printerOf(call, operationText('replaced', dryRun));
  const failed: Error[] = [...errors];
  if (isForced) failed.push(...deleteAll(call, chosen));
  for (const each of chosen) {
    try {
      replaceOne(call, each, print);
    } catch (error) {
      if (!isToldError(error)) throw error;
      failed.push(isForced ? error : withSource('replacing', each.written?.source ?? '', error));
    }
  }
  throwAll(failed);
}

function replaceOne(call: Call, each: Chosen, print: Printer): void {
  const { client, flags } = call;
  const dryRun = dryRunOf(call);
  const placed = flags.is('force') ? newManifest(each) : placedManifest(each);
  const manifest = flags.is('save-config') ? withLastApplied(placed) : placed;
  const options = writeOptions(call, dryRun, 'kubectl-replace');
  if (dryRun === 'client') {
    print(each.kind, manifest);
    return;
  }
  if (flags.is('force')) {
    print(each.kind, client.create(each.kind, manifest, options));
    return;
  }
  const isStatus = flags.text('subresource') === 'status';
  const next = manifest as KubeObject;
  print(each.kind, client.update(each.kind, withVersion(call, each, next), { ...options, subresource: isStatus ? 'status' : undefined }));
}

/** Where the manifest names no version, the one that is there is meant. kube: staging/src/k8s.io/cli-runtime/pkg/resource/helper.go Replace */
function withVersion({ client }: Call, { kind, name, namespace }: Chosen, next: KubeObject): KubeObject {
  if ((next.metadata as Partial<KubeObject['metadata']>).resourceVersion !== undefined) return next;
  const { resourceVersion } = client.get(kind, name, namespace).metadata;
  return { ...next, metadata: { ...next.metadata, resourceVersion } };
}

/** Deletes what is there, and waits until it is gone. */
function deleteAll(call: Call, chosen: readonly Chosen[]): readonly Error[] {
  const grace = call.flags.number('grace-period');
  const failed: Error[] = [];
  const deleted = chosen.flatMap((each): readonly Chosen[] => {
    const { kind, name, namespace } = each;
    const object = call.client.find(kind, name, namespace);
    if (object === undefined) return [];
    try {
      call.client.delete(kind, object, { propagationPolicy: cascadeOf(call), gracePeriodSeconds: grace < 0 ? undefined : grace });
      call.print(`${kindName(kind)} "${name}" deleted\n`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failed.push(error);
      return [];
    }
    return [{ ...each, object }];
  });
  waitUntilGone(call, deleted, call.flags.duration('timeout'));
  return failed;
}
