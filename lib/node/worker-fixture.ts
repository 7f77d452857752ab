import type { Container, PodSpec, PodStatus } from '../api/generated/types.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { newWorker, withRecord, type ContainerRecord, type Worker } from './worker.ts';

/** What has become of a container: how often it runs or ran, and how its runs ended. */
export type Fate =
  'new' | 'running' | 'old image' | number | { readonly refused: string; readonly after?: number } | { readonly restarted: number };

/** A pod with the given containers; init containers that end with `+` are sidecars. */
export function podWith(
  containers: readonly string[],
  given: {
    readonly inits?: readonly string[];
    readonly policy?: string;
    readonly status?: PodStatus;
    readonly deleted?: boolean;
    readonly spec?: Partial<PodSpec>;
  } = {},
): Pod {
  const { inits = [], policy = 'Always', status = { phase: 'Pending' }, deleted = false, spec = {} } = given;
  const container = (name: string): Container =>
    name.endsWith('+') ? { name: name.slice(0, -1), image: 'i', restartPolicy: 'Always' } : { name, image: 'i' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      namespace: 'default',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...(deleted ? { deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 } : {}),
    },
    spec: {
      nodeName: 'node1',
      restartPolicy: policy,
      ...(inits.length === 0 ? {} : { initContainers: inits.map(container) }),
      containers: containers.map(container),
      ...spec,
    },
    status,
  };
}

/** A worker whose pod has a sandbox and whose containers have come that far. */
export function workerWith(pod: Pod, fates: Readonly<Record<string, Fate>> = {}): Worker {
  const ready: Worker = { ...newWorker(pod), mounted: true, sandboxReady: true, ip: '10.244.1.7' };
  return Object.entries(fates).reduce(
    (worker, [name, fate]) => (fate === 'new' ? worker : withRecord(worker, recordWith(name, fate))),
    ready,
  );
}

function recordWith(name: string, fate: Exclude<Fate, 'new'>): ContainerRecord {
  const run = (code: number | undefined, restartCount = 0, asked = 'i') => ({
    id: `containerd://${name}`,
    restartCount,
    asked,
    image: 'docker.io/library/i:latest',
    imageId: 'docker.io/library/i@sha256:0',
    startedAt: 1000,
    program: undefined,
    mounts: [],
    seen: undefined,
    ended: code === undefined ? undefined : { at: 2000, code, reason: code === 0 ? 'Completed' : 'Error' },
    hook: undefined,
    exitTimer: undefined,
    termTimer: undefined,
    killTimer: undefined,
  });
  const record = { name, newest: run(undefined), previous: undefined, backOff: undefined, refusal: undefined };
  if (fate === 'running') return record;
  if (fate === 'old image') return { ...record, newest: run(undefined, 0, 'other') };
  if (typeof fate === 'number') return { ...record, newest: run(fate) };
  if ('restarted' in fate) return { ...record, newest: run(undefined, 1), previous: run(fate.restarted) };
  const refusal = { reason: fate.refused, message: 'why' };
  return { ...record, newest: fate.after === undefined ? undefined : run(fate.after), refusal };
}
