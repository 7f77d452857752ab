import type { Taint, Toleration } from '../../api/generated/types.ts';
import { listed, type Lines } from './lines.ts';
import { sortedBy } from './sorted-by.ts';

/** Tolerations below each other, by key. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go printTolerationsMultilineWithIndent */
export function tolerationLines(title: string, tolerations: readonly Toleration[] = []): Lines {
  return listed(title, sortedBy(tolerations, ({ key = '' }) => key).map(tolerationText));
}

function tolerationText({ key = '', operator = '', value = '', effect = '', tolerationSeconds }: Toleration): string {
  const what = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
  const exists = operator === 'Exists' && value === '' ? `${key === '' && effect === '' ? '' : ' '}op=Exists` : '';
  return `${what}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`;
}

/** Taints below each other, by effect and key. kube: the same file, printTaintsMultilineWithIndent */
export function taintLines(title: string, taints: readonly Taint[] = []): Lines {
  return listed(title, sortedBy(taints, ({ effect, key }) => `${effect},${key}`).map(taintText));
}

/** kube: staging/src/k8s.io/api/core/v1/taint.go ToString */
function taintText({ key, value = '', effect }: Taint): string {
  if (effect === '') return value === '' ? key : `${key}=${value}:`;
  return value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;
}
