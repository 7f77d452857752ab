import type { Container } from '../api/generated/types.ts';
import { value as bytesOf } from '../base/quantity.ts';
import { fileTree } from '../base/shell/subtrees.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { MINIMUM_GRACE_SECONDS, STOP_SIGNAL_MILLIS, SERVICE_PATIENCE_MILLIS, TASK_PATIENCE_MILLIS } from '../sim/latencies.ts';
import { same } from '../base/merge.ts';
import { saidProfile } from './container-behaviour.ts';
import { expandReferences } from './container-env.ts';
import { restartPolicyOf } from './containers.ts';
import {
  advanceProgram,
  forecast,
  imageFiles,
  isStartFailure,
  kill,
  startFailure,
  startProgram,
  terminate,
  type ListenedPort,
  type Mount,
  type Program,
  type ProgramStart,
  type StartFailure,
} from './images/program.ts';
import { answererOf, isAwaitedCall, noteCaller } from './network-calls.ts';
import type { ImageProfile } from './images/profile.ts';
import { imageIn, specOf, type Scene } from './scene.ts';
import { hostsFile, resolvConf, runtimeEnv } from './runtime-files.ts';
import { terminationMessage } from './termination-message.ts';
import { containerMounts, misfitMount, programMounts, withSubPaths } from './volumes/container-mounts.ts';
import { isRunning, recordOf, runningNames, withChange, withNewest, withRecord, type Ended, type Worker } from './worker.ts';

/** Starts a container's program; a program that cannot start leaves a run that ended with StartError. */
export function startContainer(scene: Scene, worker: Worker, name: string, env: ReadonlyMap<string, string>): Worker {
  const container = specOf(worker.pod, name);
  const record = recordOf(worker, name);
  const asked = container.image ?? '';
  const known = imageIn(scene, asked);
  if ('invalid' in known) throw new Error(`container ${name} was started without an image: ${known.invalid}`);
  const mounts = containerMounts(worker, container, env);
  if ('refused' in mounts) throw new Error(`container ${name} was started without its mounts: ${mounts.refused}`);
  const prepared = withSubPaths(scene, worker, mounts);
  const trees = programMounts(scene, prepared, mounts);
  const misfit = misfitMount(prepared, container, imageFiles(known.profile), trees);
  const said = saidProfile(scene, worker.pod, container, known.profile);
  const given = { ...startOf(scene, worker, container, env, trees), image: known.reference, atMillis: scene.now() };
  const options = said === undefined ? { ...given, profile: known.profile } : inPlaceOfCommand(given, said);
  const program = misfit === undefined ? startProgram(options) : startFailure(misfit);
  const newest = {
    id: `containerd://${containerId(scene)}`,
    restartCount: record.newest === undefined ? 0 : record.newest.restartCount + 1,
    asked,
    image: known.fullName,
    imageId: known.imageId,
    mounts,
    seen: undefined,
    hook: undefined,
    exitTimer: undefined,
    termTimer: undefined,
    killTimer: undefined,
    ...(isStartFailure(program) ? notStarted(program, scene.now()) : { startedAt: scene.now(), program, ended: undefined }),
  };
  const started = withChange(withRecord(prepared, { ...record, newest, previous: record.newest }), name);
  return isStartFailure(program) ? started : watchForExit(scene, started, container, program);
}

/** A program of which a scenario says what it does, whatever the pod has for a command. */
function inPlaceOfCommand({ command, ...start }: Omit<ProgramStart, 'profile'>, profile: ImageProfile): ProgramStart {
  return command === undefined ? { ...start, profile } : { ...start, args: [], profile };
}

/** Lets the containers that run do what a scenario says of them now, as if they had done it from their start. */
export function restate(scene: Scene, worker: Worker): Worker {
  return runningNames(worker).reduce((now, name) => {
    const { program: old, startedAt, asked, killTimer } = recordOf(now, name).newest!;
    const known = imageIn(scene, asked);
    if (old === undefined || killTimer !== undefined || 'invalid' in known) return now;
    const container = specOf(now.pod, name);
    const profile = saidProfile(scene, now.pod, container, known.profile);
    if (profile === undefined || same(profile, old.profile)) return now;
    const start = {
      ...startOf(scene, now, container, old.env, old.kind === 'own' ? old.mounts : []),
      image: known.reference,
      atMillis: startedAt!,
    };
    const program = startProgram(inPlaceOfCommand(start, profile));
    if (isStartFailure(program)) return now;
    const kept = program.kind === 'own' && old.kind === 'own' ? { ...program, files: old.files } : program;
    return watchAgain(scene, withNewest(now, name, { program: kept }), name);
  }, worker);
}

