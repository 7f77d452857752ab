/** What a recording prints otherwise here. */
export interface KnownDifference {
  /** How many of its commands. */
  readonly commands: number;
  readonly reason: string;
}

/** The recordings that differ, by their names. The list may only shrink: a command that comes to agree has to go from it. */
export const KNOWN_DIFFERENCES: ReadonlyMap<string, KnownDifference> = new Map([
  ['crd-install-and-use', { commands: 1, reason: 'kubectl remembers custom kinds for hours after they are gone; here it looks again' }],
  ['cronjob-runs', { commands: 7, reason: 'waits for the CronJob controller' }],
  ['ctl-apply-merge', { commands: 1, reason: 'there is no network: addresses instead of files are refused' }],
  ['ctl-describe-kinds', { commands: 2, reason: 'waits for the controllers of volumes' }],
  ['ctl-explain', { commands: 1, reason: 'what the values of an enum mean is in no package that is published' }],
  ['ds-one-per-node', { commands: 8, reason: 'waits for the DaemonSet controller' }],
  ['ds-rolling-update', { commands: 14, reason: 'waits for the DaemonSet controller' }],
  ['hpa-objects', { commands: 4, reason: 'waits for the HorizontalPodAutoscaler controller' }],
  ['job-backoff-limit', { commands: 9, reason: 'waits for the Job controller' }],
  ['job-complete', { commands: 9, reason: 'waits for the Job controller' }],
  ['job-create-generator', { commands: 2, reason: 'waits for the Job controller' }],
  ['sts-not-ready-blocks', { commands: 6, reason: 'waits for the StatefulSet controller' }],
  ['sts-ordered', { commands: 14, reason: 'waits for the StatefulSet controller' }],
  ['sts-rolling-update', { commands: 14, reason: 'waits for the StatefulSet controller' }],
  ['vol-missing-claim', { commands: 6, reason: 'waits for the controllers of volumes' }],
  ['vol-pv-pvc-binding', { commands: 7, reason: 'waits for the controllers of volumes' }],
]);
