import { formatDuration } from '../base/duration.ts';
import { plainTable } from '../base/text-table.ts';
import type { Course, Moment } from './rollout-course.ts';

/** How many moments are shown, and how many pods as one letter each. */
const MOST_ROWS = 24;
const MOST_LETTERS = 40;

/**
 * A rollout as a small graph over time, a letter for each pod: `O` old and `N` new ones, small where they are not available. The marked
 * moment is pointed at. Of a long rollout some moments are left out, never the first, the last or the marked one.
 */
export function renderCourse(course: Course, marked?: Moment): readonly string[] {
  const { began, endedAt, state } = course;
  const moments = chosen(course, marked);
  const most = Math.max(1, ...moments.map((moment) => podsOf(moment)));
  const each = Math.ceil(most / MOST_LETTERS);
  const rows = moments.map((moment) => [
    moment === marked ? '>' : ' ',
    formatDuration(moment.at - began.at),
    String(podsOf(moment)),
    String(availableOf(moment)),
    lettersOf(moment, each),
  ]);
  const scale = each === 1 ? '' : `, ${each} pods a letter`;
  const end = state === 'under way' ? 'is still under way at' : state === 'complete' ? 'was complete at' : 'failed at';
  return [
    `the rollout began at ${formatDuration(began.at)} and ${end} ${formatDuration(endedAt)} (O old, N new, small: not available${scale}):`,
    ...plainTable([['', 'Time', 'Pods', 'Available', ''], ...rows]).map((line) => `  ${line}`),
  ];
}

/** How many pods there were, old and new. */
export function podsOf({ fresh, old }: Moment): number {
  return fresh.pods + old.pods;
}

/** How many of them were available. */
export function availableOf({ fresh, old }: Moment): number {
  return fresh.available + old.available;
}

/** How a rollout stood at the end of each instant in which something changed, and at the marked moment. */
function chosen({ moments }: Course, marked: Moment | undefined): readonly Moment[] {
  const last = lastOfInstants(moments);
  const rows =
    marked === undefined || last.includes(marked) ? [...last] : moments.filter((moment) => last.includes(moment) || moment === marked);
  if (rows.length <= MOST_ROWS) return rows;
  const step = (rows.length - 1) / (MOST_ROWS - 1);
  const kept = new Set(Array.from({ length: MOST_ROWS }, (_, i) => rows[Math.round(i * step)]!));
  return rows.filter((moment) => kept.has(moment) || moment === marked);
}

/** The last moment of each instant. */
export function lastOfInstants(moments: readonly Moment[]): readonly Moment[] {
  return moments.filter(({ at }, index) => moments[index + 1]?.at !== at);
}

function lettersOf({ fresh, old }: Moment, each: number): string {
  const run = (letter: string, count: number): string => letter.repeat(Math.ceil(count / each));
  const oldPods = run('O', old.available) + run('o', old.pods - old.available);
  return oldPods + run('N', fresh.available) + run('n', fresh.pods - fresh.available);
}
