import type { PodTemplateSpec } from '../../api/generated/types.ts';
import { podTemplateLines } from '../describe/pod-template.ts';

/** A template as `rollout history --revision` shows it: a description whose columns are not aligned. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/history.go printTemplate */
export function templateText(template: PodTemplateSpec): string {
  // A line that has no title of its own begins with its tab: how far the block is to the right shows only where columns are aligned.
  return podTemplateLines(template)
    .map((line) => `${line.replace(/^ +(?=\t)/, '')}\n`)
    .join('');
}
