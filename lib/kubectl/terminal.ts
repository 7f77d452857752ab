import type { Client } from '../api/client.ts';
import type { Files } from '../base/shell/files.ts';
import type { Environment } from '../control/actor.ts';
import type { Pod } from '../kinds/pod-state.ts';
import type { ExecResult } from '../node/exec.ts';
import type { RunLog } from '../node/logs.ts';
import type { ContainerUsage } from '../node/usage.ts';

/** What kubectl reaches of a cluster. */
export interface Reach {
  readonly as: (user: string) => Client;
  /** The door as somebody sees it who may do what the roles allow. */
  readonly impersonate: (user: string, groups: readonly string[]) => Client;
  readonly environment: Pick<Environment, 'hasMetrics'>;
  /** What the containers of a pod use; undefined where it is not known yet. */
  readonly usage: (pod: Pod) => readonly ContainerUsage[] | undefined;
  /** Milliseconds of cluster time. */
  readonly now: number;
  /** Lets time pass, until something is so if that is asked for; answers whether it came to be. */
  readonly advance: (millis: number, until?: () => boolean) => boolean;
  /** Lets time pass until all that is still to come is recurrent, or until something is so. */
  readonly settle: (options?: { readonly quiet?: number | string; readonly until?: () => boolean }) => void;
  /** When something is to happen next, in milliseconds; undefined where nothing is. */
  readonly nextAt: number | undefined;
  /** Runs a command in a container that runs, and lets as much time pass as it takes. */
  readonly exec: (pod: Pod, argv: readonly string[], container: string, stdin?: string) => ExecResult;
  /** What a container has printed so far. Throws an ApiError where it has not run. */
  readonly runLog: (pod: Pod, container: string, previous?: boolean) => RunLog;
}

/** Where a command is given: what it finds, and where it prints. Commands change its files and print; all else is theirs to read. */
export interface Terminal {
  readonly cluster: Reach;
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly stdin: string;
  files: Files;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Runs a line of shell in the same folder; answers its exit code. What it prints is printed here. */
  readonly shell: (line: string) => number;
  /** What stands in the place of the person's editor: answers what becomes of a text. */
  readonly editor: ((text: string) => string) | undefined;
  /** Until when the command may take, in milliseconds of cluster time; undefined where nobody stops it. */
  readonly deadline: number | undefined;
}
