import { ArithmeticError, arithmeticComplaint, evaluateArithmetic } from './arithmetic.ts';
import { elementName, elementsOf, listChanges, removal, type Change } from './arrays.ts';
import { refuse, type Builtin } from './builtin.ts';
import { assign, fixedAmong } from './evaluate.ts';
import { formatPrintf } from './printf.ts';
import { pipeText, withPipeText, writeText, hasWriter } from './pipes.ts';
import type { Machine, Process } from './process.ts';
import { put, returning, withShell } from './process.ts';

const nameShape = /^([A-Za-z_][A-Za-z_0-9]*)(\+?=([^]*))?$/;

/** A process that has the old values of variables back when its function returns. */
export function keepingLocal(process: Process, names: readonly string[]): Process {
  const { localScopes, variables } = process.shell;
  const scope = new Map(localScopes.at(-1));
  const changes: Change[] = [];
  for (const name of names) {
    if (scope.has(name)) continue;
    scope.set(name, variables.get(name));
    for (const [element] of removal(variables, name)) {
      scope.set(element, variables.get(element));
      if (element !== name) changes.push([element, undefined]);
    }
  }
  return withShell(assign(process, changes), { localScopes: [...localScopes.slice(0, -1), scope] });
}

const declare: Builtin = (machine, process, argv) => {
  const flags = argv.slice(1).filter((word) => /^[-+][a-zA-Z]+$/.test(word)).join(''); // prettier-ignore
  const words = argv.slice(1).filter((word) => !/^[-+][a-zA-Z]+$/.test(word));
  const unknown = /[nlut]/.exec(flags)?.[0];
  if (unknown !== undefined) return refuse(machine, process, `${argv[0] ?? ''}: -${unknown} is not covered`, 1);
  if (flags.includes('p') || words.length === 0) return declared(machine, process, words);
  const names = words.map((word) => nameShape.exec(word));
  const wrong = names.indexOf(null);
  if (wrong >= 0) return refuse(machine, process, `${argv[0] ?? ''}: \`${words[wrong] ?? ''}': not a valid identifier`, 1);
  const isLocal = process.shell.localScopes.length > 0 && !flags.includes('g');
  const kept = isLocal ? keepingLocal(process, names.map((found) => found?.[1] ?? '')) : process; // prettier-ignore
  const fixedName = fixedAmong(kept.shell, names.flatMap((found) => (found?.[2] === undefined ? [] : [found[1] ?? '']))); // prettier-ignore
  if (fixedName !== undefined) return refuse(machine, process, `${fixedName}: readonly variable`, 1);
  const changes: Change[] = [];
  const exported = new Set(kept.shell.exported);
  const fixed = new Set(kept.shell.fixed);
  const integers = new Set(kept.shell.integers);
  for (const found of names) {
    const [, name = '', written, value = ''] = found ?? [];
    if (flags.includes('A')) changes.push([`${name}[]`, '']);
    if (written !== undefined) changes.push([name, (written.startsWith('+') ? (kept.shell.variables.get(name) ?? '') : '') + value]);
    else if (isLocal && !flags.includes('A')) changes.push([name, undefined]);
    if (flags.includes('x')) exported.add(name);
    if (flags.includes('r')) fixed.add(name);
    if (flags.includes('i')) integers.add(name);
  }
  const attributes = { exported, ...(fixed.size > 0 && { fixed }), ...(integers.size > 0 && { integers }) };
  try {
    const values = changes.map(([name, value]): Change => [name, value === undefined || !integers.has(name) ? value : String(evaluateArithmetic(value, (other) => kept.shell.variables.get(other)).value)]); // prettier-ignore
    return put(machine, returning(withShell(assign(kept, values), attributes), 0));
  } catch (thrown) {
    if (!(thrown instanceof ArithmeticError)) throw thrown;
    return refuse(machine, process, arithmeticComplaint(process.shell.dialect, thrown), 1);
  }
};

function declared(machine: Machine, process: Process, names: readonly string[]): Machine {
  const { variables, exported, fixed, integers } = process.shell;
  const flagsOf = (name: string): string => [integers?.has(name) === true ? 'i' : '', fixed?.has(name) === true ? 'r' : '', exported.has(name) ? 'x' : ''].join('') || '-'; // prettier-ignore
  const shown = names.length > 0 ? names : [...variables.keys()].filter((name) => !name.includes('['));
  const lines = shown.flatMap((name) => {
    const value = variables.get(name);
    if (value !== undefined) return [`declare -${flagsOf(name)} ${name}="${value}"\n`];
    const elements = elementsOf(variables, name);
    return elements.length === 0 ? [] : [`declare -${variables.has(`${name}[]`) ? 'A' : 'a'} ${name}=(${elements.map(([key, text]) => `[${key}]="${text}"`).join(' ')}${variables.has(`${name}[]`) ? ' ' : ''})\n`]; // prettier-ignore
  });
  const told = writeText(machine, process, 1, lines.join('')).machine;
  const missing = lines.length < names.length;
  return missing ? refuse(told, process, `declare: ${names.join(' ')}: not found`, 1) : put(told, returning(process, 0));
}

/** Waits for the end of its input; all lines are there then. */
const mapfile: Builtin = (machine, process, argv) => {
  const stdin = process.descriptors.get(0);
  if (stdin?.kind === 'read' && hasWriter(machine, stdin.pipe)) {
    return put(machine, { ...process, control: { kind: 'blocked', on: { kind: 'collect', argv, extra: new Map() } } });
  }
  const text = stdin?.kind === 'read' ? pipeText(machine, stdin.pipe) : '';
  const emptied = stdin?.kind === 'read' ? withPipeText(machine, stdin.pipe, '') : machine;
  const name = argv.slice(1).find((word) => !word.startsWith('-')) ?? 'MAPFILE';
  const lines = text.split(/(?<=\n)/).filter((line) => line !== '');
  const values = argv.some((word) => /^-[a-z]*t/.test(word)) ? lines.map((line) => line.replace(/\n$/, '')) : lines;
  return put(emptied, returning(assign(process, listChanges(process.shell.variables, name, values.slice(0, 10_000))), 0));
};

