import type { PodSecurityContext, SecurityContext, SELinuxOptions } from '../../api/generated/types.ts';
import { goQuote } from '../../api/field-errors.ts';
import {
  containersOf,
  containersText,
  counted,
  distinct,
  namesOf,
  quoted,
  settersText,
  violation,
  type Judged,
  type Violation,
} from './violation.ts';

type Context = PodSecurityContext | SecurityContext;

const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';
const APPARMOR_TYPES: ReadonlySet<string> = new Set(['RuntimeDefault', 'Localhost']);

/** No profile of AppArmor is set that loosens what is usual. kube: staging/src/k8s.io/pod-security-admission/policy/check_appArmorProfile.go */
export function appArmorProfile(pod: Judged): Violation | undefined {
  const typeOf = ({ appArmorProfile }: Context): string => appArmorProfile?.type ?? 'RuntimeDefault';
  const isBad = (context: Context): boolean => !APPARMOR_TYPES.has(typeOf(context));
  const annotations = Object.entries(pod.annotations)
    .filter(([key, value]) => key.startsWith(APPARMOR_ANNOTATION) && !isKnownProfile(value))
    .map(([key, value]) => `${key}=${goQuote(value)}`)
    .sort();
  const setters = [settersText(pod, isBad), annotations.length === 0 ? '' : counted('annotation', annotations.length)];
  const values = [...distinct(contextsOf(pod).filter(isBad).map(typeOf)), ...annotations];
  if (values.length === 0) return undefined;
  const said = setters.filter((text) => text !== '').join(' and ');
  return violation(counted('forbidden AppArmor profile', values.length), `${said} must not set AppArmor profile type to ${quoted(values)}`);
}

function isKnownProfile(profile: string): boolean {
  return profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/');
}

/** The security contexts of a pod and of its containers. */
function contextsOf(pod: Judged): readonly Context[] {
  return [pod.spec.securityContext ?? {}, ...containersOf(pod).map(({ securityContext = {} }) => securityContext)];
}

const DEFAULT_CAPABILITIES: ReadonlySet<string> = new Set([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP'],
  ...['SETUID', 'SYS_CHROOT'],
]);

/** No capability is added beyond those that containers have anyway. kube: the same folder, check_capabilities_baseline.go */
export function capabilitiesBaseline(pod: Judged): Violation | undefined {
  return violation(
    'non-default capabilities',
    addedText(pod, (capability) => DEFAULT_CAPABILITIES.has(capability)),
  );
}

/** Which containers add capabilities that they may not add, and which; empty where none does. */
export function addedText(pod: Judged, isAllowed: (capability: string) => boolean): string {
  const addedBy = ({ capabilities }: SecurityContext): readonly string[] => (capabilities?.add ?? []).filter((one) => !isAllowed(one));
  const names = namesOf(pod, (context) => addedBy(context).length > 0);
  if (names.length === 0) return '';
  const added = distinct(containersOf(pod).flatMap(({ securityContext = {} }) => addedBy(securityContext)));
  return `${containersText(names)} must not include ${quoted(added)} in securityContext.capabilities.add`;
}

/** The namespaces of the node are not shared. kube: the same folder, check_hostNamespaces.go */
export function hostNamespaces({ spec }: Judged): Violation | undefined {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  return violation('host namespaces', shared.map((field) => `${field}=true`).join(', '));
}

/** No directory of the node is mounted. kube: the same folder, check_hostPathVolumes.go */
export function hostPathVolumes({ spec }: Judged): Violation | undefined {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
  return names.length === 0 ? undefined : violation('hostPath volumes', `${counted('volume', names.length)} ${quoted(names)}`);
}

/** No port of the node is taken. kube: the same folder, check_hostPorts.go */
export function hostPorts(pod: Judged): Violation | undefined {
  const names = namesOf(pod, (_, { ports = [] }) => ports.some(({ hostPort = 0 }) => hostPort !== 0));
  if (names.length === 0) return undefined;
  const ports = containersOf(pod).flatMap((container) => (container.ports ?? []).map(({ hostPort = 0 }) => hostPort));
  const open = distinct(ports.filter((port) => port !== 0).map(String));
  const uses = names.length === 1 ? 'uses' : 'use';
  return violation('hostPort', `${containersText(names)} ${uses} ${counted('hostPort', open.length)} ${open.join(', ')}`);
}

/** No container is privileged. kube: the same folder, check_privileged.go */
export function privileged(pod: Judged): Violation | undefined {
  const names = namesOf(pod, (context) => context.privileged === true);
  return names.length === 0 ? undefined : violation('privileged', `${containersText(names)} must not set securityContext.privileged=true`);
}

