import type { Client } from '../../api/client.ts';
import type { PolicyRule, RbacSubject, RoleRef } from '../../api/generated/types.ts';
import { ClusterRoleKind } from '../../kinds/clusterrole.ts';
import { ClusterRoleBindingKind } from '../../kinds/clusterrolebinding.ts';
import { RoleKind } from '../../kinds/role.ts';
import { RoleBindingKind } from '../../kinds/rolebinding.ts';

/** Who asks. */
export interface Person {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What somebody wants to do. */
export type Wish =
  | { readonly verb: string; readonly group: string; readonly resource: string; readonly subresource: string; readonly name: string }
  | { readonly verb: string; readonly url: string };

/** Who may do everything, whatever roles say. */
export const MASTERS = 'system:masters';

const SERVICE_ACCOUNT = 'system:serviceaccount:';

/** A user with the groups that everybody of the kind is in. kube: staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go */
export function personNamed(name: string, groups: readonly string[]): Person {
  const [namespace] = name.startsWith(SERVICE_ACCOUNT) ? name.slice(SERVICE_ACCOUNT.length).split(':') : [];
  const ofAccounts = namespace === undefined || groups.length > 0 ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return { name, groups: [...groups, ...ofAccounts, 'system:authenticated'] };
}

/** What everybody may who is somebody. kube: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go */
const FOR_ALL: readonly PolicyRule[] = [
  ...[
    ['authentication.k8s.io', 'selfsubjectreviews'],
    ['authorization.k8s.io', 'selfsubjectaccessreviews'],
    ['authorization.k8s.io', 'selfsubjectrulesreviews'],
  ].map(([group, resource]) => ({ verbs: ['create'], apiGroups: [group!], resources: [resource!] })),
  ...['/api/*', '/api', '/apis/*', '/apis', '/healthz', '/healthz', '/livez', '/livez', '/openapi/*', '/openapi', '/readyz', '/readyz'].map(
    getting,
  ),
  ...['/version/', '/version/', '/version', '/version'].map(getting),
];

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

function getting(url: string): PolicyRule {
  return { verbs: ['get'], nonResourceURLs: [url] };
}

/** The rules that hold for somebody in a namespace; in none where it is left out. kube: pkg/registry/rbac/validation/rule.go VisitRulesFor */
export function rulesFor(client: Client, person: Person, namespace: string | undefined): readonly PolicyRule[] {
  const everywhere = client.list(ClusterRoleBindingKind).filter(({ subjects }) => isMeant(subjects, person, ''));
  const here =
    namespace === undefined
      ? []
      : client.list(RoleBindingKind, { namespace }).filter(({ subjects }) => isMeant(subjects, person, namespace));
  return [
    ...(person.groups.includes(MASTERS) ? EVERYTHING : []),
    ...[...everywhere, ...here].flatMap(({ roleRef, metadata }) => rulesOf(client, roleRef, metadata.namespace)),
    ...FOR_ALL,
  ];
}

function isMeant(subjects: readonly RbacSubject[] | undefined, { name, groups }: Person, namespace: string): boolean {
  return (subjects ?? []).some((subject) => {
    if (subject.kind === 'User') return subject.name === name;
    if (subject.kind === 'Group') return groups.includes(subject.name);
    return `${SERVICE_ACCOUNT}${subject.namespace ?? namespace}:${subject.name}` === name;
  });
}

// unlike kube: of the roles that come with a cluster, only cluster-admin is known without being there
function rulesOf(client: Client, { kind, name }: RoleRef, namespace: string | undefined): readonly PolicyRule[] {
  const role = kind === 'Role' ? client.find(RoleKind, name, namespace) : client.find(ClusterRoleKind, name);
  return role?.rules ?? (kind === 'ClusterRole' && name === 'cluster-admin' ? EVERYTHING : []);
}

/** Whether a rule allows it. kube: pkg/apis/rbac/v1/evaluation_helpers.go, plugin/pkg/auth/authorizer/rbac/rbac.go RuleAllows */
export function isAllowed(rules: readonly PolicyRule[], wish: Wish): boolean {
  return rules.some((rule) => {
    if (!has(rule.verbs, wish.verb)) return false;
    if ('url' in wish) return (rule.nonResourceURLs ?? []).some((url) => isUrlOf(url, wish.url));
    const { group, resource, subresource, name } = wish;
    const full = subresource === '' ? resource : `${resource}/${subresource}`;
    const { resources = [], resourceNames = [] } = rule;
    const isResource = has(resources, full) || (subresource !== '' && resources.includes(`*/${subresource}`));
    return has(rule.apiGroups ?? [], group) && isResource && (resourceNames.length === 0 || resourceNames.includes(name));
  });
}

function has(values: readonly string[], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

function isUrlOf(pattern: string, url: string): boolean {
  return pattern === '*' || pattern === url || (pattern.endsWith('*') && url.startsWith(pattern.slice(0, -1)));
}
