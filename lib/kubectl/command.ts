import type { Client } from '../api/client.ts';
import type { FlagValues, Flag } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** A command that was given, ready to be carried out. */
export interface Call {
  readonly terminal: Terminal;
  readonly client: Client;
  readonly flags: FlagValues;
  readonly args: readonly string[];
  /** How many of the arguments stand before `--`; -1 where there is none. */
  readonly dashAt: number;
  /** The namespace that is meant where nothing else is said. */
  readonly namespace: string;
  /** Whether the command line says the namespace. */
  readonly saysNamespace: boolean;
  /** The words that lead to the command: `kubectl rollout status`. */
  readonly path: string;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Prints a warning of the server, once. */
  readonly warn: (warning: string) => void;
}

/** One word of kubectl's, with what may follow it. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** What it does, in one line. */
  readonly about: string;
  /** What may follow its name: `(TYPE[.VERSION][.GROUP] [NAME] | TYPE/NAME ...)`. */
  readonly use?: string;
  readonly flags?: readonly Flag[];
  /** Carries it out. Whatever it throws is told as kubectl tells it, an ExitCode is its exit code. Left out where a further word is needed. */
  readonly run?: (call: Call) => void;
  readonly commands?: readonly Command[];
}
