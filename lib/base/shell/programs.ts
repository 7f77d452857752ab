import type { Flavour } from './process.ts';
import type { Program } from './program.ts';
import { awkPrograms } from './awk/program.ts';
import { basicPrograms } from './programs-basic.ts';
import { codePrograms } from './programs-codes.ts';
import { columnPrograms } from './programs-columns.ts';
import { comparePrograms } from './programs-compare.ts';
import { filePrograms } from './programs-files.ts';
import { findPrograms } from './programs-find.ts';
import { grepPrograms } from './programs-grep.ts';
import { linePrograms } from './programs-lines.ts';
import { refusedPrograms } from './programs-refused.ts';
import { sedPrograms } from './programs-sed.ts';
import { sortPrograms } from './programs-sort.ts';

const programs: ReadonlyMap<string, Program> = new Map([
  ...basicPrograms,
  ...filePrograms,
  ...linePrograms,
  ...grepPrograms,
  ...sedPrograms,
  ...awkPrograms,
  ...sortPrograms,
  ...columnPrograms,
  ...comparePrograms,
  ...codePrograms,
  ...findPrograms,
  ...refusedPrograms,
]);
const shells: ReadonlySet<string> = new Set(['sh', 'ash', 'bash', 'dash', 'timeout', 'nohup', 'nice']);
const programFolders: ReadonlySet<string> = new Set(['/bin', '/usr/bin', '/sbin', '/usr/sbin', '/usr/local/bin']);

/** The name under which a command is known: `/bin/echo` is `echo`; a path elsewhere is itself. */
export function commandName(written: string): string {
  const at = written.lastIndexOf('/');
  return at > 0 && programFolders.has(written.slice(0, at)) ? written.slice(at + 1) : written;
}

/** The program of a command, or undefined. */
export function findProgram(written: string): Program | undefined {
  return programs.get(commandName(written));
}

/** Whether an image with these tools has a program of that name or path. */
export function isInstalled(written: string, flavour: Flavour): boolean {
  const name = commandName(written);
  if (name === 'bash' || name === 'dash') return flavour === 'debian';
  if (name === 'ash') return flavour === 'busybox';
  return programs.has(name) || shells.has(name);
}
