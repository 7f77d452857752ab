import { UsageError } from './api/errors.ts';
import { DurationError, parseDuration } from './base/duration.ts';
import { isMapping } from './base/merge.ts';
import { milliValue, QuantityError, value as bytesOf } from './base/quantity.ts';
import { didYouMean } from './base/suggest.ts';
import { readYaml, type ManifestProblem, type Step } from './base/yaml.ts';
import { ManifestError } from './manifest.ts';
import type { Behaviour, StatusFrom } from './node/images/behaviour.ts';
import type { ImageOverride } from './node/images/overrides.ts';

/** Limits of what is read: nobody writes more by hand. */
const MOST_CHARACTERS = 1024 * 1024;
const MOST_ENTRIES = 1000;

/** A value that means nothing here; the message says what would. */
class Misfit extends Error {}

type Read = (value: unknown) => Partial<ImageOverride>;

const FIELDS: Readonly<Record<string, Read>> = {
  startsAfter: (value) => ({ startsAfterMillis: millisOf(value) }),
  exits: (value) => ({ exits: exitOf(value) }),
  ports: (value) => ({ ports: listOf(value).map((port) => wholeOf(port, 1, 65_535, 'a port')) }),
  logs: (value) => ({ logLines: listOf(value).map((line) => textOf(line, 'a line of a log')) }),
  cpu: (value) => ({ cpuMillis: milliValue(typeof value === 'number' ? String(value) : textOf(value, 'an amount such as 250m')) }),
  memory: (value) => ({ memoryBytes: bytesOf(typeof value === 'number' ? String(value) : textOf(value, 'an amount such as 300Mi')) }),
  ignoresTerm: (value) => ({ ignoresTerm: flagOf(value) }),
  cannotBePulled: (value) => ({ cannotBePulled: typeof value === 'string' ? value : flagOf(value) }),
  http: (value) => ({ http: entriesOf(value, 'a path').map(([path, answer]) => ({ path: pathOf(path), statuses: statusesOf(answer) })) }),
  files: (value) => ({
    files: entriesOf(value, 'a path').map(([path, content]) => [pathOf(path), textOf(content, 'the content')] as const),
  }),
};

/**
 * Reads what images do: a mapping from names or patterns of images to what is said about each. Throws a ManifestError that tells every problem
 * with its place.
 */
export function readImages(text: string, file: string): readonly ImageOverride[] {
  if (text.length > MOST_CHARACTERS)
    throw new UsageError(`${file} has more than ${MOST_CHARACTERS} characters: too much for a list of images`);
  const { value, position, problems } = readYaml(text, file);
  const found: ManifestProblem[] = [...problems];
  const fail = (steps: readonly Step[], message: string, hint = ''): void => {
    found.push({ file, ...position(steps), message, ...(hint === '' ? {} : { hint: hint.trim() }) });
  };
  const overrides: ImageOverride[] = [];
  const entries = attempt([], () => entriesOf(value, 'an image'), fail) ?? [];
  for (const [pattern, fields] of problems.length > 0 ? [] : entries) {
    const read = fieldsOf(pattern, fields, fail);
    overrides.push({ ...read, pattern });
  }
  if (found.length > 0) throw new ManifestError(found);
  return overrides;
}

type Fail = (steps: readonly Step[], message: string, hint?: string) => void;

function fieldsOf(pattern: string, value: unknown, fail: Fail): Behaviour & Partial<ImageOverride> {
  let all: Partial<ImageOverride> = {};
  const title = JSON.stringify(pattern);
  for (const [field, said] of attempt([pattern], () => entriesOf(value, 'a field'), fail, `image ${title}: `) ?? []) {
    const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    const steps = [pattern, field];
    if (read === undefined) {
      const names = Object.keys(FIELDS);
      fail(
        steps,
        `image ${title}: there is no field ${JSON.stringify(field)}`,
        `${didYouMean(field, names)} The fields are: ${names.join(', ')}`,
      );
    } else all = { ...all, ...attempt(steps, () => read(said), fail, `image ${title}, ${field}: `) };
  }
  return all;
}

/** What reading comes to; undefined when the value means nothing, which is told. */
function attempt<T>(steps: readonly Step[], read: () => T, fail: Fail, before = ''): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Misfit || error instanceof DurationError || error instanceof QuantityError)) throw error;
    fail(steps, before + error.message);
    return undefined;
  }
}

function misfit(value: unknown, wanted: string): Misfit {
  const shown = value === undefined ? 'nothing' : JSON.stringify(value);
  return new Misfit(`${shown.length > 60 ? `${shown.slice(0, 60)}...` : shown} is not ${wanted}`);
}

function entriesOf(value: unknown, key: string): readonly (readonly [string, unknown])[] {
  if (!isMapping(value)) throw misfit(value, `a mapping with ${key} on each line, as in "key: value"`);
  const entries = Object.entries(value);
  if (entries.length > MOST_ENTRIES) throw new Misfit(`${entries.length} entries are too many: at most ${MOST_ENTRIES}`);
  return entries;
}

function listOf(value: unknown): readonly unknown[] {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (list.length > MOST_ENTRIES) throw new Misfit(`${list.length} entries are too many: at most ${MOST_ENTRIES}`);
  return list;
}

function millisOf(value: unknown): number {
  if (typeof value !== 'string') throw misfit(value, 'a duration: write 5s, 1m30s or 2 hours');
  return parseDuration(value);
}

function wholeOf(value: unknown, least: number, most: number, what: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw misfit(value, `${what}: a whole number from ${least} to ${most}`);
  return value;
}

function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string') throw misfit(value, `${what}: a text, in quotes if it looks like something else`);
  return value;
}

function flagOf(value: unknown): boolean {
  if (typeof value !== 'boolean') throw misfit(value, 'true or false');
  return value;
}

function pathOf(path: string): string {
  if (!path.startsWith('/')) throw misfit(path, 'a path: it begins with /');
  return path;
}

function exitOf(value: unknown): NonNullable<Behaviour['exits']> {
  const { code, after = '0s' } = partsOf(value, ['code', 'after'], 'an end: write {code: 1, after: 10s}');
  return { code: wholeOf(code, 0, 255, 'a code'), afterMillis: millisOf(after) };
}

function statusesOf(value: unknown): readonly StatusFrom[] {
  const statuses = listOf(value).map((each) => {
    if (typeof each === 'number') return { status: wholeOf(each, 100, 599, 'a status'), afterMillis: 0 };
    const { status, after = '0s' } = partsOf(
      each,
      ['status', 'after'],
      'a status: write 200, or [{status: 200}, {status: 500, after: 60s}]',
    );
    return { status: wholeOf(status, 100, 599, 'a status'), afterMillis: millisOf(after) };
  });
  if (statuses.length === 0) throw new Misfit('a path answers with one status at least');
  return statuses;
}

function partsOf(value: unknown, names: readonly string[], wanted: string): Readonly<Record<string, unknown>> {
  if (!isMapping(value)) throw misfit(value, wanted);
  const stray = Object.keys(value).find((name) => !names.includes(name));
  if (stray !== undefined) throw new Misfit(`there is no ${JSON.stringify(stray)}.${didYouMean(stray, names)} It is ${wanted}`);
  return value;
}
