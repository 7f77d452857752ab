import { ApiError } from '../api/errors.ts';
import { typeOfKind, type Kind } from '../api/kind.ts';
import { fieldsOf, LAST_APPLIED, type Fields, type KubeObject, type Manifest } from '../api/object.ts';
import { threeWayMergePatch } from '../api/patch/merge-diff.ts';
import { threeWayPatch } from '../api/patch/strategic-diff.ts';
import { goJson } from '../base/go-json.ts';
import { readFile, removeNode, writeFile, type Files } from '../base/shell/files.ts';
import { readManifest } from '../base/yaml.ts';
import type { Call } from './command.ts';
import { ExitCode, KubectlError } from './errors.ts';
import { configurationText } from './last-applied.ts';
import { jsonText } from './print/json-text.ts';
import { yamlText } from './print/yaml-text.ts';
import { printedOf, printerOf } from './output.ts';
import type { Chosen, ChosenList } from './selection.ts';
import { writeOptions } from './write-flags.ts';

/** What somebody has made of a text, and where it lies. */
interface Edited {
  readonly text: string;
  readonly path: string;
}

const HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

const CONFIGURATION_HEADER = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;

/** More often nobody corrects the same file. */
const MOST_ATTEMPTS = 20;

/** Sends what somebody has made of objects; answers, as comments for the next attempt, what is wrong with it. */
type Send = (manifests: readonly Manifest[], edited: Edited) => string;

/** Lets the person's editor change objects that are there, again and again until the server accepts them or nothing changes. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/editor/editoptions.go EditOptions.Run */
export function editLive(call: Call, chosen: readonly Chosen[]): void {
  editUntilSent(call, chosen, HEADER, (manifests, edited) => sendAll(call, chosen, manifests, edited));
}

/** Lets the editor change what was applied last, which stands in the place of the objects; nothing else of them changes. kube: the same file, visitToApplyEditPatch */
export function editConfigurations(call: Call, chosen: readonly Chosen[]): void {
  editUntilSent(call, chosen, CONFIGURATION_HEADER, (manifests, edited) => {
    for (const manifest of manifests) {
      const original = chosen.find(({ object }) => object.kind === manifest.kind && object.metadata.name === manifest.metadata?.name);
      if (original === undefined)
        throw kept(call, edited, new KubectlError('no original object found for an edited one: its kind or its name was changed'));
      const { kind, name, object } = original;
      const isSame = goJson(printedOf(call, kind, object)) === goJson(manifest);
      const patch = { metadata: { annotations: { [LAST_APPLIED]: configurationText(manifest) } } };
      if (!isSame)
        call.client.patch(
          kind,
          { metadata: original.namespace === undefined ? { name } : { name, namespace: original.namespace } },
          patch,
          { type: 'merge', fieldManager: 'kubectl-edit' },
        );
      printerOf(call, isSame ? 'skipped' : 'edited')(kind, manifest);
    }
    return '';
  });
}

function editUntilSent(call: Call, chosen: readonly Chosen[], header: string, send: Send): void {
  const isJson = call.flags.text('output') === 'json';
  const shown = textOf(call, chosen, isJson);
  let reasons = '';
  let last: Edited | undefined;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const begin = isJson ? '' : `${header}${reasons}`;
    const edited = launch(call, `${begin}${last === undefined ? shown : withoutComments(last.text)}`, isJson ? '.json' : '.yaml');
    if (last !== undefined) {
      if (withoutComments(edited.text) === withoutComments(last.text))
        throw kept(call, edited, new KubectlError('Edit cancelled, no valid changes were saved.'));
      remove(call, last);
    }
    const { documents, problem } = readEdited(edited.text);
    if (problem === undefined && withoutComments(edited.text) === withoutComments(shown)) {
      remove(call, edited);
      call.complain('Edit cancelled, no changes made.\n');
      return;
    }
    reasons = problem === undefined ? send(documents, edited) : unreadable(call, chosen[0]!, problem);
    if (reasons === '') {
      remove(call, edited);
      return;
    }
    last = edited;
  }
  throw kept(call, last!, new KubectlError('Edit cancelled, no valid changes were saved.'));
}

interface ReadEdited {
  readonly documents: readonly Manifest[];
  /** What is wrong with the text. */
  readonly problem: string | undefined;
}

function readEdited(text: string): ReadEdited {
  const { documents, problems } = readManifest(text, 'edited-file', true);
  const [problem] = problems;
  const manifests = documents.map(({ value }) => value as Manifest);
  if (problem !== undefined)
    return { documents: manifests, problem: problem.message.replace(/^.*?(?=yaml: )|^.*error validating data: /s, '') };
  return { documents: manifests, problem: manifests.length === 0 ? 'invalid object to validate' : undefined };
}

function unreadable(call: Call, { kind, name }: Chosen, problem: string): string {
  return invalid(call, kind, name, [`<nil>: Invalid value: "The edited file failed validation": ${problem}`]);
}

/** kube: the same file, editResults.addError */
function invalid(call: Call, { resource }: Kind, name: string, causes: readonly string[]): string {
  call.complain(`error: ${resource} "${name}" is invalid\n`);
  return `# ${resource} "${name}" was not valid${causes.length > 0 ? ':' : ''}\n${causes.map((cause) => `# * ${hashed(cause)}\n`).join('')}#\n`;
}

