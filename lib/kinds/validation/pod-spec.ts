import type { PodSpec } from '../../api/generated/types.ts';
import { duplicate, forbidden, goStrings, invalid, notSupported, required } from '../../api/field-errors.ts';
import {
  addressProblems,
  inclusiveRangeMessage,
  label1123Problems,
  qualifiedNameProblems,
  subdomainProblems,
} from '../../base/name-rules.ts';
import { checkChoice, checkContainers, checkEphemeralContainers, checkInitContainers, type ContainerContext } from './containers.ts';
import { checkText, remembered, type Draft, type Found } from './draft.ts';
import { checkLabels } from './metadata.ts';
import { checkResources } from './resources.ts';
import { checkAffinity, checkTolerations, checkTopologySpread } from './scheduling.ts';
import { checkHostUsers, checkPodSecurity } from './security.ts';
import { checkVolumes } from './volumes.ts';

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const MAX_INT32 = 2_147_483_647;
const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

/** Checks the spec of a pod. */
export const checkSpecOfPod = remembered<Draft<PodSpec>>((spec, path, found) => {
  checkSpec(spec, path, true, found);
});

/** Checks the spec of a pod template. */
export const checkSpecOfTemplate = remembered<Draft<PodSpec>>((spec, path, found) => {
  checkSpec(spec, path, false, found);
});

// kube: pkg/apis/core/validation/validation.go ValidatePodSpec
function checkSpec(spec: Draft<PodSpec>, path: string, isPod: boolean, found: Found): void {
  if (spec.terminationGracePeriodSeconds === undefined) found.push(required(`${path}.terminationGracePeriodSeconds`));
  const volumes = checkVolumes(spec.volumes ?? [], `${path}.volumes`, found);
  const claims = checkResourceClaims(spec.resourceClaims, `${path}.resourceClaims`, found);
  const context: ContainerContext = { spec, volumes, claims };
  checkContainers(context, `${path}.containers`, found);
  checkInitContainers(context, `${path}.initContainers`, found);
  checkEphemeralContainers(context, `${path}.ephemeralContainers`, found);
  checkHostNetworkPorts(spec, isPod, path, found);
  checkChoice(spec.restartPolicy ?? '', RESTART_POLICIES, `${path}.restartPolicy`, found);
  checkChoice(spec.dnsPolicy ?? '', DNS_POLICIES, `${path}.dnsPolicy`, found);
  checkLabels(spec.nodeSelector, `${path}.nodeSelector`, found);
  checkPodSecurity(spec, `${path}.securityContext`, found);
  checkAffinity(spec.affinity, `${path}.affinity`, found);
  checkDns(spec, `${path}.dnsConfig`, found);
  (spec.readinessGates ?? []).forEach(({ conditionType = '' }, i) => {
    checkText(qualifiedNameProblems, conditionType, `${path}.readinessGates[${i}].conditionType`, found);
  });
  checkSchedulingGates(spec.schedulingGates, `${path}.schedulingGates`, found);
  checkTopologySpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`, found);
  checkHostUsers(spec, path, found);
  checkNames(spec, path, found);
  checkTolerations(spec.tolerations, `${path}.tolerations`, found);
  checkHostAliases(spec.hostAliases, `${path}.hostAliases`, found);
  checkClassNames(spec, path, found);
  if (spec.overhead !== undefined) checkResources({ limits: spec.overhead }, `${path}.overhead`, found);
  checkOs(spec.os?.name, spec.os !== undefined, `${path}.os`, found);
}

function checkResourceClaims(claims: Draft<PodSpec>['resourceClaims'], path: string, found: Found): ReadonlySet<string> {
  const names = new Set<string>();
  (claims ?? []).forEach((claim, i) => {
    const { name = '', resourceClaimName, resourceClaimTemplateName } = claim;
    if (name === '') found.push(required(`${path}[${i}].name`));
    else if (names.has(name)) found.push(duplicate(`${path}[${i}].name`, name));
    else checkText(label1123Problems, name, `${path}[${i}].name`, found);
    if (name !== '') names.add(name);
    if (resourceClaimName !== undefined) checkText(subdomainProblems, resourceClaimName, `${path}[${i}].resourceClaimName`, found);
    if (resourceClaimTemplateName !== undefined)
      checkText(subdomainProblems, resourceClaimTemplateName, `${path}[${i}].resourceClaimTemplateName`, found);
  });
  return names;
}

// A template may leave the host's port open: it is filled in when the pod is made.
function checkHostNetworkPorts(spec: Draft<PodSpec>, isPod: boolean, path: string, found: Found): void {
  if (spec.hostNetwork !== true) return;
  (spec.containers ?? []).forEach(({ ports = [] }, i) => {
    ports.forEach(({ hostPort = 0, containerPort = 0 }, k) => {
      if (hostPort === containerPort || (!isPod && hostPort === 0)) return;
      found.push(
        invalid(`${path}.containers[${i}].ports[${k}].hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true'),
      );
    });
  });
}

