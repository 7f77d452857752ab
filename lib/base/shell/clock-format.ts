/** A UTC instant taken apart. */
interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly dayOfYear: number;
  readonly secondOfDay: number;
}

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
]; // prettier-ignore

/** What `date` prints without a format, in UTC (`Thu Jan  2 15:04:05 UTC 2025`). */
export const defaultClockFormat = '%a %b %e %H:%M:%S %Z %Y';

/** Formats epoch milliseconds in UTC by a `date +FORMAT` string; unknown conversions stay as they are written. */
export function formatClock(format: string, atMillis: number): string {
  const civil = civilOf(atMillis);
  const convert = (text: string): string =>
    text.replace(/%(-?)([a-zA-Z%])/g, (written, minus: string, letter: string) => {
      const nested = { D: '%m/%d/%y', F: '%Y-%m-%d', R: '%H:%M', T: '%H:%M:%S', c: defaultClockFormat }[letter];
      const value = nested === undefined ? conversion(letter, civil, atMillis) : convert(nested);
      return value === undefined ? written : minus === '' ? value : value.replace(/^[0 ]+(?=.)/, '');
    });
  return convert(format);
}

function conversion(letter: string, civil: Civil, atMillis: number): string | undefined {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hour = Math.floor(civil.secondOfDay / 3600);
  const dayName = dayNames[civil.weekday] ?? '';
  const monthName = monthNames[civil.month - 1] ?? '';
  switch (letter) {
    case 'Y': return String(civil.year);
    case 'y': return two(civil.year % 100);
    case 'm': return two(civil.month);
    case 'd': return two(civil.day);
    case 'e': return String(civil.day).padStart(2, ' ');
    case 'j': return String(civil.dayOfYear).padStart(3, '0');
    case 'H': return two(hour);
    case 'I': return two(hour % 12 === 0 ? 12 : hour % 12);
    case 'p': return hour < 12 ? 'AM' : 'PM';
    case 'M': return two(Math.floor(civil.secondOfDay / 60) % 60);
    case 'S': return two(civil.secondOfDay % 60);
    case 'N': return String(((atMillis % 1000) + 1000) % 1000).padStart(3, '0') + '000000';
    case 's': return String(Math.floor(atMillis / 1000));
    case 'a': return dayName.slice(0, 3);
    case 'A': return dayName;
    case 'b':
    case 'h': return monthName.slice(0, 3);
    case 'B': return monthName;
    case 'u': return String(civil.weekday === 0 ? 7 : civil.weekday);
    case 'w': return String(civil.weekday);
    case 'Z': return 'UTC';
    case 'z': return '+0000';
    case 'n': return '\n';
    case 't': return '\t';
    case '%': return '%';
    default: return undefined;
  }
} // prettier-ignore

/** Days to civil date by the era method: 400 years have 146,097 days; a year begins in March so that leap days come last. */
function civilOf(atMillis: number): Civil {
  const seconds = Math.floor(atMillis / 1000);
  const days = Math.floor(seconds / 86_400);
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 1 : 0;
  const dayOfYear = month <= 2 ? ofYear - 306 + 1 : ofYear + 59 + leap + 1;
  return { year, month, day, weekday: (((days + 4) % 7) + 7) % 7, dayOfYear, secondOfDay: seconds - days * 86_400 };
}
