import type { Field, FieldType, ObjectType } from '../../api/schema-table.ts';
import type { Structural } from './structural.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const TEXT: FieldType = { shape: 'string' };
const ANYTHING: FieldType = { shape: 'any' };

/** What every object has besides what its schema says. */
const OBJECT_FIELDS: readonly (readonly [string, FieldType])[] = [
  ['apiVersion', TEXT],
  ['kind', TEXT],
  ['metadata', { shape: 'object', typeName: META }],
];

/**
 * The type of the objects of a custom kind, as merging and the ownership of fields go by it.
 * kube: sigs.k8s.io/structured-merge-diff/v4, staging/src/k8s.io/kube-openapi/pkg/schemaconv/openapi.go
 */
export function objectTypeOfKind(kind: string, schema: Structural): ObjectType {
  return typeOfFields(kind, schema, OBJECT_FIELDS);
}

/**
 * The type by which a request's body is read: what is more than metadata is looked at by the schema itself, which says what is wrong of it
 * in words of its own.
 */
export function bodyTypeOfKind(kind: string, schema: Structural): ObjectType {
  const fields = [...[...schema.properties.keys()].map((name) => [name, ANYTHING] as const), ...OBJECT_FIELDS];
  return objectType(
    kind,
    fields.map(([name, type]) => field(name, type)),
    schema,
  );
}

function typeOfFields(name: string, schema: Structural, more: readonly (readonly [string, FieldType])[]): ObjectType {
  const declared = [...schema.properties].map(([fieldName, property]) => fieldOf(fieldName, property, schema));
  return objectType(name, [...declared, ...more.map(([fieldName, type]) => field(fieldName, type))], schema);
}

function objectType(name: string, fields: readonly Field[], schema: Structural): ObjectType {
  const byName = new Map(fields.map((each) => [each.name, each]));
  return {
    typeName: '',
    goName: name,
    goType: name,
    fields: byName,
    fieldNames: [...byName.keys()],
    ...(schema.rules['x-kubernetes-map-type'] === 'atomic' ? { mapType: 'atomic' } : {}),
    ...(schema.keepsUnknown ? { isOpen: true } : {}),
  };
}

function field(name: string, type: FieldType): Field {
  return { name, type, required: false, goType: '' };
}

function fieldOf(name: string, schema: Structural, owner: Structural): Field {
  const { rules } = schema;
  const listType = rules['x-kubernetes-list-type'];
  return {
    ...field(name, typeOfSchema(name, schema)),
    required: owner.rules.required?.includes(name) === true,
    ...(rules.default === undefined ? {} : { default: rules.default }),
    ...(listType === 'set' || listType === 'map' ? { listType } : {}),
    ...(rules['x-kubernetes-list-map-keys'] === undefined ? {} : { listMapKeys: rules['x-kubernetes-list-map-keys'] }),
    ...(rules['x-kubernetes-map-type'] === 'atomic' ? { mapType: 'atomic' } : {}),
  };
}

function typeOfSchema(name: string, schema: Structural): FieldType {
  const { rules, items, additional, properties } = schema;
  if (schema.isIntOrString) return { shape: 'intOrString' };
  switch (rules.type) {
    case 'string':
      return TEXT;
    case 'integer':
      return { shape: 'int64' };
    case 'number':
      return { shape: 'double' };
    case 'boolean':
      return { shape: 'boolean' };
    case 'array':
      return {
        shape: 'list',
        of: items === undefined ? ANYTHING : typeOfSchema(name, items),
      };
    case 'object': {
      if (additional !== undefined && properties.size === 0)
        return {
          shape: 'map',
          of: additional === true ? ANYTHING : typeOfSchema(name, additional),
        };
      if (properties.size === 0 && schema.keepsUnknown && !schema.isEmbedded) return ANYTHING;
      const type = typeOfFields(name, schema, schema.isEmbedded ? OBJECT_FIELDS : []);
      return { shape: 'object', typeName: '', type };
    }
    default:
      return ANYTHING;
  }
}
