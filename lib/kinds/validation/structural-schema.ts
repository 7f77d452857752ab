import { forbidden, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { compilePattern } from '../../base/re2/re2.ts';
import { PatternError } from '../../base/re2/syntax.ts';
import { schemaErrors } from '../custom/value-rules.ts';
import type { Structural } from '../custom/structural.ts';
import type { Found } from './draft.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const LIST_TYPES = ['atomic', 'map', 'set'];
const MAP_TYPES = ['atomic', 'granular'];

/** Where in a schema one stands: at its root, at a field of an object, at the items of a list, or below a word such as `anyOf`, where only values may be told about. */
type Level = 'root' | 'field' | 'items' | 'nested';

/** More problems of one schema tell nobody more. */
const MOST_PROBLEMS = 100;

/**
 * All that keeps a schema from being structural, or is not to be had.
 * kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go, pkg/apis/apiextensions/validation/validation.go
 */
export function schemaProblems(schema: Structural, path: string): readonly FieldError[] {
  const found: Found = [];
  check(schema, 'root', path, found);
  return found.slice(0, MOST_PROBLEMS);
}

function check(schema: Structural, level: Level, path: string, found: Found): void {
  if (found.length >= MOST_PROBLEMS) return;
  const { properties, items, additional, allOf, anyOf, oneOf, not } = schema;
  checkWords(schema, path, found);
  if (level === 'nested') checkNested(schema, path, found);
  else checkStructure(schema, level, path, found);
  checkValues(schema, path, found);
  const inside = (inner: Level): Level => (level === 'nested' ? 'nested' : inner);
  for (const [name, property] of properties) check(property, inside('field'), `${path}.properties[${name}]`, found);
  if (items !== undefined) check(items, inside('items'), `${path}.items`, found);
  if (additional !== undefined && additional !== true) check(additional, inside('field'), `${path}.additionalProperties`, found);
  const isEitherPattern = (list: readonly Structural[]): boolean =>
    schema.isIntOrString && list.length === 2 && list[0]!.rules.type === 'integer' && list[1]!.rules.type === 'string';
  if (!isEitherPattern(anyOf)) anyOf.forEach((each, i) => check(each, 'nested', `${path}.anyOf[${i}]`, found));
  oneOf.forEach((each, i) => check(each, 'nested', `${path}.oneOf[${i}]`, found));
  allOf.forEach((each, i) => {
    if (i > 0 || !schema.isIntOrString || each.anyOf.length !== 2) check(each, 'nested', `${path}.allOf[${i}]`, found);
  });
  if (not !== undefined) check(not, 'nested', `${path}.not`, found);
}

/** What no schema may say. */
function checkWords({ rules, properties }: Structural, path: string, found: Found): void {
  for (const word of ['$ref', 'additionalItems', 'definitions', 'dependencies', 'id', 'patternProperties'] as const)
    if (rules[word] !== undefined) found.push(forbidden(`${path}.${word}`, `${word} is not supported`));
  if (rules.type === 'null') found.push(forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
  else if (rules.type !== undefined && rules.type !== '' && !TYPES.includes(rules.type))
    found.push(notSupported(`${path}.type`, rules.type, TYPES));
  if (Array.isArray(rules.items)) found.push(forbidden(`${path}.items`, 'items must be a schema object and not an array'));
  if (rules.uniqueItems === true) {
    const why = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    found.push(forbidden(`${path}.uniqueItems`, why));
  }
  if (rules.additionalProperties !== undefined && rules.additionalProperties !== true && properties.size > 0)
    found.push(forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  // unlike kube: rules in CEL are not interpreted, and rules that nobody checks would be worse than none
  if ((rules['x-kubernetes-validations']?.length ?? 0) > 0) {
    const why = 'validation rules in CEL are not supported here: leave them out, or say it with pattern, enum, minimum and the like';
    found.push(forbidden(`${path}.x-kubernetes-validations`, why));
  }
}

function checkStructure(schema: Structural, level: Exclude<Level, 'nested'>, path: string, found: Found): void {
  const { rules, items, properties, keepsUnknown, isIntOrString, isEmbedded } = schema;
  const { type = '' } = rules;
  if (type === 'array' && items === undefined && !Array.isArray(rules.items)) found.push(required(`${path}.items`, 'must be specified'));
  if (level === 'root' && rules.additionalProperties !== undefined)
    found.push(forbidden(`${path}.additionalProperties`, 'must not be used at the root'));
  if (isIntOrString && keepsUnknown)
    found.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, true, 'must be false if x-kubernetes-int-or-string is true'));
  if (isIntOrString && isEmbedded)
    found.push(invalid(`${path}.x-kubernetes-embedded-resource`, true, 'must be false if x-kubernetes-int-or-string is true'));
  if (isIntOrString && type !== '') found.push(invalid(`${path}.type`, type, 'must be empty if x-kubernetes-int-or-string is true'));
  if (isEmbedded && type !== 'object') {
    const rule = 'must be object if x-kubernetes-embedded-resource is true';
    found.push(type === '' ? required(`${path}.type`, rule) : invalid(`${path}.type`, type, rule));
  } else if (type === '' && !isIntOrString && !keepsUnknown) found.push(required(`${path}.type`, EMPTY[level]));
  if (level === 'root' && type !== '' && type !== 'object') found.push(invalid(`${path}.type`, type, 'must be object at the root'));
  if (isEmbedded && !keepsUnknown && properties.size === 0) {
    const rule = 'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    found.push(required(`${path}.properties`, rule));
  }
  if (level === 'root' || isEmbedded) checkObjectFields(schema, level, path, found);
  checkListAndMap(schema, path, found);
}

const EMPTY = {
  root: 'must not be empty at the root',
  items: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
} as const;

/** What a schema may say of what every object has. */
function checkObjectFields({ properties }: Structural, level: Level, path: string, found: Found): void {
  for (const name of ['kind', 'apiVersion']) {
    const type = properties.get(name)?.rules.type;
    if (properties.has(name) && type !== 'string') found.push(invalid(`${path}.properties[${name}].type`, type ?? '', 'must be string'));
  }
  const metadata = properties.get('metadata');
  if (metadata === undefined) return;
  const at = `${path}.properties[metadata]`;
  if (metadata.rules.type !== 'object') found.push(invalid(`${at}.type`, metadata.rules.type ?? '', 'must be object'));
  if (level === 'root' && [...metadata.properties.keys()].some((name) => name !== 'name' && name !== 'generateName'))
    found.push(forbidden(at, 'must not specify anything other than name and generateName, but metadata is implicitly specified'));
}

function checkListAndMap({ rules, items }: Structural, path: string, found: Found): void {
  const listType = rules['x-kubernetes-list-type'];
  const mapType = rules['x-kubernetes-map-type'];
  const keys = rules['x-kubernetes-list-map-keys'] ?? [];
  const at = (word: string): string => `${path}.x-kubernetes-${word}`;
  if (listType !== undefined && !LIST_TYPES.includes(listType)) found.push(notSupported(at('list-type'), listType, LIST_TYPES));
  if (mapType !== undefined && !MAP_TYPES.includes(mapType)) found.push(notSupported(at('map-type'), mapType, MAP_TYPES));
  const mustBe = (type: string, word: string): void => {
    const rule = `must be ${type} if ${word} is specified`;
    if ((rules.type ?? '') === '') found.push(required(`${path}.type`, rule));
    else if (rules.type !== type) found.push(invalid(`${path}.type`, rules.type, rule));
  };
  if (listType !== undefined) mustBe('array', 'x-kubernetes-list-type');
  if (mapType !== undefined) mustBe('object', 'x-kubernetes-map-type');
  if (listType !== 'map') {
    if (keys.length > 0) found.push(forbidden(at('list-map-keys'), 'must be empty if x-kubernetes-list-type is not map'));
    return;
  }
  if (keys.length === 0) found.push(required(at('list-map-keys'), 'must not be empty if x-kubernetes-list-type is map'));
  keys.forEach((key, i) => {
    const property = items?.properties.get(key);
    if (property === undefined) {
      found.push(invalid(`${at('list-map-keys')}[${i}]`, key, 'entries must all be names of item properties'));
    } else if (items?.rules.required?.includes(key) !== true && property.rules.default === undefined) {
      const rule = 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property';
      found.push(required(`${path}.items.properties[${key}].default`, rule));
    }
  });
}

/** Below a word such as `anyOf` nothing may be said that shapes the object. */
function checkNested({ rules, additional }: Structural, path: string, found: Found): void {
  const forbid = (word: string, rule: string): void => void found.push(forbidden(`${path}.${word}`, `must be ${rule} to be structural`));
  if ((rules.type ?? '') !== '') forbid('type', 'empty');
  if (additional !== undefined) forbid('additionalProperties', 'undefined');
  if (rules.default !== undefined) forbid('default', 'undefined');
  if ((rules.title ?? '') !== '') forbid('title', 'empty');
  if ((rules.description ?? '') !== '') forbid('description', 'empty');
  if (rules.nullable === true) forbid('nullable', 'false');
  for (const word of ['preserve-unknown-fields', 'embedded-resource', 'int-or-string'] as const)
    if (rules[`x-kubernetes-${word}`] === true) forbid(`x-kubernetes-${word}`, 'false');
  for (const word of ['list-type', 'map-type'] as const)
    if (rules[`x-kubernetes-${word}`] !== undefined) forbid(`x-kubernetes-${word}`, 'undefined');
}

/** Patterns that can be read, and defaults that fit. */
function checkValues(schema: Structural, path: string, found: Found): void {
  const { pattern, default: filling } = schema.rules;
  if (pattern !== undefined && pattern !== '') {
    try {
      compilePattern(pattern);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      found.push(invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${error.message}`));
      return;
    }
  }
  if (filling === undefined || found.length > 0) return;
  for (const { field, message, reason } of schemaErrors(filling, schema, 'default'))
    found.push({ field: `${path}.${field}`, message, reason });
}
