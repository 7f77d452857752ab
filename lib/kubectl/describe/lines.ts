/** A part of a description, line by line without the line ends; tabs end the cells of a line. */
export type Lines = readonly string[];

/** A value as a description shows it. */
export type Shown = string | number | boolean;

/** All the parts after each other; what is undefined is left out. */
export function lines(...parts: readonly (string | Lines | undefined)[]): Lines {
  return parts.flatMap((part) => part ?? []);
}

/** `Title:` and its value, or undefined where there is no value. */
export function field(title: string, value: Shown | undefined): string | undefined {
  return value === undefined ? undefined : `${title}:\t${value}`;
}

/** The lines, further to the right by two blanks for each level. */
export function indented(level: number, ...parts: readonly (string | Lines | undefined)[]): Lines {
  return lines(...parts).map((line) => '  '.repeat(level) + line);
}

/** `Title:` and the items below each other, or `<none>`. */
export function listed(title: string, items: Lines): Lines {
  return items.length === 0 ? [`${title}:\t<none>`] : items.map((item, i) => `${i === 0 ? `${title}:` : ''}\t${item}`);
}

/** A line under a title: `Title:` and the part below it further to the right. */
export function under(title: string, ...parts: readonly (string | Lines | undefined)[]): Lines {
  return [`${title}:`, ...indented(1, ...parts)];
}

/** The rows of a table, below its headings and a line of dashes as long as they are. */
export function tableLines(headings: Lines, rows: readonly (readonly Shown[])[]): Lines {
  const dashes = headings.map((heading) => '-'.repeat(heading.length));
  return [headings, dashes, ...rows].map((cells) => cells.join('\t'));
}

/** The text, or `<none>` for an empty one and for none. */
export function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? '<none>' : text;
}

/** `True` or `False`. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go printBool */
export function capitalised(value: boolean): string {
  return value ? 'True' : 'False';
}
