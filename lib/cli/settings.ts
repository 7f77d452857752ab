import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../api/errors.ts';
import { didYouMean } from '../base/suggest.ts';

/** What a project sets once under `gherkube` in its package.json; an option of the command line wins over it. */
export interface Settings {
  /** Feature files and folders. */
  readonly paths?: readonly string[];
  /** Step files and folders, instead of those found by convention. */
  readonly import?: readonly string[];
  readonly tags?: string;
  readonly seed?: number;
  readonly parallel?: number;
  /** Folder for the reports. */
  readonly report?: string;
}

/** The most shards that one machine is asked to run at a time. */
const mostParallel = 64;

interface Rule {
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
}

const text: Rule = { expected: 'a text', accepts: (value) => typeof value === 'string' && value !== '' };
const texts: Rule = {
  expected: 'a list of texts',
  accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== ''),
};
const whole = (least: number, most: number): Rule => ({
  expected: `a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`,
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
});

/** What each setting may hold. The command line's options of the same names hold to it too. */
export const settingRules: Readonly<Record<keyof Settings, Rule>> = {
  paths: texts,
  import: texts,
  tags: text,
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  parallel: whole(1, mostParallel),
  report: text,
};

/** What is wrong with a `gherkube` section, one sentence each. */
export function settingProblems(section: unknown): string[] {
  if (typeof section !== 'object' || section === null || Array.isArray(section)) {
    return [`"gherkube" must be an object with settings, not ${JSON.stringify(section)}`];
  }
  const names = Object.keys(settingRules);
  return Object.entries(section).flatMap(([name, value]) => {
    if (!isSetting(name)) {
      const suggestion = didYouMean(name, names);
      return [`"gherkube" has no setting "${name}".${suggestion === '' ? ` There are ${names.join(', ')}.` : suggestion}`];
    }
    const rule = settingRules[name];
    return rule.accepts(value) ? [] : [`"gherkube.${name}" must be ${rule.expected}, not ${JSON.stringify(value)}`];
  });
}

function isSetting(name: string): name is keyof Settings {
  return Object.hasOwn(settingRules, name);
}

/** The settings in the package.json of a project; none when it has no such file or section. Throws UsageError with all problems at once. */
export function readSettings(cwd: string): Settings {
  const path = join(cwd, 'package.json');
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch {
    return {};
  }
  let manifest: unknown;
  try {
    manifest = JSON.parse(source);
  } catch (error) {
    throw new UsageError(`package.json cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof manifest !== 'object' || manifest === null || !('gherkube' in manifest)) return {};
  const problems = settingProblems(manifest.gherkube);
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `package.json: ${problem}`).join('\n'));
  return manifest.gherkube as Settings;
}
