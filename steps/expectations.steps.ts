import type { DataTable } from '@cucumber/cucumber';
import { absenceCheck, countCheck, matchCheck, ownCountCheck, presenceCheck, tableCheck, type Count } from '../lib/assert/checks.ts';
import type { Listing, ObjectName } from '../lib/assert/listing.ts';
import { readExpectation } from '../lib/assert/expectation.ts';
import { assertion } from './define.ts';

const TOPIC = 'Expectations (each also with: at once ..., within 30 seconds ..., for 2 minutes ...)';

/** What is expected of the cluster. */
export const expectationSteps = [
  ...assertion(TOPIC, '{object} has {count} ready pod(s)', 'ReplicaSet "web" has 3 ready pods', (_, owner: ObjectName, count: Count) =>
    ownCountCheck(owner, 'ready pods', count),
  ),
  ...assertion(TOPIC, '{object} has {count} pod(s)', 'ReplicaSet "web" has at least 3 pods', (_, owner: ObjectName, count: Count) =>
    ownCountCheck(owner, 'pods', count),
  ),
  ...assertion(TOPIC, '{object} has {count} replica(s)', 'ReplicaSet "web" has 3 replicas', (_, owner: ObjectName, count: Count) =>
    ownCountCheck(owner, 'replicas', count),
  ),
  ...assertion(TOPIC, 'the {listing} is/are:', 'the pods of ReplicaSet "web" are:', (_, listing: Listing, table: DataTable) =>
    tableCheck(listing, table.raw(), 'are'),
  ),
  ...assertion(TOPIC, 'the {listing} include(s):', 'the events of ReplicaSet "web" include:', (_, listing: Listing, table: DataTable) =>
    tableCheck(listing, table.raw(), 'include'),
  ),
  ...assertion(TOPIC, 'there is/are {count} {listing}', 'there are 3 pods with label "app=web"', (_, count: Count, listing: Listing) =>
    countCheck(listing, count),
  ),
  ...assertion(TOPIC, 'there is no {object}', 'there is no pod "web-1"', (_, wanted: ObjectName) => absenceCheck(wanted)),
  ...assertion(TOPIC, 'there is a/an {object}', 'there is a pod "web-1"', (_, wanted: ObjectName) => presenceCheck(wanted)),
  ...assertion(TOPIC, '{object} matches:', 'ReplicaSet "web" matches:', (_, wanted: ObjectName, yaml: string) =>
    matchCheck(wanted, readExpectation(yaml)),
  ),
];
