import type { LabelSelector, LabelSelectorRequirement } from '../../api/generated/types.ts';
import { forbidden, invalid, required } from '../../api/field-errors.ts';
import { labelValueProblems, qualifiedNameProblems } from '../../base/name-rules.ts';
import { checkText, remembered, type Draft, type Found } from './draft.ts';
import { checkLabels } from './metadata.ts';

/** Checks a label selector of an object. kube: apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateLabelSelector */
export const checkLabelSelector = remembered<Draft<LabelSelector>>((selector, path, found) => {
  checkLabels(selector.matchLabels, `${path}.matchLabels`, found);
  (selector.matchExpressions ?? []).forEach((expression, i) => {
    checkExpression(expression, `${path}.matchExpressions[${i}]`, found);
  });
});

function checkExpression({ key = '', operator = '', values = [] }: Draft<LabelSelectorRequirement>, path: string, found: Found): void {
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) found.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) found.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  } else found.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'));
  checkText(qualifiedNameProblems, key, `${path}.key`, found);
  values.forEach((value, i) => {
    checkText(labelValueProblems, value, `${path}.values[${i}]`, found);
  });
}
