import type { ClusterRole as Fields } from '../api/generated/types.ts';
import { defineKind } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { RBAC_GROUP } from './rbac-group.ts';
import { roleColumns } from './rbac.ts';
import { validateClusterRole } from './validation/rbac.ts';

/** What may be done anywhere, as it is stored. */
export type ClusterRole = Stored<Fields>;

/** `rbac.authorization.k8s.io/v1` ClusterRole. */
export const ClusterRoleKind = defineKind<ClusterRole>({
  group: RBAC_GROUP,
  kind: 'ClusterRole',
  plural: 'clusterroles',
  singular: 'clusterrole',
  scope: 'Cluster',
  columns: roleColumns,
  validate: (role, old) => validateClusterRole(role, old),
});
