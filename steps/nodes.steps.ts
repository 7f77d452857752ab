import { ApiError, UsageError } from '../lib/api/errors.ts';
import { AssertionError } from '../lib/assert/assertion-error.ts';
import { ownCountCheck, type Count } from '../lib/assert/checks.ts';
import { expectDuring } from '../lib/assert/during.ts';
import type { NamedListing, Named } from './parameters.ts';
import type { Target } from '../lib/assert/listing.ts';
import { onNodeCheck, spreadCheck } from '../lib/assert/placement-checks.ts';
import type { Cluster } from '../lib/cluster.ts';
import { PodKind } from '../lib/kinds/pod.ts';
import { cordon, uncordon } from '../lib/nodes/cordon.ts';
import { readDrainFlags } from '../lib/nodes/drain-flags.ts';
import { aggregate, drain } from '../lib/nodes/drain.ts';
import { taint } from '../lib/nodes/taint.ts';
import { actOnEach, actOnTarget } from './acting.ts';
import { assertion, topicSteps } from './define.ts';
import { expectRefusal } from './refusal.ts';
import type { ClusterWorld } from './world.ts';

const { when, then } = topicSteps('Nodes');

/** What a person does at nodes, and where pods are. */
export const nodeSteps = [
  when('I cordon {target}', 'I cordon node "node2"', (world, target: Target) =>
    onNodes(world, target, 'cordoned', (cluster, name) => cordon(cluster.as('admin'), name)),
  ),
  when('I uncordon {target}', 'I uncordon node "node2"', (world, target: Target) =>
    onNodes(world, target, 'uncordoned', (cluster, name) => uncordon(cluster.as('admin'), name)),
  ),
  when('I drain {target}', 'I drain node "node2"', (world, target: Target) => drainNodes(world, target, '')),
  when('I drain {target} with {string}', 'I drain node "node2" with "--force --timeout=60s"', drainNodes),
  then(
    'draining {object} is refused with {string}',
    'draining node "node2" is refused with "cannot delete Pods that declare no controller"',
    (world, node: Named, words: string) => drainRefused(world, node, '', words),
  ),
  then(
    'draining {object} with {string} is refused with {string}',
    'draining node "node2" with "--timeout=60s" is refused with "global timeout reached: 1m0s"',
    drainRefused,
  ),
  then(
    'throughout the drain {object} had {count} available pod(s)',
    'throughout the drain Deployment "web" had at least 2 available pods',
    (world, owner: Named, count: Count) => {
      if (world.drained === undefined) throw new AssertionError('there was no drain (When I drain node "node1")');
      expectDuring(world.drained, ownCountCheck(world.meant(owner), 'available pods', count));
    },
  ),
  when('I taint {target} with {string}', 'I taint node "node1" with "gpu=true:NoSchedule"', (world, target: Target, specs: string) =>
    onNodes(world, target, 'tainted', (cluster, name) => taintNode(cluster, name, specs)),
  ),
  when(
    'I remove taint {string} from {target}',
    'I remove taint "gpu:NoSchedule" from node "node1"',
    (world, specs: string, target: Target) =>
      onNodes(world, target, 'tainted', (cluster, name) => taintNode(cluster, name, removal(specs))),
  ),
  then(
    'tainting {object} with {string} is refused with {string}',
    'tainting node "node1" with "gpu=true:Never" is refused with "invalid taint effect: Never, unsupported taint effect"',
    (world, node: Named, specs: string, words: string) =>
      refused(world, node, `tainting`, words, (copy, name) => taintNode(copy, name, specs)),
  ),
  then(
    'removing taint {string} from {object} is refused with {string}',
    'removing taint "gpu" from node "node1" is refused with "not found"',
    (world, specs: string, node: Named, words: string) =>
      refused(world, node, `removing taint "${specs}" from`, words, (copy, name) => taintNode(copy, name, removal(specs))),
  ),
  when('I evict {target}', 'I evict one pod of Deployment "web"', (world, target: Target) =>
    actOnEach(world, target, (cluster, kind, object) => evict(cluster, kind.kind, object)),
  ),
  then(
    'evicting {target} is refused with {string}',
    'evicting one pod of Deployment "web" is refused with "Cannot evict pod as it would violate the pod\'s disruption budget."',
    (world, target: Target, words: string) => {
      expectRefusal(world, 'the eviction', words, (copy) =>
        actOnTarget(world, copy, target, (cluster, kind, object) => evict(cluster, kind.kind, object)),
      );
    },
  ),
  ...assertion('Nodes', '{object} is on node {string}', 'pod "web" is on node "node1"', (world, pod: Named, node: string) =>
    onNodeCheck(world.meant(pod), node),
  ),
  ...assertion(
    'Nodes',
    'the {listing} are spread over {int} node(s)',
    'the pods of Deployment "web" are spread over 3 nodes',
    (world, listing: NamedListing, nodes: number) => spreadCheck(world.meantAll(listing), nodes),
  ),
];

