import type { PersistentVolumeClaimSpec, PersistentVolumeClaimStatus, PersistentVolumeClaimTemplate } from '../../api/generated/types.ts';
import { shortAccessModes } from '../../kinds/access-modes.ts';
import { STORAGE_CLASS_ANNOTATION } from '../../kinds/persistentvolumeclaim.ts';
import type { Labels } from '../../base/labels.ts';
import { amountText } from './amounts.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, under, type Lines } from './lines.ts';

/** The class of a claim: what the annotation of old says, or its spec. kube: staging/src/k8s.io/kubectl/pkg/util/storage/storage.go GetPersistentVolumeClaimClass */
export function claimClass(annotations: Labels | undefined, storageClassName: string | undefined): string {
  return annotations?.[STORAGE_CLASS_ANNOTATION] ?? storageClassName ?? '';
}

/** What a claim has got, and what it is filled with. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go printPersistentVolumeClaim */
export function claimAmountLines(spec: PersistentVolumeClaimSpec, status: PersistentVolumeClaimStatus): Lines {
  const { volumeName = '', volumeMode, dataSource } = spec;
  const isBound = volumeName !== '';
  return lines(
    field('Capacity', isBound ? amountText(status.capacity?.['storage']) : ''),
    field('Access Modes', isBound ? shortAccessModes(status.accessModes) : ''),
    field('VolumeMode', volumeMode),
    dataSource &&
      under('DataSource', field('APIGroup', dataSource.apiGroup), field('Kind', dataSource.kind), field('Name', dataSource.name)),
  );
}

/** The claim that is made for a volume of a pod. kube: the same file, printEphemeralVolumeSource */
export function claimTemplateLines({ metadata, spec }: PersistentVolumeClaimTemplate): Lines {
  return lines(
    field('StorageClass', claimClass(metadata?.annotations, spec.storageClassName)),
    field('Volume', spec.volumeName ?? ''),
    deepened(labelLines('Labels', metadata?.labels)),
    deepened(annotationLines('Annotations', metadata?.annotations)),
    claimAmountLines(spec, {}),
  );
}

/** A claim within a volume is indented piece by piece, and so are the values of its labels. */
function deepened(list: Lines): Lines {
  return list.map((line) => line.replace('\t', '\t    '));
}
