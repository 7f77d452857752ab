import { findNode, listNames, readFile, resolvePath, writeFile } from '../../base/shell/files.ts';
import { PodKind } from '../../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../../kinds/pod-state.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { defaultContainer } from '../pods/containers.ts';
import { runInContainer } from '../pods/run-in-container.ts';

/** `kubectl cp`, of single files. kube: staging/src/k8s.io/kubectl/pkg/cmd/cp/cp.go */
export const cp: Command = {
  name: 'cp',
  about: 'copies a file to a container, or from one',
  use: '<file-spec-src> <file-spec-dest>',
  flags: [
    { name: 'container', short: 'c', type: 'text' },
    { name: 'no-preserve', type: 'bool' },
    { name: 'retries', type: 'int', default: '0' },
  ],
  run,
};

/** One end of a copy. */
interface Place {
  /** The pod; undefined for a file of this machine. */
  readonly pod: { readonly name: string; readonly namespace: string } | undefined;
  readonly path: string;
}

function run(call: Call): void {
  const [source, target, ...more] = call.args;
  if (source === undefined || target === undefined || more.length > 0) throw new KubectlError('source and destination are required');
  const [from, to] = [placeOf(call, source), placeOf(call, target)];
  if (from.pod !== undefined && to.pod !== undefined) throw new KubectlError('one of src or dest must be a local file specification');
  if (from.path === '' || to.path === '') throw new KubectlError('filepath can not be empty');
  if (from.pod !== undefined) copyFromPod(call, from, to.path);
  else if (to.pod !== undefined) copyToPod(call, from.path, to);
  else throw new KubectlError('one of src or dest must be a remote file specification');
}

/** kube: the same file, extractFileSpec */
function placeOf({ namespace }: Call, spec: string): Place {
  const at = spec.indexOf(':');
  if (at === -1) return { pod: undefined, path: spec };
  const pieces = spec.slice(0, at).split('/');
  const [first = '', second] = pieces;
  if (at === 0 || pieces.length > 2) throw new KubectlError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  return { pod: second === undefined ? { name: first, namespace } : { name: second, namespace: first }, path: spec.slice(at + 1) };
}

/** The pod and its container. */
function containerAt({ client, flags, complain }: Call, { pod: named }: Place): readonly [pod: Pod, container: string] {
  const pod = client.get(PodKind, named!.name, named!.namespace);
  const { phase } = pod.status;
  if (isTerminalPhase(phase)) throw new KubectlError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const asked = flags.text('container');
  return [pod, asked === '' ? defaultContainer(pod, complain) : asked];
}

function copyToPod(call: Call, source: string, to: Place): void {
  const { terminal } = call;
  const path = resolvePath(terminal.cwd, source);
  const text = readFile(terminal.files, path);
  if (findNode(terminal.files, path) === undefined && listNames(terminal.files, path).length === 0)
    throw new KubectlError(`${source} doesn't exist in local filesystem`);
  // unlike kube: files one by one, no folders and no archives
  if (typeof text !== 'string') throw new KubectlError(`${source} is a folder: only single files are copied here`);
  const [pod, container] = containerAt(call, to);
  const script = 'if [ -d "$0" ]; then cat > "$0/$1"; else cat > "$0"; fi';
  const { code, stderr } = runInContainer(terminal, pod, container, ['sh', '-c', script, to.path, nameOf(source)], text);
  call.complain(stderr);
  if (code !== 0) throw new KubectlError(`command terminated with exit code ${code}`);
}

function copyFromPod(call: Call, from: Place, target: string): void {
  const { terminal } = call;
  const [pod, container] = containerAt(call, from);
  const { code, stdout, stderr } = runInContainer(terminal, pod, container, ['cat', from.path], undefined);
  if (code !== 0) {
    call.complain(stderr);
    throw new KubectlError(`command terminated with exit code ${code}`);
  }
  const path = resolvePath(terminal.cwd, target);
  const isFolder = findNode(terminal.files, path)?.kind === 'directory';
  const written = writeFile(terminal.files, isFolder ? `${path}/${nameOf(from.path)}` : path, stdout, false);
  if (typeof written === 'string') throw new KubectlError(`open ${target}: no such file or directory`);
  terminal.files = written;
}

function nameOf(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? path;
}
