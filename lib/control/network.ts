import type { ExternalAnswer, ExternalCall } from '../base/shell/machine.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** Where the API server is: beside the nodes. */
export const API_SERVER = '192.168.64.254';

/** What carries a connection; Kubernetes' words. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A request as a server sees it. */
export interface HttpRequest {
  readonly method: string;
  /** `/index.html?a=b` */
  readonly target: string;
  readonly userAgent: string;
}

/** What a server answers a request with. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** Until when the answer stays the same, if it is known that it will change then. */
  readonly until?: number;
}

/** Somebody who listens at an address. */
export interface Socket {
  /** Undefined for what is no pod: the API server. */
  readonly pod: Pod | undefined;
  readonly container: string;
  /** The image as the pod names it. */
  readonly image: string;
  readonly speaksTls: boolean;
  /** The answer to a request, without a trace; undefined where the program does not speak HTTP. */
  readonly answer: (request: HttpRequest) => HttpAnswer | undefined;
  /** Notes a request that was answered in the program's log, if it keeps one. */
  readonly note: (request: HttpRequest, answer: HttpAnswer, fromIp: string) => void;
  /** What a line-based server answers to what it receives; undefined when it says nothing. */
  readonly reply: (text: string) => string | undefined;
}

/** What the nodes know of who listens where. */
export interface Sockets {
  /** `refused` where the address is somebody's and nobody listens on the port; `nobody` where no pod has the address. */
  readonly at: (ip: string, port: number, protocol: Protocol) => Socket | 'refused' | 'nobody';
  /** All that listens, or will, at an address. */
  readonly listeners: (ip: string) => readonly Listener[];
}

/** A port on which a container's program listens from an instant on. */
export interface Listener {
  readonly pod: Pod;
  readonly container: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly fromMillis: number;
}

/** Where a connection comes from, and how names are looked up there. */
export interface Origin {
  readonly ip: string;
  /** The node whose rules it passes; undefined for somebody beside the cluster. */
  readonly node: string | undefined;
  readonly resolver: Resolver;
}

/** What `/etc/resolv.conf` and `/etc/hosts` say. */
export interface Resolver {
  readonly nameservers: readonly string[];
  readonly searches: readonly string[];
  readonly ndots: number;
  readonly hosts: readonly (readonly [name: string, ip: string])[];
}

/** What comes of trying to connect: somebody answers, the port is refused, there is no such host, or nothing comes back. */
export type Connection = Socket | 'refused' | 'unreachable' | 'timeout';

/** The network as the programs in containers see it. */
export interface Network {
  /** Connects to an address. */
  readonly connect: (origin: Origin, ip: string, port: number, protocol: Protocol) => Connection;
  /** Carries out a network tool such as `wget` or `nslookup` for a container of a pod. */
  readonly run: (call: ExternalCall, pod: Pod, ip: string) => ExternalAnswer;
  /** Where connections of a pod come from. */
  readonly originOf: (pod: Pod, ip: string) => Origin;
}
