import type { DataTable } from '@cucumber/cucumber';
import { absenceCheck, countCheck, matchCheck, ownCountCheck, presenceCheck, tableCheck, type Count } from '../lib/assert/checks.ts';
import { readExpectation } from '../lib/assert/expectation.ts';
import { assertion } from './define.ts';
import type { Named, NamedListing } from './parameters.ts';

const TOPIC = 'Expectations (each also with: at once ..., within 30 seconds ..., for 2 minutes ...)';

/** What is expected of the cluster. */
export const expectationSteps = [
  ...(['available pods', 'ready pods', 'pods', 'replicas'] as const).flatMap((what) =>
    assertion(
      TOPIC,
      `{object} has {count} ${what.replace(/s$/, '(s)')}{place}`,
      `ReplicaSet "web" has ${what === 'pods' ? 'at least 3' : '3'} ${what}`,
      (world, owner: Named, count: Count, place: string) => ownCountCheck(world.meant(owner, place), what, count),
    ),
  ),
  ...assertion(TOPIC, 'the {listing} is/are:', 'the pods of ReplicaSet "web" are:', (world, listing: NamedListing, table: DataTable) =>
    tableCheck(world.meantAll(listing), table.raw(), 'are'),
  ),
  ...assertion(
    TOPIC,
    'the {listing} include(s):',
    'the events of ReplicaSet "web" include:',
    (world, listing: NamedListing, table: DataTable) => tableCheck(world.meantAll(listing), table.raw(), 'include'),
  ),
  ...assertion(
    TOPIC,
    'there is/are {count} {listing}',
    'there are 3 pods with label "app=web"',
    (world, count: Count, listing: NamedListing) => countCheck(world.meantAll(listing), count),
  ),
  ...assertion(TOPIC, 'there is no {object}', 'there is no pod "web-1"', (world, wanted: Named) => absenceCheck(world.meant(wanted))),
  ...assertion(TOPIC, 'there is a/an {object}', 'there is a pod "web-1"', (world, wanted: Named) => presenceCheck(world.meant(wanted))),
  ...assertion(TOPIC, '{object} matches{place}:', 'ReplicaSet "web" matches:', (world, wanted: Named, place: string, yaml: string) =>
    matchCheck(world.meant(wanted, place), readExpectation(yaml)),
  ),
];
