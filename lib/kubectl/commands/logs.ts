import { readTimestamp } from '../../api/timestamp.ts';
import type { LogLine } from '../../node/images/log-lines.ts';
import { PodKind } from '../../kinds/pod.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { instantOf } from '../../sim/time.ts';
import type { Call, Command } from '../command.ts';
import { ApiError } from '../../api/errors.ts';
import { isToldError, KubectlError, WrongUse } from '../errors.ts';
import { allContainers, defaultContainer, hasContainer } from '../pods/containers.ts';
import { viewedLines, type LogView } from '../pods/log-text.ts';
import { byLogging } from '../pods/pod-order.ts';
import { namedTarget, podsOf } from '../pods/pod-target.ts';
import { SELECTOR_FLAG, selectorOfFlag, type Chosen } from '../selection.ts';
import { letRest } from '../waiting.ts';

/** `kubectl logs`. kube: staging/src/k8s.io/kubectl/pkg/cmd/logs/logs.go */
export const logs: Command = {
  name: 'logs',
  about: 'prints what containers have printed',
  use: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  flags: [
    SELECTOR_FLAG,
    { name: 'all-containers', type: 'bool' },
    { name: 'all-pods', type: 'bool' },
    { name: 'container', short: 'c', type: 'text' },
    { name: 'follow', short: 'f', type: 'bool' },
    { name: 'ignore-errors', type: 'bool' },
    { name: 'insecure-skip-tls-verify-backend', type: 'bool' },
    { name: 'limit-bytes', type: 'int', default: '0' },
    { name: 'max-log-requests', type: 'int', default: '5' },
    { name: 'pod-running-timeout', type: 'duration', default: '20s' },
    { name: 'prefix', type: 'bool' },
    { name: 'previous', short: 'p', type: 'bool' },
    { name: 'since', type: 'duration', default: '0s' },
    { name: 'since-time', type: 'text' },
    { name: 'tail', type: 'int', default: '-1' },
    { name: 'timestamps', type: 'bool' },
  ],
  run,
};

/** The log of one container. */
interface Source {
  readonly pod: Pod;
  readonly container: string;
}

const USAGE = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";
const TAIL_OF_SELECTED = 10;

function run(call: Call): void {
  const { flags, args } = call;
  const isSelected = flags.text('selector') !== '';
  if (args.length > 2 || (args.length === 0 && !isSelected)) throw new WrongUse(USAGE);
  if (args.length === 1 && isSelected) throw new WrongUse('only a selector (-l) or a POD name is allowed');
  const sinceTime = sinceTimeOf(call);
  const pods = isSelected ? selectedPods(call) : undefined;
  const target = isSelected ? undefined : foundTarget(call);
  const view = viewOf(call, sinceTime);
  const sources = target === undefined ? pods!.flatMap((pod) => sourcesOf(call, pod)) : sourcesOfTarget(call, target);
  if (!flags.is('follow')) {
    for (const source of sources) printLines(call, source, viewedLines(logOf(call, source).lines, view));
    return;
  }
  const most = flags.number('max-log-requests');
  if (sources.length > 1 && sources.length > most)
    throw new KubectlError(
      `you are attempting to follow ${sources.length} log streams, but maximum allowed concurrency is ${most}, use --max-log-requests to increase the limit`,
    );
  follow(call, sources, view);
}

function sinceTimeOf({ flags }: Call): number | undefined {
  const text = flags.text('since-time');
  if (text === '') return undefined;
  const read = readTimestamp(text, false);
  if ('problem' in read) throw new KubectlError(read.problem);
  return instantOf(read.text);
}

function selectedPods({ client, flags, namespace, complain }: Call): readonly Pod[] {
  const pods = client.listPage(PodKind, { namespace, labelSelector: selectorOfFlag(flags.text('selector')) }).items;
  if (pods.length === 0) complain(`No resources found in ${namespace} namespace.\n`);
  return pods;
}

function foundTarget(call: Call): Chosen {
  try {
    return namedTarget(call, call.args.slice(0, 1));
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    throw new KubectlError(`error from server (NotFound): ${error.message} in namespace ${JSON.stringify(call.namespace)}`);
  }
}

