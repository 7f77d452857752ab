import type { Files } from '../base/shell/files.ts';
import { NODE_FILES } from './volumes/host-path.ts';

/** What a kubelet remembers of its node, whatever its pods do. */
export interface NodeRecord {
  /** Full names of the images that were pulled. */
  readonly images: readonly string[];
  /** Full names of the images being pulled. */
  readonly pulling: readonly string[];
  /** Images are pulled one at a time: when the next pull can begin, in milliseconds of cluster time. */
  readonly pullFreeAt: number;
  /** The last parts of the pod addresses in use, and the one given out last. */
  readonly hosts: readonly number[];
  readonly lastHost: number;
  /** The node's own files, as far as pods can see them. */
  readonly files: Files;
  /** The uids of the pods that see some of them. */
  readonly guests: readonly string[];
}

/** A node on which nothing has happened yet. */
export const NEW_NODE: NodeRecord = Object.freeze({
  images: [],
  pulling: [],
  pullFreeAt: Number.NEGATIVE_INFINITY,
  hosts: [],
  lastHost: 1,
  files: NODE_FILES,
  guests: [],
});

/** The last address of a node's range of 256 that pods may have. */
const HIGHEST_HOST = 254;

/** Gives out the next free address of a range such as `10.244.1.0/24`, round robin as the host-local plug-in does; undefined when all are taken, or when it is no range. */
export function allocateAddress(node: NodeRecord, range: string): { readonly node: NodeRecord; readonly ip: string } | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(range)) return undefined;
  for (let tried = 0, host = node.lastHost; tried < HIGHEST_HOST; tried++) {
    host = host >= HIGHEST_HOST ? 2 : host + 1;
    if (node.hosts.includes(host)) continue;
    return { node: { ...node, hosts: [...node.hosts, host], lastHost: host }, ip: range.replace(/\d+\/\d+$/, String(host)) };
  }
  return undefined;
}

/** Takes an address back. */
export function releaseAddress(node: NodeRecord, ip: string): NodeRecord {
  const host = Number(ip.slice(ip.lastIndexOf('.') + 1));
  return { ...node, hosts: node.hosts.filter((used) => used !== host) };
}
