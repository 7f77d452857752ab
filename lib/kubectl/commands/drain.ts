import type { Selector } from '../../base/labels.ts';
import type { Node } from '../../kinds/node.ts';
import { drainablePods } from '../../nodes/drainable-pods.ts';
import { aggregate, emptyNode, type DrainOptions, type DrainProblem, type Passing, type Words } from '../../nodes/drain.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf } from '../dry-run.ts';
import { ErrorList, ExitCode, KubectlError } from '../errors.ts';
import { selectNodes } from '../node-selection.ts';
import { SELECTOR_FLAG, selectorOfFlag } from '../selection.ts';
import { TERMINATED } from '../waiting.ts';
import { printNode, setSchedulable } from './cordon.ts';

/** `kubectl drain`. kube: staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go NewCmdDrain */
export const drain: Command = {
  name: 'drain',
  about: 'lets the pods of nodes go elsewhere',
  use: 'NODE',
  flags: [
    SELECTOR_FLAG,
    DRY_RUN_FLAG,
    { name: 'chunk-size', type: 'int', default: '500' },
    { name: 'delete-emptydir-data', type: 'bool' },
    { name: 'disable-eviction', type: 'bool' },
    { name: 'force', type: 'bool' },
    { name: 'grace-period', type: 'int', default: '-1' },
    { name: 'ignore-daemonsets', type: 'bool' },
    { name: 'pod-selector', type: 'text' },
    { name: 'skip-wait-for-delete-timeout', type: 'int', default: '0' },
    { name: 'timeout', type: 'duration', default: '0s' },
  ],
  run,
};

/** kube: the same file, RunDrain */
function run(call: Call): void {
  const options = optionsOf(call);
  const nodes = selectNodes(call, 'drain');
  setSchedulable(call, nodes, 'cordon');
  const remaining: string[] = [];
  const fatal: DrainProblem[] = [];
  for (const node of nodes) {
    const problems = empty(call, node, options);
    if (problems.length === 0) {
      printNode(call, node, 'drained');
      continue;
    }
    const { name } = node.metadata;
    call.complain(`error: unable to drain node ${JSON.stringify(name)} due to error: ${aggregate(problems)}, continuing command...\n`);
    remaining.push(name);
    fatal.push(...problems);
  }
  if (remaining.length === 0) return;
  call.complain(`There are pending nodes to be drained:\n${remaining.map((name) => ` ${name}\n`).join('')}`);
  throw new ErrorList(fatal.map(({ text }) => new KubectlError(text)));
}

function optionsOf({ flags }: Call): DrainOptions {
  const grace = flags.number('grace-period');
  const podSelector = selectorOfPods(flags.text('pod-selector'));
  return {
    force: flags.is('force'),
    ignoreDaemonSets: flags.is('ignore-daemonsets'),
    deleteEmptyDirData: flags.is('delete-emptydir-data'),
    disableEviction: flags.is('disable-eviction'),
    skipDeletedSeconds: flags.number('skip-wait-for-delete-timeout'),
    timeoutMillis: flags.duration('timeout'),
    ...(grace < 0 ? {} : { gracePeriodSeconds: grace }),
    ...(podSelector === undefined ? {} : { podSelector }),
  };
}

function selectorOfPods(text: string): Selector | undefined {
  try {
    return selectorOfFlag(text);
  } catch (error) {
    if (error instanceof KubectlError) throw new KubectlError('--pod-selector=<pod_selector> must be a valid label selector');
    throw error;
  }
}

/** kube: the same file, deleteOrEvictPodsSimple */
function empty(call: Call, { metadata }: Node, options: DrainOptions): readonly DrainProblem[] {
  const { client, terminal, print, complain } = call;
  const words: Words = { out: (line) => print(`${line}\n`), err: (line) => complain(`${line}\n`) };
  const dryRun = dryRunOf(call);
  if (dryRun !== 'client') return emptyNode(client, timeOf(terminal), metadata.name, { ...options, dryRun: dryRun === 'server' }, words);
  const { pods, warnings, problems } = drainablePods(client, metadata.name, { ...options, nowMillis: terminal.cluster.now });
  if (problems.length > 0) return problems.map((text) => ({ text }));
  if (warnings !== '') words.err(`Warning: ${warnings}`);
  for (const pod of pods) words.out(`evicting pod ${pod.metadata.namespace ?? ''}/${pod.metadata.name} (dry run)`);
  return [];
}

/** Time that passes until the command is stopped. */
function timeOf({ cluster, deadline = Infinity }: Call['terminal']): Passing {
  return {
    get now() {
      return cluster.now;
    },
    advance: (millis) => {
      cluster.advance(Math.max(0, Math.min(millis, deadline - cluster.now)));
      if (cluster.now >= deadline) throw new ExitCode(TERMINATED);
    },
  };
}
