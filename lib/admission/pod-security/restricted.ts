import type { PodSecurityContext, SecurityContext, Volume } from '../../api/generated/types.ts';
import { addedText, seccompBaseline } from './baseline.ts';
import { containersText, counted, distinct, namesOf, quoted, settersText, violation, type Judged, type Violation } from './violation.ts';

type Context = PodSecurityContext | SecurityContext;

/** Since when nothing is asked of pods for Windows that has no meaning there. */
const WINDOWS_SINCE = 25;

function isExemptWindows({ spec }: Judged, minor: number): boolean {
  return spec.os?.name === 'windows' && minor >= WINDOWS_SINCE;
}

/** No container may gain more privileges than it began with. kube: staging/src/k8s.io/pod-security-admission/policy/check_allowPrivilegeEscalation.go */
export function allowPrivilegeEscalation(pod: Judged, minor: number): Violation | undefined {
  const names = isExemptWindows(pod, minor) ? [] : namesOf(pod, (context) => context.allowPrivilegeEscalation !== false);
  if (names.length === 0) return undefined;
  return violation('allowPrivilegeEscalation != false', `${containersText(names)} must set securityContext.allowPrivilegeEscalation=false`);
}

/** Every container drops all capabilities, and takes back at most that of low ports. kube: the same folder, check_capabilities_restricted.go */
export function capabilitiesRestricted(pod: Judged, minor: number): Violation | undefined {
  if (isExemptWindows(pod, minor)) return undefined;
  const keeping = namesOf(pod, ({ capabilities }) => capabilities?.drop?.includes('ALL') !== true);
  const kept = keeping.length === 0 ? '' : `${containersText(keeping)} must set securityContext.capabilities.drop=["ALL"]`;
  const added = addedText(pod, (capability) => capability === 'NET_BIND_SERVICE');
  return violation('unrestricted capabilities', [kept, added].filter((text) => text !== '').join('; '));
}

const FREE_VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'] as const;

/** Volumes come from the API or from claims, or are empty. kube: the same folder, check_restrictedVolumes.go */
export function restrictedVolumes({ spec }: Judged): Violation | undefined {
  const bad = (spec.volumes ?? []).filter((volume) => FREE_VOLUMES.every((source) => volume[source] === undefined));
  if (bad.length === 0) return undefined;
  const types = distinct(bad.map(sourceOf));
  const uses = bad.length === 1 ? 'uses' : 'use';
  const volumes = `${counted('volume', bad.length)} ${quoted(bad.map(({ name }) => name))}`;
  return violation('restricted volume types', `${volumes} ${uses} ${counted('restricted volume type', types.length)} ${quoted(types)}`);
}

function sourceOf({ name: _, ...sources }: Volume): string {
  return Object.keys(sources)[0] ?? 'unknown';
}

/** Every container says that it does not run as root. kube: the same folder, check_runAsNonRoot.go */
export function runAsNonRoot(pod: Judged): Violation | undefined {
  const reason = 'runAsNonRoot != true';
  const setters = settersText(pod, (context) => context.runAsNonRoot === false);
  if (setters !== '') return violation(reason, `${setters} must not set securityContext.runAsNonRoot=false`);
  const isSaid = pod.spec.securityContext?.runAsNonRoot === true;
  const silent = isSaid ? [] : namesOf(pod, (context) => context.runAsNonRoot === undefined);
  return silent.length === 0 ? undefined : violation(reason, `pod or ${containersText(silent)} must set securityContext.runAsNonRoot=true`);
}

/** Nobody asks for user 0. kube: the same folder, check_runAsUser.go */
export function runAsUser(pod: Judged): Violation | undefined {
  const setters = settersText(pod, (context) => context.runAsUser === 0);
  return setters === '' ? undefined : violation('runAsUser=0', `${setters} must not set runAsUser=0`);
}

/** Every container names a profile of seccomp, or its pod does. kube: the same folder, check_seccompProfile_restricted.go */
export function seccompRestricted(pod: Judged, minor: number): Violation | undefined {
  if (isExemptWindows(pod, minor)) return undefined;
  const bad = seccompBaseline(pod);
  if (bad !== undefined) return bad;
  const isSilent = ({ seccompProfile }: Context): boolean => seccompProfile === undefined;
  const silent = isSilent(pod.spec.securityContext ?? {}) ? namesOf(pod, isSilent) : [];
  if (silent.length === 0) return undefined;
  const detail = `pod or ${containersText(silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return violation('seccompProfile', detail);
}
