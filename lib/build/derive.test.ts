import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionNames, readServedVersions } from './definition-names.ts';
import { deriveFiles } from './derive.ts';
import { findTextFile, readDocumentTexts, textOf } from './document-texts.ts';
import { readFieldFacts } from './field-facts.ts';
import { parseModelName, typeScriptNames } from './model-names.ts';
import { findModelFolder, parseType, readModels } from './models.ts';

interface Table {
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, { readonly fields: Readonly<Record<string, unknown>>; readonly mapType?: string }>>;
}

const folder = findModelFolder() ?? assert.fail('the models are not installed');
const textFile = findTextFile() ?? assert.fail('the descriptions are not installed');
const files = await deriveFiles(folder, textFile);
const [kinds, ...types] = (files.get('schema.jsonl') ?? '')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as unknown);
const table: Table = {
  kinds: kinds as Table['kinds'],
  types: Object.fromEntries(
    (types as readonly { readonly type: string }[]).map((entry) => [entry.type, entry]),
  ) as unknown as Table['types'],
};
const facts = readFieldFacts();

test('every published type and field is derived', () => {
  assert.equal(Object.keys(table.types).length, 625);
  const fields = Object.values(table.types).flatMap((type) => Object.values(type.fields));
  assert.equal(fields.length, 2601);
  const required = fields.filter((field) => typeof field === 'object' && field !== null && 'required' in field);
  assert.equal(required.length, 570);
});

test('every recorded fact is in the table', () => {
  const renamed = { 'patch-merge-key': 'mergeKey', 'list-type': 'listType', 'list-map-keys': 'listMapKeys', 'map-type': 'mapType' };
  for (const [definition, fact] of facts) {
    const type = table.types[definition] ?? assert.fail(`no type ${definition}`);
    assert.equal(type.mapType, fact.mapType);
    const entry = (name: string): Readonly<Record<string, unknown>> => {
      const field = type.fields[name] ?? assert.fail(`no field ${definition}.${name}`);
      return typeof field === 'string' ? { type: field } : (field as Readonly<Record<string, unknown>>);
    };
    for (const name of fact.required) assert.equal(entry(name)['required'], true, `${definition}.${name}`);
    for (const [name, known] of fact.fields) {
      const field = entry(name);
      for (const [fact, key] of Object.entries({ enum: 'enum', default: 'default', ...renamed })) {
        assert.deepEqual(field[key], known[fact as keyof typeof known], `${definition}.${name} ${fact}`);
      }
      if (known.type === 'Quantity') assert.match(String(field['type']), /^(\{\})?quantity$/);
      if (known.type === 'IntOrString') assert.equal(field['type'], 'intOrString');
    }
  }
});

/** How many fields have no description, by what they are: those of a status, which neither source describes. These may only become fewer. */
const UNDESCRIBED = { reference: 109, microTime: 2, 'described nowhere': 45 };

test('which fields have no description is known, and what is no field’s is not given as one', () => {
  const descriptions = JSON.parse(files.get('descriptions.json') ?? '') as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const counts = new Map<string, number>();
  for (const [definition, { fields }] of Object.entries(table.types)) {
    for (const [name, field] of Object.entries(fields)) {
      if (descriptions[definition]?.[name] !== undefined) continue;
      const type = typeof field === 'string' ? field : (field as { readonly type: string }).type;
      const reason = /^[a-z0-9-]+\./.test(type) ? 'reference' : ['intOrString', 'microTime'].includes(type) ? type : 'described nowhere';
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  assert.deepEqual(Object.fromEntries(counts), UNDESCRIBED);
  assert.match(descriptions['io.k8s.apimachinery.pkg.util.intstr.IntOrString']?.[''] ?? '', /^IntOrString is a type that can hold/);
  assert.match(descriptions['io.k8s.api.core.v1.ServicePort']?.['targetPort'] ?? '', /^Number or name of the port to access/);
  assert.equal(
    descriptions['io.k8s.api.events.v1.EventSeries']?.['lastObservedTime'],
    'lastObservedTime is the time when last Event from the series was seen before last heartbeat.',
  );
  assert.match(descriptions['io.k8s.api.core.v1.PodSpec']?.['setHostnameAsFQDN'] ?? '', / HKEY_LOCAL_MACHINE\\\\SYSTEM\\\\/);
  assert.match(descriptions['io.k8s.api.admissionregistration.v1.RuleWithOperations']?.['resources'] ?? '', /'pods\/\*' means all/);
});

test('the document tells where a description breaks its lines, the models how far they are indented', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['A b.  C.', 'A b.\n\nC.', 'A b.\n\nC.'],
    ['A:    {      b    },', 'A:\n\n{\nb\n},', 'A:\n\n  {\n     b\n   },'],
    ["A  '*/b'", "A\n\n'_/b'", "A\n\n'*/b'"],
    ['A.  B.', 'A.  B.', 'A.  B.'],
    ['', 'B.', 'B.'],
    ['A b.', '', 'A b.'],
    ['A b.', 'A b c.', 'A b.'],
  ];
  for (const [inModels, inDocument, both] of cases) assert.equal(textOf(inModels, inDocument), both);
  const texts = readDocumentTexts(textFile);
  assert.ok(texts.size > 2100, `${String(texts.size)} descriptions are read`);
  assert.doesNotMatch([...texts.values()].join('\n'), /@schema|@default/);
});

