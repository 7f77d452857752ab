import type { JSONSchemaProps } from '../../api/generated/types.ts';
import { isMapping } from '../../base/merge.ts';

/** A schema of a CustomResourceDefinition with its parts told apart: what a field is made of, and in `rules` what is asked of its value. */
export interface Structural {
  /** What the value has to fulfil, as it is written. */
  readonly rules: JSONSchemaProps;
  readonly properties: ReadonlyMap<string, Structural>;
  readonly items: Structural | undefined;
  /** What the values under anybody's keys are; true where they may be anything. */
  readonly additional: Structural | true | undefined;
  readonly allOf: readonly Structural[];
  readonly anyOf: readonly Structural[];
  readonly oneOf: readonly Structural[];
  readonly not: Structural | undefined;
  readonly isNullable: boolean;
  readonly isIntOrString: boolean;
  /** Whether fields that nobody has declared stay. */
  readonly keepsUnknown: boolean;
  /** Whether it is an object with a kind of its own. */
  readonly isEmbedded: boolean;
}

/** The schema with its parts told apart. Each written schema is read once. */
export function structuralOf(schema: JSONSchemaProps): Structural {
  const known = read.get(schema);
  if (known !== undefined) return known;
  const structural = readSchema(schema);
  if (Object.isFrozen(schema)) read.set(schema, structural);
  return structural;
}

const read = new WeakMap<JSONSchemaProps, Structural>();

function readSchema(rules: JSONSchemaProps): Structural {
  const { properties = {}, allOf = [], anyOf = [], oneOf = [], not } = rules;
  const { items, additionalProperties } = rules;
  return {
    rules,
    properties: new Map(Object.entries(properties).map(([name, property]) => [name, structuralOf(property)])),
    items: isMapping(items) ? structuralOf(items) : undefined,
    additional: isMapping(additionalProperties) ? structuralOf(additionalProperties) : additionalProperties === true ? true : undefined,
    allOf: allOf.map(structuralOf),
    anyOf: anyOf.map(structuralOf),
    oneOf: oneOf.map(structuralOf),
    not: not === undefined ? undefined : structuralOf(not),
    isNullable: rules.nullable === true,
    isIntOrString: rules['x-kubernetes-int-or-string'] === true,
    keepsUnknown: rules['x-kubernetes-preserve-unknown-fields'] === true,
    isEmbedded: rules['x-kubernetes-embedded-resource'] === true,
  };
}
