import type { AppArmorProfile, PodSecurityContext, PodSpec, SeccompProfile, SecurityContext } from '../../api/generated/types.ts';
import {
  duplicate,
  forbidden,
  goPointer,
  goStruct,
  invalid,
  notSupported,
  required,
  type FieldError,
  type GoText,
} from '../../api/field-errors.ts';
import { inclusiveRangeMessage } from '../../base/name-rules.ts';
import { remembered, type Draft, type Found } from './draft.ts';
import { checkDescendingPath } from './volumes.ts';

const MAX_ID = 2_147_483_647;
const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const SYSCTL = '([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL_PATTERN = new RegExp(`^(?:${SYSCTL})$`);
const MAX_SYSCTL_BYTES = 253;

/** Checks the security settings of a container. kube: pkg/apis/core/validation/validation.go ValidateSecurityContext */
export function checkSecurityContext(context: Draft<SecurityContext> | undefined, hostUsers: boolean, path: string, found: Found): void {
  if (context === undefined) return;
  checkContainerContext(context, path, found);
  if (hostUsers && context.procMount === 'Unmasked') {
    found.push(invalid(`${path}.procMount`, context.procMount, '`hostUsers` must be false to use `Unmasked`'));
  }
}

const checkContainerContext = remembered<Draft<SecurityContext>>((context, path, found) => {
  checkId(context.runAsUser, `${path}.runAsUser`, found);
  checkId(context.runAsGroup, `${path}.runAsGroup`, found);
  const { procMount } = context;
  if (procMount !== undefined && procMount !== 'Default' && procMount !== 'Unmasked') {
    found.push(notSupported(`${path}.procMount`, procMount, ['Default', 'Unmasked']));
  }
  checkSeccomp(context.seccompProfile, `${path}.seccompProfile`, found);
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged === true) {
      found.push(invalid(path, goSecurityContext(context), 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
    }
    for (const capability of context.capabilities?.add ?? []) {
      if (capability !== 'CAP_SYS_ADMIN') continue;
      found.push(
        invalid(path, goSecurityContext(context), 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'),
      );
    }
  }
  checkAppArmor(context.appArmorProfile, `${path}.appArmorProfile`, found);
});

/** Checks the security settings of a pod. kube: validation.go validatePodSpecSecurityContext */
export function checkPodSecurity(spec: Draft<PodSpec>, path: string, found: Found): void {
  const context = spec.securityContext ?? {};
  checkPodContext(context, path, found);
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    found.push(invalid(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'));
  }
}

const checkPodContext = remembered<Draft<PodSecurityContext>>((context, path, found) => {
  checkId(context.fsGroup, `${path}.fsGroup`, found);
  checkId(context.runAsUser, `${path}.runAsUser`, found);
  checkId(context.runAsGroup, `${path}.runAsGroup`, found);
  (context.supplementalGroups ?? []).forEach((group, i) => {
    checkId(group, `${path}.supplementalGroups[${i}]`, found);
  });
  checkSysctls(context.sysctls, `${path}.sysctls`, found);
  checkChoice(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${path}.fsGroupChangePolicy`, found);
  checkSeccomp(context.seccompProfile, `${path}.seccompProfile`, found);
  checkAppArmor(context.appArmorProfile, `${path}.appArmorProfile`, found);
  checkChoice(context.supplementalGroupsPolicy, ['Merge', 'Strict'], `${path}.supplementalGroupsPolicy`, found);
});

/** A pod with user namespaces of its own may not use those of its host. kube: validation.go validateHostUsers */
export function checkHostUsers(spec: Draft<PodSpec>, path: string, found: Found): void {
  if (spec.hostUsers !== false) return;
  const rule = 'when `pod.Spec.HostUsers` is false';
  if (spec.hostNetwork === true) found.push(forbidden(`${path}.hostNetwork`, rule));
  if (spec.hostPID === true) found.push(forbidden(`${path}.HostPID`, rule));
  if (spec.hostIPC === true) found.push(forbidden(`${path}.HostIPC`, rule));
}

function checkId(id: number | undefined, path: string, found: Found): void {
  if (id !== undefined && (id < 0 || id > MAX_ID)) found.push(invalid(path, id, inclusiveRangeMessage(0, MAX_ID)));
}

function checkChoice(value: string | undefined, supported: readonly string[], path: string, found: Found): void {
  if (value !== undefined && !supported.includes(value)) found.push(notSupported(path, value, supported));
}

function checkSysctls(sysctls: Draft<PodSecurityContext>['sysctls'], path: string, found: Found): void {
  const names = new Set<string>();
  (sysctls ?? []).forEach(({ name = '' }, i) => {
    const error = sysctlError(name, names, `${path}[${i}].name`);
    if (error !== undefined) found.push(error);
    names.add(name);
  });
}

function sysctlError(name: string, others: ReadonlySet<string>, path: string): FieldError | undefined {
  if (name === '') return required(path);
  if (name.length > MAX_SYSCTL_BYTES || !SYSCTL_PATTERN.test(name)) {
    return invalid(path, name, `must have at most ${MAX_SYSCTL_BYTES} characters and match regex ^${SYSCTL}$`);
  }
  return others.has(name) ? duplicate(path, name) : undefined;
}

function checkSeccomp(profile: Draft<SeccompProfile> | undefined, path: string, found: Found): void {
  if (profile === undefined) return;
  const { type = '', localhostProfile } = profile;
  if (type === '') found.push(required(`${path}.type`, 'type is required when seccompProfile is set'));
  else if (!PROFILE_TYPES.includes(type)) found.push(notSupported(`${path}.type`, type, PROFILE_TYPES));
  if (type !== 'Localhost') {
    if (localhostProfile === undefined) return;
    const shown = goStruct('core.SeccompProfile', [
      ['Type', type],
      ['LocalhostProfile', goPointer('string', true)],
    ]);
    found.push(invalid(`${path}.localhostProfile`, shown, 'can only be set when seccomp type is Localhost'));
  } else if (localhostProfile === undefined) {
    found.push(required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost'));
  } else checkDescendingPath(localhostProfile, `${path}.localhostProfile`, found);
}

function checkAppArmor(profile: Draft<AppArmorProfile> | undefined, path: string, found: Found): void {
  if (profile === undefined) return;
  const { type = '', localhostProfile } = profile;
  const inner = `${path}.localhostProfile`;
  if (type === 'Localhost') {
    if (localhostProfile === undefined || localhostProfile === '')
      found.push(required(inner, 'must be set when AppArmor type is Localhost'));
    else if (localhostProfile !== localhostProfile.trim())
      found.push(invalid(inner, localhostProfile, 'must not be padded with whitespace'));
  } else if (type === '') found.push(required(`${path}.type`, 'type is required when appArmorProfile is set'));
  else if (!PROFILE_TYPES.includes(type)) found.push(notSupported(`${path}.type`, type, PROFILE_TYPES));
  else if (localhostProfile !== undefined) found.push(invalid(inner, localhostProfile, 'can only be set when AppArmor type is Localhost'));
}

function goSecurityContext(context: Draft<SecurityContext>): GoText {
  const fields: readonly (readonly [name: string, type: string, value: unknown])[] = [
    ['Capabilities', 'core.Capabilities', context.capabilities],
    ['Privileged', 'bool', context.privileged],
    ['SELinuxOptions', 'core.SELinuxOptions', context.seLinuxOptions],
    ['WindowsOptions', 'core.WindowsSecurityContextOptions', context.windowsOptions],
    ['RunAsUser', 'int64', context.runAsUser],
    ['RunAsGroup', 'int64', context.runAsGroup],
    ['RunAsNonRoot', 'bool', context.runAsNonRoot],
    ['ReadOnlyRootFilesystem', 'bool', context.readOnlyRootFilesystem],
    ['AllowPrivilegeEscalation', 'bool', context.allowPrivilegeEscalation],
    ['ProcMount', 'core.ProcMountType', context.procMount],
    ['SeccompProfile', 'core.SeccompProfile', context.seccompProfile],
    ['AppArmorProfile', 'core.AppArmorProfile', context.appArmorProfile],
  ];
  return goStruct(
    'core.SecurityContext',
    fields.map(([name, type, value]) => [name, goPointer(type, value !== undefined)]),
  );
}
