import { share } from '../../base/merge.ts';
import type { ContainerStatus } from '../../api/generated/types.ts';
import { PodKind } from '../../kinds/pod.ts';
import { PROBE_TRIGGER_MILLIS, TASK_PATIENCE_MILLIS } from '../../sim/latencies.ts';
import { conditionsOf } from '../conditions.ts';
import { watchAgain } from '../container-run.ts';
import { storedPod } from '../report.ts';
import { specOf, tellContainer, type Scene } from '../scene.ts';
import type { Instance, Worker } from '../worker.ts';
import { isRunning } from '../worker.ts';
import { check, failedBySaying } from './check.ts';
import { afterCheck, INITIAL, newProbeRecords, probeOf, resultOf, type ProbeRecord, type ProbeType } from './probe-record.ts';

/** A probe's name among those of its pod: `web/readiness`. */
export function probeName({ container, type }: Pick<ProbeRecord, 'container' | 'type'>): string {
  return `${container}/${type}`;
}

/** The worker with its probes begun: they tick from now on, whether there is anything to check yet or not. kube: pkg/kubelet/prober/prober_manager.go AddPod */
export function beginProbes(scene: Scene, worker: Worker): Worker {
  return worker.probes.length > 0 ? worker : { ...worker, probes: newProbeRecords(worker.pod, scene.now()) };
}

/** The worker without some of its probes. */
export function endProbes(scene: Scene, worker: Worker, types: readonly ProbeType[]): Worker {
  if (!worker.probes.some(({ type }) => types.includes(type))) return worker;
  for (const { type, timer } of worker.probes) if (types.includes(type) && timer !== undefined) scene.cancel(timer);
  return { ...worker, probes: worker.probes.filter(({ type }) => !types.includes(type)) };
}

/** A container that is not ready is checked right after every sync, and its ticks count from there. kube: pkg/kubelet/prober/prober_manager.go UpdatePodStatus */
export function triggerReadiness(scene: Scene, worker: Worker): Worker {
  if (worker.probes.length === 0) return worker;
  const probes = worker.probes.map((record) => {
    const shown = record.type === 'readiness' ? shownInstance(worker, record.container) : undefined;
    if (shown === undefined || resultOf(worker.probes, record.container, 'readiness', shown.id) === 'success') return record;
    return { ...record, tickFrom: scene.now() + PROBE_TRIGGER_MILLIS };
  });
  return { ...worker, probes };
}

/** The worker with every probe due when its next check may matter; a check that would find what the last one found is left out. */
export function scheduleProbes(scene: Scene, worker: Worker): Worker {
  if (worker.probes.length === 0) return worker;
  const probes = worker.probes.map((record) => scheduled(scene, worker, record));
  return probes.every((record, i) => record === worker.probes[i]) ? worker : { ...worker, probes };
}

function scheduled(scene: Scene, worker: Worker, known: ProbeRecord): ProbeRecord {
  const record = foreseen(scene, worker, known);
  const { timer } = record;
  const due = nextCheck(scene.now(), worker, record);
  const isKept = timer !== undefined && timer.at === due?.at && (!timer.recurrent || due.isRecurrent);
  if (isKept || (timer === undefined && due === undefined)) return record;
  if (timer !== undefined) scene.cancel(timer);
  if (due === undefined) return { ...record, timer: undefined };
  const key = `probe ${worker.pod.metadata.uid} ${probeName(record)}`;
  const options = { recurrent: due.isRecurrent };
  return { ...record, timer: scene.after(due.at - scene.now(), key, `${record.type} probe of ${record.container}`, options) };
}

/** A liveness probe that will find for ever what is taken for granted need not look: its first outcome is known without it. */
function foreseen(scene: Scene, worker: Worker, record: ProbeRecord): ProbeRecord {
  const shown = shownInstance(worker, record.container);
  const isUnknown = record.instance !== shown?.id || record.outcome === undefined;
  if (record.type !== 'liveness' || shown?.program === undefined || !isUnknown || isIdle(worker, record, shown)) return record;
  const { outcome, worker: after } = look(scene, worker, record);
  if (outcome.kind !== 'success' || outcome.until !== undefined || after.containers !== worker.containers) return record;
  return { ...record, instance: shown.id, result: 'success', outcome, run: 1, isHeld: false };
}

/** One check as things are now, or as a scenario has it. */
function look(scene: Scene, worker: Worker, record: ProbeRecord): ReturnType<typeof check> {
  const container = specOf(worker.pod, record.container);
  const probe = probeOf(container, record.type)!;
  const isMadeToFail = scene.environment.failingProbes.has(`${worker.pod.metadata.uid}/${probeName(record)}`);
  return isMadeToFail ? { outcome: failedBySaying(probe, worker), worker } : check(scene, worker, container, probe);
}

