import type * as types from '../../api/generated/types.ts';
import { goPrinted } from '../../base/go-print.ts';
import { amountText } from './amounts.ts';
import { compareQuantities } from '../../base/quantity.ts';
import type { Labels } from '../../base/labels.ts';
import { cutOff } from './labels.ts';
import type { Lines, Shown } from './lines.ts';

/**
 * What is told of the sources that pods and volumes have in common, each by its type and its facts.
 * kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go printHostPathVolumeSource and those after it
 */
export function factLines(type: string, facts: readonly (readonly [title: string, value: Shown | undefined])[]): Lines {
  return [`Type:\t${type}`, ...facts.map(([title, value]) => `${title}:\t${value ?? ''}`)];
}

/** A reference to a secret as Go prints a pointer to one. */
export function referenceText(type: string, reference: { readonly name?: string; readonly namespace?: string } | undefined): string {
  if (reference === undefined) return 'nil';
  const { name = '', namespace = '' } = reference;
  return type === 'SecretReference' ? `&${type}{Name:${name},Namespace:${namespace},}` : `&${type}{Name:${name},}`;
}

/** The facts of a `HostPath` volume. */
export function hostPath({ path, type = '<none>' }: types.HostPathVolumeSource): Lines {
  return factLines('HostPath (bare host directory volume)', [
    ['Path', path],
    ['HostPathType', type],
  ]);
}

/** The facts of a `EmptyDir` volume. */
export function emptyDir({ medium, sizeLimit }: types.EmptyDirVolumeSource): Lines {
  const isLimited = sizeLimit !== undefined && compareQuantities(sizeLimit, '0') > 0;
  return factLines("EmptyDir (a temporary directory that shares a pod's lifetime)", [
    ['Medium', medium],
    ['SizeLimit', isLimited ? amountText(sizeLimit) : '<unset>'],
  ]);
}

/** The facts of a `GCEPersistentDisk` volume. */
export function gcePersistentDisk({ pdName, fsType, partition = 0, readOnly = false }: types.GCEPersistentDiskVolumeSource): Lines {
  return factLines('GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)', [
    ['PDName', pdName],
    ['FSType', fsType],
    ['Partition', partition],
    ['ReadOnly', readOnly],
  ]);
}

/** The facts of a `AWSElasticBlockStore` volume. */
export function awsElasticBlockStore(source: types.AWSElasticBlockStoreVolumeSource): Lines {
  return factLines('AWSElasticBlockStore (a Persistent Disk resource in AWS)', [
    ['VolumeID', source.volumeID],
    ['FSType', source.fsType],
    ['Partition', source.partition ?? 0],
    ['ReadOnly', source.readOnly ?? false],
  ]);
}

/** The facts of a `NFS` volume. */
export function nfs({ server, path, readOnly = false }: types.NFSVolumeSource): Lines {
  return factLines('NFS (an NFS mount that lasts the lifetime of a pod)', [
    ['Server', server],
    ['Path', path],
    ['ReadOnly', readOnly],
  ]);
}

/** The facts of a `Quobyte` volume. */
export function quobyte({ registry, volume, readOnly = false }: types.QuobyteVolumeSource): Lines {
  return factLines("Quobyte (a Quobyte mount on the host that shares a pod's lifetime)", [
    ['Registry', registry],
    ['Volume', volume],
    ['ReadOnly', readOnly],
  ]);
}

/** The facts of a `PortworxVolume` volume. */
export function portworxVolume({ volumeID }: types.PortworxVolumeSource): Lines {
  return factLines('PortworxVolume (a Portworx Volume resource)', [['VolumeID', volumeID]]);
}

/** The facts of a `ISCSI` volume, with a reference to a secret of the given type. One of its titles has no colon. */
export function iscsi(source: types.ISCSIVolumeSource | types.ISCSIPersistentVolumeSource, reference: string): Lines {
  const type = "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)";
  const [typeLine = '', portal = '', iqn = '', lun = '', ...others] = factLines(type, [
    ['TargetPortal', source.targetPortal],
    ['IQN', source.iqn],
    ['Lun', source.lun],
    ['FSType', source.fsType],
    ['ReadOnly', source.readOnly ?? false],
    ['Portals', goPrinted(source.portals ?? [])],
    ['DiscoveryCHAPAuth', source.chapAuthDiscovery ?? false],
    ['SessionCHAPAuth', source.chapAuthSession ?? false],
    ['SecretRef', referenceText(reference, source.secretRef)],
    ['InitiatorName', source.initiatorName ?? '<none>'],
  ]);
  return [typeLine, portal, iqn, lun, `ISCSIInterface\t${source.iscsiInterface ?? ''}`, ...others];
}

/** The facts of a `RBD` volume, with a reference to a secret of the given type. */
export function rbd(source: types.RBDVolumeSource | types.RBDPersistentVolumeSource, reference: string): Lines {
  return factLines("RBD (a Rados Block Device mount on the host that shares a pod's lifetime)", [
    ['CephMonitors', goPrinted(source.monitors)],
    ['RBDImage', source.image],
    ['FSType', source.fsType],
    ['RBDPool', source.pool],
    ['RadosUser', source.user],
    ['Keyring', source.keyring],
    ['SecretRef', referenceText(reference, source.secretRef)],
    ['ReadOnly', source.readOnly ?? false],
  ]);
}

