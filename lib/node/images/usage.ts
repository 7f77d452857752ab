import type { Program } from './program.ts';

/** What a program uses of its machine. */
export interface Usage {
  /** Thousandths of a core. */
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

const MEBIBYTE = 1024 ** 2;
const CORE_MILLIS = 1000;

/** What programs use of which nobody says how much. */
const SERVER: Usage = { cpuMillis: 1, memoryBytes: 7 * MEBIBYTE };
const WAITING: Usage = { cpuMillis: 0, memoryBytes: MEBIBYTE };

// unlike kube: nothing is measured; programs use what their images are said to, and what loops without waiting takes a core
/** What a program that runs uses. */
export function programUsage(program: Program): Usage {
  const { profile } = program;
  const own = program.kind === 'own' && profile.entrypoint === 'stress' ? stressUsage(program.args) : usualUsage(program);
  return { cpuMillis: profile.cpuMillis ?? own.cpuMillis, memoryBytes: profile.memoryBytes ?? own.memoryBytes };
}

function usualUsage(program: Program): Usage {
  if (program.kind === 'own') return program.profile.entrypoint === 'server' ? SERVER : WAITING;
  const { state } = program.machine;
  return state.kind === 'Running' && state.busy ? { ...WAITING, cpuMillis: CORE_MILLIS } : WAITING;
}

/** `--cpu 2 --vm 1 --vm-bytes 250M`: every worker of stress takes a core, those for memory what they are told. */
export function stressUsage(args: readonly string[]): Usage {
  const valueOf = (...flags: readonly string[]): string | undefined =>
    args[args.findIndex((arg) => flags.includes(arg)) + 1 || args.length];
  const match = /^([0-9]{1,9})([BKMG]?)$/i.exec(valueOf('--vm-bytes') ?? '256M');
  const unit = { K: 1024, M: MEBIBYTE, G: 1024 * MEBIBYTE }[match?.[2]?.toUpperCase() ?? ''] ?? 1;
  const count = (...flags: readonly string[]): number => Math.min(1024, Math.max(0, Math.trunc(Number(valueOf(...flags) ?? 0)) || 0));
  const [processors, memories] = [count('--cpu', '-c'), count('--vm', '-m')];
  return { cpuMillis: (processors + memories) * CORE_MILLIS, memoryBytes: MEBIBYTE + memories * Number(match?.[1] ?? 0) * unit };
}
