import { timestamp } from '../../sim/time.ts';
import type { Api } from '../api.ts';
import { typeOfKind, type Kind, type Registry } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { objectTypeOf, type FieldType, type ObjectType } from '../schema-table.ts';
import type { Change } from '../store.ts';
import { asRead, storageOf, versionOf } from '../versions.ts';
import { difference, EMPTY, LEAF, fieldSet, union, withoutBelow, type FieldSet } from './field-set.ts';
import type { Place } from './ownership.ts';
import { decodeOwners, ownerKey, withOwner, withoutFields, type FieldOwner, type FieldOwners } from './owners.ts';
import { changedIn, compared } from './sets.ts';

// unlike kube: managed fields are no part of what is stored; they follow from the changes when somebody asks for them
/** Who manages which fields of a stored object. Costs what has changed of it since somebody asked last. */
export function fieldOwnersOf(api: Api, kind: Kind, { metadata }: KubeObject): FieldOwners {
  const untold: Change[] = [];
  let owners: FieldOwners = NOBODY;
  for (let change = api.store.change(Number(metadata.resourceVersion)); change !== undefined;) {
    const known = told.get(change);
    if (known !== undefined) {
      owners = known;
      break;
    }
    untold.push(change);
    change = change.before === undefined ? undefined : api.store.change(Number(change.before.metadata.resourceVersion));
  }
  for (const change of untold.reverse()) {
    owners = ownersAfter(api.registry, storageOf(kind), change, owners);
    told.set(change, owners);
  }
  return owners;
}

/** What is known of the owners after a change. Changes are shared by all copies of a history. */
const told = new WeakMap<Change, FieldOwners>();

const NOBODY: FieldOwners = new Map();

/** The program that a user's requests come from, after which their fields' manager is called where a request says no other. */
function programOf(user: string): string {
  if (user === 'admin') return 'kubectl';
  return /-(controller|collector|publisher)$/.test(user) ? 'kube-controller-manager' : user;
}

/** What the place of a whole object is. */
export function rootPlace(kind: Kind): Place {
  const type = typeOfKind(kind);
  return { type: { shape: 'object', typeName: type?.typeName ?? '', ...(type === undefined ? {} : { type }) } };
}

/** The owners after one more write, to each of whom their fields are told in the version in which they wrote. kube: sigs.k8s.io/structured-merge-diff/v4/merge/update.go Updater.Update and Updater.Apply */
function ownersAfter(registry: Registry, storage: Kind, change: Change, owners: FieldOwners): FieldOwners {
  const { author = {}, before, after, user, at } = change;
  const kept = author.managedFields === undefined ? owners : decodeOwners(author.managedFields);
  if (author.isNobodys === true || after === undefined) return kept;
  const { subresource = '', fieldManager = programOf(user) } = author;
  const operation = author.applied === undefined ? 'Update' : 'Apply';
  const kind = versionOf(registry, storage, author.apiVersion ?? storage.apiVersion) ?? storage;
  const owner: Omit<FieldOwner, 'set'> = { name: fieldManager, operation, apiVersion: kind.apiVersion, subresource, time: timestamp(at) };
  const key = ownerKey(owner);
  const comparisonIn = (version: Kind, now: KubeObject): ReturnType<typeof compared> =>
    compared(before === undefined ? zeroObject(version) : asRead(version, before), now, rootPlace(version));
  const comparison = comparisonIn(kind, author.requested ?? asRead(kind, after));
  const changed = changedIn(comparison);
  const others = withoutFields(kept, key, (apiVersion) => {
    if (apiVersion === kind.apiVersion) return union(changed, comparison.removed);
    const version = versionOf(registry, storage, apiVersion);
    if (version === undefined) return undefined;
    const told = comparisonIn(version, asRead(version, after));
    return union(changedIn(told), told.removed);
  });
  if (author.applied !== undefined) return withOwner(others, { ...owner, set: author.applied });
  const own = union(difference(others.get(key)?.set ?? EMPTY, comparison.removed), managedPart(kind, changed, subresource));
  return withOwner(others, { ...owner, set: own });
}

/** What of a set of fields somebody can manage: not what the server decides, nor what this request leaves as it is. */
export function managedPart(kind: Kind, set: FieldSet, subresource: string): FieldSet {
  const left = difference(withoutBelow(set, SYSTEM), METADATA);
  if (subresource === '') return kind.hasStatus ? withoutBelow(left, [['f:status']]) : left;
  if (subresource !== 'status') return left;
  return withoutBelow(left, kind.kind === 'Deployment' ? [['f:spec'], ['f:metadata', 'f:labels']] : [['f:spec']]);
}

/** kube: staging/src/k8s.io/apimachinery/pkg/util/managedfields/internal/stripmeta.go */
const SYSTEM: readonly (readonly string[])[] = [
  ['f:apiVersion'],
  ['f:kind'],
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion'].map(
    (field) => ['f:metadata', `f:${field}`],
  ),
];

const METADATA: FieldSet = fieldSet(false, [['f:metadata', LEAF]]);

/** What an object of a kind is before anything is said of it: whatever Go writes of an empty one. A create is compared with that. */
function zeroObject(kind: Kind): unknown {
  const known = zeros.get(kind);
  if (known !== undefined) return known;
  const type = kind.structure === undefined ? typeOfKind(kind) : undefined;
  const zero = type === undefined ? {} : zeroOf(type, 0);
  zeros.set(kind, zero);
  return zero;
}

const zeros = new WeakMap<Kind, unknown>();

/** Structures that are written although nothing in them is set, besides those that are required. kube: the types without a pointer in staging/src/k8s.io/api */
const WRITTEN_EMPTY: ReadonlySet<string> = new Set([
  'metadata',
  'spec',
  'status',
  'DeploymentSpec.strategy',
  'DaemonSetSpec.updateStrategy',
  'StatefulSetSpec.updateStrategy',
  'ReplicaSetSpec.template',
  'PersistentVolumeClaimSpec.resources',
  'ServiceStatus.loadBalancer',
  'IngressStatus.loadBalancer',
  'Event.source',
]);

/** No structure that is written empty nests deeper. */
const DEEPEST = 8;

function zeroOf(type: ObjectType, depth: number): unknown {
  const fields = [...type.fields.values()].filter(
    ({ name, required }) => required || WRITTEN_EMPTY.has(name) || WRITTEN_EMPTY.has(`${type.goName}.${name}`),
  );
  return Object.fromEntries(fields.map(({ name, type: of }) => [name, zeroValue(of, depth)]));
}

function zeroValue(type: FieldType, depth: number): unknown {
  if (type.shape === 'object') {
    const objectType = depth < DEEPEST ? objectTypeOf(type) : undefined;
    return objectType === undefined ? {} : zeroOf(objectType, depth + 1);
  }
  return type.shape === 'list' || type.shape === 'map' ? null : '';
}
