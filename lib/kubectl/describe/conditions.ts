import { lines, tableLines, under, type Lines } from './lines.ts';
import { longTime } from './times.ts';

/** What a table tells of a condition. */
interface Told {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** The conditions of a workload with their reasons; nothing where there are none. */
export function reasonLines(conditions: readonly Told[] = []): Lines {
  const rows = conditions.map(({ type, status, reason = '' }) => [`${type} `, status, reason]);
  return rows.length === 0 ? [] : under('Conditions', tableLines(['Type', 'Status', 'Reason'], rows));
}

/** The conditions of a node or a claim, which are looked at time and again; nothing where there are none. */
export function probedLines<T extends Told>(
  lookedAt: string,
  conditions: readonly T[] = [],
  timeOf: (condition: T) => string | undefined,
): Lines {
  const rows = conditions.map((condition) => {
    const { type, status, lastTransitionTime, reason = '', message = '' } = condition;
    return [`${type} `, `${status} `, `${longTime(timeOf(condition))} `, `${longTime(lastTransitionTime)} `, `${reason} `, message];
  });
  // However long the word for the time is, the dashes under it are those of a heartbeat.
  const dashes = '----\t------\t-----------------\t------------------\t------\t-------';
  const headings = ['Type', 'Status', lookedAt, 'LastTransitionTime', 'Reason', 'Message'].join('\t');
  return rows.length === 0
    ? []
    : under(
        'Conditions',
        lines(
          headings,
          dashes,
          rows.map((cells) => cells.join('\t')),
        ),
      );
}
