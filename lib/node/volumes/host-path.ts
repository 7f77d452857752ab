import type { HostPathVolumeSource } from '../../api/generated/types.ts';
import { filesOf, findNode, makeDirectory, resolvePath, writeFile, type Files } from '../../base/shell/files.ts';
import type { MountProblem } from './content.ts';

/** The files of a node on which no pod has left anything. */
export const NODE_FILES: Files = filesOf([['/etc/os-release', 'NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\n']]);

/** What the types that have to be there are called. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ['Directory', 'directory'],
  ['DirectoryOrCreate', 'directory'],
  ['File', 'file'],
  ['FileOrCreate', 'file'],
  ['Socket', 'socket file'],
  ['CharDevice', 'character device'],
  ['BlockDevice', 'block device'],
]);

/**
 * The files of a node that is to lend one of its paths, with what has to be made for that; or why it cannot.
 * kube: pkg/volume/hostpath/host_path.go checkType; a path without a type is made by the runtime
 */
export function lentPath(files: Files, { path, type = '' }: HostPathVolumeSource): Files | MountProblem {
  const place = resolvePath('/', path);
  const node = findNode(files, place);
  if (type === '') return node === undefined ? made(makeDirectory(files, place, true), path) : files;
  if (node === undefined && type === 'DirectoryOrCreate') return made(makeDirectory(files, place, true), path);
  if (node === undefined && type === 'FileOrCreate') {
    const written = writeFile(files, place, '', false);
    return written === 'ENOENT' ? { problem: `open ${path}: no such file or directory` } : made(written, path);
  }
  const isRight = type.startsWith('Directory') ? node?.kind === 'directory' : type.startsWith('File') && node?.kind === 'file';
  return isRight ? files : { problem: `hostPath type check failed: ${path} is not a ${TITLES.get(type) ?? type}` };
}

function made(files: ReturnType<typeof makeDirectory>, path: string): Files | MountProblem {
  return typeof files === 'string' ? { problem: `mkdir ${path}: not a directory` } : files;
}
