import type { ResourceRequirements } from '../../api/generated/types.ts';
import { forbidden, goQuantity, invalid, notFound, required, duplicate } from '../../api/field-errors.ts';
import { qualifiedNameProblems } from '../../base/name-rules.ts';
import { compareQuantities, milliValue, parseQuantity } from '../../base/quantity.ts';
import { NEGATIVE, remembered, sortedEntries, type Draft, type Found } from './draft.ts';

// kube: pkg/apis/core/helper/helpers.go
const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
const STANDARD_RESOURCES: ReadonlySet<string> = new Set([
  ...['cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage'],
  ...['limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'pods', 'resourcequotas', 'services', 'replicationcontrollers'],
  ...['secrets', 'configmaps', 'persistentvolumeclaims', 'storage', 'requests.storage', 'services.nodeports', 'services.loadbalancers'],
]);
const HUGE_PAGES = 'hugepages-';

/** What a container may ask for and may use. kube: pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements */
export const checkResources = remembered<Draft<ResourceRequirements>>((resources, path, found) => {
  const { limits = {}, requests = {} } = resources;
  for (const [name, quantity] of sortedEntries(limits)) checkQuantity(name, quantity, `${path}.limits[${name}]`, found);
  for (const [name, quantity] of sortedEntries(requests)) {
    checkQuantity(name, quantity, `${path}.requests[${name}]`, found);
    const limit = limits[name];
    if (limit === undefined) {
      if (!isOvercommitAllowed(name)) found.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'));
    } else checkAgainstLimit(name, quantity, limit, `${path}.requests`, found);
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory')) {
    found.push(forbidden(path, 'HugePages require cpu or memory'));
  }
});

/** Checks that a container's resource claims are the pod's. */
export function checkClaims(
  claims: Draft<ResourceRequirements>['claims'],
  podClaims: ReadonlySet<string>,
  path: string,
  found: Found,
): void {
  const names = new Set<string>();
  (claims ?? []).forEach(({ name = '' }, i) => {
    if (name === '') found.push(required(`${path}[${i}]`));
    else if (names.has(name)) found.push(duplicate(`${path}[${i}]`, name));
    else if (!podClaims.has(name)) found.push(notFound(`${path}[${i}]`, name));
    names.add(name);
  });
}

function checkQuantity(name: string, quantity: string, path: string, found: Found): void {
  checkResourceName(name, path, found);
  if (parseQuantity(quantity).nanos < 0n) found.push(invalid(path, quantity, NEGATIVE));
  if (isExtended(name) && milliValue(quantity) % 1000 !== 0) found.push(invalid(path, goQuantity(quantity), 'must be an integer'));
}

function checkAgainstLimit(name: string, quantity: string, limit: string, path: string, found: Found): void {
  const order = compareQuantities(quantity, limit);
  if (order !== 0 && !isOvercommitAllowed(name)) found.push(invalid(path, quantity, `must be equal to ${name} limit of ${limit}`));
  else if (order > 0) found.push(invalid(path, quantity, `must be less than or equal to ${name} limit of ${limit}`));
}

function checkResourceName(name: string, path: string, found: Found): void {
  if (CONTAINER_RESOURCES.has(name)) return;
  // A name is a type with a String method of its own, which is why it is shown without quotes.
  const shown = { go: name };
  const problems = qualifiedNameProblems(name);
  for (const problem of problems) found.push(invalid(path, shown, problem));
  if (!name.includes('/')) {
    const isStandard = STANDARD_RESOURCES.has(name) || isHugePages(name);
    if (problems.length === 0 && !isStandard) found.push(invalid(path, shown, 'must be a standard resource type or fully qualified'));
    if (!isHugePages(name)) found.push(invalid(path, shown, 'must be a standard resource for containers'));
  } else if (!isNative(name) && !isExtended(name)) found.push(invalid(path, shown, "doesn't follow extended resource name standard"));
}

function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedNameProblems(`requests.${name}`).length === 0;
}

function isOvercommitAllowed(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}
