import { qualifiedNameProblems } from '../base/name-rules.ts';

// kube: pkg/apis/core/helper/helpers.go
const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
/** Things that a quota counts: no part of one can be used. */
const COUNTED_RESOURCES: ReadonlySet<string> = new Set([
  ...['pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps', 'persistentvolumeclaims'],
  ...['services.nodeports', 'services.loadbalancers'],
]);
const QUOTA_RESOURCES: ReadonlySet<string> = new Set([
  ...['cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.storage', 'requests.ephemeral-storage'],
  ...['limits.cpu', 'limits.memory', 'limits.ephemeral-storage'],
  ...COUNTED_RESOURCES,
]);
const HUGE_PAGES = 'hugepages-';
const REQUESTS = 'requests.';

/** Whether every container knows the resource by that name. */
export function isContainerResource(name: string): boolean {
  return CONTAINER_RESOURCES.has(name);
}

/** Whether Kubernetes itself gives the name a meaning, somewhere. */
export function isStandardResource(name: string): boolean {
  return name === 'storage' || isQuotaResource(name);
}

/** Whether a quota may name the resource without a domain before it. */
export function isQuotaResource(name: string): boolean {
  return QUOTA_RESOURCES.has(name) || isHugePages(name) || name.startsWith(`${REQUESTS}${HUGE_PAGES}`);
}

/** Whether there is no part of one: things that are counted, and devices. */
export function isWholeResource(name: string): boolean {
  return COUNTED_RESOURCES.has(name) || isExtendedResource(name);
}

/** Whether the name means huge pages of some size. */
export function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

/** Whether the name belongs to Kubernetes and not to a vendor. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Whether the name is that of a vendor's resource, such as a device. */
export function isExtendedResource(name: string): boolean {
  return !isNativeResource(name) && !name.startsWith(REQUESTS) && qualifiedNameProblems(`${REQUESTS}${name}`).length === 0;
}

/** Whether more of the resource may be allowed than was asked for. */
export function isOvercommitAllowed(name: string): boolean {
  return isNativeResource(name) && !isHugePages(name);
}
