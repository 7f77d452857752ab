import type { Files } from '../base/shell/files.ts';
import type { Pod } from '../kinds/pod-state.ts';
import type { TimedEvent } from '../sim/clock.ts';
import type { BackOff } from './back-off.ts';
import type { HookRun } from './hooks/hook-run.ts';
import type { Murmur } from './idle-retries.ts';
import type { Program } from './images/program.ts';
import type { ProbeRecord } from './probes/probe-record.ts';

/** How a container's run ended. */
export interface Ended {
  readonly at: number;
  readonly code: number;
  readonly reason: string;
  readonly message?: string;
}

/** A volume of a pod as the kubelet has it. */
export interface VolumeRecord {
  readonly name: string;
  /** What is in it, once it is mounted; a path of the node's own files when it is one. */
  readonly tree: Files | undefined;
  readonly hostPath: string | undefined;
  /** The last attempt to mount it, or to bring it up to date, failed: how long to wait, and for what. */
  readonly retry: { readonly millis: number; readonly timer: TimedEvent } | undefined;
}

/** Where a container sees a volume. */
export interface ContainerMount {
  readonly volume: string;
  readonly path: string;
  /** What of the volume it sees. */
  readonly subPath: string;
  readonly readOnly: boolean;
  /** Whether it sees what becomes of the volume; if not, it has what was there when it started. */
  readonly isLive: boolean;
}

/** One run of a container. */
export interface Instance {
  readonly id: string;
  readonly restartCount: number;
  /** The image as the pod asked for it. */
  readonly asked: string;
  /** The image's full name and the id of what was pulled. */
  readonly image: string;
  readonly imageId: string;
  /** Cluster time in milliseconds; undefined for a run that could not start. */
  readonly startedAt: number | undefined;
  readonly program: Program | undefined;
  readonly mounts: readonly ContainerMount[];
  /** Its files when its volumes were last compared with them; undefined when they never were. */
  readonly seen: Files | undefined;
  readonly ended: Ended | undefined;
  /** The lifecycle hook that is under way. */
  readonly hook: HookRun | undefined;
  /** When the program will end by itself, if that is known. */
  readonly exitTimer: TimedEvent | undefined;
  /** When SIGTERM arrives, if it was told to stop and that is still to come. */
  readonly termTimer: TimedEvent | undefined;
  /** When it will be killed, if it was told to stop. */
  readonly killTimer: TimedEvent | undefined;
}

/** What the kubelet knows of one container of a pod. */
export interface ContainerRecord {
  readonly name: string;
  readonly newest: Instance | undefined;
  readonly previous: Instance | undefined;
  readonly backOff: BackOff | undefined;
  /** Why the last attempt to start it failed: what its state says while it waits. */
  readonly refusal: { readonly reason: string; readonly message: string } | undefined;
}

/** A pull that failed: how long to wait, and what to say meanwhile. */
export interface PullRecord {
  readonly backOff: BackOff;
  readonly error: string;
}

/** What a sync still has to do, in order. A step takes its time, or leads to another in its place. */
export type Step =
  | { readonly do: 'mount' }
  | { readonly do: 'sandbox' }
  | { readonly do: 'kill-pod' }
  | { readonly do: 'kill'; readonly container: string; readonly message: string; readonly graceSeconds?: number }
  | { readonly do: 'prepare'; readonly container: string }
  | PullStep
  | { readonly do: 'create'; readonly container: string }
  | { readonly do: 'start'; readonly container: string; readonly env: ReadonlyMap<string, string> }
  | { readonly do: 'post-start'; readonly container: string };

/** A pull under way. */
export interface PullStep {
  readonly do: 'pull';
  readonly container: string;
  readonly askedAt: number;
  readonly tookMillis: number;
  readonly endsAt: number;
}

/** A sync under way. */
export interface Sync {
  readonly steps: readonly Step[];
  readonly failed: boolean;
}

/** All containers are being told to stop. */
export interface Stopping {
  /** When that began, and how long containers have from then on. */
  readonly since: number;
  readonly graceSeconds: number;
  /** When sidecars that still wait for other containers are told, too. */
  readonly sidecarTimer: TimedEvent | undefined;
  /** Who has been told. */
  readonly told: readonly string[];
}

