import { goPrinted } from '../../base/go-print.ts';
import { PersistentVolumeClaimKind, type PersistentVolumeClaim } from '../../kinds/persistentvolumeclaim.ts';
import { PodKind } from '../../kinds/pod.ts';
import { claimAmountLines, claimClass } from './claims.ts';
import { probedLines } from './conditions.ts';
import { defineDescriber, type DescribeContext } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, listed, type Lines } from './lines.ts';
import { phaseText } from './persistentvolume.ts';

/** PersistentVolumeClaims, with the pods that use them. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describePersistentVolumeClaim */
export const persistentVolumeClaimDescriber = defineDescriber<PersistentVolumeClaim>({
  kind: PersistentVolumeClaimKind,
  lines: (claim, context) => {
    const { metadata, spec, status } = claim;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      field('StorageClass', claimClass(metadata.annotations, spec.storageClassName)),
      field('Status', phaseText(claim, context)),
      field('Volume', spec.volumeName ?? ''),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Finalizers', goPrinted(metadata.finalizers ?? [])),
      claimAmountLines(spec, status),
      listed('Used By', usersOf(claim, context)),
      probedLines('LastProbeTime', status.conditions, ({ lastProbeTime }) => lastProbeTime),
    );
  },
});

/** The pods that name the claim, and those that own it: it was made for them. kube: the same file, getPodsForPVC */
function usersOf({ metadata }: PersistentVolumeClaim, { client }: DescribeContext): Lines {
  const owners = new Set((metadata.ownerReferences ?? []).filter(({ kind }) => kind === 'Pod').map(({ uid }) => uid));
  return client
    .list(PodKind, { namespace: metadata.namespace })
    .flatMap((pod) => {
      const uses = (pod.spec.volumes ?? []).filter(({ persistentVolumeClaim: used }) => used?.claimName === metadata.name);
      const owns = uses.length === 0 && owners.has(pod.metadata.uid);
      return owns ? [pod.metadata.name] : uses.map(() => pod.metadata.name);
    })
    .sort();
}
