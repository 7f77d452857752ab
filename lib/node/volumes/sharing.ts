import { nextWake, advance, type Machine } from '../../base/shell/machine.ts';
import { sameTree, subtreeOf, withSubtree } from '../../base/shell/subtrees.ts';
import type { Files } from '../../base/shell/files.ts';
import { SERVICE_PATIENCE_MILLIS, TASK_PATIENCE_MILLIS } from '../../sim/latencies.ts';
import { patienceOf, watchAgain } from '../container-run.ts';
import { restartPolicyOf } from '../containers.ts';
import { withChangedFiles } from '../images/execute.ts';
import { advanceProgram, filesOfProgram } from '../images/program.ts';
import { forgetOutcomes } from '../probes/prober.ts';
import { nodeRecord, specOf, type Scene } from '../scene.ts';
import { isRunning, recordOf, withNewest, type ContainerMount, type ContainerRecord, type Worker } from '../worker.ts';
import { mountedTree, withMountedTree } from './container-mounts.ts';

/** Containers that answer each other's writes at one instant are not followed further than this. */
const MOST_ROUNDS = 20;

/**
 * Brings what containers have written into their volumes, and from there to all who see the same; asks to be called again when somebody will
 * write next. So what one container writes is what the other reads, at any instant, and nothing ticks.
 */
export function shareFiles(scene: Scene, worker: Worker): Worker {
  if (!worker.containers.some(({ newest }) => newest?.mounts.some(isWritable) === true)) return worker;
  let now = worker;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const files = nodeRecord(scene, now.pod).files;
    const collected = now.containers.reduce((before, { name }) => collect(scene, before, name), now);
    const hasNodeChanged = nodeRecord(scene, now.pod).files !== files;
    if (hasNodeChanged) tellGuests(scene, now);
    const hasChanged = hasNodeChanged || collected.volumes !== now.volumes;
    now = hasChanged ? showVolumes(scene, collected) : collected;
    if (!hasChanged) break;
  }
  return watchWrites(scene, now);
}

function isWritable({ readOnly }: ContainerMount): boolean {
  return !readOnly;
}

/** The mounts of a container below another of them: what lies there is not in the volume above. */
function below(mounts: readonly ContainerMount[], { path }: ContainerMount): readonly string[] {
  const prefix = path === '/' ? '/' : `${path}/`;
  return mounts.filter((other) => other.path !== path && other.path.startsWith(prefix)).map((other) => other.path);
}

/** Takes what a container has written since the last look into the volumes. */
function collect(scene: Scene, worker: Worker, name: string): Worker {
  const { newest } = recordOf(worker, name);
  if (newest?.program === undefined || !newest.mounts.some(isWritable)) return worker;
  const program = isRunning(newest) ? advanceProgram(newest.program, scene.now()) : newest.program;
  const files = program.kind === 'own' ? program.files : program.machine.files;
  if (files === undefined || files === newest.seen) return program === newest.program ? worker : withNewest(worker, name, { program });
  const { mounts, seen } = newest;
  return mounts.filter(isWritable).reduce(
    (now, mount) => {
      const others = below(mounts, mount);
      const written = subtreeOf(files, mount.path, others);
      const before = seen === undefined ? mountedTree(scene, now, mount) : subtreeOf(seen, mount.path, others);
      if (written === undefined || (before !== undefined && sameTree(written, before))) return now;
      return withMountedTree(scene, now, mount, written);
    },
    withNewest(worker, name, { program, seen: files }),
  );
}

/** Shows all running containers what their volumes hold now. */
export function showVolumes(scene: Scene, worker: Worker): Worker {
  return worker.containers.reduce((now, record) => (isRunning(record.newest) ? show(scene, now, record.name) : now), worker);
}

function show(scene: Scene, worker: Worker, name: string): Worker {
  const newest = recordOf(worker, name).newest!;
  if (newest.program === undefined || newest.mounts.length === 0) return worker;
  const program = advanceProgram(newest.program, scene.now());
  const files = filesOfProgram(program);
  const { mounts } = newest;
  const isBehind = (mount: ContainerMount): boolean => {
    const others = below(mounts, mount);
    const shown = subtreeOf(files, mount.path, others);
    return shown === undefined || !sameTree(shown, without(mountedTree(scene, worker, mount), mount, others));
  };
  if (!mounts.some((mount) => mount.isLive && isBehind(mount))) return worker;
  const renewed = mounts.reduce((tree, mount) => {
    const part = mount.isLive ? mountedTree(scene, worker, mount) : (subtreeOf(files, mount.path) ?? mountedTree(scene, worker, mount));
    return withSubtree(tree, mount.path, part, mount.readOnly);
  }, files);
  const changed = withChangedFiles(program, renewed, scene.now());
  const horizon = scene.now() + patienceOf(worker.pod, specOf(worker.pod, name));
  return forgetOutcomes(watchAgain(scene, withNewest(worker, name, { seen: renewed, program: changed }), name, horizon));
}