test('every type that a field refers to exists', () => {
  for (const [definition, { fields }] of Object.entries(table.types)) {
    for (const field of Object.values(fields)) {
      const text = typeof field === 'string' ? field : (field as { readonly type: string }).type;
      const target = text.replace(/^(?:\[\]|\{\})+/, '');
      if (target.includes('.')) assert.ok(Object.hasOwn(table.types, target), `${definition} refers to ${target}`);
    }
  }
});

test('every kind is of its own group', () => {
  for (const [kind, definition] of Object.entries(table.kinds)) {
    const version = kind.split('/').at(-2) ?? '';
    assert.ok(definition.endsWith(`.${version}.${kind.split('/').at(-1) ?? ''}`), `${kind} is ${definition}`);
  }
  assert.equal(table.kinds['apps/v1/ReplicaSet'], 'io.k8s.api.apps.v1.ReplicaSet');
});

test('definition names are as they were recorded and unique', async () => {
  const models = await readModels(folder);
  const names = definitionNames(models, [...facts.keys()], readServedVersions(folder));
  assert.equal(new Set(names.values()).size, models.length);
  for (const definition of facts.keys()) assert.ok([...names.values()].includes(definition), definition);
});

test('TypeScript names are bare for the core and the newest stable version', () => {
  const names = [
    'CoreV1Event',
    'EventsV1Event',
    'V1Scale',
    'V1HorizontalPodAutoscaler',
    'V2HorizontalPodAutoscaler',
    'V1beta1Device',
    'V1alpha3Device',
  ];
  const given = typeScriptNames(names.map((name) => ({ name, description: '', fields: [] })));
  assert.deepEqual(
    names.map((name) => given.get(name)),
    ['Event', 'EventsEvent', 'Scale', 'HorizontalPodAutoscalerV1', 'HorizontalPodAutoscaler', 'Device', 'DeviceV1alpha3'],
  );
  assert.deepEqual(parseModelName('V1alpha3Device'), { group: '', version: 'v1alpha3', kind: 'Device' });
  assert.throws(() => parseModelName('Pod'), /unexpected model name Pod/);
});

test('types are read as the generator writes them', () => {
  const cases: readonly (readonly [string, string, unknown])[] = [
    ['string', '', { shape: 'scalar', name: 'string' }],
    ['string', 'byte', { shape: 'scalar', name: 'bytes' }],
    ['Array<V1Container>', '', { shape: 'list', of: { shape: 'ref', model: 'V1Container' } }],
    ['{ [key: string]: Array<string>; }', '', { shape: 'map', of: { shape: 'list', of: { shape: 'scalar', name: 'string' } } }],
    ['{ [key: string]: Date; }', 'date-time', { shape: 'map', of: { shape: 'scalar', name: 'time' } }],
  ];
  for (const [text, format, expected] of cases) assert.deepEqual(parseType(text, format), expected);
  assert.throws(() => parseType('number', 'int8'), /unexpected type "number" with format "int8"/);
});

test('the TypeScript types are readonly and spell JSON names', () => {
  const types = files.get('types.ts') ?? '';
  assert.match(types, /export interface PodSpec \{/);
  assert.match(types, / {2}readonly containers: readonly Container\[\];/);
  assert.match(types, / {2}readonly limits\?: Readonly<Record<string, Quantity>>;/);
  assert.match(types, / {2}readonly creationTimestamp\?: string;/);
  assert.match(types, / {2}readonly '\$ref'|readonly \$ref\?: string;/);
  assert.match(types, / {2}readonly 'x-kubernetes-int-or-string'\?: boolean;/);
  assert.doesNotMatch(types, /\bV1Pod\b|\bany\b[;[>]|\bDate\b[;[>]/);
});

test('deriving twice gives the same text', async () => {
  assert.deepEqual(await deriveFiles(folder, textFile), files);
});
