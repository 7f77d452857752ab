import { syntaxComplaint } from './dialect.ts';
import type { SequenceNode } from './ast.ts';
import { removal } from './arrays.ts';
import { assign, startBackground } from './evaluate.ts';
import { freePath, withLooseFile, withoutLooseFiles } from './files.ts';
import { endProcess } from './lifecycle.ts';
import { parse } from './parser.ts';
import { isInLoop } from './builtins.ts';
import { collectPipes, pipeText, writeText } from './pipes.ts';
import type { Control, Frame, Machine, Process, Stack } from './process.ts';
import { evaluating, pushed, put, returned, returning, withShell } from './process.ts';

type Leave = Extract<Control, { kind: 'leave' }>;
type FrameOf<K extends Frame['kind']> = Extract<Frame, { kind: K }>;

/** One step of a process whose current command has returned: the innermost frame says what comes next. */
export function resume(machine: Machine, before: Process, code: number, exempt: boolean): Machine {
  const process = before.shell.status === code ? before : withShell(before, { status: code });
  if (process.stack === undefined) return finish(machine, process, code);
  const { frame, below } = process.stack;
  const popped: Process = { ...process, stack: below };
  const pass = (result: number, next: Process = popped): Machine =>
    put(machine, { ...next, control: { kind: 'return', code: result, exempt: exempt && result !== 0 } });
  switch (frame.kind) {
    case 'sequence':
      return resumeSequence(machine, popped, frame, code, exempt);
    case 'and-or':
      if ((code === 0) === (frame.operator === '&&')) return put(machine, evaluating(popped, frame.right));
      return put(machine, { ...popped, control: { kind: 'return', code, exempt: true } });
    case 'negate':
      return put(machine, { ...popped, control: { kind: 'return', code: code === 0 ? 1 : 0, exempt: true } });
    case 'branch': {
      if (code === 0) {
        const body = frame.node.branches[frame.index]?.body;
        return put(machine, body === undefined ? returning(popped, 0) : evaluating(popped, body));
      }
      const next = frame.node.branches[frame.index + 1];
      if (next !== undefined) return put(machine, evaluating(pushed(popped, { ...frame, index: frame.index + 1 }), next.condition));
      return put(machine, frame.node.otherwise === undefined ? returning(popped, 0) : evaluating(popped, frame.node.otherwise));
    }
    case 'loop':
      return resumeLoop(machine, popped, frame, code);
    case 'for':
      return resumeFor(machine, popped, frame, code);
    case 'substitution': {
      const printed = pipeText(machine, frame.pipe);
      const path = frame.isFile ? freePath(machine.files) : undefined;
      const text = path ?? printed.replace(/\n+$/, '');
      const paths = path === undefined ? frame.answers.files : [...(frame.answers.files ?? []), path];
      const answers = { texts: new Map(frame.answers.texts).set(frame.part, text), code, ...(paths && { files: paths }) };
      const files = path === undefined ? machine.files : withLooseFile(machine.files, path, printed);
      return collectPipes(put({ ...machine, files }, { ...popped, control: { kind: 'evaluate', node: frame.node, answers } }));
    }
    case 'trap':
      return put(machine, { ...withShell(popped, { status: frame.status }), control: frame.resume });
    case 'exiting':
      return endProcess(machine, popped, frame.code);
    case 'errand':
      return put(machine, { ...popped, control: { kind: 'program', program: { ...frame.program, status: code } } });
    case 'temporary':
      return put(
        { ...machine, files: withoutLooseFiles(machine.files, frame.paths) },
        { ...popped, control: { kind: 'return', code, exempt } },
      );
    case 'script': {
      const told = writeText(machine, popped, 2, syntaxComplaint(popped.shell, frame.failure, frame.isEvaluated)).machine;
      if (frame.isEvaluated === true && popped.shell.dialect === 'bash') return put(told, returning(popped, 2));
      return put(told, { ...popped, control: { kind: 'leave', by: 'exit', levels: 0, code: 2 } });
    }
    default:
      return collectPipes(pass(code, restored(popped, frame)));
  }
}

/** Undoes what a frame did to the process for the time of its command. */
function restored(process: Process, frame: Frame): Process {
  if (frame.kind === 'descriptors') return { ...process, descriptors: frame.saved };
  if (frame.kind === 'assigned') return unassign(process, frame.saved);
  if (frame.kind !== 'call') return process;
  if (frame.isSourced === true) return withShell(process, { parameters: frame.parameters });
  const { localScopes } = process.shell;
  const without = unassign(process, localScopes.at(-1) ?? new Map());
  return withShell(without, { parameters: frame.parameters, localScopes: localScopes.slice(0, -1) });
}

function unassign(process: Process, saved: ReadonlyMap<string, string | undefined>): Process {
  if (saved.size === 0) return process;
  const variables = new Map(process.shell.variables);
  for (const [name] of saved)
    for (const [element] of name.endsWith(']') ? [] : removal(process.shell.variables, name)) variables.delete(element);
  for (const [name, value] of saved) {
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  }
  return withShell(process, { variables });
}

