import type { Fields, KubeObject } from '../../api/object.ts';
import { patchToApply } from '../../api/requests/apply.ts';
import { isMapping } from '../../base/merge.ts';
import { makeDirectory, removeNode, writeFile, type Files } from '../../base/shell/files.ts';
import type { Call, Command } from '../command.ts';
import { ExitCode, KubectlError, throwAll, WrongUse } from '../errors.ts';
import { newManifest, placedManifest } from '../manifests.ts';
import { printedOf } from '../output.ts';
import { yamlText } from '../print/yaml-text.ts';
import { FILE_FLAGS, select, SELECTOR_FLAG, type Chosen } from '../selection.ts';
import { FIELD_MANAGER_FLAG, writeOptions } from '../write-flags.ts';

/** `kubectl diff`. kube: staging/src/k8s.io/kubectl/pkg/cmd/diff/diff.go */
export const diff: Command = {
  name: 'diff',
  about: 'shows what applying files would change',
  use: '-f FILENAME',
  flags: [
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    FIELD_MANAGER_FLAG,
    { name: 'concurrency', type: 'int', default: '1' },
    { name: 'force-conflicts', type: 'bool' },
    { name: 'prune', type: 'bool' },
    { name: 'server-side', type: 'bool' },
    { name: 'show-managed-fields', type: 'bool' },
  ],
  run,
};

/** What the program that compares says when it finds differences. */
const DIFFERENT = 1;

function run(call: Call): void {
  const { flags, args, terminal } = call;
  if (args.length > 0) throw new WrongUse(`Unexpected args: [${args.join(' ')}]`);
  if (flags.list('filename').length === 0 && flags.text('kustomize') === '') throw new KubectlError('must specify one of -f and -k');
  if (flags.is('prune')) throw new KubectlError('--prune is not supported here: delete what is left over by its name or its labels');
  const { lists, errors } = select(call, { takesWritten: true });
  throwAll(errors);
  const draw = (): number => call.client.api.random.stream('kubectl-diff').below(1_000_000_000);
  const [live, merged] = [`/tmp/LIVE-${draw()}`, `/tmp/MERGED-${draw()}`];
  const before = terminal.files;
  terminal.files = withFolder(withFolder(before, live), merged);
  const names = lists.flatMap(({ items }) => items).map((chosen) => writeBoth(call, chosen, live, merged));
  const code = compare(call, names, live, merged);
  for (const folder of [live, merged]) {
    const files = removeNode(terminal.files, folder, { recursive: true });
    if (typeof files !== 'string') terminal.files = files;
  }
  if (code > 0) throw new ExitCode(code);
}

function withFolder(files: Files, path: string): Files {
  const next = makeDirectory(files, path, true);
  return typeof next === 'string' ? files : next;
}

/** Writes an object as it is and as it would be; answers what the file is called. */
function writeBoth(call: Call, chosen: Chosen, live: string, merged: string): string {
  const { kind, name, namespace } = chosen;
  const old = call.client.find(kind, name, namespace);
  const next = wouldBe(call, chosen, old);
  const [left, right] = [old, next].map((object) => (object === undefined ? undefined : printedOf(call, kind, object)));
  const [shownLeft, shownRight] = kind.kind === 'Secret' ? masked(left, right) : [left, right];
  const file = [kind.apiVersion.replace('/', '.'), kind.kind, namespace ?? '', name].join('.');
  for (const [folder, object] of [
    [live, shownLeft],
    [merged, shownRight],
  ] as const) {
    if (object === undefined) continue;
    const files = writeFile(call.terminal.files, `${folder}/${file}`, yamlText(object), false);
    if (typeof files === 'string') throw new KubectlError(`cannot write ${folder}/${file}: ${files}`);
    call.terminal.files = files;
  }
  return file;
}

function wouldBe(call: Call, chosen: Chosen, old: KubeObject | undefined): KubeObject {
  const { client, flags } = call;
  const { kind } = chosen;
  const options = { ...writeOptions(call, 'server', 'kubectl-client-side-apply'), fieldValidation: 'Strict' as const };
  if (flags.is('server-side'))
    return client.applyServerSide(kind, placedManifest(chosen), {
      ...options,
      fieldManager: flags.text('field-manager') || 'kubectl',
      force: flags.is('force-conflicts'),
    });
  if (old === undefined) return client.create(kind, newManifest(chosen), options);
  const { patch, type } = patchToApply(kind, old, placedManifest(chosen));
  return Object.keys(patch).length === 0 ? old : client.patch(kind, old, patch, { ...options, type });
}

/** Nobody's secrets are shown, only which of them change. kube: the same file, Masker */
function masked(left: Fields | undefined, right: Fields | undefined): readonly (Fields | undefined)[] {
  const [before, after] = [left, right].map((object) => (isMapping(object?.['data']) ? object['data'] : {}));
  const hide = (object: Fields | undefined, own: Fields, other: Fields, changed: string): Fields | undefined => {
    if (object === undefined || !isMapping(object['data'])) return object;
    const data = Object.entries(own).map(
      ([key, value]) => [key, !Object.hasOwn(other, key) || other[key] === value ? '***' : `*** (${changed})`] as const,
    );
    return { ...object, data: Object.fromEntries(data) };
  };
  return [hide(left, before!, after!, 'before'), hide(right, after!, before!, 'after')];
}

/** Lets a program compare the folders, the one that `KUBECTL_EXTERNAL_DIFF` names or `diff`. */
function compare({ terminal, print }: Call, names: readonly string[], live: string, merged: string): number {
  const own = terminal.env.get('KUBECTL_EXTERNAL_DIFF') ?? '';
  if (own !== '') return terminal.shell(`${own} ${live} ${merged}`);
  let worst = 0;
  for (const name of [...names].sort()) {
    const line = `diff -u -N ${live}/${name} ${merged}/${name}`;
    const code = terminal.shell(`cmp -s ${live}/${name} ${merged}/${name}`);
    if (code === 0) continue;
    print(`${line}\n`);
    worst = Math.max(worst, terminal.shell(line), DIFFERENT);
  }
  return worst;
}
