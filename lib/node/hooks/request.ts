import type { Container, HTTPGetAction } from '../../api/generated/types.ts';
import { isListening } from '../images/program.ts';
import { isRunning, type Worker } from '../worker.ts';

/** How a hook's request ends: when, with what error, and whether it was made over HTTP although HTTPS was asked for. */
export interface Requested {
  readonly at: number;
  readonly failure?: string;
  readonly fallback?: string;
}

/** How long a connection is tried for that nobody answers. kube: net/http DefaultTransport, whose dialer gives up after 30 seconds */
const DIAL_TIMEOUT_MILLIS = 30_000;

/** A hook's GET: whatever the answer is, it is well. kube: pkg/kubelet/lifecycle/handlers.go runHTTPHandler */
export function request(worker: Worker, container: Container, action: HTTPGetAction, nowMillis: number): Requested {
  const { host, path = '/', port, scheme = 'HTTP' } = action;
  const number = typeof port === 'string' ? (container.ports ?? []).find(({ name }) => name === port)?.containerPort : port;
  if (number === undefined) return { at: nowMillis, failure: `strconv.Atoi: parsing "${port}": invalid syntax` };
  const address = host ?? worker.ip ?? '';
  const at = `${address}:${number}`;
  const failed = (why: string): string => `Get "${scheme.toLowerCase()}://${at}${path.startsWith('/') ? path : `/${path}`}": ${why}`;
  if (address !== worker.ip) return { at: nowMillis + DIAL_TIMEOUT_MILLIS, failure: failed(`dial tcp ${at}: i/o timeout`) };
  const server = worker.containers
    .flatMap(({ newest }) => (isRunning(newest) && newest?.program !== undefined ? [newest.program] : []))
    .find((program) => isListening(program, number, nowMillis));
  if (server === undefined) return { at: nowMillis, failure: failed(`dial tcp ${at}: connect: connection refused`) };
  if (server.profile.http === undefined) return { at: nowMillis, failure: failed('EOF') };
  return scheme === 'HTTPS' ? { at: nowMillis, fallback: at } : { at: nowMillis };
}
