import type { Container, Volume } from '../../api/generated/types.ts';
import { findNode, makeDirectory, resolvePath, type Files } from '../../base/shell/files.ts';
import { EMPTY_TREE, subtreeOf, withSubtree } from '../../base/shell/subtrees.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { expandReferences } from '../container-env.ts';
import type { Mount } from '../images/program.ts';
import { keepNode, nodeRecord, type Scene } from '../scene.ts';
import { withVolume, type ContainerMount, type VolumeRecord, type Worker } from '../worker.ts';

/** The mounts of a container cannot be made: why, in the kubelet's words. */
export interface MountRefusal {
  readonly refused: string;
}

/** Where a container sees which volumes, from the root down. kube: pkg/kubelet/kubelet_pods.go makeMounts */
export function containerMounts(
  { pod }: Worker,
  { volumeMounts = [] }: Container,
  env: ReadonlyMap<string, string>,
): readonly ContainerMount[] | MountRefusal {
  const mounts: ContainerMount[] = [];
  for (const { name, mountPath, subPath = '', subPathExpr = '', readOnly = false } of volumeMounts) {
    const expanded = subPathExpr === '' ? subPath : expandedPath(subPathExpr, env);
    if (typeof expanded !== 'string') return expanded;
    const volume = pod.spec.volumes?.find((each) => each.name === name);
    const isOwn = volume !== undefined && isFilled(volume);
    mounts.push({
      volume: name,
      path: resolvePath('/', mountPath),
      subPath: expanded,
      readOnly: readOnly || isOwn,
      // A part of a volume that the kubelet fills is bound to the files of that moment.
      isLive: !isOwn || expanded === '',
    });
  }
  return mounts.sort((a, b) => depthOf(a) - depthOf(b));
}

function depthOf({ path }: ContainerMount): number {
  return path === '/' ? 0 : path.split('/').length - 1;
}

/** kube: pkg/kubelet/container/helpers.go ExpandContainerVolumeMounts */
function expandedPath(expression: string, env: ReadonlyMap<string, string>): string | MountRefusal {
  const missing = new Set<string>();
  const get = (name: string): string => {
    const value = env.get(name) ?? '';
    if (value === '') missing.add(name);
    return value;
  };
  const path = expandReferences(expression, { get });
  return missing.size === 0 ? path : { refused: `missing value for ${[...missing].sort().join(', ')}` };
}

/** Whether the kubelet fills a volume from objects; no container may write to it. */
export function isFilled({ configMap, secret, downwardAPI, projected }: Volume): boolean {
  return (configMap ?? secret ?? downwardAPI ?? projected) !== undefined;
}

/** The worker, with a directory made for each part of a volume that is mounted and not there. kube: pkg/kubelet/kubelet_pods.go makeMounts, SafeMakeDir */
export function withSubPaths(scene: Scene, worker: Worker, mounts: readonly ContainerMount[]): Worker {
  return mounts.reduce((now, { volume, subPath }) => {
    if (subPath === '') return now;
    const record = recordOf(now, volume);
    const made = makeDirectory(filesOf(scene, now, record), placeOf(record, subPath), true);
    return typeof made === 'string' ? now : withFiles(scene, now, record, made);
  }, worker);
}

/** What a container's program is started with. */
export function programMounts(scene: Scene, worker: Worker, mounts: readonly ContainerMount[]): readonly Mount[] {
  return mounts.map((mount) => ({ path: mount.path, tree: mountedTree(scene, worker, mount), readOnly: mount.readOnly }));
}

/**
 * What the runtime says of a directory that is mounted where the image has a file, or of a file where it has a directory; undefined when all
 * mounts fit. kube: opencontainers/runc libcontainer/rootfs_linux.go mountToRootfs
 */
export function misfitMount({ pod }: Worker, container: Container, image: Files, mounts: readonly Mount[]): string | undefined {
  const misfit = mounts.find(({ path, tree }) => {
    const own = findNode(image, path);
    return own !== undefined && own.kind !== findNode(tree, '/')?.kind;
  });
  if (misfit === undefined) return undefined;
  const { path } = misfit;
  const index = (container.volumeMounts ?? []).findIndex(({ mountPath }) => resolvePath('/', mountPath) === path);
  const source = mountSource(pod, container, index);
  const complaint = `mount ${source}:${path} (via /proc/self/fd/6), flags: 0x5001: not a directory`;
  return `error during container init: error mounting "${source}" to rootfs at "${path}": ${complaint}`;
}

/** Where the kubelet keeps what is mounted. kube: pkg/kubelet/kubelet_getters.go getPodVolumeDir, pkg/volume/util/subpath/subpath_linux.go */
function mountSource({ metadata, spec }: Pod, container: Container, index: number): string {
  const { name, subPath = '', subPathExpr = '' } = container.volumeMounts![index]!;
  const { hostPath, configMap, secret, downwardAPI, projected } = spec.volumes!.find((volume) => volume.name === name)!;
  const folder = `/var/lib/kubelet/pods/${metadata.uid}`;
  if (subPath !== '' || subPathExpr !== '') return `${folder}/volume-subpaths/${name}/${container.name}/${index}`;
  if (hostPath !== undefined) return hostPath.path;
  const filled = configMap ? 'configmap' : secret ? 'secret' : downwardAPI ? 'downward-api' : projected ? 'projected' : 'empty-dir';
  return `${folder}/volumes/kubernetes.io~${filled}/${name}`;
}

/** What a mount shows of its volume as the volume is now. */
export function mountedTree(scene: Scene, worker: Worker, { volume, subPath }: ContainerMount): Files {
  const record = recordOf(worker, volume);
  const files = filesOf(scene, worker, record);
  const place = placeOf(record, subPath);
  return place === '/' ? files : (subtreeOf(files, place) ?? EMPTY_TREE);
}

/** The worker with what a mount shows in its volume, or in the files of its node. */
export function withMountedTree(scene: Scene, worker: Worker, { volume, subPath }: ContainerMount, tree: Files): Worker {
  const record = recordOf(worker, volume);
  return withFiles(scene, worker, record, withSubtree(filesOf(scene, worker, record), placeOf(record, subPath), tree));
}

function recordOf({ pod, volumes }: Worker, name: string): VolumeRecord {
  const found = volumes.find((record) => record.name === name);
  if (found === undefined) throw new Error(`volume ${JSON.stringify(name)} of pod ${pod.metadata.name} is not mounted`);
  return found;
}

function filesOf(scene: Scene, { pod }: Worker, { hostPath, tree = EMPTY_TREE }: VolumeRecord): Files {
  return hostPath === undefined ? tree : nodeRecord(scene, pod).files;
}

function placeOf({ hostPath = '/' }: VolumeRecord, subPath: string): string {
  return resolvePath(hostPath, subPath);
}

function withFiles(scene: Scene, worker: Worker, record: VolumeRecord, files: Files): Worker {
  if (record.hostPath === undefined) return withVolume(worker, { ...record, tree: files });
  const node = nodeRecord(scene, worker.pod);
  if (node.files !== files) keepNode(scene, worker.pod, { ...node, files });
  return worker;
}
