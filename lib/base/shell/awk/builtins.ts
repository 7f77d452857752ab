import { formatClock } from '../clock-format.ts';
import { AwkError, type Expression } from './ast.ts';
import type { AwkRun } from './run.ts';
import { fieldsOf, replaceGroups, replaceIn } from './text-functions.ts';
import { formatted, inputValue, numberOf, textOf, type Value } from './values.ts';

/** Calls one of awk's own functions. Throws an AwkError for those that are not covered. */
export function callBuiltin(run: AwkRun, name: string, args: readonly Expression[]): Value {
  const [first, second, third] = args;
  const value = (expression: Expression | undefined): Value => (expression === undefined ? undefined : run.evaluate(expression));
  const text = (expression: Expression | undefined): string => paid(run, run.text(value(expression)));
  const number = (expression: Expression | undefined): number => numberOf(value(expression));
  switch (name) {
    case 'length':
      return lengthOf(run, first);
    case 'substr':
      return substringOf(text(first), number(second), third === undefined ? Infinity : number(third));
    case 'index': {
      const [whole, part] = [text(first), text(second)];
      const at = whole.indexOf(part);
      return at < 0 ? 0 : Array.from(whole.slice(0, at)).length + 1;
    }
    case 'split':
      return split(run, text(first), second, third);
    case 'sub':
    case 'gsub':
      return substitute(run, name === 'gsub', args);
    case 'gensub': {
      const which = text(third);
      const target = args[3] === undefined ? run.world.field(0) : text(args[3]);
      return replaceGroups(target, run.pattern(needed(first, name)), text(second), /^[gG]/.test(which) ? undefined : Number(which) || 1);
    }
    case 'match':
      return match(run, text(first), needed(second, name), third);
    case 'sprintf': {
      const [format, ...values] = args.map((arg) => run.evaluate(arg));
      return paid(run, formatted(paid(run, run.text(format)), values, '%.6g'));
    }
    case 'tolower':
      return text(first).toLowerCase();
    case 'toupper':
      return text(first).toUpperCase();
    case 'close':
      return run.world.close(text(first));
    case 'fflush':
      return 0;
    case 'systime':
      return run.world.world.epochSeconds;
    case 'strftime':
      return formatClock(first === undefined ? '%a %b %e %H:%M:%S %Z %Y' : text(first), 1000 * (second === undefined ? run.world.world.epochSeconds : number(second))); // prettier-ignore
    case 'system':
      throw new AwkError('running a command (system) is not covered');
    default:
      return calculated(run, name, first === undefined ? 0 : number(first), second === undefined ? 0 : number(second));
  }
}

/** A text that is gone over. */
function paid(run: AwkRun, text: string): string {
  run.world.world.spend(text.length / 4);
  return text;
}

function needed(expression: Expression | undefined, name: string): Expression {
  if (expression === undefined) throw new AwkError(`not enough arguments to ${name}`);
  return expression;
}

function lengthOf(run: AwkRun, of: Expression | undefined): number {
  if (of?.is === 'name' && run.isArray(of.name)) return run.array(of.name).size;
  const text = of === undefined ? run.world.field(0) : run.text(run.evaluate(of));
  paid(run, text);
  return Array.from(text).length;
}

/** From a place counted from 1; both are rounded, as POSIX has it. */
function substringOf(text: string, from: number, length: number): string {
  const begin = Math.round(from);
  const end = length === Infinity ? Infinity : begin + Math.round(length);
  if (Number.isNaN(begin) || Number.isNaN(end)) return '';
  const characters = /^[\x00-\x7f]*$/.test(text) ? text : Array.from(text);
  const part = characters.slice(Math.max(0, begin - 1), Math.max(0, end - 1));
  return typeof part === 'string' ? part : part.join('');
}

function split(run: AwkRun, text: string, into: Expression | undefined, separator: Expression | undefined): number {
  if (into?.is !== 'name') throw new AwkError('the second argument of split is no array');
  const written = separator === undefined ? run.text(run.evaluate({ is: 'name', name: 'FS' })) : separator.is === 'regex' ? separator.source : run.text(run.evaluate(separator)); // prettier-ignore
  const isLiteral = separator?.is === 'regex' && written.length === 1;
  const parts = fieldsOf(text, isLiteral ? `(${written})` : written, run.world.patterns);
  run.world.world.spend(4 * parts.length);
  const array = run.array(into.name);
  array.clear();
  parts.forEach((part, index) => array.set(String(index + 1), inputValue(part)));
  return parts.length;
}

function substitute(run: AwkRun, isGlobal: boolean, [pattern, replacement, target]: readonly Expression[]): number {
  const place: Expression = target ?? { is: 'field', of: { is: 'number', value: 0 } };
  const compiled = run.pattern(needed(pattern, 'sub'));
  const into = run.text(run.evaluate(needed(replacement, 'sub')));
  const { text, count } = replaceIn(run.text(run.evaluate(place)), compiled, into, isGlobal);
  const isPlace = ['name', 'element', 'field'].includes(place.is);
  if (count > 0 && isPlace) run.assign(place, text);
  return count;
}

function match(run: AwkRun, text: string, pattern: Expression, groups: Expression | undefined): number {
  const span = run.pattern(pattern).find(text, 0);
  const [begin = -1, end = -1] = span ?? [];
  run.assign({ is: 'name', name: 'RSTART' }, begin + 1);
  run.assign({ is: 'name', name: 'RLENGTH' }, span === undefined ? -1 : end - begin);
  if (groups?.is === 'name') {
    const array = run.array(groups.name);
    array.clear();
    for (let index = 0; span !== undefined && 2 * index < span.length; index += 1) {
      if (span[2 * index]! >= 0) array.set(String(index), inputValue(text.slice(span[2 * index], span[2 * index + 1])));
    }
  }
  return begin + 1;
}

function calculated(run: AwkRun, name: string, a: number, b: number): number {
  switch (name) {
    case 'int':
      return Math.trunc(a);
    case 'sqrt':
      return Math.sqrt(a);
    case 'exp':
      return Math.exp(a);
    case 'log':
      return Math.log(a);
    case 'sin':
      return Math.sin(a);
    case 'cos':
      return Math.cos(a);
    case 'atan2':
      return Math.atan2(a, b);
    case 'rand':
      return run.random();
    case 'srand':
      return run.seed(a);
    default:
      throw new AwkError(`function ${textOf(name, '%.6g')} never defined`);
  }
}
