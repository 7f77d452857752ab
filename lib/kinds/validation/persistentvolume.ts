import type { NodeSelector, PersistentVolume, PersistentVolumeSpec } from '../../api/generated/types.ts';
import {
  forbidden,
  goLarge,
  goQuantity,
  goQuote,
  invalid,
  notSupported,
  required,
  type FieldError,
  type GoText,
} from '../../api/field-errors.ts';
import { subdomainProblems } from '../../base/name-rules.ts';
import { parseQuantity, value } from '../../base/quantity.ts';
import type { Amounts } from '../amounts.ts';
import { checkText, IMMUTABLE, sortedEntries, type Draft, type Found } from './draft.ts';
import { forbiddenChange, isEquivalent } from './equivalence.ts';
import { validateMetadata } from './metadata.ts';
import { checkAccessModes, checkPositiveQuantity, checkVolumeMode } from './persistentvolumeclaim.ts';
import { checkNodeSelector } from './scheduling.ts';
import { checkHostPathSource, checkNoBacksteps, checkRequired } from './volumes.ts';

type Spec = Draft<PersistentVolumeSpec>;

const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];

/** Where a volume may be, and what the source has to say. kube: pkg/apis/core/validation/validation.go ValidatePersistentVolumeSpec, in its order */
const SOURCES: readonly (readonly [field: keyof PersistentVolumeSpec, required: readonly string[]])[] = [
  ['hostPath', []],
  ['gcePersistentDisk', ['pdName']],
  ['awsElasticBlockStore', ['volumeID']],
  ['glusterfs', ['endpoints', 'path']],
  ['flocker', []],
  ['nfs', ['server', 'path']],
  ['rbd', ['monitors', 'image']],
  ['quobyte', ['registry', 'volume']],
  ['cephfs', ['monitors']],
  ['iscsi', ['targetPortal', 'iqn']],
  ['cinder', ['volumeID']],
  ['fc', []],
  ['flexVolume', ['driver']],
  ['azureFile', ['secretName', 'shareName']],
  ['vsphereVolume', ['volumePath']],
  ['photonPersistentDisk', ['pdID']],
  ['portworxVolume', ['volumeID']],
  ['azureDisk', ['diskName', 'diskURI']],
  ['scaleIO', ['gateway', 'system', 'volumeName']],
  ['local', ['path']],
  ['storageos', ['volumeName']],
  ['csi', ['driver', 'volumeHandle']],
];

/** All that is wrong with a persistent volume. kube: pkg/apis/core/validation/validation.go ValidatePersistentVolume, ValidatePersistentVolumeUpdate */
export function validatePersistentVolume(volume: Draft<PersistentVolume>, old: Draft<PersistentVolume> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(volume, old, { name: 'subdomain', namespaced: false })];
  const { spec = {} } = volume;
  const { accessModes = [], persistentVolumeReclaimPolicy: policy = '', storageClassName = '', hostPath } = spec;
  if (accessModes.length === 0) found.push(required('spec.accessModes'));
  checkAccessModes(accessModes, found);
  checkCapacity(spec.capacity, found);
  if (policy !== '' && !RECLAIM_POLICIES.includes(policy))
    found.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES));
  if (spec.nodeAffinity !== undefined) checkNodeAffinity(spec.nodeAffinity.required, found);
  checkSource(spec, found);
  if (hostPath !== undefined && policy === 'Recycle' && /^(?:\/+\.?)+$/.test(hostPath.path ?? ''))
    found.push(forbidden('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"));
  if (storageClassName !== '') checkText(subdomainProblems, storageClassName, 'spec.storageClassName', found);
  checkVolumeMode(spec.volumeMode, found);
  if (old !== undefined) checkVolumeUpdate(spec, old.spec ?? {}, found);
  return found;
}

function checkCapacity(capacity: Amounts | undefined, found: Found): void {
  const names = Object.keys(capacity ?? {});
  if (names.length === 0) found.push(required('spec.capacity'));
  if (names.length !== 1 || names[0] !== 'storage') found.push(notSupported('spec.capacity', goAmounts(capacity), ['storage']));
  for (const [name, amount] of sortedEntries(capacity)) {
    const path = `spec.capacity[${name}]`;
    if (parseQuantity(amount).nanos < 0n) found.push(invalid(path, value(amount), 'must be a valid resource quantity'));
    checkPositiveQuantity(amount, path, found);
  }
}

function goAmounts(amounts: Amounts | undefined): GoText {
  if (amounts === undefined) return { go: 'core.ResourceList(nil)' };
  const entries = sortedEntries(amounts).map(([name, amount]) => `${goQuote(name)}:${goQuantity(amount).go}`);
  return { go: `core.ResourceList{${entries.join(', ')}}` };
}

/** kube: the same file, validateVolumeNodeAffinity */
function checkNodeAffinity(selector: Draft<NodeSelector> | undefined, found: Found): void {
  if (selector === undefined) found.push(required('spec.nodeAffinity.required', 'must specify required node constraints'));
  else checkNodeSelector(selector, 'spec.nodeAffinity.required', found);
}

function checkSource(spec: Spec, found: Found): void {
  const given = SOURCES.filter(([field]) => spec[field] !== undefined);
  if (given.length === 0) found.push(required('spec', 'must specify a volume type'));
  given.forEach(([field, needed], i) => {
    const path = `spec.${field}`;
    // Upstream spells one field otherwise when it forbids it.
    if (i > 0) found.push(forbidden(field === 'cephfs' ? 'spec.cephFS' : path, 'may not specify more than 1 volume type'));
    else if (field === 'hostPath') checkHostPathSource(spec.hostPath ?? {}, path, found);
    else checkRequired(spec[field] as Readonly<Record<string, unknown>>, needed, path, found);
  });
  if (given[0]?.[0] !== 'local') return;
  if ((spec.local?.path ?? '') !== '') checkNoBacksteps(spec.local!.path!, 'spec.local.path', found);
  if (spec.nodeAffinity?.required === undefined) found.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
}

function checkVolumeUpdate(spec: Spec, old: Spec, found: Found): void {
  if (SOURCES.some(([field]) => !isEquivalent(spec[field], old[field])))
    found.push(forbiddenChange('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation'));
  if (spec.volumeMode !== old.volumeMode) found.push(invalid('volumeMode', spec.volumeMode, IMMUTABLE));
  if (old.nodeAffinity !== undefined && !isEquivalent(spec.nodeAffinity, old.nodeAffinity))
    found.push(invalid('nodeAffinity', goLarge('core.VolumeNodeAffinity'), IMMUTABLE));
}

/** What is accepted in a volume and yet not meant. kube: pkg/api/persistentvolume/util.go GetWarningsForPersistentVolume */
export function volumeWarnings({ spec = {} }: Draft<PersistentVolume>): readonly string[] {
  const policy = 'spec.persistentVolumeReclaimPolicy';
  const advice = 'The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';
  return spec.persistentVolumeReclaimPolicy === 'Recycle' ? [`${policy}: ${advice}`] : [];
}