/** kube: the same file, LogsOptions.Validate, ToLogOptions */
function viewOf({ flags, args, terminal }: Call, sinceTime: number | undefined): LogView {
  const [since, tail, limitBytes] = [flags.duration('since'), flags.number('tail'), flags.number('limit-bytes')];
  const container = args[1] ?? flags.text('container');
  if (sinceTime !== undefined && since !== 0) throw new KubectlError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (flags.is('all-containers') && container !== '')
    throw new KubectlError(`--all-containers=true should not be specified with container name ${container}`);
  if (flags.has('container') && args.length === 2) throw new KubectlError('only one of -c or an inline [CONTAINER] arg is allowed');
  if (limitBytes < 0) throw new KubectlError('--limit-bytes must be greater than 0');
  if (since < 0) throw new KubectlError('--since must be greater than 0');
  if (tail < -1) throw new KubectlError('--tail must be greater than or equal to -1');
  const isFew = flags.text('selector') !== '' && !flags.has('tail');
  return {
    tail: isFew ? TAIL_OF_SELECTED : tail === -1 ? undefined : tail,
    sinceMillis: since === 0 ? sinceTime : terminal.cluster.now - Math.round(since / 1000) * 1000,
    timestamps: flags.is('timestamps'),
    limitBytes: limitBytes === 0 ? undefined : limitBytes,
  };
}

/** kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/logsforobject.go logsForObjectWithClient */
function sourcesOfTarget(call: Call, target: Chosen): readonly Source[] {
  const { pod, pods, count } = podsOf(call, target, 'cannot get the logs from', byLogging);
  if (call.flags.is('all-pods')) return pods.flatMap((each) => sourcesOf(call, each));
  if (count > 1) call.complain(`Found ${count} pods, using pod/${pod.metadata.name}\n`);
  return sourcesOf(call, pod);
}

function sourcesOf({ flags, args, complain }: Call, pod: Pod): readonly Source[] {
  if (flags.is('all-containers')) return allContainers(pod).map(({ name }) => ({ pod, container: name }));
  const asked = args[1] ?? flags.text('container');
  if (asked === '') return [{ pod, container: defaultContainer(pod, complain) }];
  if (!hasContainer(pod, asked)) throw new KubectlError(`container ${asked} is not valid for pod ${pod.metadata.name}`);
  return [{ pod, container: asked }];
}

function logOf({ client, terminal, flags }: Call, { pod, container }: Source): ReturnType<Call['terminal']['cluster']['runLog']> {
  client.require('get', PodKind, pod.metadata, 'log');
  return terminal.cluster.runLog(pod, container, flags.is('previous'));
}

function printLines({ flags, print }: Call, { pod, container }: Source, lines: readonly LogLine[]): void {
  const prefix = flags.is('prefix') || flags.is('all-pods') ? `[pod/${pod.metadata.name}/${container}] ` : '';
  print(lines.map(({ text }) => prefix + text).join(''));
}

/** A log while it grows. */
interface Followed extends Source {
  readonly run: string | undefined;
  /** How many of its lines are older than what is wanted. */
  readonly skipped: number;
  lines: readonly LogLine[];
  isOver: boolean;
}

/** Lets time pass until all of them are over. What several print is told in the order of time. */
function follow(call: Call, sources: readonly Source[], view: LogView): void {
  const followed = sources.flatMap((source): readonly Followed[] => {
    try {
      const { run, lines, isOver } = logOf(call, source);
      const skipped = view.tail === undefined ? 0 : Math.max(0, lines.length - view.tail);
      return [{ ...source, run, lines, isOver, skipped }];
    } catch (error) {
      if (!call.flags.is('ignore-errors') || !isToldError(error)) throw error;
      call.print(`error: ${error.message}\n`);
      return [];
    }
  });
  const isOver = (): boolean => {
    for (const each of followed) if (!each.isOver) refresh(call, each);
    return followed.every((each) => each.isOver);
  };
  if (!isOver()) letRest(call, isOver);
  for (const each of followed) if (!each.isOver) refresh(call, each);
  followed
    .flatMap((source) => viewedLines(source.lines.slice(source.skipped), { ...view, tail: undefined }).map((line) => ({ source, line })))
    .sort((a, b) => a.line.atMillis - b.line.atMillis)
    .forEach(({ source, line }) => printLines(call, source, [line]));
}

/** Looks at the run once more; when another has taken its place, what it has left is all. */
function refresh({ client, terminal }: Call, followed: Followed): void {
  const { name, namespace, uid } = followed.pod.metadata;
  const pod = client.find(PodKind, name, namespace);
  if (pod?.metadata.uid !== uid) {
    followed.isOver = true;
    return;
  }
  for (const previous of [false, true]) {
    const log = logAgain(terminal, pod, followed.container, previous);
    if (log?.run !== followed.run) continue;
    followed.lines = log?.lines ?? followed.lines;
    followed.isOver = previous || log?.isOver === true;
    return;
  }
  followed.isOver = true;
}

function logAgain(
  { cluster }: Call['terminal'],
  pod: Pod,
  container: string,
  previous: boolean,
): Partial<ReturnType<typeof cluster.runLog>> | undefined {
  try {
    return cluster.runLog(pod, container, previous);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
