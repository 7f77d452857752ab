import type { CheckReport } from '../check/check-set.ts';
import type { Finding, Level } from '../check/finding.ts';
import { count, printable } from './text.ts';

const COMMANDS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** What was found as workflow commands, which GitHub shows beside the lines of a pull request. Source: GitHub's documentation of workflow commands. */
export function checkGithub({ files, objects, findings, counts }: CheckReport): string {
  const numbers = `${count(files.length, 'file')}, ${count(objects.length, 'object')}: ${count(counts.error, 'error')}, ${count(counts.warning, 'warning')}`;
  return [...findings.map(command), numbers, ''].join('\n');
}

function command({ file, line, column, level, rule, message, hint, object }: Finding): string {
  const title = object === undefined ? rule : `${object}: ${rule}`;
  const properties = [
    ['file', file],
    ['line', String(line)],
    ['col', String(column)],
    ['title', title],
  ].map(([name, value]) => `${name!}=${escapedProperty(value!)}`);
  return `::${COMMANDS[level]} ${properties.join(',')}::${escaped(hint === undefined ? message : `${message}\n${hint}`)}`;
}

function escaped(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