function notStarted({ exitCode, reason, message }: StartFailure, at: number) {
  return { startedAt: undefined, program: undefined, ended: { at, code: exitCode, reason, message } };
}

/** What a container's spec and pod say about its program. */
function startOf(scene: Scene, worker: Worker, container: Container, env: ReadonlyMap<string, string>, mounts: readonly Mount[]) {
  const { command, args, workingDir, ports = [], resources, terminationMessagePath = '/dev/termination-log' } = container;
  const hostname = hostnameOf(worker.pod);
  const memory = resources?.limits?.['memory'];
  const { resolver } = scene.network.originOf(worker.pod, worker.ip ?? '');
  const file = (path: string, content: string): Mount => ({ path, tree: fileTree(content), readOnly: false });
  const expand = (words: readonly string[]): readonly string[] => words.map((word) => expandReferences(word, env));
  return {
    ...(command === undefined ? {} : { command: expand(command) }),
    ...(args === undefined ? {} : { args: expand(args) }),
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(memory === undefined ? {} : { memoryLimitBytes: bytesOf(memory) }),
    env: new Map([...runtimeEnv(hostname), ...env]),
    ports: ports.map(({ containerPort, protocol = 'TCP' }) => ({ containerPort, protocol: protocol as ListenedPort['protocol'] })),
    hostname,
    takenPorts: takenPorts(worker, container.name),
    mounts: [
      file('/etc/hosts', hostsFile(worker.pod, resolver)),
      file('/etc/resolv.conf', resolvConf(worker.pod.spec, resolver)),
      ...mounts,
      file(terminationMessagePath, ''),
    ],
  };
}

function hostnameOf({ metadata, spec }: Pod): string {
  return spec.hostname ?? metadata.name.slice(0, 63);
}

/** What the other containers listen on: they share the pod's ports. */
function takenPorts({ containers }: Worker, own: string): ReadonlySet<string> {
  const others = containers.filter(({ name, newest }) => name !== own && isRunning(newest));
  const listened = others.flatMap(({ newest }) => newest?.program?.listens ?? []);
  return new Set(listened.map(({ containerPort, protocol }) => `${protocol}/${containerPort}`));
}

/** Asks for the moment at which the program ends by itself, if it can be known. */
function watchForExit(scene: Scene, worker: Worker, container: Container, program: Program, horizonMillis = Infinity): Worker {
  const { exit, recheckAtMillis, isCalling = false } = forecast(program, horizonMillis);
  noteCaller(scene, worker, container.name, isCalling);
  const at = exit?.atMillis ?? recheckAtMillis;
  if (at === undefined || at === Number.POSITIVE_INFINITY) return withNewest(worker, container.name, { program, exitTimer: undefined });
  const isTooLong = exit === undefined || at - scene.now() > patienceOf(worker.pod, container);
  const recurrent = isCalling ? !isAwaitedCall(scene, program.startedAtMillis, at) : isTooLong;
  const reason = exit === undefined ? 'program goes on' : 'program ends';
  return withNewest(worker, container.name, { program, exitTimer: exitEvent(scene, worker, container.name, at, reason, recurrent) });
}

function exitEvent(scene: Scene, { pod }: Worker, name: string, at: number, reason: string, recurrent: boolean) {
  return scene.after(Math.max(0, at - scene.now()), `exit ${pod.metadata.uid} ${name}`, reason, { recurrent });
}

/** A container's program has ended by itself, or has to be looked at again. */
export function checkExit(scene: Scene, worker: Worker, name: string): Worker {
  const { newest } = recordOf(worker, name);
  if (newest?.program === undefined || newest.ended !== undefined) return worker;
  const program = advanceProgram(newest.program, scene.now(), answererOf(scene, worker));
  const { exit } = forecast(program);
  if (exit !== undefined && exit.atMillis <= scene.now()) return withEnd(scene, worker, name, program, exit);
  return watchAgain(scene, withNewest(worker, name, { program }), name);
}

/** A service that serves for a while and then ends is not something to wait for; neither is a task that takes for ever. */
export function patienceOf(pod: Pod, container: Container): number {
  return restartPolicyOf(pod, container) === 'Always' ? SERVICE_PATIENCE_MILLIS : TASK_PATIENCE_MILLIS;
}