/** The facts of a `AzureDisk` volume. */
export function azureDisk(source: types.AzureDiskVolumeSource): Lines {
  return factLines('AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)', [
    ['DiskName', source.diskName],
    ['DiskURI', source.diskURI],
    ['Kind', source.kind],
    ['FSType', source.fsType],
    ['CachingMode', source.cachingMode],
    ['ReadOnly', source.readOnly ?? false],
  ]).map((line) => line.replace(/^Kind:/, 'Kind: '));
}

/** The facts of a `vSphereVolume` volume. */
export function vsphereVolume({ volumePath, fsType, storagePolicyName }: types.VsphereVirtualDiskVolumeSource): Lines {
  return factLines('vSphereVolume (a Persistent Disk resource in vSphere)', [
    ['VolumePath', volumePath],
    ['FSType', fsType],
    ['StoragePolicyName', storagePolicyName],
  ]);
}

/** The facts of a `PhotonPersistentDisk` volume. */
export function photonPersistentDisk({ pdID, fsType }: types.PhotonPersistentDiskVolumeSource): Lines {
  return factLines('PhotonPersistentDisk (a Persistent Disk resource in photon platform)', [
    ['PdID', pdID],
    ['FSType', fsType],
  ]);
}

/** The facts of a `Cinder` volume, with a reference to a secret of the given type. */
export function cinder(source: types.CinderVolumeSource | types.CinderPersistentVolumeSource, reference: string): Lines {
  return factLines('Cinder (a Persistent Disk resource in OpenStack)', [
    ['VolumeID', source.volumeID],
    ['FSType', source.fsType],
    ['ReadOnly', source.readOnly ?? false],
    ['SecretRef', referenceText(reference, source.secretRef)],
  ]);
}

/** The facts of a `ScaleIO` volume; the secret is told of between its facts where it is given. */
export function scaleIo(
  source: types.ScaleIOVolumeSource | types.ScaleIOPersistentVolumeSource,
  secret: readonly (readonly [title: string, value: Shown | undefined])[] = [],
): Lines {
  return factLines('ScaleIO (a persistent volume backed by a block device in ScaleIO)', [
    ['Gateway', source.gateway],
    ['System', source.system],
    ['Protection Domain', source.protectionDomain],
    ['Storage Pool', source.storagePool],
    ['Storage Mode', source.storageMode],
    ['VolumeName', source.volumeName],
    ...secret,
    ['FSType', source.fsType],
    ['ReadOnly', source.readOnly ?? false],
  ]);
}

/** The facts of a `CephFS` volume, with a reference to a secret of the given type. */
export function cephfs(source: types.CephFSVolumeSource | types.CephFSPersistentVolumeSource, reference: string): Lines {
  return factLines("CephFS (a CephFS mount on the host that shares a pod's lifetime)", [
    ['Monitors', goPrinted(source.monitors)],
    ['Path', source.path],
    ['User', source.user],
    ['SecretFile', source.secretFile],
    ['SecretRef', referenceText(reference, source.secretRef)],
    ['ReadOnly', source.readOnly ?? false],
  ]);
}

/** The facts of a `StorageOS` volume. */
export function storageOs(source: types.StorageOSVolumeSource | types.StorageOSPersistentVolumeSource): Lines {
  return factLines('StorageOS (a StorageOS Persistent Disk resource)', [
    ['VolumeName', source.volumeName],
    ['VolumeNamespace', source.volumeNamespace],
    ['FSType', source.fsType],
    ['ReadOnly', source.readOnly ?? false],
  ]);
}

/** The facts of a `FC` volume. */
export function fibreChannel({ targetWWNs = [], lun, fsType, readOnly = false }: types.FCVolumeSource): Lines {
  return factLines('FC (a Fibre Channel disk)', [
    ['TargetWWNs', targetWWNs.join(', ')],
    ['LUN', lun ?? '<none>'],
    ['FSType', fsType],
    ['ReadOnly', readOnly],
  ]);
}

/** The facts of a `FlexVolume` volume, with a reference to a secret of the given type. */
export function flexVolume(source: types.FlexVolumeSource | types.FlexPersistentVolumeSource, reference: string): Lines {
  return factLines('FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)', [
    ['Driver', source.driver],
    ['FSType', source.fsType],
    ['SecretRef', referenceText(reference, source.secretRef)],
    ['ReadOnly', source.readOnly ?? false],
    ['Options', goPrinted(source.options ?? {})],
  ]);
}

/** The facts of a `Flocker` volume. */
export function flocker({ datasetName, datasetUUID }: types.FlockerVolumeSource): Lines {
  return factLines('Flocker (a Flocker volume mounted by the Flocker agent)', [
    ['DatasetName', datasetName],
    ['DatasetUUID', datasetUUID],
  ]);
}

/** The longest attribute that is shown whole, in bytes. */
const LONGEST_ATTRIBUTE = 140;

/** What a driver is told of a volume; every value stands behind four blanks, as they are printed level by level. kube: the same file, printCSIPersistentVolumeAttributesMultilineIndent */
export function attributeLines(attributes: Labels = {}): Lines {
  const keys = Object.keys(attributes).sort();
  if (keys.length === 0) return ['VolumeAttributes:\t<none>'];
  return keys.map((key, i) => `${i === 0 ? 'VolumeAttributes:' : '    '}\t    ${cutOff(`${key}=${attributes[key]}`, LONGEST_ATTRIBUTE)}`);
}
