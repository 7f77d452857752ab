/**
 * A largest possible pairing of `left` things with distinct `right` ones, where thing `l` may be paired with those in `partnersOf[l]`:
 * for each left thing its partner's index, or -1. Earlier left things prefer earlier partners; the outcome is the same every time.
 */
export function pairUp(partnersOf: readonly (readonly number[])[], rightCount: number): readonly number[] {
  const partnerOfLeft = new Array<number>(partnersOf.length).fill(-1);
  const partnerOfRight = new Array<number>(rightCount).fill(-1);
  // A right thing reached by a search that failed can be part of no later success: it need not be looked at again.
  const isHopeless = new Array<boolean>(rightCount).fill(false);
  for (let left = 0; left < partnersOf.length; left++) {
    const reachedFrom = new Map<number, number>();
    const free = findFree(left, partnersOf, partnerOfRight, reachedFrom, isHopeless);
    if (free === undefined) {
      for (const right of reachedFrom.keys()) isHopeless[right] = true;
      continue;
    }
    for (let right = free; right !== -1;) {
      const taker = reachedFrom.get(right)!;
      const released = partnerOfLeft[taker]!;
      partnerOfLeft[taker] = right;
      partnerOfRight[right] = taker;
      right = released;
    }
  }
  return partnerOfLeft;
}

/** Breadth first, so that the shortest chain of re-pairings is found and a free partner is taken without any. */
function findFree(
  start: number,
  partnersOf: readonly (readonly number[])[],
  partnerOfRight: readonly number[],
  reachedFrom: Map<number, number>,
  isHopeless: readonly boolean[],
): number | undefined {
  const queue = [start];
  for (const left of queue) {
    for (const right of partnersOf[left]!) if (partnerOfRight[right] === -1 && !isHopeless[right]) return reach(right, left, reachedFrom);
    for (const right of partnersOf[left]!) {
      if (isHopeless[right] || reachedFrom.has(right)) continue;
      queue.push(partnerOfRight[reach(right, left, reachedFrom)]!);
    }
  }
  return undefined;
}

function reach(right: number, left: number, reachedFrom: Map<number, number>): number {
  reachedFrom.set(right, left);
  return right;
}

/**
 * Pairs the nearest first: of all pairs the one with the highest score, then of the remaining ones, and so on; equal scores in order.
 * For each left thing its partner's index, or -1. A pair without a score may not be made.
 */
export function pairNearest(
  leftCount: number,
  rightCount: number,
  score: (left: number, right: number) => number | undefined,
): readonly number[] {
  const pairs: { readonly left: number; readonly right: number; readonly score: number }[] = [];
  for (let left = 0; left < leftCount; left++) {
    for (let right = 0; right < rightCount; right++) {
      const found = score(left, right);
      if (found !== undefined) pairs.push({ left, right, score: found });
    }
  }
  pairs.sort((a, b) => b.score - a.score);
  const partnerOfLeft = new Array<number>(leftCount).fill(-1);
  const isTaken = new Array<boolean>(rightCount).fill(false);
  for (const { left, right } of pairs) {
    if (partnerOfLeft[left] !== -1 || isTaken[right]) continue;
    partnerOfLeft[left] = right;
    isTaken[right] = true;
  }
  return partnerOfLeft;
}
