import { objectTypeOf, type FieldType, type ObjectType } from '../schema-table.ts';

/** How the value of a field is merged, and of what type it is, or its items are; undefined where nothing is published of it. */
export interface PatchRule {
  /** Maps and lists are replaced as a whole, or merged: maps field by field, lists by their merge key, or as sets when they have none. */
  readonly strategy: 'merge' | 'replace' | undefined;
  /** Whether a patch names all the fields that may stay: what is one of several, such as the source of a volume. */
  readonly retainsKeys: boolean;
  readonly mergeKey: string | undefined;
  readonly type: ObjectType | undefined;
}

const UNKNOWN: PatchRule = {
  strategy: undefined,
  retainsKeys: false,
  mergeKey: undefined,
  type: undefined,
};

/** The rule for a field of an object of that type. kube: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/meta.go */
export function patchRuleOf(type: ObjectType | undefined, name: string): PatchRule {
  const field = type?.fields.get(name);
  if (field === undefined) return UNKNOWN;
  const strategies = field.patchStrategy ?? [];
  return {
    strategy: strategies.find((strategy) => strategy !== 'retainKeys'),
    retainsKeys: strategies.includes('retainKeys'),
    mergeKey: field.mergeKey,
    type: objectTypeOf(innermost(field.type)),
  };
}

function innermost(type: FieldType): FieldType {
  return type.shape === 'list' ? type.of : type;
}
