import { isWordCharacter, parsePattern, PatternError, type Anchor, type Chars, type Node } from './syntax.ts';

/** Whether a text has a part that matches. Takes time in proportion to the text's length, whatever the pattern. */
export type Matcher = (text: string) => boolean;

/** More would be a pattern that only repeats what is repeated. */
const MOST_STATES = 20_000;
/** What one match may cost: states looked at. */
const MOST_WORK = 20_000_000;

/**
 * Compiles a regular expression of Go, which is RE2's: there are no backreferences and no lookaround, and every match takes linear time. Throws
 * a PatternError in Go's words. kube: Go's regexp package
 */
export function compilePattern(pattern: string): Matcher {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const program = programOf(parsePattern(pattern), pattern);
  const matcher: Matcher = (text) => run(program, text);
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(pattern, matcher);
  return matcher;
}

/** What a pattern compiles to follows from its text alone. */
const compiled = new Map<string, Matcher>();
const MOST_KEPT = 1_000;

/** A state: what leads on from it. The last one is where a match ends. */
type State =
  | { readonly is: 'chars'; readonly chars: Chars; readonly to: number }
  | { readonly is: 'anchor'; readonly anchor: Anchor; readonly to: number }
  | { is: 'split'; to: number[] }
  | { readonly is: 'match' };

interface Program {
  readonly states: readonly State[];
  readonly start: number;
}

function programOf(root: Node, pattern: string): Program {
  const states: State[] = [{ is: 'match' }];
  const add = (state: State): number => {
    if (states.length >= MOST_STATES) throw tooLarge(pattern);
    return states.push(state) - 1;
  };
  /** Where a node begins that goes on to a state: states are made from the end on. */
  let built = 0;
  const build = (node: Node, to: number): number => {
    // What is empty makes no state, however often it is repeated.
    if ((built += 1) > MOST_STATES * 2) throw tooLarge(pattern);
    switch (node.is) {
      case 'chars':
        return add({ is: 'chars', chars: node.chars, to });
      case 'anchor':
        return add({ is: 'anchor', anchor: node.anchor, to });
      case 'sequence':
        return node.of.reduceRight((next, part) => build(part, next), to);
      case 'choice':
        return add({ is: 'split', to: node.of.map((way) => build(way, to)) });
      case 'repeat':
        return buildRepeat(node, to);
    }
  };
  const buildRepeat = ({ of, least, most }: Node & { is: 'repeat' }, to: number): number => {
    let next = to;
    if (most === Number.POSITIVE_INFINITY) {
      const loop: State = { is: 'split', to: [] };
      next = add(loop);
      loop.to = [build(of, next), to];
    } else {
      for (let optional = least; optional < most; optional += 1) next = add({ is: 'split', to: [build(of, next), to] });
    }
    for (let count = 0; count < least; count += 1) next = build(of, next);
    return next;
  };
  return { start: build(root, 0), states };
}

function tooLarge(pattern: string): PatternError {
  return new PatternError(`error parsing regexp: expression too large: \`${pattern}\``);
}

/** Follows all ways through the program at once. */
function run({ states, start }: Program, text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0)!);
  // unlike kube: a match that would take longer than a blink is given up and counts as none
  if (codes.length * states.length > MOST_WORK) return false;
  const seen = new Int32Array(states.length).fill(-1);
  let current: number[] = [];
  for (let at = 0; at <= codes.length; at += 1) {
    const reached = closure(states, [...current, start], { seen, at, codes });
    if (reached === undefined) return true;
    const code = codes[at];
    if (code === undefined) return false;
    current = [];
    for (const index of reached) {
      const state = states[index]!;
      if (state.is === 'chars' && state.chars(code)) current.push(state.to);
    }
  }
  return false;
}

interface Spot {
  /** Where in the text each state was reached last. */
  readonly seen: Int32Array;
  readonly at: number;
  readonly codes: readonly number[];
}

/** All states that are reached without taking a character; undefined when the match is complete. */
function closure(states: readonly State[], from: number[], spot: Spot): readonly number[] | undefined {
  const reached: number[] = [];
  for (let index = from.pop(); index !== undefined; index = from.pop()) {
    if (spot.seen[index] === spot.at) continue;
    spot.seen[index] = spot.at;
    const state = states[index]!;
    if (state.is === 'match') return undefined;
    if (state.is === 'chars') reached.push(index);
    else if (state.is === 'split') for (const to of state.to) from.push(to);
    else if (holds(state.anchor, spot)) from.push(state.to);
  }
  return reached;
}

function holds(anchor: Anchor, { at, codes }: Spot): boolean {
  const [before, after] = [codes[at - 1], codes[at]];
  switch (anchor) {
    case 'text-start':
      return at === 0;
    case 'text-end':
      return after === undefined;
    case 'line-start':
      return before === undefined || before === 10;
    case 'line-end':
      return after === undefined || after === 10;
    case 'word-edge':
      return isWord(before) !== isWord(after);
    case 'no-word-edge':
      return isWord(before) === isWord(after);
  }
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && isWordCharacter(code);
}
