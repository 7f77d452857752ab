import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
} from '../../api/generated/types.ts';
import { goPointer, goStrings, goStruct, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { JsonPathError, parseJsonPath } from '../../base/json-path.ts';
import { same } from '../../base/merge.ts';
import { label1035Problems, subdomainProblems } from '../../base/name-rules.ts';
import { structuralOf } from '../custom/structural.ts';
import { IMMUTABLE, type Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';
import { schemaProblems } from './structural-schema.ts';

type Names = CustomResourceDefinitionSpec['names'];

const APPROVAL = 'api-approved.kubernetes.io';

/** All that is wrong with a CustomResourceDefinition. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go */
export function validateCustomResourceDefinition(
  definition: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
): readonly FieldError[] {
  const { spec, metadata = {}, status } = definition;
  const { name = '' } = metadata;
  const found: Found = [
    ...validateMetadata(definition, old, {
      name: 'subdomain',
      namespaced: false,
      hasPlainFinalizers: true,
    }),
  ];
  if (old === undefined && name !== '' && name !== `${spec.names.plural}.${spec.group}`)
    found.push(invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group'));
  checkSpec(spec, old?.spec, found);
  if (old !== undefined) checkChange(spec, old, found);
  const { storedVersions } = status ?? {};
  if (storedVersions === undefined || storedVersions.length === 0)
    found.push(invalid('status.storedVersions', goStrings(storedVersions), 'must have at least one stored version'));
  storedVersions?.forEach((version, i) => {
    if (!spec.versions.some((each) => each.name === version))
      found.push(invalid(`status.storedVersions[${i}]`, version, 'must appear in spec.versions'));
  });
  checkApproval(spec.group, metadata.annotations?.[APPROVAL], found);
  return found;
}

function checkSpec(spec: CustomResourceDefinitionSpec, old: CustomResourceDefinitionSpec | undefined, found: Found): void {
  const { group, scope, versions, names, conversion, preserveUnknownFields } = spec;
  if (group === '') found.push(required('spec.group'));
  else if (subdomainProblems(group).length > 0) found.push(invalid('spec.group', group, subdomainProblems(group).join(',')));
  else if (!group.includes('.')) found.push(invalid('spec.group', group, 'should be a domain with at least one dot'));
  if (scope === '') found.push(required('spec.scope'));
  else if (scope !== 'Cluster' && scope !== 'Namespaced') found.push(notSupported('spec.scope', scope, ['Cluster', 'Namespaced']));
  if (preserveUnknownFields === true) {
    const rather = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
    found.push(invalid('spec.preserveUnknownFields', true, rather));
  }
  checkVersions(versions, old, found);
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const)
    if ((names[field] ?? '') === '') found.push(required(`spec.names.${field}`));
  checkNames(names, 'spec.names', found);
  const strategy = conversion?.strategy ?? 'None';
  // unlike kube: there is nobody to ask, so no webhook converts between versions
  if (strategy === 'Webhook')
    found.push(
      invalid('spec.conversion.strategy', strategy, 'conversion webhooks are not supported here: there is only the strategy None'),
    );
  else if (strategy !== 'None') found.push(notSupported('spec.conversion.strategy', strategy, ['None', 'Webhook']));
}

function checkVersions(
  versions: readonly CustomResourceDefinitionVersion[],
  old: CustomResourceDefinitionSpec | undefined,
  found: Found,
): void {
  versions.forEach(({ name }, i) => {
    const problems = label1035Problems(name);
    if (problems.length > 0) found.push(invalid(`spec.versions[${i}].name`, name, problems.join(',')));
  });
  const shown = { go: goVersions(versions) };
  if (new Set(versions.map(({ name }) => name)).size < versions.length)
    found.push(invalid('spec.versions', shown, 'must contain unique version names'));
  if (versions.filter(({ storage }) => storage).length !== 1)
    found.push(invalid('spec.versions', shown, 'must have exactly one version marked as storage version'));
  versions.forEach((version, i) => checkVersion(version, versions, i, old, found));
}

function checkVersion(
  version: CustomResourceDefinitionVersion,
  versions: readonly CustomResourceDefinitionVersion[],
  i: number,
  old: CustomResourceDefinitionSpec | undefined,
  found: Found,
): void {
  const schema = version.schema?.openAPIV3Schema;
  const at = `spec.versions[${i}]`;
  if (schema === undefined) found.push(required(`${at}.schema.openAPIV3Schema`, 'schemas are required'));
  // What all versions have in common is held once, above them.
  const isShared = (field: 'schema' | 'subresources' | 'additionalPrinterColumns'): boolean =>
    versions.every((each) => same(each[field], version[field]));
  if (schema !== undefined && !(isShared('schema') && i > 0)) {
    const path = isShared('schema') ? 'spec.validation.openAPIV3Schema' : `${at}.schema.openAPIV3Schema`;
    // What was stored is not looked at again.
    const isOld = old?.versions.some((each) => each.schema?.openAPIV3Schema === schema) === true;
    if (!isOld) found.push(...schemaProblems(structuralOf(schema), path));
  }
  if (!(isShared('subresources') && i > 0))
    checkSubresources(version.subresources, isShared('subresources') ? 'spec.subresources' : `${at}.subresources`, found);
  if (isShared('additionalPrinterColumns') && i > 0) return;
  const columns = `${isShared('additionalPrinterColumns') ? 'spec' : at}.additionalPrinterColumns`;
  version.additionalPrinterColumns?.forEach((column, j) => checkColumn(column, `${columns}[${j}]`, found));
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function checkColumn(
  { name = '', type = '', format = '', jsonPath = '' }: Partial<CustomResourceColumnDefinition>,
  path: string,
  found: Found,
): void {
  if (name === '') found.push(required(`${path}.name`));
  if (type === '') found.push(required(`${path}.type`, `must be one of ${COLUMN_TYPES.join(',')}`));
  else if (!COLUMN_TYPES.includes(type)) found.push(invalid(`${path}.type`, type, `must be one of ${COLUMN_TYPES.join(',')}`));
  if (format !== '' && !COLUMN_FORMATS.includes(format))
    found.push(invalid(`${path}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`));
  if (jsonPath === '') found.push(required(`${path}.jsonPath`));
  else checkPath(jsonPath, `${path}.jsonPath`, found);
}

function checkPath(text: string, path: string, found: Found): void {
  try {
    parseJsonPath(text);
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    // unlike kube: what is wrong with a path is said in a sentence of our own
    found.push(invalid(path, text, `is an invalid expression: ${error.message}`));
  }
}

function checkSubresources(subresources: CustomResourceSubresources | undefined, path: string, found: Found): void {
  const { scale } = subresources ?? {};
  if (scale === undefined) return;
  const { specReplicasPath = '', statusReplicasPath = '', labelSelectorPath = '' } = scale as Partial<typeof scale>;
  const check = (field: string, text: string, roots: readonly string[], what: string): void => {
    const at = `${path}.scale.${field}`;
    if (text === '') found.push(required(at));
    else if (!roots.some((root) => text.startsWith(root))) found.push(invalid(at, text, `should be a json path under ${what}`));
  };
  check('specReplicasPath', specReplicasPath, ['.spec.'], '.spec');
  check('statusReplicasPath', statusReplicasPath, ['.status.'], '.status');
  if (labelSelectorPath !== '') check('labelSelectorPath', labelSelectorPath, ['.spec.', '.status.'], 'either .spec or .status');
}

function checkNames(names: Names, path: string, found: Found): void {
  const check = (field: string, text: string | undefined, before = ''): void => {
    if (text === undefined || text === '') return;
    const problems = label1035Problems(before === '' ? text : text.toLowerCase());
    if (problems.length > 0) found.push(invalid(`${path}.${field}`, text, `${before}${problems.join(',')}`));
  };
  const anyCase = 'may have mixed case, but should otherwise match: ';
  check('plural', names.plural);
  check('singular', names.singular);
  check('kind', names.kind, anyCase);
  check('listKind', names.listKind, anyCase);
  names.shortNames?.forEach((name, i) => check(`shortNames[${i}]`, name));
  if (names.kind !== '' && names.kind === names.listKind)
    found.push(invalid(`${path}.listKind`, names.listKind, 'kind and listKind may not be the same'));
  names.categories?.forEach((name, i) => check(`categories[${i}]`, name));
}

/** What an update may not change. kube: the same file, ValidateCustomResourceDefinitionSpecUpdate */
function checkChange(spec: CustomResourceDefinitionSpec, { spec: old, status }: CustomResourceDefinition, found: Found): void {
  const isEstablished = status?.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True') === true;
  if (isEstablished && spec.scope !== old.scope) found.push(invalid('spec.scope', spec.scope, IMMUTABLE));
  if (isEstablished && spec.names.kind !== old.names.kind) found.push(invalid('spec.names.kind', spec.names.kind, IMMUTABLE));
  if (spec.group !== old.group) found.push(invalid('spec.group', spec.group, IMMUTABLE));
  if (spec.names.plural !== old.names.plural) found.push(invalid('spec.names.plural', spec.names.plural, IMMUTABLE));
}

/** Groups that belong to Kubernetes. kube: the same file, validateAPIApproval */
function checkApproval(group: string, approval: string | undefined, found: Found): void {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group) || approval !== undefined) return;
  const where = 'see https://github.com/kubernetes/enhancements/pull/1111';
  found.push(required(`metadata.annotations[${APPROVAL}]`, `protected groups must have approval annotation "${APPROVAL}", ${where}`));
}

/** The versions as Go prints them, without what all have in common. */
function goVersions(versions: readonly CustomResourceDefinitionVersion[]): string {
  if (versions.length === 0) return '[]apiextensions.CustomResourceDefinitionVersion(nil)';
  const type = 'apiextensions.CustomResourceDefinitionVersion';
  const items = versions.map(({ name, served, storage, deprecated = false, deprecationWarning }) => {
    const none = (what: string) => ({ go: `[]apiextensions.${what}(nil)` });
    return goStruct(type, [
      ['Name', name],
      ['Served', served],
      ['Storage', storage],
      ['Deprecated', deprecated],
      ['DeprecationWarning', goPointer('string', deprecationWarning !== undefined)],
      ['Schema', goPointer('apiextensions.CustomResourceValidation', false)],
      ['Subresources', goPointer('apiextensions.CustomResourceSubresources', false)],
      ['AdditionalPrinterColumns', none('CustomResourceColumnDefinition')],
      ['SelectableFields', none('SelectableField')],
    ]).go;
  });
  return `[]${type}{${items.join(', ')}}`;
}
