import type { EndpointPort, Endpoints as EndpointsFields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { validateMetadata } from './validation/metadata.ts';

/** Endpoints as they are stored. */
export type Endpoints = Stored<EndpointsFields>;

/** How many addresses a table shows. */
const MOST_SHOWN = 3;

/** `v1` Endpoints. */
export const EndpointsKind = defineKind<Endpoints>({
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  short: ['ep'],
  columns: [nameColumn, { name: 'Endpoints', cell: shownAddresses }, ageColumn],
  validate: (endpoints, old) => validateMetadata(endpoints, old, { name: 'subdomain', namespaced: true }),
});

/** kube: pkg/printers/internalversion/printers.go formatEndpoints */
function shownAddresses({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>';
  const all = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0 ? addresses.map(({ ip }) => ip) : ports.flatMap((port) => addresses.map(({ ip }) => withPort(ip, port))),
  );
  const shown = all.slice(0, MOST_SHOWN).join(',');
  return all.length > MOST_SHOWN ? `${shown} + ${all.length - MOST_SHOWN} more...` : shown;
}

function withPort(ip: string, { port }: EndpointPort): string {
  return `${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
}
