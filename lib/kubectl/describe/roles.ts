import { ClusterRoleKind, type ClusterRole } from '../../kinds/clusterrole.ts';
import { RoleKind, type Role } from '../../kinds/role.ts';
import { defineDescriber } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, type Lines } from './lines.ts';
import { ruleLines } from './policy-rules.ts';

/** What is said of a Role: what it permits. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go RoleDescriber */
export const roleDescriber = defineDescriber<Role>({ kind: RoleKind, subjects: undefined, lines: roleLines });

/** ClusterRoles, described as Roles are. */
export const clusterRoleDescriber = defineDescriber<ClusterRole>({ kind: ClusterRoleKind, subjects: undefined, lines: roleLines });

function roleLines({ metadata, rules }: Role | ClusterRole): Lines {
  return lines(
    field('Name', metadata.name),
    labelLines('Labels', metadata.labels),
    annotationLines('Annotations', metadata.annotations),
    ruleLines(rules),
  );
}
