import type { PodCondition } from '../api/generated/types.ts';
import { conditionOf, type Pod } from '../kinds/pod-state.ts';
import { timestamp } from '../sim/time.ts';
import { hasStartedAny, type Statuses } from './container-status.ts';
import { sidecarsOf } from './containers.ts';

/** Conditions the kubelet writes, in its order. kube: pkg/kubelet/types/pod_status.go PodConditionsByKubelet */
const OWNED: readonly string[] = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

/** What a condition says. */
interface Verdict {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

/**
 * A pod's conditions: those of others as they are, then the kubelet's. `phase` is the one that the containers make, whether the API knows it or not.
 * kube: pkg/kubelet/status/generate.go
 */
export function conditionsOf(pod: Pod, statuses: Statuses, phase: string, hasNetwork: boolean, nowMillis: number): readonly PodCondition[] {
  const ready = containersReady(pod, statuses, phase);
  const verdicts: readonly Verdict[] = [
    { status: hasNetwork ? 'True' : 'False' },
    initialized(pod, statuses, phase),
    gated(pod, ready),
    ready,
    { status: 'True' },
  ];
  const foreign = pod.status.conditions?.filter(({ type }) => !OWNED.includes(type)) ?? [];
  return [...foreign, ...verdicts.map((verdict, i) => stamped(pod, OWNED[i]!, verdict, nowMillis))];
}

/** A condition keeps its time while its status stays. kube: pkg/kubelet/status/status_manager.go updateLastTransitionTime */
function stamped(pod: Pod, type: string, { status, ...why }: Verdict, nowMillis: number): PodCondition {
  const old = conditionOf(pod, type);
  const lastTransitionTime = (old?.status === status ? old.lastTransitionTime : undefined) ?? timestamp(nowMillis);
  return { type, status, lastTransitionTime, ...why };
}

function initialized(pod: Pod, statuses: Statuses, phase: string): Verdict {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  if (hasStartedAny(statuses)) return { status: 'True' };
  const sidecars = sidecarsOf(pod).map(({ name }) => name);
  const incomplete = statuses.inits.filter(({ name, ready, started }) => (sidecars.includes(name) ? started !== true : !ready));
  if (incomplete.length === 0) return { status: 'True' };
  return { status: 'False', reason: 'ContainersNotInitialized', message: `containers with incomplete status: ${goList(incomplete)}` };
}

function containersReady(pod: Pod, { inits, regular }: Statuses, phase: string): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const all = [...inits, ...regular];
  const unready = [...sidecarsOf(pod), ...pod.spec.containers].filter(
    ({ name }) => all.find((status) => status.name === name)?.ready !== true,
  );
  if (unready.length === 0) return { status: 'True' };
  return { status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: ${goList(unready)}` };
}

function gated(pod: Pod, ready: Verdict): Verdict {
  const gates = pod.spec.readinessGates ?? [];
  if (ready.status !== 'True' || gates.length === 0) return ready;
  const messages = gates.flatMap(({ conditionType }) => {
    const condition = conditionOf(pod, conditionType);
    if (condition === undefined) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    return condition.status === 'True'
      ? []
      : [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  return messages.length === 0 ? ready : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

/** A list of names as Go prints it. */
function goList(named: readonly { readonly name: string }[]): string {
  return `[${named.map(({ name }) => name).join(' ')}]`;
}
