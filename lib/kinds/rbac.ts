import type { RbacSubject, RoleRef } from '../api/generated/types.ts';
import { ageColumn, nameColumn, type Column } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { filled, mapped, withFields } from '../base/with-fields.ts';
import { RBAC_GROUP } from './rbac-group.ts';

/** What the bindings of Roles and of ClusterRoles have in common. */
export interface Binding extends KubeObject {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly RbacSubject[];
}

/** The columns of roles, which the server shows as it shows what it knows nothing of. kube: staging/src/k8s.io/apiserver/pkg/registry/rest/table.go */
export const roleColumns: readonly Column<KubeObject>[] = [
  nameColumn,
  { name: 'Created At', type: 'date', cell: ({ metadata }) => metadata.creationTimestamp },
];

/** The columns of bindings. kube: pkg/printers/internalversion/printers.go printRoleBinding */
export const bindingColumns: readonly Column<Binding>[] = [
  nameColumn,
  { name: 'Role', cell: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}` },
  ageColumn,
  { name: 'Users', wide: true, cell: (binding) => namesOf(binding, 'User') },
  { name: 'Groups', wide: true, cell: (binding) => namesOf(binding, 'Group') },
  { name: 'ServiceAccounts', wide: true, cell: (binding) => namesOf(binding, 'ServiceAccount') },
];

function namesOf({ subjects = [] }: Binding, kind: string): string {
  return subjects
    .filter((subject) => subject.kind === kind)
    .map(({ name, namespace = '' }) => (kind === 'ServiceAccount' && namespace !== '' ? `${namespace}/${name}` : name))
    .join(', ');
}

/** A binding with the group of what it binds and whom. kube: pkg/apis/rbac/v1/defaults.go */
export function defaultedBinding<T extends Binding>(binding: T): T {
  const { roleRef = {} as RoleRef, subjects } = binding as Partial<Binding>;
  return withFields<Binding>(binding, {
    roleRef: withFields(roleRef, { apiGroup: filled(roleRef.apiGroup) ?? RBAC_GROUP }),
    subjects: mapped(subjects, (subject) => {
      const isPerson = subject.kind === 'User' || subject.kind === 'Group';
      return isPerson ? withFields(subject, { apiGroup: filled(subject.apiGroup) ?? RBAC_GROUP }) : subject;
    }),
  }) as T;
}
