import type { Authorize, Client } from '../api/client.ts';
import type { PolicyRule, RbacSubject, RoleRef } from '../api/generated/types.ts';
import { ClusterRoleKind } from '../kinds/clusterrole.ts';
import { ClusterRoleBindingKind } from '../kinds/clusterrolebinding.ts';
import { RoleKind } from '../kinds/role.ts';
import { RoleBindingKind } from '../kinds/rolebinding.ts';
import { goQuote } from '../api/field-errors.ts';
import { forbidden } from '../api/errors.ts';
import { ROLES } from './roles.ts';

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
    ...(person.groups.includes(MASTERS) ? ROLES.get('cluster-admin')! : []),
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

// unlike kube: of the roles that come with a cluster, cluster-admin, admin, edit and view are known without being there, others are not
function rulesOf(client: Client, { kind, name }: RoleRef, namespace: string | undefined): readonly PolicyRule[] {
  const role = kind === 'Role' ? client.find(RoleKind, name, namespace) : client.find(ClusterRoleKind, name);
  return role?.rules ?? (kind === 'ClusterRole' ? (ROLES.get(name) ?? []) : []);
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

/** Refuses what the roles do not allow somebody, as the API server does. `client` reads the roles. kube: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go */
export function authorizerOf(client: Client, person: Person): Authorize {
  return (verb, kind, asked, name, subresource) => {
    const namespace = kind.group === '' && kind.plural === 'namespaces' && name !== '' ? name : asked;
    const { group, plural: resource } = kind;
    if (isAllowed(rulesFor(client, person, namespace), { verb, group, resource, subresource, name })) return;
    const what = subresource === '' ? resource : `${resource}/${subresource}`;
    const where = namespace === undefined ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`;
    throw forbidden(
      kind,
      name,
      `User ${goQuote(person.name)} cannot ${verb} resource ${goQuote(what)} in API group ${goQuote(group)} ${where}`,
    );
  };
}
