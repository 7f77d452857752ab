import { millisOf, type Envelope, type Pickle, type Status, type TestCase, type TestStepResult } from './envelope.ts';
import { indexSource, placeOf, type SourceIndex } from './source-index.ts';

/** What became of one step or hook of a scenario. */
export interface StepRecord {
  /** As written, `Given a cluster with 3 nodes`; hooks are named by where they are defined. */
  readonly text: string;
  /** Line in the feature file; hooks have none. */
  readonly line?: number;
  readonly status: Status;
  readonly error?: StepError;
  /** For undefined steps: code to start a definition from. */
  readonly snippets: readonly string[];
}

/** Why a step failed. */
export interface StepError {
  /** Name of the class that was thrown. */
  readonly type: string;
  readonly message: string;
  /** The message with cucumber's diff and the stack. */
  readonly full: string;
}

/** What became of one scenario, or of one example of an outline. */
export interface ScenarioRecord {
  readonly uri: string;
  readonly line: number;
  readonly feature: string;
  readonly rule?: string;
  /** With its example number, so that the rows of an outline differ. */
  readonly name: string;
  readonly status: Status;
  readonly steps: readonly StepRecord[];
  /** What the steps logged. */
  readonly log: readonly string[];
  readonly startedAtMillis: number;
  readonly durationMillis: number;
}

/** A feature file that could not be parsed. */
export interface ParseError {
  readonly uri: string;
  readonly line: number;
  readonly message: string;
}

/** Everything a report needs to know about a run. */
export interface RunRecord {
  /** In the order they ran. */
  readonly scenarios: readonly ScenarioRecord[];
  readonly parseErrors: readonly ParseError[];
  /** Failed BeforeAll and AfterAll hooks. */
  readonly hookErrors: readonly StepError[];
  /** How many scenarios were to run. */
  readonly planned: number;
  readonly durationMillis: number;
}

const severity: readonly Status[] = ['UNKNOWN', 'PASSED', 'SKIPPED', 'PENDING', 'UNDEFINED', 'AMBIGUOUS', 'FAILED'];

/** The status that counts when several meet in one scenario. An empty scenario has passed. */
export function worstStatus(statuses: readonly Status[]): Status {
  return statuses.reduce((worst, status) => (severity.indexOf(status) > severity.indexOf(worst) ? status : worst), 'PASSED');
}

function errorOf(result: TestStepResult): StepError | undefined {
  const { exception, message } = result;
  if (exception === undefined && message === undefined) return undefined;
  const full = message ?? exception?.stackTrace ?? exception?.message ?? '';
  return { type: exception?.type ?? '', message: exception?.message ?? full, full };
}

interface Attempt {
  readonly testCase: TestCase;
  readonly startedAtMillis: number;
  readonly results: Map<string, TestStepResult>;
  readonly log: string[];
}

/** Turns the stream of cucumber messages into a record of the run, one scenario at a time. */
export class RunRecorder {
  readonly #sources = new Map<string, SourceIndex>();
  readonly #pickles = new Map<string, Pickle>();
  readonly #hooks = new Map<string, string>();
  readonly #testCases = new Map<string, TestCase>();
  readonly #attempts = new Map<string, Attempt>();
  readonly #snippets = new Map<string, string[]>();
  readonly #scenarios: ScenarioRecord[] = [];
  readonly #parseErrors: ParseError[] = [];
  readonly #hookErrors: StepError[] = [];
  #startedAtMillis = 0;
  #durationMillis = 0;

  /** Takes the next message in; returns the scenario that it completes, if it does. Attempts that will be repeated are forgotten. */
  see(envelope: Envelope): ScenarioRecord | undefined {
    if (envelope.testCaseFinished !== undefined) return this.#finish(envelope.testCaseFinished);
    this.#seePlan(envelope);
    this.#seeEvent(envelope);
    return undefined;
  }

