import type { Endpoint } from '../api/generated/types.ts';
import { gherkinTable } from '../base/text-table.ts';
import type { Cluster } from '../cluster.ts';
import { EndpointSliceKind } from '../kinds/endpointslice.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Service } from '../kinds/service.ts';
import type { Check } from './check.ts';
import { isOne, isWithin, type Count } from './checks.ts';
import { titleOf, type ObjectName } from './listing.ts';
import { objectCheck, type Judge } from './object-check.ts';
import { renderRows } from './render-rows.ts';
import { compareRows } from './rows.ts';
import { whyNoEndpoints } from './service-hints.ts';
import { rowsOf, type View } from './view.ts';
import { warningsAbout } from './warnings.ts';

/** A check of a Service. */
const onService = (wanted: ObjectName, judge: Judge<Service>): Check =>
  objectCheck(wanted, judge, { kind: 'Service', otherwise: 'has no endpoints: say which Service, as in: Service "web"' });

/** An endpoint of a Service and the ports it has. */
interface Backend {
  readonly endpoint: Endpoint;
  readonly ports: string;
}

/** What an endpoint is to who sends requests. */
export type Readiness = 'ready' | 'not ready';

/** Where a pod has no port of the name that its Service says; nobody can reach it there. */
const NO_PORTS = '<none>';

/** How many endpoints are shown under a sentence. */
const MOST_ROWS = 20;

/** A Service has that many endpoints; those whose pods are ending are neither ready nor counted as not ready. */
export function endpointsCheck(wanted: ObjectName, count: Count, readiness: Readiness | undefined): Check {
  return onService(wanted, (cluster, service) => {
    const all = backendsOf(cluster, service);
    const hasPorts = (service.spec.ports ?? []).length > 0;
    const found = distinct(all.filter(({ endpoint, ports }) => isOf(endpoint, readiness ?? 'ready') && !(hasPorts && ports === NO_PORTS)));
    if (isWithin(found, count)) return undefined;
    const noun = `${readiness === undefined ? '' : `${readiness} `}${isOne(count) ? 'endpoint' : 'endpoints'}`;
    const columns = VIEW.columns.filter(({ extra }) => extra !== true);
    const shown = all.slice(0, MOST_ROWS).map((backend) => columns.map(({ cell }) => String(cell(backend, { age: String }) ?? '')));
    return () => [
      `expected ${titleOf(service)} to have ${count.text} ${noun}, found ${found}${all.length === 0 ? '' : '; its endpoints:'}`,
      ...(all.length === 0 ? [] : gherkinTable([columns.map(({ name }) => name), ...shown]).map((line) => `    ${line}`)),
      ...(all.length > MOST_ROWS ? [`  ... ${all.length - MOST_ROWS} more`] : []),
      ...explained(cluster, service),
    ];
  });
}

/** The endpoints of a Service as a table of a feature says, in any order. */
export function endpointsTable(wanted: ObjectName, [columns = [], ...rows]: readonly (readonly string[])[]): Check {
  return onService(wanted, (cluster, service) => {
    const mismatch = compareRows({ columns, rows }, rowsOf(cluster, VIEW, backendsOf(cluster, service), columns), 'are');
    if (mismatch === undefined) return undefined;
    return () => [renderRows(mismatch, `the endpoints of ${titleOf(service)}`), ...explained(cluster, service)];
  });
}

/** What tables of endpoints may show. */
const VIEW: View<Backend> = {
  plural: 'endpoints',
  columns: [
    { name: 'Pod', cell: ({ endpoint }) => endpoint.targetRef?.name ?? '<none>' },
    { name: 'IP', cell: ({ endpoint }) => endpoint.addresses.join(',') },
    { name: 'Ports', cell: ({ ports }) => ports },
    { name: 'Ready', cell: ({ endpoint }) => String(endpoint.conditions?.ready ?? true) },
    { name: 'Serving', cell: ({ endpoint }) => String(endpoint.conditions?.serving ?? true) },
    { name: 'Terminating', cell: ({ endpoint }) => String(endpoint.conditions?.terminating ?? false) },
    { name: 'Node', cell: ({ endpoint }) => endpoint.nodeName ?? '<none>' },
    { name: 'Zone', extra: true, cell: ({ endpoint }) => endpoint.zone },
    { name: 'For zones', extra: true, cell: ({ endpoint: { hints } }) => hints?.forZones?.map(({ name }) => name).join(',') },
  ],
};

/** By pod, then by ports. */
function backendsOf(cluster: Cluster, { metadata }: Service): readonly Backend[] {
  const slices = cluster.as('admin').by(EndpointSliceKind, 'service', `${metadata.namespace ?? ''}/${metadata.name}`);
  const all = slices.flatMap(({ endpoints = [], ports = [] }) => {
    const shown = ports.map(({ name = '', port }) => `${name === '' ? '' : `${name}:`}${port ?? '*'}`).join(',');
    return endpoints.map((endpoint): Backend => ({ endpoint, ports: shown === '' ? NO_PORTS : shown }));
  });
  const key = ({ endpoint, ports }: Backend): string => `${nameOf(endpoint)} ${ports}`;
  return all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

function isOf({ conditions: { ready = true, terminating = false } = {} }: Endpoint, readiness: Readiness): boolean {
  return readiness === 'ready' ? ready : !ready && !terminating;
}

/** One that has several ports stands in several slices, and is one. */
function distinct(backends: readonly Backend[]): number {
  return new Set(backends.map(({ endpoint }) => nameOf(endpoint))).size;
}

function nameOf({ targetRef, addresses }: Endpoint): string {
  return targetRef?.name ?? addresses.join(',');
}

/** What keeps pods out, and what the cluster itself has to say of those that are in. */
function explained(cluster: Cluster, service: Service): readonly string[] {
  const pods = cluster.as('admin').list(PodKind, { namespace: service.metadata.namespace });
  const { selected, lines } = whyNoEndpoints(service, pods, cluster.as('admin').list(PodKind));
  return [...lines, ...warningsAbout(cluster, [service, ...selected])];
}
