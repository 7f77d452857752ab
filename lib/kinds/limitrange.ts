import type { LimitRange as Fields, LimitRangeItem, LimitRangeSpec } from '../api/generated/types.ts';
import { defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { same } from '../base/merge.ts';
import { roundedAmounts, type Amounts } from './amounts.ts';
import { validateLimitRange } from './validation/limitrange.ts';

/** A LimitRange as it is stored. */
export type LimitRange = Stored<Fields> & { readonly spec?: LimitRangeSpec };

/** `v1` LimitRange. */
export const LimitRangeKind = defineKind<LimitRange>({
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  short: ['limits'],
  // kube: staging/src/k8s.io/apiserver/pkg/registry/rest/table.go defaultTableConvertor
  columns: [nameColumn, { name: 'Created At', type: 'date', cell: ({ metadata }) => metadata.creationTimestamp }],
  defaults: (range) => {
    const limits = (range.spec as Partial<LimitRangeSpec> | undefined)?.limits;
    const filled = limits?.map(defaultItem);
    return filled === undefined || same(filled, limits) ? range : { ...range, spec: { ...range.spec, limits: filled } };
  },
  validate: (range, old) => validateLimitRange(range, old),
});

/** A container's limit is at most the most, and its request its limit, where nothing else is said. kube: pkg/apis/core/v1/defaults.go SetDefaults_LimitRangeItem */
function defaultItem(item: LimitRangeItem): LimitRangeItem {
  const { max, min, maxLimitRequestRatio } = item;
  const rounded = {
    ...item,
    ...(max === undefined ? {} : { max: roundedAmounts(max) }),
    ...(min === undefined ? {} : { min: roundedAmounts(min) }),
    ...(maxLimitRequestRatio === undefined ? {} : { maxLimitRequestRatio: roundedAmounts(maxLimitRequestRatio) }),
  };
  const limits = roundedAmounts(item.default ?? NOTHING);
  const requests = roundedAmounts(item.defaultRequest ?? NOTHING);
  if (item.type !== 'Container') return withAmounts(rounded, limits, requests);
  const filledLimits = { ...rounded.max, ...limits };
  return withAmounts(rounded, filledLimits, { ...rounded.min, ...filledLimits, ...requests });
}

const NOTHING: Amounts = Object.freeze({});

function withAmounts(item: LimitRangeItem, limits: Amounts, requests: Amounts): LimitRangeItem {
  return {
    ...item,
    ...(Object.keys(limits).length === 0 ? {} : { default: limits }),
    ...(Object.keys(requests).length === 0 ? {} : { defaultRequest: requests }),
  };
}
