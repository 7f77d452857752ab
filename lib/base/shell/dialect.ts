import type { SyntaxFailure } from './ast.ts';
import type { Dialect, Flavour, Shell } from './process.ts';

/** The dialect of a shell program in an image with these tools; undefined when the name is no shell. */
export function dialectOf(program: string, flavour: Flavour): Dialect | undefined {
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name === 'bash' && flavour === 'debian') return 'bash';
  if (name === 'dash' && flavour === 'debian') return 'dash';
  if (name === 'ash' && flavour === 'busybox') return 'ash';
  if (name !== 'sh') return undefined;
  return flavour === 'busybox' ? 'ash' : 'dash';
}

/** A complaint of the shell itself, in its dialect, with newline. */
export function complaint(shell: Shell, text: string, line = shell.line): string {
  if (shell.dialect === 'dash') return `${shell.name}: ${line}: ${text}\n`;
  if (shell.dialect === 'bash') return `${shell.name}: line ${line}: ${text}\n`;
  return `${shell.name}: ${text}\n`;
}

/** What a shell says about a program it cannot find. */
export function notFound(shell: Shell, program: string): string {
  if (shell.dialect !== 'bash') return complaint(shell, `${program}: not found`);
  return complaint(shell, program.includes('/') ? `${program}: No such file or directory` : `${program}: command not found`);
}

/** What a shell says when it cannot open a file for reading or create one. */
export function cannotOpen(shell: Shell, path: string, reading: boolean, missing: boolean, sentence: string): string {
  if (shell.dialect === 'bash') return complaint(shell, `${path}: ${sentence}`);
  const verb = `${shell.dialect === 'dash' ? 'cannot' : "can't"} ${reading ? 'open' : 'create'} ${path}`;
  if (!missing) return complaint(shell, `${verb}: ${sentence}`);
  if (shell.dialect === 'dash') return complaint(shell, `${verb}: ${reading ? 'No such file' : 'Directory nonexistent'}`);
  return complaint(shell, `${verb}: ${reading ? 'no such file' : 'nonexistent directory'}`);
}

/** What a shell says about a syntax error. */
export function syntaxComplaint(shell: Shell, failure: SyntaxFailure, isEvaluated = false): string {
  const { found, expecting, text } = failure;
  if (shell.dialect === 'bash') {
    const name = isEvaluated ? `${shell.name}: eval` : shell.isCommand === true ? `${shell.name}: -c` : shell.name;
    const say = (what: string): string => `${name}: line ${failure.line}: ${what}\n`;
    if (failure.quote !== undefined) return say(`unexpected EOF while looking for matching \`${failure.quote}'`);
    if (text !== undefined) return say(text);
    if (found === undefined) return say('syntax error: unexpected end of file');
    return say(`syntax error near unexpected token \`${found}'`) + say(`\`${failure.source ?? ''}'`);
  }
  const hint = expecting === undefined ? '' : ` (expecting "${expecting}")`;
  if (shell.dialect === 'dash') {
    const what =
      text === undefined
        ? `${found === undefined ? 'end of file' : found === 'newline' ? found : `"${found}"`} unexpected${hint}`
        : text.charAt(0).toUpperCase() + text.slice(1);
    return complaint(shell, `Syntax error: ${what}`, failure.line);
  }
  const what = text ?? `unexpected ${found === undefined ? 'end of file' : found === 'newline' ? found : `"${found}"`}${hint}`;
  return complaint(shell, `syntax error: ${what}`, failure.line);
}
