import { ClusterRoleBindingKind, type ClusterRoleBinding } from '../../kinds/clusterrolebinding.ts';
import type { Binding } from '../../kinds/rbac.ts';
import { RoleBindingKind, type RoleBinding } from '../../kinds/rolebinding.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, tableLines, under, type Lines } from './lines.ts';

/** What is said of a RoleBinding: a role, and who has it. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go RoleBindingDescriber */
export const roleBindingDescriber = defineDescriber<RoleBinding>({ kind: RoleBindingKind, subjects: undefined, lines: bindingLines });

/** ClusterRoleBindings, described as RoleBindings are. */
export const clusterRoleBindingDescriber = defineDescriber<ClusterRoleBinding>({
  kind: ClusterRoleBindingKind,
  subjects: undefined,
  lines: bindingLines,
});

function bindingLines({ metadata, roleRef, subjects = [] }: Binding): Lines {
  const rows = subjects.map(({ kind, name, namespace = '' }) => [kind, name, namespace]);
  return lines(
    field('Name', metadata.name),
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
    under('Role', field('Kind', roleRef.kind), field('Name', roleRef.name)),
    under('Subjects', tableLines(['Kind', 'Name', 'Namespace'], rows)),
  );
}
