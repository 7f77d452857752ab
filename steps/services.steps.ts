import type { DataTable } from '@cucumber/cucumber';
import { UsageError } from '../lib/api/errors.ts';
import type { Count } from '../lib/assert/checks.ts';
import { missing } from '../lib/assert/listing.ts';
import { endpointsCheck, endpointsTable, type Readiness } from '../lib/assert/service-checks.ts';
import { exposing } from '../lib/kinds/expose.ts';
import { assertion, topicSteps } from './define.ts';
import type { Named } from './parameters.ts';

const TOPIC = 'Services and their endpoints';
const { given } = topicSteps(TOPIC);

/** How pods are put behind a Service, and what is expected of it. */
export const serviceSteps = [
  given(
    'a Service {string} for {object} on port {int}{place}',
    'a Service "web" for Deployment "web" on port 80',
    (world, name: string, named: Named, port: number, place: string) => {
      world.act((cluster) => {
        const wanted = world.meant(named, place);
        const admin = cluster.as('admin');
        const object = admin.find(cluster.kind(wanted.kind), wanted.name, wanted.namespace);
        if (object === undefined) throw new UsageError(missing(cluster, wanted));
        return admin.apply(cluster.kind('Service'), exposing(object, name, port));
      });
    },
  ),
  given('a load balancer provider', 'a load balancer provider', (world) => {
    world.act((cluster) => cluster.provide('loadBalancer'));
  }),
  ...assertion(
    TOPIC,
    '{object} has {count} endpoint(s){place}',
    'Service "web" has 2 endpoints',
    (world, named: Named, count: Count, place: string) => endpointsCheck(world.meant(named, place), count, undefined),
  ),
  ...assertion(
    TOPIC,
    '{object} has {count} {readiness} endpoint(s){place}',
    'Service "web" has 1 not ready endpoint',
    (world, named: Named, count: Count, readiness: Readiness, place: string) => endpointsCheck(world.meant(named, place), count, readiness),
  ),
  ...assertion(TOPIC, 'the endpoints of {object} are:', 'the endpoints of Service "web" are:', (world, named: Named, table: DataTable) =>
    endpointsTable(world.meant(named), table.raw()),
  ),
];
