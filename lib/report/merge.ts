import { millisOf, type Envelope, type Pickle } from './envelope.ts';
import { indexSource, placeOf, type SourceIndex } from './source-index.ts';

/** A message and the shard it came from, by position. */
interface Sent {
  readonly shard: number;
  readonly envelope: Envelope;
}

/** What one attempt at a scenario sent, or one test case, with the place it is sorted by. */
interface Placed {
  readonly uri: string;
  readonly line: number;
  readonly messages: readonly Sent[];
}

/** One shard's messages by the part of the stream that they belong to. */
interface Parts {
  readonly plan: readonly Envelope[];
  readonly testCases: readonly Placed[];
  readonly hooksBefore: readonly Sent[];
  readonly attempts: readonly Placed[];
  readonly hooksAfter: readonly Sent[];
}

/**
 * Merges the messages of the shards of one run into one valid stream: one plan, one testRunStarted and testRunFinished, scenarios in
 * the order of feature files and lines, ids numbered anew in order of appearance. The stream of an unsharded run keeps its order.
 * Throws when the shards did not see the same features and step definitions.
 */
export function mergeShards(shards: readonly (readonly Envelope[])[]): Envelope[] {
  const parts = shards.map((envelopes, shard) => partsOf(envelopes, shard));
  const all = shards.flatMap((envelopes, shard) => envelopes.map((envelope) => ({ shard, envelope })));
  const ordered = [
    ...(parts[0]?.plan ?? []).map((envelope) => ({ shard: 0, envelope })),
    ...startOf(all),
    ...inOrder(parts.flatMap((part) => part.testCases)),
    ...parts.flatMap((part) => part.hooksBefore),
    ...inOrder(parts.flatMap((part) => part.attempts)),
    ...parts.flatMap((part) => part.hooksAfter),
    ...endOf(all),
  ];
  const newIds = sharedIds(
    parts.map((part) => part.plan),
    shards,
  );
  return ordered.map(({ shard, envelope }) => {
    const named = shards.length > 1 ? withWorker(envelope, String(shard + 1)) : envelope;
    return renumbered(named, '', newIds(shard)) as Envelope;
  });
}

const planKeys = [
  'meta',
  'source',
  'gherkinDocument',
  'pickle',
  'parseError',
  'parameterType',
  'undefinedParameterType',
  'stepDefinition',
  'hook',
] as const;

function isPlan(envelope: Envelope): boolean {
  return planKeys.some((key) => envelope[key] !== undefined);
}

function partsOf(envelopes: readonly Envelope[], shard: number): Parts {
  const sources = new Map<string, SourceIndex>();
  const pickles = new Map<string, Pickle>();
  const places = new Map<string, { uri: string; line: number }>();
  const plan: Envelope[] = [];
  const testCases: Placed[] = [];
  const attempts: Placed[] = [];
  const hooks: { before: Sent[]; after: Sent[] } = { before: [], after: [] };
  let attempt: Sent[] | undefined;
  for (const envelope of envelopes) {
    const { gherkinDocument, pickle, testCase, testCaseStarted, testRunStarted, testRunFinished } = envelope;
    if (gherkinDocument?.uri !== undefined) sources.set(gherkinDocument.uri, indexSource(gherkinDocument));
    if (pickle !== undefined) pickles.set(pickle.id, pickle);
    if (isPlan(envelope)) plan.push(envelope);
    else if (testCase !== undefined) {
      const found = pickles.get(testCase.pickleId);
      const place = found === undefined ? nowhere : { uri: found.uri, line: placeOf(found, sources.get(found.uri)).line };
      places.set(testCase.id, place);
      testCases.push({ ...place, messages: [{ shard, envelope }] });
    } else if (testCaseStarted !== undefined) {
      attempt = [{ shard, envelope }];
      attempts.push({ ...(places.get(testCaseStarted.testCaseId) ?? nowhere), messages: attempt });
    } else if (attempt !== undefined) {
      attempt.push({ shard, envelope });
      if (envelope.testCaseFinished !== undefined) attempt = undefined;
    } else if (testRunStarted === undefined && testRunFinished === undefined) {
      (attempts.length === 0 ? hooks.before : hooks.after).push({ shard, envelope });
    }
  }
  return { plan, testCases, hooksBefore: hooks.before, attempts, hooksAfter: hooks.after };
}

