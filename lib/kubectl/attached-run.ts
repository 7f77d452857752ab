import type { Kind } from '../api/kind.ts';
import type { KubeObject, Manifest } from '../api/object.ts';
import { PodKind } from '../kinds/pod.ts';
import { isReady, isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import type { Call } from './command.ts';
import { ExitCode, KubectlError } from './errors.ts';
import { kindName } from './resource-types.ts';
import { waitUntil } from './waiting.ts';

interface Made {
  readonly kind: Kind;
  readonly object: Manifest | KubeObject;
}

// unlike kube: nobody types at a terminal, so that a pod that is attached to runs to its end with nothing to read
/**
 * Waits until a pod that was just made has run to its end, and prints what it has printed; then removes all that was made if `--rm` says so. Throws an
 * ExitCode with that of the pod's container. kube: staging/src/k8s.io/kubectl/pkg/cmd/run/run.go RunOptions.Run
 */
export function attachTo(call: Call, created: KubeObject, made: readonly Made[]): void {
  try {
    const { flags } = call;
    awaitRun(call, created);
    const restart = podNow(call, created).spec.restartPolicy;
    if (flags.is('leave-stdin-open') || (restart !== 'Never' && restart !== 'OnFailure')) return;
    const isOver = (): boolean => {
      const { phase } = podNow(call, created).status;
      return restart === 'Never' ? isTerminalPhase(phase) : phase === 'Succeeded';
    };
    if (!waitUntil(call, call.terminal.cluster.now + flags.duration('pod-running-timeout'), isOver))
      throw new KubectlError('timed out waiting for the condition');
    const pod = podNow(call, created);
    if (pod.status.phase !== 'Failed') return;
    const ended = pod.status.containerStatuses?.[0]?.state?.terminated;
    const title = `pod ${pod.metadata.namespace}/${pod.metadata.name}`;
    if (ended === undefined || ended.exitCode === 0) throw new KubectlError(`${title} failed with unknown exit code`);
    call.complain(`${title} terminated (${ended.reason ?? ''})\n${ended.message ?? ''}`);
    throw new ExitCode(ended.exitCode);
  } finally {
    if (call.flags.is('rm')) for (const each of made) remove(call, each);
  }
}

/** Waits until the pod's container has run, and prints what it has printed. Throws a KubectlError where it does not start in time, or does not end. */
function awaitRun(call: Call, created: KubeObject): void {
  const { flags } = call;
  const { cluster } = call.terminal;
  const hasRun = (): boolean => hasEnded(podNow(call, created));
  const isUp = (): boolean => hasRun() || isReady(podNow(call, created));
  if (!waitUntil(call, cluster.now + flags.duration('pod-running-timeout'), isUp))
    throw new KubectlError('timed out waiting for the condition');
  // What has ended before one could attach to it is read from its log, in one stream.
  const isAttached = !hasRun();
  if (isAttached && !flags.is('quiet')) call.complain("If you don't see a command prompt, try pressing enter.\n");
  const isOver = waitUntil(call, Infinity, hasRun);
  const pod = podNow(call, created);
  for (const { text, stream } of cluster.runLog(pod, pod.spec.containers[0]!.name).lines)
    (stream === 'stderr' && isAttached && !flags.is('tty') ? call.complain : call.print)(`${text}\n`);
  if (!isOver) throw new KubectlError('timed out waiting for the condition');
}

function podNow({ client }: Call, { metadata }: KubeObject): Pod {
  return client.get(PodKind, metadata.name, metadata.namespace);
}

/** Whether the container has run to an end, after which it may have been started again. */
function hasEnded({ status }: Pod): boolean {
  const first = status.containerStatuses?.[0];
  return isTerminalPhase(status.phase) || first?.state?.terminated !== undefined || first?.lastState?.terminated !== undefined;
}

function remove({ client, flags, print }: Call, { kind, object }: Made): void {
  const { name, namespace } = (object as KubeObject).metadata;
  const found = client.find(kind, name, namespace);
  if (found === undefined) return;
  client.delete(kind, found, { propagationPolicy: 'Background' });
  if (!flags.is('quiet')) print(`${kindName(kind)} "${name}" deleted\n`);
}
