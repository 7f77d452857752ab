import { goPrinted } from '../../base/go-print.ts';
import { findJsonPathResults, JsonPathError, type JsonPath } from '../../base/json-path.ts';
import { PrintError } from './print-error.ts';
import { partsOfPath, relaxedPath } from './relaxed-path.ts';
import { alignTabs, TABLE_TABS, type Aligned } from './tab-writer.ts';

/** A column that a user asked for: what is above it, and the path to what is in it, `{.metadata.name}`. */
export interface CustomColumn {
  readonly header: string;
  readonly path: string;
}

/** How a table of custom columns is printed. */
export interface CustomTableOptions {
  readonly showHeaders: boolean;
  /** The widths of the columns of the table that this one goes on below. */
  readonly widths?: readonly number[];
}

/** The columns of `-o custom-columns=NAME:.metadata.name,...`; throws a PrintError. kube: staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go NewCustomColumnsPrinterFromSpec */
export function readCustomColumns(spec: string): readonly CustomColumn[] {
  if (spec === '') throw new PrintError('custom-columns format specified but no custom columns given');
  return spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) throw new PrintError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), path: relaxedPath(part.slice(colon + 1)) };
  });
}

/** The columns of a file of `-o custom-columns-file`: a line of headers and a line of paths; throws a PrintError. kube: the same file, NewCustomColumnsPrinterFromTemplate */
export function readCustomColumnsFile(text: string): readonly CustomColumn[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const expected = 'Expected format is one line of space separated headers, one line of space separated column specs.';
  if (text === '') throw new PrintError(`invalid template, missing header line. ${expected}`);
  if (lines.length < 2) throw new PrintError(`invalid template, missing spec line. ${expected}`);
  const [headers, paths] = [wordsOf(lines[0]!), wordsOf(lines[1]!)];
  if (headers.length !== paths.length) {
    throw new PrintError(`number of headers (${headers.length}) and field specifications (${paths.length}) don't match`);
  }
  return headers.map((header, index) => ({ header, path: relaxedPath(paths[index]!) }));
}

function wordsOf(line: string): readonly string[] {
  return line.split(/\s+/u).filter((word) => word !== '');
}

/** A table of objects in custom columns, and how wide they are; throws a PrintError. kube: the same file, PrintObj */
export function customTable(columns: readonly CustomColumn[], objects: readonly unknown[], options: CustomTableOptions): Aligned {
  const headers = options.showHeaders ? [`${columns.map(({ header }) => header).join('\t')}\n`] : [];
  const paths = columns.map(({ path }) => partsOfPath(path));
  const rows: string[] = [];
  try {
    for (const object of objects) rows.push(`${paths.map((path) => cellOf(object, path)).join('\t')}\n`);
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw new PrintError(error.message, alignTabs([...headers, ...rows].join(''), TABLE_TABS, options.widths).text);
  }
  return alignTabs([...headers, ...rows].join(''), TABLE_TABS, options.widths);
}

function cellOf(object: unknown, path: JsonPath): string {
  const results = findJsonPathResults(object, path, true);
  const none = (results[0]?.length ?? 0) === 0 ? ['<none>'] : [];
  return [...none, ...results.flat().map((value) => escapeTerminal(goPrinted(value)))].join(',');
}

/** What would move the cursor of a terminal is shown instead. kube: staging/src/k8s.io/cli-runtime/pkg/printers/terminal.go EscapeTerminal */
function escapeTerminal(text: string): string {
  return text.replaceAll('\x1b', '^[').replaceAll('\r', '\\r');
}
