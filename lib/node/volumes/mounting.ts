import type { Volume } from '../../api/generated/types.ts';
import { resolvePath } from '../../base/shell/files.ts';
import { EMPTY_TREE, sameTree } from '../../base/shell/subtrees.ts';
import { MOUNT_RETRY_BASE_MILLIS, MOUNT_RETRY_CAP_MILLIS, MOUNT_TIMEOUT_MILLIS, VOLUME_MOUNT_MILLIS } from '../../sim/latencies.ts';
import { withNextRetry } from '../idle-retries.ts';
import { beginProbes } from '../probes/prober.ts';
import { keepNode, nodeRecord, tellPod, type Scene } from '../scene.ts';
import { askedAgain, waitFor, watchResync } from '../timers.ts';
import { nextStep, withFailure, withVolume, type VolumeRecord, type Worker } from '../worker.ts';
import { isFilled } from './container-mounts.ts';
import { filledTree, type MountProblem } from './content.ts';
import { lentPath } from './host-path.ts';
import { mountedObjects, type ObjectName } from './references.ts';
import { showVolumes } from './sharing.ts';

/** Begins to wait for a pod's volumes: those that were not tried yet, or are behind what fills them, are tried at once. kube: pkg/kubelet/volumemanager/volume_manager.go WaitForAttachAndMount */
export function beginMounting(scene: Scene, worker: Worker): Worker {
  const { volumes = [] } = worker.pod.spec;
  const untried = volumes.filter((volume) => {
    const known = findVolume(worker, volume.name);
    return known === undefined || (worker.isStale && isFilled(volume) && known.retry === undefined);
  });
  const fresh = untried.reduce((now, volume) => tryVolume(scene, now, volume), worker);
  const tried = worker.isStale ? showVolumes(scene, { ...fresh, isStale: false }) : fresh;
  if (areMounted(tried)) {
    const isFirst = untried.length > 0 || volumes.length === 0;
    return waitFor(scene, tried, isFirst ? VOLUME_MOUNT_MILLIS : 0, 'step', 'volumes');
  }
  const key = `step ${worker.pod.metadata.uid}`;
  return { ...tried, timer: scene.after(MOUNT_TIMEOUT_MILLIS, key, 'volumes are not there in time', { recurrent: true }) };
}

/** The wait is over: with all volumes the sync goes on, without one it has failed, and nothing more is said. */
export function finishMounting(scene: Scene, worker: Worker): Worker {
  if (areMounted(worker)) return nextStep(beginProbes(scene, { ...worker, mounted: true }));
  return { ...withFailure(worker), sync: { steps: [], failed: true } };
}

function areMounted(worker: Worker): boolean {
  return (worker.pod.spec.volumes ?? []).every(({ name }) => {
    const record = findVolume(worker, name);
    return record?.tree !== undefined || record?.hostPath !== undefined;
  });
}

function findVolume({ volumes }: Worker, name: string): VolumeRecord | undefined {
  return volumes.find((record) => record.name === name);
}

