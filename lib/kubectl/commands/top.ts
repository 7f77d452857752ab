import { milliValue, value as bytesOf } from '../../base/quantity.ts';
import { goDuration } from '../../base/duration.ts';
import { NodeKind, type Node } from '../../kinds/node.ts';
import { PodKind } from '../../kinds/pod.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { instantOf } from '../../sim/time.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError, WrongUse } from '../errors.ts';
import type { Flag } from '../flags.ts';
import { TABLE_TABS, tabbed } from '../print/tab-writer.ts';
import { SELECTOR_FLAG, selectorOfFlag } from '../selection.ts';
import { notFound } from '../../api/errors.ts';

interface Usage {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** What is used of a machine on which no pod runs. */
const IDLE: Usage = { cpuMillis: 40, memoryBytes: 400 * 1024 ** 2 };

/** How old a pod has to be before it is told that nothing is known of it. */
const METRICS_CREATION_DELAY_MILLIS = 120_000;

const COMMON_FLAGS: readonly Flag[] = [
  SELECTOR_FLAG,
  { name: 'no-headers', type: 'bool' },
  { name: 'sort-by', type: 'text' },
  { name: 'use-protocol-buffers', type: 'bool', default: 'true' },
];

const topNode: Command = {
  name: 'node',
  aliases: ['nodes', 'no'],
  about: 'tells what is used of each node',
  use: '[NAME | -l label]',
  flags: COMMON_FLAGS,
  run: (call) => {
    const name = checked(call, 'node [NAME | -l label]');
    const { client, flags, print } = call;
    const nodes =
      name === undefined ? client.list(NodeKind, { labelSelector: selectorOfFlag(flags.text('selector')) }) : [client.get(NodeKind, name)];
    if (nodes.length === 0) throw new KubectlError('metrics not available yet');
    const rows = sorted(call, nodes.map((node) => ({ node, name: node.metadata.name, ...nodeUsage(call, node) }))); // prettier-ignore
    const header = flags.is('no-headers') ? '' : 'NAME\tCPU(cores)\tCPU(%)\tMEMORY(bytes)\tMEMORY(%)\t\n';
    print(tabbed(header + rows.map(nodeLine).join(''), TABLE_TABS));
  },
};

const topPod: Command = {
  name: 'pod',
  aliases: ['pods', 'po'],
  about: 'tells what each pod uses',
  use: '[NAME | -l label]',
  flags: [
    ...COMMON_FLAGS,
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'containers', type: 'bool' },
    { name: 'field-selector', type: 'text' },
    { name: 'sum', type: 'bool' },
  ],
  run: tellPods,
};

/** `kubectl top`. kube: staging/src/k8s.io/kubectl/pkg/cmd/top, staging/src/k8s.io/kubectl/pkg/metricsutil/metrics_printer.go */
export const top: Command = {
  name: 'top',
  about: 'tells what is used of CPU and memory, where somebody measures it',
  commands: [topNode, topPod],
};

/** The name that is asked for. Throws what kubectl says of flags that do not fit, and where nobody measures. */
function checked({ args, flags, terminal }: Call, use: string): string | undefined {
  if (args.length > 1) throw new WrongUse(use);
  const field = flags.text('sort-by');
  if (field !== '' && field !== 'cpu' && field !== 'memory') throw new KubectlError('--sort-by accepts only cpu or memory');
  if (args.length > 0 && flags.text('selector') !== '') throw new KubectlError('only one of NAME or --selector can be provided');
  selectorOfFlag(flags.text('selector'));
  if (!terminal.cluster.environment.hasMetrics) throw new KubectlError('Metrics API not available');
  return args[0];
}

function nodeUsage({ client, terminal: { cluster } }: Call, { metadata }: Node): Usage {
  const pods = client.by(PodKind, 'node', metadata.name);
  return pods.flatMap((pod) => cluster.usage(pod) ?? []).reduce(plus, IDLE);
}

function plus(a: Usage, b: Usage): Usage {
  return { cpuMillis: a.cpuMillis + b.cpuMillis, memoryBytes: a.memoryBytes + b.memoryBytes };
}

