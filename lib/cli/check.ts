import { statSync } from 'node:fs';
import { UsageError } from '../api/errors.ts';
import { Registry } from '../api/kind.ts';
import { MOST_FILE_BYTES, tooLargeMessage } from '../base/yaml.ts';
import { checkFile, type CheckedFile } from '../check/check-file.ts';
import { checkSet, type CheckReport } from '../check/check-set.ts';
import { kinds, versions } from '../kinds/index.ts';
import { checkText } from '../report/check-text.ts';
import { findManifests, readText, STDIN, type ManifestPath } from './manifest-files.ts';

/** What the command line asks of a check. */
export interface CheckOptions {
  readonly output: 'text' | 'json' | 'github' | 'sarif' | 'junit';
  readonly warningsAsErrors?: boolean;
}

/**
 * Checks manifests without a cluster and prints what was found. Returns 0 when nothing is refused, 1 when something is. Throws UsageError when there
 * is nothing to check.
 */
export async function check(paths: readonly string[], options: CheckOptions, cwd: string): Promise<0 | 1> {
  const found = findManifests(cwd, paths);
  if (found.length === 0) throw new UsageError(`${paths.join(', ')}: there is no file that ends in .yaml, .yml or .json`);
  const registry = new Registry(kinds, versions);
  const all = checkSet(found.map((path) => checked(registry, path)));
  const report = options.warningsAsErrors === true ? withoutWarnings(all) : all;
  process.stdout.write(await written(report, options.output));
  if (report.files.length === 0) throw new UsageError('there is nothing to check: every file was passed over');
  return report.counts.error > 0 ? 1 : 0;
}

function checked(registry: Registry, { file, path, isNamed }: ManifestPath): CheckedFile {
  const size = path === STDIN ? 0 : statSync(path).size;
  if (size <= MOST_FILE_BYTES) return checkFile(registry, { file, text: readText(path), isNamed });
  const message = tooLargeMessage(file, size, MOST_FILE_BYTES);
  return {
    file,
    findings: [
      {
        file,
        line: 1,
        column: 1,
        level: 'error',
        rule: 'yaml',
        message,
        excerpt: '',
      },
    ],
    counts: { error: 1, warning: 0, note: 0 },
    members: [],
    strangers: [],
    defined: [],
    kinds: [],
  };
}

/** Warnings become errors. */
function withoutWarnings(report: CheckReport): CheckReport {
  const { error, warning, note } = report.counts;
  const findings = report.findings.map((finding) => (finding.level === 'warning' ? { ...finding, level: 'error' as const } : finding));
  return {
    ...report,
    findings,
    counts: { error: error + warning, warning: 0, note },
  };
}

async function written(report: CheckReport, output: CheckOptions['output']): Promise<string> {
  switch (output) {
    case 'text': {
      const { isTTY } = process.stdout;
      const isColored = isTTY ? process.env['NO_COLOR'] === undefined : process.env['FORCE_COLOR'] !== undefined;
      return checkText(report, isColored);
    }
    case 'json':
      return (await import('../report/check-json.ts')).checkJson(report);
    case 'github':
      return (await import('../report/check-github.ts')).checkGithub(report);
    case 'sarif':
      return (await import('../report/check-sarif.ts')).checkSarif(report);
    case 'junit':
      return (await import('../report/check-junit.ts')).checkJunit(report);
  }
}
