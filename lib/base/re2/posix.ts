import { parsePosix, type PosixAnchor, type PosixNode, type PosixOptions } from './posix-syntax.ts';
import { isWordCharacter, PatternError, type Chars } from './syntax.ts';

/** Where a match lies: begin and end of the whole, then of each group; -1 for a group that took no part. */
export type Span = readonly number[];

/** A compiled regular expression of POSIX. */
export interface PosixPattern {
  readonly groups: number;
  /** The leftmost match at or after a place, the longest of those; undefined when there is none. Throws a PatternError when all matches together took too long. */
  readonly find: (text: string, from: number) => Span | undefined;
}

const MOST_STATES = 5000;
/** What all matches of one compiled pattern may cost where nobody counts: states looked at. */
const MOST_WORK = 8_000_000;
/** Characters that are gone over as quickly as one state is looked at. */
const SKIPPED_PER_WORK = 8;
const LETTERS_PER_WORK = 64;
/** What a match costs whoever asked for it. */
const WORK_PER_MATCH = 5;

type State =
  | { readonly is: 'chars'; readonly chars: Chars; readonly to: number }
  | { readonly is: 'anchor'; readonly anchor: PosixAnchor; readonly to: number }
  | { readonly is: 'save'; readonly slot: number; readonly to: number }
  | { is: 'split'; to: readonly number[] }
  | { readonly is: 'match' };

/**
 * Compiles a regular expression as grep, sed and awk know them: leftmost and longest, in time proportional to the text's length. Throws a
 * PatternError in the words of GNU's tools. What its matches cost is counted by `spend`, which may throw a PatternError.
 */
export function compilePosix(pattern: string, options: PosixOptions, spend: (work: number) => void = ownBudget()): PosixPattern {
  const { root, groups } = parsePosix(pattern, options);
  const literal = literalOf(root);
  if (literal !== undefined) {
    return {
      groups,
      find: (text, from) => {
        const at = text.indexOf(literal, from);
        spend(WORK_PER_MATCH + ((at < 0 ? text.length : at) - from) / LETTERS_PER_WORK);
        return at < 0 ? undefined : [at, at + literal.length];
      },
    };
  }
  const states = statesOf(root);
  spend(states.length);
  const search = new Search(states, groups, spend);
  return { groups, find: (text, from) => search.find(text, from) };
}

function ownBudget(): (work: number) => void {
  let left = MOST_WORK;
  return (work) => {
    left -= work;
    if (left < 0) throw new PatternError('the regular expression takes too long on this text');
  };
}

/** All matches in a text, from left to right; an empty one does not follow directly upon another. */
export function* matchesIn(pattern: PosixPattern, text: string): Generator<Span> {
  let from = 0;
  let last = -1;
  while (from <= text.length) {
    const span = pattern.find(text, from);
    if (span === undefined) return;
    const [begin = 0, end = 0] = span;
    if (begin !== end || begin !== last) yield span;
    last = end;
    from = begin === end ? end + 1 : end;
  }
}

function literalOf(root: PosixNode): string | undefined {
  const parts = root.is === 'sequence' ? root.of : [root];
  let text = '';
  for (const part of parts) {
    if (part.is !== 'chars' || part.literal === undefined) return undefined;
    text += part.literal;
  }
  return text;
}

/** The states of a pattern, made from the end on: the first is the end, the last is where it begins. */
function statesOf(root: PosixNode): readonly State[] {
  const states: State[] = [{ is: 'match' }];
  const add = (state: State): number => {
    if (states.length >= MOST_STATES) throw new PatternError('Regular expression too big');
    return states.push(state) - 1;
  };
  let built = 0;
  const build = (node: PosixNode, to: number): number => {
    if ((built += 1) > MOST_STATES * 2) throw new PatternError('Regular expression too big');
    switch (node.is) {
      case 'chars':
        return add({ is: 'chars', chars: node.chars, to });
      case 'anchor':
        return add({ is: 'anchor', anchor: node.anchor, to });
      case 'sequence':
        return node.of.reduceRight((next, part) => build(part, next), to);
      case 'choice':
        return add({ is: 'split', to: node.of.map((way) => build(way, to)) });
      case 'group':
        return add({ is: 'save', slot: 2 * node.index, to: build(node.of, add({ is: 'save', slot: 2 * node.index + 1, to })) });
      case 'repeat':
        return buildRepeat(node, to);
    }
  };
  const buildRepeat = ({ of, least, most }: PosixNode & { is: 'repeat' }, to: number): number => {
    let next = to;
    if (most === Infinity) {
      const loop: State = { is: 'split', to: [] };
      next = add(loop);
      loop.to = [build(of, next), to];
    } else {
      for (let optional = least; optional < most; optional += 1) next = add({ is: 'split', to: [build(of, next), to] });
    }
    for (let count = 0; count < least; count += 1) next = build(of, next);
    return next;
  };
  const start = build(root, 0);
  add({ is: 'save', slot: 0, to: start });
  return states;
}

interface Thread {
  readonly state: number;
  readonly saved: readonly number[];
}

