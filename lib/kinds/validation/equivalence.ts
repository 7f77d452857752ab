import { forbidden, type FieldError } from '../../api/field-errors.ts';
import { same } from '../../base/merge.ts';
import { compareQuantities } from '../../base/quantity.ts';

const MAPS: ReadonlySet<string> = new Set(['nodeSelector', 'matchLabels', 'requests', 'limits', 'overhead', 'labels', 'annotations']);
const QUANTITIES: ReadonlySet<string> = new Set(['requests', 'limits', 'overhead']);

/**
 * Equality as Kubernetes means it: empty lists and maps equal absent ones, quantities are equal by value.
 * kube: staging/src/k8s.io/apimachinery/pkg/api/equality/semantic.go
 */
export function isEquivalent(a: unknown, b: unknown, field = ''): boolean {
  if (a === b || same(a, b)) return true;
  if (isNothing(a, field) && isNothing(b, field)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isEquivalent(item, b[i]));
  if (!isFields(a) || !isFields(b)) return false;
  if (QUANTITIES.has(field)) return isSameQuantities(a, b);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => isEquivalent(a[name], b[name], name));
}

function isSameQuantities(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => name in b && compareQuantities(String(a[name]), String(b[name])) === 0)
  );
}

function isNothing(value: unknown, field: string): boolean {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return true;
  return MAPS.has(field) && isFields(value) && Object.keys(value).length === 0;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Forbidden: <rule>`, for a part of a spec that changed although it may not. */
export function forbiddenChange(field: string, rule: string): FieldError {
  // unlike kube: upstream adds a difference of its internal structures, which is not stable between runs.
  return forbidden(field, rule);
}
