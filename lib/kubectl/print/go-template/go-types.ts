import { isInt64 } from '../../../base/go-number.ts';
import { WholeFloat } from './constants.ts';

/** The type by which Go calls a value of JSON or of a template. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (value instanceof WholeFloat) return 'float64';
  if (typeof value === 'number') return isInt64(value) ? 'int64' : 'float64';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** The number or other value that a template's value stands for. */
export function plainValue(value: unknown): unknown {
  return value instanceof WholeFloat ? value.value : value;
}

/** Whether a value is not the empty one of its type. kube: text/template/exec.go isTrue */
export function isTrue(value: unknown): boolean {
  const plain = plainValue(value);
  if (typeof plain !== 'object' || plain === null) return Boolean(plain);
  return (Array.isArray(plain) ? plain : Object.values(plain).filter((each) => each !== undefined)).length > 0;
}