/** One attempt to mount a volume, or to bring it up to date; one that fails is told, and repeated after twice the time. kube: pkg/volume/util/operationexecutor/operation_generator.go GenerateMountVolumeFunc */
function tryVolume(scene: Scene, worker: Worker, volume: Volume): Worker {
  const { name } = volume;
  const known = findVolume(worker, name);
  const found = volumeContent(scene, worker, volume);
  if (!('problem' in found)) {
    const isSame = known?.tree !== undefined && found.tree !== undefined && sameTree(known.tree, found.tree);
    return withVolume(worker, { name, retry: undefined, ...found, ...(isSame ? { tree: known.tree } : {}) });
  }
  tellPod(scene, worker.pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${name}" : ${found.problem}`);
  const millis = known?.retry === undefined ? MOUNT_RETRY_BASE_MILLIS : Math.min(MOUNT_RETRY_CAP_MILLIS, known.retry.millis * 2);
  const timer = scene.after(millis, `volume ${worker.pod.metadata.uid} ${name}`, `mount of volume ${name}`, { recurrent: true });
  return withVolume(worker, { name, tree: known?.tree, hostPath: known?.hostPath, retry: { millis, timer } });
}

type Content = Pick<VolumeRecord, 'tree' | 'hostPath'>;

/** What a volume begins with. Those that come from elsewhere are empty. */
function volumeContent(scene: Scene, { pod }: Worker, volume: Volume): Content | MountProblem {
  const { hostPath } = volume;
  if (hostPath === undefined) {
    const filled = filledTree(scene.api, pod, volume) ?? EMPTY_TREE;
    return 'problem' in filled ? filled : { tree: filled, hostPath: undefined };
  }
  const node = nodeRecord(scene, pod);
  const files = lentPath(node.files, hostPath);
  if ('problem' in files) return files;
  const { uid } = pod.metadata;
  keepNode(scene, pod, { ...node, files, guests: node.guests.includes(uid) ? node.guests : [...node.guests, uid] });
  return { tree: undefined, hostPath: resolvePath('/', hostPath.path) };
}

/** The time to try a volume again has come. A sync that waits for volumes looks every 300 ms. */
export function retryVolume(scene: Scene, worker: Worker, name: string): Worker {
  const volume = worker.pod.spec.volumes?.find((each) => each.name === name);
  if (worker.state !== 'syncing' || volume === undefined) return worker;
  const tried = tryVolume(scene, worker, volume);
  if (worker.mounted) return showVolumes(scene, tried);
  if (worker.sync?.steps[0]?.do !== 'mount' || !areMounted(tried)) return tried;
  scene.cancel(worker.timer!);
  const waitedMillis = scene.now() - (worker.timer!.at - MOUNT_TIMEOUT_MILLIS);
  return waitFor(scene, tried, VOLUME_MOUNT_MILLIS - (waitedMillis % VOLUME_MOUNT_MILLIS), 'step', 'volumes');
}

/** A sync brings volumes up to date whose objects have changed. kube: pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go, MarkRemountRequired */
export function refreshVolumes(scene: Scene, worker: Worker): Worker {
  if (worker.resync !== undefined) scene.cancel(worker.resync);
  const { isStale, mounted, pod } = worker;
  if (!isStale || !mounted) return worker.resync === undefined ? worker : { ...worker, resync: undefined };
  for (const { retry } of worker.volumes) if (retry !== undefined) scene.cancel(retry.timer);
  const fresh: Worker = { ...worker, isStale: false, resync: undefined };
  return showVolumes(
    scene,
    (pod.spec.volumes ?? []).filter(isFilled).reduce((now, volume) => tryVolume(scene, now, volume), fresh),
  );
}

/** An object that a pod uses has come, changed or gone: somebody waits now for what was only to be tried again, and volumes follow at the next sync. */
export function objectChanged(scene: Scene, worker: Worker, object: ObjectName): Worker {
  if (worker.state !== 'syncing') return worker;
  const next = withNextRetry(scene, worker);
  const hopeful: Worker = { ...next, retry: askedAgain(scene, next.retry) };
  if (!mountedObjects(worker.pod).has(object)) return hopeful;
  if (worker.mounted) return watchResync(scene, { ...hopeful, isStale: true });
  return awaitVolumes(scene, hopeful);
}

function awaitVolumes(scene: Scene, worker: Worker): Worker {
  const volumes = worker.volumes.map((record) =>
    record.retry === undefined ? record : { ...record, retry: { ...record.retry, timer: askedAgain(scene, record.retry.timer) } },
  );
  return { ...worker, volumes };
}

/** The worker without anything to come about its volumes. */
export function withoutVolumeTimers(scene: Scene, worker: Worker): Worker {
  const { volumes, resync } = worker;
  if (resync === undefined && volumes.every(({ retry }) => retry === undefined)) return worker;
  if (resync !== undefined) scene.cancel(resync);
  for (const { retry } of volumes) if (retry !== undefined) scene.cancel(retry.timer);
  return { ...worker, resync: undefined, volumes: volumes.map((record) => ({ ...record, retry: undefined })) };
}

/** The worker without its volumes: what was in them is gone, but for what is the node's. */
export function withoutVolumes(scene: Scene, worker: Worker): Worker {
  const free = withoutVolumeTimers(scene, worker);
  if (free.nextWrite !== undefined) scene.cancel(free.nextWrite);
  if (free.volumes.some(({ hostPath }) => hostPath !== undefined)) {
    const node = nodeRecord(scene, free.pod);
    keepNode(scene, free.pod, { ...node, guests: node.guests.filter((uid) => uid !== free.pod.metadata.uid) });
  }
  return { ...free, volumes: [], nextWrite: undefined };
}
