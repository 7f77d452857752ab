import { findObjectType, kindTable, objectTypeOf, type Field, type FieldType } from './schema-table.ts';

export { decode, decodeTyped, type DecodeProblem, type Decoded } from './decode.ts';

/** The name of the type of a kind (`apps/v1`, `ReplicaSet` is `io.k8s.api.apps.v1.ReplicaSet`), or undefined for what Kubernetes does not know. */
export function typeNameOf(apiVersion: string, kind: string): string | undefined {
  return kindTable().get(`${apiVersion}/${kind}`);
}

/** Every apiVersion and kind that Kubernetes publishes, lists among them, sorted. */
export function kindsKnown(): readonly (readonly [apiVersion: string, kind: string])[] {
  return [...kindTable().keys()].map((key) => {
    const slash = key.lastIndexOf('/');
    return [key.slice(0, slash), key.slice(slash + 1)];
  });
}

/** A field of a type by its JSON name, or undefined if either is unknown. */
export function fieldOf(typeName: string, fieldName: string): Field | undefined {
  return findObjectType(typeName)?.fields.get(fieldName);
}

/** The field that governs the place at `steps` below an object of the type: for an item of a list or map, the field that holds it. */
export function fieldAt(typeName: string, steps: readonly (string | number)[]): Field | undefined {
  return walk({ shape: 'object', typeName }, steps)?.field;
}

/** The type of the value at `steps` below an object of the type, or undefined where no such place exists. */
export function typeAt(typeName: string, steps: readonly (string | number)[]): FieldType | undefined {
  return typeBelow({ shape: 'object', typeName }, steps);
}

/** The type of the value at `steps` below a value of a type, or undefined where no such place exists. */
export function typeBelow(type: FieldType, steps: readonly (string | number)[]): FieldType | undefined {
  return walk(type, steps)?.type;
}

/** The field whose value tells the items of the list at `steps` apart (`name` for containers), or undefined for any other place. */
export function mergeKeyAt(typeName: string, steps: readonly (string | number)[]): string | undefined {
  const place = walk({ shape: 'object', typeName }, steps);
  return place?.type.shape === 'list' ? place.field?.mergeKey : undefined;
}

interface Place {
  readonly type: FieldType;
  readonly field: Field | undefined;
}

function walk(root: FieldType, steps: readonly (string | number)[]): Place | undefined {
  let place: Place = { type: root, field: undefined };
  for (const step of steps) {
    const { type } = place;
    if (type.shape === 'list' || type.shape === 'map') {
      place = { type: type.of, field: place.field };
      continue;
    }
    const field = type.shape === 'object' ? objectTypeOf(type)?.fields.get(String(step)) : undefined;
    if (field === undefined) return undefined;
    place = { type: field.type, field };
  }
  return place;
}
