import { ApiError, badRequest } from '../../api/errors.ts';
import { goQuote } from '../../api/field-errors.ts';
import { typeOfKind } from '../../api/kind.ts';
import { fieldsOf, type KubeObject } from '../../api/object.ts';
import { patchedFields } from '../../api/requests/patch.ts';
import { same } from '../../base/merge.ts';
import { readFile, resolvePath } from '../../base/shell/files.ts';
import { beginsWithBrace, scanJson } from '../../base/json-stream.ts';
import { readYaml } from '../../base/yaml.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run.ts';
import { KubectlError } from '../errors.ts';
import { OUTPUT_FLAGS, printerOf } from '../output.ts';
import { FILE_FLAGS, select, type Chosen } from '../selection.ts';
import { visit } from '../visit.ts';
import { FIELD_MANAGER_FLAG, writeOptions } from '../write-flags.ts';

const TYPES = ['json', 'merge', 'strategic'] as const;
type PatchType = (typeof TYPES)[number];

/** `kubectl patch`. kube: staging/src/k8s.io/kubectl/pkg/cmd/patch/patch.go */
export const patch: Command = {
  name: 'patch',
  about: 'changes fields of objects',
  use: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  flags: [
    ...OUTPUT_FLAGS,
    ...FILE_FLAGS,
    DRY_RUN_FLAG,
    FIELD_MANAGER_FLAG,
    { name: 'local', type: 'bool' },
    { name: 'patch', short: 'p', type: 'text' },
    { name: 'patch-file', type: 'text' },
    { name: 'subresource', type: 'text' },
    { name: 'type', type: 'text', default: 'strategic' },
  ],
  run,
};

function run(call: Call): void {
  const { flags } = call;
  const [text, file] = [flags.text('patch'), flags.text('patch-file')];
  if (text !== '' && file !== '') throw new KubectlError('cannot specify --patch and --patch-file together');
  if (text === '' && file === '') throw new KubectlError('must specify --patch or --patch-file containing the contents of the patch');
  const dryRun = dryRunOf(call);
  if (flags.is('local') && dryRun === 'server')
    throw new KubectlError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  const type = typeOf(flags.text('type').toLowerCase());
  const subresource = flags.text('subresource');
  const patchText = file === '' ? text : fileText(call, file);
  const [value, unreadable] = [patchValue(patchText), jsonProblem(patchText)];
  const selection = select(call, { takesWritten: flags.is('local') });
  if (selection.lists.length === 0 && selection.errors.length === 0) throw new KubectlError('no objects passed to patch');
  visit(selection, (chosen) => {
    const isHere = flags.is('local') || dryRun === 'client';
    if (unreadable !== undefined) throw isHere ? new KubectlError('invalid JSON document') : badRequest(unreadable);
    const next = isHere ? patchedHere(chosen, type, value) : patched(call, chosen, type, value, subresource);
    const operation = same(next, chosen.object) ? 'patched (no change)' : 'patched';
    // Of a dry run nothing is said.
    const print = printerOf(call, operation);
    if (subresource === 'scale' && !isHere) print({ kind: 'Scale', group: 'autoscaling' }, call.client.getScale(chosen.kind, next));
    else print(chosen.kind, next);
  });
}

function typeOf(text: string): PatchType {
  const found = TYPES.find((type) => type === text);
  if (found === undefined) throw new KubectlError(`--type must be one of [${TYPES.join(' ')}], not ${JSON.stringify(text)}`);
  return found;
}

/** What a patch makes of an object without the server. kube: the same file, getPatchedJSON */
function patchedHere({ kind, object }: Chosen, type: PatchType, value: unknown): KubeObject {
  const objectType = kind.structure === undefined ? typeOfKind(kind) : undefined;
  if (type === 'strategic' && objectType === undefined)
    throw new KubectlError(`strategic merge patch is not supported for ${kind.apiVersion}, Kind=${kind.kind} locally, try --type merge`);
  return patchedFields(fieldsOf(object), value, type, objectType) as unknown as KubeObject;
}

function patched(call: Call, { kind, object }: Chosen, type: PatchType, value: unknown, subresource: string): KubeObject {
  const options = { ...writeOptions(call, dryRunOf(call), 'kubectl-patch'), type };
  try {
    if (!['', 'status', 'scale'].includes(subresource))
      throw new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
    return call.client.patch(
      kind,
      object,
      value,
      subresource === 'status' || subresource === 'scale' ? { ...options, subresource } : options,
    );
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'UnsupportedMediaType') throw error;
    const media = { json: 'json-patch+json', merge: 'merge-patch+json', strategic: 'strategic-merge-patch+json' }[type];
    throw new KubectlError(`application/${media} is not supported by ${kind.apiVersion}, Kind=${kind.kind}: ${error.message}`);
  }
}

/** A patch that does not begin as JSON does may be YAML. kube: staging/src/k8s.io/apimachinery/pkg/util/yaml ToJSON */
function patchValue(text: string): unknown {
  if (jsonProblem(text) !== undefined) return undefined;
  const { value, problems } = readYaml(`${text}\n`, 'patch');
  if (problems.length > 0)
    throw new KubectlError(`unable to parse ${goQuote(text)}: ${problems[0]!.message.replace(/^.*?(?=yaml: )/s, '')}`);
  return value;
}

/** Why what means to be JSON is none, as the server says it, to which it is sent as it is. */
function jsonProblem(text: string): string | undefined {
  if (!beginsWithBrace(text)) return undefined;
  const { ranges, problem } = scanJson(text);
  const [, end] = ranges[0] ?? [];
  if (end === undefined) return problem?.message === 'unexpected EOF' ? CUT : problem?.message.replace(/^json: offset \d+: /, '');
  const rest = text.slice(end).trimStart();
  return rest === '' ? undefined : `invalid character '${rest.charAt(0)}' after top-level value`;
}

/** What Go says of JSON that ends too early. */
const CUT = 'unexpected end of JSON input';

function fileText({ terminal }: Call, path: string): string {
  const text = readFile(terminal.files, resolvePath(terminal.cwd, path));
  if (typeof text !== 'string') throw new KubectlError(`unable to read patch file: open ${path}: no such file or directory`);
  return text;
}
