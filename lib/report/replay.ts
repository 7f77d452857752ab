/** Which scenario runs, and under which seed. */
export interface Replay {
  /** What runs scenarios, up to the place: `npx gherkube run`. */
  readonly command: string;
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
export function withReplay({ command, uri, line, seed }: Replay, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (error instanceof Error && ADDRESSED.has(error.name))
      error.message = `${error.message}\n\nSeed ${seed}. Again: ${command} ${uri}:${line} --seed ${seed}`;
    throw error;
  }
}
