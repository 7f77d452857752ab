import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { byActivity } from '../pods/pod-order.ts';
import { SESSION_FLAGS, namedTarget, podsOf } from '../pods/pod-target.ts';

/** `kubectl attach`. kube: staging/src/k8s.io/kubectl/pkg/cmd/attach/attach.go */
export const attach: Command = {
  name: 'attach',
  about: 'watches a container that runs',
  use: '(POD | TYPE/NAME) -c CONTAINER',
  flags: SESSION_FLAGS,
  run,
};

// unlike kube: nobody sits at this terminal, so a container's output is read with `logs -f`, and its input is not written to
function run(call: Call): void {
  const { args } = call;
  if (args.length === 0) throw new KubectlError('at least 1 argument is required for attach');
  if (args.length > 2)
    throw new KubectlError(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`);
  const { pod } = podsOf(call, namedTarget(call, args), 'cannot attach to', byActivity);
  throw new KubectlError(
    `attach needs a connection that stays open, which there is only over HTTP: what the container prints is told by "kubectl logs -f ${pod.metadata.name}"`,
  );
}
