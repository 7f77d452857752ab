import { stringify } from 'yaml';
import { ApiError, UsageError } from '../api/errors.ts';
import { fieldsOf, keyOf, type KubeObject, type Manifest } from '../api/object.ts';
import { Cluster } from '../cluster.ts';
import type { Pressure } from '../control/node-power.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { probeOf, type ProbeType } from '../node/probes/probe-record.ts';
import { cordon, uncordon } from '../nodes/cordon.ts';
import { readDrainFlags } from '../nodes/drain-flags.ts';
import { aggregate, drain } from '../nodes/drain.ts';
import { taint } from '../nodes/taint.ts';
import { pause, restart, resume, rollBack, setImage } from '../rollouts/verbs.ts';
import { settleAndStay } from './rest.ts';
import { watchInvariants } from './invariants.ts';

/** A kind that scripts deal with. */
export type ScriptKind =
  | 'Pod'
  | 'Deployment'
  | 'ReplicaSet'
  | 'ReplicationController'
  | 'Service'
  | 'Endpoints'
  | 'EndpointSlice'
  | 'ConfigMap'
  | 'ServiceAccount'
  | 'PodDisruptionBudget'
  | 'ResourceQuota'
  | 'LimitRange'
  | 'PriorityClass'
  | 'Namespace'
  | 'Node';

/** How something is deleted. */
export type Manner = 'background' | 'foreground' | 'orphan' | 'force';

/**
 * One thing that a person does. `nth` picks among what there is then, counted round: commands mean something whatever was done before,
 * so that a script still is one when some are left out.
 */
export type Command =
  | { readonly do: 'apply'; readonly manifest: Manifest }
  | { readonly do: 'label'; readonly nth: number; readonly key: string; readonly value: string | undefined }
  | { readonly do: 'scale'; readonly nth: number; readonly replicas: number }
  | { readonly do: 'delete'; readonly kind: ScriptKind; readonly nth: number; readonly manner: Manner }
  | { readonly do: 'image'; readonly nth: number; readonly image: string }
  | { readonly do: 'roll'; readonly nth: number; readonly image: string }
  | { readonly do: 'undo'; readonly nth: number; readonly revision: number | undefined }
  | { readonly do: 'pause' | 'resume' | 'restart'; readonly nth: number }
  | { readonly do: 'finalizer'; readonly kind: ScriptKind; readonly nth: number; readonly present: boolean }
  | { readonly do: 'taint'; readonly nth: number; readonly spec: string; readonly isRemoved: boolean }
  | { readonly do: 'cordon' | 'uncordon'; readonly nth: number }
  | { readonly do: 'evict'; readonly nth: number }
  | { readonly do: 'drain'; readonly nth: number; readonly flags: string }
  | { readonly do: 'stop'; readonly nth: number; readonly what: 'machine' | 'kubelet' }
  | { readonly do: 'start'; readonly nth: number }
  | { readonly do: 'pressure'; readonly nth: number; readonly pressure: Pressure; readonly suffers: boolean }
  | { readonly do: 'probe'; readonly nth: number; readonly probe: ProbeType; readonly fails: boolean }
  | { readonly do: 'request'; readonly nth: number; readonly from: number | undefined; readonly count: number }
  | { readonly do: 'exec'; readonly nth: number; readonly line: string }
  | { readonly do: 'balancer' }
  | { readonly do: 'registry'; readonly image: string; readonly present: boolean }
  | { readonly do: 'pass'; readonly millis: number }
  | { readonly do: 'settle' };

/** What is done to a cluster of that many nodes, in order. */
export interface Script {
  readonly nodes: number;
  readonly commands: readonly Command[];
}

const FINALIZER = 'example.com/hold';

const prepared = new Map<number, Cluster>();

/** A cluster that has come up with that many nodes, of seed 1. */
export function freshCluster(nodes: number): Cluster {
  const known = prepared.get(nodes) ?? new Cluster({ nodes });
  prepared.set(nodes, known);
  return known.fork();
}

/** Plays commands on a cluster; what is refused changes nothing, and the rest goes on. Adds what was done to `steps`, as steps of a feature. */
export function playOn(cluster: Cluster, commands: readonly Command[], steps: string[] = []): void {
  for (const command of commands) {
    const deed = deedOf(cluster, command);
    if (deed === undefined) continue;
    const { step, run } = deed;
    steps.push(step);
    try {
      cluster.because(step.split('\n', 1).join(''), run);
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof UsageError)) throw error;
      steps[steps.length - 1] = `refused: ${error.message.split('\n', 1).join('')}\n${step}`.replace(/^/gm, '# ');
    }
  }
}

