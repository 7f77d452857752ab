import type { Container } from '../api/generated/types.ts';
import { value as bytesOf } from '../base/quantity.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { MINIMUM_GRACE_SECONDS, SERVICE_PATIENCE_MILLIS, TASK_PATIENCE_MILLIS } from '../sim/latencies.ts';
import { expandReferences } from './container-env.ts';
import {
  advanceProgram,
  forecast,
  isStartFailure,
  startProgram,
  terminate as tell,
  type ListenedPort,
  type Program,
} from './images/program.ts';
import { imageIn, podOf, specOf, type Scene } from './scene.ts';
import { isRunning, recordOf, withChange, withNewest, withRecord, type Instance, type Worker } from './worker.ts';

/** Starts a container's program; a program that cannot start leaves a run that ended with StartError. */
export function startContainer(scene: Scene, worker: Worker, pod: Pod, container: Container, env: ReadonlyMap<string, string>): Worker {
  const { name, image: asked = '' } = container;
  const record = recordOf(worker, name);
  const now = scene.now();
  const known = imageIn(scene, asked);
  if ('invalid' in known) throw new Error(`container ${name} was started without an image: ${known.invalid}`);
  const program = startProgram({
    image: known.reference,
    profile: known.profile,
    ...(container.command === undefined ? {} : { command: container.command.map((word) => expandReferences(word, env)) }),
    ...(container.args === undefined ? {} : { args: container.args.map((word) => expandReferences(word, env)) }),
    env,
    ports: (container.ports ?? []).map(({ containerPort, protocol = 'TCP' }) => ({
      containerPort,
      protocol: protocol as ListenedPort['protocol'],
    })),
    hostname: pod.spec.hostname ?? pod.metadata.name.slice(0, 63),
    takenPorts: new Set(
      worker.containers
        .filter(({ newest }) => isRunning(newest))
        .flatMap(({ newest }) => (newest?.program?.listens ?? []).map(({ containerPort, protocol }) => `${protocol}/${containerPort}`)),
    ),
    ...(container.workingDir === undefined ? {} : { workingDir: container.workingDir }),
    ...(container.resources?.limits?.['memory'] === undefined ? {} : { memoryLimitBytes: bytesOf(container.resources.limits['memory']) }),
    atMillis: now,
  });
  const run = {
    id: `containerd://${containerId(scene)}`,
    restartCount: record.newest === undefined ? 0 : record.newest.restartCount + 1,
    asked,
    image: known.fullName,
    imageId: known.imageId,
    exitTimer: undefined,
    killTimer: undefined,
  };
  const newest: Instance = isStartFailure(program)
    ? {
        ...run,
        startedAt: undefined,
        program: undefined,
        ended: { at: now, code: program.exitCode, reason: program.reason, message: program.message },
      }
    : { ...run, startedAt: now, program, ended: undefined };
  const started = withChange(withRecord(worker, { ...record, newest, previous: record.newest ?? record.previous }), name);
  return isStartFailure(program) ? started : watchForExit(scene, started, name, program, policyOf(pod, container));
}

function policyOf(pod: Pod, container: Container): string {
  return container.restartPolicy === 'Always' ? 'Always' : (pod.spec.restartPolicy ?? 'Always');
}

/** Asks for the moment at which the program ends by itself, if it can be known. */
function watchForExit(scene: Scene, worker: Worker, name: string, program: Program, policy: string): Worker {
  const { exit, recheckAtMillis } = forecast(program);
  const at = exit?.atMillis ?? recheckAtMillis;
  if (at === undefined || at === Number.POSITIVE_INFINITY) return withNewest(worker, name, { program, exitTimer: undefined });
  // A service that serves for a while and then ends is not something to wait for; neither is a task that takes for ever.
  const patienceMillis = policy === 'Always' ? SERVICE_PATIENCE_MILLIS : TASK_PATIENCE_MILLIS;
  const recurrent = exit === undefined || at - scene.now() > patienceMillis;
  const exitTimer = scene.after(
    Math.max(0, at - scene.now()),
    `exit ${worker.uid} ${name}`,
    exit === undefined ? 'program goes on' : 'program ends',
    { recurrent },
  );
  return withNewest(worker, name, { program, exitTimer });
}

/** A container's program has ended by itself, or has to be looked at again. */
export function checkExit(scene: Scene, worker: Worker, name: string): Worker {
  const { newest } = recordOf(worker, name);
  if (newest?.program === undefined || newest.ended !== undefined) return worker;
  const program = advanceProgram(newest.program, scene.now());
  const { exit } = forecast(program);
  if (exit !== undefined && exit.atMillis <= scene.now())
    return ended(scene, worker, name, { at: scene.now(), code: exit.code, reason: exit.reason });
  const pod = podOf(scene, worker);
  return watchForExit(scene, worker, name, program, pod === undefined ? 'Always' : policyOf(pod, specOf(pod, name)));
}

/** Notes that a container has ended. */
export function ended(
  scene: Scene,
  worker: Worker,
  name: string,
  end: { readonly at: number; readonly code: number; readonly reason: string },
): Worker {
  const { newest } = recordOf(worker, name);
  if (newest === undefined || newest.ended !== undefined) return worker;
  if (newest.exitTimer !== undefined) scene.cancel(newest.exitTimer);
  if (newest.killTimer !== undefined) scene.cancel(newest.killTimer);
  return withChange(withNewest(worker, name, { ended: end, exitTimer: undefined, killTimer: undefined }), name);
}

/** SIGTERM now, SIGKILL when the grace is over. kube: pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer */
export function stopContainer(scene: Scene, worker: Worker, name: string, graceSeconds: number): Worker {
  const { newest } = recordOf(worker, name);
  if (newest?.program === undefined || newest.ended !== undefined) return worker;
  if (newest.exitTimer !== undefined) scene.cancel(newest.exitTimer);
  if (newest.killTimer !== undefined) scene.cancel(newest.killTimer);
  const program = newest.killTimer === undefined ? tell(newest.program, scene.now()) : newest.program;
  const grace = Math.max(graceSeconds, MINIMUM_GRACE_SECONDS);
  const killTimer = scene.after(grace * 1000, `kill ${worker.uid} ${name}`, 'grace period over');
  const { exit } = forecast(program);
  const endsAt = exit === undefined || exit.atMillis > killTimer.at ? undefined : exit.atMillis;
  const exitTimer =
    endsAt === undefined ? undefined : scene.after(Math.max(0, endsAt - scene.now()), `exit ${worker.uid} ${name}`, 'program ends');
  return withNewest(worker, name, { program, exitTimer, killTimer });
}

/** 64 hex digits that no other container has. */
function containerId({ random }: Scene): string {
  const ids = random.stream('container-id');
  return [ids.uuid(), ids.uuid()].join('').replaceAll('-', '');
}
