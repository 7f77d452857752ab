import { formatNumber, formatText, type Conversion } from './number-format.ts';

const simple: ReadonlyMap<string, string> = new Map([
  ['n', '\n'], ['t', '\t'], ['r', '\r'], ['a', '\x07'], ['b', '\b'], ['f', '\f'], ['v', '\v'], ['e', '\x1b'], ['\\', '\\'],
]); // prettier-ignore

/** Interprets backslash escapes as `echo -e` and printf's `%b` do; `ended` when `\c` ended the text. */
export function interpretEscapes(text: string): { readonly text: string; readonly ended: boolean } {
  const stop = /^(?:[^\\]|\\[^c])*?(\\c)/s.exec(text);
  const used = stop === null ? text : text.slice(0, stop[0].length - 2);
  const result = used.replace(/\\(?:x([0-9a-fA-F]{1,2})|0([0-7]{0,3})|([1-7][0-7]{0,2})|(.))/gs, (written, hex: string | undefined, octal: string | undefined, bare: string | undefined, letter: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    if (octal !== undefined || bare !== undefined) return String.fromCharCode(parseInt(octal ?? bare ?? '0', 8) || 0);
    return simple.get(letter ?? '') ?? written;
  }); // prettier-ignore
  return { text: result, ended: stop !== null };
}

const directive =
  /%(?:%|([-+ 0#]*)([0-9]{0,4}|\*)(?:\.([0-9]{0,4}|\*))?([sdiuxXocbqfFgGeE]))|%[-+ 0#]*[0-9]*(?:\.[0-9]*)?[hlLqjzt]*([^]?)/g;
const maxRounds = 10_000;
const maxCharacters = 4 * 1024 * 1024;
/** Where a format ends that cannot be read on. */
const cutMark = '\uffff\ufffe';

/** printf(1): the format is used again while arguments remain; `problem` names the first argument that is no number. Throws a RangeError for a text longer than 4 MiB. */
export function formatPrintf(format: string, args: readonly string[]): { readonly text: string; readonly problem?: string } {
  let problem: string | undefined;
  let at = 0;
  let text = '';
  const unescaped = interpretEscapes(format).text;
  const end = { isReached: false };
  let made = 0;
  for (let round = 0; round < maxRounds; round++) {
    const before = at;
    text += unescaped.replace(directive, (written, flags: string | undefined, width: string | undefined, precision: string | undefined, letter: string | undefined, wrong: string | undefined) => {
      if (end.isReached) return '';
      if (wrong !== undefined) {
        end.isReached = true;
        problem ??= wrong === '' ? `\`${written}': missing format character` : `\`${wrong}': invalid format character`;
        return cutMark;
      }
      if (written === '%%' || letter === undefined) return '%';
      const wide = width === '*' ? Number(args[at++] ?? 0) || 0 : Number(width ?? 0);
      const exact = precision === '*' ? Number(args[at++] ?? 0) || 0 : precision === undefined ? undefined : Number(precision);
      const converted = convert(args[at++], { flags: wide < 0 ? `${flags ?? ''}-` : (flags ?? ''), width: Math.abs(wide), precision: exact, letter });
      if (converted.problem !== undefined) problem ??= converted.problem;
      made += converted.text.length;
      if (made > maxCharacters) throw new RangeError('too much to print');
      return converted.text;
    }); // prettier-ignore
    made += unescaped.length;
    if (end.isReached || at >= args.length || at === before) break;
  }
  if (end.isReached) text = text.slice(0, text.indexOf(cutMark));
  return problem === undefined ? { text } : { text, problem };
}

function convert(argument: string | undefined, conversion: Conversion): { readonly text: string; readonly problem?: string } {
  const given = argument ?? '';
  const { letter } = conversion;
  if (letter === 's') return { text: formatText(given, conversion) };
  if (letter === 'b') return { text: formatText(interpretEscapes(given).text, conversion) };
  if (letter === 'q') return { text: formatText(shellQuoted(given), conversion) };
  if (letter === 'c') return { text: formatText(given.slice(0, 1), conversion) };
  const number = numberOf(given);
  const text = formatNumber(number ?? (Number.parseFloat(given) || 0), conversion);
  return number === undefined ? { text, problem: `${given}: invalid number` } : { text };
}

function numberOf(written: string): number | undefined {
  if (/^['"]/.test(written)) return written.codePointAt(1) ?? 0;
  const octal = /^([-+]?)0([0-7]+)$/.exec(written);
  if (octal !== null) return (octal[1] === '-' ? -1 : 1) * parseInt(octal[2] ?? '0', 8);
  const number = written.trim() === '' ? 0 : Number(written.replace(/^([-+])(0[xX])/, '$2'));
  return Number.isNaN(number) ? undefined : /^-0[xX]/.test(written) ? -number : number;
}

/** A text as it can be written in a command line again. */
function shellQuoted(text: string): string {
  if (text === '') return "''";
  if (/[\x00-\x1f]/.test(text)) return `$'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}'`;
  return text.replace(/[^\w@%+=:,./-]/g, '\\$&');
}
