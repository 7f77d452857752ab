import type { RoleBinding as Fields } from '../api/generated/types.ts';
import { defineKind } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { RBAC_GROUP } from './rbac-group.ts';
import { bindingColumns, defaultedBinding } from './rbac.ts';
import { validateRoleBinding } from './validation/rbac.ts';

/** Who has a role in a namespace, as it is stored. */
export type RoleBinding = Stored<Fields>;

/** `rbac.authorization.k8s.io/v1` RoleBinding. */
export const RoleBindingKind = defineKind<RoleBinding>({
  group: RBAC_GROUP,
  kind: 'RoleBinding',
  plural: 'rolebindings',
  singular: 'rolebinding',
  scope: 'Namespaced',
  columns: bindingColumns,
  defaults: defaultedBinding,
  validate: (binding, old) => validateRoleBinding(binding, old),
});
