import type { PolicyRule } from '../../api/generated/types.ts';
import type { Registry } from '../../api/kind.ts';
import { byUtf8 } from '../../base/utf8-order.ts';
import type { Call } from '../command.ts';
import { ExitCode, KubectlError } from '../errors.ts';
import { FlagError, type Flag } from '../flags.ts';
import { findKindNamed } from '../resource-types.ts';
import type { Generator } from './generator.ts';

const RULE_FLAGS: readonly Flag[] = [
  { name: 'verb', type: 'list' },
  { name: 'resource', type: 'list' },
  { name: 'resource-name', type: 'array' },
];

/** `kubectl create role`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_role.go */
export const roleGenerator: Generator = {
  name: 'role',
  about: 'creates a Role with a rule',
  use: '--verb=verb --resource=resource.group/subresource [--resource-name=resourcename]',
  flags: RULE_FLAGS,
  generate: (name, call) => {
    const wanted = wantedOf(call);
    if (wanted.verbs.length === 0) throw new KubectlError('at least one verb must be specified');
    warnOfVerbs(call, wanted);
    if (wanted.resources.length === 0) throw new KubectlError('at least one resource must be specified');
    checkResources(call, wanted);
    return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name }, rules: rulesOf(wanted) };
  },
};

/** `kubectl create clusterrole`. kube: the same folder, create_clusterrole.go */
export const clusterRoleGenerator: Generator = {
  name: 'clusterrole',
  about: 'creates a ClusterRole',
  use: '--verb=verb --resource=resource.group [--resource-name=resourcename]',
  flags: [...RULE_FLAGS, { name: 'non-resource-url', type: 'list' }, { name: 'aggregation-rule', type: 'array' }],
  generate: (name, call) => {
    const wanted = wantedOf(call);
    const urls = unique(call.flags.list('non-resource-url'));
    const aggregated = aggregationOf(call.flags.list('aggregation-rule'));
    const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name } };
    if (aggregated.size > 0) {
      if ([urls, wanted.verbs, wanted.resources, wanted.names].some(({ length }) => length > 0))
        throw new KubectlError('aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames');
      return { ...role, aggregationRule: { clusterRoleSelectors: [{ matchLabels: Object.fromEntries(aggregated) }] } };
    }
    if (wanted.verbs.length === 0) throw new KubectlError('at least one verb must be specified');
    if (wanted.resources.length === 0 && urls.length === 0) throw new KubectlError('one of resource or nonResourceURL must be specified');
    if (wanted.resources.length > 0) {
      warnOfVerbs(call, wanted);
      checkResources(call, wanted);
    }
    checkUrls(wanted.verbs, urls);
    const ofUrls = urls.length === 0 ? [] : [{ verbs: wanted.verbs, nonResourceURLs: urls }];
    return { ...role, rules: [...rulesOf(wanted), ...ofUrls] };
  },
};

/** A resource that a rule is about. */
interface WantedResource {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  /** Whether the server has it. */
  readonly isKnown: boolean;
}

/** What the flags of a rule say. */
interface Wanted {
  readonly verbs: readonly string[];
  readonly resources: readonly WantedResource[];
  readonly names: readonly string[];
}

function wantedOf({ flags, client }: Call): Wanted {
  const verbs = flags.list('verb');
  const resources = flags.list('resource');
  // A resource that is all of them makes all others needless.
  const all = resources.indexOf('*');
  return {
    verbs: verbs.includes('*') ? ['*'] : unique(verbs),
    resources: (all === -1 ? resources : ['*']).map((text) => resourceOf(client.api.registry, text)),
    names: unique(flags.list('resource-name')),
  };
}

