/** Blanks between a column and the next one. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go tabbedString */
const PADDING = 2;

/** A line's cells; all but the last one ended with a tab. */
type Cells = readonly string[];

/**
 * A text with its tab-terminated cells aligned: a column is a run of lines that have such a cell there, as wide as its widest cell and two
 * blanks; what follows the last tab of a line counts for none. kube: the Go library's text/tabwriter, as kubectl sets it up
 */
export function tabbed(text: string): string {
  const rows = text.split(/[\n\f]/).map((line) => line.split(/[\t\v]/));
  const widths = rows.map((cells) => new Array<number>(Math.max(0, cells.length - 1)).fill(0));
  const columns = rows.reduce((most, cells) => Math.max(most, cells.length - 1), 0);
  for (let column = 0; column < columns; column++) measure(rows, widths, column);
  return rows.map((cells, row) => cells.map((cell, i) => padded(cell, widths[row]![i] ?? 0)).join('')).join('\n');
}

/** Gives every run of lines with a cell in a column the width of its widest one. */
function measure(rows: readonly Cells[], widths: readonly number[][], column: number): void {
  let start = 0;
  for (let row = 0; row <= rows.length; row++) {
    const cells = rows[row];
    if (cells !== undefined && column < cells.length - 1) continue;
    const run = rows.slice(start, row);
    const width = run.reduce((most, { [column]: cell = '' }) => Math.max(most, lengthOf(cell)), 0) + PADDING;
    for (let i = start; i < row; i++) widths[i]![column] = width;
    start = row + 1;
  }
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(Math.max(0, width - lengthOf(cell)));
}

/** Code points, which is what Go counts. */
function lengthOf(cell: string): number {
  let length = 0;
  for (const _ of cell) length += 1;
  return length;
}
