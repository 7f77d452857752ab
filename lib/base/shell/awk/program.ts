import { PatternError } from '../../re2/syntax.ts';
import { resolvePath, sentenceOf, writeFile } from '../files.ts';
import { exit, parseFlags, refusedFlags, type Program, type ProgramStep } from '../program.ts';
import { isStream, textAt } from '../program-input.ts';
import { AwkError, type AwkProgram } from './ast.ts';
import { unescaped } from './lexer.ts';
import { parseAwk } from './parser.ts';
import { runAwk } from './run.ts';

/** What is remembered while standard input is collected. */
interface Waiting {
  readonly input: string;
}

const awk: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), '', 'Fvf', new Map([['field-separator', 'F'], ['assign', 'v'], ['file', 'f']]), true); // prettier-ignore
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const written = flags.values('f').map((name) => textAt(call, name, ''));
  const unread = written.findIndex((text) => typeof text !== 'string');
  if (unread >= 0) return exit(2, '', `awk: couldn't open file ${flags.values('f')[unread] ?? ''}: No such file or directory\n`);
  const [source = '', ...operands] =
    written.length > 0 ? [written.map((text) => (typeof text === 'string' ? text : '')).join('\n'), ...flags.operands] : flags.operands;
  if (written.length === 0 && flags.operands.length === 0)
    return exit(2, '', 'usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]\n');
  const assigned: (readonly [string, string])[] = [];
  const separator = flags.value('F');
  if (separator !== undefined) assigned.push(['FS', separator === 't' ? '\t' : unescaped(separator)]);
  for (const assignment of flags.values('v')) {
    const found = /^([A-Za-z_]\w*)=(.*)$/s.exec(assignment);
    if (found === null) return exit(2, '', `awk: improper assignment: -v ${assignment}\n`);
    assigned.push([found[1]!, unescaped(found[2]!)]);
  }
  return guarded(() => {
    const program = parseAwk(source);
    const input = ((call.memory as Waiting | undefined)?.input ?? '') + call.input;
    if (readsInput(program, operands) && !call.inputEnded) return { kind: 'input', memory: { input } };
    let { files } = call;
    const { code, world } = runAwk(program, {
      argv: ['awk', ...operands],
      assigned,
      env: call.env,
      spend: call.spend,
      epochSeconds: Math.floor((call.epochMillis + call.atMillis) / 1000),
      readText: (name) => {
        const text = textAt({ ...call, files }, name, input);
        return typeof text === 'string' ? text : undefined;
      },
      writeText: (name, text, appends) => {
        const changed = writeFile(files, resolvePath(call.cwd, name), text, appends);
        if (typeof changed === 'string') throw new AwkError(`can't redirect to ${name} (${sentenceOf(changed)})`);
        files = changed;
      },
    });
    return { kind: 'exit', code: code === 0 && world.hasFailed ? 2 : code, stdout: world.stdout.join(''), stderr: world.stderr, files };
  });
};

/** Whether standard input is read: a program that is nothing but BEGIN asks for none. */
function readsInput(program: AwkProgram, operands: readonly string[]): boolean {
  const isInteresting = program.rules.length > 0 || program.last.length > 0 || JSON.stringify(program.first).includes('"getline"');
  const names = operands.filter((name) => !/^[A-Za-z_]\w*=/.test(name));
  return isInteresting && (names.length === 0 || names.some(isStream));
}

function guarded(body: () => ProgramStep): ProgramStep {
  try {
    return body();
  } catch (thrown) {
    if (thrown instanceof AwkError || thrown instanceof PatternError) return exit(2, '', `awk: ${thrown.message}\n`);
    throw thrown;
  }
}

/** The program awk and its other names. */
export const awkPrograms: ReadonlyMap<string, Program> = new Map([['awk', awk], ['gawk', awk], ['mawk', awk]]); // prettier-ignore
