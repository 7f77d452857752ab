import { ApiError } from '../../api/errors.ts';
import type { KubeObject } from '../../api/object.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { OUTPUT_FLAGS, printerOf } from '../output.ts';
import { FILE_FLAGS, NOTHING_SAID, select, SELECTOR_FLAG, type Chosen, type Selection } from '../selection.ts';
import { visit } from '../visit.ts';
import { awaitedOf, type Awaited } from '../wait-condition.ts';
import { waitUntil } from '../waiting.ts';

/** `kubectl wait`. kube: staging/src/k8s.io/kubectl/pkg/cmd/wait/wait.go */
export const wait: Command = {
  name: 'wait',
  about: 'waits until objects are as they are to be',
  use: "([-f FILENAME] | TYPE/NAME | TYPE [(-l label | --all)]) [--for=create|--for=delete|--for condition=NAME[=VALUE]|--for=jsonpath='{}'[=VALUE]]",
  flags: [
    ...OUTPUT_FLAGS,
    ...FILE_FLAGS,
    SELECTOR_FLAG,
    { name: 'field-selector', type: 'text' },
    { name: 'all', type: 'bool' },
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'local', type: 'bool' },
    { name: 'timeout', type: 'duration', default: '30s' },
    { name: 'for', type: 'text' },
  ],
  run,
};

const LONGEST_WAIT_MILLIS = 168 * 3_600_000;

function run(call: Call): void {
  const { flags, args, terminal } = call;
  const print = printerOf(call, 'condition met');
  const awaited = awaitedOf(flags.text('for'));
  if (args.length === 0 && flags.list('filename').length === 0 && flags.text('kustomize') === '') throw new KubectlError(NOTHING_SAID);
  const asked = flags.duration('timeout');
  const timeoutMillis = asked < 0 ? LONGEST_WAIT_MILLIS : asked;
  const end = terminal.cluster.now + timeoutMillis;
  const selection = selectionOf(call, awaited, end);
  let count = 0;
  visit(selection, (chosen) => {
    count++;
    print(chosen.kind, turnedOut(call, chosen, awaited, timeoutMillis === 0 ? undefined : end));
  });
  if (count === 0 && awaited.is !== 'gone') throw new KubectlError('no matching resources found');
}

/** What is to be looked at; what is not there yet is waited for where that is what is asked. */
function selectionOf(call: Call, awaited: Awaited, end: number): Selection {
  const selection = select(call);
  if (awaited.is === 'gone') return { ...selection, errors: selection.errors.filter((error) => !isNotFound(error)) };
  if (awaited.is !== 'created' || !isMissing(selection)) return selection;
  if (!waitUntil(call, end, () => !isMissing(select(call)))) throw new KubectlError('timed out waiting for the condition');
  return select(call);
}

function isMissing({ errors }: Selection): boolean {
  return errors.length === 1 && isNotFound(errors[0]!);
}

function isNotFound(error: Error): boolean {
  return error instanceof ApiError && error.reason === 'NotFound';
}

/** The object once it is so; `end` is when to give up, undefined for a single look. Throws what kubectl says where it is not. kube: the same folder, condition.go getObjAndCheckCondition, delete.go IsDeleted */
function turnedOut(call: Call, chosen: Chosen, awaited: Awaited, end: number | undefined): KubeObject {
  const { client, terminal } = call;
  const { kind, name, namespace, object } = chosen;
  if (awaited.is === 'created') return object;
  const found = awaited.is === 'gone' ? client.find(kind, name, namespace) : client.get(kind, name, namespace);
  if (found === undefined) return object;
  // A look at the clock comes first, so that all objects have the same time: what is late is late although it has come to be so.
  const isLate = end !== undefined && end <= terminal.cluster.now;
  let latest: KubeObject | undefined = found;
  const isSo = (): boolean => {
    latest = client.find(kind, name, namespace);
    if (awaited.is === 'gone') return latest?.metadata.uid !== found.metadata.uid;
    return latest !== undefined && awaited.is === 'so' && awaited.isMet(latest);
  };
  if (end === undefined) {
    if (isSo()) return found;
    throw new KubectlError(`condition not met for ${kind.plural}/${name}`);
  }
  if (!isLate && waitUntil(call, end, isSo)) return awaited.is === 'gone' ? found : latest;
  throw new KubectlError(`timed out waiting for the condition on ${kind.plural}/${name}`);
}
