import type { ExecAction, HTTPGetAction, IntOrString, Lifecycle, LifecycleHandler, Probe } from '../../api/generated/types.ts';
import { forbidden, invalid, notSupported, required } from '../../api/field-errors.ts';
import { httpHeaderProblems, portNameProblems, portNumberProblems } from '../../base/name-rules.ts';
import { checkNotNegative, checkText, remembered, type Draft, type Found } from './draft.ts';

/** A probe or a hook, seen as what it does. */
type Handler = Draft<Pick<Probe, 'grpc'> & LifecycleHandler>;

/** Checks a port given by number or by name; nothing is port 0. kube: pkg/apis/core/validation/validation.go ValidatePortNumOrName */
function checkPortOrName(port: IntOrString | undefined, path: string, found: Found): void {
  if (typeof port === 'string') {
    checkText(portNameProblems, port, path, found);
    return;
  }
  for (const problem of portNumberProblems(port ?? 0)) found.push(invalid(path, port ?? 0, problem));
}

/** Checks a liveness probe or a startup probe. */
export const checkLivenessProbe = remembered<Draft<Probe>>((probe, path, found) => {
  checkProbe(probe, path, found);
  if ((probe.successThreshold ?? 0) !== 1) found.push(invalid(`${path}.successThreshold`, probe.successThreshold ?? 0, 'must be 1'));
});

/** Checks a readiness probe. */
export const checkReadinessProbe = remembered<Draft<Probe>>((probe, path, found) => {
  checkProbe(probe, path, found);
  const { terminationGracePeriodSeconds } = probe;
  if (terminationGracePeriodSeconds !== undefined) {
    found.push(invalid(`${path}.terminationGracePeriodSeconds`, terminationGracePeriodSeconds, 'must not be set for readinessProbes'));
  }
});

function checkProbe(probe: Draft<Probe>, path: string, found: Found): void {
  checkHandler(probe, undefined, path, found);
  for (const field of ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const) {
    checkNotNegative(probe[field], `${path}.${field}`, found);
  }
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) found.push(invalid(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
}

/** Checks what runs after the start and before the stop of a container. */
export function checkLifecycle(
  lifecycle: Draft<Lifecycle> | undefined,
  graceSeconds: number | undefined,
  path: string,
  found: Found,
): void {
  if (lifecycle?.postStart !== undefined) checkHandler(lifecycle.postStart, graceSeconds, `${path}.postStart`, found);
  if (lifecycle?.preStop !== undefined) checkHandler(lifecycle.preStop, graceSeconds, `${path}.preStop`, found);
}

function checkHandler(handler: Handler, graceSeconds: number | undefined, path: string, found: Found): void {
  const checks: Readonly<Record<'exec' | 'httpGet' | 'tcpSocket' | 'grpc' | 'sleep', (inner: string) => void>> = {
    exec: (inner) => {
      checkExec(handler.exec ?? {}, inner, found);
    },
    httpGet: (inner) => {
      checkHttpGet(handler.httpGet ?? {}, inner, found);
    },
    tcpSocket: (inner) => {
      checkPortOrName(handler.tcpSocket?.port, `${inner}.port`, found);
    },
    grpc: (inner) => {
      checkPortOrName(handler.grpc?.port, `${inner}.port`, found);
    },
    sleep: (inner) => {
      checkSleep(handler.sleep?.seconds ?? 0, graceSeconds, inner, found);
    },
  };
  let handlers = 0;
  for (const type of ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const) {
    if (handler[type] === undefined) continue;
    if (handlers++ > 0) found.push(forbidden(`${path}.${type}`, 'may not specify more than 1 handler type'));
    else checks[type](`${path}.${type}`);
  }
  if (handlers === 0) found.push(required(path, 'must specify a handler type'));
}

function checkExec({ command = [] }: Draft<ExecAction>, path: string, found: Found): void {
  if (command.length === 0) found.push(required(`${path}.command`));
}

function checkHttpGet({ path: target = '', port, scheme = '', httpHeaders = [] }: Draft<HTTPGetAction>, path: string, found: Found): void {
  if (target === '') found.push(required(`${path}.path`));
  checkPortOrName(port, `${path}.port`, found);
  if (scheme !== 'HTTP' && scheme !== 'HTTPS') found.push(notSupported(`${path}.scheme`, scheme, ['HTTP', 'HTTPS']));
  for (const { name = '' } of httpHeaders) checkText(httpHeaderProblems, name, `${path}.httpHeaders`, found);
}

function checkSleep(seconds: number, graceSeconds: number | undefined, path: string, found: Found): void {
  if (graceSeconds === undefined || (seconds > 0 && seconds <= graceSeconds)) return;
  const range = `must be greater than 0 and less than terminationGracePeriodSeconds (${graceSeconds})`;
  found.push(invalid(path, seconds, `${range}. Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.`));
}