/** Sends what has changed; answers, as the comments of the next attempt, what is invalid. */
function sendAll(call: Call, chosen: readonly Chosen[], manifests: readonly Manifest[], edited: Edited): string {
  let reasons = '';
  for (const manifest of manifests) {
    const original =
      chosen.find(({ object }) => object.metadata.uid === (manifest as KubeObject).metadata.uid) ??
      (chosen.length === 1 ? chosen[0] : undefined);
    if (original === undefined)
      throw kept(call, edited, new KubectlError('no original object found for an edited one: its uid was changed'));
    try {
      send(call, original, manifest);
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof KubectlError)) throw error;
      if (error instanceof KubectlError) throw kept(call, edited, error);
      reasons += reasonOf(call, original, error, edited);
    }
  }
  return reasons;
}

function send(call: Call, { kind, name, object }: Chosen, manifest: Manifest): void {
  const before = fieldsOf(printedOf(call, kind, object));
  const after = manifest as Fields;
  if (goJson(before) === goJson(after)) {
    printerOf(call, 'skipped')(kind, object);
    return;
  }
  if (manifest.apiVersion !== object.apiVersion || manifest.kind !== object.kind || manifest.metadata?.name !== name)
    throw new KubectlError('At least one of apiVersion, kind and name was changed');
  const type = kind.structure === undefined ? typeOfKind(kind) : undefined;
  const patch = type === undefined ? threeWayMergePatch(before, after, before) : threeWayPatch(before, after, before, type);
  if (call.flags.is('output-patch')) call.print(`Patch: ${goJson(patch)}\n`);
  const options = { ...writeOptions(call, 'none', 'kubectl-edit'), type: type === undefined ? ('merge' as const) : ('strategic' as const) };
  const subresource = call.flags.text('subresource') === 'status' ? ('status' as const) : undefined;
  const next = call.client.patch(kind, object, patch, { ...options, subresource });
  printerOf(call, 'edited')(kind, next);
}

/** kube: the same file, editResults.addError */
function reasonOf(call: Call, { kind, name }: Chosen, error: ApiError, edited: Edited): string {
  if (error.reason === 'Invalid')
    return invalid(
      call,
      kind,
      name,
      (error.status.details?.causes ?? []).map(({ field = '', message = '' }) => `${field}: ${message}`),
    );
  if (error.reason === 'NotFound') {
    call.complain(`error: ${kind.resource} "${name}" could not be found on the server\n`);
    call.complain(`The edits you made on deleted resources have been saved to ${JSON.stringify(edited.path)}\n`);
  } else {
    call.complain(`error: ${kind.resource} "${name}" could not be patched: ${error.message}\n`);
    call.complain(`You can run \`kubectl replace -f ${edited.path}\` to try this update again.\n`);
  }
  throw new ExitCode(1);
}

/** Lets the editor change objects before they are created; what is not saved is not created. */
export function editWritten(call: Call, lists: readonly ChosenList[]): readonly Chosen[] {
  return lists
    .flatMap(({ items }) => items)
    .flatMap((each): readonly Chosen[] => {
      const text = yamlText(each.written!.manifest);
      const edited = launch(call, HEADER + text, '.yaml');
      remove(call, edited);
      if (withoutComments(edited.text).trim() === '') {
        call.complain('Edit cancelled, saved file was empty.\n');
        return [];
      }
      const { documents, problems } = readManifest(edited.text, 'edited-file', true);
      if (problems.length > 0) throw new KubectlError(problems[0]!.message);
      return documents.map(({ value }) => ({
        ...each,
        object: value as unknown as KubeObject,
        written: { manifest: value, source: '' },
      }));
    });
}

function textOf(call: Call, chosen: readonly Chosen[], isJson: boolean): string {
  const items = chosen.map(({ kind, object }) => printedOf(call, kind, object));
  const value = items.length === 1 ? items[0]! : { apiVersion: 'v1', items, kind: 'List', metadata: {} };
  return isJson ? jsonText(value) : yamlText(value);
}

/** kube: staging/src/k8s.io/kubectl/pkg/cmd/util/editor/editor.go LaunchTempFile */
function launch(call: Call, text: string, suffix: string): Edited {
  const { terminal } = call;
  const { cluster } = terminal;
  const path = `/tmp/kubectl-edit-${cluster.now}${call.client.api.random.stream('kubectl-edit').below(1_000_000)}${suffix}`;
  terminal.files = writtenTo(terminal.files, path, text);
  if (terminal.editor === undefined) runEditor(call, path);
  else terminal.files = writtenTo(terminal.files, path, terminal.editor(text));
  const after = readFile(terminal.files, path);
  return { text: typeof after === 'string' ? after : '', path };
}

function writtenTo(files: Files, path: string, text: string): Files {
  const written = writeFile(files, path, text, false);
  if (typeof written === 'string') throw new KubectlError(`cannot write ${path}: ${written}`);
  return written;
}

/** Runs the editor that the environment names. kube: the same folder, editor.go Editor.Launch */
function runEditor({ terminal }: Call, path: string): void {
  const { env } = terminal;
  const editor = [env.get('KUBE_EDITOR'), env.get('EDITOR')].find((each) => each !== undefined && each !== '') ?? 'vi';
  const [program = ''] = editor.split(' ');
  if (!/["'\\]/.test(editor) && terminal.shell(`command -v ${program} > /dev/null`) !== 0)
    throw new KubectlError(`unable to launch the editor ${JSON.stringify(editor)}`);
  if (terminal.shell(`${editor} ${path}`) !== 0) throw new KubectlError(`there was a problem with the editor ${JSON.stringify(editor)}`);
}

function remove({ terminal }: Call, { path }: Edited): void {
  const files = removeNode(terminal.files, path);
  if (typeof files !== 'string') terminal.files = files;
}

/** An error after which the file is kept. kube: the same file, preservedFile */
function kept(call: Call, { path }: Edited, error: KubectlError): KubectlError {
  call.complain(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`);
  return error;
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n');
}

function hashed(text: string): string {
  return text.replaceAll('\n', '\n# ');
}
