import { ConfigMapKind, type ConfigMap } from '../../kinds/configmap.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines } from './lines.ts';

/** What is said of a ConfigMap: all its values. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go ConfigMapDescriber */
export const configMapDescriber = defineDescriber<ConfigMap>({
  kind: ConfigMapKind,
  lines: ({ metadata, data = {}, binaryData = {} }) =>
    lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      ['', 'Data', '===='],
      // unlike kube: keys are sorted, where Go takes them as they come.
      Object.keys(data)
        .sort()
        .flatMap((key) => [`${key}:`, '----', data[key]!, '']),
      ['', 'BinaryData', '===='],
      Object.keys(binaryData)
        .sort()
        .map((key) => `${key}: ${Buffer.from(binaryData[key]!, 'base64').length} bytes`),
      '',
    ),
});
