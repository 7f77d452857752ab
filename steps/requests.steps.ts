import { UsageError } from '../lib/api/errors.ts';
import type { Count } from '../lib/assert/checks.ts';
import { findObject, missing } from '../lib/assert/listing.ts';
import { doesNotResolve, resolvesToObject, resolvesToText } from '../lib/assert/name-checks.ts';
import { rulesCheck } from '../lib/assert/rule-checks.ts';
import {
  expectFailures,
  expectSuccess,
  requestsAnsweredByImage,
  requestsAnsweredByPods,
  requestsAreRefused,
  requestsSucceed,
} from '../lib/assert/request-checks.ts';
import type { Pod } from '../lib/kinds/pod-state.ts';
import { assertion, topicSteps } from './define.ts';
import type { Named } from './parameters.ts';
import type { ClusterWorld } from './world.ts';

const TOPIC = 'Requests and names';
const { when, then } = topicSteps(TOPIC);

/** How requests are sent, and what is expected of them and of names. */
export const requestSteps = [
  when(
    '{int} request(s) are/is sent to {string}{place}',
    '100 requests are sent to "http://web"',
    (world, count: number, address: string, place: string) => {
      send(world, address, count, { namespace: place });
    },
  ),
  when(
    '{int} request(s) are/is sent from {object} to {string}',
    '100 requests are sent from pod "client" to "http://web"',
    (world, count: number, named: Named, address: string) => {
      const wanted = world.meant(named);
      const found = findObject(world.cluster, wanted);
      if (found === undefined) throw new UsageError(missing(world.cluster, wanted));
      if (found.kind !== 'Pod') throw new UsageError(`a ${found.kind} sends no requests: say which pod, as in: from pod "client"`);
      send(world, address, count, { from: found as Pod, namespace: wanted.namespace });
    },
  ),
  then('all requests succeed', 'all requests succeed', (world) => expectSuccess(world.cluster, sent(world))),
  then('{count} of the requests fail(s)', 'at least 1 of the requests fails', (world, count: Count) => {
    expectFailures(world.cluster, sent(world), count);
  }),
  ...assertion(TOPIC, 'requests to {string} succeed{place}', 'requests to "http://web" succeed', (_, address: string, namespace: string) =>
    requestsSucceed({ address, namespace }),
  ),
  ...assertion(
    TOPIC,
    'requests to {string} are refused{place}',
    'requests to "http://web" are refused',
    (_, address: string, namespace: string) => requestsAreRefused({ address, namespace }),
  ),
  ...assertion(
    TOPIC,
    'requests to {string} are answered by {count} pod(s){place}',
    'requests to "http://web" are answered by 3 pods',
    (_, address: string, count: Count, namespace: string) => requestsAnsweredByPods({ address, namespace }, count),
  ),
  ...assertion(
    TOPIC,
    'requests to {string} are answered by image {string}{place}',
    'requests to "http://web" are answered by image "web:1"',
    (_, address: string, image: string, namespace: string) => requestsAnsweredByImage({ address, namespace }, image),
  ),
  ...assertion(
    TOPIC,
    '{string} resolves to (the ){object}',
    '"web.shop.svc.cluster.local" resolves to the Service "web" in namespace "shop"',
    (world, name: string, named: Named) => resolvesToObject({ name, namespace: 'default' }, world.meant(named)),
  ),
  ...assertion(TOPIC, '{string} resolves to {string}', '"db" resolves to "db.example.com"', (_, name: string, text: string) =>
    resolvesToText({ name, namespace: 'default' }, text),
  ),
  ...assertion(TOPIC, '{string} does not resolve', '"web" does not resolve', (_, name: string) =>
    doesNotResolve({ name, namespace: 'default' }),
  ),
  then(
    'the rules of kube-proxy on node {string} include:',
    'the rules of kube-proxy on node "node1" include:',
    (world, node: string, text: string) => world.expectResult(rulesCheck(node, text)),
  ),
];

/** More would only take time: the answers are told apart by who gives them. */
const MOST_REQUESTS = 100_000;

function send(world: ClusterWorld, address: string, count: number, options: { readonly from?: Pod; readonly namespace: string }): void {
  if (count > MOST_REQUESTS) throw new UsageError(`at most ${MOST_REQUESTS} requests are sent at once, not ${count}`);
  world.act((cluster) => {
    world.sent = { address, namespace: options.namespace, outcomes: cluster.request(address, { ...options, count }) };
  });
}

function sent({ sent: found }: ClusterWorld) {
  if (found === undefined) throw new UsageError('no requests were sent: When 100 requests are sent to "http://web"');
  return found;
}
