import { KubectlError } from '../errors.ts';
import type { Labels } from '../../base/labels.ts';

/** The labels that `a=b,c=d` says. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/generate/generate.go ParseLabels */
export function labelsOf(text: string): Labels {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [key = '', value, ...more] = pair.split('=');
      if (value === undefined || more.length > 0) throw new KubectlError(`unexpected label spec: ${pair}`);
      if (key === '') throw new KubectlError('unexpected empty label key');
      return [key, value] as const;
    }),
  );
}
