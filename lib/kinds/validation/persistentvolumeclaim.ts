import type { PersistentVolumeClaim, PersistentVolumeClaimSpec, TypedLocalObjectReference } from '../../api/generated/types.ts';
import { forbidden, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { subdomainProblems } from '../../base/name-rules.ts';
import { compareQuantities, parseQuantity } from '../../base/quantity.ts';
import { checkText, IMMUTABLE, type Draft, type Found } from './draft.ts';
import { forbiddenChange, isEquivalent } from './equivalence.ts';
import { checkLabelSelector } from './label-selector.ts';
import { validateMetadata } from './metadata.ts';

type Spec = Draft<PersistentVolumeClaimSpec>;

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];
const NANOS_PER_UNIT = 1_000_000_000n;

/** All that is wrong with a claim for a volume. kube: pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaim, ValidatePersistentVolumeClaimUpdate */
export function validatePersistentVolumeClaim(
  claim: Draft<PersistentVolumeClaim>,
  old: Draft<PersistentVolumeClaim> | undefined,
): readonly FieldError[] {
  const found: Found = [...validateMetadata(claim, old, { name: 'subdomain', namespaced: true })];
  const { spec = {} } = claim;
  const { accessModes = [], resources, storageClassName = '', dataSource } = spec;
  if (accessModes.length === 0) found.push(required('spec.accessModes', 'at least 1 access mode is required'));
  checkLabelSelector(spec.selector, 'spec.selector', found);
  checkAccessModes(accessModes, found);
  const storage = resources?.requests?.['storage'];
  if (storage === undefined) found.push(required('spec.resources[storage]'));
  else checkPositiveQuantity(storage, 'spec.resources[storage]', found);
  if (storageClassName !== '') checkText(subdomainProblems, storageClassName, 'spec.storageClassName', found);
  checkVolumeMode(spec.volumeMode, found);
  if (dataSource !== undefined) checkDataSource(dataSource, 'spec.dataSource', found);
  if (spec.dataSourceRef !== undefined) checkDataSource(spec.dataSourceRef, 'spec.dataSourceRef', found);
  if (!isSameSource(spec)) found.push(invalid('spec', { go: 'spec.dataSource' }, 'must match dataSourceRef'));
  if (old !== undefined) checkClaimUpdate(claim, old, found);
  return found;
}

/** Checks how a volume may be used. */
export function checkAccessModes(modes: readonly string[], found: Found): void {
  for (const mode of modes) if (!ACCESS_MODES.includes(mode)) found.push(notSupported('spec.accessModes', mode, ACCESS_MODES));
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode));
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod'))
    found.push(forbidden('spec.accessModes', 'may not use ReadWriteOncePod with other access modes'));
}

/** Checks that a volume is one of files or one of blocks. */
export function checkVolumeMode(mode: string | undefined, found: Found): void {
  if (mode !== undefined && !VOLUME_MODES.includes(mode)) found.push(notSupported('spec.volumeMode', mode, VOLUME_MODES));
}

/** Adds an error for an amount that is nothing or less. kube: the same file, ValidatePositiveQuantityValue */
export function checkPositiveQuantity(amount: string, path: string, found: Found): void {
  if (parseQuantity(amount).nanos <= 0n) found.push(invalid(path, amount, 'must be greater than zero'));
}

/** kube: the same file, validateDataSource, validateDataSourceRef */
function checkDataSource({ name = '', kind = '', apiGroup = '' }: Draft<TypedLocalObjectReference>, path: string, found: Found): void {
  if (name === '') found.push(required(`${path}.name`));
  if (kind === '') found.push(required(`${path}.kind`));
  if (apiGroup !== '') checkText(subdomainProblems, apiGroup, `${path}.apiGroup`, found);
  else if (kind !== 'PersistentVolumeClaim')
    found.push(invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
}

function isSameSource({ dataSource, dataSourceRef }: Spec): boolean {
  if (dataSource === undefined || dataSourceRef === undefined) return true;
  return (['apiGroup', 'kind', 'name'] as const).every((field) => dataSource[field] === dataSourceRef[field]);
}

function checkClaimUpdate({ spec = {} }: Draft<PersistentVolumeClaim>, old: Draft<PersistentVolumeClaim>, found: Found): void {
  const before = old.spec ?? {};
  const [size, oldSize] = [spec, before].map(({ resources }) => resources?.requests?.['storage'] ?? '0') as [string, string];
  if (!isEquivalent(asBefore(spec, old), before)) {
    const rule = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
    found.push(forbiddenChange('spec', rule));
  }
  if (compareQuantities(size, oldSize) < 0 && compareQuantities(size, old.status?.capacity?.['storage'] ?? '0') <= 0)
    found.push(forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  if (spec.volumeMode !== before.volumeMode) found.push(invalid('volumeMode', spec.volumeMode, IMMUTABLE));
}

/** The new spec with everything that may change as it was: what a controller binds it to, its class once, and how much a bound one asks for. */
function asBefore(spec: Spec, { spec: old = {}, status }: Draft<PersistentVolumeClaim>): Spec {
  const { resources = {} } = spec;
  const storage = old.resources?.requests?.['storage'];
  const isBound = status?.phase === 'Bound' && resources.requests !== undefined && storage !== undefined;
  const kept: Record<string, unknown> = { ...spec };
  if ((old.volumeName ?? '') === '') kept['volumeName'] = old.volumeName;
  if (old.storageClassName === undefined) delete kept['storageClassName'];
  if (isBound) kept['resources'] = { ...resources, requests: { ...resources.requests, storage } };
  return kept;
}

/** What is accepted in a claim and yet not meant. kube: pkg/api/persistentvolumeclaim/util.go GetWarningsForPersistentVolumeClaimSpec */
export function claimWarnings({ spec = {} }: Draft<PersistentVolumeClaim>): readonly string[] {
  return (['requests', 'limits'] as const).flatMap((side) => {
    const amount = spec.resources?.[side]?.['storage'];
    if (amount === undefined || parseQuantity(amount).nanos % NANOS_PER_UNIT === 0n) return [];
    return [`spec.resources.${side}[storage]: fractional byte value "${amount}" is invalid, must be an integer`];
  });
}
