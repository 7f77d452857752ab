import { UsageError } from '../lib/api/errors.ts';
import type { KubeObject } from '../lib/api/object.ts';
import type { Propagation } from '../lib/api/kind.ts';
import { readExpectation } from '../lib/assert/expectation.ts';
import type { Target } from '../lib/assert/listing.ts';
import { setImage } from '../lib/rollouts/verbs.ts';
import { actOnEach, placed } from './acting.ts';
import { topicSteps } from './define.ts';
import type { Named } from './parameters.ts';
import { expectRefusal } from './refusal.ts';
import type { ClusterWorld } from './world.ts';

const { when, then } = topicSteps('Changing objects');

/** What is done to objects that are there. */
export const objectSteps = [
  when(
    'I label {target} with {string}{place}',
    'I label one pod of ReplicaSet "web" with "app=database"',
    (world, target: Target, pair: string, place: string) => {
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (key === '')
        throw new UsageError(
          `${JSON.stringify(pair)} is no label: write "app=database"; to take one away, say: I remove label "app" from ...`,
        );
      change(world, placed(target, place), { metadata: { labels: Object.fromEntries([[key, value]]) } });
    },
  ),
  when(
    'I remove label {string} from {target}',
    'I remove label "app" from one pod of ReplicaSet "web"',
    (world, key: string, target: Target) => {
      change(world, target, { metadata: { labels: Object.fromEntries([[key, null]]) } });
    },
  ),
  when(
    'I scale {target} to {int} replica(s){place}',
    'I scale ReplicaSet "web" to 5 replicas',
    (world, target: Target, replicas: number, place: string) => {
      actOnEach(world, placed(target, place), (cluster, kind, object) => {
        if (!kind.hasScale) throw new UsageError(`a ${kind.kind} has no replicas to scale; these kinds have: ${scalableKinds(cluster)}`);
        cluster.as('admin').setScale(kind, object, replicas);
      });
    },
  ),
  when(
    'I set the image of {target} to {string}{place}',
    'I set the image of Deployment "web" to "nginx:1.26"',
    (world, target: Target, image: string, place: string) => {
      actOnEach(world, placed(target, place), (cluster, kind, object) => setImage(cluster.as('admin'), kind, object, image));
    },
  ),
  when(
    'I set the image of container {string} of {target} to {string}{place}',
    'I set the image of container "log" of Deployment "web" to "busybox:1.37"',
    (world, container: string, target: Target, image: string, place: string) => {
      actOnEach(world, placed(target, place), (cluster, kind, object) => setImage(cluster.as('admin'), kind, object, image, container));
    },
  ),
  when('I change {target}:', 'I change Deployment "web":', (world, target: Target, yaml: string) =>
    change(world, target, readExpectation(yaml)),
  ),
  then(
    'changing {object} is refused with {string}:',
    'changing Deployment "web" is refused with "field is immutable":',
    (world, named: Named, words: string, yaml: string) => {
      const object = world.meant(named);
      const patch = readExpectation(yaml);
      expectRefusal(world, `changing ${object.kind} "${object.name}"`, words, (copy) => {
        copy.as('admin').patch(copy.kind(object.kind), { metadata: object }, patch);
      });
    },
  ),
  when('I delete {target}', 'I delete one pod of ReplicaSet "web"', (world, target: Target) => remove(world, target, 'Background')),
  when('I delete {target}, keeping its pods', 'I delete ReplicaSet "web", keeping its pods', (world, target: Target) =>
    remove(world, target, 'Orphan'),
  ),
  when('I delete {target} in the foreground', 'I delete Deployment "web" in the foreground', (world, target: Target) =>
    remove(world, target, 'Foreground'),
  ),
  when(
    'I delete {target}, saying nothing of its pods',
    'I delete ReplicationController "web", saying nothing of its pods',
    (world, target: Target) => remove(world, target, undefined),
  ),
  then(
    'deleting {object} is refused with {string}',
    'deleting namespace "default" is refused with "this namespace may not be deleted"',
    (world, named: Named, words: string) => {
      const object = world.meant(named);
      expectRefusal(world, `deleting ${object.kind} "${object.name}"`, words, (copy) => {
        copy.as('admin').delete(copy.kind(object.kind), { metadata: object });
      });
    },
  ),
  when(
    'I make {object} an owner of {target}',
    'I make ConfigMap "owner" an owner of ConfigMap "child"',
    (world, owner: Named, target: Target) => addOwner(world, owner, target, {}),
  ),
  when(
    'I make {object} a blocking owner of {target}',
    'I make ConfigMap "owner" a blocking owner of ConfigMap "child"',
    (world, owner: Named, target: Target) => addOwner(world, owner, target, { blockOwnerDeletion: true }),
  ),
  when(
    'I remove finalizer {string} from {target}',
    'I remove finalizer "example.com/hold" from ConfigMap "settings"',
    (world, finalizer: string, target: Target) => {
      actOnEach(world, target, (cluster, kind, object) => {
        const { finalizers = [] } = object.metadata;
        if (!finalizers.includes(finalizer)) throw new UsageError(withoutFinalizer(object, finalizer));
        cluster.as('admin').patch(kind, object, { metadata: { finalizers: finalizers.filter((one) => one !== finalizer) } });
      });
    },
  ),
  when('I force the deletion of {target}', 'I force the deletion of pod "web-1"', (world, target: Target) => {
    actOnEach(world, target, (cluster, kind, object) => void cluster.as('admin').delete(kind, object, { gracePeriodSeconds: 0 }));
  }),
];

function scalableKinds({ registry }: ClusterWorld['cluster']): string {
  return registry.kinds
    .filter(({ hasScale }) => hasScale)
    .map(({ kind }) => kind)
    .join(', ');
}

function change(world: ClusterWorld, target: Target, patch: unknown): void {
  actOnEach(world, target, (cluster, kind, object) => void cluster.as('admin').patch(kind, object, patch));
}

function addOwner(world: ClusterWorld, owner: Named, target: Target, more: { readonly blockOwnerDeletion?: true }): void {
  const { kind: kindName, name, namespace } = world.meant(owner);
  actOnEach(world, target, (cluster, kind, object) => {
    const { apiVersion, kind: ownerKind, metadata } = cluster.get(kindName, name, { namespace });
    const reference = { apiVersion, kind: ownerKind, name: metadata.name, uid: metadata.uid, ...more };
    const ownerReferences = [...(object.metadata.ownerReferences ?? []), reference];
    cluster.as('admin').patch(kind, object, { metadata: { ownerReferences } });
  });
}

function withoutFinalizer({ kind, metadata: { name, finalizers = [] } }: KubeObject, finalizer: string): string {
  const has = finalizers.length === 0 ? 'it has none' : `it has ${finalizers.map((one) => JSON.stringify(one)).join(', ')}`;
  return `${kind} ${JSON.stringify(name)} has no finalizer ${JSON.stringify(finalizer)}: ${has}`;
}

/** As kubectl deletes: in the background unless told otherwise, whatever the kind's own default; only a program says nothing. */
function remove(world: ClusterWorld, target: Target, propagationPolicy: Propagation | undefined): void {
  actOnEach(world, target, (cluster, kind, object) => void cluster.as('admin').delete(kind, object, { propagationPolicy }));
}
