import type * as types from '../../api/generated/types.ts';
import type { Volume } from '../../api/generated/types.ts';
import { claimTemplateLines } from './claims.ts';
import { indented, lines, type Lines } from './lines.ts';
import * as facts from './volume-facts.ts';
import { factLines } from './volume-facts.ts';

/** The volumes of a pod, or of a template, whose names stand one blank further to the right. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeVolumes */
export function volumeLines(volumes: readonly Volume[] | undefined, place: 'pod' | 'template'): Lines {
  if (volumes === undefined || volumes.length === 0) return ['Volumes:\t<none>'];
  const [nameIndent, level] = place === 'pod' ? ['  ', 2] : [' ', 1];
  return ['Volumes:', ...volumes.flatMap((volume) => [`${nameIndent}${volume.name}:`, ...indented(level, sourceLines(volume))])];
}

const REFERENCE = 'LocalObjectReference';

/** What there may be in a volume, in the order in which it is looked for. */
const SOURCES: readonly ((volume: Volume) => Lines | undefined)[] = [
  (volume) => volume.hostPath && facts.hostPath(volume.hostPath),
  (volume) => volume.emptyDir && facts.emptyDir(volume.emptyDir),
  (volume) => volume.gcePersistentDisk && facts.gcePersistentDisk(volume.gcePersistentDisk),
  (volume) => volume.awsElasticBlockStore && facts.awsElasticBlockStore(volume.awsElasticBlockStore),
  (volume) => volume.gitRepo && gitRepo(volume.gitRepo),
  (volume) => volume.secret && secret(volume.secret),
  (volume) => volume.configMap && configMap(volume.configMap),
  (volume) => volume.nfs && facts.nfs(volume.nfs),
  (volume) => volume.iscsi && facts.iscsi(volume.iscsi, REFERENCE),
  (volume) => volume.glusterfs && glusterfs(volume.glusterfs),
  (volume) => volume.persistentVolumeClaim && claim(volume.persistentVolumeClaim),
  (volume) => volume.ephemeral && ephemeral(volume.ephemeral),
  (volume) => volume.rbd && facts.rbd(volume.rbd, REFERENCE),
  (volume) => volume.quobyte && facts.quobyte(volume.quobyte),
  (volume) => volume.downwardAPI && downwardApi(volume.downwardAPI),
  (volume) => volume.azureDisk && facts.azureDisk(volume.azureDisk),
  (volume) => volume.vsphereVolume && facts.vsphereVolume(volume.vsphereVolume),
  (volume) => volume.cinder && facts.cinder(volume.cinder, REFERENCE),
  (volume) => volume.photonPersistentDisk && facts.photonPersistentDisk(volume.photonPersistentDisk),
  (volume) => volume.portworxVolume && facts.portworxVolume(volume.portworxVolume),
  (volume) => volume.scaleIO && facts.scaleIo(volume.scaleIO),
  (volume) => volume.cephfs && facts.cephfs(volume.cephfs, REFERENCE),
  (volume) => volume.storageos && facts.storageOs(volume.storageos),
  (volume) => volume.fc && facts.fibreChannel(volume.fc),
  (volume) => volume.azureFile && azureFile(volume.azureFile),
  (volume) => volume.flexVolume && facts.flexVolume(volume.flexVolume, REFERENCE),
  (volume) => volume.flocker && facts.flocker(volume.flocker),
  (volume) => volume.projected && projected(volume.projected),
  (volume) => volume.csi && csi(volume.csi),
  (volume) => volume.image && image(volume.image),
];

function sourceLines(volume: Volume): Lines {
  for (const source of SOURCES) {
    const found = source(volume);
    if (found !== undefined) return found;
  }
  return ['<unknown>'];
}

function gitRepo({ repository, revision }: types.GitRepoVolumeSource): Lines {
  return factLines('GitRepo (a volume that is pulled from git when the pod is created)', [
    ['Repository', repository],
    ['Revision', revision],
  ]);
}

function secret({ secretName, optional = false }: types.SecretVolumeSource): Lines {
  return factLines('Secret (a volume populated by a Secret)', [
    ['SecretName', secretName],
    ['Optional', optional],
  ]);
}

function configMap({ name, optional = false }: types.ConfigMapVolumeSource): Lines {
  return factLines('ConfigMap (a volume populated by a ConfigMap)', [
    ['Name', name],
    ['Optional', optional],
  ]);
}

function glusterfs({ endpoints, path, readOnly = false }: types.GlusterfsVolumeSource): Lines {
  return factLines("Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)", [
    ['EndpointsName', endpoints],
    ['Path', path],
    ['ReadOnly', readOnly],
  ]);
}

function claim({ claimName, readOnly = false }: types.PersistentVolumeClaimVolumeSource): Lines {
  return factLines('PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)', [
    ['ClaimName', claimName],
    ['ReadOnly', readOnly],
  ]);
}

function ephemeral({ volumeClaimTemplate }: types.EphemeralVolumeSource): Lines {
  const type = factLines('EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)', []);
  return lines(type, volumeClaimTemplate && claimTemplateLines(volumeClaimTemplate));
}

function downwardApi({ items = [] }: types.DownwardAPIVolumeSource): Lines {
  const targets = items.flatMap(({ path, fieldRef, resourceFieldRef }) => [
    ...(fieldRef === undefined ? [] : [`${fieldRef.fieldPath} -> ${path}`]),
    ...(resourceFieldRef === undefined ? [] : [`${resourceFieldRef.resource} -> ${path}`]),
  ]);
  return lines(factLines('DownwardAPI (a volume populated by information about the pod)', []), 'Items:', indented(1, targets));
}

function azureFile({ secretName, shareName, readOnly = false }: types.AzureFileVolumeSource): Lines {
  return factLines('AzureFile (an Azure File Service mount on the host and bind mount to the pod)', [
    ['SecretName', secretName],
    ['ShareName', shareName],
    ['ReadOnly', readOnly],
  ]);
}

function projected({ sources = [] }: types.ProjectedVolumeSource): Lines {
  const told = sources.flatMap(({ secret: from, downwardAPI, configMap: map, serviceAccountToken }) => {
    if (from !== undefined) return [`SecretName:\t${from.name ?? ''}`, `SecretOptionalName:\t${pointerText(from.optional)}`];
    if (downwardAPI !== undefined) return ['DownwardAPI:\ttrue'];
    if (map !== undefined) return [`ConfigMapName:\t${map.name ?? ''}`, `ConfigMapOptional:\t${pointerText(map.optional)}`];
    return serviceAccountToken === undefined ? [] : [`TokenExpirationSeconds:\t${serviceAccountToken.expirationSeconds ?? 0}`];
  });
  return lines(factLines('Projected (a volume that contains injected data from multiple sources)', []), told);
}

/** unlike kube: where kubectl prints the address in its memory of what is said, there is always the same one. */
function pointerText(value: boolean | undefined): string {
  return value === undefined ? '<nil>' : '0xc000000000';
}

function csi({ driver, fsType, readOnly = false, volumeAttributes }: types.CSIVolumeSource): Lines {
  return lines(
    factLines('CSI (a Container Storage Interface (CSI) volume source)', [
      ['Driver', driver],
      ['FSType', fsType],
      ['ReadOnly', readOnly],
    ]),
    facts.attributeLines(volumeAttributes),
  );
}

function image({ reference, pullPolicy }: types.ImageVolumeSource): Lines {
  return factLines('Image (a container image or OCI artifact)', [
    ['Reference', reference],
    ['PullPolicy', pullPolicy],
  ]);
}