function resumeSequence(machine: Machine, process: Process, frame: FrameOf<'sequence'>, code: number, exempt: boolean): Machine {
  const done = frame.node.items[frame.index];
  if (code !== 0 && done !== undefined && !exempt && countsForExit(done) && !isTested(process.stack)) {
    const ends = process.shell.options.has('e');
    const next: Control = ends ? { kind: 'leave', by: 'exit', levels: 0, code } : { kind: 'return', code, exempt: true };
    const trapped = trappedFailure(machine, ends ? process : pushed(process, frame), next, code);
    if (trapped !== undefined) return trapped;
    if (ends) return put(machine, { ...process, control: next });
  }
  const index = frame.index + 1;
  const item = frame.node.items[index];
  if (item === undefined) return put(machine, { ...process, control: { kind: 'return', code: index === 0 ? 0 : code, exempt } });
  const next = pushed(process, { ...frame, index });
  return item.background ? startBackground(machine, next, item.node) : put(machine, evaluating(next, item.node));
}

/** The trap ERR of bash, which goes on with what would have been next; functions have it only under `set -E`. */
function trappedFailure(machine: Machine, process: Process, next: Control, code: number): Machine | undefined {
  const { shell, stack } = process;
  const action = shell.traps.get('ERR');
  if (action === undefined || action === '') return undefined;
  for (let at = stack; at !== undefined; at = at.below) {
    if (at.frame.kind === 'trap' || (at.frame.kind === 'call' && !shell.options.has('E'))) return undefined;
  }
  const framed = pushed(process, { kind: 'trap', resume: next, status: code });
  return put(machine, evaluating(framed, parse(action, shell.dialect).body));
}

/** Compound commands failed in one of their own commands, which was judged then. */
function countsForExit({ node, background }: SequenceNode['items'][number]): boolean {
  return !background && ['simple', 'pipeline', 'and-or', 'subshell', 'redirected'].includes(node.kind);
}

/** `set -e` does not look at commands whose status is asked for: conditions, and what stands before `&&`, `||` and after `!`. */
function isTested(stack: Stack | undefined): boolean {
  for (let at = stack; at !== undefined; at = at.below) {
    const { frame } = at;
    if (frame.kind === 'and-or' || frame.kind === 'negate' || frame.kind === 'branch') return true;
    if (frame.kind === 'loop' && frame.testing) return true;
  }
  return false;
}

function resumeLoop(machine: Machine, process: Process, frame: FrameOf<'loop'>, code: number): Machine {
  const { node } = frame;
  if (!frame.testing)
    return put(machine, evaluating(pushed(process, { ...frame, testing: true, status: code }), node.again ?? node.condition));
  if ((code === 0) === node.until) return put(machine, { ...process, control: { kind: 'return', code: frame.status, exempt: true } });
  return put(machine, evaluating(pushed(process, { ...frame, testing: false }), node.body));
}

function resumeFor(machine: Machine, process: Process, frame: FrameOf<'for'>, code: number): Machine {
  const index = frame.index + 1;
  const value = frame.values[index];
  if (value === undefined) return put(machine, { ...process, control: { kind: 'return', code: index === 0 ? 0 : code, exempt: true } });
  const assigned = assign(pushed(process, { ...frame, index }), [[frame.node.name, value]]);
  return put(machine, evaluating(assigned, frame.node.body));
}

/** One step of a process that leaves commands: frames are dropped until the one it leaves for. */
export function leave(machine: Machine, process: Process, control: Leave): Machine {
  if (process.stack === undefined) return finish(machine, process, control.code);
  const { frame, below } = process.stack;
  const popped = restored({ ...process, stack: below }, frame);
  if (frame.kind === 'temporary') return put({ ...machine, files: withoutLooseFiles(machine.files, frame.paths) }, { ...popped, control });
  if (frame.kind === 'exiting') return endProcess(machine, popped, control.by === 'exit' ? control.code : frame.code);
  if (frame.kind === 'call' && control.by !== 'exit') return put(machine, returning(popped, control.code));
  if ((frame.kind === 'loop' || frame.kind === 'for') && (control.by === 'break' || control.by === 'continue')) {
    if (control.levels > 1 && isInLoop(popped)) return put(machine, { ...popped, control: { ...control, levels: control.levels - 1 } });
    if (control.by === 'break') return put(machine, returning(popped, control.code));
    const again = frame.kind === 'loop' ? { ...frame, testing: false } : frame;
    return put(machine, { ...pushed(popped, again), control: returned(0) });
  }
  return collectPipes(put(machine, { ...popped, control }));
}

/** The end of a process's commands: first its EXIT trap, if it has one. */
function finish(machine: Machine, process: Process, code: number): Machine {
  const action = process.shell.traps.get('EXIT');
  if (action === undefined || action === '') return endProcess(machine, process, code);
  const traps = new Map(process.shell.traps);
  traps.delete('EXIT');
  const ready = withShell(process, { traps, status: code });
  return put(machine, evaluating(pushed(ready, { kind: 'exiting', code }), parse(action, process.shell.dialect).body));
}
