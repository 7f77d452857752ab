const UNIT_MILLIS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** The milliseconds of a duration as Go writes it (`1h30m`, `-5s`, `0`), or what is wrong with it, in which texts are `quoted`. kube: Go's time.ParseDuration */
export function parseGoDuration(
  text: string,
  quoted: (text: string) => string,
): { readonly millis: number; readonly problem?: undefined } | { readonly millis?: undefined; readonly problem: string } {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text)!;
  const invalid = { problem: `time: invalid duration ${quoted(text)}` };
  if (rest === '0') return { millis: 0 };
  if (rest === '') return invalid;
  let millis = 0;
  for (let left = rest; left !== '';) {
    const [whole, amount = '', unit = ''] = /^(\d*(?:\.\d*)?)([^\d.]*)/.exec(left)!;
    if (amount === '' || amount === '.') return invalid;
    if (unit === '') return { problem: `time: missing unit in duration ${quoted(text)}` };
    const unitMillis = UNIT_MILLIS.get(unit);
    if (unitMillis === undefined) return { problem: `time: unknown unit ${quoted(unit)} in duration ${quoted(text)}` };
    millis += Number(amount) * unitMillis;
    left = left.slice(whole.length);
  }
  // More than Go's int64 of nanoseconds can tell.
  if (millis > 9_223_372_036_854) return invalid;
  return { millis: sign === '-' ? -millis : millis };
}
