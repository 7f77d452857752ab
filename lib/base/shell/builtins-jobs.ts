import { refuse, type Builtin } from './builtin.ts';
import { deliver, signalNameOf, signalNumber } from './lifecycle.ts';
import { writeText } from './pipes.ts';
import type { Process } from './process.ts';
import { findProcess, noVariables, put, returning, withShell } from './process.ts';

/** What `trap` does: says what is to be run on signals and ends. */
export const trap: Builtin = (machine, process, argv) => {
  const isAsked = argv[1] === '-p' && process.shell.dialect === 'bash';
  const words = argv[1] === '--' || isAsked ? argv.slice(2) : argv.slice(1);
  const traps = new Map(process.shell.traps);
  if (words.length === 0 || isAsked) {
    const isBash = process.shell.dialect === 'bash';
    const wanted = words.map(signalNameOf);
    const shown = [...traps].filter(([name]) => words.length === 0 || wanted.includes(name));
    const lines = shown.map(([name, action]) => `trap -- '${action}' ${isBash && !ofShell.has(name) ? 'SIG' : ''}${name}\n`);
    return put(writeText(machine, process, 1, lines.join('')).machine, returning(process, 0));
  }
  const resets = words.length === 1 || words[0] === '-';
  const names = resets && words.length === 1 ? words : words.slice(1);
  for (const written of names) {
    const name = process.shell.dialect === 'bash' && written === 'ERR' ? written : signalNameOf(written);
    if (name === undefined && (written === 'DEBUG' || written === 'RETURN'))
      return refuse(machine, process, `trap: ${written} is not covered`, 1);
    if (name === undefined) {
      const text = process.shell.dialect === 'dash' ? `trap: ${written}: bad trap` : `trap: ${written}: invalid signal specification`;
      return refuse(machine, process, text, 1);
    }
    if (resets) traps.delete(name);
    else traps.set(name, words[0] ?? '');
  }
  return put(machine, returning(withShell(process, { traps }), 0));
};

/** What a trap may wait for and what is no signal. */
const ofShell: ReadonlySet<string> = new Set(['EXIT', 'ERR']);

function jobPid({ shell }: Process, written: string): number | undefined {
  const job = /^%([0-9]{1,4})$/.exec(written)?.[1];
  if (job !== undefined) return shell.backgrounds?.[Number(job) - 1];
  if (/^%[+%-]?$/.test(written)) return shell.background;
  return /^[0-9]{1,9}$/.test(written) ? Number(written) : undefined;
}

/** `wait`, which a signal ends. */
export const wait: Builtin = (machine, process, argv) => {
  const named = argv.slice(1).filter((word) => word !== '-n' && word !== '-f');
  const pids = named.map((word) => jobPid(process, word) ?? 0);
  const children = machine.processes.filter((other) => other.parent === process.pid).map((other) => other.pid);
  return put(machine, {
    ...process,
    control: { kind: 'blocked', on: { kind: 'wait', pids: named.length === 0 ? [...children, 0] : pids } },
  });
};

/** What `kill` does: sends signals to jobs and processes. */
export const kill: Builtin = (machine, process, argv) => {
  let signal: string | undefined = 'TERM';
  let at = 1;
  const flag = argv[1] ?? '';
  if (flag === '-s' || flag === '-n') {
    signal = signalNameOf(argv[2] ?? '');
    at = 3;
  } else if (flag === '-l') return put(writeText(machine, process, 1, 'HUP INT QUIT KILL TERM\n').machine, returning(process, 0));
  else if (/^-[A-Za-z0-9]+$/.test(flag)) {
    signal = signalNameOf(flag.slice(1));
    at = 2;
  }
  if (signal === undefined) return refuse(machine, process, `kill: bad signal name '${flag.slice(1)}'`, 1);
  let result = put(machine, returning(process, 0));
  for (const written of argv.slice(at)) {
    const pid = jobPid(process, written);
    // The first process of the container runs beside this machine: somebody outside has to tell it.
    if (pid === 1 && findProcess(result, 1) === undefined && machine.external.has('kill'))
      return put(result, { ...process, control: { kind: 'blocked', on: { kind: 'call', argv: ['kill', `-${signal}`, '1'], extra: noVariables, stdin: '' } } }); // prettier-ignore
    if (pid === undefined || findProcess(result, pid) === undefined) {
      const current = findProcess(result, process.pid);
      if (current === undefined) return result;
      const text = process.shell.dialect === 'ash' ? `kill: can't kill pid ${written}: No such process` : process.shell.dialect === 'bash' ? `kill: (${written}) - No such process` : 'kill: No such process'; // prettier-ignore
      result = refuse(result, current, text, 1);
    } else if ((signalNumber(signal) ?? 0) > 0) result = deliver(result, pid, signal, false);
  }
  return result;
};
