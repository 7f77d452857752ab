import pc from 'picocolors';
import { errorText } from './error-text.ts';
import { nearestSentence, type Sentence } from './nearest-sentence.ts';
import type { RunRecord, ScenarioRecord, StepRecord } from './run-record.ts';
import { count, indent, oneLine, printable } from './text.ts';

/** What the text of a run needs to know beside its record. */
export interface SummaryOptions {
  readonly seed: number;
  readonly isColored: boolean;
  /** What to type before a scenario's place in order to run it again. */
  readonly command: string;
  /** Sentences to suggest where a step is undefined. */
  readonly catalogue: readonly Sentence[];
}

type Colors = ReturnType<typeof pc.createColors>;

/** One line for a feature file that has run: its path, its name and how its scenarios ended. */
export function featureLine(scenarios: readonly ScenarioRecord[], isColored: boolean): string {
  const colors = pc.createColors(isColored);
  const first = scenarios[0];
  if (first === undefined) return '';
  const { passed, failed, skipped } = tallyOf(scenarios);
  const counts = [
    ...(passed > 0 ? [colors.green(`${passed} passed`)] : []),
    ...(failed > 0 ? [colors.red(`${failed} failed`)] : []),
    ...(skipped > 0 ? [colors.yellow(`${skipped} skipped`)] : []),
  ];
  const feature = oneLine(first.feature, 80);
  return `${oneLine(first.uri)}${feature === '' ? '' : colors.dim(` ${feature}`)}: ${counts.join(', ')}`;
}

/** Everything that went wrong, in full: a paragraph for each failure, then each undefined sentence once, with what may have been meant. */
export function failuresOf(run: RunRecord, options: SummaryOptions): string {
  const colors = pc.createColors(options.isColored);
  const parts = [
    ...run.parseErrors.map(
      ({ uri, line, message }) => `${colors.red('cannot be parsed')}  ${oneLine(uri)}:${line}\n${indent(printable(message), 4)}`,
    ),
    ...run.hookErrors.map((error) => `${colors.red('hook failed')}\n\n${indent(errorText(error), 4)}`),
    ...run.scenarios.flatMap((scenario) => {
      const wrong = scenario.steps.filter((step) => step.status === 'FAILED' || step.status === 'PENDING' || step.status === 'AMBIGUOUS');
      return wrong.map((step) => failedStep(scenario, step, options, colors));
    }),
    ...undefinedSteps(run, options, colors),
  ];
  return parts.map((part) => `${part}\n`).join('\n');
}

/** The closing lines: counts of steps, of scenarios that neither passed nor failed, and last `N passed, N failed` for the scenarios. */
export function closingLines(run: RunRecord, options: SummaryOptions): string {
  const colors = pc.createColors(options.isColored);
  const { passed, failed, skipped } = tallyOf(run.scenarios);
  const steps = run.scenarios.flatMap((scenario) => scenario.steps.filter((step) => step.line !== undefined));
  const kinds = (['FAILED', 'UNDEFINED', 'AMBIGUOUS', 'PENDING', 'SKIPPED', 'PASSED'] as const)
    .map((status) => ({ status, amount: steps.filter((step) => step.status === status).length }))
    .filter(({ amount }) => amount > 0)
    .map(({ status, amount }) => `${amount} ${status.toLowerCase()}`);
  const features = new Set(run.scenarios.map((scenario) => scenario.uri)).size;
  const missed = run.planned - run.scenarios.length;
  const counts = [
    `${count(run.scenarios.length, 'scenario')} in ${count(features, 'feature')}${skipped > 0 ? `, ${skipped} skipped` : ''}${missed > 0 ? `, ${missed} not run` : ''}`,
    `${count(steps.length, 'step')}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`,
    `${(run.durationMillis / 1000).toFixed(2)} s`,
    `seed ${options.seed}`,
  ];
  const verdict = `${passed} passed, ${failed} failed`;
  return `${colors.dim(counts.join(' · '))}\n${failed > 0 ? colors.red(verdict) : passed > 0 ? colors.green(verdict) : verdict}\n`;
}

function tallyOf(scenarios: readonly ScenarioRecord[]): { passed: number; failed: number; skipped: number } {
  const passed = scenarios.filter((scenario) => scenario.status === 'PASSED').length;
  const skipped = scenarios.filter((scenario) => scenario.status === 'SKIPPED').length;
  return { passed, skipped, failed: scenarios.length - passed - skipped };
}

function failedStep(scenario: ScenarioRecord, step: StepRecord, options: SummaryOptions, colors: Colors): string {
  const headings = [scenario.feature, ...(scenario.rule === undefined ? [] : [scenario.rule]), scenario.name];
  const place = `${oneLine(scenario.uri)}:${scenario.line}`;
  const reasons: Partial<Record<StepRecord['status'], string>> = { PENDING: 'this step is pending: it says that it is not finished' };
  const reason = step.error === undefined ? (reasons[step.status] ?? step.status.toLowerCase()) : errorText(step.error);
  const at = step.line === undefined ? '' : colors.dim(`  ${oneLine(scenario.uri)}:${step.line}`);
  return [
    `${colors.red(step.status.toLowerCase())}  ${colors.bold(headings.map((heading) => oneLine(heading)).join(' › '))}  ${colors.dim(place)}`,
    `  ${oneLine(step.text)}${at}`,
    '',
    indent(reason, 4),
    // A step of ours says itself how to play the scenario again.
    ...(reason.includes('Again: ') ? [] : ['', colors.dim(`  again: ${options.command} ${shellQuoted(place)} --seed ${options.seed}`)]),
  ].join('\n');
}

/** A path as a shell reads it back: quoted only where it must be. */
function shellQuoted(path: string): string {
  return /^[\w./:@%+=,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function undefinedSteps(run: RunRecord, { catalogue }: SummaryOptions, colors: Colors): string[] {
  const groups = new Map<string, { step: StepRecord; places: string[] }>();
  for (const scenario of run.scenarios) {
    for (const step of scenario.steps) {
      if (step.status !== 'UNDEFINED') continue;
      const group = groups.get(step.text) ?? { step, places: [] };
      group.places.push(`${oneLine(scenario.uri)}:${step.line ?? scenario.line}`);
      groups.set(step.text, group);
    }
  }
  return [...groups.values()].map(({ step, places }) => {
    const distinct = [...new Set(places)];
    const shown = distinct.slice(0, 5).join(', ') + (distinct.length > 5 ? `, and ${distinct.length - 5} more` : '');
    const sentence = nearestSentence(step.text, catalogue);
    const meant =
      sentence === undefined
        ? []
        : [`    did you mean   ${colors.bold(exampleOf(sentence))}`, `    which matches  ${sentence.expression}`, ''];
    const snippet = step.snippets[0];
    const start =
      snippet === undefined ? [] : [`    ${sentence === undefined ? 'or' : 'or else'} define it:`, '', indent(printable(snippet), 4)];
    const hint = sentence === undefined ? ['    no sentence comes near it; `gherkube steps` prints those there are,'] : [];
    return [`${colors.red('undefined')}  ${colors.bold(oneLine(step.text))}  ${colors.dim(shown)}`, '', ...meant, ...hint, ...start].join(
      '\n',
    );
  });
}

/** An example of the sentence that begins with its keyword, whether or not the catalogue wrote it down. */
export function exampleOf({ keyword, example }: Sentence): string {
  return /^(?:Given|When|Then|And|But)\s/.test(example) ? example : `${keyword} ${example}`;
}
