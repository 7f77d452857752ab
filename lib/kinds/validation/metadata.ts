import type { ObjectMeta, OwnerReference } from '../../api/generated/types.ts';
import {
  forbidden,
  goPointer,
  goStrings,
  goStruct,
  goTime,
  invalid,
  required,
  tooLong,
  type FieldError,
  type GoText,
} from '../../api/field-errors.ts';
import {
  byteLength,
  label1035Problems,
  label1123Problems,
  labelValueProblems,
  pathSegmentProblems,
  qualifiedNameProblems,
  subdomainProblems,
  type TextRule,
} from '../../base/name-rules.ts';
import { checkText, IMMUTABLE, NEGATIVE, remembered, sortedEntries, type Draft, type Found } from './draft.ts';

/** Which rule an object's name follows: DNS subdomain (253), DNS label (63), DNS-1035 label (63), segment of a path. */
export type NameRule = 'subdomain' | 'label' | 'label1035' | 'path-segment';

/** How the metadata of a kind is checked. */
export interface MetadataRules {
  readonly name: NameRule;
  readonly namespaced: boolean;
  /** Whether finalizers may have names of one part, as those of custom kinds and their definitions. */
  readonly hasPlainFinalizers?: boolean;
}

type Meta = Draft<ObjectMeta>;

const RULES: Readonly<Record<NameRule, TextRule>> = {
  subdomain: subdomainProblems,
  label: label1123Problems,
  label1035: label1035Problems,
  'path-segment': pathSegmentProblems,
};

const MAX_ANNOTATION_BYTES = 256 * 1024;
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** All that is wrong with an object's metadata: of a new object, or of an update when the old one is given. */
export function validateMetadata(
  { metadata = {} }: { readonly metadata?: Meta },
  old: { readonly metadata?: Meta } | undefined,
  rules: MetadataRules,
): readonly FieldError[] {
  const found: Found = [];
  if (old === undefined) checkNewMetadata(metadata, rules, found);
  else checkMetadataUpdate(metadata, old.metadata ?? {}, found, rules);
  return found;
}

/** Checks the metadata of a new object. kube: apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessor */
export function checkNewMetadata(meta: Meta, rules: MetadataRules, found: Found): void {
  const { name: nameRule, namespaced } = rules;
  const { generateName = '', name = '', namespace = '' } = meta;
  if (generateName !== '') {
    for (const problem of RULES[nameRule](maskTrailingDash(generateName)))
      found.push(invalid('metadata.generateName', generateName, problem));
  }
  if (name === '') found.push(required('metadata.name', 'name or generateName is required'));
  else checkText(RULES[nameRule], name, 'metadata.name', found);
  if (!namespaced) {
    if (namespace !== '') found.push(forbidden('metadata.namespace', 'not allowed on this type'));
  } else if (namespace === '') found.push(required('metadata.namespace'));
  else checkText(label1123Problems, namespace, 'metadata.namespace', found);
  if ((meta.generation ?? 0) < 0) found.push(invalid('metadata.generation', meta.generation, NEGATIVE));
  checkCommonMetadata(meta, found);
  checkFinalizers(meta.finalizers, rules, found);
}

/** Checks what an update may change of the metadata. kube: objectmeta.go ValidateObjectMetaAccessorUpdate */
export function checkMetadataUpdate(meta: Meta, old: Meta, found: Found, rules: Pick<MetadataRules, 'hasPlainFinalizers'> = {}): void {
  const known = new Set(old.finalizers);
  const added = (meta.finalizers ?? []).filter((finalizer) => !known.has(finalizer));
  if (old.deletionTimestamp !== undefined && added.length > 0) {
    const names = goStrings([...new Set(added)].sort()).go;
    found.push(
      forbidden('metadata.finalizers', `no new finalizers can be added if the object is being deleted, found new finalizers ${names}`),
    );
  }
  if ((meta.generation ?? 0) < (old.generation ?? 0))
    found.push(invalid('metadata.generation', meta.generation ?? 0, 'must not be decremented'));
  for (const field of ['name', 'namespace', 'uid'] as const) {
    if ((meta[field] ?? '') !== (old[field] ?? '')) found.push(invalid(`metadata.${field}`, meta[field] ?? '', IMMUTABLE));
  }
  for (const field of ['creationTimestamp', 'deletionTimestamp'] as const) {
    const time = meta[field];
    if (time !== old[field]) found.push(invalid(`metadata.${field}`, time === undefined ? null : goTime(time), IMMUTABLE));
  }
  if (meta.deletionGracePeriodSeconds !== old.deletionGracePeriodSeconds) {
    found.push(invalid('metadata.deletionGracePeriodSeconds', meta.deletionGracePeriodSeconds, IMMUTABLE));
  }
  checkCommonMetadata(meta, found);
  if (meta.finalizers !== old.finalizers) checkFinalizers(meta.finalizers, rules, found);
}

