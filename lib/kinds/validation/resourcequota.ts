import type { ResourceQuota, ResourceQuotaSpec } from '../../api/generated/types.ts';
import { goFraction, goStrings, invalid, required, type FieldError } from '../../api/field-errors.ts';
import { milliValue, parseQuantity } from '../../base/quantity.ts';
import { isQuotaResource, isWholeResource } from '../resource-names.ts';
import { IMMUTABLE, NEGATIVE, NOT_WHOLE, sortedEntries, type Draft, type Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';
import { checkResourceName } from './resources.ts';

const SCOPES: ReadonlySet<string> = new Set([
  ...['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity'],
]);
const COMPUTE: ReadonlySet<string> = new Set(['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory']);
const OPPOSITES = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;
const ONLY_EXISTS =
  "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

/** All that is wrong with a ResourceQuota. kube: pkg/apis/core/validation/validation.go ValidateResourceQuota, ValidateResourceQuotaUpdate */
export function validateResourceQuota(quota: Draft<ResourceQuota>, old: Draft<ResourceQuota> | undefined): readonly FieldError[] {
  const found: Found = [...validateMetadata(quota, old, { name: 'subdomain', namespaced: true })];
  const { spec = {} } = quota;
  for (const [name, amount] of sortedEntries(spec.hard)) checkAmount(name, amount, `spec.hard[${name}]`, found);
  checkScopes(spec, found);
  checkScopeSelector(spec, found);
  if (old !== undefined && !sameSet(spec.scopes ?? [], old.spec?.scopes ?? []))
    found.push(invalid('spec.scopes', shownScopes(spec), IMMUTABLE));
  return found;
}

function checkAmount(name: string, amount: string, path: string, found: Found): void {
  checkResourceName(name, path, found);
  if (!name.includes('/') && !isQuotaResource(name)) found.push(invalid(path, { go: name }, 'must be a standard resource for quota'));
  if (parseQuantity(amount).nanos < 0n) found.push(invalid(path, amount, NEGATIVE));
  if (isWholeResource(name) && milliValue(amount) % 1000 !== 0) found.push(invalid(path, goFraction(amount), NOT_WHOLE));
}

function checkScopes(spec: Draft<ResourceQuotaSpec>, found: Found): void {
  const { scopes = [] } = spec;
  const refuse = (rule: string): void => void found.push(invalid('spec.scopes', shownScopes(spec), rule));
  for (const scope of scopes) {
    if (!SCOPES.has(scope)) refuse('unsupported scope');
    for (const _ of unfit(spec, scope)) refuse('unsupported scope applied to resource');
  }
  for (const pair of OPPOSITES) if (pair.every((scope) => scopes.includes(scope))) refuse('conflicting scopes');
}

function checkScopeSelector(spec: Draft<ResourceQuotaSpec>, found: Found): void {
  const path = 'spec.scopeSelector.matchExpressions';
  const expressions = spec.scopeSelector?.matchExpressions ?? [];
  for (const { scopeName = '', operator = '', values = [] } of expressions) {
    if (!SCOPES.has(scopeName)) found.push(invalid(`${path}.scopeName`, scopeName, 'unsupported scope'));
    // unlike kube: upstream shows the address of the selector here
    for (const _ of unfit(spec, scopeName)) found.push(invalid(path, scopeName, 'unsupported scope applied to resource'));
    if (SCOPES.has(scopeName) && scopeName !== 'PriorityClass' && operator !== 'Exists')
      found.push(invalid(`${path}.operator`, operator, ONLY_EXISTS));
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0)
        found.push(required(`${path}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0)
        found.push(
          invalid(`${path}.values`, goStrings(values), "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"),
        );
    } else found.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'));
  }
  const names = expressions.map(({ scopeName = '' }) => scopeName);
  for (const pair of OPPOSITES)
    if (pair.every((scope) => names.includes(scope))) found.push(invalid(path, shownScopes(spec), 'conflicting scopes'));
}

/** The resources of the quota that the scope says nothing of. kube: pkg/apis/core/helper/helpers.go IsResourceQuotaScopeValidForResource */
function unfit({ hard = {} }: Draft<ResourceQuotaSpec>, scope: string): readonly string[] {
  if (!SCOPES.has(scope)) return [];
  return Object.keys(hard).filter((name) => isQuotaResource(name) && name !== 'pods' && (scope === 'BestEffort' || !COMPUTE.has(name)));
}

function shownScopes({ scopes }: Draft<ResourceQuotaSpec>) {
  return goStrings(scopes, 'core.ResourceQuotaScope');
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.every((item) => b.includes(item)) && b.every((item) => a.includes(item));
}
