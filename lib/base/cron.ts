import { parseGoDuration } from './go-duration.ts';

/** A schedule that means nothing; the message is that of Kubernetes' parser. */
export class CronError extends Error {
  override readonly name = 'CronError';
}

/** The moments at which a field of a schedule is satisfied, and whether it was said by a star, which is no restriction. */
export interface CronField {
  readonly values: ReadonlySet<number>;
  readonly isStar: boolean;
}

/** What a schedule means: fields of a calendar, or a pause between two times. */
export type CronSchedule =
  | {
      readonly minutes: CronField;
      readonly hours: CronField;
      readonly daysOfMonth: CronField;
      readonly months: CronField;
      readonly daysOfWeek: CronField;
    }
  | { readonly everyMillis: number };

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const MINUTES: Bounds = { least: 0, most: 59, names: [] };
const HOURS: Bounds = { least: 0, most: 23, names: [] };
const DAYS_OF_MONTH: Bounds = { least: 1, most: 31, names: [] };
const MONTHS: Bounds = {
  least: 1,
  most: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const DAYS_OF_WEEK: Bounds = { least: 0, most: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] };

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);
const EVERY = '@every ';
const FIELDS = 5;

/**
 * Reads the five fields of a schedule, or a word for them such as `@daily` or `@every 90m`; a time zone before them is for who reads it to
 * take off. Throws a CronError. kube: vendor/github.com/robfig/cron/v3/parser.go ParseStandard
 */
export function parseCron(text: string): CronSchedule {
  if (text === '') throw new CronError('empty spec string');
  if (text.startsWith(EVERY)) return { everyMillis: everyMillis(text.slice(EVERY.length), text) };
  const words = text.startsWith('@') ? DESCRIPTORS.get(text) : text;
  if (words === undefined) throw new CronError(`unrecognized descriptor: ${text}`);
  const fields = words.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== FIELDS) throw new CronError(`expected exactly ${FIELDS} fields, found ${fields.length}: [${fields.join(' ')}]`);
  const [minutes = '', hours = '', daysOfMonth = '', months = '', daysOfWeek = ''] = fields;
  return {
    minutes: parseField(minutes, MINUTES),
    hours: parseField(hours, HOURS),
    daysOfMonth: parseField(daysOfMonth, DAYS_OF_MONTH),
    months: parseField(months, MONTHS),
    daysOfWeek: parseField(daysOfWeek, DAYS_OF_WEEK),
  };
}

function parseField(text: string, bounds: Bounds): CronField {
  const values = new Set<number>();
  let isStar = false;
  for (const range of text.split(',').filter((part) => part !== '')) {
    const { from, to, step, isAny } = parseRange(range, bounds);
    for (let value = from; value <= to; value += step) values.add(value);
    if (isAny && step === 1) isStar = true;
  }
  return { values, isStar };
}

function parseRange(text: string, bounds: Bounds): { from: number; to: number; step: number; isAny: boolean } {
  const [range = '', stepText, ...more] = text.split('/');
  const [low = '', high, ...rest] = range.split('-');
  const isAny = low === '*' || low === '?';
  const from = isAny ? bounds.least : parseValue(low, bounds);
  if (!isAny && rest.length > 0) throw new CronError(`too many hyphens: ${text}`);
  const last = isAny ? bounds.most : high === undefined ? from : parseValue(high, bounds);
  if (more.length > 0) throw new CronError(`too many slashes: ${text}`);
  const step = stepText === undefined ? 1 : parseWhole(stepText);
  // `5/10` goes on to the end.
  const to = stepText !== undefined && high === undefined ? bounds.most : last;
  if (from < bounds.least) throw new CronError(`beginning of range (${from}) below minimum (${bounds.least}): ${text}`);
  if (to > bounds.most) throw new CronError(`end of range (${to}) above maximum (${bounds.most}): ${text}`);
  if (from > to) throw new CronError(`beginning of range (${from}) beyond end of range (${to}): ${text}`);
  if (step === 0) throw new CronError(`step of range should be a positive number: ${text}`);
  return { from, to, step, isAny };
}

function parseValue(text: string, { names, least }: Bounds): number {
  const named = names.indexOf(text.toLowerCase());
  return named < 0 ? parseWhole(text) : named + least;
}

const MOST_DIGITS = 15;

function parseWhole(text: string): number {
  if (!/^[+-]?\d+$/.test(text))
    throw new CronError(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (text.length > MOST_DIGITS)
    throw new CronError(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: value out of range`);
  if (Number(text) < 0) throw new CronError(`negative number (${Number(text)}) not allowed: ${text}`);
  return Number(text);
}

const SECOND_MILLIS = 1000;

/** A pause as Go writes it, in whole seconds and one at least. kube: vendor/github.com/robfig/cron/v3/constantdelay.go Every */
function everyMillis(text: string, whole: string): number {
  const { millis, problem } = parseGoDuration(text, JSON.stringify);
  if (problem !== undefined) throw new CronError(`failed to parse duration ${whole}: ${problem}`);
  return Math.max(1, Math.floor(millis / SECOND_MILLIS)) * SECOND_MILLIS;
}
