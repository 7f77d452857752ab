import type { CustomResourceSubresourceScale } from '../../api/generated/types.ts';
import { invalid, type FieldError } from '../../api/field-errors.ts';
import { goPrinted } from '../../base/go-print.ts';
import { isMapping } from '../../base/merge.ts';

const MOST_REPLICAS = 2 ** 31 - 1;

/** What is wrong with the values that the scale of a custom object is made of. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/validator.go ValidateScaleSpec, ValidateScaleStatus */
export function scaleErrors(object: object, scale: CustomResourceSubresourceScale): readonly FieldError[] {
  const { specReplicasPath, statusReplicasPath, labelSelectorPath = '' } = scale;
  return [
    ...countErrors(object, specReplicasPath),
    ...countErrors(object, statusReplicasPath),
    ...(labelSelectorPath === '' ? [] : selectorErrors(object, labelSelectorPath)),
  ];
}

function countErrors(object: object, path: string): readonly FieldError[] {
  const value = valueAt(object, path);
  if (value === undefined) return [];
  if (typeof value !== 'number' || !Number.isInteger(value)) return [invalid(path, 0, mistyped(path, value, 'int64'))];
  if (value < 0) return [invalid(path, value, 'should be a non-negative integer')];
  return value > MOST_REPLICAS ? [invalid(path, value, `should be less than or equal to ${MOST_REPLICAS}`)] : [];
}

function selectorErrors(object: object, path: string): readonly FieldError[] {
  const value = valueAt(object, path);
  return value === undefined || typeof value === 'string' ? [] : [invalid(path, '', mistyped(path, value, 'string'))];
}

function valueAt(object: object, path: string): unknown {
  const steps = path.replace(/^\./, '').split('.');
  return steps.reduce<unknown>((value, step) => (isMapping(value) && Object.hasOwn(value, step) ? value[step] : undefined), object);
}

function mistyped(path: string, value: unknown, expected: string): string {
  return `${path} accessor error: ${goPrinted(value)} is of the type ${goType(value)}, expected ${expected}`;
}

function goType(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  if (value === null) return '<nil>';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}
