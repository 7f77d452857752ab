import type { ServiceAccount as Fields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { validateMetadata } from './validation/metadata.ts';

/** A service account as it is stored. */
export type ServiceAccount = Stored<Fields>;

/** `v1` ServiceAccount. */
export const ServiceAccountKind = defineKind<ServiceAccount>({
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  short: ['sa'],
  columns: [nameColumn, { name: 'Secrets', cell: ({ secrets }) => secrets?.length ?? 0 }, ageColumn],
  returnsDeleted: true,
  validate: (account, old) => validateMetadata(account, old, { name: 'subdomain', namespaced: true }),
});
