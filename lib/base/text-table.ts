/** The widest a cell of a table is printed, in terminal columns, unless the caller says otherwise. */
export const CELL_COLUMNS = 60;

// East Asian Wide and Fullwidth, and emoji shown as pictures: first and last code point of each range.
// Source: Unicode 15.1 EastAsianWidth.txt, neighbouring ranges with only unassigned points between them joined.
// prettier-ignore
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], [0x231a, 0x231b], [0x2329, 0x232a], [0x23e9, 0x23ec], [0x23f0, 0x23f0], [0x23f3, 0x23f3], [0x25fd, 0x25fe],
  [0x2614, 0x2615], [0x2648, 0x2653], [0x267f, 0x267f], [0x2693, 0x2693], [0x26a1, 0x26a1], [0x26aa, 0x26ab], [0x26bd, 0x26be],
  [0x26c4, 0x26c5], [0x26ce, 0x26ce], [0x26d4, 0x26d4], [0x26ea, 0x26ea], [0x26f2, 0x26f3], [0x26f5, 0x26f5], [0x26fa, 0x26fa],
  [0x26fd, 0x26fd], [0x2705, 0x2705], [0x270a, 0x270b], [0x2728, 0x2728], [0x274c, 0x274c], [0x274e, 0x274e], [0x2753, 0x2755],
  [0x2757, 0x2757], [0x2795, 0x2797], [0x27b0, 0x27b0], [0x27bf, 0x27bf], [0x2b1b, 0x2b1c], [0x2b50, 0x2b50], [0x2b55, 0x2b55],
  [0x2e80, 0x303e], [0x3041, 0x4dbf], [0x4e00, 0xa4cf], [0xa960, 0xa97f], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f], [0xff01, 0xff60], [0xffe0, 0xffe6], [0x16fe0, 0x1b2ff], [0x1f004, 0x1f004], [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f18e], [0x1f191, 0x1f19a], [0x1f200, 0x1f320], [0x1f32d, 0x1f335], [0x1f337, 0x1f37c], [0x1f37e, 0x1f393],
  [0x1f3a0, 0x1f3ca], [0x1f3cf, 0x1f3d3], [0x1f3e0, 0x1f3f0], [0x1f3f4, 0x1f3f4], [0x1f3f8, 0x1f43e], [0x1f440, 0x1f440],
  [0x1f442, 0x1f4fc], [0x1f4ff, 0x1f53d], [0x1f54b, 0x1f54e], [0x1f550, 0x1f567], [0x1f57a, 0x1f57a], [0x1f595, 0x1f596],
  [0x1f5a4, 0x1f5a4], [0x1f5fb, 0x1f64f], [0x1f680, 0x1f6c5], [0x1f6cc, 0x1f6cc], [0x1f6d0, 0x1f6d2], [0x1f6d5, 0x1f6df],
  [0x1f6eb, 0x1f6ec], [0x1f6f4, 0x1f6fc], [0x1f7e0, 0x1f7f0], [0x1f90c, 0x1f93a], [0x1f93c, 0x1f945], [0x1f947, 0x1f9ff],
  [0x1fa70, 0x1faff], [0x20000, 0x3fffd],
];

const NO_WIDTH = /[\p{Mn}\p{Me}\u1160-\u11ff\u200c\u200d]/u;

// Controls, line separators, and what shows nothing or reorders its neighbours; joiners stay, scripts need them.
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;
// prettier-ignore
const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t']]);

/** How many terminal columns a text takes: East Asian wide characters two, combining marks none. */
export function textWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += characterWidth(character);
  return columns;
}

/** A text with everything that would not show, or would move the cursor (controls, ANSI escapes), written as an escape such as `\n` or `\x1b`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.codePointAt(0)!;
    const hex = code.toString(16);
    return SHORT_ESCAPES.get(character) ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`);
  });
}

/** A text cut to at most `columns` terminal columns, `…` standing for what was cut off its end. */
export function clip(text: string, columns: number): string {
  if (text.length <= columns && textWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    const wider = width + characterWidth(character);
    if (wider > columns) return cutForEllipsis(kept, columns);
    kept += character;
    width = wider;
  }
  return kept;
}

/** A text followed by the spaces that make it `columns` terminal columns wide; a wider one is unchanged. */
function padText(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}

/**
 * A text as the cell of a Gherkin table: `|`, line breaks and the backslashes that would be read as escapes are escaped the way Gherkin
 * reads them back; what does not show is made visible, spaces at either end (which Gherkin would drop) as `·`; cut to `columns`.
 */
export function gherkinCell(text: string, columns: number = CELL_COLUMNS): string {
  const bounded = clip(visible(text.replace(/\\(?=[\\n|])/g, '\\\\').replaceAll('|', '\\|')), columns);
  return bounded.replace(/^ +| +$/g, (spaces) => '·'.repeat(spaces.length));
}

/** The terminal columns each column of these rows needs; a row may be shorter than others. */
export function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, textWidth(cell))));
  return widths;
}

/** One line `| a | b |` of cells that are already escaped, each padded to its column's width. */
export function gherkinLine(cells: readonly string[], widths: readonly number[]): string {
  return `| ${widths.map((width, column) => padText(cells[column] ?? '', width)).join(' | ')} |`;
}

/** Rows as the lines of an aligned Gherkin table, cells escaped and cut to `columns` terminal columns each. */
export function gherkinTable(rows: readonly (readonly string[])[], columns: number = CELL_COLUMNS): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => gherkinCell(cell, columns)));
  const widths = columnWidths(cells);
  return cells.map((row) => gherkinLine(row, widths));
}

/**
 * Rows as the lines of an aligned table with three spaces between columns and none at the ends of lines, as kubectl prints; what does
 * not show is made visible, cells are cut to `columns` terminal columns each.
 */
export function plainTable(rows: readonly (readonly string[])[], columns: number = CELL_COLUMNS): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => clip(visible(cell), columns)));
  const widths = columnWidths(cells);
  return cells.map((row) =>
    row
      .map((cell, column) => padText(cell, widths[column]!))
      .join('   ')
      .trimEnd(),
  );
}

function cutForEllipsis(text: string, columns: number): string {
  const characters = [...text];
  while (characters.length > 0 && textWidth(characters.join('')) > columns - 1) characters.pop();
  return `${characters.join('')}…`;
}

function characterWidth(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  const code = character.codePointAt(0)!;
  if (code < 0x1100) return 1;
  let low = 0;
  let high = WIDE.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = WIDE[middle]!;
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return 2;
  }
  return 1;
}
