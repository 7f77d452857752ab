import { goQuote } from '../../api/field-errors.ts';
import { goJson } from '../../base/go-json.ts';
import { goPrinted } from '../../base/go-print.ts';
import { executeGoTemplate } from './go-template/execute.ts';
import { FUNCTIONS } from './go-template/functions.ts';
import { GoTemplateError } from './go-template/lexer.ts';
import type { GoTemplate } from './go-template/nodes.ts';
import { parseGoTemplate } from './go-template/parser.ts';
import { PrintError } from './print-error.ts';

/** How a template treats what is missing. */
export interface GoTemplateOptions {
  /** It is `<no value>`, and no error. */
  readonly allowMissingKeys: boolean;
}

/**
 * What a template of Go makes of a value, as `-o go-template`; throws a PrintError, which knows what was printed before and what explains it.
 * kube: staging/src/k8s.io/cli-runtime/pkg/printers/template.go
 */
export function goTemplateText(template: string, value: unknown, { allowMissingKeys }: GoTemplateOptions): string {
  if (template === '') throw new PrintError('template format specified but no template given');
  const { printed, problem } = executeGoTemplate(readGoTemplate(template), value, allowMissingKeys);
  if (problem === undefined) return printed;
  const explained = [
    `Error executing template: ${problem.message}. Printing more information for debugging the template:`,
    '\ttemplate was:',
    `\t\t${template}`,
    '\traw data was:',
    `\t\t${goJson(value)}`,
    '\tobject given to template engine was:',
    `\t\t${goPrinted(value)}`,
    '',
    '',
  ].join('\n');
  throw new PrintError(`error executing template ${goQuote(template)}: ${problem.message}`, printed + explained);
}

function readGoTemplate(template: string): GoTemplate {
  try {
    return parseGoTemplate(template, new Set(FUNCTIONS.keys()));
  } catch (error) {
    if (error instanceof GoTemplateError) throw new PrintError(`error parsing template ${template}, ${error.message}`);
    throw error;
  }
}