/** When to check next. Recurrent: nobody waits for a check that will not change what is known. */
function nextCheck(
  nowMillis: number,
  worker: Worker,
  record: ProbeRecord,
): { readonly at: number; readonly isRecurrent: boolean } | undefined {
  const shown = shownInstance(worker, record.container);
  if (shown === undefined) return undefined;
  const isOfThis = record.instance === shown.id;
  if ((isOfThis && record.isHeld) || isIdle(worker, record, shown)) return undefined;
  const probe = probeOf(specOf(worker.pod, record.container), record.type)!;
  const period = (probe.periodSeconds ?? 10) * 1000;
  // The container's start is known to the second.
  const from = Math.floor(shown.startedAt! / 1000) * 1000 + (probe.initialDelaySeconds ?? 0) * 1000;
  const tickAfter = (earliest: number): number => record.tickFrom + Math.max(0, Math.ceil((earliest - record.tickFrom) / period)) * period;
  const next = tickAfter(Math.max(nowMillis + 1, from));
  const outcome = isOfThis ? record.outcome : undefined;
  if (outcome === undefined) return { at: next, isRecurrent: false };
  const { kind, until } = outcome;
  const isKnown = kind === record.result;
  if (kind === 'success' && isKnown) return until === undefined ? undefined : { at: Math.max(next, tickAfter(until)), isRecurrent: true };
  if (kind !== 'errored' && !isKnown) return { at: next, isRecurrent: false };
  const willChange = until !== undefined && until > nowMillis && until - nowMillis <= TASK_PATIENCE_MILLIS;
  return { at: next, isRecurrent: !willChange };
}

/** The run of a container that the API knows to be going on. kube: doProbe reads the status manager's pod, not the runtime */
function shownInstance(worker: Worker, container: string): Instance | undefined {
  const shown = worker.told?.containers.find(({ name }) => name === container)?.newest;
  return isRunning(shown) ? shown : undefined;
}

/** Startup probes are over once the container has started; the others wait for it. */
function isIdle({ probes }: Worker, { container, type }: ProbeRecord, { id }: Instance): boolean {
  const startup = resultOf(probes, container, 'startup', id);
  return type === 'startup' ? startup === 'success' : startup !== undefined && startup !== 'success';
}

/** A tick: one check, and what follows from it. Returns whether another sync is to see its result. */
export function tickProbe(scene: Scene, worker: Worker, name: string): { readonly worker: Worker; readonly isNews: boolean } {
  const known = worker.probes.find((record) => probeName(record) === name);
  if (known === undefined) return { worker, isNews: false };
  const record: ProbeRecord = { ...known, timer: undefined };
  const idle = { worker: withProbe(worker, record), isNews: false };
  const shown = shownInstance(worker, record.container);
  const running = worker.containers.find((each) => each.name === record.container)?.newest;
  if (shown === undefined || isIdle(worker, record, shown) || running?.program === undefined || !isRunning(running)) return idle;
  const fresh: ProbeRecord =
    record.instance === shown.id
      ? record
      : { ...record, instance: shown.id, result: INITIAL[record.type], outcome: undefined, isHeld: false };
  const probe = probeOf(specOf(worker.pod, record.container), record.type)!;
  const checked = look(scene, worker, record);
  const { outcome } = checked;
  // A command has changed files, so the container's program may end at another time than was foreseen.
  const looked = checked.worker === worker ? worker : watchAgain(scene, checked.worker, record.container);
  if (outcome.kind !== 'success') {
    const how = outcome.kind === 'failure' ? 'failed' : 'errored';
    const title = record.type.charAt(0).toUpperCase() + record.type.slice(1);
    tellContainer(scene, worker.pod, record.container, 'Warning', 'Unhealthy', `${title} probe ${how}: ${outcome.message}`);
  }
  const next = afterCheck(fresh, outcome, probe);
  const probed = withProbe(looked, next);
  if (next.result === fresh.result) return { worker: probed, isNews: false };
  return { worker: record.type === 'liveness' ? probed : tellResult(scene, probed, next), isNews: true };
}

/** The worker that has to find out anew what its probes find: something outside has changed. */
export function forgetOutcomes(worker: Worker): Worker {
  return { ...worker, probes: worker.probes.map((record) => ({ ...record, outcome: undefined })) };
}

function withProbe(worker: Worker, record: ProbeRecord): Worker {
  return { ...worker, probes: worker.probes.map((each) => (probeName(each) === probeName(record) ? record : each)) };
}

/** Writes what a probe found into the status that the API has, without looking at the runtime. kube: pkg/kubelet/status/status_manager.go SetContainerReadiness, SetContainerStartup */
function tellResult(scene: Scene, worker: Worker, { container, type, result }: ProbeRecord): Worker {
  const pod = storedPod(scene, worker);
  if (pod === undefined || worker.told === undefined) return worker;
  const isGood = result === 'success';
  const change = type === 'startup' ? { started: isGood } : { ready: isGood };
  const changed = (statuses: readonly ContainerStatus[] | undefined): readonly ContainerStatus[] =>
    (statuses ?? []).map((status) => (status.name === container ? { ...status, ...change } : status));
  const [inits, regular] = [changed(pod.status.initContainerStatuses), changed(pod.status.containerStatuses)];
  const hasNetwork = worker.sandboxReady && worker.ip !== undefined;
  const status = {
    ...pod.status,
    conditions: conditionsOf(pod, { inits, regular }, pod.status.phase ?? '', hasNetwork, scene.now()),
    ...(inits.length === 0 ? {} : { initContainerStatuses: inits }),
    containerStatuses: regular,
  };
  return { ...worker, told: { ...worker.told, pod: scene.api.status(PodKind, pod, share(pod.status, status)) } };
}
