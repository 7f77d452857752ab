/** A number, or a percentage of one such as `25%`. */
export type IntOrPercent = number | string;

/** A text that should be a percentage and is none. */
export class PercentError extends Error {
  override readonly name = 'PercentError';
}

/** What a number or percentage comes to of `total`, rounded up or down; nothing comes to 0. Throws a PercentError for a text that is no percentage. kube: staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go */
export function shareOf(value: IntOrPercent | undefined, total: number, round: 'up' | 'down'): number {
  if (value === undefined || typeof value === 'number') return value ?? 0;
  if (!/^[+-]?\d+%$/.test(value)) throw new PercentError('invalid value for IntOrString: invalid type: string is not a percentage');
  const amount = (Number(value.slice(0, -1)) * total) / 100;
  return round === 'up' ? Math.ceil(amount) : Math.floor(amount);
}
