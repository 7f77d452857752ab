import type { Container } from '../api/generated/types.ts';
import { goDuration } from '../base/duration.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { SecretKind } from '../kinds/secret.ts';
import { IMAGE_PULL_FAILURE_MILLIS, IMAGE_PULL_MILLIS, IMAGE_RECHECK_MILLIS } from '../sim/latencies.ts';
import { currentBackOff, nextBackOff } from './back-off.ts';
import type { KnownImage } from './images/catalog.ts';
import { tellOfImage } from './idle-retries.ts';
import { refuse } from './refusal.ts';
import { imageIn, keepNode, nodeRecord, specOf, tellContainer, tellPod, type Scene } from './scene.ts';
import { isImageAtHand, keepWaiting, pullWait } from './waits.ts';
import { nextStep, type PullStep, type Worker } from './worker.ts';

/** Every sync tells of the pull secrets that are not there, and goes on without them. kube: pkg/kubelet/kubelet_pods.go getPullSecretsForPod, pkg/kubelet/kubelet.go SyncPod */
export function tellPullSecrets(scene: Scene, pod: Pod): void {
  const named = (pod.spec.imagePullSecrets ?? []).map(({ name = '' }) => name).filter((name) => name !== '');
  const missing = named.filter((name) => scene.api.find(SecretKind, name, pod.metadata.namespace) === undefined);
  if (missing.length === 0) return;
  const message = `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`;
  tellPod(scene, pod, 'Warning', 'FailedToRetrieveImagePullSecret', message);
}

/** Sees to it that a container's image is on the node: the container is made next, or the image is pulled first, or it is refused. kube: pkg/kubelet/images/image_manager.go EnsureImageExists */
export function ensureImage(scene: Scene, worker: Worker, container: Container): Worker {
  const { pod } = worker;
  const { name, image = '', imagePullPolicy = 'IfNotPresent' } = container;
  const no = (reason: string, message: string): Worker => {
    tellContainer(scene, pod, name, 'Warning', 'Failed', `Error: ${reason}`);
    return refuse(nextStep(worker), name, reason, message);
  };
  const known = imageIn(scene, image);
  if ('invalid' in known) {
    tellContainer(scene, pod, name, 'Warning', 'InspectFailed', known.invalid);
    return no('InvalidImageName', known.invalid);
  }
  if (isImageAtHand(scene, pod, container, known)) {
    tellContainer(scene, pod, name, 'Normal', 'Pulled', `Container image "${image}" already present on machine`);
    return nextStep(worker, { do: 'create', container: name });
  }
  if (imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    tellContainer(scene, pod, name, 'Warning', 'ErrImageNeverPull', message);
    return no('ErrImageNeverPull', message);
  }
  const wait = pullWait(scene, worker, container);
  if (wait !== undefined) return keepWaiting(scene, worker, name, wait);
  tellContainer(scene, pod, name, 'Normal', 'Pulling', `Pulling image "${image}"`);
  return nextStep(worker, queuePull(scene, worker, name, known));
}

/** The images of one node are pulled one after the other. kube: pkg/kubelet/images/puller.go serialImagePuller */
function queuePull(scene: Scene, { pod }: Worker, container: string, { fullName, pullFailure }: KnownImage): PullStep {
  const node = nodeRecord(scene, pod);
  const isThere = node.images.includes(fullName) || node.pulling.includes(fullName);
  const tookMillis = pullFailure !== undefined ? IMAGE_PULL_FAILURE_MILLIS : isThere ? IMAGE_RECHECK_MILLIS : IMAGE_PULL_MILLIS;
  const pulling = pullFailure !== undefined || isThere ? node.pulling : [...node.pulling, fullName];
  const endsAt = Math.max(scene.now(), node.pullFreeAt) + tookMillis;
  keepNode(scene, pod, { ...node, pulling, pullFreeAt: endsAt });
  return { do: 'pull', container, askedAt: scene.now(), tookMillis, endsAt };
}

/** A pull has ended, well or not. */
export function finishPull(scene: Scene, worker: Worker, step: PullStep): Worker {
  const { pod } = worker;
  const { name, image = '' } = specOf(pod, step.container);
  const known = imageIn(scene, image);
  if ('invalid' in known) throw new Error(`image ${JSON.stringify(image)} was pulled though it is none: ${known.invalid}`);
  const { fullName, pullFailure: error, sizeBytes } = known;
  const node = nodeRecord(scene, pod);
  const pulling = node.pulling.filter((other) => other !== fullName);
  if (error !== undefined) {
    keepNode(scene, pod, { ...node, pulling });
    tellContainer(scene, pod, name, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`);
    tellContainer(scene, pod, name, 'Warning', 'Failed', 'Error: ErrImagePull');
    const old = worker.pulls.find(({ backOff }) => backOff.image === image);
    const backOff = nextBackOff(currentBackOff(old?.backOff, image, scene.now()), image, scene.now());
    const pulls = [...worker.pulls.filter((other) => other !== old), { backOff, error }];
    return refuse(nextStep({ ...worker, pulls }), name, 'ErrImagePull', error);
  }
  const isNew = !node.images.includes(fullName);
  keepNode(scene, pod, { ...node, pulling, images: isNew ? [...node.images, fullName] : node.images });
  if (isNew) tellOfImage(scene, pod.spec.nodeName);
  const took = `${goDuration(step.tookMillis)} (${goDuration(scene.now() - step.askedAt)} including waiting)`;
  const message = `Successfully pulled image "${image}" in ${took}. Image size: ${sizeBytes} bytes.`;
  tellContainer(scene, pod, name, 'Normal', 'Pulled', message);
  return nextStep(worker, { do: 'create', container: name });
}