function checkCommonMetadata(meta: Meta, found: Found): void {
  checkLabels(meta.labels, 'metadata.labels', found);
  checkAnnotations(meta.annotations, 'metadata.annotations', found);
  checkOwnerReferences(meta.ownerReferences, 'metadata.ownerReferences', found);
}

/** Checks names and values of labels, or of a node selector. */
export const checkLabels = remembered<Readonly<Record<string, string>>>((labels, path, found) => {
  for (const [key, value] of sortedEntries(labels)) {
    checkText(qualifiedNameProblems, key, path, found);
    checkText(labelValueProblems, value, path, found);
  }
});

/** Checks names of annotations, in any case of letters, and their size in all. */
export const checkAnnotations = remembered<Readonly<Record<string, string>>>((annotations, path, found) => {
  let bytes = 0;
  for (const [key, value] of sortedEntries(annotations)) {
    for (const problem of qualifiedNameProblems(key.toLowerCase())) found.push(invalid(path, key, problem));
    bytes += byteLength(key) + byteLength(value);
  }
  if (bytes > MAX_ANNOTATION_BYTES) found.push(tooLong(path, MAX_ANNOTATION_BYTES));
});

const checkOwnerReferences = remembered<readonly Draft<OwnerReference>[]>((references, path, found) => {
  let controller: string | undefined;
  for (const reference of references) {
    const { apiVersion = '', kind = '', name = '', uid = '' } = reference;
    if (apiVersion === '') found.push(invalid(`${path}.apiVersion`, apiVersion, 'version must not be empty'));
    if (kind === '') found.push(invalid(`${path}.kind`, '', 'must not be empty'));
    if (name === '') found.push(invalid(`${path}.name`, '', 'must not be empty'));
    if (uid === '') found.push(invalid(`${path}.uid`, '', 'must not be empty'));
    if (apiVersion === 'v1' && kind === 'Event') {
      found.push(invalid(path, goOwnerReference(reference), '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (reference.controller !== true) continue;
    if (controller !== undefined) {
      const rule = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${kind}/${name}`;
      found.push(invalid(path, { go: `[]v1.OwnerReference{${references.map((one) => goOwnerReference(one).go).join(', ')}}` }, rule));
    }
    controller = `${kind}/${name}`;
  }
});

function goOwnerReference({
  apiVersion = '',
  kind = '',
  name = '',
  uid = '',
  controller,
  blockOwnerDeletion,
}: Draft<OwnerReference>): GoText {
  return goStruct('v1.OwnerReference', [
    ['APIVersion', apiVersion],
    ['Kind', kind],
    ['Name', name],
    ['UID', uid],
    ['Controller', goPointer('bool', controller !== undefined)],
    ['BlockOwnerDeletion', goPointer('bool', blockOwnerDeletion !== undefined)],
  ]);
}

function checkFinalizers(
  finalizers: readonly string[] | undefined,
  { hasPlainFinalizers = false }: Pick<MetadataRules, 'hasPlainFinalizers'>,
  found: Found,
): void {
  checkFinalizerNames(finalizers, 'metadata.finalizers', found);
  if (!hasPlainFinalizers) checkQualified(finalizers, 'metadata.finalizers', found);
}

const checkFinalizerNames = remembered<readonly string[]>((finalizers, path, found) => {
  for (const finalizer of finalizers) checkText(qualifiedNameProblems, finalizer, path, found);
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    found.push(invalid(path, goStrings(finalizers), 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
});

const checkQualified = remembered<readonly string[]>((finalizers, path, found) => {
  finalizers.forEach((finalizer, i) => {
    if (finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)) return;
    found.push(invalid(`${path}[${i}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified'));
  });
});

// A generated name goes on after the dash, so that the dash will not be the last character.
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

/** kubectl's warning for a name with dots or of more than 63 characters: such a name is no host name. Undefined for other names. */
export function hostNameWarning(name: string | undefined, used: string): string | undefined {
  const problems = name === undefined || name === '' ? [] : label1123Problems(name);
  if (problems.length === 0) return undefined;
  return `metadata.name: this is used in ${used}, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`;
}