/** `pods`, `deploy.apps`, `pods/log`. */
function resourceOf(registry: Registry, text: string): WantedResource {
  const [, type = '', subresource = ''] = /^([^/]*)(?:\/(.*))?$/s.exec(text)!;
  const [, resource = '', group = ''] = /^([^.]*)(?:\.(.*))?$/s.exec(type)!;
  const kind = findKindNamed(registry, group === '' ? resource : `${resource}.${group}`);
  return kind === undefined
    ? { group, resource, subresource, isKnown: false }
    : { group: kind.group, resource: kind.plural, subresource, isKnown: true };
}

const STANDARD_VERBS: ReadonlySet<string> = new Set(
  '* get delete list create update patch watch proxy deletecollection use bind escalate impersonate'.split(' '),
);

const RBAC = 'rbac.authorization.k8s.io';

/** Verbs that only some resources know, each as `resource.group`. kube: the same file, specialVerbs */
const SPECIAL_VERBS: ReadonlyMap<string, readonly string[]> = new Map([
  ['use', ['podsecuritypolicies.policy', 'podsecuritypolicies.extensions']],
  ['bind', [`roles.${RBAC}`, `clusterroles.${RBAC}`]],
  ['escalate', [`roles.${RBAC}`, `clusterroles.${RBAC}`]],
  ['impersonate', ['users.', 'serviceaccounts.', 'groups.', 'userextras.authentication.k8s.io']],
]);

function warnOfVerbs({ complain }: Call, { verbs }: Wanted): void {
  for (const verb of verbs) if (!STANDARD_VERBS.has(verb)) complain(`Warning: '${verb}' is not a standard resource verb\n`);
}

/** kube: the same file, validateResource */
function checkResources({ complain }: Call, { verbs, resources }: Wanted): void {
  for (const { resource, group, isKnown } of resources) {
    if (resource === '') throw new KubectlError('resource must be specified if apiGroup/subresource specified');
    if (resource === '*') return;
    const special = verbs.filter((verb) => SPECIAL_VERBS.has(verb));
    const wrong = special.find((verb) => !SPECIAL_VERBS.get(verb)!.includes(`${resource}.${group}`));
    if (wrong !== undefined) throw new KubectlError(`can not perform '${wrong}' on '${resource}' in group '${group}'`);
    if (isKnown || special.length > 0) continue;
    complain(`the server doesn't have a resource type "${resource}"${group === '' ? '' : ` in group "${group}"`}\n`);
    throw new ExitCode(1);
  }
}

/** A rule for each group. kube: the same file, generateResourcePolicyRules */
function rulesOf({ verbs, resources, names }: Wanted): readonly PolicyRule[] {
  const byGroup = new Map<string, readonly string[]>();
  for (const { group, resource, subresource } of resources) {
    const name = subresource === '' ? resource : `${resource}/${subresource}`;
    byGroup.set(group, unique([...(byGroup.get(group) ?? []), name]));
  }
  return [...byGroup]
    .sort(([a], [b]) => byUtf8(a, b))
    .map(([group, all]) => ({
      verbs,
      apiGroups: [group],
      resources: all,
      ...(names.length === 0 ? {} : { resourceNames: names }),
    }));
}

const URL_VERBS: ReadonlySet<string> = new Set('* get post put delete patch head options'.split(' '));

function checkUrls(verbs: readonly string[], urls: readonly string[]): void {
  if (urls.length === 0) return;
  for (const verb of verbs) if (!URL_VERBS.has(verb)) throw new KubectlError(`invalid verb: '${verb}' for nonResourceURL`);
  for (const url of urls) {
    if (url === '*') continue;
    if (!url.startsWith('/')) throw new KubectlError('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*')) throw new KubectlError("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
}

/** kube: staging/src/k8s.io/component-base/cli/flag/map_string_string.go */
function aggregationOf(texts: readonly string[]): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const text of texts) {
    for (const pair of text.split(',')) {
      if (pair === '') continue;
      const at = pair.indexOf('=');
      if (at === -1)
        throw new FlagError(`invalid argument ${JSON.stringify(text)} for "--aggregation-rule" flag: malformed pair, expect string=string`);
      labels.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
  }
  return labels;
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