function onNodes(world: ClusterWorld, target: Target, done: string, act: (cluster: Cluster, name: string) => void): void {
  actOnEach(world, target, (cluster, kind, { metadata }) => {
    if (kind.kind !== 'Node') throw new UsageError(`a ${kind.kind} cannot be ${done}: nodes can`);
    act(cluster, metadata.name);
  });
}

function drainNodes(world: ClusterWorld, target: Target, flags: string): void {
  const onEach = (cluster: Cluster, act: (name: string) => void): void =>
    actOnTarget(world, cluster, target, (_, kind, { metadata }) => {
      if (kind.kind !== 'Node') throw new UsageError(`a ${kind.kind} cannot be drained: nodes can`);
      act(metadata.name);
    });
  const again = (cluster: Cluster): void => {
    // All are closed before the first is emptied, so that pods do not flee from one to the next.
    onEach(cluster, (name) => void cordon(cluster.as('admin'), name));
    onEach(cluster, (name) => drainNode(cluster, name, flags));
  };
  const { text } = world.step;
  world.drained = { title: 'the drain', before: world.cluster.fork(), again: (copy) => copy.because(text, () => again(copy)) };
  world.act(again);
}

/** Drains a node as kubectl does, and fails in its words; who is in the way is told in ours. */
function drainNode(cluster: Cluster, name: string, flags: string): void {
  const problems = drain(cluster.as('admin'), cluster, name, readDrainFlags(flags));
  if (problems.length === 0) return;
  const text = aggregate(problems);
  const missing = [...text.matchAll(/--[a-z-]+(?= to )/g)].map(([flag]) => flag);
  const hints = new Set(problems.flatMap(({ hint }) => (hint === undefined ? [] : [hint])));
  if (missing.length > 0) hints.add(`(options are written behind the node: I drain node "${name}" with "${missing.join(' ')}")`);
  throw new UsageError([`unable to drain node "${name}" due to error: ${text}`, ...hints].join('\n'));
}

function drainRefused(world: ClusterWorld, node: Named, flags: string, words: string): void {
  refused(world, node, 'draining', words, (copy, name) => drainNode(copy, name, flags));
}

function refused(world: ClusterWorld, node: Named, attempt: string, words: string, act: (copy: Cluster, name: string) => void): void {
  const { kind, name } = world.meant(node);
  expectRefusal(world, `${attempt} ${kind} "${name}"`, words, (copy) => act(copy, name));
}

/** The taints of a command, and `--overwrite` if it says so. */
function taintNode(cluster: Cluster, name: string, text: string): void {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const specs = words.filter((word) => word !== '--overwrite');
  try {
    taint(cluster.as('admin'), name, specs, { overwrite: specs.length < words.length });
  } catch (error) {
    if (!(error instanceof UsageError) || !error.message.startsWith('invalid taint')) throw error;
    throw new UsageError(`${error.message}\n${TAINT_FORM}`);
  }
}

const TAINT_FORM =
  '(a taint is written key=value:Effect or key:Effect, such as "gpu=true:NoSchedule"; the effects are NoSchedule, PreferNoSchedule and NoExecute)';

/** Every taint of a text with the minus that takes it away. */
function removal(text: string): string {
  return text.replace(/\S+/g, (spec) => (spec.endsWith('-') ? spec : `${spec}-`));
}

function evict(
  cluster: Cluster,
  kind: string,
  { metadata }: { readonly metadata: { readonly name: string; readonly namespace?: string } },
): void {
  if (kind !== 'Pod') throw new UsageError(`a ${kind} cannot be evicted: pods can`);
  try {
    cluster.as('admin').evict(PodKind, { metadata });
  } catch (error) {
    const causes = error instanceof ApiError ? (error.status.details?.causes ?? []) : [];
    if (!(error instanceof ApiError) || causes.length === 0) throw error;
    throw new UsageError([error.message, ...causes.map(({ message = '' }) => message)].join('\n'));
  }
}
