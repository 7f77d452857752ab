import { complaint } from './dialect.ts';
import { writeText } from './pipes.ts';
import type { Machine, Process } from './process.ts';
import { put, returning } from './process.ts';

/** A command that changes the shell itself. */
export type Builtin = (machine: Machine, process: Process, argv: readonly string[]) => Machine;

/** Complains in the name of the shell, and returns a code. */
export function refuse(machine: Machine, process: Process, text: string, code: number): Machine {
  return put(writeText(machine, process, 2, complaint(process.shell, text)).machine, returning(process, code));
}
