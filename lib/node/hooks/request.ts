import type { Container, HTTPGetAction } from '../../api/generated/types.ts';
import { isIPv4 } from '../../base/name-rules.ts';
import { isListening } from '../images/program.ts';
import { kubeletOrigin } from '../network-calls.ts';
import type { Scene } from '../scene.ts';
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
export function request(scene: Scene, worker: Worker, container: Container, action: HTTPGetAction): Requested {
  const { host, path = '/', port, scheme = 'HTTP' } = action;
  const nowMillis = scene.now();
  const number = typeof port === 'string' ? (container.ports ?? []).find(({ name }) => name === port)?.containerPort : port;
  if (number === undefined) return { at: nowMillis, failure: `strconv.Atoi: parsing "${port}": invalid syntax` };
  const address = host ?? worker.ip ?? '';
  const at = `${address}:${number}`;
  const target = path.startsWith('/') ? path : `/${path}`;
  const failed = (why: string): string => `Get "${scheme.toLowerCase()}://${at}${target}": ${why}`;
  const server = address === worker.ip ? own(worker, number, nowMillis) : elsewhere(scene, worker, address, number);
  if (server === 'refused') return { at: nowMillis, failure: failed(`dial tcp ${at}: connect: connection refused`) };
  if (server === 'unknown') return { at: nowMillis, failure: failed(`dial tcp: lookup ${address}: no such host`) };
  if (server === 'silent') return { at: nowMillis + DIAL_TIMEOUT_MILLIS, failure: failed(`dial tcp ${at}: i/o timeout`) };
  if (!server.speaksHttp) return { at: nowMillis, failure: failed('EOF') };
  return scheme === 'HTTPS' && !server.speaksTls ? { at: nowMillis, fallback: at } : { at: nowMillis };
}

/** Who answers, or why nobody does. */
type Found = { readonly speaksHttp: boolean; readonly speaksTls: boolean } | 'refused' | 'unknown' | 'silent';

/** In the pod itself: what has started this very moment counts. */
function own({ containers }: Worker, port: number, nowMillis: number): Found {
  const server = containers
    .flatMap(({ newest }) => (isRunning(newest) && newest?.program !== undefined ? [newest.program] : []))
    .find((program) => isListening(program, port, nowMillis));
  return server === undefined ? 'refused' : { speaksHttp: server.profile.http !== undefined, speaksTls: false };
}

function elsewhere(scene: Scene, { pod }: Worker, address: string, port: number): Found {
  if (!isIPv4(address)) return 'unknown';
  const found = scene.network.connect(kubeletOrigin(scene, pod), address, port, 'TCP');
  if (typeof found === 'string') return found === 'refused' ? 'refused' : 'silent';
  const speaksHttp = found.answer({ method: 'GET', target: '/', userAgent: '' }) !== undefined;
  return { speaksHttp, speaksTls: found.speaksTls };
}
