import * as baseline from './baseline.ts';
import type { Standard } from './policy.ts';
import * as restricted from './restricted.ts';
import type { Judged, Violation } from './violation.ts';

/** What one standard asks of a pod in one respect. */
interface Check {
  readonly level: 'baseline' | 'restricted';
  /** The minor release with which it came. */
  readonly since: number;
  /** The minor release with which the stricter standard came to ask for more in that respect. */
  readonly until?: number;
  readonly judge: (pod: Judged, minor: number) => Violation | undefined;
}

/** In the order in which violations are told. kube: staging/src/k8s.io/pod-security-admission/policy/registry.go populate, the `MinimumVersion` of each check */
const CHECKS: readonly Check[] = [
  { level: 'baseline', since: 0, judge: baseline.appArmorProfile },
  { level: 'baseline', since: 0, until: 22, judge: baseline.capabilitiesBaseline },
  { level: 'baseline', since: 0, judge: baseline.hostNamespaces },
  { level: 'baseline', since: 0, until: 0, judge: baseline.hostPathVolumes },
  { level: 'baseline', since: 0, judge: baseline.hostPorts },
  { level: 'baseline', since: 0, judge: baseline.privileged },
  { level: 'baseline', since: 0, judge: baseline.procMount },
  { level: 'baseline', since: 0, judge: baseline.seLinuxOptions },
  { level: 'baseline', since: 19, until: 19, judge: baseline.seccompBaseline },
  { level: 'baseline', since: 0, judge: baseline.sysctls },
  { level: 'baseline', since: 0, judge: baseline.hostProcesses },
  { level: 'restricted', since: 8, judge: restricted.allowPrivilegeEscalation },
  { level: 'restricted', since: 22, judge: restricted.capabilitiesRestricted },
  { level: 'restricted', since: 0, judge: restricted.restrictedVolumes },
  { level: 'restricted', since: 0, judge: restricted.runAsNonRoot },
  { level: 'restricted', since: 23, judge: restricted.runAsUser },
  { level: 'restricted', since: 19, judge: restricted.seccompRestricted },
];

/** All in which a pod is not as a standard wants it. kube: the same file, EvaluatePod */
export function violationsOf({ level, minor }: Standard, pod: Judged): readonly Violation[] {
  if (level === 'privileged') return [];
  const asked = CHECKS.filter((check) => {
    if (check.since > minor) return false;
    return level === 'baseline' ? check.level === 'baseline' : check.until === undefined || check.until > minor;
  });
  return asked.flatMap(({ judge }) => judge(pod, minor) ?? []);
}