  /** What has happened so far. */
  record(): RunRecord {
    return {
      scenarios: [...this.#scenarios],
      parseErrors: [...this.#parseErrors],
      hookErrors: [...this.#hookErrors],
      planned: this.#testCases.size,
      durationMillis: this.#durationMillis,
    };
  }

  #seePlan({ gherkinDocument, pickle, hook, testCase, parseError }: Envelope): void {
    if (gherkinDocument?.uri !== undefined) this.#sources.set(gherkinDocument.uri, indexSource(gherkinDocument));
    if (pickle !== undefined) this.#pickles.set(pickle.id, pickle);
    if (testCase !== undefined) this.#testCases.set(testCase.id, testCase);
    if (hook !== undefined) {
      const { uri = '', location } = hook.sourceReference;
      this.#hooks.set(hook.id, hook.name ?? `${uri}${location === undefined ? '' : `:${location.line}`}`);
    }
    if (parseError !== undefined) {
      const { uri = '', location } = parseError.source;
      this.#parseErrors.push({ uri, line: location?.line ?? 0, message: parseError.message.replace(/^\(\d+:\d+\): /, '') });
    }
  }

  #seeEvent({ testRunStarted, testRunFinished, testRunHookFinished, testCaseStarted, testStepFinished, ...rest }: Envelope): void {
    if (testRunStarted !== undefined) this.#startedAtMillis = millisOf(testRunStarted.timestamp);
    if (testRunFinished !== undefined) this.#durationMillis = millisOf(testRunFinished.timestamp) - this.#startedAtMillis;
    if (testRunHookFinished?.result.status === 'FAILED') {
      this.#hookErrors.push(errorOf(testRunHookFinished.result) ?? { type: '', message: '', full: '' });
    }
    if (testCaseStarted !== undefined) {
      const testCase = this.#testCases.get(testCaseStarted.testCaseId);
      const startedAtMillis = millisOf(testCaseStarted.timestamp);
      if (testCase !== undefined) this.#attempts.set(testCaseStarted.id, { testCase, startedAtMillis, results: new Map(), log: [] });
    }
    if (testStepFinished !== undefined) {
      this.#attempts.get(testStepFinished.testCaseStartedId)?.results.set(testStepFinished.testStepId, testStepFinished.testStepResult);
    }
    const { attachment, suggestion } = rest;
    if (attachment?.mediaType === 'text/x.cucumber.log+plain') {
      this.#attempts.get(attachment.testCaseStartedId ?? '')?.log.push(attachment.body);
    }
    if (suggestion !== undefined) {
      this.#snippets.set(
        suggestion.pickleStepId,
        suggestion.snippets.map((snippet) => snippet.code),
      );
    }
  }

  #finish(finished: NonNullable<Envelope['testCaseFinished']>): ScenarioRecord | undefined {
    const attempt = this.#attempts.get(finished.testCaseStartedId);
    this.#attempts.delete(finished.testCaseStartedId);
    const pickle = this.#pickles.get(attempt?.testCase.pickleId ?? '');
    if (attempt === undefined || pickle === undefined || finished.willBeRetried) return undefined;
    const source = this.#sources.get(pickle.uri);
    const place = placeOf(pickle, source);
    const steps = this.#stepsOf(attempt, pickle, source);
    const scenario: ScenarioRecord = {
      uri: pickle.uri,
      line: place.line,
      feature: source?.feature ?? '',
      ...(place.rule === undefined ? {} : { rule: place.rule }),
      name: place.example === undefined ? pickle.name : `${pickle.name} (example ${place.example})`,
      status: worstStatus(steps.map((step) => step.status)),
      steps,
      log: attempt.log,
      startedAtMillis: attempt.startedAtMillis,
      durationMillis: millisOf(finished.timestamp) - attempt.startedAtMillis,
    };
    this.#scenarios.push(scenario);
    return scenario;
  }

  #stepsOf({ testCase, results }: Attempt, pickle: Pickle, source: SourceIndex | undefined): StepRecord[] {
    const pickleSteps = new Map(pickle.steps.map((step) => [step.id, step]));
    return testCase.testSteps.map((testStep) => {
      const result = results.get(testStep.id);
      const status: Status = result?.status ?? 'UNKNOWN';
      const error = result === undefined ? undefined : errorOf(result);
      const outcome = { status, ...(error === undefined ? {} : { error }) };
      const step = pickleSteps.get(testStep.pickleStepId ?? '');
      if (step === undefined) return { text: `hook ${this.#hooks.get(testStep.hookId ?? '') ?? ''}`, ...outcome, snippets: [] };
      const place = source?.places.get(step.astNodeIds[0] ?? '');
      const snippets = this.#snippets.get(step.id) ?? [];
      return { text: `${place?.keyword ?? ''}${step.text}`, ...(place === undefined ? {} : { line: place.line }), ...outcome, snippets };
    });
  }
}
