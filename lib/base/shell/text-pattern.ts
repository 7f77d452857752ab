/** How grep was asked to match. */
export interface SearchOptions {
  readonly fixed: boolean;
  readonly extended: boolean;
  readonly ignoreCase: boolean;
  readonly word: boolean;
  readonly line: boolean;
}

type Item = { readonly test: (character: string) => boolean; readonly many: '' | '*' | '+' | '?' };
type Branch = { readonly items: readonly Item[]; readonly fromStart: boolean; readonly toEnd: boolean };

const maxPattern = 1000;
const maxLine = 10_000;

/**
 * Compiles a grep pattern to a function from a line to the first match; a text says why it cannot.
 *
 * Literals, `.`, `[...]`, `*`, `+`, `?`, `^`, `$` and alternatives without groups; matched by sets of states, so that no
 * pattern can take more than pattern x line squared.
 */
export function searchPattern(pattern: string, options: SearchOptions): string | ((line: string) => string | undefined) {
  if (pattern.length > maxPattern) return `the pattern is longer than ${maxPattern} characters`;
  const separator = options.extended ? /\|/ : /\\\|/;
  const branches: Branch[] = [];
  for (const part of options.fixed ? pattern.split('\n') : pattern.split(separator)) {
    const branch = options.fixed ? literalBranch(part, options.ignoreCase) : compileBranch(part, options);
    if (typeof branch === 'string') return branch;
    branches.push(branch);
  }
  return (line) => {
    const text = line.slice(0, maxLine);
    for (let start = 0; start <= text.length; start++) {
      for (const branch of branches) {
        const end = longestFrom(branch, text, start, options);
        if (end !== undefined) return text.slice(start, end);
      }
    }
    return undefined;
  };
}

function longestFrom(branch: Branch, text: string, start: number, options: SearchOptions): number | undefined {
  if ((branch.fromStart || options.line) && start > 0) return undefined;
  if (options.word && isWord(text[start - 1])) return undefined;
  let best: number | undefined;
  let states = closure(branch.items, new Set([0]));
  for (let at = start; ; at++) {
    const fits = !((branch.toEnd || options.line) && at < text.length) && !(options.word && isWord(text[at]));
    if (states.has(branch.items.length) && fits) best = at;
    const character = text[at];
    if (character === undefined || states.size === 0) return best;
    const next = new Set<number>();
    for (const state of states) {
      const item = branch.items[state];
      if (item?.test(character) !== true) continue;
      next.add(item.many === '*' || item.many === '+' ? state : state + 1);
      if (item.many === '+') next.add(state + 1);
    }
    states = closure(branch.items, next);
  }
}

function closure(items: readonly Item[], states: Set<number>): Set<number> {
  for (const state of states) {
    const many = items[state]?.many;
    if (many === '*' || many === '?') states.add(state + 1);
  }
  return states;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9_]/.test(character);
}

function same(ignoreCase: boolean, wanted: string): (character: string) => boolean {
  return ignoreCase ? (character) => character.toLowerCase() === wanted.toLowerCase() : (character) => character === wanted;
}

function literalBranch(text: string, ignoreCase: boolean): Branch {
  return { items: text.split('').map((character) => ({ test: same(ignoreCase, character), many: '' })), fromStart: false, toEnd: false };
}

function compileBranch(source: string, options: SearchOptions): Branch | string {
  const fromStart = source.startsWith('^');
  const toEnd = /(?:^|[^\\])\$$/.test(source);
  const text = source.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined);
  const items: Item[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    const set = character === '[' ? /^\[(\^?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]/.exec(text.slice(at, at + 256)) : null;
    let test: (character: string) => boolean;
    if (set !== null) {
      test = setTest(set[2] ?? '', set[1] === '^', options.ignoreCase);
      at += set[0].length - 1;
    } else if (character === '.') test = () => true;
    else if (character === '\\') test = escapeTest(text[++at] ?? '\\', options.ignoreCase);
    else if (options.extended && (character === '(' || character === ')' || character === '{')) {
      return `groups and counts are not supported in patterns: ${source}`;
    } else test = same(options.ignoreCase, character);
    const written = text[at + 1] === '\\' && !options.extended ? text.slice(at + 1, at + 3) : (text[at + 1] ?? '');
    const many = written === '*' ? '*' : written === (options.extended ? '+' : '\\+') ? '+' : written === (options.extended ? '?' : '\\?') ? '?' : ''; // prettier-ignore
    if (many !== '') at += written.length;
    items.push({ test, many });
  }
  return { items, fromStart, toEnd };
}

function escapeTest(letter: string, ignoreCase: boolean): (character: string) => boolean {
  if (letter === 'd') return (character) => /[0-9]/.test(character);
  if (letter === 's') return (character) => /\s/.test(character);
  if (letter === 'w') return isWord;
  return same(ignoreCase, letter);
}

const classes: ReadonlyMap<string, RegExp> = new Map([
  ['digit', /[0-9]/], ['alpha', /[A-Za-z]/], ['alnum', /[A-Za-z0-9]/], ['upper', /[A-Z]/], ['lower', /[a-z]/], ['space', /\s/],
]); // prettier-ignore

function setTest(set: string, negated: boolean, ignoreCase: boolean): (character: string) => boolean {
  const tests: ((character: string) => boolean)[] = [];
  for (let at = 0; at < set.length; at++) {
    const named = /^\[:([a-z]+):\]/.exec(set.slice(at, at + 12));
    const first = set[at]!;
    const last = set[at + 2];
    if (named !== null) {
      const pattern = classes.get(named[1] ?? '');
      tests.push((character) => pattern?.test(character) === true);
      at += named[0].length - 1;
    } else if (set[at + 1] === '-' && last !== undefined) {
      tests.push((character) => character >= first && character <= last);
      at += 2;
    } else tests.push(same(ignoreCase, first));
  }
  return (character) => tests.some((test) => test(character)) !== negated;
}