const let_: Builtin = (machine, process, argv) => {
  let current = process;
  let value = 0n;
  if (argv.length === 1) return refuse(machine, process, 'let: expression expected', 1);
  for (const text of argv.slice(1)) {
    try {
      const result = evaluateArithmetic(text, (name) => current.shell.variables.get(name));
      value = result.value;
      current = assign(current, result.assigned);
    } catch (thrown) {
      if (!(thrown instanceof ArithmeticError)) throw thrown;
      return refuse(machine, current, `let: ${arithmeticComplaint(process.shell.dialect, thrown)}`, 1);
    }
  }
  return put(machine, returning(current, value === 0n ? 1 : 0));
};

const printfInto: Builtin = (machine, process, [, , name = '', ...given]) => {
  const [format = '', ...args] = given[0] === '--' ? given.slice(1) : given;
  const { text, problem } = formatPrintf(format, args);
  const target = name.includes('[') || !process.shell.variables.has(elementName(name, '0')) ? name : elementName(name, '0');
  const assigned = assign(process, [[target, text]]);
  return problem === undefined ? put(machine, returning(assigned, 0)) : refuse(machine, assigned, `printf: ${problem}`, 1);
};

const shopt: Builtin = (machine, process, argv) => {
  const options = new Set(process.shell.options);
  const known = new Set(['nullglob', 'extglob', 'globstar', 'dotglob', 'nocasematch', 'nocaseglob', 'expand_aliases', 'lastpipe', 'inherit_errexit', 'failglob', 'checkwinsize', 'histappend']); // prettier-ignore
  const unmet = new Set(['extglob', 'globstar', 'dotglob', 'nocaseglob', 'lastpipe', 'failglob']);
  const names = argv.slice(2);
  const wrong = names.find((name) => !known.has(name));
  if (wrong !== undefined) return refuse(machine, process, `shopt: ${wrong}: invalid shell option name`, 1);
  const refused = argv[1] === '-s' ? names.find((name) => unmet.has(name)) : undefined;
  if (refused !== undefined) return refuse(machine, process, `shopt: ${refused} is not covered`, 1);
  if (argv[1] === '-q') return put(machine, returning(process, names.every((name) => options.has(name)) ? 0 : 1));
  for (const name of names) {
    if (argv[1] === '-s') options.add(name);
    if (argv[1] === '-u') options.delete(name);
  }
  return put(machine, returning(withShell(process, { options }), 0));
};

const getopts: Builtin = (machine, process, [, spec = '', name = '', ...given]) => {
  const { variables, parameters } = process.shell;
  const args = given.length > 0 ? given : parameters;
  const index = Number(variables.get('OPTIND') ?? 1) || 1;
  const [place, offset] = [index - 1, Number(variables.get('OPTIND[at]') ?? 1)];
  const word = args[place];
  const done = (changes: readonly Change[], code: number, text = ''): Machine =>
    put(text === '' ? machine : writeText(machine, process, 2, text).machine, returning(assign(process, changes), code));
  if (word === undefined || !/^-./.test(word) || word === '--') {
    return done([[name, '?'], ['OPTIND', String(word === '--' ? index + 1 : index)], ['OPTIND[at]', undefined]], 1); // prettier-ignore
  }
  const letter = word[offset] ?? '';
  const isLast = offset + 1 >= word.length;
  const at = spec.indexOf(letter);
  const next: Change[] = [['OPTIND', String(isLast ? index + 1 : index)], ['OPTIND[at]', isLast ? undefined : String(offset + 1)]]; // prettier-ignore
  const isSilent = spec.startsWith(':');
  if (at < 0 || letter === ':') {
    const text = isSilent ? '' : `${process.shell.name}: illegal option -- ${letter}\n`;
    return done([[name, '?'], ['OPTARG', isSilent ? letter : undefined], ...next], 0, text); // prettier-ignore
  }
  if (spec[at + 1] !== ':') return done([[name, letter], ['OPTARG', undefined], ...next], 0); // prettier-ignore
  const value = isLast ? args[place + 1] : word.slice(offset + 1);
  const behind: Change[] = [['OPTIND', String(index + (isLast ? 2 : 1))], ['OPTIND[at]', undefined]]; // prettier-ignore
  if (value !== undefined) return done([[name, letter], ['OPTARG', value], ...behind], 0); // prettier-ignore
  const text = isSilent ? '' : `${process.shell.name}: option requires an argument -- ${letter}\n`;
  return done([[name, isSilent ? ':' : '?'], ['OPTARG', isSilent ? letter : undefined], ...behind], 0, text); // prettier-ignore
};

const nothing: Builtin = (machine, process) => put(machine, returning(process, 0));

/** Commands that change the shell and that only bash has. */
export const bashBuiltins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['declare', declare],
  ['typeset', declare],
  ['mapfile', mapfile],
  ['readarray', mapfile],
  ['let', let_],
  ['printf', printfInto],
  ['shopt', shopt],
  ['jobs', nothing],
  ['disown', nothing],
  ['hash', nothing],
  ['unalias', nothing],
]);

/** getopts, which all shells have. */
export const optionBuiltin = getopts;
