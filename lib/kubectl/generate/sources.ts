import { goQuote } from '../../api/field-errors.ts';
import { findNode, listNames, readFile, resolvePath } from '../../base/shell/files.ts';
import type { Call } from '../command.ts';
import { KubectlError } from '../errors.ts';
import type { Flag } from '../flags.ts';
import { envVarProblems } from './env-names.ts';

/** The flags that say what a ConfigMap or a Secret holds. */
export const SOURCE_FLAGS: readonly Flag[] = [
  { name: 'from-literal', type: 'array' },
  { name: 'from-file', type: 'list' },
  { name: 'from-env-file', type: 'list' },
  { name: 'append-hash', type: 'bool' },
];

/** One key of what is to be made, with its text. */
export type Entry = readonly [key: string, text: string];

/** What the flags say, in the order in which kubectl adds it: that decides which key is refused as the second of its name. Throws a KubectlError. */
export function* entriesOf(call: Call, what: 'config' | 'secret'): Iterable<Entry> {
  const { flags } = call;
  const [literals, files, envFiles] = [flags.list('from-literal'), flags.list('from-file'), flags.list('from-env-file')];
  if (envFiles.length > 0 && (files.length > 0 || literals.length > 0))
    throw new KubectlError('from-env-file cannot be combined with from-file or from-literal');
  if (what === 'secret') yield* literals.map(literalOf);
  for (const source of files) yield* fileEntries(call, source);
  if (what === 'config') yield* literals.map(literalOf);
  for (const path of envFiles) yield* envFileEntries(call, path, what);
}

/** kube: staging/src/k8s.io/kubectl/pkg/util/util.go ParseLiteralSource */
function literalOf(source: string): Entry {
  const at = source.indexOf('=');
  if (at < 1) throw new KubectlError(`invalid literal source ${source}, expected key=value`);
  return [source.slice(0, at), source.slice(at + 1)];
}

/** A file under the key that is given or, without one, under its name; or all files of a folder, unless there is another key by default. kube: the same file, ParseFileSource */
export function* fileEntries(call: Call, source: string, defaultKey?: string): Iterable<Entry> {
  const [key, path] = keyAndPath(source, defaultKey);
  const node = nodeAt(call, path);
  if (node.kind === 'file') {
    yield [key, node.content];
    return;
  }
  if (source.includes('=') || defaultKey !== undefined) throw new KubectlError('cannot give a key name for a directory path');
  const { files, cwd } = call.terminal;
  for (const name of listNames(files, resolvePath(cwd, path))) {
    const text = readFile(files, resolvePath(cwd, `${path}/${name}`));
    if (typeof text === 'string') yield [name, text];
  }
}

function keyAndPath(source: string, defaultKey: string | undefined): readonly [key: string, path: string] {
  const [first = '', second, ...more] = source.split('=');
  if (second === undefined) return [defaultKey ?? baseName(source), source];
  if (more.length > 0) throw new KubectlError("key names or file paths cannot contain '='");
  if (first === '') throw new KubectlError(`key name for file path ${second} missing`);
  if (second === '') throw new KubectlError(`file path for key name ${first} missing`);
  return [first, second];
}

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function nodeAt({ terminal: { files, cwd } }: Call, path: string): NonNullable<ReturnType<typeof findNode>> {
  const node = findNode(files, resolvePath(cwd, path));
  if (node === undefined) throw new KubectlError(`error reading ${path}: no such file or directory`);
  return node;
}

/** kube: staging/src/k8s.io/kubectl/pkg/cmd/util/env_file.go AddFromEnvFile */
function* envFileEntries(call: Call, path: string, what: string): Iterable<Entry> {
  const node = nodeAt(call, path);
  if (node.kind !== 'file') throw new KubectlError(`env ${what} file cannot be a directory`);
  for (const raw of node.content.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const line = raw.trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const at = line.indexOf('=');
    const key = at === -1 ? line : line.slice(0, at);
    const problems = envVarProblems(key);
    if (problems.length > 0) throw new KubectlError(`${goQuote(key)} is not a valid key name: ${problems.join(';')}`);
    yield [key, at === -1 ? (call.terminal.env.get(key) ?? '') : line.slice(at + 1)];
  }
}
