import { ApiError } from '../../api/errors.ts';
import { LAST_APPLIED, type KubeObject, type Manifest } from '../../api/object.ts';
import { patchToApply, withLastApplied } from '../../api/requests/apply.ts';
import { goJson } from '../../base/go-json.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText, type DryRun } from '../dry-run.ts';
import { isToldError, KubectlError, throwAll, withSource, WrongUse } from '../errors.ts';
import { formatOf, OUTPUT_FLAGS, OUTPUT_FORMATS, printedOf, printerOf } from '../output.ts';
import { FILE_FLAGS, select, SELECTOR_FLAG, type Chosen } from '../selection.ts';
import { FIELD_MANAGER_FLAG, VALIDATE_FLAG, writeOptions } from '../write-flags.ts';
import { newManifest, placedManifest } from '../manifests.ts';
import { replaceByForce } from '../force.ts';
import { editLastApplied } from './apply-edit-last-applied.ts';
import { checkPrune, prune } from './apply-prune.ts';
import { setLastApplied } from './apply-set-last-applied.ts';
import { viewLastApplied } from './apply-view-last-applied.ts';

/** `kubectl apply`. kube: staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go */
export const apply: Command = {
  name: 'apply',
  about: 'makes objects what files say',
  use: '(-f FILENAME | -k DIRECTORY)',
  flags: [
    ...OUTPUT_FLAGS,
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    DRY_RUN_FLAG,
    VALIDATE_FLAG,
    FIELD_MANAGER_FLAG,
    { name: 'all', type: 'bool' },
    { name: 'cascade', type: 'text', default: 'background', bare: 'background' },
    { name: 'force', type: 'bool' },
    { name: 'force-conflicts', type: 'bool' },
    { name: 'grace-period', type: 'int', default: '-1' },
    { name: 'openapi-patch', type: 'bool', default: 'true' },
    { name: 'overwrite', type: 'bool', default: 'true' },
    { name: 'prune', type: 'bool' },
    { name: 'prune-allowlist', type: 'array' },
    { name: 'server-side', type: 'bool' },
    { name: 'timeout', type: 'duration', default: '0s' },
    { name: 'wait', type: 'bool' },
  ],
  run,
  commands: [viewLastApplied, setLastApplied, editLastApplied],
};

/** What kubectl says below a conflict. kube: the same file, applyOneObject */
const WAYS_OUT = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

function run(call: Call): void {
  const { flags, args } = call;
  const isServerSide = flags.is('server-side');
  if (args.length > 0) throw new WrongUse(`Unexpected args: [${args.join(' ')}]`);
  if (flags.list('filename').length === 0 && flags.text('kustomize') === '') throw new KubectlError('must specify one of -f and -k');
  if (flags.is('force-conflicts') && !isServerSide) throw new KubectlError('--force-conflicts only works with --server-side');
  checkPrune(call);
  const dryRun = dryRunOf(call);
  if (dryRun === 'client' && isServerSide)
    throw new KubectlError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (flags.is('force') && isServerSide) throw new KubectlError('--force cannot be used with --server-side');
  const { lists, errors } = select(call, { takesWritten: true });
  const failed: Error[] = [...errors];
  const tell = outcomePrinter(call, dryRun);
  const all = lists.flatMap(({ items }) => items);
  const applied: KubeObject[] = [];
  for (const chosen of all) {
    try {
      const outcome = isServerSide ? applyServerSide(call, chosen, dryRun) : applyHere(call, chosen, dryRun);
      tell.told(chosen, outcome);
      applied.push(outcome.object as KubeObject);
    } catch (error) {
      if (!isToldError(error)) throw error;
      failed.push(error);
    }
  }
  if (flags.is('prune') && failed.length === 0) {
    prune(call, applied, dryRun, (kind, object) => {
      tell.told({ kind, name: object.metadata.name, namespace: object.metadata.namespace, object }, { object, operation: 'pruned' });
    });
  }
  tell.end();
  throwAll(failed);
  if (all.length === 0) throw new KubectlError('no objects passed to apply');
}

/** What has become of an object, in the word that is printed. */
interface Outcome {
  readonly object: object;
  readonly operation: string;
}

interface OutcomePrinter {
  readonly told: (chosen: Chosen, outcome: Outcome) => void;
  readonly end: () => void;
}

