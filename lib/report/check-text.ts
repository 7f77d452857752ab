import pc from 'picocolors';
import type { CheckReport } from '../check/check-set.ts';
import type { Finding } from '../check/finding.ts';
import { clip, textWidth, visible } from '../base/text-table.ts';
import { count, printable } from './text.ts';

/** How many findings of one file are shown: who has so many begins with the first. */
const MOST_SHOWN = 20;
const EXCERPT_COLUMNS = 120;

type Colors = ReturnType<typeof pc.createColors>;

/**
 * What was found, for people: `file:line:column: level:` and Kubernetes' own sentence, the line it is about with a mark below the place, what would be
 * right, and the numbers at the end.
 */
export function checkText(report: CheckReport, isColored: boolean): string {
  const colors = pc.createColors(isColored);
  const paragraphs: string[] = [];
  for (const [file, findings] of byFile(report.findings)) {
    paragraphs.push(...findings.slice(0, MOST_SHOWN).map((finding) => paragraph(finding, colors)));
    if (findings.length > MOST_SHOWN) paragraphs.push(`${visible(file)}: and ${findings.length - MOST_SHOWN} more\n`);
  }
  if (report.skipped.length > 0)
    paragraphs.push(report.skipped.map((skipped) => `${colors.dim('passed over')} ${skippedLine(skipped)}\n`).join(''));
  return [...paragraphs, `${summary(report, colors)}\n`].join('\n');
}

function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = files.get(finding.file);
    if (list === undefined) files.set(finding.file, [finding]);
    else list.push(finding);
  }
  return files;
}

function paragraph(finding: Finding, colors: Colors): string {
  const { file, line, column, level, message, hint } = finding;
  const color = { error: colors.red, warning: colors.yellow, note: colors.cyan }[level];
  const [first = '', ...rest] = printable(message).split('\n');
  const lines = [
    `${colors.bold(`${visible(file)}:${line}:${column}:`)} ${color(`${level}:`)} ${first}`,
    ...rest.map((text) => `  ${text}`),
  ];
  lines.push(...excerptLines(finding, color, colors));
  if (hint !== undefined) lines.push(`  ${colors.green('hint:')} ${visible(hint)}`);
  return `${lines.join('\n')}\n`;
}

/** The line, and a mark below the word at the column. */
function excerptLines({ line, column, excerpt }: Finding, color: (text: string) => string, colors: Colors): readonly string[] {
  const text = visible(excerpt.replaceAll('\t', ' '));
  const number = String(line);
  if (excerpt.trim() === '') return [];
  const before = visible(excerpt.slice(0, column - 1).replaceAll('\t', ' '));
  const word = /^[^\s:,[\]{}]+/.exec(text.slice(before.length))?.[0] ?? ' ';
  const shown = clip(text, EXCERPT_COLUMNS);
  const margin = ' '.repeat(number.length);
  const isShown = textWidth(before) < EXCERPT_COLUMNS;
  return [
    `  ${colors.dim(`${number} |`)} ${shown}`,
    ...(isShown
      ? [`  ${colors.dim(`${margin} |`)} ${' '.repeat(textWidth(before))}${color('^'.repeat(Math.min(textWidth(word), 40)))}`]
      : []),
  ];
}

function skippedLine({ file, reason, others }: CheckReport['skipped'][number]): string {
  return `${visible(file)}${others === 0 ? '' : ` and ${count(others, 'file')} of it`}: ${reason}`;
}

function summary({ files, objects, counts, skipped }: CheckReport, colors: Colors): string {
  const found = [
    counts.error === 0 ? '0 errors' : colors.red(count(counts.error, 'error')),
    counts.warning === 0 ? '0 warnings' : colors.yellow(count(counts.warning, 'warning')),
    ...(counts.note === 0 ? [] : [count(counts.note, 'note')]),
  ];
  const passedOver = skipped.reduce((sum, { others }) => sum + 1 + others, 0);
  const passed = passedOver === 0 ? '' : ` (${passedOver} passed over)`;
  return `${count(files.length, 'file')}${passed}, ${count(objects.length, 'object')}: ${found.join(', ')}`;
}