/** One pod's worker: all that a kubelet knows of the pod and has not written down in the API. kube: pkg/kubelet/pod_workers.go */
export interface Worker {
  /** The pod as the kubelet last heard of it. */
  readonly pod: Pod;
  readonly state: 'syncing' | 'terminating' | 'terminated' | 'finished';
  /** The pod's object is gone from the API: nothing is written any more. */
  readonly removed: boolean;
  readonly sync: Sync | undefined;
  readonly stopping: Stopping | undefined;
  /** What is being waited for: the end of a step, of the sandbox, of the volumes. */
  readonly timer: TimedEvent | undefined;
  /** The next retry of a failed sync that does something, and what those before it tell unheard. */
  readonly retry: TimedEvent | undefined;
  readonly murmurs: readonly Murmur[];
  readonly relist: TimedEvent | undefined;
  readonly deadline: TimedEvent | undefined;
  /** Another sync has been asked for meanwhile. */
  readonly pending: boolean;
  readonly lastSyncEnd: number | undefined;
  /** What changed in the runtime since it was last looked at: names of containers, or `#sandbox`. */
  readonly changes: readonly string[];
  readonly mounted: boolean;
  readonly volumes: readonly VolumeRecord[];
  /** An object that fills a volume has changed since the last sync, and when the next sync comes that will see it. */
  readonly isStale: boolean;
  readonly resync: TimedEvent | undefined;
  /** When a container will next change a volume that others see. */
  readonly nextWrite: TimedEvent | undefined;
  readonly ip: string | undefined;
  readonly sandboxReady: boolean;
  /** When its last sandbox was made; undefined before the first. */
  readonly sandboxSince: number | undefined;
  readonly containers: readonly ContainerRecord[];
  readonly pulls: readonly PullRecord[];
  readonly probes: readonly ProbeRecord[];
  /** Seconds its containers are given to end, once that was decided; it can only shrink. */
  readonly graceSeconds: number | undefined;
  /** What the last status was made of (while none of it changes, there is nothing to tell), and the phase, which the API may not know yet. */
  readonly told:
    | {
        readonly pod: Pod;
        readonly containers: readonly ContainerRecord[];
        readonly sandboxReady: boolean;
        readonly phase: string;
        readonly probes: readonly ProbeRecord[];
      }
    | undefined;
}

/** A worker that has not done anything yet. */
export function newWorker(pod: Pod): Worker {
  return {
    pod,
    state: 'syncing',
    removed: false,
    sync: undefined,
    stopping: undefined,
    timer: undefined,
    retry: undefined,
    murmurs: [],
    relist: undefined,
    deadline: undefined,
    pending: false,
    lastSyncEnd: undefined,
    changes: [],
    mounted: false,
    volumes: [],
    isStale: false,
    resync: undefined,
    nextWrite: undefined,
    ip: undefined,
    sandboxReady: false,
    sandboxSince: undefined,
    containers: [],
    pulls: [],
    probes: [],
    graceSeconds: undefined,
    told: undefined,
  };
}

/** What is known of a container; nothing yet for one that was never tried. */
export function recordOf(worker: Worker, name: string): ContainerRecord {
  return (
    worker.containers.find((record) => record.name === name) ?? {
      name,
      newest: undefined,
      previous: undefined,
      backOff: undefined,
      refusal: undefined,
    }
  );
}

/** The worker with a container's record changed. */
export function withRecord(worker: Worker, record: ContainerRecord): Worker {
  const known = worker.containers.some(({ name }) => name === record.name);
  const containers = known ? worker.containers.map((old) => (old.name === record.name ? record : old)) : [...worker.containers, record];
  return { ...worker, containers };
}

/** The worker with a container's newest run changed. */
export function withNewest(worker: Worker, name: string, change: Partial<Instance>): Worker {
  const record = recordOf(worker, name);
  return record.newest === undefined ? worker : withRecord(worker, { ...record, newest: { ...record.newest, ...change } });
}

/** Whether a run is going on. */
export function isRunning(instance: Instance | undefined): boolean {
  return instance !== undefined && instance.ended === undefined;
}

/** The names of the containers that run. */
export function runningNames(worker: Worker): readonly string[] {
  return worker.containers.filter(({ newest }) => isRunning(newest)).map(({ name }) => name);
}

/** The worker with what is known of a volume changed. */
export function withVolume(worker: Worker, record: VolumeRecord): Worker {
  const known = worker.volumes.some(({ name }) => name === record.name);
  const volumes = known ? worker.volumes.map((old) => (old.name === record.name ? record : old)) : [...worker.volumes, record];
  return { ...worker, volumes };
}

/** The names of the containers that run, or whose preStop hook is waited for. */
export function unfinishedNames(worker: Worker): readonly string[] {
  const isHooked = ({ hook }: Instance): boolean => hook !== undefined && !hook.isAbandoned;
  return worker.containers.filter(({ newest }) => newest !== undefined && (isRunning(newest) || isHooked(newest))).map(({ name }) => name);
}

/** The worker with one more change for the next look at the runtime. */
export function withChange(worker: Worker, name: string): Worker {
  return worker.changes.includes(name) ? worker : { ...worker, changes: [...worker.changes, name] };
}

/** The worker's sync with its current step done; `then` comes before the others. */
export function nextStep(worker: Worker, then?: Step): Worker {
  const [, ...rest] = worker.sync!.steps;
  return { ...worker, sync: { ...worker.sync!, steps: then === undefined ? rest : [then, ...rest] } };
}

/** The worker's sync as one that failed, so that it is repeated. */
export function withFailure(worker: Worker): Worker {
  return { ...worker, sync: { ...worker.sync!, failed: true } };
}
