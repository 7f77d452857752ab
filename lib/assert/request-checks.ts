import { UsageError } from '../api/errors.ts';
import { gherkinTable } from '../base/text-table.ts';
import type { Cluster } from '../cluster.ts';
import type { Origin } from '../control/network.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { personAt } from '../network/client.ts';
import type { Outcome } from '../network/outcome.ts';
import { statusLine } from '../network/tools/tool.ts';
import { parseUrl } from '../network/url.ts';
import { AssertionError } from './assertion-error.ts';
import type { Check, Wrong } from './check.ts';
import { isOne, isWithin, type Count } from './checks.ts';
import { podAt, whyUnanswered } from './request-hints.ts';

/** Where requests go, and the namespace whose names they use. */
export interface Destination {
  readonly address: string;
  readonly namespace: string;
}

/** Requests that were sent at a moment. */
export interface Sent extends Destination {
  readonly outcomes: readonly Outcome[];
}

/** How many sorts of outcomes are shown. */
const MOST_ROWS = 20;

/** Whichever endpoint gets a request, the answer is one of success: 200 to 399. */
export function requestsSucceed(to: Destination): Check {
  return requestsCheck(to, (cluster, outcomes) =>
    outcomes.every(isSuccess)
      ? undefined
      : () =>
          told(
            cluster,
            to,
            outcomes,
            'succeed',
            outcomes.filter((outcome) => !isSuccess(outcome)),
          ),
  );
}

/** Whichever endpoint gets a request, the connection is refused, as it is where there is no endpoint at all. */
export function requestsAreRefused(to: Destination): Check {
  return requestsCheck(to, (cluster, outcomes) =>
    outcomes.every(isRefused) ? undefined : () => told(cluster, to, outcomes, 'be refused', []),
  );
}

/** So many pods may get a request, and every one that may answers it. */
export function requestsAnsweredByPods(to: Destination, count: Count): Check {
  return requestsCheck(to, (cluster, outcomes) => {
    const pods = new Set(outcomes.filter(isSuccess).map(({ socket }) => socket?.pod?.metadata.uid));
    const failed = outcomes.filter((outcome) => !isSuccess(outcome));
    if (isWithin(pods.size, count) && (failed.length === 0 || count.atMost === 0)) return undefined;
    const wanted = `be answered by ${count.text} ${isOne(count) ? 'pod' : 'pods'}`;
    return () => told(cluster, to, outcomes, wanted, failed, `, found ${pods.size}`);
  });
}

/** Whichever pod gets a request, a container of that image answers it. */
export function requestsAnsweredByImage(to: Destination, image: string): Check {
  return requestsCheck(to, (cluster, outcomes) => {
    if (outcomes.every((outcome) => isSuccess(outcome) && outcome.socket?.image === image)) return undefined;
    return () =>
      told(
        cluster,
        to,
        outcomes,
        `be answered by image "${image}"`,
        outcomes.filter((outcome) => !isSuccess(outcome)),
      );
  });
}

/** Requests that were sent have all succeeded. Throws an AssertionError that tells how the others failed. */
export function expectSuccess(cluster: Cluster, { address, namespace, outcomes }: Sent): void {
  const failed = outcomes.filter((outcome) => !isSuccess(outcome));
  if (failed.length === 0) return;
  const title = `expected all ${outcomes.length} requests to ${JSON.stringify(address)} to succeed, but ${failed.length === outcomes.length ? 'all' : failed.length} failed:`;
  throw new AssertionError([title, ...tableOf(cluster, outcomes), ...whyUnanswered(cluster, { address, namespace }, failed)].join('\n'));
}

