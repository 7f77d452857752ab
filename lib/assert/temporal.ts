import { formatDuration } from '../base/duration.ts';
import type { Change } from '../api/store.ts';
import type { Cluster } from '../cluster.ts';
import { AssertionError } from './assertion-error.ts';
import type { Check } from './check.ts';
import { whyChain } from './why.ts';

/** Expects the check to hold now. `since` is the cluster as it was when the last thing was done to it: a failure tells when, if ever, it held from there on. */
export function expectNow(cluster: Cluster, check: Check, since?: Cluster): void {
  const wrong = check(cluster);
  if (wrong === undefined) return;
  throw new AssertionError(join([wrong.tell(), since === undefined ? '' : everTrue(cluster, since, check)]));
}

/** Expects the check to hold at some moment from now to `millis` from now; the clock stops at the first. */
export function expectWithin(cluster: Cluster, millis: number, check: Check): void {
  const start = cluster.now;
  if (check(cluster) === undefined) return;
  if (
    check.changesAt === undefined
      ? advanceUntil(cluster, millis, check)
      : visitInstants(cluster, millis, check, () => check(cluster) === undefined)
  )
    return;
  const wrong = check(cluster);
  if (wrong === undefined) return;
  throw new AssertionError(
    `not so within ${formatDuration(millis)} (from ${formatDuration(start)} to ${formatDuration(cluster.now)}); in the end:\n${wrong.tell()}`,
  );
}

/** Lets time pass to the first revision at which the check holds; false when there is none. */
function advanceUntil(cluster: Cluster, millis: number, check: Check): boolean {
  let revision = cluster.revision;
  return cluster.advance(millis, () => {
    if (cluster.revision === revision) return false;
    revision = cluster.revision;
    return check(cluster) === undefined;
  });
}

/** Lets time pass from instant to instant, and stops after one for which `visit` says so. */
function visitInstants(cluster: Cluster, millis: number, { changesAt }: Check, visit: () => boolean): boolean {
  const end = cluster.now + millis;
  while (cluster.now < end) {
    const next = Math.min(cluster.nextAt ?? end, changesAt?.(cluster) ?? end, end);
    cluster.advance(Math.max(0, next - cluster.now));
    if (visit()) return true;
  }
  return false;
}

/** Expects the check to hold now and at every revision for `millis` from now. The clock ends there, or where it broke. */
export function expectThroughout(cluster: Cluster, millis: number, check: Check): void {
  const start = cluster.now;
  const atOnce = check(cluster);
  if (atOnce !== undefined)
    throw new AssertionError(
      `not so for ${formatDuration(millis)}: it was not so to begin with, at ${formatDuration(start)}:\n${atOnce.tell()}`,
    );
  if (check.changesAt !== undefined) {
    expectAtEveryInstant(cluster, millis, check);
    return;
  }
  let broken: { readonly change: Change; readonly text: string } | undefined;
  const stop = cluster.store.watch((change) => {
    if (broken !== undefined) return;
    const wrong = check(cluster);
    if (wrong !== undefined) broken = { change, text: wrong.tell() };
  });
  try {
    cluster.advance(millis, () => broken !== undefined);
  } finally {
    stop();
  }
  if (broken === undefined) {
    // Some things change with time alone, such as ages.
    const wrong = check(cluster);
    if (wrong === undefined) return;
    throw new AssertionError(`not so for ${formatDuration(millis)}: no longer at ${formatDuration(cluster.now)}:\n${wrong.tell()}`);
  }
  const { change, text } = broken;
  const held = formatDuration(change.at - start);
  const [last, ...causes] = whyChain(cluster.store, change);
  const title = `not so for ${formatDuration(millis)}: it held for ${held} and broke at ${formatDuration(change.at)}, when ${last!}`;
  throw new AssertionError([title, ...causes.map((line) => `  ${line}`), 'at that moment:', text].join('\n'));
}

function expectAtEveryInstant(cluster: Cluster, millis: number, check: Check): void {
  const start = cluster.now;
  let text = '';
  const isBroken = visitInstants(cluster, millis, check, () => {
    const wrong = check(cluster);
    if (wrong !== undefined) text = wrong.tell();
    return wrong !== undefined;
  });
  if (!isBroken) return;
  const held = formatDuration(cluster.now - start);
  throw new AssertionError(
    `not so for ${formatDuration(millis)}: it held for ${held} and broke at ${formatDuration(cluster.now)}, when:\n${text}`,
  );
}

/** Plays the time since then once more, on a copy, and tells when the check held. */
function everTrue(cluster: Cluster, since: Cluster, check: Check): string {
  const copy = since.fork();
  const held: { from: number; to: number | undefined }[] = [];
  const look = (): void => {
    const isTrue = check(copy) === undefined;
    const last = held.at(-1);
    if (isTrue && (last === undefined || last.to !== undefined)) held.push({ from: copy.now, to: undefined });
    else if (!isTrue && last !== undefined && last.to === undefined) last.to = copy.now;
  };
  look();
  const passed = cluster.now - copy.now;
  if (check.changesAt === undefined) {
    const stop = copy.store.watch(look);
    if (passed > 0) copy.advance(passed);
    stop();
  } else {
    visitInstants(copy, passed, check, () => {
      look();
      return false;
    });
  }
  const lasting = held.filter(({ from, to }) => to === undefined || to > from);
  if (lasting.length === 0)
    return cluster.now === since.now ? '' : `It was never so between ${formatDuration(since.now)} and ${formatDuration(cluster.now)}.`;
  const spans = lasting.slice(0, 3).map(({ from, to }) => `from ${formatDuration(from)} to ${formatDuration(to ?? cluster.now)}`);
  return `It was so ${spans.join(', ')}${lasting.length > 3 ? ` and ${lasting.length - 3} more times` : ''}; now it is ${formatDuration(cluster.now)}.`;
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
