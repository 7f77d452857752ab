/** How columns are set apart: the least width of a column, the blanks after its widest cell, and whether a column stays as wide as it ever was. */
export interface TabStyle {
  readonly leastWidth: number;
  readonly padding: number;
  readonly remembers: boolean;
}

/** The columns of tables. kube: staging/src/k8s.io/cli-runtime/pkg/printers/tabwriter.go GetNewTabWriter */
export const TABLE_TABS: TabStyle = { leastWidth: 6, padding: 3, remembers: true };

/** The columns of descriptions. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go tabbedString */
export const DESCRIBE_TABS: TabStyle = { leastWidth: 0, padding: 2, remembers: false };

/** A text in columns, and how wide they are, in characters, for what is written below it. */
export interface Aligned {
  readonly text: string;
  readonly widths: readonly number[];
}

/**
 * A text whose cells end with tabs, with the cells of contiguous lines as wide as the widest of them. What follows the last tab of a line is in no
 * column; a form feed ends a line and all columns. `widths` are those of the text above, which a style that remembers does not fall below.
 * kube: vendor/github.com/liggitt/tabwriter/tabwriter.go
 */
export function alignTabs(text: string, style: TabStyle, widths: readonly number[] = []): Aligned {
  const remembered = [...widths];
  const parts = text.split('\f').map((part, index, all) => {
    const lines = part.split('\n').map((line) => line.split(/[\t\v]/));
    // The tab at the very end has no line that it could widen.
    const last = lines.at(-1)!;
    if (index === all.length - 1 && last.length > 1 && last.at(-1) === '') last.pop();
    return alignedLines(lines, style, remembered);
  });
  return { text: parts.join('\n'), widths: remembered };
}

/** A text in columns by themselves. */
export function tabbed(text: string, style: TabStyle): string {
  return alignTabs(text, style).text;
}

/** Pads column after column; only lines that have a column are looked at for it. Raises what is remembered. */
function alignedLines(lines: readonly (readonly string[])[], { leastWidth, padding, remembers }: TabStyle, remembered: number[]): string {
  const written = lines.map(() => [] as string[]);
  let having = lines.flatMap((cells, index) => (cells.length > 1 ? [index] : []));
  for (let column = 0; having.length > 0; column++) {
    for (const block of contiguous(having)) {
      const lengths = block.map((line) => lengthOf(lines[line]![column]!));
      const needed = lengths.reduce((most, length) => Math.max(most, length + padding), leastWidth);
      const width = remembers ? Math.max(needed, remembered[column] ?? 0) : needed;
      if (remembers) remembered[column] = width;
      block.forEach((line, index) => written[line]!.push(lines[line]![column]!, ' '.repeat(width - lengths[index]!)));
    }
    having = having.filter((line) => lines[line]!.length > column + 2);
  }
  return lines.map((cells, index) => written[index]!.join('') + (cells.at(-1) ?? '')).join('\n');
}

function contiguous(lines: readonly number[]): readonly (readonly number[])[] {
  const blocks: number[][] = [];
  for (const line of lines) {
    const block = blocks.at(-1);
    if (block?.at(-1) === line - 1) block.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

/** Characters, not the halves of them that a string is made of. */
function lengthOf(text: string): number {
  return [...text].length;
}
