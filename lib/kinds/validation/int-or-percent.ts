import { goIntOrString, invalid } from '../../api/field-errors.ts';
import type { IntOrPercent } from '../../base/int-or-percent.ts';
import { NEGATIVE, type Found } from './draft.ts';

const NOT_A_PERCENTAGE =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** Checks a number that may be a percentage: neither negative nor another text. kube: pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent */
export function checkIntOrPercent(value: IntOrPercent, path: string, found: Found): void {
  if (typeof value === 'number') {
    if (value < 0) found.push(invalid(path, value, NEGATIVE));
  } else if (!isPercentage(value)) {
    found.push(invalid(path, goIntOrString(value), NOT_A_PERCENTAGE));
  }
}

/** Adds an error for more than 100%; a number may be as great as it likes. kube: the same file, IsNotMoreThan100Percent */
export function checkAtMostAll(value: IntOrPercent, path: string, found: Found): void {
  if (isPercentage(value) && amountOf(value) > 100) found.push(invalid(path, goIntOrString(value), 'must not be greater than 100%'));
}

function isPercentage(value: IntOrPercent): boolean {
  return typeof value === 'string' && /^\d+%$/.test(value);
}

/** The number, or that of the percentage; 0 for what is neither. kube: the same file, getIntOrPercentValue */
export function amountOf(value: IntOrPercent): number {
  if (typeof value === 'number') return value;
  return isPercentage(value) ? Number(value.slice(0, -1)) : 0;
}
