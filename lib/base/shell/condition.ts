import { compilePosix } from '../re2/posix.ts';
import { PatternError } from '../re2/syntax.ts';
import type { Condition, Word } from './ast.ts';
import type { Files } from './files.ts';
import { matchesPattern, type Pattern } from './pattern.ts';
import { evaluateTest } from './test-expression.ts';
import { TooMuchWork } from './work.ts';

/** What `[[ ]]` needs to know of the expansion it is part of. */
export interface ConditionContext {
  readonly files: Files;
  readonly cwd: string;
  readonly text: (word: Word) => string;
  readonly pattern: (word: Word) => Pattern;
  readonly lookUp: (name: string) => string | undefined;
  readonly arithmetic: (text: string) => bigint;
  readonly assign: (name: string, value: string) => void;
  readonly isOption: (name: string) => boolean;
  /** Counts what is computed; throws when it is too much. */
  readonly spend: (work: number) => void;
}

/** Whether a condition of `[[ ]]` holds; undefined when it is none (an expression of `=~` that cannot be read). Throws TooMuchWork for one that takes too long. */
export function holds(context: ConditionContext, condition: Condition): boolean | undefined {
  switch (condition.is) {
    case 'and':
    case 'or': {
      const left = holds(context, condition.left);
      return left === undefined || left === (condition.is === 'or') ? left : holds(context, condition.right);
    }
    case 'not': {
      const inner = holds(context, condition.of);
      return inner === undefined ? undefined : !inner;
    }
    case 'unary': {
      const text = context.text(condition.word);
      if (condition.operator === '-v') return context.lookUp(text) !== undefined;
      if (condition.operator === '-o') return context.isOption(text);
      const verdict = evaluateTest([condition.operator, text], context);
      return typeof verdict === 'boolean' ? verdict : undefined;
    }
    case 'binary':
      return compare(context, condition.operator, condition.left, condition.right);
  }
}

function compare(context: ConditionContext, operator: string, left: Word, right: Word): boolean | undefined {
  const text = context.text(left);
  if (operator === '=~') return matches(context, text, context.pattern(right));
  if (operator === '=' || operator === '==' || operator === '!=')
    return matchesPattern(context.pattern(right), text, context.spend) === (operator !== '!=');
  const other = context.text(right);
  if (operator === '<') return text < other;
  if (operator === '>') return text > other;
  if (/^-[noe][tf]$/.test(operator)) return false;
  const [a, b] = [context.arithmetic(text), context.arithmetic(other)];
  switch (operator) {
    case '-eq':
      return a === b;
    case '-ne':
      return a !== b;
    case '-lt':
      return a < b;
    case '-le':
      return a <= b;
    case '-gt':
      return a > b;
    default:
      return a >= b;
  }
}

/** What is quoted in the expression stands for itself; the groups are left in BASH_REMATCH. */
function matches(context: ConditionContext, text: string, pieces: Pattern): boolean | undefined {
  const source = pieces.map(({ text: part, quoted }) => (quoted ? part.replace(/[.[\]*^$\\+?(){}|]/g, '\\$&') : part)).join('');
  try {
    const span = compilePosix(source, { extended: true, ignoreCase: context.isOption('nocasematch') }, context.spend).find(text, 0);
    if (span === undefined) return false;
    for (let group = 0; 2 * group < span.length; group += 1) {
      context.assign(`BASH_REMATCH[${group}]`, span[2 * group]! < 0 ? '' : text.slice(span[2 * group], span[2 * group + 1]));
    }
    return true;
  } catch (thrown) {
    if (thrown instanceof PatternError && !(thrown instanceof TooMuchWork)) return undefined;
    throw thrown;
  }
}
