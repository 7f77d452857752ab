import { badRequest } from '../../api/errors.ts';
import { isTerminalPhase, type Pod } from '../../kinds/pod-state.ts';
import type { Call, Command } from '../command.ts';
import { ExitCode, KubectlError, WrongUse } from '../errors.ts';
import { runInContainer } from '../pods/run-in-container.ts';
import { defaultContainer, hasContainer } from '../pods/containers.ts';
import { byActivity } from '../pods/pod-order.ts';
import { SESSION_FLAGS, namedTarget, podsOf } from '../pods/pod-target.ts';

/** `kubectl exec`. kube: staging/src/k8s.io/kubectl/pkg/cmd/exec/exec.go */
export const execCommand: Command = {
  name: 'exec',
  about: 'runs a command in a container',
  use: '(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  flags: SESSION_FLAGS,
  run,
};

function run(call: Call): void {
  const { flags, args, dashAt, terminal, print, complain } = call;
  const isFile = flags.list('filename').length > 0;
  if (dashAt === -1 && (args.length > 1 || (args.length > 0 && isFile)))
    throw new WrongUse('exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead');
  const named = dashAt === -1 ? args : args.slice(0, dashAt);
  const command = dashAt === -1 ? [] : args.slice(dashAt);
  if (named.length === 0 && !isFile) throw new KubectlError('pod, type/name or --filename must be specified');
  if (command.length === 0) throw new KubectlError('you must specify at least one command for the container');
  const target = namedTarget(call, isFile ? [] : named.slice(0, 1));
  const { pod } = podsOf(call, target, 'cannot attach to', byActivity);
  const container = containerIn(call, pod);
  const isTold = flags.is('stdin') && flags.is('tty') && !flags.is('quiet');
  if (isTold) complain('Unable to use a TTY - input is not a terminal or the right kind of file\n');
  if (!hasContainer(pod, container)) throw badRequest(`container ${container} is not valid for pod ${pod.metadata.name}`);
  const { code, stdout, stderr } = runInContainer(call, pod, container, command, flags.is('stdin') ? terminal.stdin : undefined);
  print(stdout);
  complain(stderr);
  if (code === 0) return;
  complain(`command terminated with exit code ${code}\n`);
  throw new ExitCode(code);
}

function containerIn({ flags, complain }: Call, pod: Pod): string {
  const { phase } = pod.status;
  if (isTerminalPhase(phase)) throw new KubectlError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
  const asked = flags.text('container');
  return asked === '' ? defaultContainer(pod, flags.is('quiet') ? () => undefined : complain) : asked;
}
