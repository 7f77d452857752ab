import type { Container, ExecAction, GRPCAction, HTTPGetAction, Probe, TCPSocketAction } from '../../api/generated/types.ts';
import { exitForecast, nextWake } from '../../base/shell/machine.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { httpAnswer } from '../images/http.ts';
import { execute } from '../images/execute.ts';
import { isListening, type Program } from '../images/program.ts';
import { isRunning, recordOf, withNewest, type Worker } from '../worker.ts';
import { answererOf, kubeletOrigin } from '../network-calls.ts';
import type { Scene } from '../scene.ts';
import type { Outcome } from './probe-record.ts';

/** What a check found, and the worker after it: a command may have changed files. */
export interface Checked {
  readonly outcome: Outcome;
  readonly worker: Worker;
}

/** Makes one check of a running container. kube: pkg/kubelet/prober/prober.go runProbe */
// unlike kube: a check takes no time; one that would take longer than it may has failed at once
export function check(scene: Scene, worker: Worker, container: Container, probe: Probe): Checked {
  const { exec, httpGet, tcpSocket, grpc } = probe;
  const target: Target = { scene, worker, container, nowMillis: scene.now(), timeoutSeconds: probe.timeoutSeconds ?? 1 };
  if (exec !== undefined) return checkExec(target, exec);
  if (httpGet !== undefined) return { outcome: checkHttp(target, httpGet), worker };
  if (tcpSocket !== undefined) return { outcome: checkTcp(target, tcpSocket), worker };
  if (grpc !== undefined) return { outcome: checkGrpc(target, grpc), worker };
  return { outcome: forever('errored', `missing probe handler for ${titleOf(worker.pod)}:${container.name}`), worker };
}

/** What a check finds that a scenario makes fail. */
export function failedBySaying({ httpGet, tcpSocket, grpc }: Probe, { ip = '' }: Worker): Outcome {
  if (httpGet !== undefined) return forever('failure', 'HTTP probe failed with statuscode: 500');
  if (tcpSocket !== undefined) return forever('failure', refused(tcpSocket.host ?? ip, tcpSocket.port));
  return forever('failure', grpc === undefined ? '' : 'service unhealthy (responded with "NOT_SERVING")');
}

interface Target {
  readonly scene: Scene;
  readonly worker: Worker;
  readonly container: Container;
  readonly nowMillis: number;
  readonly timeoutSeconds: number;
}

function forever(kind: Outcome['kind'], message: string): Outcome {
  return { kind, message, until: undefined };
}

function titleOf({ metadata }: Pod): string {
  return `${metadata.name}_${metadata.namespace ?? ''}(${metadata.uid})`;
}

/** kube: pkg/probe/exec/exec.go */
function checkExec({ scene, worker, container, nowMillis, timeoutSeconds }: Target, { command = [] }: ExecAction): Checked {
  const { newest } = recordOf(worker, container.name);
  const ran = execute(newest!.program!, command, {
    atMillis: nowMillis,
    limitMillis: timeoutSeconds * 1000,
    commands: answererOf(scene, worker),
  });
  if ('failure' in ran) return { outcome: forever('errored', `rpc error: code = Unknown desc = ${ran.failure}`), worker };
  const next = ran.program === newest!.program ? worker : withNewest(worker, container.name, { program: ran.program });
  // What has an effect, or goes by the clock or the network, may find something else the next time.
  const until = ran.hasChangedFiles || ran.hasReadClock || ran.hasCalled ? nowMillis : nextChange(ran.program);
  if (ran.code === undefined)
    return {
      outcome: { kind: 'failure', message: `command timed out: "${command.join(' ')}" timed out after ${timeoutSeconds}s`, until },
      worker: next,
    };
  return { outcome: { kind: ran.code === 0 ? 'success' : 'failure', message: ran.output.slice(0, MOST_OUTPUT), until }, worker: next };
}

const MOST_OUTPUT = 10 * 1024;

/** When a program does something next that a command beside it could notice; undefined when it never does. */
function nextChange(program: Program): number | undefined {
  if (program.kind === 'own') return undefined;
  const { machine } = program;
  const { exit, lookAgainAtMillis, reached } = exitForecast(machine, Number.POSITIVE_INFINITY);
  const repeats = exit === undefined && lookAgainAtMillis === undefined;
  return repeats && reached.files === machine.files ? undefined : nextWake(machine);
}

