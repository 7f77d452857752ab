import { clip, visible } from '../base/text-table.ts';
import type { ExecResult } from '../node/exec.ts';
import { AssertionError } from './assertion-error.ts';
import { lineDifference } from './text-difference.ts';

/** A command that somebody ran, and what became of it. */
export interface Ran extends ExecResult {
  readonly command: string;
}

const MOST_LINES = 12;
const MOST_COLUMNS = 160;

/** The command has printed a text, on standard output or standard error. Throws an AssertionError that shows what it printed. */
export function expectPrinted(ran: Ran, text: string): void {
  if (ran.output.includes(text)) return;
  throw new AssertionError(`expected ${JSON.stringify(ran.command)} to print ${JSON.stringify(text)}, ${shown(ran)}`);
}

/** The command has printed just those lines. Throws an AssertionError that shows the difference. */
export function expectOutput(ran: Ran, text: string): void {
  const [expected, actual] = [text.trimEnd(), ran.output.trimEnd()];
  if (expected === actual) return;
  const lines = lineDifference(expected.split('\n'), actual.split('\n')).map(({ sign, text: line }) => `  ${sign} ${visible(line)}`);
  throw new AssertionError([`${JSON.stringify(ran.command)} printed something else (- expected, + found):`, '', ...lines].join('\n'));
}

/** The command has ended with an exit code. Throws an AssertionError that shows what it printed. */
export function expectCode(ran: Ran, code: number): void {
  if (ran.code !== code)
    throw new AssertionError(`expected ${JSON.stringify(ran.command)} to exit with ${code}, found ${ran.code}, ${shown(ran)}`);
}

function shown({ output }: Ran): string {
  const lines = output.trimEnd().split('\n');
  if (lines.join('') === '') return 'but it printed nothing';
  const left = lines.length > MOST_LINES ? [`  (${lines.length - MOST_LINES} lines before)`] : [];
  return ['it printed:', ...left, ...lines.slice(-MOST_LINES).map((line) => `  ${clip(visible(line), MOST_COLUMNS)}`)].join('\n');
}
