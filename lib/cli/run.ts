import { relative, resolve } from 'node:path';
import { UsageError } from '../api/errors.ts';
import type { Envelope } from '../report/envelope.ts';
import { judge, type ExitCode } from '../report/judge.ts';
import { mergeShards } from '../report/merge.ts';
import { Progress } from '../report/progress.ts';
import { RunRecorder, type ScenarioRecord } from '../report/run-record.ts';
import { closingLines, failuresOf, featureLine, type SummaryOptions } from '../report/summary.ts';
import { count } from '../report/text.ts';
import { loadCatalogue } from './catalogue.ts';
import { configurationOf, importsOf } from './configuration.ts';
import { findFeatures, type FoundFeatures } from './find-files.ts';
import { cucumberPath, isOwnProject } from './project.ts';
import { runScenarios, type Job } from './run-scenarios.ts';
import { plannedScenarios, sourcesOf } from './selection.ts';
import { readSettings, type Settings } from './settings.ts';
import { runShards, subShards, type Shard } from './shards.ts';

/** What the command line asks of a run; the project's settings fill in what it leaves open. */
export interface RunOptions extends Settings {
  /** Regular expressions, one of which a scenario's name must match. */
  readonly names: readonly string[];
  readonly shard?: Shard;
}

const defaultSeed = 1;

/**
 * Runs the features of the project in folder `cwd`, prints what became of them and writes the reports asked for.
 * Throws UsageError when it cannot come to a run.
 */
export async function run(options: RunOptions, cwd: string): Promise<ExitCode> {
  const settings: Settings = { ...readSettings(cwd), ...options };
  const features = findFeatures(cwd, settings.paths ?? []);
  if (features.files.length === 0) throw new UsageError(noFeatures(settings));
  const cucumber = cucumberPath(cwd);
  const filters = { tags: settings.tags ?? '', names: options.names };
  const sources = await sourcesOf(features, filters, (selected) => plannedScenarios(selected, cucumber, cwd));
  const seed = settings.seed ?? defaultSeed;
  const job: Job = { cwd, cucumber, configuration: configurationOf(sources, importsOf(cwd, settings), { seed, command: commandOf(cwd) }) };
  const terminal = process.stdout;
  const isColored = terminal.isTTY ? process.env['NO_COLOR'] === undefined : process.env['FORCE_COLOR'] !== undefined;

  const played = await play(job, options.shard ?? { index: 1, total: 1 }, settings, isColored);
  const record = played.recorder.record();
  const hasNothing = played.problem === undefined && record.planned === 0 && record.parseErrors.length === 0;
  const isEmpty = hasNothing && (options.shard === undefined || (await plannedScenarios(sources, cucumber, cwd)).length === 0);
  const hasUndefined = record.scenarios.some((scenario) => scenario.steps.some((step) => step.status === 'UNDEFINED'));
  const summary: SummaryOptions = {
    seed,
    isColored,
    command: commandOf(cwd),
    catalogue: hasUndefined ? await loadCatalogue(cwd) : [],
  };
  const failures = failuresOf(record, summary);
  if (failures !== '') terminal.write(`\n${failures}`);
  if (played.problem !== undefined) process.stderr.write(`gherkube: ${played.problem}\n`);
  else if (isEmpty) process.stderr.write(`gherkube: ${noScenarios(features, filters)}\n`);
  if (settings.report !== undefined) await report(settings.report, played, job, seed);
  terminal.write(`\n${closingLines(record, summary)}`);
  return played.problem === undefined ? judge(record, isEmpty) : 2;
}

interface Played {
  readonly recorder: RunRecorder;
  /** Kept only when a report will be made of them. */
  readonly envelopes: readonly Envelope[];
  readonly problem?: string;
}

