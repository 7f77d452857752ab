import { isIPv4, isIPv6 } from './name-rules.ts';

/** A range of addresses: the bits that its addresses begin with, and how many. */
export interface Cidr {
  /** 32 for IPv4, 128 for IPv6. */
  readonly width: number;
  readonly prefix: bigint;
  readonly length: number;
}

/** The range that `10.0.0.0/8` or `2001:db8::/64` means, or undefined for what means none. Bits behind the prefix are ignored. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', digits = ''] = /^([0-9A-Fa-f:.]{1,45})\/(\d{1,3})$/.exec(text) ?? [];
  const width = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  const length = Number(digits);
  if (width === 0 || length > width) return undefined;
  const bits = width === 32 ? bitsOfIPv4(address) : bitsOfIPv6(address);
  return { width, length, prefix: bits >> BigInt(width - length) };
}

/** Whether a range lies within another and is not all of it. */
export function isStrictSubset(inner: Cidr, outer: Cidr): boolean {
  return inner.width === outer.width && inner.length > outer.length && inner.prefix >> BigInt(inner.length - outer.length) === outer.prefix;
}

function bitsOfIPv4(address: string): bigint {
  return address.split('.').reduce((bits, part) => (bits << 8n) | BigInt(Number(part)), 0n);
}

const GROUPS = 8;

function bitsOfIPv6(address: string): bigint {
  const [head = [], tail] = address.split('::').map((half) => (half === '' ? [] : half.split(':').flatMap(groupsOf)));
  const groups = tail === undefined ? head : [...head, ...Array<bigint>(GROUPS - head.length - tail.length).fill(0n), ...tail];
  return groups.reduce((bits, group) => (bits << 16n) | group, 0n);
}

/** One group of an IPv6 address, or the two that an IPv4 address at its end stands for. */
function groupsOf(text: string): readonly bigint[] {
  if (!text.includes('.')) return [BigInt(`0x${text}`)];
  const bits = bitsOfIPv4(text);
  return [bits >> 16n, bits & 0xffffn];
}