/** The container's program ends now, by itself: `ending` is its name and the code, as `web=3`. */
export function endContainer(scene: Scene, worker: Worker, ending: string): Worker {
  const name = nameOf(ending);
  const code = Number(ending.slice(name.length + 1));
  const { newest } = recordOf(worker, name);
  if (newest?.program === undefined || newest.ended !== undefined) return worker;
  return withEnd(scene, worker, name, kill(newest.program, scene.now()), { code, reason: code === 0 ? 'Completed' : 'Error' });
}

/** The container of an ending such as `web=3`. */
export function nameOf(ending: string): string {
  return ending.slice(0, ending.lastIndexOf('='));
}

/** SIGKILL: the container has ended. */
export function killContainer(scene: Scene, worker: Worker, name: string): Worker {
  const { newest } = recordOf(worker, name);
  if (newest?.program === undefined || newest.ended !== undefined) return worker;
  return withEnd(scene, worker, name, kill(newest.program, scene.now()), { code: 137, reason: 'Error' });
}

/** Notes that a container has ended. */
function withEnd(scene: Scene, worker: Worker, name: string, program: Program, { code, reason }: Pick<Ended, 'code' | 'reason'>): Worker {
  const { exitTimer, termTimer, killTimer } = recordOf(worker, name).newest!;
  for (const timer of [exitTimer, termTimer, killTimer]) if (timer !== undefined) scene.cancel(timer);
  noteCaller(scene, worker, name, false);
  const message = terminationMessage(specOf(worker.pod, name), program, { atMillis: scene.now(), code });
  const ended: Ended = { at: scene.now(), code, reason, ...(message === undefined ? {} : { message }) };
  return withChange(withNewest(worker, name, { program, ended, exitTimer: undefined, termTimer: undefined, killTimer: undefined }), name);
}

/**
 * SIGTERM, unless it was sent before, and SIGKILL when the grace, from now on, is over. A preStop hook goes before.
 * kube: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer
 */
export function stopContainer(scene: Scene, worker: Worker, name: string, graceSeconds: number): Worker {
  const { newest } = recordOf(worker, name);
  if (newest?.program === undefined || newest.ended !== undefined) return worker;
  const earlier = newest.killTimer;
  if (earlier !== undefined) scene.cancel(earlier);
  const of = `${worker.pod.metadata.uid} ${name}`;
  const killTimer = scene.after(Math.max(graceSeconds, MINIMUM_GRACE_SECONDS) * 1000, `kill ${of}`, 'grace period over');
  const termTimer = earlier === undefined ? scene.after(STOP_SIGNAL_MILLIS, `term ${of}`, 'SIGTERM') : newest.termTimer;
  const told = withNewest(worker, name, { termTimer, killTimer });
  return termTimer === undefined ? watchAgain(scene, told, name) : told;
}

/** SIGTERM arrives. */
export function signalContainer(scene: Scene, worker: Worker, name: string): Worker {
  const { newest } = recordOf(worker, name);
  if (newest?.program === undefined || newest.ended !== undefined) return worker;
  const program = terminate(advanceProgram(newest.program, scene.now()), scene.now());
  return watchAgain(scene, withNewest(worker, name, { program, termTimer: undefined }), name);
}

/**
 * A container's program may end at another time than was foreseen: something from outside has changed what it will do. It is not looked
 * further ahead than to the horizon.
 */
export function watchAgain(scene: Scene, worker: Worker, name: string, horizonMillis = Infinity): Worker {
  const { newest } = recordOf(worker, name);
  if (newest?.program === undefined || newest.ended !== undefined) return worker;
  const { exitTimer, termTimer, killTimer, program } = newest;
  if (exitTimer !== undefined) scene.cancel(exitTimer);
  const free = withNewest(worker, name, { exitTimer: undefined });
  if (killTimer === undefined || termTimer !== undefined)
    return watchForExit(scene, free, specOf(worker.pod, name), program, horizonMillis);
  const { exit, recheckAtMillis, isCalling = false } = forecast(program, killTimer.at);
  const at = exit?.atMillis ?? (isCalling ? recheckAtMillis : undefined);
  if (at === undefined || at > killTimer.at) return free;
  const reason = exit === undefined ? 'program goes on' : 'program ends';
  return withNewest(free, name, { exitTimer: exitEvent(scene, worker, name, at, reason, false) });
}

/** 64 hex digits that no other container has. */
function containerId({ random }: Scene): string {
  return random.stream('container-id').hex(64);
}
