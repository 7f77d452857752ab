import type * as types from '../../api/generated/types.ts';
import { goPrinted } from '../../base/go-print.ts';
import { shortAccessModes } from '../../kinds/access-modes.ts';
import { PersistentVolumeKind, type PersistentVolume } from '../../kinds/persistentvolume.ts';
import { amountText } from './amounts.ts';
import { claimClass } from './claims.ts';
import { defineDescriber, type DescribeContext } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, indented, lines, type Lines } from './lines.ts';
import { nodeAffinityLines } from './selector-terms.ts';
import { ageOf } from './times.ts';
import * as facts from './volume-facts.ts';
import { factLines } from './volume-facts.ts';

/** What is said of a PersistentVolume and where it comes from. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describePersistentVolume */
export const persistentVolumeDescriber = defineDescriber<PersistentVolume>({
  kind: PersistentVolumeKind,
  lines: (volume, context) => {
    const { metadata, spec, status } = volume;
    const { claimRef } = spec;
    return lines(
      field('Name', metadata.name),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Finalizers', goPrinted(metadata.finalizers ?? [])),
      field('StorageClass', claimClass(metadata.annotations, spec.storageClassName)),
      field('Status', phaseText(volume, context)),
      field('Claim', claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`),
      field('Reclaim Policy', spec.persistentVolumeReclaimPolicy ?? ''),
      field('Access Modes', shortAccessModes(spec.accessModes)),
      field('VolumeMode', spec.volumeMode),
      field('Capacity', amountText(spec.capacity?.['storage'])),
      nodeAffinityLines('Node Affinity', spec.nodeAffinity?.required),
      field('Message', status.message ?? ''),
      'Source:',
      sourceLines(spec),
    );
  },
});

/** What has become of a volume or a claim, and since when it is on its way out. */
export function phaseText(
  { metadata, status }: { readonly metadata: types.ObjectMeta; readonly status: { readonly phase?: string } },
  { nowMillis }: DescribeContext,
): string {
  const { deletionTimestamp } = metadata;
  return deletionTimestamp === undefined ? (status.phase ?? '') : `Terminating (lasts ${ageOf(deletionTimestamp, nowMillis)})`;
}

const REFERENCE = 'SecretReference';

/** What there may be in a volume, in the order in which it is looked for. */
const SOURCES: readonly ((spec: types.PersistentVolumeSpec) => Lines | undefined)[] = [
  (spec) => spec.hostPath && facts.hostPath(spec.hostPath),
  (spec) => spec.gcePersistentDisk && facts.gcePersistentDisk(spec.gcePersistentDisk),
  (spec) => spec.awsElasticBlockStore && facts.awsElasticBlockStore(spec.awsElasticBlockStore),
  (spec) => spec.nfs && facts.nfs(spec.nfs),
  (spec) => spec.iscsi && facts.iscsi(spec.iscsi, REFERENCE),
  (spec) => spec.glusterfs && glusterfs(spec.glusterfs),
  (spec) => spec.rbd && facts.rbd(spec.rbd, REFERENCE),
  (spec) => spec.quobyte && facts.quobyte(spec.quobyte),
  (spec) => spec.vsphereVolume && facts.vsphereVolume(spec.vsphereVolume),
  (spec) => spec.cinder && facts.cinder(spec.cinder, REFERENCE),
  (spec) => spec.azureDisk && facts.azureDisk(spec.azureDisk),
  (spec) => spec.photonPersistentDisk && facts.photonPersistentDisk(spec.photonPersistentDisk),
  (spec) => spec.portworxVolume && facts.portworxVolume(spec.portworxVolume),
  (spec) => spec.scaleIO && scaleIo(spec.scaleIO),
  (spec) => spec.local && factLines('LocalVolume (a persistent volume backed by local storage on a node)', [['Path', spec.local.path]]),
  (spec) => spec.cephfs && facts.cephfs(spec.cephfs, REFERENCE),
  (spec) => spec.storageos && facts.storageOs(spec.storageos),
  (spec) => spec.fc && facts.fibreChannel(spec.fc),
  (spec) => spec.azureFile && azureFile(spec.azureFile),
  (spec) => spec.flexVolume && facts.flexVolume(spec.flexVolume, REFERENCE),
  (spec) => spec.flocker && facts.flocker(spec.flocker),
  (spec) => spec.csi && csi(spec.csi),
];

function sourceLines(spec: types.PersistentVolumeSpec): Lines {
  for (const source of SOURCES) {
    const found = source(spec);
    if (found !== undefined) return indented(2, found);
  }
  return indented(1, '<unknown>');
}

function glusterfs({ endpoints, endpointsNamespace = '<unset>', path, readOnly = false }: types.GlusterfsPersistentVolumeSource): Lines {
  return factLines("Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)", [
    ['EndpointsName', endpoints],
    ['EndpointsNamespace', endpointsNamespace],
    ['Path', path],
    ['ReadOnly', readOnly],
  ]);
}

function scaleIo(source: types.ScaleIOPersistentVolumeSource): Lines {
  const { name = '', namespace = '' } = (source as Partial<types.ScaleIOPersistentVolumeSource>).secretRef ?? {};
  return facts.scaleIo(source, [
    ['SecretName', name],
    ['SecretNamespace', namespace],
  ]);
}

function azureFile({ secretName, secretNamespace, shareName, readOnly = false }: types.AzureFilePersistentVolumeSource): Lines {
  return factLines('AzureFile (an Azure File Service mount on the host and bind mount to the pod)', [
    ['SecretName', secretName],
    ['SecretNamespace', secretNamespace],
    ['ShareName', shareName],
    ['ReadOnly', readOnly],
  ]);
}

function csi({ driver, fsType, volumeHandle, readOnly = false, volumeAttributes }: types.CSIPersistentVolumeSource): Lines {
  return lines(
    factLines('CSI (a Container Storage Interface (CSI) volume source)', [
      ['Driver', driver],
      ['FSType', fsType],
      ['VolumeHandle', volumeHandle],
      ['ReadOnly', readOnly],
    ]),
    facts.attributeLines(volumeAttributes),
  );
}
