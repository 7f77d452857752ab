import type { FileProblem } from './files.ts';
import { writeFile } from './files.ts';
import { appendOutput } from './output.ts';
import type { Descriptor, Descriptors, Machine, Process } from './process.ts';
import { pipeCapacity } from './process.ts';

/** What became of a write: `broken` means a pipe without reader (SIGPIPE), `full` one that must be read first. */
export interface Written {
  readonly machine: Machine;
  readonly failed?: 'broken' | FileProblem;
}

/** A machine with a new pipe holding `text`; its number is the smallest free one, so that loops repeat exactly. */
export function openPipe(machine: Machine, text: string): { readonly machine: Machine; readonly id: number } {
  let id = 1;
  while (machine.pipes.some((pipe) => pipe.id === id)) id++;
  return { machine: { ...machine, pipes: [...machine.pipes, { id, text }] }, id };
}

/** The text waiting in a pipe. */
export function pipeText(machine: Machine, id: number): string {
  return machine.pipes.find((pipe) => pipe.id === id)?.text ?? '';
}

/** The machine with the text of a pipe replaced. */
export function withPipeText(machine: Machine, id: number, text: string): Machine {
  return { ...machine, pipes: machine.pipes.map((pipe) => (pipe.id === id ? { id, text } : pipe)) };
}

/** The machine without the pipes that nobody can reach any more, except the one being collected by a substitution. */
export function collectPipes(machine: Machine): Machine {
  if (machine.pipes.length === 0) return machine;
  const used = new Set<number>();
  for (const process of machine.processes) {
    note(used, process.descriptors);
    for (let stack = process.stack; stack !== undefined; stack = stack.below) {
      if (stack.frame.kind === 'substitution') used.add(stack.frame.pipe);
      if (stack.frame.kind === 'descriptors') note(used, stack.frame.saved);
    }
  }
  const pipes = machine.pipes.filter((pipe) => used.has(pipe.id));
  return pipes.length === machine.pipes.length ? machine : { ...machine, pipes };
}

function note(used: Set<number>, descriptors: Descriptors): void {
  for (const descriptor of descriptors.values()) if ('pipe' in descriptor) used.add(descriptor.pipe);
}

/** Whether a process still holds the writing end of a pipe. */
export function hasWriter(machine: Machine, pipe: number): boolean {
  return holds(machine, 'write', pipe);
}

function holds(machine: Machine, kind: 'read' | 'write', pipe: number): boolean {
  const held = (descriptors: Descriptors): boolean => {
    for (const descriptor of descriptors.values()) if (descriptor.kind === kind && descriptor.pipe === pipe) return true;
    return false;
  };
  return machine.processes.some((process) => {
    if (held(process.descriptors)) return true;
    for (let stack = process.stack; stack !== undefined; stack = stack.below) {
      const { frame } = stack;
      if (frame.kind === 'descriptors' && held(frame.saved)) return true;
      if (kind === 'read' && frame.kind === 'substitution' && frame.pipe === pipe) return true;
    }
    return false;
  });
}

/** Whether a write on this descriptor would have to wait for a reader. */
export function isFull(machine: Machine, descriptor: Descriptor | undefined): boolean {
  if (descriptor?.kind !== 'write') return false;
  const waiting = pipeText(machine, descriptor.pipe).length;
  // A substitution collects its pipe only at the end: for it there is no waiting, only a bound.
  return waiting >= pipeCapacity && holds(machine, 'read', descriptor.pipe) && !isCollected(machine, descriptor.pipe);
}

function isCollected(machine: Machine, pipe: number): boolean {
  return machine.processes.some((process) => {
    const frame = process.stack?.frame;
    return frame?.kind === 'substitution' && frame.pipe === pipe;
  });
}

const maxCollected = 1024 * 1024;

/** Writes text on a descriptor. `clock` is the format when the text is only the time (see `Chunk`). */
export function writeText(machine: Machine, process: Process, fd: number, text: string, clock?: string): Written {
  const descriptor = process.descriptors.get(fd);
  if (text === '' || descriptor === undefined) return { machine };
  switch (descriptor.kind) {
    case 'output': {
      const chunk = { atMillis: machine.atMillis, stream: descriptor.stream, text };
      return { machine: { ...machine, output: appendOutput(machine.output, clock === undefined ? chunk : { ...chunk, clock }) } };
    }
    case 'file': {
      const files = writeFile(machine.files, descriptor.path, text, true);
      return typeof files === 'string' ? { machine, failed: files } : { machine: { ...machine, files } };
    }
    case 'write': {
      if (!holds(machine, 'read', descriptor.pipe)) return { machine, failed: 'broken' };
      const collected = pipeText(machine, descriptor.pipe) + text;
      // Cutting copies: only what is too long is cut.
      return {
        machine: withPipeText(machine, descriptor.pipe, collected.length > maxCollected ? collected.slice(0, maxCollected) : collected),
      };
    }
    default:
      return { machine };
  }
}
