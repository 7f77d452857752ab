import type { ResourceRequirements } from '../../api/generated/types.ts';
import { forbidden, goFraction, invalid, notFound, required, duplicate } from '../../api/field-errors.ts';
import { qualifiedNameProblems } from '../../base/name-rules.ts';
import { compareQuantities, milliValue, parseQuantity } from '../../base/quantity.ts';
import {
  isContainerResource,
  isExtendedResource,
  isHugePages,
  isNativeResource,
  isOvercommitAllowed,
  isStandardResource,
} from '../resource-names.ts';
import { NEGATIVE, NOT_WHOLE, remembered, sortedEntries, type Draft, type Found } from './draft.ts';

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
  checkContainerResource(name, path, found);
  if (parseQuantity(quantity).nanos < 0n) found.push(invalid(path, quantity, NEGATIVE));
  if (isExtendedResource(name) && milliValue(quantity) % 1000 !== 0) found.push(invalid(path, goFraction(quantity), NOT_WHOLE));
}

function checkAgainstLimit(name: string, quantity: string, limit: string, path: string, found: Found): void {
  const order = compareQuantities(quantity, limit);
  if (order !== 0 && !isOvercommitAllowed(name)) found.push(invalid(path, quantity, `must be equal to ${name} limit of ${limit}`));
  else if (order > 0) found.push(invalid(path, quantity, `must be less than or equal to ${name} limit of ${limit}`));
}

/** Checks that a name is one of a container's resources. kube: validation.go validateContainerResourceName */
export function checkContainerResource(name: string, path: string, found: Found): void {
  if (isContainerResource(name)) return;
  checkResourceName(name, path, found);
  if (!name.includes('/')) {
    if (!isHugePages(name)) found.push(invalid(path, { go: name }, 'must be a standard resource for containers'));
  } else if (!isNativeResource(name) && !isExtendedResource(name))
    found.push(invalid(path, { go: name }, "doesn't follow extended resource name standard"));
}

/** Checks that a name is one of a resource at all. kube: validation.go validateResourceName */
export function checkResourceName(name: string, path: string, found: Found): void {
  // A name is a type with a String method of its own, which is why it is shown without quotes.
  const shown = { go: name };
  const problems = qualifiedNameProblems(name);
  for (const problem of problems) found.push(invalid(path, shown, problem));
  if (problems.length > 0 || name.includes('/') || isStandardResource(name)) return;
  found.push(invalid(path, shown, 'must be a standard resource type or fully qualified'));
}
