import type { Container } from '../api/generated/types.ts';
import { goDuration } from '../base/duration.ts';
import type { Pod } from '../kinds/pod-state.ts';
import {
  BACKOFF_BASE_MILLIS,
  BACKOFF_CAP_MILLIS,
  BACKOFF_FORGET_MILLIS,
  CONTAINER_START_MILLIS,
  IMAGE_PULL_FAILURE_MILLIS,
  IMAGE_PULL_MILLIS,
  IMAGE_RECHECK_MILLIS,
} from '../sim/latencies.ts';
import { containerEnv, type EnvRefusal } from './container-env.ts';
import { startContainer, stopContainer } from './container-run.ts';
import { hostIpOf, imageIn, keepNode, nodeRecord, podTitle, specOf, tellContainer, type Scene } from './scene.ts';
import { isRunning, recordOf, withRecord, type BackOff, type Step, type Worker } from './worker.ts';

/** What is to be done with a container before it is made: back-off, image, environment. kube: pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer */
export function prepare(scene: Scene, worker: Worker, pod: Pod, name: string): Worker {
  const container = specOf(pod, name);
  const refused = refusedByBackOff(scene, worker, pod, name);
  return refused ?? ensureImage(scene, advanceBackOff(scene, worker, name), pod, container);
}

/** kube: pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff */
function refusedByBackOff(scene: Scene, worker: Worker, pod: Pod, name: string): Worker | undefined {
  const { newest, backOff } = recordOf(worker, name);
  const ended = newest?.ended;
  if (ended === undefined || backOff === undefined || ended.at - backOff.since > BACKOFF_FORGET_MILLIS) return undefined;
  if (scene.now() - ended.at >= backOff.millis) return undefined;
  tellContainer(scene, worker, pod, name, 'Warning', 'BackOff', `Back-off restarting failed container ${name} in pod ${podTitle(pod)}`);
  const message = `back-off ${goDuration(backOff.millis)} restarting failed container=${name} pod=${podTitle(pod)}`;
  return refuse(worker, name, 'CrashLoopBackOff', message);
}

function advanceBackOff(scene: Scene, worker: Worker, name: string): Worker {
  const record = recordOf(worker, name);
  if (record.newest?.ended === undefined) return worker;
  return withRecord(worker, { ...record, backOff: nextBackOff(record.backOff, record.newest.ended.at, scene.now()) });
}

/** kube: staging/src/k8s.io/client-go/util/flowcontrol/backoff.go Next */
function nextBackOff(old: BackOff | undefined, failedAt: number, now: number): BackOff {
  const isForgotten = old === undefined || failedAt - old.since > BACKOFF_FORGET_MILLIS;
  return { millis: isForgotten ? BACKOFF_BASE_MILLIS : Math.min(BACKOFF_CAP_MILLIS, old.millis * 2), since: now };
}

