import { readFileSync } from 'node:fs';
import type { Model, ModelType } from './models.ts';

/** What the models lack about one field, as an API server of our version published it. */
export interface FieldFact {
  readonly type?: 'Quantity' | 'IntOrString';
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly 'patch-strategy'?: string;
  readonly 'patch-merge-key'?: string;
  readonly 'list-type'?: 'atomic' | 'set' | 'map';
  readonly 'list-map-keys'?: readonly string[];
  readonly 'map-type'?: 'atomic' | 'granular';
}

/** What the models lack about one type: facts by field name, its required fields, and whether it is replaced as a whole. */
export interface TypeFacts {
  readonly fields: ReadonlyMap<string, FieldFact>;
  readonly required: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
}

/** Reads the recorded facts, by OpenAPI definition name. */
export function readFieldFacts(): ReadonlyMap<string, TypeFacts> {
  const recorded: unknown = JSON.parse(readFileSync(new URL('./field-facts.json', import.meta.url), 'utf8'));
  const facts = new Map<string, TypeFacts>();
  for (const [definition, entries] of Object.entries({ ...(recorded as Recording), ...unrecorded })) {
    const fields = Object.entries(entries).filter(([name]) => name !== '$required' && name !== '$map-type');
    const mapType = entries['$map-type'] as TypeFacts['mapType'];
    facts.set(definition, {
      fields: new Map(fields as readonly (readonly [string, FieldFact])[]),
      required: (entries['$required'] ?? []) as readonly string[],
      ...(mapType === undefined ? {} : { mapType }),
    });
  }
  return facts;
}

type Recording = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Quantities of groups that a default API server does not serve and that therefore were not recorded. */
const unrecorded: Recording = {
  'io.k8s.api.resource.v1beta1.DeviceCapacity': { value: { type: 'Quantity' } },
  'io.k8s.api.resource.v1alpha3.BasicDevice': { capacity: { type: 'Quantity' } },
};

/** The models with the Quantities named that their generator wrote as plain strings. */
export function withQuantities(
  models: readonly Model[],
  definitions: ReadonlyMap<string, string>,
  facts: ReadonlyMap<string, TypeFacts>,
): readonly Model[] {
  return models.map((model) => {
    const known = facts.get(definitions.get(model.name) ?? '')?.fields;
    const fields = model.fields.map((field) =>
      known?.get(field.name)?.type === 'Quantity' ? { ...field, type: asQuantity(field.type) } : field,
    );
    return { ...model, fields };
  });
}

function asQuantity(type: ModelType): ModelType {
  if (type.shape === 'list' || type.shape === 'map') return { shape: type.shape, of: asQuantity(type.of) };
  if (type.shape === 'scalar' && type.name === 'string') return { shape: 'scalar', name: 'quantity' };
  throw new Error(`a quantity was expected where the models have ${JSON.stringify(type)}`);
}