function nodeLine({ node, name, cpuMillis, memoryBytes }: Usage & { readonly node: Node; readonly name: string }): string {
  const { cpu = '0', memory = '0' } = node.status.allocatable ?? {};
  const [ofCpu, ofMemory] = [percent(cpuMillis, milliValue(cpu)), percent(memoryBytes, bytesOf(memory))];
  return `${name}\t${cpuMillis}m\t${ofCpu}\t${mebibytes(memoryBytes)}\t${ofMemory}\t\n`;
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.trunc((part / whole) * 100)}%`;
}

function mebibytes(bytes: number): string {
  return `${Math.trunc(bytes / 1024 ** 2)}Mi`;
}

interface PodRow extends Usage {
  readonly name: string;
  readonly namespace: string;
  readonly containers: readonly (Usage & { readonly name: string })[];
}

function tellPods(call: Call): void {
  const name = checked(call, 'pod [NAME | -l label]');
  const { client, flags, namespace, terminal } = call;
  const isEverywhere = flags.is('all-namespaces');
  const field = flags.text('field-selector');
  const list = {
    namespace: isEverywhere ? undefined : namespace,
    labelSelector: selectorOfFlag(flags.text('selector')),
    fieldSelector: field === '' ? undefined : field,
  };
  const found = name === undefined ? client.list(PodKind, list) : client.find(PodKind, name, namespace);
  const pods: readonly Pod[] = found === undefined ? [] : Array.isArray(found) ? found : [found];
  const rows = pods.flatMap((pod): readonly PodRow[] => {
    const containers = terminal.cluster.usage(pod);
    if (containers === undefined) return [];
    const { name: of, namespace: place = '' } = pod.metadata;
    return [{ name: of, namespace: place, containers, ...containers.reduce<Usage>(plus, { cpuMillis: 0, memoryBytes: 0 }) }];
  });
  if (rows.length > 0) {
    printPods(call, sorted(call, rows));
    return;
  }
  if (name !== undefined)
    throw notFound({ ...PodKind, group: 'metrics.k8s.io', resource: 'podmetrics.metrics.k8s.io' }, `${namespace}/${name}`);
  pods.forEach((pod) => complainIfOld(call, pod));
  if (pods.length > 0) throw new KubectlError('metrics not available yet');
  call.complain(isEverywhere ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`);
}

function complainIfOld({ terminal }: Call, { metadata }: Pod): void {
  const age = terminal.cluster.now - instantOf(metadata.creationTimestamp);
  if (age > METRICS_CREATION_DELAY_MILLIS)
    throw new KubectlError(`Metrics not available for pod ${metadata.namespace ?? ''}/${metadata.name}, age: ${goDuration(age)}`);
}

function sorted<T extends Usage & { readonly name: string; readonly namespace?: string }>(
  { flags }: Call,
  rows: readonly T[],
): readonly T[] {
  const field = flags.text('sort-by');
  const byName = [...rows].sort((a, b) => compare(a.namespace ?? '', b.namespace ?? '') || compare(a.name, b.name));
  if (field === '') return byName;
  return byName.sort((a, b) => (field === 'cpu' ? b.cpuMillis - a.cpuMillis : b.memoryBytes - a.memoryBytes));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function printPods(call: Call, rows: readonly PodRow[]): void {
  const { flags, print } = call;
  const [isEverywhere, hasContainers] = [flags.is('all-namespaces'), flags.is('containers')];
  const amounts = ({ cpuMillis, memoryBytes }: Usage): string => `${cpuMillis}m\t${mebibytes(memoryBytes)}\t\n`;
  const lines = rows.flatMap((row) => {
    const place = isEverywhere ? `${row.namespace}\t` : '';
    if (!hasContainers) return [`${place}${row.name}\t${amounts(row)}`];
    return sorted(call, row.containers).map((container) => `${place}${row.name}\t${container.name}\t${amounts(container)}`);
  });
  const before = [...(isEverywhere ? ['NAMESPACE\t'] : []), ...(hasContainers ? ['POD\t'] : [])];
  const header = flags.is('no-headers') ? '' : `${before.join('')}NAME\tCPU(cores)\tMEMORY(bytes)\t\n`;
  const indent = '\t'.repeat(flags.is('no-headers') ? 1 : before.length + 1);
  const total = rows.reduce<Usage>(plus, { cpuMillis: 0, memoryBytes: 0 });
  const sum = flags.is('sum') ? `${indent}________\t________\t\n${indent}${amounts(total)}` : '';
  print(tabbed(header + lines.join('') + sum, TABLE_TABS));
}
