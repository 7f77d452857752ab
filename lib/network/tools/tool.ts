import type { ExternalAnswer, ExternalCall } from '../../base/shell/machine.ts';
import type { Connection, HttpAnswer, Origin, Protocol } from '../../control/network.ts';
import type { DnsAnswer, RecordType } from '../dns.ts';
import type { Outcome } from '../outcome.ts';
import type { Lookup } from '../resolver.ts';
import type { Url } from '../url.ts';

/** What tools need of a network. */
export interface ToolNetwork {
  readonly request: (origin: Origin, url: Url, userAgent: string, method?: string) => Outcome;
  readonly lookUp: (origin: Origin, name: string) => Lookup;
  readonly query: (origin: Origin, name: string, type: RecordType) => DnsAnswer | undefined;
  readonly connect: (origin: Origin, ip: string, port: number, protocol: Protocol) => Connection;
}

/** A network tool: a command line and a network to texts and an exit code. */
export type Tool = (call: ExternalCall, origin: Origin, network: ToolNetwork) => ExternalAnswer;

/** How long it takes until nobody's silence is an error: the kernel of Linux sends SYN seven times. */
export const CONNECT_TIMEOUT_MILLIS = 127_000;

/** How long it takes until a neighbour that is not there is known not to be: three questions, a second apart. */
export const UNREACHABLE_MILLIS = 3000;

/** `200 OK`: the status as a server writes it. */
export function statusLine(status: number): string {
  return `${status} ${REASONS.get(status) ?? 'Unknown'}`;
}

const REASONS = new Map([
  [200, 'OK'],
  [201, 'Created'],
  [204, 'No Content'],
  [301, 'Moved Permanently'],
  [302, 'Found'],
  [304, 'Not Modified'],
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [429, 'Too Many Requests'],
  [500, 'Internal Server Error'],
  [502, 'Bad Gateway'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
]);

/** The headers of an answer. */
export function headersOf({ status, body }: HttpAnswer): readonly string[] {
  return [`HTTP/1.1 ${statusLine(status)}`, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close'];
}

/** The address that a name or an address in dots means first; a failure otherwise. */
export function firstAddress(network: ToolNetwork, origin: Origin, host: string): { readonly ip: string } | { readonly failure: string } {
  const found = network.lookUp(origin, host);
  return 'ips' in found ? { ip: found.ips[0]! } : { failure: found.failure };
}
