import { isMapping } from '../../base/merge.ts';
import type { Kind } from '../kind.ts';
import { descriptionOf } from './descriptions.ts';
import type { Schema } from './schemas.ts';
import { META } from './type-names.ts';

/** What a schema needs to know of the document it stands in. */
export interface Surroundings {
  /** A reference to the type of this name, with what else there is to say. */
  readonly reference: (typeName: string, more?: Schema) => Schema;
  /** Whether the document can say all that a definition can. */
  readonly isComplete: boolean;
}

/**
 * The schema of a custom kind's objects: as the definition has it, with the fields of every object.
 * kube: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder/builder.go buildKubeNative
 */
export function customSchema({ structure }: Kind, surroundings: Surroundings): Schema {
  const written = { type: 'object', ...structure?.schema } as Schema;
  return withObjectFields(surroundings.isComplete ? written : simplified(written), surroundings);
}

/** The schema of a custom kind's lists. kube: the same file, buildListSchema */
export function customListSchema({ kind, plural }: Kind, itemType: string, { reference }: Surroundings): Schema {
  const conventions = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';
  return {
    description: `${kind}List is a list of ${kind}`,
    type: 'object',
    properties: {
      ...typeFields(),
      items: { description: `List of ${plural}. More info: ${conventions}`, type: 'array', items: reference(itemType) },
      metadata: reference(`${META}.ListMeta`),
    },
    required: ['items'],
  };
}

function withObjectFields(schema: Schema, surroundings: Surroundings): Schema {
  const properties = isMapping(schema['properties']) ? schema['properties'] : {};
  const metadata = surroundings.reference(`${META}.ObjectMeta`);
  const own = Object.entries(properties).map(([name, property]) => [name, embedded(property, surroundings)] as const);
  return { ...schema, properties: { ...Object.fromEntries(own), ...typeFields(), metadata } };
}

/** Objects within objects have the fields of every object, too. kube: the same file, addEmbeddedProperties */
function embedded(value: unknown, surroundings: Surroundings): unknown {
  if (!isMapping(value)) return value;
  const below = Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (name === 'items' || name === 'additionalProperties') return [name, embedded(part, surroundings)];
      if (name !== 'properties' || !isMapping(part)) return [name, part];
      return [name, Object.fromEntries(Object.entries(part).map(([field, property]) => [field, embedded(property, surroundings)]))];
    }),
  );
  return value['x-kubernetes-embedded-resource'] === true ? withObjectFields(below, surroundings) : below;
}

function typeFields(): Schema {
  const fieldOf = (name: string): Schema => ({ description: descriptionOf('io.k8s.api.core.v1.Pod', name), type: 'string' });
  return { apiVersion: fieldOf('apiVersion'), kind: fieldOf('kind') };
}

/** What OpenAPI 2 cannot say is left unsaid. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/openapi/v2/conversion.go */
function simplified(value: unknown): Schema {
  if (!isMapping(value)) return {};
  const { nullable, allOf: _, anyOf: __, oneOf: ___, not: ____, default: _____, properties, items, additionalProperties, ...rest } = value;
  const { type, ...untyped } = rest;
  const isTyped = nullable !== true && rest['x-kubernetes-int-or-string'] !== true && type !== undefined;
  return {
    ...untyped,
    ...(isTyped ? { type } : {}),
    ...(isMapping(properties)
      ? { properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, simplified(part)])) }
      : {}),
    ...(isMapping(items) ? { items: simplified(items) } : {}),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: isMapping(additionalProperties) ? simplified(additionalProperties) : additionalProperties }),
  };
}
