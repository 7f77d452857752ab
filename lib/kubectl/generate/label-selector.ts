import { goQuote } from '../../api/field-errors.ts';
import { parseSelector, SelectorError, type Requirement } from '../../base/labels.ts';
import type { LabelSelector } from '../../api/generated/types.ts';
import { KubectlError } from '../errors.ts';

const EXPRESSIONS: ReadonlyMap<string, string> = new Map([
  ['in', 'In'],
  ['notin', 'NotIn'],
  ['exists', 'Exists'],
  ['!', 'DoesNotExist'],
]);

/** The selector of an object that a text means. Throws a KubectlError. kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go ParseToLabelSelector */
export function labelSelectorOf(text: string): LabelSelector {
  const requirements = requirementsOf(text);
  const isLabel = ({ operator }: Requirement): boolean => operator === '=' || operator === '==';
  const labels = requirements.filter(isLabel).map(({ key, values }) => [key, values[0] ?? ''] as const);
  const expressions = requirements
    .filter((requirement) => !isLabel(requirement))
    .map(({ key, operator, values }) => ({ key, operator: expressionOf(operator), ...(values.length === 0 ? {} : { values }) }));
  return {
    ...(labels.length === 0 ? {} : { matchLabels: Object.fromEntries(labels) }),
    ...(expressions.length === 0 ? {} : { matchExpressions: expressions }),
  };
}

function requirementsOf(text: string): readonly Requirement[] {
  try {
    return parseSelector(text);
  } catch (error) {
    if (error instanceof SelectorError) throw new KubectlError(`couldn't parse the selector string ${goQuote(text)}: ${error.message}`);
    throw error;
  }
}

function expressionOf(operator: string): string {
  const found = EXPRESSIONS.get(operator);
  if (found !== undefined) return found;
  if (operator === 'gt' || operator === 'lt') throw new KubectlError(`"${operator}" isn't supported in label selectors`);
  throw new KubectlError(`"${operator}" is not a valid label selector operator`);
}
