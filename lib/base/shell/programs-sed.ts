import { PatternError } from '../re2/syntax.ts';
import { findNode, readFile, resolvePath, sentenceOf, writeFile, type Files } from './files.ts';
import type { Flags, Program, ProgramCall, ProgramStep } from './program.ts';
import { exit, parseFlags, refusedFlags } from './program.ts';
import { readAll, sources, textAt, withInput } from './program-input.ts';
import { runSed, type SedWorld } from './sed-run.ts';
import { parseSed, SedError, type SedCommand } from './sed-script.ts';

const longSed = new Map([
  ['quiet', 'n'], ['silent', 'n'], ['expression', 'e'], ['file', 'f'], ['in-place', 'i'], ['regexp-extended', 'E'], ['separate', 's'],
  ['null-data', 'z'], ['unbuffered', 'u'], ['posix', '1'], ['line-length', 'l'], ['sandbox', '1'],
]); // prettier-ignore

const usage = 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n';

const sed: Program = (call) => {
  const flags = parseFlags(spelledOut(call.argv.slice(1)), 'nErsuz1i', 'efl', longSed);
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const isGiven = flags.has('e') || flags.has('f');
  if (!isGiven && flags.operands.length === 0) return exit(1, '', usage);
  const scripts = isGiven ? flags.values('e') : flags.operands.slice(0, 1);
  const rest = { ...flags, operands: flags.operands.slice(isGiven ? 0 : 1) };
  const written = flags.values('f').map((name) => textAt(call, name, ''));
  const unread = written.findIndex((text) => typeof text !== 'string');
  if (unread >= 0) return exit(4, '', `sed: couldn't open file ${flags.values('f')[unread] ?? ''}: No such file or directory\n`);
  const script = [...scripts, ...written.map((text) => (typeof text === 'string' ? text.replace(/\n$/, '') : ''))].join('\n');
  return guarded(() => {
    const commands = parseSed(script, flags.has('E') || flags.has('r'), call.spend);
    return flags.has('i') ? editFiles(call, rest, commands) : printFiles(call, rest, commands);
  });
};

/** `-i.bak` and `-ni` as `--in-place`: a value can only follow at once. */
function spelledOut(args: readonly string[]): string[] {
  return args.flatMap((argument) => {
    const found = /^-([nErsuz]*)i(.*)$/s.exec(argument);
    if (found === null) return [argument];
    return [...(found[1] === '' ? [] : [`-${found[1] ?? ''}`]), `--in-place=${found[2] ?? ''}`];
  });
}

function guarded(body: () => ProgramStep): ProgramStep {
  try {
    return body();
  } catch (thrown) {
    if (thrown instanceof SedError || thrown instanceof PatternError)
      return exit(thrown.message.includes('find label') ? 4 : 1, '', `sed: ${thrown.message}\n`);
    throw thrown;
  }
}

/** The files that `w` writes: each is emptied by its first write. */
interface Written {
  files: Files;
  readonly names: Set<string>;
  stdout: string;
}

function worldOf(call: ProgramCall, flags: Flags, written: Written, name: string): SedWorld {
  return {
    spend: call.spend,
    quiet: flags.has('n'),
    separator: flags.has('z') ? '\0' : '\n',
    name,
    readFile: (other) => {
      const text = readFile(written.files, resolvePath(call.cwd, other));
      return typeof text === 'string' ? text : undefined;
    },
    writeFile: (other, text) => {
      if (other === '/dev/stdout') {
        written.stdout += text;
        return;
      }
      const changed = writeFile(written.files, resolvePath(call.cwd, other), text, written.names.has(other));
      if (typeof changed === 'string') throw new SedError(`couldn't open file ${other}: ${sentenceOf(changed)}`);
      written.files = changed;
      written.names.add(other);
    },
  };
}

function printFiles(call: ProgramCall, flags: Flags, commands: readonly SedCommand[]): ProgramStep {
  const names = sources(flags);
  return withInput(call, names, (input) => guarded(() => {
    const { texts, stderr } = readAll(call, names, input);
    const written: Written = { files: call.files, names: new Set(), stdout: '' };
    const groups = flags.has('s') ? texts : [{ name: texts[0]?.name ?? '-', text: texts.map(({ text }, index) => (index + 1 < texts.length && text !== '' && !text.endsWith('\n') ? `${text}\n` : text)).join('') }];
    let stdout = '';
    let code = stderr === '' ? 0 : 2;
    for (const { name, text } of groups) {
      const outcome = runSed(commands, text, worldOf(call, flags, written, name));
      stdout += outcome.stdout;
      if (outcome.quit === undefined) continue;
      code = outcome.quit === 0 ? code : outcome.quit;
      break;
    }
    return { kind: 'exit', code, stdout: written.stdout + stdout, stderr, files: written.files };
  })); // prettier-ignore
}

function editFiles(call: ProgramCall, flags: Flags, commands: readonly SedCommand[]): ProgramStep {
  if (flags.operands.length === 0) return exit(1, '', 'sed: no input files\n');
  const written: Written = { files: call.files, names: new Set(), stdout: '' };
  const suffix = flags.value('i') ?? '';
  let stderr = '';
  let code = 0;
  for (const name of flags.operands) {
    const path = resolvePath(call.cwd, name);
    const node = findNode(written.files, path);
    if (node?.kind !== 'file') {
      code = node === undefined ? Math.max(code, 2) : 4;
      stderr +=
        node === undefined ? `sed: can't read ${name}: No such file or directory\n` : `sed: couldn't edit ${name}: not a regular file\n`;
      continue;
    }
    const backup = suffix.includes('*') ? suffix.replaceAll('*', path.slice(path.lastIndexOf('/') + 1)) : path + suffix;
    const kept =
      suffix === ''
        ? written.files
        : writeFile(written.files, resolvePath(path.slice(0, path.lastIndexOf('/')), backup), node.content, false);
    if (typeof kept !== 'string') written.files = kept;
    const outcome = runSed(commands, node.content, worldOf(call, flags, written, name));
    const changed = writeFile(written.files, path, outcome.stdout, false);
    if (typeof changed !== 'string') written.files = changed;
    else {
      stderr += `sed: couldn't open temporary file ${name}: ${sentenceOf(changed)}\n`;
      code = 4;
    }
    if (outcome.quit !== undefined) return { kind: 'exit', code: outcome.quit, stdout: written.stdout, stderr, files: written.files };
  }
  return { kind: 'exit', code, stdout: written.stdout, stderr, files: written.files };
}

/** The program sed. */
export const sedPrograms: ReadonlyMap<string, Program> = new Map([['sed', sed]]);
