import type { RbacSubject as Subject } from '../../api/generated/types.ts';
import type { FlagValues, Flag } from '../flags.ts';
import { KubectlError } from '../errors.ts';
import type { Generator } from './generator.ts';

const GROUP = 'rbac.authorization.k8s.io';

/** The flags that say who is bound. */
export const SUBJECT_FLAGS: readonly Flag[] = [
  { name: 'user', type: 'array' },
  { name: 'group', type: 'array' },
  { name: 'serviceaccount', type: 'array' },
];

/** `kubectl create rolebinding`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_rolebinding.go */
export const roleBindingGenerator: Generator = {
  name: 'rolebinding',
  about: 'creates a RoleBinding',
  use: '--clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]',
  failure: 'failed to create rolebinding:',
  flags: [{ name: 'clusterrole', type: 'text' }, { name: 'role', type: 'text' }, ...SUBJECT_FLAGS],
  generate: (name, { flags }) => {
    const [clusterRole, role] = [flags.text('clusterrole'), flags.text('role')];
    if ((clusterRole === '') === (role === '')) throw new KubectlError('exactly one of clusterrole or role must be specified');
    return bindingOf('RoleBinding', name, role === '' ? 'ClusterRole' : 'Role', role === '' ? clusterRole : role, flags);
  },
};

/** `kubectl create clusterrolebinding`. kube: the same folder, create_clusterrolebinding.go */
export const clusterRoleBindingGenerator: Generator = {
  name: 'clusterrolebinding',
  about: 'creates a ClusterRoleBinding',
  use: '--clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]',
  failure: 'failed to create clusterrolebinding:',
  flags: [{ name: 'clusterrole', type: 'text', isRequired: true }, ...SUBJECT_FLAGS],
  generate: (name, { flags }) => bindingOf('ClusterRoleBinding', name, 'ClusterRole', flags.text('clusterrole'), flags),
};

function bindingOf(kind: string, name: string, roleKind: string, role: string, flags: FlagValues): ReturnType<Generator['generate']> {
  const subjects: readonly Subject[] = [
    ...flags.list('user').map((user) => subjectOf('User', user)),
    ...flags.list('group').map((group) => subjectOf('Group', group)),
    ...flags.list('serviceaccount').map(accountOf),
  ];
  return {
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: { name },
    ...(subjects.length === 0 ? {} : { subjects }),
    roleRef: { apiGroup: GROUP, kind: roleKind, name: role },
  };
}

/** A user or a group as a binding names it. */
export function subjectOf(kind: 'User' | 'Group', name: string): Subject {
  return { kind, apiGroup: GROUP, name };
}

function accountOf(text: string): Subject {
  const [namespace = '', name = '', ...more] = text.split(':');
  if (namespace === '' || name === '' || more.length > 0) throw new KubectlError('serviceaccount must be <namespace>:<name>');
  return { kind: 'ServiceAccount', name, namespace };
}
