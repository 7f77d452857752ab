import { roundUpToMilli } from '../base/quantity.ts';

/** Amounts of resources by name, as manifests write them. */
export type Amounts = Readonly<Record<string, string>>;

/**
 * Amounts as the server keeps them: in thousandths, rounded up; the same object where nothing changes. Throws a QuantityError.
 * kube: pkg/apis/core/v1/defaults.go SetDefaults_ResourceList
 */
export function roundedAmounts(amounts: Amounts): Amounts;
export function roundedAmounts(amounts: Amounts | undefined): Amounts | undefined;
export function roundedAmounts(amounts: Amounts | undefined): Amounts | undefined {
  if (amounts === undefined) return undefined;
  const changed = Object.entries(amounts)
    .map(([name, amount]) => [name, roundUpToMilli(amount.trim())] as const)
    .filter(([name, amount]) => amount !== amounts[name]);
  return changed.length === 0 ? amounts : { ...amounts, ...Object.fromEntries(changed) };
}
