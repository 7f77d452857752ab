import { UsageError } from '../api/errors.ts';
import { DurationError, parseDuration } from '../base/duration.ts';
import { parseSelector, SelectorError } from '../base/labels.ts';
import { didYouMean } from '../base/suggest.ts';
import type { DrainOptions } from './drain.ts';

type Read = (value: string) => Partial<DrainOptions>;

/** The flags that are there or not, and those that have a value. */
const SWITCHES: ReadonlyMap<string, DrainOptions> = new Map<string, DrainOptions>([
  ['--ignore-daemonsets', { ignoreDaemonSets: true }],
  ['--force', { force: true }],
  ['--delete-emptydir-data', { deleteEmptyDirData: true }],
  ['--disable-eviction', { disableEviction: true }],
]);
const VALUES: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['--timeout', (value) => ({ timeoutMillis: parseDuration(value) })],
  ['--grace-period', readGrace],
  ['--pod-selector', (value) => ({ podSelector: parseSelector(value) })],
]);

/** The options that flags of `kubectl drain` mean, such as `--force --timeout=30s`. Throws a UsageError for what is none. */
export function readDrainFlags(text: string): DrainOptions {
  let options: DrainOptions = {};
  for (const word of text.split(/\s+/).filter((part) => part !== '')) options = { ...options, ...readFlag(word) };
  return options;
}

function readFlag(word: string): Partial<DrainOptions> {
  const at = word.indexOf('=');
  const [name, value] = at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
  const switched = SWITCHES.get(name);
  if (switched !== undefined && (value === undefined || value === 'true')) return switched;
  if (switched !== undefined && value === 'false') return {};
  const read = VALUES.get(name);
  if (switched === undefined && read === undefined)
    throw new UsageError(`unknown flag: ${name}.${didYouMean(name, [...SWITCHES.keys(), ...VALUES.keys()])}`);
  if (read === undefined || value === undefined)
    throw new UsageError(`flag needs ${read === undefined ? 'no argument' : 'an argument'}: ${word}`);
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof DurationError) && !(error instanceof SelectorError)) throw error;
    throw new UsageError(`invalid argument ${JSON.stringify(value)} for ${JSON.stringify(name)} flag: ${error.message}`);
  }
}

/** Less than 0 means each pod's own. */
function readGrace(value: string): Partial<DrainOptions> {
  if (!/^-?\d{1,9}$/.test(value))
    throw new UsageError(`invalid argument ${JSON.stringify(value)} for "--grace-period" flag: expected seconds`);
  const seconds = Number(value);
  return seconds < 0 ? {} : { gracePeriodSeconds: seconds };
}
