import { ApiError } from '../../api/errors.ts';
import { typeOfKind } from '../../api/kind.ts';
import { fieldsOf, type Fields, type KubeObject } from '../../api/object.ts';
import { threeWayPatch } from '../../api/patch/strategic-diff.ts';
import type { Call } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText, type DryRun } from '../dry-run.ts';
import { isToldError, KubectlError, throwAll } from '../errors.ts';
import type { Flag } from '../flags.ts';
import { OUTPUT_FLAGS } from '../output.ts';
import { kindName } from '../resource-types.ts';
import { FILE_FLAGS, NOTHING_SAID, select, type Chosen } from '../selection.ts';
import { typedPrinterOf } from '../typed-output.ts';
import { FIELD_MANAGER_FLAG, writeOptions } from '../write-flags.ts';

/** What every word after `kubectl set` takes. */
export const SET_FLAGS: readonly Flag[] = [
  ...OUTPUT_FLAGS,
  ...FILE_FLAGS,
  DRY_RUN_FLAG,
  FIELD_MANAGER_FLAG,
  { name: 'all', type: 'bool' },
  { name: 'local', type: 'bool' },
];

/** kube: staging/src/k8s.io/cli-runtime/pkg/resource/builder.go LocalResourceError */
const ONLY_FILES = `error: you must specify resources by --filename when --local is set.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'`;

/** The objects that are to be changed, which the arguments name or files hold. Throws a KubectlError where one of them is not to be had. */
export function chosenToSet(call: Call, args: readonly string[]): readonly Chosen[] {
  const { flags } = call;
  const isLocal = flags.is('local');
  if (isLocal && args.length > 0) throw new KubectlError(ONLY_FILES);
  if (args.length === 0 && flags.list('filename').length === 0 && flags.text('kustomize') === '') throw new KubectlError(NOTHING_SAID);
  const { lists, errors } = select(call, { args, takesWritten: isLocal });
  throwAll(errors);
  return lists.flatMap(({ items }) => items);
}

/** Throws a KubectlError for a change that is tried here and there at once. */
export function refuseLocalDryRun({ flags }: Call, dryRun: DryRun): void {
  if (flags.is('local') && dryRun === 'server')
    throw new KubectlError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
}

/** What is of one's own about one word after `kubectl set`. */
export interface Setting {
  /** What is printed behind the object's name. */
  readonly operation: string;
  /** What is said before the server's refusal; left out where that is told as it is. */
  readonly failure?: string;
  /** Whether objects that stay as they are are told of, too. */
  readonly tellsUnchanged?: boolean;
  /** Whether what is wrong with an object is told without its name. */
  readonly isNameless?: boolean;
  /** The object as it is to be. Throws a KubectlError where it cannot be so; what it `adds` is told, too, and keeps nothing from happening. */
  readonly change: (chosen: Chosen, add: (error: Error) => void) => Fields;
}

/** Changes objects, each by a patch of the difference. Throws in the end what went wrong. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/helper.go CalculatePatches */
export function changeAll(call: Call, chosen: readonly Chosen[], setting: Setting): void {
  const dryRun = dryRunOf(call);
  const print = typedPrinterOf(call, operationText(setting.operation, dryRun));
  const failed: Error[] = [];
  const changed = chosen.map((each) => {
    try {
      return { each, next: setting.change(each, (error) => void failed.push(error)) };
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      return { each, error: setting.isNameless === true ? error : new KubectlError(`error: ${titleOf(call, each)} ${error.message}\n`) };
    }
  });
  for (const { each, next, error } of changed) {
    try {
      if (error !== undefined) throw error;
      const written = write(call, each, next, setting, dryRun);
      if (written !== undefined) print(each.kind, written);
    } catch (problem) {
      if (!isToldError(problem)) throw problem;
      failed.push(problem);
    }
  }
  throwAll(failed);
}

/** As kubectl names an object here: one that only stands in a file has, behind a name with a group, a line break too many. kube: staging/src/k8s.io/cli-runtime/pkg/resource/visitor.go Info.ObjectName */
function titleOf({ flags }: Call, { kind, name }: Chosen): string {
  if (!flags.is('local')) return `${kind.plural}/${name}`;
  return `${kindName(kind)}/${name}${kind.group === '' ? '' : '\n'}`;
}

/** The object as it is printed; undefined where nothing is to be said of it. */
function write(call: Call, { kind, object }: Chosen, next: Fields, setting: Setting, dryRun: DryRun): object | undefined {
  const before = fieldsOf(object);
  const type = typeOfKind(kind);
  const patch = threeWayPatch(before, next, before, type);
  if (Object.keys(patch).length === 0 && setting.tellsUnchanged !== true) return undefined;
  if (call.flags.is('local') || dryRun === 'client') return next;
  try {
    return call.client.patch<KubeObject>(kind, object, patch, { ...writeOptions(call, dryRun, 'kubectl-set'), type: 'strategic' });
  } catch (error) {
    if (!(error instanceof ApiError) || setting.failure === undefined) throw error;
    throw new KubectlError(`${setting.failure} ${error.message}`);
  }
}
