import type { Container } from '../api/generated/types.ts';
import { goDuration } from '../base/duration.ts';
import type { News } from '../control/events.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { BACKOFF_FORGET_MILLIS } from '../sim/latencies.ts';
import { currentBackOff } from './back-off.ts';
import type { KnownImage } from './images/catalog.ts';
import { refuse } from './refusal.ts';
import { imageIn, nodeRecord, podTitle, tellContainer, type Scene } from './scene.ts';
import { nextStep, recordOf, type ContainerRecord, type Worker } from './worker.ts';

/** A container is left alone for a while: what every sync tells of it meanwhile, and what its state says. */
export interface Wait {
  /** The first instant at which it is over. */
  readonly until: number;
  readonly news: readonly News[];
  readonly refusal: NonNullable<ContainerRecord['refusal']>;
}

/** The wait of a container that ended, before it is started again. kube: pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff */
export function restartWait(scene: Scene, { pod }: Worker, { name, image = '' }: Container, record: ContainerRecord): Wait | undefined {
  const ended = record.newest?.ended;
  const backOff = currentBackOff(record.backOff, image, scene.now());
  if (ended === undefined || backOff === undefined || scene.now() - ended.at >= backOff.millis) return undefined;
  const title = podTitle(pod);
  return {
    until: Math.min(ended.at + backOff.millis, backOff.since + BACKOFF_FORGET_MILLIS + 1),
    news: [{ type: 'Warning', reason: 'BackOff', message: `Back-off restarting failed container ${name} in pod ${title}` }],
    refusal: {
      reason: 'CrashLoopBackOff',
      message: `back-off ${goDuration(backOff.millis)} restarting failed container=${name} pod=${title}`,
    },
  };
}

/** Whether a container can be made without asking the registry. kube: pkg/kubelet/images/image_manager.go imagePullPrecheck */
export function isImageAtHand(scene: Scene, pod: Pod, { imagePullPolicy = 'IfNotPresent' }: Container, { fullName }: KnownImage): boolean {
  return imagePullPolicy !== 'Always' && nodeRecord(scene, pod).images.includes(fullName);
}

/** The wait of a container whose image could not be pulled, before that is tried again. kube: the same file, EnsureImageExists */
export function pullWait(scene: Scene, { pulls }: Worker, { image = '' }: Container): Wait | undefined {
  const failed = pulls.find(({ backOff }) => backOff.image === image);
  const backOff = currentBackOff(failed?.backOff, image, scene.now());
  if (failed === undefined || backOff === undefined || scene.now() - backOff.since >= backOff.millis) return undefined;
  return {
    until: backOff.since + backOff.millis,
    news: [
      { type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${image}"` },
      { type: 'Warning', reason: 'Failed', message: 'Error: ImagePullBackOff' },
    ],
    refusal: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ErrImagePull: ${failed.error}` },
  };
}

/** The wait that the next sync would find, if it would find a container waiting. */
export function waitOf(scene: Scene, worker: Worker, container: Container): Wait | undefined {
  const record = recordOf(worker, container.name);
  if (record.newest !== undefined) return restartWait(scene, worker, container, record);
  const { image = '', imagePullPolicy } = container;
  const known = imageIn(scene, image);
  if ('invalid' in known || imagePullPolicy === 'Never' || isImageAtHand(scene, worker.pod, container, known)) return undefined;
  return pullWait(scene, worker, container);
}

/** A sync finds a container waiting, and leaves it so. */
export function keepWaiting(scene: Scene, worker: Worker, name: string, { news, refusal }: Wait): Worker {
  for (const { type, reason, message } of news) tellContainer(scene, worker.pod, name, type, reason, message);
  return refuse(nextStep(worker), name, refusal.reason, refusal.message);
}