/** So many of the requests that were sent have failed. Throws an AssertionError otherwise. */
export function expectFailures(cluster: Cluster, { address, namespace, outcomes }: Sent, count: Count): void {
  const failed = outcomes.filter((outcome) => !isSuccess(outcome));
  if (isWithin(failed.length, count)) return;
  const title = `expected ${count.text} of the ${outcomes.length} requests to ${JSON.stringify(address)} to fail, found ${failed.length}:`;
  throw new AssertionError([title, ...tableOf(cluster, outcomes), ...whyUnanswered(cluster, { address, namespace }, failed)].join('\n'));
}

function requestsCheck(
  { address, namespace }: Destination,
  judge: (cluster: Cluster, outcomes: readonly Outcome[]) => (() => readonly string[]) | undefined,
): Check {
  const url = parseUrl(address);
  if (url === undefined) throw new UsageError(`${JSON.stringify(address)} is no address to send requests to: write "http://web:80/path"`);
  const check = (cluster: Cluster): Wrong | undefined => {
    const tell = judge(cluster, cluster.network.outcomes(originIn(cluster, namespace), url));
    return tell === undefined ? undefined : { tell: () => tell().join('\n') };
  };
  const changesAt = (cluster: Cluster): number | undefined => cluster.network.changesAt(originIn(cluster, namespace), url);
  return Object.assign(check, { changesAt });
}

function originIn(cluster: Cluster, namespace: string): Origin {
  return personAt(cluster.as('admin'), namespace);
}

function told(
  cluster: Cluster,
  to: Destination,
  outcomes: readonly Outcome[],
  wanted: string,
  failed: readonly Outcome[],
  found = '',
): readonly string[] {
  const title = `expected requests to ${JSON.stringify(to.address)} to ${wanted}${found}`;
  const [only] = outcomes;
  const hints = whyUnanswered(cluster, to, failed);
  if (outcomes.length === 1 && only !== undefined && !('answer' in only) && only.socket === undefined)
    return [`${title}, but: ${textOf(only)} (${only.address})`, ...hints];
  return [`${title}; who may get one:`, ...tableOf(cluster, outcomes), ...hints];
}

/** The outcomes, alike ones in one row. */
function tableOf(cluster: Cluster, outcomes: readonly Outcome[]): readonly string[] {
  const groups = new Map<string, { readonly cells: readonly string[]; count: number }>();
  for (const outcome of outcomes) {
    const pod = outcome.socket?.pod ?? podAt(cluster, outcome.address);
    const cells = [pod?.metadata.name ?? '<none>', outcome.address, outcome.socket?.image ?? imagesOf(pod), textOf(outcome)];
    const group = groups.get(cells.join('\n')) ?? { cells, count: 0 };
    group.count++;
    groups.set(cells.join('\n'), group);
  }
  const counts = outcomes.length > groups.size;
  const rows = [...groups.values()].slice(0, MOST_ROWS).map(({ cells, count }) => (counts ? [...cells, String(count)] : cells));
  const left = groups.size - rows.length;
  return [
    ...gherkinTable([['Pod', 'Address', 'Image', 'Answer', ...(counts ? ['Requests'] : [])], ...rows]).map((line) => `    ${line}`),
    ...(left > 0 ? [`  ... ${left} more`] : []),
  ];
}

function imagesOf(pod: Pod | undefined): string {
  return pod === undefined ? '<none>' : pod.spec.containers.map(({ image = '' }) => image).join(',');
}

function textOf(outcome: Outcome): string {
  return 'answer' in outcome ? statusLine(outcome.answer.status) : FAILURES[outcome.failure];
}

const FAILURES = {
  'unknown name': 'no such name',
  'no name server': 'cluster DNS does not answer',
  refused: 'connection refused',
  unreachable: 'no route to host',
  timeout: 'no answer',
  'no HTTP': 'it speaks no HTTP',
  TLS: 'it speaks no TLS',
} as const;

function isSuccess(outcome: Outcome): boolean {
  return 'answer' in outcome && outcome.answer.status >= 200 && outcome.answer.status < 400;
}

function isRefused(outcome: Outcome): boolean {
  return 'failure' in outcome && outcome.failure === 'refused';
}
