import { goJson, indentedGoJson } from '../../base/go-json.ts';
import { goPrinted } from '../../base/go-print.ts';
import { JsonPathError, findJsonPathResults } from '../../base/json-path.ts';
import { parseJsonPathTemplate, type JsonPathPart } from '../../base/json-path-syntax.ts';
import { goSyntax } from './go-syntax.ts';
import { PrintError } from './print-error.ts';

/** A JSONPath template, read, with the text that it was read from. */
export interface JsonPathTemplate {
  readonly text: string;
  readonly parts: readonly JsonPathPart[];
  /** Every result is printed as a list of JSON. */
  readonly asJson: boolean;
}

/** How a template is printed. */
export interface JsonPathOptions {
  /** `-o jsonpath-as-json`. */
  readonly asJson?: boolean;
}

/** Longer texts are nobody's wish. */
const MOST_CHARACTERS = 10_000_000;

/** Reads a template of `-o jsonpath`; throws a PrintError. kube: staging/src/k8s.io/cli-runtime/pkg/genericclioptions/jsonpath_flags.go ToPrinter */
export function readJsonPathTemplate(text: string, { asJson = false }: JsonPathOptions = {}): JsonPathTemplate {
  if (text === '') throw new PrintError('template format specified but no template given');
  try {
    return { text, parts: parseJsonPathTemplate(text), asJson };
  } catch (error) {
    if (error instanceof JsonPathError) throw new PrintError(`error parsing jsonpath ${text}, ${error.message}`);
    throw error;
  }
}

/** What a template makes of an object; throws a PrintError. Missing fields are nothing unless they may not be missing. kube: staging/src/k8s.io/cli-runtime/pkg/printers/jsonpath.go */
export function jsonPathText(template: JsonPathTemplate, object: unknown, allowsMissing = true): string {
  try {
    const results = findJsonPathResults(object, template.parts, allowsMissing);
    let printed = '';
    for (const values of results) {
      printed += template.asJson ? `${indentedGoJson(values, '    ')}\n` : values.map(textOf).join(' ');
      if (printed.length > MOST_CHARACTERS) throw new JsonPathError(`more than ${MOST_CHARACTERS} characters`);
    }
    return printed;
  } catch (error) {
    if (error instanceof JsonPathError) throw new PrintError(executionProblem(template.text, error.message, object));
    throw error;
  }
}

/** Lists and mappings are JSON; a null is so too. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return typeof value === 'object' ? goJson(value) : goPrinted(value);
}

function executionProblem(template: string, message: string, object: unknown): string {
  return [
    `error executing jsonpath ${goSyntax(template)}: Error executing template: ${message}. Printing more information for debugging the template:`,
    `\ttemplate was:`,
    `\t\t${template}`,
    `\tobject given to jsonpath engine was:`,
    `\t\t${goSyntax(object)}`,
    '',
    '',
    '',
  ].join('\n');
}
