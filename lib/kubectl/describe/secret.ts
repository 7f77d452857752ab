import { SecretKind, type Secret } from '../../kinds/secret.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines } from './lines.ts';

/** Secrets, whose values are only measured; but the token of a service account is shown. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeSecret */
export const secretDescriber = defineDescriber<Secret>({
  kind: SecretKind,
  subjects: undefined,
  lines: ({ metadata, type = '', data = {} }) =>
    lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      '',
      field('Type', type),
      ['', 'Data', '===='],
      // unlike kube: keys are sorted, where Go takes them as they come.
      Object.keys(data)
        .sort()
        .map((key) => {
          const value = Buffer.from(data[key]!, 'base64');
          const isToken = key === 'token' && type === 'kubernetes.io/service-account-token';
          return `${key}:\t${isToken ? value.toString('utf8') : `${value.length} bytes`}`;
        }),
    ),
});
