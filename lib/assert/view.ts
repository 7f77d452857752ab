import type { Column, Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { UsageError } from '../api/errors.ts';
import { humanAge } from '../base/duration.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Cluster } from '../cluster.ts';
import { instantOf } from '../sim/time.ts';

/** Columns that tables in features may name for every kind. */
const COMMON: readonly Column<KubeObject>[] = [
  { name: 'Name', cell: ({ metadata }) => metadata.name },
  { name: 'Namespace', cell: ({ metadata }) => metadata.namespace },
  { name: 'Labels', cell: ({ metadata }) => pairs(metadata.labels) },
  { name: 'Annotations', cell: ({ metadata }) => pairs(metadata.annotations) },
  { name: 'Age', cell: ({ metadata }, { age }) => age(metadata.creationTimestamp) },
];

/** A header as it is compared: `Last Seen`, `last-seen` and `LAST SEEN` are one. */
function normalized(header: string): string {
  return header.toLowerCase().replace(/[\s_-]+/g, '');
}

/** What a table of a feature shows: rows of some sort, by the name of many of them, and every column that may be asked for. */
export interface View<T> {
  readonly plural: string;
  readonly columns: readonly Column<T>[];
}

/** The objects of a kind, with the columns that every kind has. */
export function viewOf({ plural, columns }: Kind): View<KubeObject> {
  return { plural, columns: [...columns, ...COMMON.filter(({ name }) => !columns.some((column) => column.name === name))] };
}

/** The columns that a table's headers mean. Throws a UsageError that names every unknown or repeated header and what would be right. */
function columnsOf<T>({ plural, columns }: View<T>, headers: readonly string[]): readonly Column<T>[] {
  const byName = new Map(columns.map((column) => [normalized(column.name), column]));
  const unknown = headers.filter((header) => !byName.has(normalized(header)));
  const repeated = headers.filter((header, i) => headers.findIndex((other) => normalized(other) === normalized(header)) < i);
  if (unknown.length === 0 && repeated.length === 0) return headers.map((header) => byName.get(normalized(header))!);
  const names = columns.map(({ name }) => name);
  const problems = [
    ...unknown.map((header) => `${plural} have no column ${JSON.stringify(header)}.${didYouMean(header, names)}`),
    ...repeated.map((header) => `the column ${JSON.stringify(header)} is there twice.`),
  ];
  throw new UsageError(`${problems.join('\n')}\nThe columns of ${plural} are ${names.join(', ')}.`);
}

/** What a view shows as rows of a table: the text of each column under the header that asked for it. */
export function rowsOf<T>(
  cluster: Cluster,
  view: View<T>,
  objects: readonly T[],
  headers: readonly string[],
): readonly ReadonlyMap<string, string>[] {
  const columns = columnsOf(view, headers);
  const age = (since: string | undefined): string => (since === undefined ? '<unknown>' : humanAge(cluster.now - instantOf(since)));
  return objects.map((object) => new Map(headers.map((header, i) => [header, String(columns[i]!.cell(object, { age }) ?? '')])));
}

function pairs(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}
