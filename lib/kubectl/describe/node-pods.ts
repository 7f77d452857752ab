import { keyOf } from '../../api/object.ts';
import { milliValue, value } from '../../base/quantity.ts';
import type { Amounts } from '../../kinds/amounts.ts';
import type { Node } from '../../kinds/node.ts';
import { podAmounts, QUANTITIES } from '../../kinds/pod-amounts.ts';
import { add } from '../../kinds/pod-reckoning.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { PodKind } from '../../kinds/pod.ts';
import { isContainerResource, isHugePages } from '../../kinds/resource-names.ts';
import { amountText } from './amounts.ts';
import type { DescribeContext } from './describer.ts';
import { field, indented, lines, tableLines, type Lines } from './lines.ts';
import { sortedBy } from './sorted-by.ts';
import { ageOf } from './times.ts';

type Sums = Map<string, string>;

interface Taken {
  readonly requests: Sums;
  readonly limits: Sums;
}

/** The pods of a node that have not ended, and what they take of it, each and together. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeNodeResource */
export function nodePodLines({ metadata, status }: Node, { client, nowMillis }: DescribeContext): Lines {
  const { capacity = {}, allocatable = {} } = status;
  const available = Object.keys(allocatable).length > 0 ? allocatable : capacity;
  const pods = sortedBy(client.by(PodKind, 'node', metadata.name), keyOf);
  const all: Taken = { requests: new Map(), limits: new Map() };
  const rows = pods.map((pod) => {
    const taken = takenBy(pod);
    add(all.requests, taken.requests, QUANTITIES);
    add(all.limits, taken.limits, QUANTITIES);
    const shares = ['cpu', 'memory'].flatMap((name) => sharesOf(name, taken, available, NOTHING_OF_NONE));
    return [pod.metadata.namespace ?? '', pod.metadata.name, '', ...shares, ageOf(pod.metadata.creationTimestamp, nowMillis)];
  });
  const headings = ['Namespace', 'Name', '', 'CPU Requests', 'CPU Limits', 'Memory Requests', 'Memory Limits', 'Age'];
  return lines(
    field('Non-terminated Pods', `(${pods.length} in total)`),
    indented(1, tableLines(headings, rows)),
    'Allocated resources:',
    indented(
      1,
      '(Total limits may be over 100 percent, i.e., overcommitted.)',
      tableLines(['Resource', 'Requests', 'Limits'], totalRows(all, available)),
    ),
  );
}

/** kube: staging/src/k8s.io/kubectl/pkg/util/resource/resource.go PodRequestsAndLimits */
function takenBy({ spec }: Pod): Taken {
  const requests = podAmounts(spec, 'requests');
  const limits = podAmounts(spec, 'limits');
  const overhead = Object.entries(spec.overhead ?? {});
  add(requests, new Map(overhead), QUANTITIES);
  add(limits, new Map(overhead.filter(([name]) => amountText(limits.get(name)) !== '0')), QUANTITIES);
  return { requests, limits };
}

function totalRows(all: Taken, available: Amounts): readonly Lines[] {
  const names = Object.keys(available).sort();
  const whole = names.filter((name) => !isHugePages(name) && !isContainerResource(name) && name !== 'pods');
  return [
    ...['cpu', 'memory', 'ephemeral-storage', ...names.filter(isHugePages)].map((name) => [name, ...sharesOf(name, all, available, 0)]),
    ...whole.map((name) => [name, amountText(all.requests.get(name)), amountText(all.limits.get(name))]),
  ];
}

/** What Go makes of a share in nothing. */
const NOTHING_OF_NONE = '-9223372036854775808';

/** What is requested of a resource and what it is limited to, each with its share in what there is. */
function sharesOf(name: string, { requests, limits }: Taken, available: Amounts, otherwise: string | number): Lines {
  const amountOf = name === 'cpu' ? milliValue : value;
  const whole = amountOf(available[name] ?? '0');
  return [requests, limits].map((amounts) => {
    const text = amountText(amounts.get(name));
    return `${text} (${whole === 0 ? otherwise : Math.trunc((amountOf(text) / whole) * 100)}%)`;
  });
}
