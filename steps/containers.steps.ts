import type { DataTable } from '@cucumber/cucumber';
import { UsageError } from '../lib/api/errors.ts';
import type { Count } from '../lib/assert/checks.ts';
import { logCheck, restartsCheck } from '../lib/assert/container-checks.ts';
import { findObject, missing, type ObjectName, type Target } from '../lib/assert/listing.ts';
import { didYouMean } from '../lib/base/suggest.ts';
import type { PodSpec } from '../lib/api/generated/types.ts';
import type { Pod } from '../lib/kinds/pod-state.ts';
import { probeOf, type ProbeType } from '../lib/node/probes/probe-record.ts';
import { actOnEach } from './acting.ts';
import { assertion, topicSteps } from './define.ts';
import { readContainerTable } from './container-table.ts';
import type { Named } from './parameters.ts';
import type { ClusterWorld } from './world.ts';

const TOPIC = 'Containers and their probes';
const { given, when } = topicSteps(TOPIC);

/** What happens to containers, and what is expected of them. */
export const containerSteps = [
  given('the containers of {object}:', 'the containers of Deployment "web":', (world, named: Named, table: DataTable) =>
    sayContainers(world, world.meant(named), table.raw()),
  ),
  when(
    'the {probe} probe of {target} fails',
    'the readiness probe of one pod of Deployment "web" fails',
    (world, type: ProbeType, target: Target) => setProbes(world, type, target, true),
  ),
  when('the {probe} probe of {target} recovers', 'the readiness probe of that pod recovers', (world, type: ProbeType, target: Target) =>
    setProbes(world, type, target, false),
  ),
  when(
    'container {string} of {target} exits with {int}',
    'container "c" of pod "x" exits with 1',
    (world, container: string, target: Target, code: number) => {
      actOnEach(world, target, (cluster, kind, object) => cluster.endContainer(podOf(kind.kind, object), container, code));
    },
  ),
  when('I run {string} in {object}', 'I run "wget -qO- http://web" in pod "client"', (world, command: string, named: Named) => {
    run(world, command, named, undefined);
  }),
  when(
    'I run {string} in container {string} of {object}',
    'I run "cat /data/file" in container "c" of pod "x"',
    (world, command: string, container: string, named: Named) => run(world, command, named, container),
  ),
  ...assertion(
    TOPIC,
    '{object} has restarted {count} time(s)',
    'pod "x" has restarted at least 2 times',
    (world, named: Named, count: Count) => restartsCheck(world.meant(named), count),
  ),
  ...assertion(TOPIC, 'the log of {object} contains {string}', 'the log of pod "x" contains "ready"', (world, named: Named, text: string) =>
    logCheck(world.meant(named), text),
  ),
];

/** A command line, by the container's shell; what is found afterwards is of the moment at which it ended. */
function run(world: ClusterWorld, command: string, named: Named, container: string | undefined): void {
  const wanted = world.meant(named);
  const found = findObject(world.cluster, wanted);
  if (found === undefined) throw new UsageError(missing(world.cluster, wanted));
  const pod = podOf(found.kind, found);
  world.act((cluster) => {
    world.ran = { command, ...cluster.exec(pod, ['sh', '-c', command], container) };
  });
}

/** Says what containers do; of an object that is there already, only containers that it has. */
function sayContainers(world: ClusterWorld, { kind: word, name, namespace }: ObjectName, table: readonly (readonly string[])[]): void {
  const rows = readContainerTable(table);
  world.act((cluster) => {
    const kind = cluster.kind(word);
    const found = cluster.as('admin').find(kind, name, namespace);
    const names = found === undefined ? undefined : containerNames(found);
    if (names?.length === 0) throw new UsageError(`a ${kind.kind} has no containers: say whose pods are meant, as in: Deployment "web"`);
    for (const { container, behaviour } of rows) {
      if (names?.includes(container) === false)
        throw new UsageError(
          `${kind.kind} ${JSON.stringify(name)} has no container ${JSON.stringify(container)}.${didYouMean(container, names)}`,
        );
      cluster.setContainer({ ...behaviour, kind: kind.kind, name, namespace, container });
    }
  });
}

function containerNames(object: object): readonly string[] {
  const { spec } = object as { readonly spec?: Partial<PodSpec> & { readonly template?: { readonly spec?: Partial<PodSpec> } } };
  const { containers = [], initContainers = [] } = spec?.template?.spec ?? spec ?? {};
  return [...containers, ...initContainers].map((container) => container.name);
}

function podOf(kind: string, object: object): Pod {
  if (kind !== 'Pod') throw new UsageError(`a ${kind} has no containers: say which pods, as in: one pod of ReplicaSet "web"`);
  return object as Pod;
}

/** Every container of the pod that has such a probe. */
function setProbes(world: ClusterWorld, type: ProbeType, target: Target, fails: boolean): void {
  actOnEach(world, target, (cluster, kind, object) => {
    const pod = podOf(kind.kind, object);
    const probed = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].filter(
      (container) => probeOf(container, type) !== undefined,
    );
    if (probed.length === 0) throw new UsageError(`pod ${JSON.stringify(pod.metadata.name)} declares no ${type} probe${declared(pod)}`);
    for (const { name } of probed) cluster.setProbe(pod, name, type, fails);
  });
}

function declared(pod: Pod): string {
  const types = (['startup', 'readiness', 'liveness'] as const).filter((type) =>
    pod.spec.containers.some((container) => probeOf(container, type) !== undefined),
  );
  return types.length === 0 ? ', nor any other' : `; it declares: ${types.join(', ')}`;
}
