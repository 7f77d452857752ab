import type { Container, Probe } from '../../api/generated/types.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import type { TimedEvent } from '../../sim/clock.ts';
import { isSidecar, sidecarsOf } from '../containers.ts';

/** What a probe is for. */
export type ProbeType = 'startup' | 'readiness' | 'liveness';

/** In the order in which the kubelet begins them. */
export const PROBE_TYPES: readonly ProbeType[] = ['startup', 'readiness', 'liveness'];

/** What a check found. */
export interface Outcome {
  readonly kind: 'success' | 'failure' | 'errored';
  readonly message: string;
  /** Until when the same check finds the same, in milliseconds of cluster time; for ever when undefined. */
  readonly until: number | undefined;
}

/** What the kubelet knows of one probe of one container. kube: pkg/kubelet/prober/worker.go */
export interface ProbeRecord {
  readonly container: string;
  readonly type: ProbeType;
  /** An instant at which it ticks; it ticks every period before and after. */
  readonly tickFrom: number;
  readonly timer: TimedEvent | undefined;
  /** The run of the container that all below is about. */
  readonly instance: string | undefined;
  readonly result: 'success' | 'failure' | 'unknown';
  /** The latest outcome, and how often it was the same in a row. */
  readonly outcome: Outcome | undefined;
  readonly run: number;
  /** It has done what it is for until there is another container. */
  readonly isHeld: boolean;
}

/** What is taken for granted before the first check. kube: pkg/kubelet/prober/worker.go newWorker */
export const INITIAL: Readonly<Record<ProbeType, ProbeRecord['result']>> = {
  startup: 'unknown',
  readiness: 'failure',
  liveness: 'success',
};

/** A container's probe of that type, or undefined. */
export function probeOf(container: Container, type: ProbeType): Probe | undefined {
  return { startup: container.startupProbe, readiness: container.readinessProbe, liveness: container.livenessProbe }[type];
}

/** The containers that may have probes: regular ones, then sidecars. */
function probedContainers(pod: Pod): readonly Container[] {
  return [...pod.spec.containers, ...sidecarsOf(pod).filter(isSidecar)];
}

/** A record for each probe of a pod, ticking from an instant on. */
export function newProbeRecords(pod: Pod, nowMillis: number): readonly ProbeRecord[] {
  return probedContainers(pod).flatMap((container) =>
    PROBE_TYPES.filter((type) => probeOf(container, type) !== undefined).map((type) => ({
      container: container.name,
      type,
      tickFrom: nowMillis,
      timer: undefined,
      instance: undefined,
      result: INITIAL[type],
      outcome: undefined,
      run: 0,
      isHeld: false,
    })),
  );
}

/** What a probe says of a run of its container; undefined where there is no such probe. */
export function resultOf(
  records: readonly ProbeRecord[],
  container: string,
  type: ProbeType,
  instance: string | undefined,
): ProbeRecord['result'] | undefined {
  const record = records.find((each) => each.container === container && each.type === type);
  if (record === undefined) return undefined;
  return record.instance === instance ? record.result : INITIAL[type];
}

/** The record after a check of a run of the container. kube: pkg/kubelet/prober/worker.go doProbe */
export function afterCheck(record: ProbeRecord, outcome: Outcome, probe: Probe): ProbeRecord {
  if (outcome.kind === 'errored') return { ...record, outcome };
  const run = record.outcome?.kind === outcome.kind ? record.run + 1 : 1;
  const threshold = outcome.kind === 'success' ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
  if (run < threshold) return { ...record, outcome, run };
  const isHeld = record.type === 'startup' || (record.type === 'liveness' && outcome.kind === 'failure');
  return { ...record, outcome, run: isHeld ? 0 : run, result: outcome.kind, isHeld };
}
