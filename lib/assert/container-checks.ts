import { UsageError } from '../api/errors.ts';
import { clip, visible } from '../base/text-table.ts';
import type { Cluster } from '../cluster.ts';
import type { Pod } from '../kinds/pod-state.ts';
import type { Check } from './check.ts';
import { isOne, isWithin, overview, type Count } from './checks.ts';
import type { ObjectName } from './listing.ts';
import { objectCheck, type Judge } from './object-check.ts';
import { warningsAbout } from './warnings.ts';

/** A check of a pod. */
const onPod = (wanted: ObjectName, judge: Judge<Pod>): Check =>
  objectCheck(wanted, judge, { kind: 'Pod', otherwise: 'has no containers: say which pod, as in: pod "web-1"' });

/** How much of a log is shown. */
const MOST_LINES = 12;
const MOST_COLUMNS = 160;

/** The containers of a pod have been restarted that often, all together. */
export function restartsCheck(wanted: ObjectName, count: Count): Check {
  return onPod(wanted, (cluster, pod) => {
    const { initContainerStatuses = [], containerStatuses = [] } = pod.status;
    const restarts = [...initContainerStatuses, ...containerStatuses].reduce((sum, { restartCount }) => sum + restartCount, 0);
    if (isWithin(restarts, count)) return undefined;
    return () => [
      `expected pod "${pod.metadata.name}" to have restarted ${count.text} ${isOne(count) ? 'time' : 'times'}, found ${restarts}:`,
      ...overview(cluster, 'pods', [pod]),
      ...warningsAbout(cluster, [pod]),
    ];
  });
}

/** One of a pod's containers has printed a text. */
export function logCheck(wanted: ObjectName, text: string): Check {
  return onPod(wanted, (cluster, pod) => {
    const lines = logLines(cluster, pod);
    if (lines.some((line) => line.includes(text))) return undefined;
    const shown = lines.slice(-MOST_LINES).map((line) => `  ${clip(visible(line), MOST_COLUMNS)}`);
    const left = lines.length > MOST_LINES ? [`  (${lines.length - MOST_LINES} lines before)`] : [];
    return () => [
      `expected the log of pod "${pod.metadata.name}" to contain ${JSON.stringify(text)}, ${lines.length === 0 ? 'but it is empty' : 'found:'}`,
      ...left,
      ...shown,
    ];
  });
}

/** The lines of all containers that have run, of the run before first. */
function logLines(cluster: Cluster, pod: Pod): readonly string[] {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  return containers.flatMap(({ name: container }) => [true, false].flatMap((previous) => linesOf(cluster, pod, { container, previous })));
}

function linesOf(cluster: Cluster, pod: Pod, request: { readonly container: string; readonly previous: boolean }): readonly string[] {
  try {
    return cluster.log(pod, request);
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
