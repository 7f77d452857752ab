import { digestOf } from '../digest.ts';
import type { Program, ProgramStep } from './program.ts';
import { exit, parseFlags, refusedFlags } from './program.ts';
import { linesOfAll, readAll, sources, textAt, withInput } from './program-input.ts';

const base64: Program = (call) => {
  const flags = parseFlags(call.argv.slice(1), 'di', 'w', new Map([['decode', 'd'], ['ignore-garbage', 'i'], ['wrap', 'w']])); // prettier-ignore
  const refused = refusedFlags(call, flags);
  if (refused !== undefined) return refused;
  const width = flags.value('w') ?? '76';
  if (!/^[0-9]{1,9}$/.test(width)) return exit(1, '', `base64: invalid wrap size: '${width}'\n`);
  const names = sources(flags).slice(0, 1);
  return withInput(call, names, (input) => {
    const { texts, stderr } = readAll(call, names, input);
    const text = texts[0]?.text ?? '';
    if (stderr !== '') return exit(1, '', stderr);
    return flags.has('d') ? decoded(text, flags.has('i')) : exit(0, wrapped(Buffer.from(text).toString('base64'), Number(width)));
  });
};

function wrapped(text: string, width: number): string {
  if (width === 0 || text === '') return text;
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += width) lines.push(text.slice(at, at + width));
  return lines.join('\n') + '\n';
}

function decoded(text: string, ignoresGarbage: boolean): ProgramStep {
  const written = ignoresGarbage ? text.replace(/[^A-Za-z0-9+/=]/g, '') : text.replace(/\n/g, '');
  const sound = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(written)?.[0] ?? '';
  if (sound === written) return exit(0, textOf(Buffer.from(sound, 'base64')));
  const rest = /^[A-Za-z0-9+/]*/.exec(written.slice(sound.length))?.[0] ?? '';
  return exit(1, textOf(Buffer.from(sound + rest, 'base64')), 'base64: invalid input\n');
}

/** Bytes as the text they are; where they are none each byte is one character. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

const sum =
  (algorithm: Parameters<typeof digestOf>[0]): Program =>
  (call) => {
    const flags = parseFlags(call.argv.slice(1), 'cbtwsz', '', new Map([['check', 'c'], ['status', 's'], ['binary', 'b'], ['text', 't'], ['quiet', 'q']])); // prettier-ignore
    const refused = refusedFlags(call, flags);
    if (refused !== undefined) return refused;
    const names = sources(flags);
    return withInput(call, names, (input) => {
      const { texts, stderr } = readAll(call, names, input);
      const digest = (text: string): string => digestOf(algorithm, text).toString('hex');
      if (!flags.has('c')) {
        const stdout = texts.map(({ name, text }) => `${digest(text)}  ${name}\n`).join('');
        return exit(stderr === '' ? 0 : 1, stdout, stderr);
      }
      const checks = linesOfAll(texts).map((line) => {
        const [, wanted = '', name = ''] = /^\\?([0-9a-f]+) [ *](.*)$/.exec(line) ?? [];
        const text = textAt(call, name, input);
        return { name, isSame: typeof text === 'string' && digest(text) === wanted };
      });
      const failed = checks.filter(({ isSame }) => !isSame).length;
      const stdout = flags.has('s') ? '' : checks.map(({ name, isSame }) => `${name}: ${isSame ? 'OK' : 'FAILED'}\n`).join('');
      const warning = failed === 0 || flags.has('s') ? '' : `${call.argv[0] ?? ''}: WARNING: ${failed} computed checksum${failed === 1 ? '' : 's'} did NOT match\n`; // prettier-ignore
      return exit(failed === 0 && stderr === '' ? 0 : 1, stdout, stderr + warning);
    });
  };

/** Programs about codes: base64 and the sums. */
export const codePrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['base64', base64],
  ['md5sum', sum('md5')],
  ['sha1sum', sum('sha1')],
  ['sha256sum', sum('sha256')],
  ['sha512sum', sum('sha512')],
]);
