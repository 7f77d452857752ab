import { findObjectType, type Field, type FieldType, type Scalar } from '../schema-table.ts';
import { descriptionOf } from './descriptions.ts';

/** A JSON schema with Kubernetes' extensions. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** How a document refers to its schemas: by the place they stand at, and whether a reference may have neighbours. */
export interface Dialect {
  readonly prefix: string;
  /** OpenAPI 3 says what else there is to a reference around it. */
  readonly wrapsReferences: boolean;
}

/** The types that Kubernetes gives a name although they are not made of others, with their schemas. */
const NAMED: ReadonlyMap<Scalar, readonly [name: string, schema: Schema]> = new Map<Scalar, readonly [string, Schema]>([
  ['quantity', ['io.k8s.apimachinery.pkg.api.resource.Quantity', { oneOf: [{ type: 'string' }, { type: 'number' }] }]],
  [
    'intOrString',
    ['io.k8s.apimachinery.pkg.util.intstr.IntOrString', { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] }],
  ],
  ['time', ['io.k8s.apimachinery.pkg.apis.meta.v1.Time', { type: 'string', format: 'date-time' }]],
  ['microTime', ['io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', { type: 'string', format: 'date-time' }]],
]);

const PLAIN: ReadonlyMap<Scalar, Schema> = new Map<Scalar, Schema>([
  ['string', { type: 'string' }],
  ['boolean', { type: 'boolean' }],
  ['int32', { type: 'integer', format: 'int32' }],
  ['int64', { type: 'integer', format: 'int64' }],
  ['double', { type: 'number', format: 'double' }],
  ['bytes', { type: 'string', format: 'byte' }],
  ['any', { type: 'object' }],
]);

/** The schemas of types and of all that they are made of, by their names. `kinds` tells which kinds a type is of. */
export class Schemas {
  readonly #found = new Map<string, Schema>();
  readonly #dialect: Dialect;
  readonly #kindsOf: (typeName: string) => readonly Schema[];

  constructor(dialect: Dialect, kindsOf: (typeName: string) => readonly Schema[]) {
    this.#dialect = dialect;
    this.#kindsOf = kindsOf;
  }

  /** A reference to the schema of a type, which is in the document from now on. */
  reference(typeName: string): Schema {
    this.#include(typeName);
    return { $ref: `${this.#dialect.prefix}${typeName}` };
  }

  /** All that is referred to so far, in the order of the names. */
  all(): Readonly<Record<string, Schema>> {
    return Object.fromEntries([...this.#found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #include(typeName: string): void {
    if (this.#found.has(typeName)) return;
    const type = findObjectType(typeName);
    // The body of a patch has a name and no structure.
    if (type === undefined) return void this.#found.set(typeName, { type: 'object' });
    // What is begun is there: types may be made of themselves.
    this.#found.set(typeName, {});
    const fields = [...type.fields.values()];
    const required = fields.filter((field) => field.required).map(({ name }) => name);
    const kinds = this.#kindsOf(typeName);
    this.#found.set(typeName, {
      ...described(descriptionOf(typeName)),
      type: 'object',
      ...(fields.length === 0 ? {} : { properties: Object.fromEntries(fields.map((field) => [field.name, this.#field(typeName, field)])) }),
      ...(required.length === 0 ? {} : { required }),
      ...(kinds.length === 0 ? {} : { 'x-kubernetes-group-version-kind': kinds }),
      ...(type.mapType === undefined ? {} : { 'x-kubernetes-map-type': type.mapType }),
    });
  }

  #field(typeName: string, field: Field): Schema {
    const { type, patchStrategy, mergeKey, listType, listMapKeys, mapType } = field;
    return this.#around(this.#type(type), {
      ...described(descriptionOf(typeName, field.name)),
      ...(field.default === undefined ? {} : { default: field.default }),
      ...(field.enum === undefined ? {} : { enum: field.enum }),
      ...(listMapKeys === undefined ? {} : { 'x-kubernetes-list-map-keys': listMapKeys }),
      ...(listType === undefined ? {} : { 'x-kubernetes-list-type': listType }),
      ...(mapType === undefined ? {} : { 'x-kubernetes-map-type': mapType }),
      ...(mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': mergeKey }),
      ...(patchStrategy === undefined ? {} : { 'x-kubernetes-patch-strategy': patchStrategy.join(',') }),
    });
  }

  #around(schema: Schema, more: Schema): Schema {
    if (Object.keys(more).length === 0) return schema;
    return this.#dialect.wrapsReferences && Object.hasOwn(schema, '$ref') ? { allOf: [schema], ...more } : { ...schema, ...more };
  }

  #type(type: FieldType): Schema {
    switch (type.shape) {
      case 'object':
        return this.reference(type.typeName);
      case 'list':
        return { type: 'array', items: this.#type(type.of) };
      case 'map':
        return { type: 'object', additionalProperties: this.#type(type.of) };
      default: {
        const named = NAMED.get(type.shape);
        if (named === undefined) return PLAIN.get(type.shape)!;
        const [name, schema] = named;
        this.#found.set(
          name,
          this.#dialect.wrapsReferences
            ? schema
            : { type: 'string', ...(schema['format'] === undefined ? {} : { format: schema['format'] }) },
        );
        return { $ref: `${this.#dialect.prefix}${name}` };
      }
    }
  }
}

function described(description: string | undefined): Schema {
  return description === undefined ? {} : { description };
}
