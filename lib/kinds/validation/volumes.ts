import type {
  DownwardAPIVolumeFile,
  HostPathVolumeSource,
  KeyToPath,
  Volume,
  VolumeDevice,
  VolumeMount,
  VolumeProjection,
} from '../../api/generated/types.ts';
import { duplicate, forbidden, invalid, notFound, notSupported, required } from '../../api/field-errors.ts';
import { configKeyProblems, label1123Problems } from '../../base/name-rules.ts';
import { parseQuantity } from '../../base/quantity.ts';
import { checkFieldRef, checkResourceFieldRef } from './env.ts';
import { checkText, remembered, type Draft, type Found } from './draft.ts';

/** The valid volumes of a pod by name. */
export type Volumes = ReadonlyMap<string, Draft<Volume>>;

type Source = Draft<Volume>;
type SourceCheck = (volume: Source, path: string, found: Found) => void;

const MODE_RULE = 'must be a number between 0 and 0777 (octal), both inclusive';
const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];
const VOLUME_FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;
const accept: SourceCheck = () => undefined;

// kube: pkg/apis/core/validation/validation.go validateVolumeSource, in its order
const SOURCES: readonly (readonly [field: Exclude<keyof Volume, 'name'>, check: SourceCheck])[] = [
  ['emptyDir', checkEmptyDir],
  ['hostPath', checkHostPath],
  ['gitRepo', requires('repository')],
  ['gcePersistentDisk', requires('pdName')],
  ['awsElasticBlockStore', requires('volumeID')],
  ['secret', checkSecret],
  ['nfs', requires('server', 'path')],
  ['iscsi', requires('targetPortal', 'iqn')],
  ['glusterfs', requires('endpoints', 'path')],
  ['flocker', accept],
  ['persistentVolumeClaim', requires('claimName')],
  ['rbd', requires('monitors', 'image')],
  ['cinder', requires('volumeID')],
  ['cephfs', requires('monitors')],
  ['quobyte', requires('registry', 'volume')],
  ['downwardAPI', checkDownwardApi],
  ['fc', accept],
  ['flexVolume', requires('driver')],
  ['configMap', checkConfigMap],
  ['azureFile', requires('secretName', 'shareName')],
  ['vsphereVolume', requires('volumePath')],
  ['photonPersistentDisk', requires('pdID')],
  ['portworxVolume', requires('volumeID')],
  ['azureDisk', requires('diskName', 'diskURI')],
  ['storageos', requires('volumeName')],
  ['projected', checkProjected],
  ['scaleIO', requires('gateway', 'system', 'volumeName')],
  ['csi', requires('driver')],
  ['ephemeral', accept],
  ['image', requires('reference')],
];

/** Checks the volumes of a pod and answers the valid ones by name: only those can be mounted. */
export function checkVolumes(volumes: readonly Source[], path: string, found: Found): Volumes {
  const valid = new Map<string, Source>();
  volumes.forEach((volume, i) => {
    const before = found.length;
    checkVolume(volume, `${path}[${i}]`, found);
    const { name = '' } = volume;
    if (valid.has(name)) found.push(duplicate(`${path}[${i}].name`, name));
    if (found.length === before) valid.set(name, volume);
  });
  return valid;
}

const checkVolume = remembered<Source>((volume, path, found) => {
  let count = 0;
  for (const [field, check] of SOURCES) {
    if (volume[field] === undefined) continue;
    if (count++ > 0) found.push(forbidden(`${path}.${misspelt(field)}`, 'may not specify more than 1 volume type'));
    else check(volume, `${path}.${field}`, found);
  }
  if (count === 0) found.push(required(path, 'must specify a volume type'));
  const { name = '' } = volume;
  if (name === '') found.push(required(`${path}.name`));
  else checkText(label1123Problems, name, `${path}.name`, found);
});

// Upstream spells two fields otherwise when it forbids them.
function misspelt(field: string): string {
  return field === 'cephfs' ? 'cephFS' : field === 'downwardAPI' ? 'downwarAPI' : field;
}

function requires(...fields: readonly string[]): SourceCheck {
  return (volume, path, found) => {
    const source = volume[path.slice(path.lastIndexOf('.') + 1) as keyof Volume] as Readonly<Record<string, unknown>>;
    checkRequired(source, fields, path, found);
  };
}

/** Adds an error for each field that says nothing. */
export function checkRequired(source: Readonly<Record<string, unknown>>, fields: readonly string[], path: string, found: Found): void {
  for (const field of fields) {
    const value = source[field];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) found.push(required(`${path}.${field}`));
  }
}

