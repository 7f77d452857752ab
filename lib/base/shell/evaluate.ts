import type { CaseNode, ForNode, Node, Redirect, RedirectedNode, Script, SimpleNode } from './ast.ts';
import type { Change } from './arrays.ts';
import { complaint } from './dialect.ts';
import type { Expander, Expansion } from './expand.ts';
import { expanding } from './expand.ts';
import { spawn } from './lifecycle.ts';
import { matchesPattern } from './pattern.ts';
import { openPipe, writeText } from './pipes.ts';
import type { Answers, Descriptor, Machine, Process, Shell, Stack } from './process.ts';
import { evaluating, maxProcesses, noAnswers, noVariables, pushed, put, returned, returning, withShell } from './process.ts';
import { redirect } from './redirect.ts';
import { charged } from './work.ts';

/** One step of a process that is to evaluate a command. */
export function evaluate(machine: Machine, process: Process, node: Node, answers: Answers): Machine {
  switch (node.kind) {
    case 'simple':
      return evaluateSimple(machine, process, node, answers);
    case 'pipeline':
      return evaluatePipeline(machine, process, node.stages, node.negated);
    case 'and-or':
      return put(machine, evaluating(pushed(process, { kind: 'and-or', operator: node.operator, right: node.right }), node.left));
    case 'sequence':
      // What the first command reads as `$?` is what was there before.
      return put(machine, { ...pushed(process, { kind: 'sequence', node, index: -1 }), control: returned(process.shell.status) });
    case 'if': {
      const first = node.branches[0]?.condition;
      if (first === undefined) return put(machine, returning(process, 0));
      return put(machine, evaluating(pushed(process, { kind: 'branch', node, index: 0 }), first));
    }
    case 'loop':
      return put(machine, evaluating(pushed(process, { kind: 'loop', node, testing: true, status: 0 }), node.condition));
    case 'for':
      return evaluateFor(machine, process, node, answers);
    case 'case':
      return evaluateCase(machine, process, node, answers);
    case 'subshell':
      return evaluateChildren(machine, process, [{ node: node.body, descriptors: process.descriptors }]);
    case 'function': {
      const functions = new Map(process.shell.functions).set(node.name, node.body);
      return put(machine, returning(withShell(process, { functions }), 0));
    }
    case 'condition':
    case 'arithmetic':
      return evaluateCondition(machine, process, node, answers);
    case 'redirected':
      return evaluateRedirected(machine, process, node, answers);
  }
}

/** Expands by `body`; runs a needed substitution first, complains and leaves the shell when that is not possible. */
function expand<T>(
  before: Machine,
  process: Process,
  node: Node,
  answers: Answers,
  body: (expander: Expander) => T,
  proceed: (machine: Machine, process: Process, value: T) => Machine,
): Machine {
  const expansion: Expansion<T> = expanding({ shell: process.shell, files: before.files, answers }, body);
  const machine = charged(before, expansion.steps);
  if (expansion.kind === 'needs') return substitute(machine, process, node, answers, expansion);
  if (expansion.kind === 'failed') {
    const told = writeText(machine, process, 2, complaint(process.shell, expansion.text)).machine;
    return put(told, {
      ...process,
      control: { kind: 'leave', by: 'exit', levels: 0, code: failureCode(process, expansion.isFatal) },
    });
  }
  const { assigned, value } = expansion;
  return proceed(machine, assigned.size === 0 ? process : assign(process, assigned), value);
}

function failureCode({ shell }: Process, isFatal: boolean): number {
  if (shell.dialect !== 'bash') return 2;
  return isFatal && !shell.options.has('e') ? 127 : 1;
}

function substitute(
  machine: Machine,
  process: Process,
  node: Node,
  answers: Answers,
  { part, isFile }: { readonly part: Script; readonly isFile: boolean },
): Machine {
  const opened = openPipe(machine, '');
  const descriptors = new Map(process.descriptors).set(1, { kind: 'write', pipe: opened.id });
  const stack: Stack | undefined =
    part.failure === undefined ? undefined : { frame: { kind: 'script', failure: part.failure }, below: undefined };
  const child = { control: { kind: 'evaluate', node: part.body, answers: noAnswers }, stack, shell: process.shell, descriptors } as const;
  const spawned = spawn(opened.machine, process.pid, child);
  if (spawned === undefined) return cannotFork(machine, process);
  const waiting = pushed(process, { kind: 'substitution', node, answers, part, pipe: opened.id, isFile });
  return put(spawned.machine, { ...waiting, control: { kind: 'blocked', on: { kind: 'children', pids: [spawned.pid] } } });
}

