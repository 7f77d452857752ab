import type { Scalar } from '../schema-table.ts';
import type { Schema } from './schemas.ts';
import { META } from './type-names.ts';

/** A type that has a name although it is not made of fields, as both versions of OpenAPI write it. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: Schema;
  readonly schemaV2: Schema;
}

const TIME: Schema = { type: 'string', format: 'date-time' };

/** The types that Kubernetes gives a name and our table of types none. */
export const NAMED: ReadonlyMap<Scalar, NamedSchema> = new Map<Scalar, NamedSchema>([
  [
    'quantity',
    {
      name: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
      schema: { oneOf: [{ type: 'string' }, { type: 'number' }] },
      schemaV2: { type: 'string' },
    },
  ],
  [
    'intOrString',
    {
      name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
      schema: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
      schemaV2: { type: 'string', format: 'int-or-string' },
    },
  ],
  ['time', { name: `${META}.Time`, schema: TIME, schemaV2: TIME }],
  ['microTime', { name: `${META}.MicroTime`, schema: TIME, schemaV2: TIME }],
]);

/** The schemas of the types without a name. */
export const PLAIN: ReadonlyMap<Scalar, Schema> = new Map<Scalar, Schema>([
  ['string', { type: 'string' }],
  ['boolean', { type: 'boolean' }],
  ['int32', { type: 'integer', format: 'int32' }],
  ['int64', { type: 'integer', format: 'int64' }],
  ['double', { type: 'number', format: 'double' }],
  ['bytes', { type: 'string', format: 'byte' }],
  ['any', { type: 'object' }],
]);

const OBJECT: Schema = { type: 'object' };
const EXTENSIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
const SCHEMA_PROPS = `${EXTENSIONS}.JSONSchemaProps`;

/** The types of fields that may hold anything, by the type that has the field. kube: staging/src/k8s.io/apimachinery/pkg/runtime/types.go and others */
const OPAQUE: ReadonlyMap<string, NamedSchema> = new Map(
  [
    opaque(
      'io.k8s.apimachinery.pkg.runtime.RawExtension',
      OBJECT,
      'io.k8s.api.apps.v1.ControllerRevision.data',
      `${META}.WatchEvent.object`,
    ),
    opaque(`${META}.FieldsV1`, OBJECT, `${META}.ManagedFieldsEntry.fieldsV1`),
    opaque(`${EXTENSIONS}.CustomResourceSubresourceStatus`, OBJECT, `${EXTENSIONS}.CustomResourceSubresources.status`),
    opaque(`${EXTENSIONS}.JSON`, {}, `${SCHEMA_PROPS}.default`, `${SCHEMA_PROPS}.enum`, `${SCHEMA_PROPS}.example`),
    opaque(`${EXTENSIONS}.JSONSchemaPropsOrArray`, {}, `${SCHEMA_PROPS}.items`),
    opaque(`${EXTENSIONS}.JSONSchemaPropsOrBool`, {}, `${SCHEMA_PROPS}.additionalItems`, `${SCHEMA_PROPS}.additionalProperties`),
    opaque(`${EXTENSIONS}.JSONSchemaPropsOrStringArray`, {}, `${SCHEMA_PROPS}.dependencies`),
  ].flat(),
);

/** The type of what a field holds that may be anything, or undefined where that has no name. */
export function opaqueType(typeName: string, fieldName: string): NamedSchema | undefined {
  return OPAQUE.get(`${typeName}.${fieldName}`);
}

function opaque(name: string, schema: Schema, ...fields: readonly string[]): readonly (readonly [string, NamedSchema])[] {
  return fields.map((field) => [field, { name, schema, schemaV2: schema }] as const);
}
