import type { PolicyRule } from '../../api/generated/types.ts';
import { goPrinted } from '../../base/go-print.ts';
import { indented, type Lines } from './lines.ts';
import { sortedBy } from './sorted-by.ts';

/** What a line tells: verbs for one resource, or one verb for one path. */
interface Permission {
  readonly verbs: readonly string[];
  readonly group?: string;
  readonly resource?: string;
  readonly name?: string;
  readonly url?: string;
}

/** What a role permits, one line for each resource. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go RoleDescriber */
export function ruleLines(rules: readonly PolicyRule[] = []): Lines {
  const permissions = sortedBy(compacted(rules.flatMap(permissionsOf)), goText);
  const rows = permissions.map((permission) => {
    const { verbs, url, name } = permission;
    return [resourceText(permission), goPrinted(listOf(url)), goPrinted(listOf(name)), goPrinted(verbs)].join('\t');
  });
  const headings = ['Resources\tNon-Resource URLs\tResource Names\tVerbs', '---------\t-----------------\t--------------\t-----'];
  return ['PolicyRule:', ...indented(1, headings, rows)];
}

/** A rule taken apart. kube: staging/src/k8s.io/kubectl/pkg/util/rbac/rbac.go BreakdownRule */
function permissionsOf({
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
  verbs,
}: PolicyRule): readonly Permission[] {
  const named = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb): readonly Permission[] => {
        const permission = { verbs: [verb], group, resource };
        return resourceNames.length === 0 ? [permission] : resourceNames.map((name) => ({ ...permission, name }));
      }),
    ),
  );
  const paths = nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ verbs: [verb], url })));
  return [...named, ...paths];
}

/** What is said of one resource, put together; paths stay as they are. kube: the same file, CompactRules */
function compacted(permissions: readonly Permission[]): Permission[] {
  const paths = permissions.filter(({ url }) => url !== undefined);
  const byResource = new Map<string, Permission>();
  for (const permission of permissions.filter(({ url }) => url === undefined)) {
    const key = JSON.stringify([permission.group, permission.resource, permission.name]);
    const known = byResource.get(key);
    byResource.set(key, known === undefined ? permission : { ...known, verbs: [...new Set([...known.verbs, ...permission.verbs])] });
  }
  return [...paths, ...byResource.values()];
}

/** `deployments.apps/scale`. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go CombineResourceGroup */
function resourceText({ resource, group = '' }: Permission): string {
  const [, name = '', subresource = ''] = /^([^/]*)(.*)$/s.exec(resource ?? '') ?? [];
  return `${name}${group === '' ? '' : `.${group}`}${subresource}`;
}

/** A permission as Go prints a rule, by which they are ordered. */
function goText({ verbs, group, resource, name, url }: Permission): string {
  const [groups, resources, names, urls] = [group, resource, name, url].map((item) => goPrinted(listOf(item)));
  return `&PolicyRule{Verbs:${goPrinted(verbs)},APIGroups:${groups},Resources:${resources},ResourceNames:${names},NonResourceURLs:${urls},}`;
}

function listOf(item: string | undefined): readonly string[] {
  return item === undefined ? [] : [item];
}
