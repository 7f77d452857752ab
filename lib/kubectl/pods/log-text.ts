import { START_MILLIS } from '../../sim/time.ts';
import type { LogLine } from '../../node/images/log-lines.ts';

/** What of a log is wanted. */
export interface LogView {
  /** So many lines from the end; all unless given. */
  readonly tail: number | undefined;
  /** Those since then, in milliseconds of cluster time. */
  readonly sinceMillis: number | undefined;
  readonly timestamps: boolean;
  /** So many bytes at most; all unless given. */
  readonly limitBytes: number | undefined;
}

/** The lines of a log that are wanted, each with its line end; the last may be cut off. kube: staging/src/k8s.io/cri-client/pkg/logs/logs.go ReadLogs */
export function viewedLines(
  lines: readonly LogLine[],
  { tail, sinceMillis, timestamps, limitBytes = Infinity }: LogView,
): readonly LogLine[] {
  const last = tail === undefined ? lines : tail === 0 ? [] : lines.slice(-tail);
  let left = limitBytes;
  const viewed: LogLine[] = [];
  for (const line of last) {
    if (sinceMillis !== undefined && line.atMillis < sinceMillis) continue;
    const text = `${timestamps ? `${preciseTime(line.atMillis)} ` : ''}${line.text}\n`;
    const bytes = Buffer.from(text);
    if (left <= 0) break;
    viewed.push({ ...line, text: bytes.length <= left ? text : bytes.subarray(0, left).toString() });
    left -= bytes.length;
  }
  return viewed;
}

/** A time with nine digits of seconds, as the runtime writes them. */
function preciseTime(atMillis: number): string {
  return `${new Date(START_MILLIS + atMillis).toISOString().slice(0, -1)}000000Z`;
}
