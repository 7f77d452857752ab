import type { IRunConfiguration } from '@cucumber/cucumber/api';
import { UsageError } from '../api/errors.ts';
import type { FoundFeatures } from './find-files.ts';
import { causeOf, loadCucumber, silentEnvironment } from './run-scenarios.ts';

/** Which scenarios to run, as cucumber is told. */
export type Sources = IRunConfiguration['sources'];

/** A scenario that would run. */
export interface Planned {
  readonly uri: string;
  readonly location: { readonly line: number };
}

/** Lists the scenarios that sources select. Rejects with UsageError when the selection makes no sense. */
export async function plannedScenarios(sources: Sources, cucumber: string, cwd: string): Promise<readonly Planned[]> {
  try {
    return (await loadCucumber(cucumber).loadSources(sources, silentEnvironment(cwd))).plan;
  } catch (error) {
    throw new UsageError(causeOf(error));
  }
}

/** What to tell cucumber, so that it runs these features, filtered by tag expression and by regular expressions of names. */
export async function sourcesOf(
  features: FoundFeatures,
  filters: { readonly tags: string; readonly names: readonly string[] },
  plan: (sources: Sources) => Promise<readonly Planned[]>,
): Promise<Sources> {
  const whole: Sources = {
    defaultDialect: 'en',
    paths: features.files.map(literalGlob),
    names: [],
    tagExpression: '',
    order: 'defined',
  };
  const paths = [...whole.paths];
  for (const place of features.lines) paths.push(...(await scenarioLines(place, whole, plan)));
  return { ...whole, paths, names: [...filters.names], tagExpression: filters.tags };
}

/**
 * Cucumber knows a scenario by the line of its heading or example row; any line of it will do for us: the last scenario that begins at
 * or above the line is meant, and above the first one the whole file.
 */
async function scenarioLines(place: string, whole: Sources, plan: (sources: Sources) => Promise<readonly Planned[]>): Promise<string[]> {
  const [file = '', ...lines] = place.split(/:(?=\d+(?::\d+)*$)/);
  const source = { ...whole, paths: [literalGlob(file)] };
  const starts = (await plan(source)).map(({ location }) => location.line);
  const meant: string[] = [];
  for (const line of lines) {
    const exact = `${file}:${line}`;
    const isKnown = (await plan({ ...source, paths: [...source.paths, exact] })).length > 0;
    const start = starts.findLast((candidate) => candidate <= Number(line));
    if (isKnown) meant.push(exact);
    else if (start !== undefined) meant.push(`${file}:${start}`);
    else meant.push(...starts.map((any) => `${file}:${any}`));
  }
  return meant;
}

/** A path that cucumber, which takes every path for a pattern, takes for itself: a character in brackets stands for itself alone. */
export function literalGlob(path: string): string {
  return path.replace(/[?*()[\]]/g, '[$&]').replace(/(^|\/)@(?=[^/]*$)/, '$1[@]');
}