function cannotFork(machine: Machine, process: Process): Machine {
  const { dialect } = process.shell;
  const reason = `no more than ${maxProcesses} processes run at a time`;
  const text = dialect === 'ash' ? `can't fork: ${reason}` : dialect === 'bash' ? `fork: ${reason}` : `Cannot fork: ${reason}`;
  return put(writeText(machine, process, 2, complaint(process.shell, text)).machine, returning(process, 2));
}

/** Sets variables of the shell; under `set -a` they are exported. */
export function assign(process: Process, assigned: Iterable<Change>): Process {
  const variables = new Map(process.shell.variables);
  const exported = process.shell.options.has('a') ? new Set(process.shell.exported) : undefined;
  for (const [name, value] of assigned) {
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
    if (value !== undefined && !name.includes('[')) exported?.add(name);
  }
  return withShell(process, exported === undefined ? { variables } : { variables, exported });
}

/** The first of the names that may not be changed. */
export function fixedAmong({ fixed }: Shell, names: readonly string[]): string | undefined {
  return fixed === undefined ? undefined : names.map((name) => name.replace(/\[.*$/s, '')).find((name) => fixed.has(name));
}

function evaluateSimple(before: Machine, caller: Process, node: SimpleNode, answers: Answers): Machine {
  const process = caller.shell.line === node.line ? caller : withShell(caller, { line: node.line });
  const body = (expander: Expander): { argv: readonly string[]; values: readonly Change[]; targets: readonly string[] } => {
    const argv = expander.fields(node.words);
    const targets = targetsOf(expander, node.redirects);
    const values = expander.changes(node.assignments, argv.length === 0);
    return { argv, values, targets };
  };
  return expand(before, process, node, answers, body, (machine, expanded, { argv, values, targets }) => {
    const fixed = fixedAmong(expanded.shell, values.map(([name]) => name)); // prettier-ignore
    if (fixed !== undefined) return refuseAssignment(machine, expanded, fixed);
    const traced = trace(machine, expanded, values, argv);
    const redirected = redirect(traced, expanded, node.redirects, targets);
    if (redirected.kind === 'failed') return refuse(redirected.machine, expanded, redirected.text);
    if (argv.length === 0) {
      const assigned = values.length === 0 ? expanded : assign(expanded, values);
      return put(redirected.machine, returning(assigned, answers.code));
    }
    const keeps = node.redirects.length === 0 || (argv[0] === 'exec' && argv.length === 1);
    const housed = held(redirected.process, answers);
    const framed = keeps ? housed : pushed(housed, { kind: 'descriptors', saved: expanded.descriptors });
    const extra =
      values.length === 0 ? noVariables : new Map(values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    return put(redirected.machine, { ...framed, control: { kind: 'argv', argv, extra } });
  });
}

/** Setting what was made readonly ends a shell that runs a script. */
function refuseAssignment(machine: Machine, process: Process, name: string): Machine {
  const isBash = process.shell.dialect === 'bash';
  const text = complaint(process.shell, `${name}: ${isBash ? 'readonly variable' : 'is read only'}`);
  const told = writeText(machine, process, 2, text).machine;
  return put(told, { ...process, control: { kind: 'leave', by: 'exit', levels: 0, code: isBash ? 1 : 2 } });
}

/** A process that forgets the files of `<( )` when its command has ended. */
function held(process: Process, { files }: Answers): Process {
  return files === undefined ? process : pushed(process, { kind: 'temporary', paths: files });
}

function evaluateCondition(
  machine: Machine,
  before: Process,
  node: Extract<Node, { kind: 'condition' | 'arithmetic' }>,
  answers: Answers,
): Machine {
  const process = withShell(before, { line: node.line });
  const body = (expander: Expander): boolean | undefined => (node.kind === 'condition' ? expander.condition(node.test) : expander.arithmetic(expander.text(node.expression)) !== 0n); // prettier-ignore
  const expansion = expanding({ shell: process.shell, files: machine.files, answers }, body);
  if (expansion.kind === 'failed' && !expansion.isFatal && process.shell.dialect === 'bash') {
    const text = complaint(process.shell, `${node.kind === 'condition' ? '[[' : '(('}: ${expansion.text}`);
    return put(writeText(charged(machine, expansion.steps), process, 2, text).machine, returning(process, 1));
  }
  return expand(machine, process, node, answers, body, (then, expanded, isMet) =>
    put(then, returning(expanded, isMet === undefined ? 2 : isMet ? 0 : 1)),
  );
}

function targetsOf(expander: Expander, redirects: readonly Redirect[]): readonly string[] {
  return redirects.map(({ target }) => expander.text(target));
}

function refuse(machine: Machine, process: Process, text: string): Machine {
  return put(writeText(machine, process, 2, text).machine, returning(process, process.shell.dialect === 'dash' ? 2 : 1));
}

function trace(machine: Machine, process: Process, values: readonly Change[], argv: readonly string[]): Machine {
  if (!process.shell.options.has('x')) return machine;
  const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const words = [
    ...values.map(([name, value]) => `${name}=${value === undefined || value === '' ? '' : quote(value)}`),
    ...argv.map(quote),
  ];
  return writeText(machine, process, 2, `+ ${words.join(' ')}\n`).machine;
}

function evaluateRedirected(machine: Machine, process: Process, node: RedirectedNode, answers: Answers): Machine {
  return expand(machine, process, node, answers, (expander) => targetsOf(expander, node.redirects), (then, expanded, targets) => {
    const redirected = redirect(then, expanded, node.redirects, targets);
    if (redirected.kind === 'failed') return refuse(redirected.machine, expanded, redirected.text);
    return put(redirected.machine, evaluating(pushed(held(redirected.process, answers), { kind: 'descriptors', saved: expanded.descriptors }), node.body));
  }); // prettier-ignore
}

function evaluateFor(machine: Machine, process: Process, node: ForNode, answers: Answers): Machine {
  const { words } = node;
  const body = (expander: Expander): readonly string[] => (words === undefined ? process.shell.parameters : expander.fields(words));
  return expand(machine, process, node, answers, body, (then, expanded, values) =>
    put(then, { ...pushed(expanded, { kind: 'for', node, values, index: -1 }), control: returned(process.shell.status) }),
  );
}

function evaluateCase(machine: Machine, process: Process, node: CaseNode, answers: Answers): Machine {
  const body = (expander: Expander): Node | undefined => {
    const text = expander.text(node.word);
    const chosen: Node[] = [];
    let then: CaseNode['arms'][number]['then'] = 'test';
    for (const arm of node.arms) {
      const isChosen =
        then === 'run' ||
        (then === 'test' && arm.patterns.some((pattern) => matchesPattern(expander.pattern(pattern), text, expander.work.spend)));
      if (!isChosen) continue;
      chosen.push(arm.body);
      then = arm.then;
    }
    return chosen.length < 2 ? chosen[0] : { kind: 'sequence', items: chosen.map((one) => ({ node: one, background: false })) };
  };
  return expand(machine, process, node, answers, body, (then, expanded, chosen) =>
    put(then, chosen === undefined ? returning(expanded, 0) : evaluating(expanded, chosen)),
  );
}

function evaluatePipeline(machine: Machine, before: Process, stages: readonly Node[], negated: boolean): Machine {
  const process = negated ? pushed(before, { kind: 'negate' }) : before;
  const [only] = stages;
  if (stages.length === 1 && only !== undefined) return put(machine, evaluating(process, only));
  if (machine.processes.length + stages.length > maxProcesses) return cannotFork(machine, before);
  let piped = machine;
  let input: Descriptor | undefined;
  const children = stages.map((node, index) => {
    const descriptors = new Map(process.descriptors);
    if (input !== undefined) descriptors.set(0, input);
    if (index + 1 < stages.length) {
      const opened = openPipe(piped, '');
      piped = opened.machine;
      descriptors.set(1, { kind: 'write', pipe: opened.id });
      input = { kind: 'read', pipe: opened.id };
    }
    return { node, descriptors };
  });
  return evaluateChildren(piped, process, children);
}

function evaluateChildren(
  machine: Machine,
  process: Process,
  children: readonly { readonly node: Node; readonly descriptors: Process['descriptors'] }[],
): Machine {
  let spawning = machine;
  const pids: number[] = [];
  for (const { node, descriptors } of children) {
    const control = { kind: 'evaluate', node, answers: noAnswers } as const;
    const spawned = spawn(spawning, process.pid, { control, shell: process.shell, descriptors });
    if (spawned === undefined) return cannotFork(machine, process);
    spawning = spawned.machine;
    pids.push(spawned.pid);
  }
  return put(spawning, { ...process, control: { kind: 'blocked', on: { kind: 'children', pids, isPipeline: pids.length > 1 } } });
}

/** Starts a background command and goes on with the next one. */
export function startBackground(machine: Machine, process: Process, node: Node): Machine {
  const descriptors = new Map(process.descriptors).set(0, { kind: 'null' });
  const control = { kind: 'evaluate', node, answers: noAnswers } as const;
  const spawned = spawn(machine, process.pid, { control, shell: process.shell, descriptors });
  if (spawned === undefined) return cannotFork(machine, process);
  const alive = (process.shell.backgrounds ?? []).filter((pid) => machine.processes.some((other) => other.pid === pid));
  return put(spawned.machine, returning(withShell(process, { background: spawned.pid, backgrounds: [...alive, spawned.pid] }), 0));
}