/** A volume's tree without the places in which a container sees others. */
function without(tree: Files, { path }: ContainerMount, others: readonly string[]): Files {
  if (others.length === 0) return tree;
  return subtreeOf(tree, '/', others.map((other) => (path === '/' ? other : other.slice(path.length)))) ?? tree; // prettier-ignore
}

/** Other pods that see the node's files look at them at this very instant. */
function tellGuests(scene: Scene, { pod }: Worker): void {
  for (const uid of nodeRecord(scene, pod).guests)
    if (uid !== pod.metadata.uid) scene.after(0, `host ${uid}`, 'files of the node have changed');
}

/** The worker, waiting for the next time that a container writes what another one sees. */
function watchWrites(scene: Scene, worker: Worker): Worker {
  const { nextWrite } = worker;
  const due = worker.containers
    .map((record) => dueWrite(worker, record))
    .reduce((first, next) => (first === undefined || (next !== undefined && next.at < first.at) ? next : first), undefined);
  if (nextWrite !== undefined && nextWrite.at === due?.at) return worker;
  if (nextWrite !== undefined) scene.cancel(nextWrite);
  if (due === undefined) return nextWrite === undefined ? worker : { ...worker, nextWrite: undefined };
  const options = { recurrent: !due.isAwaited };
  const timer = scene.after(
    Math.max(0, due.at - scene.now()),
    `files ${worker.pod.metadata.uid}`,
    'a container writes to a volume',
    options,
  );
  return { ...worker, nextWrite: timer };
}

interface DueWrite {
  readonly at: number;
  readonly isAwaited: boolean;
}

/** Nobody waits for what is written again and again. */
function dueWrite(worker: Worker, { name, newest }: ContainerRecord): DueWrite | undefined {
  if (newest?.program?.kind !== 'command' || !isRunning(newest)) return undefined;
  const paths = newest.mounts.filter((mount) => isWritable(mount) && isShared(worker, mount)).map(({ path }) => path);
  if (paths.length === 0) return undefined;
  const { machine } = newest.program;
  const at = nextWrite(machine, paths);
  if (at === undefined) return undefined;
  const isService = restartPolicyOf(worker.pod, specOf(worker.pod, name)) === 'Always';
  const patience = isService ? SERVICE_PATIENCE_MILLIS : TASK_PATIENCE_MILLIS;
  return { at, isAwaited: at <= newest.startedAt! + patience && comesToRest(machine, paths, patience) };
}

/** Whether anybody else could notice: the node's files are there for every pod. */
function isShared({ containers, volumes }: Worker, { volume }: ContainerMount): boolean {
  if (volumes.find(({ name }) => name === volume)?.hostPath !== undefined) return true;
  const seeing = containers.flatMap(({ newest }) => (isRunning(newest) ? newest!.mounts.filter((mount) => mount.volume === volume) : []));
  return seeing.length > 1;
}

/** How far ahead a program is looked at, in wakes; then it is looked at again. */
const MOST_WAKES = 100;
const MOST_WRITES = 50;

/** When a program next changes what lies at or below some paths, or has to be looked at again; undefined when it never does by itself. */
function nextWrite(machine: Machine, paths: readonly string[]): number | undefined {
  const key = paths.join('\0');
  const known = foreseen.get(machine);
  if (known?.key === key) return known.at;
  const at = lookAhead(machine, paths);
  foreseen.set(machine, { key, at });
  return at;
}

/** A machine's future follows from it alone. */
const foreseen = new WeakMap<Machine, { readonly key: string; readonly at: number | undefined }>();

function lookAhead(machine: Machine, paths: readonly string[]): number | undefined {
  let ahead = machine;
  for (let wakes = 0; wakes < MOST_WAKES; wakes++) {
    const at = nextWake(ahead);
    if (at === undefined) return undefined;
    const next = advance(ahead, at);
    if (next === ahead) return undefined;
    if (next.files !== ahead.files && paths.some((path) => hasChanged(ahead.files, next.files, path))) return at;
    ahead = next;
    // A program that has written nothing while it repeated itself never will, if nothing in its world changes.
    const period = ahead.watch?.periodMillis;
    if (period !== undefined && ahead.atMillis - machine.atMillis > period) return undefined;
  }
  return nextWake(ahead);
}

function hasChanged(before: Files, after: Files, path: string): boolean {
  const [old, next] = [subtreeOf(before, path), subtreeOf(after, path)];
  return old === undefined || next === undefined ? old !== next : !sameTree(old, next);
}

/** Whether a program that writes will stop writing, for a while at least. */
function comesToRest(machine: Machine, paths: readonly string[], patienceMillis: number): boolean {
  let ahead = machine;
  for (let writes = 0; writes < MOST_WRITES; writes++) {
    const at = nextWrite(ahead, paths);
    if (at === undefined || (writes > 0 && at - ahead.atMillis > patienceMillis)) return true;
    ahead = advance(ahead, at);
  }
  return false;
}
