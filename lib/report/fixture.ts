import type { Envelope, Status } from './envelope.ts';

/** A scenario of a made-up run: `uri` and `line` say where it lies. */
export interface FixtureScenario {
  readonly uri: string;
  readonly line: number;
  readonly status: Status;
}

/**
 * The messages of a run as cucumber sends them, for tests: the plan of all scenarios, and the course of those that `shard` picks.
 * Ids begin with `prefix`; each scenario has one step, and its feature is named as its file.
 */
export function fixtureRun(all: readonly FixtureScenario[], prefix: string, isPicked: (index: number) => boolean = () => true): Envelope[] {
  const id = (name: string): string => `${prefix}-${name}`;
  const time = (seconds: number): { seconds: number; nanos: number } => ({ seconds, nanos: 0 });
  const picked = [...all.entries()].filter(([index]) => isPicked(index));
  const plan = [...new Set(all.map(({ uri }) => uri))].flatMap((uri): Envelope[] => {
    const own = [...all.entries()].filter(([, scenario]) => scenario.uri === uri);
    return [
      { source: { uri, data: '', mediaType: 'text/x.cucumber.gherkin+plain' } },
      { gherkinDocument: { uri, comments: [], feature: featureOf(uri, own, id) } },
      ...own.map(([index]): Envelope => {
        const steps = [{ id: id(`pickle-step-${index}`), text: 'it is so', astNodeIds: [id(`step-${index}`)] }];
        const names = { id: id(`pickle-${index}`), uri, name: `scenario ${index}`, language: 'en' };
        return { pickle: { ...names, steps, tags: [], astNodeIds: [id(`scenario-${index}`)] } };
      }),
    ];
  });
  const testCases = picked.map(([index]): Envelope => {
    const testSteps = [{ id: id(`test-step-${index}`), pickleStepId: id(`pickle-step-${index}`), stepDefinitionIds: [id('definition')] }];
    return { testCase: { id: id(`case-${index}`), pickleId: id(`pickle-${index}`), testRunStartedId: id('run'), testSteps } };
  });
  const course = picked.flatMap(([index, { status }]): Envelope[] => {
    const testCaseStartedId = id(`attempt-${index}`);
    const testStepId = id(`test-step-${index}`);
    const error = status === 'FAILED' ? { message: 'Error: it is not', exception: { type: 'Error', message: 'it is not' } } : {};
    return [
      { testCaseStarted: { id: testCaseStartedId, testCaseId: id(`case-${index}`), attempt: 0, timestamp: time(index) } },
      { testStepStarted: { testCaseStartedId, testStepId, timestamp: time(index) } },
      {
        testStepFinished: {
          testCaseStartedId,
          testStepId,
          timestamp: time(index),
          testStepResult: { status, duration: time(0), ...error },
        },
      },
      { testCaseFinished: { testCaseStartedId, timestamp: time(index + 1), willBeRetried: false } },
    ];
  });
  return [
    ...plan,
    {
      stepDefinition: {
        id: id('definition'),
        pattern: { source: 'it is so', type: 'CUCUMBER_EXPRESSION' },
        sourceReference: { uri: 'steps.js', location: { line: 1 } },
      },
    },
    { testRunStarted: { id: id('run'), timestamp: time(0) } },
    ...testCases,
    ...course,
    {
      testRunFinished: {
        testRunStartedId: id('run'),
        timestamp: time(all.length),
        success: picked.every(([, { status }]) => status === 'PASSED'),
      },
    },
  ];
}

type Feature = NonNullable<NonNullable<Envelope['gherkinDocument']>['feature']>;

function featureOf(uri: string, own: readonly (readonly [number, FixtureScenario])[], id: (name: string) => string): Feature {
  const children = own.map(([index, { line }]) => ({
    scenario: {
      id: id(`scenario-${index}`),
      location: { line },
      keyword: 'Scenario',
      name: `scenario ${index}`,
      description: '',
      tags: [],
      examples: [],
      steps: [{ id: id(`step-${index}`), keyword: 'Then ', text: 'it is so', location: { line: line + 1 } }],
    },
  }));
  return { location: { line: 1 }, keyword: 'Feature', name: uri, description: '', language: 'en', tags: [], children };
}
