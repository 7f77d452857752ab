import type { CheckReport } from '../check/check-set.ts';
import type { Finding } from '../check/finding.ts';
import { element, junitDocument, seconds, type JunitCase } from './junit-document.ts';
import { escapeXml, oneLine, printable } from './text.ts';

/** What was found as JUnit XML: a suite for each file, a case for each object, and one for the file itself. */
export function checkJunit({ files, objects, findings }: CheckReport): string {
  const titles = groups(objects, ({ file }) => file);
  const found = groups(findings, ({ file }) => file);
  return junitDocument(
    'manifests',
    files.map((file) => {
      const ofFile = groups(found.get(file) ?? [], ({ object }) => object ?? '');
      const names = [...new Set((titles.get(file) ?? []).map(({ title }) => title))];
      const cases = names.map((title) => caseOf(file, title, ofFile.get(title) ?? []));
      return { name: file, file, cases: [caseOf(file, 'can be read', ofFile.get('') ?? []), ...cases] };
    }),
  );
}

/** Errors make it fail; what is only odd stands in its output. */
function caseOf(file: string, name: string, findings: readonly Finding[]): JunitCase {
  const errors = findings.filter(({ level }) => level === 'error');
  const rest = findings.filter(({ level }) => level !== 'error');
  const [first] = errors;
  const inner: string[] = [];
  if (first !== undefined) {
    const head = element('failure', [
      ['message', oneLine(first.message, 200)],
      ['type', first.rule],
    ]);
    inner.push(`${head}${escapeXml(errors.map(told).join('\n'))}</failure>`);
  }
  // A marker in what a manifest says would make GitLab offer a file of its choice.
  if (rest.length > 0) inner.push(`<system-out>${escapeXml(rest.map(told).join('\n').replaceAll('[[', '[ ['))}</system-out>`);
  const attributes: [string, string][] = [
    ['classname', file],
    ['name', name],
    ['file', file],
    ['line', String(first?.line ?? 1)],
    ['time', seconds(0)],
  ];
  const opening = element('testcase', attributes, inner.length === 0 ? '/>' : '>');
  return {
    lines: inner.length === 0 ? [opening] : [opening, ...inner.map((line) => ` ${line}`), '</testcase>'],
    counts: { tests: 1, failures: first === undefined ? 0 : 1, errors: 0, skipped: 0, millis: 0 },
  };
}

function told({ file, line, column, level, message, hint }: Finding): string {
  return printable(`${file}:${line}:${column}: ${level}: ${message}${hint === undefined ? '' : `\nhint: ${hint}`}`);
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const list = found.get(keyOf(item));
    if (list === undefined) found.set(keyOf(item), [item]);
    else list.push(item);
  }
  return found;
}
