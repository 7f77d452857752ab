import type { ResourceQuota as Fields, ResourceQuotaSpec, ResourceQuotaStatus } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { roundedAmounts } from './amounts.ts';
import { validateResourceQuota } from './validation/resourcequota.ts';
import { validateQuotaStatus } from './validation/status.ts';

/** A ResourceQuota as it is stored. */
export type ResourceQuota = Stored<Fields> & { readonly spec?: ResourceQuotaSpec; readonly status: ResourceQuotaStatus };

/** `v1` ResourceQuota. */
export const ResourceQuotaKind = defineKind<ResourceQuota>({
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  singular: 'resourcequota',
  short: ['quota'],
  hasStatus: true,
  // kube: pkg/printers/internalversion/printers.go printResourceQuota
  columns: [
    nameColumn,
    ageColumn,
    { name: 'Request', cell: ({ status }) => usageText(status, false) },
    { name: 'Limit', cell: ({ status }) => usageText(status, true) },
  ],
  defaults: (quota) => {
    const hard = roundedAmounts(quota.spec?.hard);
    return hard === undefined || hard === quota.spec?.hard ? quota : { ...quota, spec: { ...quota.spec, hard } };
  },
  // kube: pkg/registry/core/resourcequota/strategy.go PrepareForCreate
  prepareCreate: (quota) => ({ ...quota, status: {} }),
  validate: (quota, old) => validateResourceQuota(quota, old),
  validateStatus: validateQuotaStatus,
  returnsDeleted: true,
});

/** `pods: 1/2, requests.cpu: 500m/1`: what is used of what, of limits or of everything else. */
function usageText({ hard = {}, used = {} }: ResourceQuotaStatus, ofLimits: boolean): string {
  return Object.keys(hard)
    .filter((name) => name.startsWith('limits.') === ofLimits)
    .sort()
    .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name]!}`)
    .join(', ');
}
