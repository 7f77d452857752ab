import type { RbacSubject } from '../../api/generated/types.ts';
import { fieldsOf, type Fields } from '../../api/object.ts';
import { same } from '../../base/merge.ts';
import { byUtf8 } from '../../base/utf8-order.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { SUBJECT_FLAGS, subjectOf } from '../generate/role-binding.ts';
import { SELECTOR_FLAG, type Chosen } from '../selection.ts';
import { changeAll, chosenToSet, SET_FLAGS } from './change.ts';

/** `kubectl set subject`. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/set_subject.go */
export const setSubject: Command = {
  name: 'subject',
  about: 'adds to those whom a binding binds',
  use: '(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname]',
  flags: [...SET_FLAGS, SELECTOR_FLAG, ...SUBJECT_FLAGS],
  run,
};

function run(call: Call): void {
  const { flags, namespace } = call;
  const chosen = chosenToSet(call, call.args);
  if (flags.is('all') && flags.text('selector') !== '') throw new KubectlError('cannot set --all and --selector at the same time');
  const [users, groups, accounts] = ['user', 'group', 'serviceaccount'].map((flag) => sortedSet(flags.list(flag)));
  if (users!.length + groups!.length + accounts!.length === 0)
    throw new KubectlError('you must specify at least one value of user, group or serviceaccount');
  const subjects: readonly RbacSubject[] = [
    ...users!.map((user) => subjectOf('User', user)),
    ...groups!.map((group) => subjectOf('Group', group)),
    ...accounts!.map((account) => accountOf(account, namespace, chosen)),
  ];
  changeAll(call, chosen, {
    operation: 'subjects updated',
    failure: 'failed to patch subjects to rolebinding:',
    change: (each) => withSubjects(each, subjects),
  });
}

function sortedSet(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(byUtf8);
}

function accountOf(text: string, namespace: string, chosen: readonly Chosen[]): RbacSubject {
  const [given, name = '', ...more] = text.split(':');
  if (name === '' || more.length > 0) throw new KubectlError('serviceaccount must be <namespace>:<name>');
  if (given === '' && chosen.some(({ kind }) => kind.kind === 'ClusterRoleBinding'))
    throw new KubectlError('serviceaccount must be <namespace>:<name>, namespace must be specified');
  return { kind: 'ServiceAccount', name, namespace: given === '' ? namespace : given! };
}

function withSubjects({ kind, object }: Chosen, subjects: readonly RbacSubject[]): Fields {
  if (kind.kind !== 'RoleBinding' && kind.kind !== 'ClusterRoleBinding')
    throw new KubectlError('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
  const fields = fieldsOf(object);
  const before = (fields['subjects'] ?? []) as readonly RbacSubject[];
  const added = subjects.filter((subject) => !before.some((each) => same(each, subject)));
  return added.length === 0 ? fields : { ...fields, subjects: [...before, ...added] };
}
