import type { KubeObject } from '../api/object.ts';
import { formatDuration } from '../base/duration.ts';
import type { Cluster } from '../cluster.ts';
import { rolloutKindOf } from '../rollouts/index.ts';
import type { Progress, Revision, RolloutKind } from '../rollouts/rollout-kind.ts';
import { AssertionError } from './assertion-error.ts';
import type { Check } from './check.ts';
import { isOne, isWithin, overview, type Count } from './checks.ts';
import { controlledBy, findObject, missing, placeOf, titleOf, type ObjectName } from './listing.ts';
import { availableOf, lastOfInstants, podsOf, renderCourse } from './render-course.ts';
import { renderRows } from './render-rows.ts';
import { courseOf, type Course, type Moment } from './rollout-course.ts';
import { compareRowsInOrder } from './rows.ts';
import { rowsOf, type View } from './view.ts';
import { warningsAbout } from './warnings.ts';
import { whyChain } from './why.ts';

/** How long a rollout is given to end, in milliseconds of cluster time. */
const LONGEST_ROLLOUT = 3_600_000;

type Table = readonly (readonly string[])[];

/** The rollout has come to that end. */
export function outcomeCheck(wanted: ObjectName, outcome: 'complete' | 'failed'): Check {
  return (cluster) => {
    const object = findObject(cluster, wanted);
    if (object === undefined) return { tell: () => missing(cluster, wanted) };
    const rollouts = rolloutKindOf(cluster.kind(wanted.kind));
    const progress = rollouts.progress(object);
    if (progress.state === outcome) return undefined;
    return { tell: () => tellOutcome(cluster, rollouts, object, progress, outcome).join('\n') };
  };
}

function tellOutcome(
  cluster: Cluster,
  rollouts: RolloutKind,
  object: KubeObject,
  { text }: Progress,
  outcome: 'complete' | 'failed',
): readonly string[] {
  const pods = controlledBy(cluster, cluster.kind('pods'), object);
  const course = courseOf(cluster, rollouts, object);
  const isHeld = rollouts.isPaused?.(object) === true ? ' (it is paused)' : '';
  return [
    `expected the rollout of ${titleOf(object)} to ${outcome === 'complete' ? 'be complete' : 'have stalled'}, but: ${text}${isHeld}`,
    ...overview(cluster, 'pods', pods),
    ...(outcome === 'complete' ? warningsAbout(cluster, [object, ...pods]) : []),
    ...(course === undefined ? [] : renderCourse(course)),
  ];
}

/** The revisions that are kept are those of a table. */
export function revisionsCheck(wanted: ObjectName, table: Table): Check {
  return (cluster) => {
    const object = findObject(cluster, wanted);
    if (object === undefined) return { tell: () => missing(cluster, wanted) };
    const revisions = rolloutKindOf(cluster.kind(wanted.kind)).revisions(cluster.as('admin'), object);
    return tableMismatch(cluster, REVISIONS, revisions, table, `the revisions of ${titleOf(object)}`);
  };
}

/** What is rolled out is that revision. */
export function revisionCheck(wanted: ObjectName, number: number): Check {
  return (cluster) => {
    const object = findObject(cluster, wanted);
    if (object === undefined) return { tell: () => missing(cluster, wanted) };
    const rollouts = rolloutKindOf(cluster.kind(wanted.kind));
    const revisions = rollouts.revisions(cluster.as('admin'), object);
    const current = rollouts.currentRevision(object);
    if (current === number) return undefined;
    const kept = revisions.map((revision) => revision.number).join(', ');
    const found = current === 0 ? 'has none yet' : `is at revision ${current}`;
    return {
      tell: () => `expected ${titleOf(object)} to be at revision ${number}, but it ${found} (kept are ${kept === '' ? 'none' : kept})`,
    };
  };
}

/** What tables of revisions may show. */
const REVISIONS: View<Revision> = {
  plural: 'revisions',
  columns: [
    { name: 'Revision', cell: ({ number }) => number },
    { name: 'Image', cell: ({ template }) => (template.spec?.containers ?? []).map(({ image }) => image ?? '').join(',') },
    { name: 'Replicas', cell: ({ replicas }) => replicas },
    { name: 'Ready', cell: ({ readyReplicas }) => readyReplicas },
    { name: 'Available', cell: ({ availableReplicas }) => availableReplicas },
    { name: 'Change-Cause', cell: ({ changeCause }) => changeCause ?? '<none>' },
    { name: 'Name', cell: ({ keeper }) => keeper.metadata.name },
  ],
};

