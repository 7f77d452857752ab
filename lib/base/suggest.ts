// Longer words are not misspellings of anything worth guessing, and comparing them costs their product.
const LONGEST_WORD = 64;
const MOST_CANDIDATES = 5_000;

/**
 * The number of edits (insert, delete, replace, swap two neighbours) that turn one word into another, or `limit + 1` when it takes
 * more than `limit`. The restricted Damerau-Levenshtein distance, in UTF-16 units.
 */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const next = [row];
    let least = row;
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let edits = Math.min(last[column]! + 1, next[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) edits = Math.min(edits, beforeLast[column - 2]! + 1);
      next.push(edits);
      least = Math.min(least, edits);
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = next;
  }
  return Math.min(last[to.length]!, limit + 1);
}

/**
 * The candidate that `word` is most likely a misspelling of; undefined when none is near enough to be sure (a third of its letters
 * may be wrong) or `word` is itself a candidate. Other capitals win over other letters; of equally near ones the first wins.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Infinity;
  let seen = 0;
  for (const candidate of candidates) {
    if (candidate === word) return undefined;
    if (++seen > MOST_CANDIDATES) break;
    const distance = distanceIfNear(wanted, candidate.toLowerCase());
    if (distance === undefined || distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** The sentence ` Did you mean "selector"?`, with a space before it, or nothing when no candidate is near enough to be sure. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? '' : ` Did you mean ${JSON.stringify(candidate)}?`;
}

function distanceIfNear(wanted: string, candidate: string): number | undefined {
  if (wanted === candidate) return 0;
  const longest = Math.max(wanted.length, candidate.length);
  if (longest > LONGEST_WORD) return undefined;
  const limit = Math.floor(longest / 3);
  const distance = editDistance(wanted, candidate, limit);
  return distance <= limit ? distance : undefined;
}