/** Runs the job, here or in several processes, showing how it goes: a line that changes on a terminal, else a line for each feature. */
async function play(job: Job, shard: Shard, settings: Settings, isColored: boolean): Promise<Played> {
  const progress = process.stdout.isTTY && process.env['CI'] === undefined ? new Progress(process.stdout) : undefined;
  const lines = featureLines(isColored);
  const recorder = new RunRecorder();
  const record = (envelope: Envelope): void => {
    const scenario = recorder.see(envelope);
    if (progress === undefined && scenario !== undefined) lines.see(scenario);
  };
  const parallel = settings.parallel ?? 1;
  let played: Omit<Played, 'recorder'>;
  if (parallel === 1) {
    const envelopes: Envelope[] = [];
    const problem = await runScenarios(sharded(job, shard), (envelope) => {
      if (settings.report !== undefined) envelopes.push(envelope);
      progress?.see(envelope);
      record(envelope);
    });
    played = { envelopes, ...(problem === undefined ? {} : { problem }) };
  } else {
    const jobs = subShards(shard, parallel).map((part) => sharded(job, part));
    const outcomes = await runShards(jobs, (envelope) => progress?.see(envelope));
    const problem = outcomes.find((outcome) => outcome.problem !== undefined)?.problem;
    progress?.clear();
    for (const { output } of outcomes) process.stdout.write(output);
    // Shards that did not come to an end cannot be merged, and there is nothing to say but why.
    const envelopes = problem === undefined ? mergeShards(outcomes.map((outcome) => outcome.envelopes)) : [];
    for (const envelope of envelopes) record(envelope);
    played = { envelopes, ...(problem === undefined ? {} : { problem }) };
  }
  progress?.clear();
  lines.end();
  return { recorder, ...played };
}

/** Prints a feature's line once the next feature begins. */
function featureLines(isColored: boolean): { see: (scenario: ScenarioRecord) => void; end: () => void } {
  let current: ScenarioRecord[] = [];
  const end = (): void => {
    if (current.length > 0) process.stdout.write(`${featureLine(current, isColored)}\n`);
    current = [];
  };
  const see = (scenario: ScenarioRecord): void => {
    if (current.length > 0 && current[0]?.uri !== scenario.uri) end();
    current.push(scenario);
  };
  return { see, end };
}

/** How people run scenarios here. */
function commandOf(cwd: string): string {
  return isOwnProject(cwd) ? 'npm start --' : 'npx gherkube run';
}

function sharded(job: Job, { index, total }: Shard): Job {
  if (total === 1) return job;
  const sources = { ...job.configuration.sources, shard: `${index}/${total}` };
  return { ...job, configuration: { ...job.configuration, sources } };
}

function noFeatures({ paths = [] }: Settings): string {
  return `there is no feature file in ${paths.length === 0 ? 'the folder features' : paths.join(', ')}; \`gherkube init\` writes a first one`;
}

function noScenarios({ files }: FoundFeatures, { tags, names }: { readonly tags: string; readonly names: readonly string[] }): string {
  const filters = [
    ...(tags === '' ? [] : [`tags ${JSON.stringify(tags)}`]),
    ...(names.length === 0 ? [] : [`name ${names.map((name) => JSON.stringify(name)).join(' or ')}`]),
  ];
  const where = count(files.length, 'feature file');
  return filters.length === 0 ? `there is no scenario in ${where}` : `no scenario in ${where} matches ${filters.join(' and ')}`;
}

async function report(folder: string, { recorder, envelopes }: Played, job: Job, seed: number): Promise<void> {
  const { writeReports } = await import('../report/write-reports.ts');
  const absolute = resolve(job.cwd, folder);
  const attachment = `${relative(job.cwd, absolute)}/report.html`;
  try {
    // Of one stream, merging makes the ids plain numbers, the same in every run.
    const stream = mergeShards([envelopes]);
    await writeReports({ folder: absolute, envelopes: stream, run: recorder.record(), cucumber: job.cucumber, seed, attachment });
  } catch (error) {
    throw new UsageError(`the reports cannot be written to ${folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
