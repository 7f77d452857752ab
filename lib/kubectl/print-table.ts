import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { tableOf } from '../api/table.ts';
import { alignTabs, TABLE_TABS } from './print/tab-writer.ts';
import { kindName } from './resource-types.ts';

/** How a table is decorated. */
export interface TableLook {
  readonly isWide: boolean;
  readonly noHeaders: boolean;
  readonly withNamespace: boolean;
  /** Whether names stand behind their kind: `pod/web`. */
  readonly withKind: boolean;
  readonly showLabels: boolean;
  /** The labels that have a column of their own. */
  readonly labelColumns: readonly string[];
}

/** An object that has a row, and what kind of event it comes with where events are shown. */
export interface Row {
  readonly object: KubeObject;
  readonly event?: string;
}

/** Prints the rows of one kind as they come, aligned with those before. kube: staging/src/k8s.io/cli-runtime/pkg/printers/tableprinter.go */
export class TablePrinter {
  readonly #kind: Kind;
  readonly #look: TableLook;
  #hasHeaders = false;
  #widths: readonly number[] = [];

  constructor(kind: Kind, look: TableLook) {
    this.#kind = kind;
    this.#look = look;
  }

  /** The text of rows at a moment of cluster time, headers first where none were printed yet. */
  print(rows: readonly Row[], nowMillis: number): string {
    if (rows.length === 0) return '';
    const { noHeaders, isWide } = this.#look;
    const table = tableOf(
      this.#kind,
      rows.map(({ object }) => object),
      { resourceVersion: '' },
      nowMillis,
      'None',
    );
    const shown = table.columnDefinitions.flatMap(({ priority }, i) => (isWide || priority === 0 ? [i] : []));
    const lines = rows.map((row, i) =>
      this.#line(
        row,
        shown.map((column) => table.rows[i]!.cells[column]!),
      ),
    );
    const headers = shown.map((column) => table.columnDefinitions[column]!.name.toUpperCase());
    if (!noHeaders && !this.#hasHeaders) lines.unshift(this.#headerLine(headers, rows[0]!.event !== undefined));
    this.#hasHeaders = true;
    const { text, widths } = alignTabs(lines.map((line) => `${line}\n`).join(''), TABLE_TABS, this.#widths);
    this.#widths = widths;
    return text;
  }

  #headerLine(headers: readonly string[], hasEvent: boolean): string {
    const { withNamespace, labelColumns, showLabels } = this.#look;
    const labels = labelColumns.map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase());
    return [
      ...(hasEvent ? ['EVENT'] : []),
      ...(withNamespace ? ['NAMESPACE'] : []),
      ...headers,
      ...labels,
      ...(showLabels ? ['LABELS'] : []),
    ].join('\t');
  }

  #line({ object, event }: Row, cells: readonly (string | number)[]): string {
    const { withNamespace, withKind, labelColumns, showLabels } = this.#look;
    const { labels = {}, namespace = '' } = object.metadata;
    const texts = cells.map((cell) => oneLine(String(cell)));
    if (withKind) texts[0] = `${kindName(this.#kind)}/${texts[0]}`;
    const all = Object.keys(labels).sort();
    return [
      ...(event === undefined ? [] : [event]),
      ...(withNamespace ? [namespace] : []),
      ...texts,
      ...labelColumns.map((label) => (Object.hasOwn(labels, label) ? labels[label]! : '')),
      ...(showLabels ? [all.length === 0 ? '<none>' : all.map((label) => `${label}=${labels[label]}`).join(',')] : []),
    ].join('\t');
  }
}

/** A cell is cut where its first line ends. kube: the same file, printRows */
function oneLine(text: string): string {
  const end = text.search(/[\f\n\r]/);
  return end === -1 ? text : `${text.slice(0, end)}...`;
}
