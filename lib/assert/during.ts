import type { Change } from '../api/store.ts';
import { formatDuration } from '../base/duration.ts';
import type { Cluster } from '../cluster.ts';
import { AssertionError } from './assertion-error.ts';
import type { Check } from './check.ts';
import { whyChain } from './why.ts';

/** Something that was done and took time, to be played once more. */
export interface Deed {
  /** `the drain`. */
  readonly title: string;
  /** The cluster as it was before; nobody changes it. */
  readonly before: Cluster;
  readonly again: (copy: Cluster) => void;
}

/** Expects a check to hold from the beginning of what was done to its end, after every change. */
export function expectDuring({ title, before, again }: Deed, check: Check): void {
  const copy = before.fork();
  let broken: { readonly text: string; readonly at: number; readonly change: Change | undefined } | undefined;
  const look = (change?: Change): void => {
    const wrong = broken === undefined ? check(copy) : undefined;
    if (wrong !== undefined) broken = { text: wrong.tell(), at: copy.now, change };
  };
  look();
  const stop = copy.store.watch(look);
  again(copy);
  stop();
  if (broken === undefined) return;
  const { text, at, change } = broken;
  if (change === undefined) throw new AssertionError(`it was not so even before ${title} began:\n${text}`);
  const later = at === before.now ? 'as soon as it began' : `${formatDuration(at - before.now)} after it began`;
  const chain = whyChain(copy.store, change).map((line) => `  ${line}`);
  throw new AssertionError([`it was not so throughout ${title}, but broke at ${formatDuration(at)}, ${later}:`, ...chain, text].join('\n'));
}