const nowhere = { uri: '', line: 0 };

function inOrder(placed: readonly Placed[]): Sent[] {
  const byPlace = (a: Placed, b: Placed): number => (a.uri === b.uri ? a.line - b.line : a.uri < b.uri ? -1 : 1);
  return placed.toSorted(byPlace).flatMap(({ messages }) => messages);
}

/** The earliest start of the run. */
function startOf(all: readonly Sent[]): Sent[] {
  const timeOf = ({ envelope: { testRunStarted } }: Sent): number =>
    testRunStarted === undefined ? 0 : millisOf(testRunStarted.timestamp);
  const starts = all.filter(({ envelope }) => envelope.testRunStarted !== undefined);
  return starts.toSorted((a, b) => timeOf(a) - timeOf(b)).slice(0, 1);
}

/** The latest end of the run, which is a success when all ends are. */
function endOf(all: readonly Sent[]): Sent[] {
  const ends = all.flatMap(({ shard, envelope: { testRunFinished } }) =>
    testRunFinished === undefined ? [] : [{ shard, testRunFinished }],
  );
  const last = ends.toSorted((a, b) => millisOf(a.testRunFinished.timestamp) - millisOf(b.testRunFinished.timestamp)).at(-1);
  if (last === undefined) return [];
  const success = ends.every(({ testRunFinished }) => testRunFinished.success);
  return [{ shard: last.shard, envelope: { testRunFinished: { ...last.testRunFinished, success } } }];
}

function withWorker(envelope: Envelope, workerId: string): Envelope {
  const { testCaseStarted, testRunHookStarted } = envelope;
  if (testCaseStarted !== undefined) return { testCaseStarted: { ...testCaseStarted, workerId } };
  if (testRunHookStarted !== undefined) return { testRunHookStarted: { ...testRunHookStarted, workerId } };
  return envelope;
}

/**
 * For every shard a function from its own ids to those of the merged stream. The shards made the same plan with other ids, so the nth id
 * of each is the same thing; all of them also began one and the same run.
 */
function sharedIds(
  plans: readonly (readonly Envelope[])[],
  shards: readonly (readonly Envelope[])[],
): (shard: number) => (id: string) => string {
  const planned = plans.map((plan) => idsIn(plan));
  let next = 1;
  const shared = (planned[0] ?? []).map(() => String(next++));
  const run = String(next++);
  const maps = planned.map((ids, index) => {
    if (ids.length !== shared.length) {
      throw new Error(`shard ${index + 1} saw other features or step definitions than shard 1; were files changed during the run?`);
    }
    return new Map(ids.map((id, position) => [id, shared[position] ?? '']));
  });
  for (const [index, envelopes] of shards.entries()) {
    for (const { testRunStarted } of envelopes) if (testRunStarted?.id !== undefined) maps[index]?.set(testRunStarted.id, run);
  }
  return (shard) => (id) => {
    const known = maps[shard]?.get(id);
    if (known !== undefined) return known;
    const fresh = String(next++);
    maps[shard]?.set(id, fresh);
    return fresh;
  };
}

function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => (key === 'id' && typeof field === 'string' ? [field] : idsIn(field)));
}

function isReference(key: string): boolean {
  return key === 'id' || (/Ids?$/.test(key) && key !== 'workerId');
}

function renumbered(value: unknown, key: string, newId: (id: string) => string): unknown {
  if (typeof value === 'string') return isReference(key) ? newId(value) : value;
  if (Array.isArray(value)) return value.map((item) => renumbered(item, key, newId));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, renumbered(field, name, newId)]));
}
