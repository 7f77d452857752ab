/** How many indexes `1,3-5` means, or why it means none. kube: pkg/apis/batch/validation/validation.go validateIndexesFormat */
export function countIndexes(text: string, completions: number): number | string {
  let total = 0;
  let last = -1;
  for (const interval of text === '' ? [] : text.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2)
      return `the fragment ${JSON.stringify(interval)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    for (const limit of limits) {
      if (!/^\+?\d{1,9}$/.test(limit)) return `cannot convert string to integer for index: ${JSON.stringify(limit)}`;
      if (Number(limit) >= completions) return `too large index: ${JSON.stringify(limit)}`;
    }
    const [from = 0, to = from] = limits.map(Number);
    if (limits.length === 2 && from >= to) return `non-increasing order, previous: ${from}, current: ${to}`;
    if (last >= from) return `non-increasing order, previous: ${last}, current: ${from}`;
    total += to - from + 1;
    last = to;
  }
  return total;
}

/** The first index that both texts mean, or undefined; a text that means nothing is left out. kube: the same file, validateFailedIndexesNotOverlapCompleted */
export function overlapOf(completed: string, failed: string, completions: number): number | undefined {
  const [left, right] = [completed, failed].map((text) => intervalsOf(text, completions)) as [Intervals, Intervals];
  let [i, k] = [0, 0];
  while (i < left.length && k < right.length) {
    const [[from, to], [start, end]] = [left[i]!, right[k]!];
    if (from <= end && start <= to) return Math.max(from, start);
    if (from <= start) i += 1;
    else k += 1;
  }
  return undefined;
}

type Intervals = readonly (readonly [from: number, to: number])[];

function intervalsOf(text: string, completions: number): Intervals {
  if (text === '') return [];
  return text
    .split(',')
    .filter((interval) => typeof countIndexes(interval, completions) === 'number')
    .map((interval) => {
      const [from = 0, to = from] = interval.split('-').map(Number);
      return [from, to];
    });
}