/** Lets the last rollout of an object come to its end, and tells its course. Throws an AssertionError when there is none, or it has no end. */
export function runToEnd(cluster: Cluster, wanted: ObjectName): Course {
  const object = findObject(cluster, wanted);
  if (object === undefined) throw new AssertionError(missing(cluster, wanted));
  const rollouts = rolloutKindOf(cluster.kind(wanted.kind));
  const look = (): Course | undefined => courseOf(cluster, rollouts, findObject(cluster, wanted) ?? object);
  const course = look();
  if (course === undefined) throw new AssertionError(`there was no rollout of ${titleOf(object)}`);
  if (course.state !== 'under way') return course;
  if (rollouts.isPaused?.(object) === true)
    throw new AssertionError(`the rollout of ${titleOf(object)} has no end: it is paused (When I resume the rollout of ...)`);
  const { kind } = rollouts;
  let isChanged = true;
  const stop = cluster.store.watch((change) => void (isChanged ||= change.kind === kind));
  const isOver = cluster.advance(LONGEST_ROLLOUT, () => {
    if (!isChanged) return false;
    isChanged = false;
    return look()!.state !== 'under way';
  });
  stop();
  const whole = look()!;
  if (isOver) return whole;
  const graph = renderCourse(whole).join('\n');
  throw new AssertionError(
    `the rollout of ${titleOf(object)} neither completed nor failed within ${formatDuration(LONGEST_ROLLOUT)}\n${graph}`,
  );
}

/** Expects a number of pods, or of available ones, at every moment of a rollout. */
export function expectBounds(cluster: Cluster, wanted: ObjectName, what: 'pods' | 'available pods', count: Count): void {
  const course = runToEnd(cluster, wanted);
  const amount = what === 'pods' ? podsOf : availableOf;
  const broken = course.moments.find((moment) => !isWithin(amount(moment), count));
  if (broken === undefined) return;
  const title = `${wanted.kind} "${wanted.name}"${placeOf(wanted.namespace)}`;
  const noun = isOne(count) ? what.replace(/s$/, '') : what;
  const found = amount(broken);
  const when = `at ${formatDuration(broken.at)}, ${formatDuration(broken.at - course.began.at)} after it began`;
  throw new AssertionError(
    [
      `expected ${title} to have ${count.text} ${noun} throughout the rollout, but ${when}, there ${found === 1 ? 'was' : 'were'} ${found}:`,
      ...whyChain(cluster.store, broken.change).map((line) => `  ${line}`),
      ...renderCourse(course, broken),
    ].join('\n'),
  );
}

/** Expects the course of a rollout to be that of a table, row by row. */
export function expectCourse(cluster: Cluster, wanted: ObjectName, table: Table): void {
  const course = runToEnd(cluster, wanted);
  const subject = `the course of the rollout of ${wanted.kind} "${wanted.name}"`;
  const wrong = tableMismatch(cluster, courseView(course), lastOfInstants(course.moments), table, subject);
  if (wrong !== undefined) throw new AssertionError(wrong.tell());
}

/** Expects that for so long in all, at most that long, no pod was available while a rollout went on. */
export function expectGap(cluster: Cluster, wanted: ObjectName, millis: number, bound: 'exactly' | 'at most'): void {
  const course = runToEnd(cluster, wanted);
  const moments = lastOfInstants(course.moments);
  const gap = moments.reduce(
    (sum, moment, index) => sum + (availableOf(moment) === 0 ? (moments[index + 1]?.at ?? course.endedAt) - moment.at : 0),
    0,
  );
  if (bound === 'exactly' ? gap === millis : gap <= millis) return;
  const expected = `${bound === 'exactly' ? '' : 'at most '}${formatDuration(millis)}`;
  const found = gap === 0 ? 'there always was one' : `it was without one for ${formatDuration(gap)}`;
  throw new AssertionError(
    [
      `expected ${wanted.kind} "${wanted.name}" to be without available pods for ${expected} of the rollout, but ${found}`,
      ...renderCourse(course),
    ].join('\n'),
  );
}

function courseView({ began }: Course): View<Moment> {
  return {
    plural: 'rollouts',
    columns: [
      { name: 'Time', cell: ({ at }) => formatDuration(at - began.at) },
      { name: 'Old', cell: ({ old }) => old.pods },
      { name: 'New', cell: ({ fresh }) => fresh.pods },
      { name: 'Pods', cell: podsOf },
      { name: 'Available', cell: availableOf },
    ],
  };
}

/** What is wrong with rows that stand in an order; undefined when they are as expected. */
function tableMismatch<T>(
  cluster: Cluster,
  view: View<T>,
  objects: readonly T[],
  [columns = [], ...rows]: Table,
  subject: string,
): ReturnType<Check> {
  const mismatch = compareRowsInOrder({ columns, rows }, rowsOf(cluster, view, objects, columns));
  return mismatch === undefined ? undefined : { tell: () => renderRows(mismatch, subject) };
}
