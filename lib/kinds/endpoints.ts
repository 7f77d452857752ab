import type { EndpointPort, Endpoints as EndpointsFields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { validateEndpoints } from './validation/endpoints.ts';

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
  defaults: defaultEndpoints,
  validate: validateEndpoints,
  createsOnUpdate: true,
});

/** kube: pkg/apis/core/v1/defaults.go SetDefaults_Endpoints */
function defaultEndpoints(endpoints: Endpoints): Endpoints {
  const isWhole = (endpoints.subsets ?? []).every(({ ports = [] }) => ports.every(({ protocol }) => protocol !== undefined));
  if (isWhole) return endpoints;
  const subsets = endpoints.subsets!.map((subset) =>
    subset.ports === undefined ? subset : { ...subset, ports: subset.ports.map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' })) },
  );
  return { ...endpoints, subsets };
}

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