/** All that the nets find wrong with a script: broken invariants, and what is not as it should be at rest. Whatever is thrown is one of them. */
export function faults({ nodes, commands }: Script): readonly string[] {
  const cluster = freshCluster(nodes);
  const broken = watchInvariants(cluster);
  try {
    playOn(cluster, commands);
    const restless = settleAndStay(cluster);
    return [...broken(), ...restless];
  } catch (error) {
    return [...broken(), error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

/** A script as a feature that can be pasted, under what is wrong with it. */
export function featureOf(script: Script, wrong: readonly string[]): string {
  const remarks = wrong.map((text) => text.replace(/^/gm, '  # '));
  return ['Feature: A script that went wrong', ...remarks, '', ...scenarioOf(script, 'It is played to the end'), ''].join('\n');
}

/** The lines of a scenario that does what a script does, and lets the cluster settle and stay. */
export function scenarioOf({ nodes, commands }: Script, title: string): readonly string[] {
  const steps: string[] = [];
  try {
    playOn(freshCluster(nodes), commands, steps);
  } catch {
    // What was thrown stands above; the last step is the one that threw it.
  }
  const lines = [...steps, 'the cluster settles', '10 minutes pass'].flatMap((step) => step.split('\n'));
  return [
    `  Scenario: ${title}`,
    `    Given a cluster with ${nodes} node${nodes === 1 ? '' : 's'}`,
    ...lines.map((line) => `    ${/^(?: |#)/.test(line) ? '' : 'When '}${line}`),
  ];
}

/** A command that has found what it is about: how it is said, and how it is done. */
interface Deed {
  readonly step: string;
  readonly run: () => void;
}

function deedOf(cluster: Cluster, command: Command): Deed | undefined {
  switch (command.do) {
    case 'apply':
      return applying(cluster, command.manifest);
    case 'pass':
      return { step: `${command.millis} milliseconds pass`, run: () => void cluster.advance(command.millis) };
    case 'settle':
      return { step: 'the cluster settles', run: () => cluster.settle() };
    case 'balancer':
      return { step: 'a load balancer provider', run: () => cluster.provide('loadBalancer') };
    case 'request':
      return requesting(cluster, command);
    case 'exec':
      return running(cluster, command);
    case 'start':
      return starting(cluster, command.nth);
    case 'probe':
      return probing(cluster, command);
    case 'registry': {
      const { image, present } = command;
      const step = `the image "${image}" ${present ? 'can' : 'cannot'} be pulled`;
      return { step, run: () => cluster.setImage({ pattern: image, cannotBePulled: !present }) };
    }
    default: {
      const target = picked(
        targetKinds(command).flatMap((kind) => found(cluster, kind)),
        command.nth,
      );
      return target === undefined ? undefined : changing(cluster, target, command);
    }
  }
}

type Change = Exclude<Extract<Command, { readonly nth: number }>, { readonly do: 'request' | 'exec' | 'start' | 'probe' }>;
type Rollout = Extract<Command, { readonly do: 'roll' | 'undo' | 'pause' | 'resume' | 'restart' }>;

function targetKinds(command: Change): readonly ScriptKind[] {
  if (command.do === 'scale') return ['Deployment', 'ReplicaSet', 'ReplicationController'];
  if (isRollout(command)) return ['Deployment'];
  if (isOfNode(command)) return ['Node'];
  return command.do === 'label' || command.do === 'image' || command.do === 'evict' ? ['Pod'] : [command.kind];
}

type OfNode = Extract<Command, { readonly do: 'taint' | 'cordon' | 'uncordon' | 'drain' | 'stop' | 'pressure' }>;

function isOfNode(command: Change): command is OfNode {
  return ['taint', 'cordon', 'uncordon', 'drain', 'stop', 'pressure'].includes(command.do);
}

function isRollout(command: Change): command is Rollout {
  return ['roll', 'undo', 'pause', 'resume', 'restart'].includes(command.do);
}

/** The objects of a kind that are a script's to change. */
function found(cluster: Cluster, kind: ScriptKind): readonly KubeObject[] {
  const objects = cluster.list(kind);
  if (kind === 'PriorityClass') return objects.filter(({ metadata }) => !metadata.name.startsWith('system-'));
  if (kind === 'Namespace') return objects.filter(({ metadata }) => !/^(?:default|kube-.*)$/.test(metadata.name));
  return objects.filter(({ metadata }) => metadata.namespace !== 'kube-system' && metadata.name !== 'kubernetes');
}

function changing(cluster: Cluster, target: KubeObject, command: Change): Deed {
  const admin = cluster.as('admin');
  const kind = cluster.kind(target.kind);
  const { name, namespace } = target.metadata;
  const title = `${target.kind} "${name}"`;
  const place = namespace === undefined || namespace === 'default' ? '' : ` in namespace "${namespace}"`;
  if (isRollout(command)) return rolling(cluster, target, command, title, place);
  if (isOfNode(command)) return ofNode(cluster, name, command);
  switch (command.do) {
    case 'label': {
      const { key, value } = command;
      const step =
        value === undefined ? `I remove label "${key}" from ${title}${place}` : `I label ${title}${place} with "${key}=${value}"`;
      return { step, run: () => void admin.patch(kind, target, { metadata: { labels: Object.fromEntries([[key, value ?? null]]) } }) };
    }
    case 'scale': {
      const { replicas } = command;
      return { step: `I scale ${title}${place} to ${replicas} replicas`, run: () => void admin.setScale(kind, target, replicas) };
    }
    case 'delete':
      return deleting(cluster, target, command.manner, `${title}${place}`);
    case 'evict':
      return { step: `I evict ${title}${place}`, run: () => admin.evict(PodKind, target) };
    case 'image':
    case 'finalizer':
      return applying(cluster, edited(target, command));
  }
}

const VERBS = { pause, resume, restart };

function rolling(cluster: Cluster, target: KubeObject, command: Rollout, title: string, place: string): Deed {
  const admin = cluster.as('admin');
  const kind = cluster.kind(target.kind);
  switch (command.do) {
    case 'roll': {
      const { image } = command;
      return {
        step: `I set the image of container "main" of ${title} to "${image}"${place}`,
        run: () => setImage(admin, kind, target, image, 'main'),
      };
    }
    case 'undo': {
      const { revision } = command;
      const to = revision === undefined ? '' : ` to revision ${revision}`;
      return { step: `I roll back ${title}${place}${to}`, run: () => rollBack(admin, kind, target, revision) };
    }
    case 'pause':
    case 'resume':
    case 'restart':
      return { step: `I ${command.do} the rollout of ${title}${place}`, run: () => VERBS[command.do](admin, kind, target) };
  }
}

function deleting(cluster: Cluster, target: KubeObject, manner: Manner, title: string): Deed {
  const options = {
    background: { propagationPolicy: 'Background' },
    foreground: { propagationPolicy: 'Foreground' },
    orphan: { propagationPolicy: 'Orphan' },
    force: { gracePeriodSeconds: 0 },
  } as const;
  const words: Readonly<Record<Manner, string>> = {
    background: `I delete ${title}`,
    // No sentence says this; it stands in the feature as a remark.
    foreground: `# kubectl delete ${target.kind} ${keyOf(target)} --cascade=foreground`,
    orphan: `I delete ${title}, keeping its pods`,
    force: `I force the deletion of ${title}`,
  };
  return { step: words[manner], run: () => void cluster.as('admin').delete(cluster.kind(target.kind), target, options[manner]) };
}

/** An object as someone would write it down, with an image or finalizers changed. */
function edited(target: KubeObject, command: Change): Manifest {
  const { name, namespace, labels, finalizers = [] } = target.metadata;
  const others = finalizers.filter((finalizer) => finalizer !== FINALIZER);
  const wanted = command.do === 'finalizer' && command.present ? [...others, FINALIZER] : others;
  const spec = fieldsOf(target)['spec'] as Readonly<Record<string, unknown>> & { readonly containers?: readonly object[] };
  const image = command.do === 'image' ? { image: command.image } : {};
  const containers = spec.containers?.map((container, index) => (index === 0 ? { ...container, ...image } : container));
  return {
    apiVersion: target.apiVersion,
    kind: target.kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(command.do === 'finalizer' ? { finalizers: wanted } : {}),
    },
    ...(target.kind === 'Namespace' ? {} : { spec: containers === undefined ? spec : { ...spec, containers } }),
  };
}

const PRESSURE_WORDS: Readonly<Record<Pressure, string>> = {
  MemoryPressure: 'memory pressure',
  DiskPressure: 'disk pressure',
  PIDPressure: 'PID pressure',
};

/** What is done to a node, or happens to it. */
function ofNode(cluster: Cluster, name: string, command: OfNode): Deed {
  const admin = cluster.as('admin');
  switch (command.do) {
    case 'cordon':
      return { step: `I cordon node "${name}"`, run: () => void cordon(admin, name) };
    case 'uncordon':
      return { step: `I uncordon node "${name}"`, run: () => void uncordon(admin, name) };
    case 'taint': {
      const { spec, isRemoved } = command;
      if (isRemoved) return { step: `I remove taint "${spec}" from node "${name}"`, run: () => void taint(admin, name, [`${spec}-`]) };
      return { step: `I taint node "${name}" with "${spec}"`, run: () => void taint(admin, name, [spec]) };
    }
    case 'drain': {
      const { flags } = command;
      return { step: `I drain node "${name}" with "${flags}"`, run: () => draining(cluster, name, flags) };
    }
    case 'stop': {
      const { what } = command;
      return { step: `${what === 'kubelet' ? 'the kubelet of ' : ''}node "${name}" stops`, run: () => cluster.stopNode(name, what) };
    }
    case 'pressure': {
      const { pressure, suffers } = command;
      const step = `node "${name}" ${suffers ? 'comes' : 'is no longer'} under ${PRESSURE_WORDS[pressure]}`;
      return { step, run: () => cluster.setPressure(name, pressure, suffers) };
    }
  }
}

/** Drains a node; what is in its way is a refusal, though time has passed. */
function draining(cluster: Cluster, name: string, flags: string): void {
  const problems = drain(cluster.as('admin'), cluster, name, readDrainFlags(flags));
  if (problems.length > 0) throw new UsageError(aggregate(problems));
}

/** A node that has stopped runs again, whether its object is there or not. */
function starting(cluster: Cluster, nth: number): Deed | undefined {
  const stopped = [...cluster.environment.nodes].filter(([, { state }]) => state !== 'running').map(([name]) => name);
  const name = picked(stopped.sort(), nth);
  return name === undefined ? undefined : { step: `node "${name}" starts again`, run: () => cluster.startNode(name) };
}

/** A probe of a pod's first container fails or recovers, where it has such. */
function probing(cluster: Cluster, { nth, probe, fails }: Extract<Command, { readonly do: 'probe' }>): Deed | undefined {
  const probed = (found(cluster, 'Pod') as readonly Pod[]).filter(({ spec }) => probeOf(spec.containers[0]!, probe) !== undefined);
  const pod = picked(probed, nth);
  if (pod === undefined) return undefined;
  const place = pod.metadata.namespace === 'default' ? '' : ` in namespace "${pod.metadata.namespace}"`;
  const step = `the ${probe} probe of Pod "${pod.metadata.name}"${place} ${fails ? 'fails' : 'recovers'}`;
  return { step, run: () => cluster.setProbe(pod, pod.spec.containers[0]!.name, probe, fails) };
}

/** Requests to a Service by its name, from a pod or from beside the cluster. */
function requesting(cluster: Cluster, { nth, from, count }: Extract<Command, { readonly do: 'request' }>): Deed | undefined {
  const service = picked(found(cluster, 'Service'), nth);
  if (service === undefined) return undefined;
  const { name, namespace = 'default' } = service.metadata;
  const address = `http://${name}.${namespace}`;
  const pod = from === undefined ? undefined : (picked(found(cluster, 'Pod'), from) as Pod | undefined);
  if (pod === undefined) return { step: `${count} requests are sent to "${address}"`, run: () => void cluster.request(address, { count }) };
  const place = pod.metadata.namespace === 'default' ? '' : ` in namespace "${pod.metadata.namespace}"`;
  const step = `${count} requests are sent from Pod "${pod.metadata.name}"${place} to "${address}"`;
  return { step, run: () => void cluster.request(address, { count, from: pod }) };
}

/** A command in the first container of a pod that runs. */
function running(cluster: Cluster, { nth, line }: Extract<Command, { readonly do: 'exec' }>): Deed | undefined {
  const running = (found(cluster, 'Pod') as readonly Pod[]).filter(
    ({ status }) => status.containerStatuses?.[0]?.state?.running !== undefined,
  );
  const pod = picked(running, nth);
  if (pod === undefined) return undefined;
  const { name: container } = pod.spec.containers[0]!;
  const place = pod.metadata.namespace === 'default' ? '' : ` in namespace "${pod.metadata.namespace}"`;
  const step = `I run "${line}" in container "${container}" of Pod "${pod.metadata.name}"${place}`;
  return { step, run: () => void cluster.exec(pod, ['sh', '-c', line], container) };
}

function picked<T>(all: readonly T[], nth: number): T | undefined {
  return all.length === 0 ? undefined : all[nth % all.length];
}

function applying(cluster: Cluster, manifest: Manifest): Deed {
  const text = stringify(manifest, { aliasDuplicateObjects: false });
  const step = `I apply:\n  """yaml\n${text.trimEnd().replace(/^/gm, '  ')}\n  """`;
  return { step, run: () => void cluster.apply(text) };
}
