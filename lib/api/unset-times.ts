import { isMapping } from '../base/merge.ts';
import type { Fields } from './object.ts';
import { objectTypeOf, type FieldType, type ObjectType } from './schema-table.ts';

/** By the names of Go structs: their times that are no pointers. Go knows no empty one to leave out. kube: staging/src/k8s.io/api/.../types.go */
const TIMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['ObjectMeta', ['creationTimestamp']],
  ['Event', ['eventTime', 'firstTimestamp', 'lastTimestamp', 'deprecatedFirstTimestamp', 'deprecatedLastTimestamp']],
  ['EventSeries', ['lastObservedTime']],
  ['ContainerStateRunning', ['startedAt']],
  ['ContainerStateTerminated', ['startedAt', 'finishedAt']],
  ['VolumeError', ['time']],
]);
const TIMES_OF_CONDITIONS = ['lastProbeTime', 'lastHeartbeatTime', 'lastUpdateTime', 'lastTransitionTime'];

/** The fields of a type that are written as null where they are not set. */
export function unsetTimesOf({ goName, fields }: ObjectType): readonly string[] {
  const names = goName.endsWith('Condition') ? TIMES_OF_CONDITIONS : (TIMES.get(goName) ?? []);
  return names.filter((name) => fields.has(name));
}

/** An object as the server writes it: its times that are not set are null, `creationTimestamp` in the metadata of a template for one. */
export function withUnsetTimes(object: Fields, type: ObjectType): Fields {
  const fields = Object.entries(object).map(([name, value]) => [name, written(value, type.fields.get(name)?.type)] as const);
  const unset = unsetTimesOf(type).filter((name) => object[name] === undefined);
  return Object.fromEntries([...fields, ...unset.map((name) => [name, null] as const)]);
}

function written(value: unknown, type: FieldType | undefined): unknown {
  if (type === undefined) return value;
  if (type.shape === 'list') return Array.isArray(value) ? value.map((item: unknown) => written(item, type.of)) : value;
  if (!isMapping(value)) return value;
  if (type.shape === 'map') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, written(item, type.of)]));
  const objectType = objectTypeOf(type);
  return objectType === undefined ? value : withUnsetTimes(value, objectType);
}
