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

const directive = /%(?:%|([-+ 0#]*)([0-9]{0,4}|\*)(?:\.([0-9]{0,4}))?([sdiuxXocbfgeE]))/g;
const maxRounds = 10_000;

/** printf(1): the format is used again while arguments remain; `problem` names the first argument that is no number. */
export function formatPrintf(format: string, args: readonly string[]): { readonly text: string; readonly problem?: string } {
  let problem: string | undefined;
  let at = 0;
  let text = '';
  const unescaped = interpretEscapes(format).text;
  for (let round = 0; round < maxRounds; round++) {
    const before = at;
    text += unescaped.replace(directive, (written, flags: string | undefined, width: string | undefined, precision: string | undefined, letter: string | undefined) => {
      if (written === '%%' || letter === undefined) return '%';
      const wide = width === '*' ? Number(args[at++] ?? 0) || 0 : Number(width ?? 0);
      const argument = args[at++];
      const converted = convert(letter, argument, precision);
      if (converted.problem !== undefined) problem ??= converted.problem;
      return pad(converted.text, wide, flags ?? '', letter);
    }); // prettier-ignore
    if (at >= args.length || at === before) break;
  }
  return problem === undefined ? { text } : { text, problem };
}

function convert(
  letter: string,
  argument: string | undefined,
  precision: string | undefined,
): { readonly text: string; readonly problem?: string } {
  const given = argument ?? '';
  if (letter === 's') return { text: precision === undefined ? given : given.slice(0, Number(precision)) };
  if (letter === 'b') return { text: interpretEscapes(given).text };
  if (letter === 'c') return { text: given.slice(0, 1) };
  const number = /^['"]/.test(given) ? given.charCodeAt(1) : given === '' ? 0 : Number(given);
  const sound = Number.isFinite(number) ? number : 0;
  const problem = Number.isFinite(number) ? undefined : `invalid number '${given}'`;
  const whole = Math.trunc(sound);
  let text: string;
  if (letter === 'x') text = whole.toString(16);
  else if (letter === 'X') text = whole.toString(16).toUpperCase();
  else if (letter === 'o') text = whole.toString(8);
  else if ('fgeE'.includes(letter)) text = sound.toFixed(Math.min(Number(precision ?? 6), 20));
  else text = String(whole);
  return problem === undefined ? { text } : { text, problem };
}

function pad(text: string, width: number, flags: string, letter: string): string {
  const signed = flags.includes('+') && 'di'.includes(letter) && !text.startsWith('-') ? '+' + text : text;
  if (flags.includes('-')) return signed.padEnd(width);
  if (!flags.includes('0') || 'sbc'.includes(letter)) return signed.padStart(width);
  const sign = /^[-+]/.exec(signed)?.[0] ?? '';
  return sign + signed.slice(sign.length).padStart(width - sign.length, '0');
}
