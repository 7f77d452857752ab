import type { StorageClass, TopologySelectorTerm } from '../../api/generated/types.ts';
import { duplicate, forbidden, invalid, notSupported, required, tooLong, type FieldError } from '../../api/field-errors.ts';
import { byteLength, labelValueProblems, qualifiedNameProblems } from '../../base/name-rules.ts';
import { checkText, IMMUTABLE, sortedEntries, type Draft, type Found } from './draft.ts';
import { isEquivalent } from './equivalence.ts';
import { validateMetadata } from './metadata.ts';

const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
const MAX_PARAMETERS = 512;
const MAX_PARAMETER_BYTES = 256 * 1024;

/** All that is wrong with a class of volumes. kube: pkg/apis/storage/validation/validation.go ValidateStorageClass, ValidateStorageClassUpdate */
export function validateStorageClass(storageClass: Draft<StorageClass>, old: Draft<StorageClass> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(storageClass, old, { name: 'subdomain', namespaced: false })];
  const { provisioner = '', parameters, reclaimPolicy = '', volumeBindingMode: mode } = storageClass;
  if (provisioner === '') found.push(required('provisioner'));
  else checkText(qualifiedNameProblems, provisioner.toLowerCase(), 'provisioner', found);
  checkParameters(parameters, found);
  if (reclaimPolicy !== '' && !RECLAIM_POLICIES.includes(reclaimPolicy))
    found.push(notSupported('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES));
  if (mode === undefined) found.push(required('volumeBindingMode'));
  else if (!BINDING_MODES.includes(mode)) found.push(notSupported('volumeBindingMode', mode, BINDING_MODES));
  (storageClass.allowedTopologies ?? []).forEach((term, i) => checkTopology(term, `allowedTopologies[${i}]`, found));
  if (old === undefined) return found;
  for (const field of ['parameters', 'provisioner', 'reclaimPolicy'] as const)
    if (!isEquivalent(storageClass[field], old[field])) found.push(forbidden(field, `updates to ${field} are forbidden.`));
  if (mode !== old.volumeBindingMode) found.push(invalid('volumeBindingMode', mode, IMMUTABLE));
  return found;
}

function checkParameters(parameters: Readonly<Record<string, string>> | undefined, found: Found): void {
  const entries = sortedEntries(parameters);
  if (entries.length > MAX_PARAMETERS) {
    found.push(tooLong('parameters', MAX_PARAMETERS));
    return;
  }
  let bytes = 0;
  for (const [name, value] of entries) {
    if (name === '') found.push(invalid('parameters', name, 'field can not be empty.'));
    bytes += byteLength(name) + byteLength(value);
  }
  if (bytes > MAX_PARAMETER_BYTES) found.push(tooLong('parameters', MAX_PARAMETER_BYTES));
}

/** kube: pkg/apis/core/validation/validation.go ValidateTopologySelectorTerm */
function checkTopology({ matchLabelExpressions = [] }: Draft<TopologySelectorTerm>, path: string, found: Found): void {
  const keys = new Set<string>();
  matchLabelExpressions.forEach(({ key = '', values = [] }, i) => {
    const at = `${path}.matchLabelExpressions[${i}]`;
    if (values.length === 0) found.push(required(`${at}.values`));
    values.forEach((value, k) => {
      if (values.indexOf(value) < k) found.push(duplicate(`${at}.values[${k}]`, value));
      checkText(labelValueProblems, value, `${at}.values[${k}]`, found);
    });
    checkText(qualifiedNameProblems, key, `${at}.key`, found);
    if (keys.has(key)) found.push(duplicate(`${at}.key`, key));
    keys.add(key);
  });
}