/** kube: pkg/kubelet/images/image_manager.go EnsureImageExists */
function ensureImage(scene: Scene, worker: Worker, pod: Pod, container: Container): Worker {
  const { name, image = '', imagePullPolicy = 'IfNotPresent' } = container;
  const tell = (type: 'Normal' | 'Warning', reason: string, message: string) =>
    tellContainer(scene, worker, pod, name, type, reason, message);
  const known = imageIn(scene, image);
  if ('invalid' in known) {
    tell('Warning', 'InspectFailed', known.invalid);
    tell('Warning', 'Failed', 'Error: InvalidImageName');
    return refuse(worker, name, 'InvalidImageName', known.invalid);
  }
  const isPresent = nodeRecord(scene, worker.node).images.includes(known.fullName);
  if (imagePullPolicy !== 'Always' && isPresent) {
    tell('Normal', 'Pulled', `Container image "${image}" already present on machine`);
    return nextStep(worker, { do: 'start', container: name });
  }
  if (imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    tell('Warning', 'ErrImageNeverPull', message);
    tell('Warning', 'Failed', 'Error: ErrImageNeverPull');
    return refuse(worker, name, 'ErrImageNeverPull', message);
  }
  const pull = worker.pulls.find((one) => one.image === image);
  if (pull !== undefined && scene.now() - pull.backOff.since < pull.backOff.millis) {
    tell('Normal', 'BackOff', `Back-off pulling image "${image}"`);
    tell('Warning', 'Failed', 'Error: ImagePullBackOff');
    return refuse(worker, name, 'ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${pull.error}`);
  }
  tell('Normal', 'Pulling', `Pulling image "${image}"`);
  return beginPull(scene, worker, name, image);
}

/** Pulls on one node wait for each other. */
function beginPull(scene: Scene, worker: Worker, name: string, image: string): Worker {
  const node = nodeRecord(scene, worker.node);
  const known = imageIn(scene, image);
  const fails = 'invalid' in known || known.pullFailure !== undefined;
  const startedAt = Math.max(scene.now(), node.pullFreeAt);
  const isKnown = !fails && (node.images.includes(known.fullName) || node.pulling.includes(known.fullName));
  const tookMillis = fails ? IMAGE_PULL_FAILURE_MILLIS : isKnown ? IMAGE_RECHECK_MILLIS : IMAGE_PULL_MILLIS;
  const pulling = fails || isKnown ? node.pulling : [...node.pulling, known.fullName];
  keepNode(scene, worker.node, { ...node, pulling, pullFreeAt: startedAt + tookMillis });
  return nextStep(worker, { do: 'pull', container: name, askedAt: scene.now(), tookMillis, endsAt: startedAt + tookMillis });
}

/** A pull has ended, well or not. */
export function finishPull(scene: Scene, worker: Worker, pod: Pod, step: Extract<Step, { readonly do: 'pull' }>): Worker {
  const { image = '' } = specOf(pod, step.container);
  const known = imageIn(scene, image);
  if ('invalid' in known) return worker;
  const others = worker.pulls.filter((one) => one.image !== image);
  if (known.pullFailure !== undefined) {
    tellContainer(scene, worker, pod, step.container, 'Warning', 'Failed', `Failed to pull image "${image}": ${known.pullFailure}`);
    tellContainer(scene, worker, pod, step.container, 'Warning', 'Failed', 'Error: ErrImagePull');
    const old = worker.pulls.find((one) => one.image === image);
    const pulls = [...others, { image, backOff: nextBackOff(old?.backOff, scene.now(), scene.now()), error: known.pullFailure }];
    return fail({ ...worker, pulls }, step.container, 'ErrImagePull', known.pullFailure);
  }
  const node = nodeRecord(scene, worker.node);
  if (!node.images.includes(known.fullName)) {
    keepNode(scene, worker.node, {
      ...node,
      images: [...node.images, known.fullName],
      pulling: node.pulling.filter((image) => image !== known.fullName),
    });
  }
  const took = `${goDuration(step.tookMillis)} (${goDuration(scene.now() - step.askedAt)} including waiting)`;
  tellContainer(
    scene,
    worker,
    pod,
    step.container,
    'Normal',
    'Pulled',
    `Successfully pulled image "${image}" in ${took}. Image size: ${known.sizeBytes} bytes.`,
  );
  const ready: Worker = { ...worker, pulls: others };
  return { ...ready, sync: { ...ready.sync!, steps: [{ do: 'start', container: step.container }, ...ready.sync!.steps] } };
}

/** The container is made; starting it takes a moment. */
export function beginStart(scene: Scene, worker: Worker, pod: Pod, name: string): Worker {
  const env = containerEnv(scene.api, pod, specOf(pod, name), worker.ip ?? '', hostIpOf(scene, worker.node));
  if ('refused' in env) {
    tellContainer(scene, worker, pod, name, 'Warning', 'Failed', `Error: ${env.refused}`);
    return refuse(worker, name, 'CreateContainerConfigError', env.refused);
  }
  tellContainer(scene, worker, pod, name, 'Normal', 'Created', `Created container: ${name}`);
  const timer = scene.after(CONTAINER_START_MILLIS, `step ${worker.uid}`, `start of ${name}`);
  return { ...worker, sync: { ...worker.sync!, timer } };
}

/** The container runs, or its program could not be started. */
export function finishStart(scene: Scene, worker: Worker, pod: Pod, name: string): Worker {
  const env = containerEnv(scene.api, pod, specOf(pod, name), worker.ip ?? '', hostIpOf(scene, worker.node));
  const variables = 'refused' in env ? new Map<string, string>() : env;
  const started = startContainer(scene, worker, pod, specOf(pod, name), variables);
  const failure = recordOf(started, name).newest?.ended;
  if (failure?.reason === 'StartError') {
    tellContainer(scene, worker, pod, name, 'Warning', 'Failed', `Error: ${failure.message ?? ''}`);
    return fail(started, name, 'RunContainerError', failure.message ?? '');
  }
  tellContainer(scene, worker, pod, name, 'Normal', 'Started', `Started container ${name}`);
  return withRecord(started, { ...recordOf(started, name), refusal: undefined });
}

/** A container whose image changed is stopped; the sync goes on when it has ended. */
export function beginKill(scene: Scene, worker: Worker, pod: Pod, name: string): Worker {
  if (!isRunning(recordOf(worker, name).newest)) return nextStep(worker);
  tellContainer(scene, worker, pod, name, 'Normal', 'Killing', `Container ${name} definition changed, will be restarted`);
  const stopped = stopContainer(scene, worker, name, pod.spec.terminationGracePeriodSeconds ?? 30);
  return withRecord(stopped, { ...recordOf(stopped, name), backOff: undefined });
}

/** The current step is over; `then` comes before the others. */
function nextStep(worker: Worker, then?: Step): Worker {
  const [, ...rest] = worker.sync!.steps;
  return { ...worker, sync: { ...worker.sync!, steps: then === undefined ? rest : [then, ...rest] } };
}

/** The current step is over, and the container was not started. */
function refuse(worker: Worker, name: string, reason: string, message: string): Worker {
  return fail(nextStep(worker), name, reason, message);
}

function fail(worker: Worker, name: string, reason: string, message: string): Worker {
  return withRecord({ ...worker, sync: { ...worker.sync!, failed: true } }, { ...recordOf(worker, name), refusal: { reason, message } });
}
