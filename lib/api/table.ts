import { humanAge } from '../base/duration.ts';
import { instantOf } from '../sim/time.ts';
import { columnDescription } from './column-descriptions.ts';
import type { Kind, Now, RowCondition } from './kind.ts';
import type { KubeObject, StoredMeta } from './object.ts';

/** What is told of an object besides its cells: nothing, its metadata, or all of it. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** The metadata of an object in the place of the object. */
export interface PartialObjectMetadata {
  readonly kind: 'PartialObjectMetadata';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: StoredMeta;
}

/** A list as the server prints it. */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly columnDefinitions: readonly ColumnDefinition[];
  readonly rows: readonly TableRow[];
}

/** A column of a table; what has a priority other than 0 is shown with `-o wide` alone. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

/** A row of a table. */
export interface TableRow {
  readonly cells: readonly (string | number)[];
  readonly conditions?: readonly RowCondition[];
  readonly object: PartialObjectMetadata | KubeObject | null;
}

/** The columns of a kind as the server defines them. */
function definitionsOf(kind: Kind): readonly ColumnDefinition[] {
  const known = definitions.get(kind);
  if (known !== undefined) return known;
  const defined = printed(kind).map((column) => definitionOf(kind, column));
  definitions.set(kind, defined);
  return defined;
}

const definitions = new WeakMap<Kind, readonly ColumnDefinition[]>();

function definitionOf(kind: Kind, { name, type = 'string', format, description, wide = false }: Kind['columns'][number]): ColumnDefinition {
  return {
    name,
    type,
    format: format ?? (name === 'Name' ? 'name' : ''),
    description: description ?? columnDescription(kind, name) ?? '',
    priority: wide ? 1 : 0,
  };
}

function printed({ columns }: Kind): Kind['columns'] {
  return columns.filter(({ extra }) => extra !== true);
}

/** An object with nothing but its metadata. */
function partialMetadata({ metadata }: KubeObject): PartialObjectMetadata {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata };
}

/** Objects as the server prints them, at a moment of cluster time. kube: pkg/printers/internalversion/printers.go */
export function tableOf(
  kind: Kind,
  objects: readonly KubeObject[],
  metadata: Table['metadata'],
  nowMillis: number,
  include: IncludeObject = 'Metadata',
): Table {
  const columns = printed(kind);
  const now: Now = { age: (since) => (since === undefined ? '<unknown>' : humanAge(nowMillis - instantOf(since))) };
  const rows = objects.map((object): TableRow => {
    const conditions = kind.rowConditions?.(object) ?? [];
    return {
      cells: columns.map(({ cell }) => cell(object, now) ?? ''),
      ...(conditions.length === 0 ? {} : { conditions }),
      object: include === 'None' ? null : include === 'Object' ? object : partialMetadata(object),
    };
  });
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions: definitionsOf(kind), rows };
}