/** kube: pkg/probe/http/http.go */
function checkHttp(target: Target, { host, path = '/', port, scheme = 'HTTP' }: HTTPGetAction): Outcome {
  const number = portOf(target.container, port);
  if (typeof number === 'string') return forever('errored', number);
  const address = host ?? target.worker.ip ?? '';
  const url = `${scheme.toLowerCase()}://${address}:${number}${path.startsWith('/') ? path : `/${path}`}`;
  const told = (kind: Outcome['kind'], message: string, until?: number): Outcome => ({ kind, message, until });
  if (!isOwn(target.worker, address)) return checkElsewhere(target, { address, port: number, path, url });
  const { program, until } = listener(target, number);
  if (program === undefined) return told('failure', `Get "${url}": ${refused(address, number)}`, until);
  if (scheme === 'HTTPS') return told('failure', `Get "${url}": http: server gave HTTP response to HTTPS client`);
  const answer = httpAnswer(program, path, target.nowMillis);
  if (answer === undefined) return told('failure', `Get "${url}": EOF`);
  const changes = earlier(nextChange(program), answer.until);
  return answer.status >= 200 && answer.status < 400
    ? told('success', '', changes)
    : told('failure', `HTTP probe failed with statuscode: ${answer.status}`, changes);
}

/** A check of somebody else: nothing tells when he changes, so it is made each time. */
function checkElsewhere(
  { scene, worker, nowMillis }: Target,
  { address, port, path, url }: { readonly address: string; readonly port: number; readonly path: string; readonly url: string },
): Outcome {
  const found = scene.network.connect(kubeletOrigin(scene, worker.pod), address, port, 'TCP');
  const failed = (why: string): Outcome => ({ kind: 'failure', message: `Get "${url}": ${why}`, until: nowMillis });
  if (found === 'refused') return failed(refused(address, port));
  if (typeof found === 'string') return failed('context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
  if (url.startsWith('https:') !== found.speaksTls)
    return failed(found.speaksTls ? 'malformed HTTP response' : 'http: server gave HTTP response to HTTPS client');
  const answer = found.answer({ method: 'GET', target: path, userAgent: 'kube-probe/1.32' });
  if (answer === undefined) return failed('EOF');
  return answer.status >= 200 && answer.status < 400
    ? { kind: 'success', message: '', until: nowMillis }
    : { kind: 'failure', message: `HTTP probe failed with statuscode: ${answer.status}`, until: nowMillis };
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

/** kube: pkg/probe/tcp/tcp.go */
function checkTcp(target: Target, { host, port }: TCPSocketAction): Outcome {
  const number = portOf(target.container, port);
  if (typeof number === 'string') return forever('errored', number);
  const address = host ?? target.worker.ip ?? '';
  if (!isOwn(target.worker, address)) {
    const found = target.scene.network.connect(kubeletOrigin(target.scene, target.worker.pod), address, number, 'TCP');
    if (typeof found !== 'string') return { kind: 'success', message: '', until: target.nowMillis };
    const message = found === 'refused' ? refused(address, number) : `dial tcp ${address}:${number}: i/o timeout`;
    return { kind: 'failure', message, until: target.nowMillis };
  }
  const { program, until } = listener(target, number);
  return program === undefined ? { kind: 'failure', message: refused(address, number), until } : forever('success', '');
}

/** kube: pkg/probe/grpc/grpc.go */
function checkGrpc(target: Target, { port }: GRPCAction): Outcome {
  const { program, until } = listener(target, port);
  const address = `${target.worker.ip ?? ''}:${port}`;
  const message =
    program === undefined
      ? `timeout: failed to connect service "${address}" within ${target.timeoutSeconds}s: context deadline exceeded`
      : `timeout: health rpc did not complete within ${target.timeoutSeconds}s`;
  return { kind: 'failure', message, until };
}

/** The port's number; or, for a name that none of the container's ports has, what Go says of it. kube: pkg/probe/util.go ResolveContainerPort */
function portOf({ ports = [] }: Container, port: number | string): number | string {
  const named = typeof port === 'string' ? ports.find(({ name }) => name === port)?.containerPort : port;
  return named ?? `strconv.Atoi: parsing "${port}": invalid syntax`;
}

function isOwn({ ip }: Worker, address: string): boolean {
  return address === ip;
}

function refused(address: string, port: number | string): string {
  return `dial tcp ${address}:${port}: connect: connection refused`;
}

/** Who listens on a port of the pod; or from when on somebody will, if nobody does yet. */
function listener(
  { worker, nowMillis }: Target,
  port: number,
): { readonly program: Program | undefined; readonly until: number | undefined } {
  const programs = worker.containers.flatMap(({ newest }) => (isRunning(newest) && newest?.program !== undefined ? [newest.program] : []));
  const program = programs.find((each) => isListening(each, port, nowMillis));
  if (program !== undefined) return { program, until: undefined };
  const starts = programs
    .filter(
      ({ listens, listensFromMillis }) => listensFromMillis > nowMillis && listens.some(({ containerPort }) => containerPort === port),
    )
    .map(({ listensFromMillis }) => listensFromMillis);
  return { program: undefined, until: starts.length === 0 ? undefined : Math.min(...starts) };
}