function checkDns({ dnsConfig, dnsPolicy }: Draft<PodSpec>, path: string, found: Found): void {
  const { nameservers = [], searches = [], options = [] } = dnsConfig ?? {};
  if (dnsPolicy === 'None' && dnsConfig === undefined) {
    found.push(required(path, 'must provide `dnsConfig` when `dnsPolicy` is None'));
    return;
  }
  if (dnsPolicy === 'None' && nameservers.length === 0) {
    found.push(required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'));
    return;
  }
  if (nameservers.length > MAX_NAMESERVERS) {
    found.push(invalid(`${path}.nameservers`, goStrings(nameservers), `must not have more than ${MAX_NAMESERVERS} nameservers`));
  }
  nameservers.forEach((nameserver, i) => {
    checkText(addressProblems, nameserver, `${path}.nameservers[${i}]`, found);
  });
  if (searches.length > MAX_SEARCHES)
    found.push(invalid(`${path}.searches`, goStrings(searches), `must not have more than ${MAX_SEARCHES} search paths`));
  if (searches.join(' ').length > MAX_SEARCH_CHARACTERS) {
    const rule = `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`;
    found.push(invalid(`${path}.searches`, goStrings(searches), rule));
  }
  searches.forEach((search, i) => {
    checkText(subdomainProblems, search.replace(/\.$/, ''), `${path}.searches[${i}]`, found);
  });
  options.forEach(({ name = '' }, i) => {
    if (name === '') found.push(required(`${path}.options[${i}]`, 'must not be empty'));
  });
}

function checkSchedulingGates(gates: Draft<PodSpec>['schedulingGates'], path: string, found: Found): void {
  const names = new Set<string>();
  (gates ?? []).forEach(({ name = '' }, i) => {
    checkText(qualifiedNameProblems, name, `${path}[${i}]`, found);
    if (names.has(name)) found.push(duplicate(`${path}[${i}]`, name));
    names.add(name);
  });
}

function checkNames(spec: Draft<PodSpec>, path: string, found: Found): void {
  const check = (field: 'serviceAccountName' | 'nodeName' | 'hostname' | 'subdomain', rule: typeof subdomainProblems): void => {
    const name = spec[field] ?? '';
    if (name !== '') checkText(rule, name, `${path}.${field}`, found);
  };
  check('serviceAccountName', subdomainProblems);
  check('nodeName', subdomainProblems);
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32)) {
    found.push(invalid(`${path}.activeDeadlineSeconds`, deadline, inclusiveRangeMessage(1, MAX_INT32)));
  }
  check('hostname', label1123Problems);
  check('subdomain', label1123Problems);
}

function checkHostAliases(aliases: Draft<PodSpec>['hostAliases'], path: string, found: Found): void {
  (aliases ?? []).forEach(({ ip = '', hostnames = [] }, i) => {
    checkText(addressProblems, ip, `${path}[${i}].ip`, found);
    hostnames.forEach((hostname, k) => {
      checkText(subdomainProblems, hostname, `${path}[${i}].hostnames[${k}]`, found);
    });
  });
}

function checkClassNames({ priorityClassName = '', runtimeClassName, preemptionPolicy }: Draft<PodSpec>, path: string, found: Found): void {
  if (priorityClassName !== '') checkText(subdomainProblems, priorityClassName, `${path}.priorityClassName`, found);
  if (runtimeClassName !== undefined) checkText(subdomainProblems, runtimeClassName, `${path}.runtimeClassName`, found);
  if (preemptionPolicy !== undefined) checkChoice(preemptionPolicy, ['PreemptLowerPriority', 'Never'], `${path}.preemptionPolicy`, found);
}

function checkOs(name: string | undefined, isSet: boolean, path: string, found: Found): void {
  if (!isSet) return;
  if (name === undefined || name === '') found.push(required(`${path}.name`, 'cannot be empty'));
  else if (name !== 'linux' && name !== 'windows') found.push(notSupported(path, name, ['linux', 'windows']));
}

/** Checks what holds for pods and not for templates. kube: validation.go validatePodMetadataAndSpec */
export function checkPodOnly(spec: Draft<PodSpec>, path: string, found: Found): void {
  if ((spec.serviceAccountName ?? '') === '') {
    (spec.volumes ?? []).forEach(({ projected }, i) => {
      (projected?.sources ?? []).forEach(({ serviceAccountToken }, k) => {
        if (serviceAccountToken === undefined) return;
        const field = `${path}.volumes[${i}].projected.sources[${k}].serviceAccountToken`;
        found.push(forbidden(field, 'must not be specified when serviceAccountName is not set'));
      });
    });
  }
  for (const field of ['containers', 'initContainers'] as const) {
    (spec[field] ?? []).forEach(({ image = '' }, i) => {
      if (image !== image.trim())
        found.push(invalid(`${path}.${field}[${i}].image`, image, 'must not have leading or trailing whitespace'));
    });
  }
}
