import { DEFAULT_ANNOTATIONS, StorageClassKind, type StorageClass } from '../../kinds/storageclass.ts';
import { defineDescriber } from './describer.ts';
import { labelsText } from './labels.ts';
import { capitalised, field, lines, under } from './lines.ts';
import { topologyLines } from './selector-terms.ts';

/** What is said of a StorageClass and its parameters. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeStorageClass */
export const storageClassDescriber = defineDescriber<StorageClass>({
  kind: StorageClassKind,
  lines: ({ metadata, provisioner, parameters, allowVolumeExpansion, mountOptions = [], ...rest }) => {
    const isDefault = DEFAULT_ANNOTATIONS.some((annotation) => metadata.annotations?.[annotation] === 'true');
    return lines(
      field('Name', metadata.name),
      field('IsDefaultClass', isDefault ? 'Yes' : 'No'),
      field('Annotations', labelsText(metadata.annotations)),
      field('Provisioner', provisioner),
      field('Parameters', labelsText(parameters)),
      field('AllowVolumeExpansion', allowVolumeExpansion === undefined ? '<unset>' : capitalised(allowVolumeExpansion)),
      mountOptions.length === 0 ? 'MountOptions:\t<none>' : under('MountOptions', mountOptions),
      field('ReclaimPolicy', rest.reclaimPolicy),
      field('VolumeBindingMode', rest.volumeBindingMode),
      rest.allowedTopologies && topologyLines('AllowedTopologies', rest.allowedTopologies),
    );
  },
});