/** A pattern at work: it counts what it costs. */
class Search {
  readonly #states: readonly State[];
  readonly #groups: number;
  readonly #seen: Int32Array;
  readonly #begins: readonly Chars[] | undefined;
  readonly #isAnchored: boolean;
  readonly #spend: (work: number) => void;
  #mark = 0;

  constructor(states: readonly State[], groups: number, spend: (work: number) => void) {
    this.#states = states;
    this.#spend = spend;
    this.#groups = groups;
    this.#seen = new Int32Array(states.length).fill(-1);
    const begins: Chars[] = [];
    this.#begins = collectBegins(states, begins) ? begins : undefined;
    let first = states.at(-1);
    while (first?.is === 'save') first = states[first.to];
    this.#isAnchored = first?.is === 'anchor' && first.anchor === 'text-start';
  }

  find(text: string, from: number): Span | undefined {
    if (this.#isAnchored && from > 0) return undefined;
    let best: readonly number[] | undefined;
    let threads: readonly Thread[] = [];
    for (let at = from; at <= text.length;) {
      if (threads.length === 0 && best === undefined) at = this.#skip(text, at);
      this.#mark += 1;
      const found: { threads: Thread[]; best: readonly number[] | undefined } = { threads: [], best };
      for (const { state, saved } of threads) this.#reach(found, text, at, state, saved);
      if (best === undefined && (at === from || !this.#isAnchored)) {
        this.#reach(found, text, at, this.#states.length - 1, new Array<number>(2 * this.#groups + 2).fill(-1));
      }
      best = found.best;
      const code = text.codePointAt(at);
      if (code === undefined || (found.threads.length === 0 && (best !== undefined || this.#isAnchored))) break;
      threads = this.#step(found.threads, code, best?.[0]);
      at += code > 0xffff ? 2 : 1;
    }
    return best;
  }

  /** The next place at which a match can begin. */
  #skip(text: string, from: number): number {
    const begins = this.#begins;
    if (begins === undefined || this.#isAnchored) return from;
    let at = from;
    for (; at < text.length; at += 1) {
      const code = text.codePointAt(at)!;
      if (begins.some((chars) => chars(code))) break;
    }
    this.#spend((at - from) / SKIPPED_PER_WORK);
    return at;
  }

  /** The ways that take a character; those that began later than the best match are given up. */
  #step(threads: readonly Thread[], code: number, bestStart: number | undefined): Thread[] {
    const next: Thread[] = [];
    for (const { state, saved } of threads) {
      const from = this.#states[state]!;
      if (from.is !== 'chars' || (bestStart !== undefined && saved[0]! > bestStart)) continue;
      if (from.chars(code)) next.push({ state: from.to, saved });
    }
    this.#spend(threads.length + 1);
    return next;
  }

  /** Follows what takes no character, the preferred way first. */
  #reach(
    found: { threads: Thread[]; best: readonly number[] | undefined },
    text: string,
    at: number,
    state: number,
    saved: readonly number[],
  ): void {
    const open: Thread[] = [{ state, saved }];
    for (let thread = open.pop(); thread !== undefined; thread = open.pop()) {
      if (this.#seen[thread.state] === this.#mark) continue;
      this.#seen[thread.state] = this.#mark;
      this.#spend(1);
      const current = this.#states[thread.state]!;
      if (current.is === 'chars') found.threads.push(thread);
      else if (current.is === 'match') found.best = better(found.best, thread.saved, at);
      else if (current.is === 'save') open.push({ state: current.to, saved: thread.saved.with(current.slot, at) });
      else if (current.is === 'split') {
        for (let way = current.to.length - 1; way >= 0; way -= 1) open.push({ state: current.to[way]!, saved: thread.saved });
      } else if (holds(current.anchor, text, at)) open.push({ state: current.to, saved: thread.saved });
    }
  }
}

function better(best: readonly number[] | undefined, saved: readonly number[], end: number): readonly number[] {
  if (best !== undefined && (best[0]! < saved[0]! || (best[0] === saved[0] && best[1]! >= end))) return best;
  return saved.with(1, end);
}

/** Collects what a match can begin with; false when it can begin without a character. */
function collectBegins(states: readonly State[], begins: Chars[]): boolean {
  const seen = new Set<number>();
  const open = [states.length - 1];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    const state = states[index]!;
    if (state.is === 'match') return false;
    if (state.is === 'chars') begins.push(state.chars);
    else if (state.is === 'split') open.push(...state.to);
    else open.push(state.to);
  }
  return begins.length <= 8;
}

function holds(anchor: PosixAnchor, text: string, at: number): boolean {
  switch (anchor) {
    case 'text-start':
      return at === 0;
    case 'text-end':
      return at === text.length;
    case 'line-start':
      return at === 0 || text[at - 1] === '\n';
    case 'line-end':
      return at === text.length || text[at] === '\n';
    case 'word-start':
      return !isWordAt(text, at - 1) && isWordAt(text, at);
    case 'word-end':
      return isWordAt(text, at - 1) && !isWordAt(text, at);
    case 'word-edge':
      return isWordAt(text, at - 1) !== isWordAt(text, at);
    case 'no-word-edge':
      return isWordAt(text, at - 1) === isWordAt(text, at);
  }
}

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && isWordCharacter(text.charCodeAt(at));
}
