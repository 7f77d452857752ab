/** Which scenario runs, and under which seed. */
export interface Replay {
  readonly uri: string;
  readonly line: number;
  readonly seed: number;
}

/** Errors whose message is for the author of a scenario and can be added to. */
const ADDRESSED: ReadonlySet<string> = new Set([
  'AssertionError',
  'UsageError',
  'ManifestError',
  'ApiError',
  'LimitError',
  'DurationError',
]);

/** Runs a step; a failure that speaks to the scenario's author ends with the seed and the command that plays this one scenario again. */
export function withReplay({ uri, line, seed }: Replay, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (error instanceof Error && ADDRESSED.has(error.name))
      error.message = `${error.message}\n\nSeed ${seed}. Again: npx gherkube run ${uri}:${line} --seed ${seed}`;
    throw error;
  }
}
