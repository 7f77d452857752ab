import type { ContainerStatus, Pod, PodSpec } from '../../api/generated/types.ts';
import { duplicate, forbidden, goStrings, goStruct, invalid } from '../../api/field-errors.ts';
import { addressProblems, qualifiedNameProblems, subdomainProblems } from '../../base/name-rules.ts';
import { checkText, IMMUTABLE, type Found } from './draft.ts';
import { statusCheck } from './status.ts';

const OWN_CONDITIONS: ReadonlySet<string> = new Set(['PodScheduled', 'Ready', 'Initialized']);

type Statuses = readonly ContainerStatus[] | undefined;
type Addresses = readonly { readonly ip?: string }[] | undefined;

/** All that is wrong with a pod's new status. kube: pkg/apis/core/validation/validation.go ValidatePodStatusUpdate */
export const validatePodStatus = statusCheck<Pod>(({ spec, status = {} }, { status: old = {} }, found) => {
  if (status.conditions !== old.conditions) checkConditionTypes(status.conditions ?? [], found);
  const { nominatedNodeName: nominated = '', qosClass = '' } = status;
  if (nominated !== '' && nominated !== old.nominatedNodeName) checkText(subdomainProblems, nominated, 'status.nominatedNodeName', found);
  if (qosClass !== (old.qosClass ?? '')) found.push(invalid('status.qosClass', qosClass, IMMUTABLE));
  const restartPolicy = spec?.restartPolicy ?? 'Always';
  const isSidecar = (name: string): boolean => isRestartable(spec, name);
  checkEnded(status.containerStatuses, old.containerStatuses, restartPolicy, 'status.containerStatuses', found);
  checkEnded(status.initContainerStatuses, old.initContainerStatuses, restartPolicy, 'status.initContainerStatuses', found, isSidecar);
  checkEnded(status.ephemeralContainerStatuses, old.ephemeralContainerStatuses, 'Never', 'status.ephemeralContainerStatuses', found);
  if (status.podIPs !== old.podIPs) checkAddresses(status.podIPs, 'status.podIPs', 'core.PodIP', found);
  if (status.hostIPs === old.hostIPs) return;
  const [first] = status.hostIPs ?? [];
  if (first !== undefined && first.ip !== status.hostIP) found.push(invalid('status.hostIPs[0].ip', first.ip, 'must be equal to `hostIP`'));
  checkAddresses(status.hostIPs, 'status.hostIPs', 'core.HostIP', found);
});

// Upstream looks for conditions in the metadata.
function checkConditionTypes(conditions: readonly { readonly type: string }[], found: Found): void {
  conditions.forEach(({ type }, i) => {
    if (!OWN_CONDITIONS.has(type)) checkText(qualifiedNameProblems, type, `metadata.conditions[${i}].Type`, found);
  });
}

/** What has ended and will not be restarted has ended for good. kube: the same file, ValidateContainerStateTransition */
function checkEnded(
  statuses: Statuses = [],
  old: Statuses = [],
  policy: string,
  path: string,
  found: Found,
  isExempt: (name: string) => boolean = () => false,
): void {
  if (policy === 'Always' || statuses === old) return;
  old.forEach(({ name, state }, i) => {
    const ended = state?.terminated;
    if (ended === undefined || (ended.exitCode !== 0 && policy === 'OnFailure') || isExempt(name)) return;
    for (const one of statuses)
      if (one.name === name && one.state?.terminated === undefined)
        found.push(forbidden(`${path}[${i}].state`, 'may not be transitioned to non-terminated state'));
  });
}

function isRestartable(spec: PodSpec | undefined, name: string): boolean {
  return spec?.initContainers?.some((container) => container.name === name && container.restartPolicy === 'Always') === true;
}

function checkAddresses(addresses: Addresses = [], path: string, type: string, found: Found): void {
  const texts = addresses.map(({ ip = '' }) => ip);
  texts.forEach((ip, i) => checkText(addressProblems, ip, `${path}[${i}]`, found));
  if (texts.length < 2) return;
  if (new Set(texts.map((ip) => ip.includes(':'))).size !== texts.length)
    found.push(invalid(path, goStrings(texts, type), 'may specify no more than one IP for each IP family'));
  texts.forEach((ip, i) => {
    if (texts.indexOf(ip) < i) found.push(duplicate(`${path}[${i}]`, goStruct(type, [['IP', ip]])));
  });
}