/** Lines are printed as things happen; whole objects at the end, several as one list. */
function outcomePrinter(call: Call, dryRun: DryRun): OutcomePrinter {
  const output = call.flags.text('output');
  if (output === '' || output === 'name')
    return {
      told: ({ kind }, { object, operation }) => printerOf(call, operationText(operation, dryRun))(kind, object),
      end: () => undefined,
    };
  const all: (readonly [Chosen, object])[] = [];
  const format = formatOf(call, OUTPUT_FORMATS)!;
  return {
    told: (chosen, { object }) => void all.push([chosen, object]),
    end: () => {
      const [first] = all;
      if (first === undefined) return;
      const items = all.map(([{ kind }, object]) => printedOf(call, kind, object));
      if (all.length === 1) call.print(format(first[0].kind, items[0]!));
      else call.print(format({ kind: 'List', group: '' }, { apiVersion: 'v1', items, kind: 'List', metadata: {} }));
    },
  };
}

function applyServerSide(call: Call, chosen: Chosen, dryRun: DryRun): Outcome {
  try {
    const options = { ...writeOptions(call, dryRun, 'kubectl'), force: call.flags.is('force-conflicts') };
    return { object: call.client.applyServerSide(chosen.kind, placedManifest(chosen), options), operation: 'serverside-applied' };
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'Conflict') throw new KubectlError(`${error.message}\n${WAYS_OUT}`);
    throw error;
  }
}

function applyHere(call: Call, chosen: Chosen, dryRun: DryRun): Outcome {
  const { kind, name, namespace } = chosen;
  const source = chosen.written!.source;
  const manifest = placedManifest(chosen);
  if (name === '') throw nameless(chosen, manifest);
  const options = writeOptions(call, dryRun, 'kubectl-client-side-apply');
  const old = call.client.find(kind, name, namespace);
  if (dryRun === 'client') return { object: old ?? manifest, operation: old === undefined ? 'created' : 'configured' };
  if (old === undefined) {
    try {
      return { object: call.client.create(kind, withLastApplied(newManifest(chosen)), options), operation: 'created' };
    } catch (error) {
      throw withSource('creating', source, error);
    }
  }
  if (old.metadata.annotations?.[LAST_APPLIED] === undefined) call.warn(lacksAnnotation(chosen));
  const { patch, type } = patchToApply(kind, old, withLastApplied(manifest));
  if (Object.keys(patch).length === 0) return { object: old, operation: 'unchanged' };
  try {
    const object = call.client.patch(kind, old, patch, { ...options, type });
    if (old.metadata.deletionTimestamp !== undefined) call.warn(`Detected changes to resource ${name} which is currently being deleted.`);
    return { object, operation: 'configured' };
  } catch (error) {
    const mayForce = error instanceof ApiError && ['Conflict', 'Invalid'].includes(error.reason);
    if (!mayForce || !call.flags.is('force')) throw refusedPatch(chosen, patch, error);
    return { object: replaceByForce(call, { ...chosen, object: old }, manifest, options), operation: 'configured' };
  }
}

function lacksAnnotation({ kind, name }: Chosen): string {
  return `resource ${kind.plural}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`;
}

/** kube: the same file, applyOneObject */
function nameless(chosen: Chosen, { metadata }: Manifest): KubectlError {
  const generated = metadata?.generateName ?? '';
  if (generated !== '') return new KubectlError(`from ${generated}: cannot use generate name with apply`);
  const { source } = chosen.written!;
  return new KubectlError(
    `error when retrieving current configuration of:\n${titleOf(chosen)}\nfrom server for: "${source}": resource name may not be empty`,
  );
}

/** kube: staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go Info.String */
function titleOf({ kind, name, namespace = '' }: Chosen): string {
  const version = kind.apiVersion.includes('/') ? kind.apiVersion : `/${kind.version}`;
  return `Resource: "${kind.group}/${kind.version}, Resource=${kind.plural}", GroupVersionKind: "${version}, Kind=${kind.kind}"\nName: "${name}", Namespace: "${namespace}"`;
}

/** kube: the same folder, patcher.go Patcher.Patch */
function refusedPatch(chosen: Chosen, patch: object, error: unknown): Error {
  const source = chosen.written!.source;
  const text = `error when applying patch:\n${goJson(patch)}\nto:\n${titleOf(chosen)}\nfor: "${source}"`;
  const patching = withSource('patching', source, error);
  if (!(patching instanceof ApiError)) return new KubectlError(`${text}: ${patching.message}`);
  return new ApiError(patching.code, patching.reason, `${text}: ${patching.message}`, patching.status.details, patching.problems);
}
