import type { ClusterRole, ClusterRoleBinding, PolicyRule, RbacSubject, Role, RoleBinding } from '../../api/generated/types.ts';
import { goLabelSelector, goStrings, goStruct, invalid, notSupported, required, type FieldError } from '../../api/field-errors.ts';
import { same } from '../../base/merge.ts';
import { pathSegmentProblems, subdomainProblems } from '../../base/name-rules.ts';
import { RBAC_GROUP } from '../rbac-group.ts';
import { checkText, type Draft, type Found } from './draft.ts';
import { checkLabelSelector } from './label-selector.ts';
import { validateMetadata } from './metadata.ts';
import { understoodSelector } from './workload.ts';

/** All that is wrong with a Role. kube: pkg/apis/rbac/validation/validation.go ValidateRole */
export function validateRole(role: Draft<Role>, old: Draft<Role> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(role, old, { name: 'path-segment', namespaced: true })];
  (role.rules ?? []).forEach((rule, i) => checkRule(rule, true, `rules[${i}]`, found));
  return found;
}

/** All that is wrong with a ClusterRole. kube: the same file, ValidateClusterRole */
export function validateClusterRole(role: Draft<ClusterRole>, old: Draft<ClusterRole> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(role, old, { name: 'path-segment', namespaced: false })];
  (role.rules ?? []).forEach((rule, i) => checkRule(rule, false, `rules[${i}]`, found));
  if (role.aggregationRule === undefined) return found;
  const path = 'aggregationRule.clusterRoleSelectors';
  const { clusterRoleSelectors: selectors = [] } = role.aggregationRule;
  if (selectors.length === 0) found.push(required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil'));
  selectors.forEach((selector, i) => {
    checkLabelSelector(selector, `${path}[${i}]`, found);
    if (understoodSelector(selector) === 'not understood')
      found.push(invalid(`${path}[${i}]`, goLabelSelector(selector), 'invalid label selector.'));
  });
  return found;
}

/** All that is wrong with a RoleBinding. kube: the same file, ValidateRoleBinding, ValidateRoleBindingUpdate */
export function validateRoleBinding(binding: Draft<RoleBinding>, old: Draft<RoleBinding> | undefined): readonly FieldError[] {
  return validateBinding(binding, old, true);
}

/** All that is wrong with a ClusterRoleBinding. kube: the same file, ValidateClusterRoleBinding, ValidateClusterRoleBindingUpdate */
export function validateClusterRoleBinding(
  binding: Draft<ClusterRoleBinding>,
  old: Draft<ClusterRoleBinding> | undefined,
): readonly FieldError[] {
  return validateBinding(binding, old, false);
}

/** kube: the same file, validatePolicyRule */
function checkRule(rule: Draft<PolicyRule>, isNamespaced: boolean, path: string, found: Found): void {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs: urls = [] } = rule;
  const demand = (field: keyof PolicyRule, why: string): void => void found.push(required(`${path}.${field}`, why));
  if (verbs.length === 0) demand('verbs', 'verbs must contain at least one value');
  if (urls.length > 0) {
    const refuse = (why: string): void => void found.push(invalid(`${path}.nonResourceURLs`, goStrings(urls), why));
    if (isNamespaced) refuse('namespaced rules cannot apply to non-resource URLs');
    if (apiGroups.length > 0 || resources.length > 0 || resourceNames.length > 0)
      refuse('rules cannot apply to both regular resources and non-resource URLs');
    return;
  }
  if (apiGroups.length === 0) demand('apiGroups', 'resource rules must supply at least one api group');
  if (resources.length === 0) demand('resources', 'resource rules must supply at least one resource');
}

function validateBinding(binding: Draft<RoleBinding>, old: Draft<RoleBinding> | undefined, isNamespaced: boolean): readonly FieldError[] {
  const found: Found = [...validateMetadata(binding, old, { name: 'path-segment', namespaced: isNamespaced })];
  const { roleRef = {}, subjects = [] } = binding;
  const { apiGroup = '', kind = '', name = '' } = roleRef;
  const kinds = isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (apiGroup !== RBAC_GROUP) found.push(notSupported('roleRef.apiGroup', apiGroup, [RBAC_GROUP]));
  if (!kinds.includes(kind)) found.push(notSupported('roleRef.kind', kind, kinds));
  if (name === '') found.push(required('roleRef.name'));
  else checkText(pathSegmentProblems, name, 'roleRef.name', found);
  subjects.forEach((subject, i) => checkSubject(subject, isNamespaced, `subjects[${i}]`, found));
  if (old === undefined || same(roleRef, old.roleRef)) return found;
  const shown = goStruct('rbac.RoleRef', [
    ['APIGroup', apiGroup],
    ['Kind', kind],
    ['Name', name],
  ]);
  found.push(invalid('roleRef', shown, 'cannot change roleRef'));
  return found;
}

/** kube: the same file, validateRoleBindingSubject */
function checkSubject(subject: Draft<RbacSubject>, isNamespaced: boolean, path: string, found: Found): void {
  const { kind = '', name = '', namespace = '', apiGroup = '' } = subject;
  if (name === '') found.push(required(`${path}.name`));
  if (kind === 'ServiceAccount') {
    if (name !== '') checkText(subdomainProblems, name, `${path}.name`, found);
    if (apiGroup !== '') found.push(notSupported(`${path}.apiGroup`, apiGroup, ['']));
    if (!isNamespaced && namespace === '') found.push(required(`${path}.namespace`));
  } else if (kind === 'User' || kind === 'Group') {
    if (name === '') found.push(invalid(`${path}.name`, name, `${kind.toLowerCase()} name cannot be empty`));
    if (apiGroup !== RBAC_GROUP) found.push(notSupported(`${path}.apiGroup`, apiGroup, [RBAC_GROUP]));
  } else found.push(notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
}