function checkEmptyDir({ emptyDir }: Source, path: string, found: Found): void {
  const limit = emptyDir?.sizeLimit;
  if (limit === undefined || parseQuantity(limit).nanos >= 0n) return;
  found.push(forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'));
}

function checkHostPath({ hostPath = {} }: Source, path: string, found: Found): void {
  checkHostPathSource(hostPath, path, found);
}

/** Checks a directory of the node, for a pod or as a volume of its own. kube: validation.go validateHostPathVolumeSource */
export function checkHostPathSource({ path: target = '', type }: Draft<HostPathVolumeSource>, path: string, found: Found): void {
  if (target === '') {
    found.push(required(`${path}.path`));
    return;
  }
  checkNoBacksteps(target, `${path}.path`, found);
  if (type !== undefined && !HOST_PATH_TYPES.includes(type)) found.push(notSupported(`${path}.type`, type, HOST_PATH_TYPES));
}

function checkSecret({ secret = {} }: Source, path: string, found: Found): void {
  if ((secret.secretName ?? '') === '') found.push(required(`${path}.secretName`));
  checkMode(secret.defaultMode, `${path}.defaultMode`, found);
  checkItems(secret.items, `${path}.items`, found);
}

function checkConfigMap({ configMap = {} }: Source, path: string, found: Found): void {
  if ((configMap.name ?? '') === '') found.push(required(`${path}.name`));
  checkMode(configMap.defaultMode, `${path}.defaultMode`, found);
  checkItems(configMap.items, `${path}.items`, found);
}

function checkDownwardApi({ downwardAPI = {} }: Source, path: string, found: Found): void {
  checkMode(downwardAPI.defaultMode, `${path}.defaultMode`, found);
  for (const file of downwardAPI.items ?? []) checkFile(file, path, found);
}

function checkFile(file: Draft<DownwardAPIVolumeFile>, path: string, found: Found): void {
  const { path: target = '', fieldRef, resourceFieldRef, mode } = file;
  if (target === '') found.push(required(`${path}.path`));
  checkUnreservedPath(target, `${path}.path`, found);
  if (fieldRef !== undefined) {
    checkFieldRef(fieldRef, VOLUME_FIELDS, `${path}.fieldRef`, found);
    if (resourceFieldRef !== undefined)
      found.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
  } else if (resourceFieldRef !== undefined) checkResourceFieldRef(resourceFieldRef, true, `${path}.resourceFieldRef`, found);
  else found.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
  checkMode(mode, `${path}.mode`, found);
}

function checkProjected({ projected = {} }: Source, path: string, found: Found): void {
  checkProjections(projected, path, found);
}

const checkProjections = remembered<NonNullable<Source['projected']>>(({ defaultMode, sources = [] }, path, found) => {
  checkMode(defaultMode, `${path}.defaultMode`, found);
  const targets = new Set<string>();
  sources.forEach((source, i) => {
    checkProjection(source, `${path}.sources[${i}]`, path, targets, found);
  });
});

function checkProjection(source: Draft<VolumeProjection>, path: string, volumePath: string, targets: Set<string>, found: Found): void {
  const claim = (target: string, shown: string): void => {
    if (target === '') return;
    if (targets.has(target)) found.push(invalid(volumePath, shown, 'conflicting duplicate paths'));
    targets.add(target);
  };
  for (const field of ['secret', 'configMap'] as const) {
    const projection = source[field];
    if (projection === undefined) continue;
    const { name = '', items = [] } = projection;
    if (name === '') found.push(required(`${path}.${field}.name`));
    items.forEach((item, i) => {
      checkItem(item, `${path}.${field}.items[${i}]`, found);
      claim(item.path ?? '', name);
    });
  }
  for (const file of source.downwardAPI?.items ?? []) {
    checkFile(file, `${path}.downwardAPI`, found);
    claim(file.path ?? '', file.path ?? '');
  }
  const token = source.serviceAccountToken;
  if (token !== undefined) {
    const { expirationSeconds = 0, path: target = '' } = token;
    const field = `${path}.serviceAccountToken.expirationSeconds`;
    if (expirationSeconds < MIN_TOKEN_SECONDS)
      found.push(invalid(field, expirationSeconds, 'may not specify a duration less than 10 minutes'));
    if (expirationSeconds > MAX_TOKEN_SECONDS)
      found.push(invalid(field, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'));
    if (target === '') found.push(required(`${volumePath}.path`));
    else checkUnreservedPath(target, `${volumePath}.path`, found);
  }
  const count = (['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle'] as const).filter(
    (field) => source[field] !== undefined,
  );
  if (count.length > 1) found.push(forbidden(path, 'may not specify more than 1 volume type per source'));
}

function checkItems(items: readonly Draft<KeyToPath>[] | undefined, path: string, found: Found): void {
  (items ?? []).forEach((item, i) => {
    checkItem(item, `${path}[${i}]`, found);
  });
}

function checkItem({ key = '', path: target = '', mode }: Draft<KeyToPath>, path: string, found: Found): void {
  if (key === '') found.push(required(`${path}.key`));
  else checkText(configKeyProblems, key, `${path}.key`, found);
  if (target === '') found.push(required(`${path}.path`));
  checkUnreservedPath(target, `${path}.path`, found);
  checkMode(mode, `${path}.mode`, found);
}

function checkMode(mode: number | undefined, path: string, found: Found): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) found.push(invalid(path, mode, MODE_RULE));
}

/** Checks that a path does not lead out of where it starts. */
export function checkNoBacksteps(target: string, path: string, found: Found): void {
  if (target.split('/').includes('..')) found.push(invalid(path, target, "must not contain '..'"));
}

/** Checks a path that must stay below where it starts. */
export function checkDescendingPath(target: string, path: string, found: Found): void {
  if (target.startsWith('/')) found.push(invalid(path, target, 'must be a relative path'));
  checkNoBacksteps(target, path, found);
}

function checkUnreservedPath(target: string, path: string, found: Found): void {
  checkDescendingPath(target, path, found);
  const isBackstep = target === '..' || target.startsWith('../');
  if (target.startsWith('..') && !isBackstep) found.push(invalid(path, target, "must not start with '..'"));
}

/** Checks where a container sees its volumes. kube: validation.go ValidateVolumeMounts */
export function checkMounts(
  mounts: readonly Draft<VolumeMount>[],
  devices: readonly Draft<VolumeDevice>[],
  volumes: Volumes,
  isPrivileged: boolean,
  path: string,
  found: Found,
): void {
  const targets = new Set<string>();
  const deviceNames = new Set(devices.map((device) => device.name ?? ''));
  const devicePaths = new Set(devices.map(({ devicePath = '' }) => devicePath));
  mounts.forEach((mount, i) => {
    const { name = '', mountPath = '' } = mount;
    const at = `${path}[${i}]`;
    if (name === '') found.push(required(`${at}.name`));
    if (!volumes.has(name)) found.push(notFound(`${at}.name`, name));
    if (mountPath === '') found.push(required(`${at}.mountPath`));
    if (targets.has(mountPath)) found.push(invalid(`${at}.mountPath`, mountPath, 'must be unique'));
    targets.add(mountPath);
    if (deviceNames.has(name)) found.push(invalid(`${at}.name`, name, 'must not already exist in volumeDevices'));
    if (devicePaths.has(mountPath)) {
      found.push(invalid(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices'));
    }
    checkSubPaths(mount, at, path, found);
    checkPropagation(mount, isPrivileged, path, found);
  });
}

function checkSubPaths({ subPath = '', subPathExpr = '' }: Draft<VolumeMount>, at: string, path: string, found: Found): void {
  if (subPath !== '') checkDescendingPath(subPath, `${path}.subPath`, found);
  if (subPathExpr === '') return;
  if (subPath !== '') found.push(invalid(`${at}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
  checkDescendingPath(subPathExpr, `${path}.subPathExpr`, found);
}

function checkPropagation(mount: Draft<VolumeMount>, isPrivileged: boolean, path: string, found: Found): void {
  const { mountPropagation: propagation, recursiveReadOnly: recursive } = mount;
  const modes = ['Bidirectional', 'HostToContainer', 'None'];
  if (propagation !== undefined && !modes.includes(propagation)) found.push(notSupported(`${path}.mountPropagation`, propagation, modes));
  if (propagation === 'Bidirectional' && !isPrivileged) {
    found.push(forbidden(`${path}.mountPropagation`, 'Bidirectional mount propagation is available only to privileged containers'));
  }
  if (recursive === undefined || recursive === 'Disabled') return;
  const field = `${path}.recursiveReadOnly`;
  if (recursive !== 'Enabled' && recursive !== 'IfPossible') {
    found.push(notSupported(field, recursive, ['Disabled', 'Enabled', 'IfPossible']));
    return;
  }
  if (mount.readOnly !== true) found.push(forbidden(field, 'may only be specified when readOnly is true'));
  if (propagation !== undefined && propagation !== 'None') {
    found.push(forbidden(field, 'may only be specified when mountPropagation is None or not specified'));
  }
}

/** Checks the raw devices of a container. kube: validation.go ValidateVolumeDevices */
export function checkDevices(
  devices: readonly Draft<VolumeDevice>[],
  mounts: readonly Draft<VolumeMount>[],
  volumes: Volumes,
  path: string,
  found: Found,
): void {
  const names = new Set<string>();
  const targets = new Set<string>();
  const mountNames = new Set(mounts.map((mount) => mount.name ?? ''));
  const mountPaths = new Set(mounts.map(({ mountPath = '' }) => mountPath));
  devices.forEach(({ name = '', devicePath = '' }, i) => {
    const at = `${path}[${i}]`;
    const volume = volumes.get(name);
    const refuse = (field: 'name' | 'devicePath', rule: string): void => {
      found.push(invalid(`${at}.${field}`, field === 'name' ? name : devicePath, rule));
    };
    if (name === '') found.push(required(`${at}.name`));
    if (names.has(name)) refuse('name', 'must be unique');
    if (volume === undefined) found.push(notFound(`${at}.name`, name));
    else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
      refuse('name', 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode');
    }
    if (devicePath === '') found.push(required(`${at}.devicePath`));
    if (targets.has(devicePath)) refuse('devicePath', 'must be unique');
    if (devicePath.split('/').includes('..')) refuse('devicePath', "can not contain backsteps ('..')");
    else targets.add(devicePath);
    if (mountNames.has(name)) refuse('name', 'must not already exist in volumeMounts');
    if (mountPaths.has(devicePath)) refuse('devicePath', 'must not already exist as a path in volumeMounts');
    if (name !== '') names.add(name);
  });
}
