import type { ServiceAccount as Fields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { mapped, withFields } from '../base/with-fields.ts';
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
  prepareCreate: withBareSecrets,
  prepareUpdate: withBareSecrets,
  validate: (account, old) => validateMetadata(account, old, { name: 'subdomain', namespaced: true }),
});

/** Of the Secrets of an account nothing is kept but their names. kube: pkg/registry/core/serviceaccount/strategy.go cleanSecretReferences */
function withBareSecrets(account: ServiceAccount): ServiceAccount {
  const bare = mapped(account.secrets, (secret) => (Object.keys(secret).join() === 'name' ? secret : { name: secret.name ?? '' }));
  return withFields(account, { secrets: bare });
}
