import type { PodSpec } from '../api/generated/types.ts';
import { addQuantities, compareQuantities } from '../base/quantity.ts';
import { reckonPod, type Arithmetic } from './pod-reckoning.ts';

/** Quantities as texts, exact and in the notation in which they were written. */
export const QUANTITIES: Arithmetic<string> = { plus: addQuantities, isMore: (a, b) => compareQuantities(a, b) > 0 };

/** What the containers of a pod request, or are limited to, in all; a resource that no container names is absent. */
export function podAmounts(spec: PodSpec, side: 'requests' | 'limits'): Map<string, string> {
  return reckonPod(spec, ({ resources }) => new Map(Object.entries(resources?.[side] ?? {})), QUANTITIES);
}
