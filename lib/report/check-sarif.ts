import type { CheckReport } from '../check/check-set.ts';
import { RULES, type Finding } from '../check/finding.ts';
import { asciiJson } from './check-json.ts';
import { printable } from './text.ts';

const ruleIds = Object.keys(RULES);

/** What was found as SARIF 2.1.0, which code scanning services read. Source: the OASIS standard, section 3. */
export function checkSarif({ findings }: CheckReport): string {
  const rules = Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } }));
  return asciiJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'gherkube', rules } }, columnKind: 'utf16CodeUnits', results: findings.map(resultOf) }],
  });
}

function resultOf({ file, line, column, level, rule, message, hint }: Finding): object {
  return {
    ruleId: rule,
    ruleIndex: ruleIds.indexOf(rule),
    level,
    message: { text: printable(hint === undefined ? message : `${message}\n${hint}`) },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line, startColumn: column } } }],
  };
}

/** A relative reference in which nothing but slashes has a meaning of its own. */
function uriOf(file: string): string {
  return printable(file).split('/').map(encodeURIComponent).join('/');
}
