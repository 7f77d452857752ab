import type { Redirect } from './ast.ts';
import { cannotOpen, complaint } from './dialect.ts';
import { findNode, readFile, resolvePath, sentenceOf, writeFile } from './files.ts';
import { openPipe } from './pipes.ts';
import type { Descriptor, Machine, Process } from './process.ts';

/** The result of redirections: the process with its new descriptors, or the shell's complaint. */
export type Redirected =
  | { readonly kind: 'done'; readonly machine: Machine; readonly process: Process }
  | { readonly kind: 'failed'; readonly machine: Machine; readonly text: string };

/** Applies redirections in order; `targets` are their expanded words. */
export function redirect(machine: Machine, process: Process, redirects: readonly Redirect[], targets: readonly string[]): Redirected {
  let changed = machine;
  const descriptors = new Map(process.descriptors);
  for (const [index, one] of redirects.entries()) {
    const target = targets[index] ?? '';
    const opened = open(changed, process, descriptors, one, target);
    if (typeof opened === 'string') return { kind: 'failed', machine: changed, text: opened };
    changed = opened.machine;
    if (opened.descriptor === undefined) descriptors.delete(one.fd);
    else descriptors.set(one.fd, opened.descriptor);
  }
  return { kind: 'done', machine: changed, process: { ...process, descriptors } };
}

function open(
  machine: Machine,
  process: Process,
  descriptors: ReadonlyMap<number, Descriptor>,
  { operator, fd }: Redirect,
  target: string,
): { readonly machine: Machine; readonly descriptor: Descriptor | undefined } | string {
  const { shell } = process;
  if (operator === '<<') return reading(machine, target);
  if (operator === '>&' || operator === '<&') {
    if (target === '-') return { machine, descriptor: undefined };
    const descriptor = /^[0-9]$/.test(target) ? descriptors.get(Number(target)) : undefined;
    if (descriptor !== undefined) return { machine, descriptor };
    return complaint(shell, shell.dialect === 'ash' ? `dup2(${target},${fd}): Bad file descriptor` : `${target}: Bad file descriptor`);
  }
  const path = resolvePath(shell.cwd, target);
  const device = deviceOf(path, descriptors);
  if (device !== undefined) return { machine, descriptor: device };
  if (operator === '<') {
    const text = readFile(machine.files, path);
    if (typeof text === 'string') return reading(machine, text);
    return cannotOpen(shell, target, true, text.problem === 'ENOENT', sentenceOf(text.problem));
  }
  if (operator === '>' && shell.options.has('C') && findNode(machine.files, path)?.kind === 'file')
    return complaint(
      shell,
      shell.dialect === 'bash' ? `${target}: cannot overwrite existing file` : `cannot create ${target}: File exists`,
    );
  const files = writeFile(machine.files, path, '', operator === '>>');
  if (typeof files === 'string') return cannotOpen(shell, target, false, files === 'ENOENT', sentenceOf(files));
  return { machine: { ...machine, files }, descriptor: { kind: 'file', path } };
}

function reading(machine: Machine, text: string): { readonly machine: Machine; readonly descriptor: Descriptor } {
  const opened = openPipe(machine, text);
  return { machine: opened.machine, descriptor: { kind: 'read', pipe: opened.id } };
}

function deviceOf(path: string, descriptors: ReadonlyMap<number, Descriptor>): Descriptor | undefined {
  const number = /^\/(?:dev|proc\/self)\/fd\/([0-9])$/.exec(path)?.[1];
  if (number !== undefined) return descriptors.get(Number(number));
  const main = /^\/proc\/1\/fd\/([12])$/.exec(path)?.[1];
  if (main !== undefined) return { kind: 'output', stream: main === '1' ? 'stdout' : 'stderr' };
  switch (path) {
    case '/dev/null':
      return { kind: 'null' };
    case '/dev/zero':
      return { kind: 'zero' };
    case '/dev/stdin':
      return descriptors.get(0);
    case '/dev/stdout':
      return descriptors.get(1);
    case '/dev/stderr':
      return descriptors.get(2);
    default:
      return undefined;
  }
}
