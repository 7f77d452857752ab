import type { Machine } from '../../base/shell/machine.ts';
import type { TimedEvent } from '../../sim/clock.ts';

/** When a hook runs: after the start of a container, or before its stop. */
export type HookType = 'postStart' | 'preStop';

/** A lifecycle hook that has begun in a run of a container. */
export interface HookRun {
  readonly type: HookType;
  readonly since: number;
  /** For how long it is waited for, in seconds; Infinity for a postStart hook. */
  readonly graceSeconds: number;
  /** The grace is over: it goes on, but nobody waits for it. */
  readonly isAbandoned: boolean;
  readonly work: HookWork;
  /** When to look at it again. */
  readonly timer: TimedEvent | undefined;
}

/** What a hook does: it runs a command in the container, or it only takes its time and is then over, well or with an error. */
export type HookWork =
  | { readonly kind: 'command'; readonly argv: readonly string[]; readonly machine: Machine }
  | { readonly kind: 'wait'; readonly until: number; readonly failure: string | undefined };
