import type { Role as Fields } from '../api/generated/types.ts';
import { defineKind } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { RBAC_GROUP } from './rbac-group.ts';
import { roleColumns } from './rbac.ts';
import { validateRole } from './validation/rbac.ts';

/** What may be done in a namespace, as it is stored. */
export type Role = Stored<Fields>;

/** `rbac.authorization.k8s.io/v1` Role. */
export const RoleKind = defineKind<Role>({
  group: RBAC_GROUP,
  kind: 'Role',
  plural: 'roles',
  singular: 'role',
  scope: 'Namespaced',
  columns: roleColumns,
  validate: (role, old) => validateRole(role, old),
});
