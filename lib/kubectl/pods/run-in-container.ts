import { badRequest } from '../../api/errors.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import type { ExecResult } from '../../node/exec.ts';
import { KubectlError } from '../errors.ts';
import type { Terminal } from '../terminal.ts';

/** Runs a command in a container of a pod. Throws what the server and the kubelet say where that cannot be done. kube: pkg/registry/core/pod/strategy.go streamLocation, pkg/kubelet/kubelet_pods.go RunInContainer */
export function runInContainer(
  { cluster }: Terminal,
  pod: Pod,
  container: string,
  argv: readonly string[],
  stdin: string | undefined,
): ExecResult {
  const { metadata, spec, status } = pod;
  if ((spec.nodeName ?? '') === '') throw badRequest(`pod ${metadata.name} does not have a host assigned`);
  const statuses = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  if (statuses.find(({ name }) => name === container)?.state?.running === undefined)
    throw new KubectlError(`Internal error occurred: unable to upgrade connection: container not found (${JSON.stringify(container)})`);
  const result = cluster.exec(pod, argv, container, stdin);
  if (result.refusal !== undefined)
    throw new KubectlError(`Internal error occurred: Internal error occurred: error executing command in container: ${result.refusal}`);
  return result;
}
