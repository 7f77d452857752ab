import type { Call, Command } from '../command.ts';
import { KubectlError, WrongUse } from '../errors.ts';
import { byActivity } from '../pods/pod-order.ts';
import { namedTarget, podsOf } from '../pods/pod-target.ts';

/** `kubectl port-forward`. kube: staging/src/k8s.io/kubectl/pkg/cmd/portforward/portforward.go */
export const portForward: Command = {
  name: 'port-forward',
  about: 'leads ports of this machine to a pod',
  use: 'TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  flags: [
    { name: 'address', type: 'list', default: 'localhost' },
    { name: 'pod-running-timeout', type: 'duration', default: '1m0s' },
  ],
  run,
};

// unlike kube: inside a process there is no port to listen at; requests come from pods, or over HTTP
function run(call: Call): void {
  const { args } = call;
  if (args.length < 2) throw new WrongUse('TYPE/NAME and list of ports are required for port-forward');
  const { pod } = podsOf(call, namedTarget(call, args.slice(0, 1)), 'cannot attach to', byActivity);
  if (pod.status.phase !== 'Running')
    throw new KubectlError(`unable to forward port because pod is not running. Current status=${pod.status.phase ?? ''}`);
  const port = args[1]!.split(':').at(-1)!;
  throw new KubectlError(
    `port-forward needs a connection that stays open, which there is only over HTTP: send requests from a pod, such as "kubectl exec POD -- wget -qO- http://${pod.status.podIP ?? 'ADDRESS'}:${port}/"`,
  );
}
