import { timestamp } from '../sim/time.ts';
import type { Call } from './command.ts';

/** Writes a warning as a line of kubectl's log, with the time, and the place in its source that says so. kube: k8s.io/klog */
export function logWarning({ terminal, complain }: Pick<Call, 'terminal' | 'complain'>, place: string, text: string): void {
  const [, month = '', day = '', time = ''] = /-(\d\d)-(\d\d)T([\d:]+)/.exec(timestamp(terminal.cluster.now))!;
  complain(`W${month}${day} ${time}.000000       1 ${place}] ${text}\n`);
}