/** What is masked of `/proc` stays masked. kube: the same folder, check_procMount.go */
export function procMount(pod: Judged): Violation | undefined {
  const isBad = ({ procMount: mount = 'Default' }: SecurityContext): boolean => mount !== 'Default';
  const names = namesOf(pod, isBad);
  if (names.length === 0) return undefined;
  const types = distinct(containersOf(pod).map(({ securityContext }) => securityContext?.procMount ?? 'Default'));
  const forbidden = types.filter((type) => type !== 'Default');
  return violation('procMount', `${containersText(names)} must not set securityContext.procMount to ${quoted(forbidden)}`);
}

const CONTAINER_TYPES: readonly string[] = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

/** SELinux is told a type for containers at most, and no user and no role. kube: the same folder, check_seLinuxOptions.go */
export function seLinuxOptions(pod: Judged, minor: number): Violation | undefined {
  const types = minor >= 31 ? [...CONTAINER_TYPES, 'container_engine_t'] : CONTAINER_TYPES;
  const isBad = ({ type = '', user = '', role = '' }: SELinuxOptions): boolean => !types.includes(type) || user !== '' || role !== '';
  const setters = settersText(pod, ({ seLinuxOptions: options = {} }) => isBad(options));
  if (setters === '') return undefined;
  const options = contextsOf(pod).map((context) => context.seLinuxOptions ?? {});
  const bad = distinct(options.map(({ type = '' }) => type).filter((type) => !types.includes(type)));
  const wrong = [
    ...(bad.length === 0 ? [] : [`${counted('type', bad.length)} ${quoted(bad)}`]),
    ...(options.some(({ user = '' }) => user !== '') ? ['user may not be set'] : []),
    ...(options.some(({ role = '' }) => role !== '') ? ['role may not be set'] : []),
  ];
  return violation('seLinuxOptions', `${setters} set forbidden securityContext.seLinuxOptions: ${wrong.join('; ')}`);
}

const SECCOMP_TYPES: ReadonlySet<string> = new Set(['RuntimeDefault', 'Localhost']);

/** No profile of seccomp is set that loosens what is usual. kube: the same folder, check_seccompProfile_baseline.go */
export function seccompBaseline(pod: Judged): Violation | undefined {
  const isBad = ({ seccompProfile: profile }: Context): boolean => profile !== undefined && !SECCOMP_TYPES.has(profile.type);
  const setters = settersText(pod, isBad);
  if (setters === '') return undefined;
  const types = distinct(
    contextsOf(pod)
      .filter(isBad)
      .map(({ seccompProfile }) => seccompProfile!.type),
  );
  return violation('seccompProfile', `${setters} must not set securityContext.seccompProfile.type to ${quoted(types)}`);
}

/** Names of kernel parameters that are safe to set, and since which minor release they are taken for it. kube: the same folder, check_sysctls.go */
const SAFE_SYSCTLS: ReadonlyMap<string, number> = new Map([
  ['kernel.shm_rmid_forced', 0],
  ['net.ipv4.ip_local_port_range', 0],
  ['net.ipv4.tcp_syncookies', 0],
  ['net.ipv4.ping_group_range', 0],
  ['net.ipv4.ip_unprivileged_port_start', 0],
  ['net.ipv4.ip_local_reserved_ports', 27],
  ['net.ipv4.tcp_keepalive_time', 29],
  ['net.ipv4.tcp_fin_timeout', 29],
  ['net.ipv4.tcp_keepalive_intvl', 29],
  ['net.ipv4.tcp_keepalive_probes', 29],
  ['net.ipv4.tcp_rmem', 32],
  ['net.ipv4.tcp_wmem', 32],
]);

/** Only parameters of the kernel are set that concern nobody else. kube: the same file */
export function sysctls({ spec }: Judged, minor: number): Violation | undefined {
  const names = (spec.securityContext?.sysctls ?? []).map(({ name }) => name);
  return violation(
    'forbidden sysctls',
    names.filter((name) => (SAFE_SYSCTLS.get(name) ?? Infinity) > minor || !SAFE_SYSCTLS.has(name)).join(', '),
  );
}

/** Nothing runs as a process of a Windows node. kube: the same folder, check_windowsHostProcess.go */
export function hostProcesses(pod: Judged): Violation | undefined {
  const setters = settersText(pod, ({ windowsOptions }) => windowsOptions?.hostProcess === true);
  return setters === '' ? undefined : violation('hostProcess', `${setters} must not set securityContext.windowsOptions.hostProcess=true`);
}
