import type { ClusterRoleBinding as Fields } from '../api/generated/types.ts';
import { defineKind } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { RBAC_GROUP } from './rbac-group.ts';
import { bindingColumns, defaultedBinding } from './rbac.ts';
import { validateClusterRoleBinding } from './validation/rbac.ts';

/** Who has a role everywhere, as it is stored. */
export type ClusterRoleBinding = Stored<Fields>;

/** `rbac.authorization.k8s.io/v1` ClusterRoleBinding. */
export const ClusterRoleBindingKind = defineKind<ClusterRoleBinding>({
  group: RBAC_GROUP,
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  scope: 'Cluster',
  columns: bindingColumns,
  defaults: defaultedBinding,
  validate: (binding, old) => validateClusterRoleBinding(binding, old),
});
