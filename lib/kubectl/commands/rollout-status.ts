import type { KubeObject } from '../../api/object.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError, throwAll } from '../errors.ts';
import { viewedRollouts } from '../rollout/index.ts';
import type { Rollouts } from '../rollout/rollouts.ts';
import { FILE_FLAGS, requireSomething, select, SELECTOR_FLAG, type Chosen } from '../selection.ts';
import { waitUntil } from '../waiting.ts';

/** `kubectl rollout status`. kube: staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_status.go */
export const rolloutStatus: Command = {
  name: 'status',
  about: 'tells how far a rollout has come, until it is done',
  use: '(TYPE NAME | TYPE/NAME)',
  flags: [
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    { name: 'watch', short: 'w', type: 'bool', default: 'true' },
    { name: 'revision', type: 'int', default: '0' },
    { name: 'timeout', type: 'duration', default: '0s' },
  ],
  run,
};

function run(call: Call): void {
  const { flags } = call;
  requireSomething(call);
  const revision = flags.number('revision');
  if (revision < 0) throw new KubectlError(`revision must be a positive integer: ${revision}`);
  const { lists, errors } = select(call, { allWithoutName: true });
  throwAll(errors);
  const found = lists.flatMap(({ items }) => items);
  if (found.length === 0) call.complain(`No resources found in ${call.namespace} namespace.\n`);
  for (const each of found) follow(call, each, viewedRollouts(each.kind), revision);
}

/** A line now, and one for each change that is seen until it is done. */
function follow(call: Call, { kind, name, namespace, object }: Chosen, rollouts: Rollouts, revision: number): void {
  const { client, flags, print, terminal } = call;
  const failures: Error[] = [];
  const look = (seen: KubeObject): boolean => {
    const { state, text } = rollouts.progress(seen, revision);
    if (state === 'failed') throw new KubectlError(text);
    print(`${text}\n`);
    return state === 'complete' || !flags.is('watch');
  };
  let isDone = look(object);
  if (isDone) return;
  const isOver = (): boolean => isDone || failures.length > 0;
  const options = { namespace, fieldSelector: `metadata.name=${name}`, resourceVersion: String(client.api.store.revision) };
  const { stop } = client.watch(kind, options, (event) => {
    if (isOver()) return;
    try {
      if (event.type === 'DELETED') throw new KubectlError('object has been deleted');
      if (event.type === 'ADDED' || event.type === 'MODIFIED') isDone = look(event.object);
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      failures.push(error);
    }
  });
  try {
    const timeoutMillis = flags.duration('timeout');
    const end = timeoutMillis > 0 ? terminal.cluster.now + timeoutMillis : Infinity;
    if (waitUntil(call, end, isOver)) throwAll(failures);
    else if (end !== Infinity) throw new KubectlError('timed out waiting for the condition');
    else
      throw new KubectlError(
        `the rollout of ${kind.singular} "${name}" would be waited for for ever: nothing more is going to happen by itself. Give a --timeout to wait no longer than that`,
      );
  } finally {
    stop();
  }
}
