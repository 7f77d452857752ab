import { findObjectType, type Field, type FieldType, type ObjectType } from '../schema-table.ts';
import type { Surroundings } from './custom-schema.ts';
import { descriptionOf } from './descriptions.ts';
import { NAMED, opaqueType, PLAIN, type NamedSchema } from './scalars.ts';

/** A JSON schema with Kubernetes' extensions, or another part of a document. */
export type Schema = Readonly<Record<string, unknown>>;

/** How a document refers to its schemas: by the place they stand at, and whether a reference may have neighbours. */
export interface Dialect {
  readonly prefix: string;
  /** OpenAPI 3 says what else there is to a reference around it. */
  readonly wrapsReferences: boolean;
}

/** What a document knows of types by their names. */
export interface NamedTypes {
  /** The schema of what is published nowhere. */
  readonly written: (typeName: string, surroundings: Surroundings) => Schema | undefined;
  /** The kinds that objects of a type are of. */
  readonly kindsOf: (typeName: string) => readonly Schema[];
}

/** The schemas of types and of all that they are made of, by their names. */
export class Schemas {
  readonly #found = new Map<string, Schema>();
  readonly #dialect: Dialect;
  readonly #named: NamedTypes;

  constructor(dialect: Dialect, named: NamedTypes) {
    this.#dialect = dialect;
    this.#named = named;
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
    // What is begun is there: types may be made of themselves.
    this.#found.set(typeName, { type: 'object' });
    const surroundings = { reference: (name: string) => this.reference(name), isComplete: this.#dialect.wrapsReferences };
    const schema = this.#named.written(typeName, surroundings) ?? this.#published(typeName);
    const kinds = this.#named.kindsOf(typeName);
    this.#found.set(typeName, { ...schema, ...(kinds.length === 0 ? {} : { 'x-kubernetes-group-version-kind': kinds }) });
  }

  #published(typeName: string): Schema {
    const type = findObjectType(typeName);
    // The body of a patch has a name and no structure.
    return { ...described(descriptionOf(typeName)), ...(type === undefined ? { type: 'object' } : this.#object(type)) };
  }

  #object({ fields, typeName, mapType }: ObjectType): Schema {
    const all = [...fields.values()];
    const required = all.filter((field) => field.required).map(({ name }) => name);
    return {
      type: 'object',
      ...(all.length === 0 ? {} : { properties: Object.fromEntries(all.map((field) => [field.name, this.#field(typeName, field)])) }),
      ...(required.length === 0 ? {} : { required }),
      ...(mapType === undefined ? {} : { 'x-kubernetes-map-type': mapType }),
    };
  }

  #field(typeName: string, field: Field): Schema {
    const { type, patchStrategy, mergeKey, listType, listMapKeys, mapType } = field;
    return this.#around(this.#type(type, opaqueType(typeName, field.name)), {
      ...described(withValues(descriptionOf(typeName, field.name), field.enum)),
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

  /** The schema of a type; values that may be anything are of the type `opaque`, where that has a name. */
  #type(type: FieldType, opaque: NamedSchema | undefined): Schema {
    switch (type.shape) {
      case 'object':
        return this.reference(type.typeName);
      case 'list':
        return { type: 'array', items: this.#type(type.of, opaque) };
      case 'map':
        return { type: 'object', additionalProperties: this.#type(type.of, opaque) };
      default: {
        const named = type.shape === 'any' ? opaque : NAMED.get(type.shape);
        if (named === undefined) return PLAIN.get(type.shape)!;
        const schema = this.#dialect.wrapsReferences ? named.schema : named.schemaV2;
        this.#found.set(named.name, { ...described(descriptionOf(named.name)), ...schema });
        return { $ref: `${this.#dialect.prefix}${named.name}` };
      }
    }
  }
}

function described(description: string | undefined): Schema {
  return description === undefined ? {} : { description };
}

/** What a field is for, with the values it may have. kube: k8s.io/kube-openapi/pkg/generators/enum.go DescriptionLines */
// unlike kube: values of enums are told without what they mean, which no package publishes
function withValues(description: string | undefined, values: readonly string[] | undefined): string | undefined {
  if (values === undefined || values.length === 0) return description;
  const lines = values.map((value) => ` - \`${JSON.stringify(value)}\``);
  return [...(description === undefined ? [] : [description, '']), 'Possible enum values:', ...lines].join('\n');
}
