import { resolvePath, writeFile } from '../../base/shell/files.ts';
import type { ExternalAnswer } from '../../base/shell/machine.ts';
import type { Outcome } from '../outcome.ts';
import { parseUrl, type Url } from '../url.ts';
import { CONNECT_TIMEOUT_MILLIS, headersOf, UNREACHABLE_MILLIS, type Tool } from './tool.ts';

interface Options {
  readonly url: string | undefined;
  readonly isSilent: boolean;
  readonly showsErrors: boolean;
  readonly failsOnStatus: boolean;
  readonly isHead: boolean;
  readonly includesHeaders: boolean;
  readonly isInsecure: boolean;
  readonly output: string | undefined;
  readonly writeOut: string | undefined;
  readonly method: string | undefined;
  /** For connecting, and for all of it; Infinity where neither is said. */
  readonly connectMillis: number;
  readonly maxMillis: number;
}

const VALUED = 'owmXHduAbeFxK';
const LONG: ReadonlyMap<string, string> = new Map([
  ['--silent', 's'],
  ['--show-error', 'S'],
  ['--fail', 'f'],
  ['--head', 'I'],
  ['--include', 'i'],
  ['--insecure', 'k'],
  ['--output', 'o'],
  ['--write-out', 'w'],
  ['--max-time', 'm'],
  ['--request', 'X'],
  ['--header', 'H'],
  ['--data', 'd'],
  ['--user', 'u'],
  ['--user-agent', 'A'],
  ['--connect-timeout', 'C'],
]);

/** `curl` 7 and 8, as far as HTTP goes. */
export const curl: Tool = (call, origin, network) => {
  const options = optionsOf(call.argv.slice(1));
  if (options.url === undefined) return { code: 2, stderr: "curl: try 'curl --help' or 'curl --manual' for more information\n" };
  const url = parseUrl(options.url);
  if (url === undefined) return complaint(options, 3, 'URL using bad/illegal format or missing URL');
  const outcome = network.request(origin, url, 'curl/8.5.0', options.method ?? (options.isHead ? 'HEAD' : 'GET'));
  if (!('answer' in outcome)) return failureOf(outcome, options, url);
  const { answer, address, socket } = outcome;
  if (url.scheme === 'https' && socket.speaksTls && !options.isInsecure)
    return complaint(options, 60, 'SSL certificate problem: unable to get local issuer certificate');
  const said = { code: String(answer.status), ip: address.split(':')[0]! };
  if (options.failsOnStatus && answer.status >= 400)
    return withStdout(complaint(options, 22, `The requested URL returned error: ${answer.status}`), writtenOut(options, said));
  const headers = options.isHead || options.includesHeaders ? `${headersOf(answer).join('\r\n')}\r\n\r\n` : '';
  const body = `${headers}${options.isHead ? '' : answer.body}`;
  const tail = writtenOut(options, said);
  if (options.output === undefined || options.output === '-') return { code: 0, stdout: body + tail };
  if (options.output === '/dev/null') return { code: 0, stdout: tail };
  const files = writeFile(call.files, resolvePath(call.cwd, options.output), body, false);
  return typeof files === 'string' ? complaint(options, 23, 'Failure writing output to destination') : { code: 0, stdout: tail, files };
};

function failureOf(outcome: Extract<Outcome, { failure: unknown }>, options: Options, { host, port }: Url): ExternalAnswer {
  const nothing = writtenOut(options, { code: '000', ip: '' });
  const tell = (code: number, text: string, takesMillis = 0): ExternalAnswer => ({
    ...withStdout(complaint(options, code, text), nothing),
    takesMillis,
  });
  const connectLimit = Math.min(options.connectMillis, options.maxMillis);
  switch (outcome.failure) {
    case 'unknown name':
    case 'no name server':
      return tell(6, `Could not resolve host: ${host}`);
    case 'refused':
      return tell(7, `Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`);
    case 'unreachable':
      return connectLimit < UNREACHABLE_MILLIS
        ? tell(28, `Connection timed out after ${connectLimit} milliseconds`, connectLimit)
        : tell(
            7,
            `Failed to connect to ${host} port ${port} after ${UNREACHABLE_MILLIS} ms: Couldn't connect to server`,
            UNREACHABLE_MILLIS,
          );
    case 'timeout':
      return connectLimit < CONNECT_TIMEOUT_MILLIS
        ? tell(28, `Connection timed out after ${connectLimit} milliseconds`, connectLimit)
        : tell(
            28,
            `Failed to connect to ${host} port ${port} after ${CONNECT_TIMEOUT_MILLIS} ms: Couldn't connect to server`,
            CONNECT_TIMEOUT_MILLIS,
          );
    case 'TLS':
      return tell(35, 'OpenSSL/3.0.15: error:0A00010B:SSL routines::wrong version number');
    case 'no HTTP':
      return tell(52, 'Empty reply from server');
  }
}

function complaint({ isSilent, showsErrors }: Options, code: number, text: string): ExternalAnswer {
  return { code, stderr: isSilent && !showsErrors ? '' : `curl: (${code}) ${text}\n` };
}

function withStdout(answer: ExternalAnswer, stdout: string): ExternalAnswer {
  return { ...answer, stdout };
}

function writtenOut({ writeOut = '' }: Options, { code, ip }: { readonly code: string; readonly ip: string }): string {
  return writeOut
    .replaceAll('%{http_code}', code)
    .replaceAll('%{response_code}', code)
    .replaceAll('%{remote_ip}', ip)
    .replaceAll('%{time_total}', '0.000000')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t');
}

function optionsOf(args: readonly string[]): Options {
  const flags = new Map<string, string>();
  let url: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    if (argument.startsWith('--')) {
      const letter = LONG.get(argument);
      if (letter !== undefined) flags.set(letter, VALUED.includes(letter) || letter === 'C' ? (args[++at] ?? '') : '');
    } else if (argument.startsWith('-') && argument !== '-') {
      for (let index = 1; index < argument.length; index++) {
        const letter = argument[index]!;
        if (!VALUED.includes(letter)) {
          flags.set(letter, '');
          continue;
        }
        flags.set(letter, argument.slice(index + 1) || (args[++at] ?? ''));
        break;
      }
    } else url ??= argument;
  }
  const millis = (letter: string): number => {
    const text = flags.get(letter) ?? '';
    return /^\d{1,6}(?:\.\d{1,3})?$/.test(text) && Number(text) > 0 ? Math.round(Number(text) * 1000) : Number.POSITIVE_INFINITY;
  };
  return {
    url,
    isSilent: flags.has('s'),
    showsErrors: flags.has('S'),
    failsOnStatus: flags.has('f'),
    isHead: flags.has('I'),
    includesHeaders: flags.has('i'),
    isInsecure: flags.has('k'),
    output: flags.get('o'),
    writeOut: flags.get('w'),
    method: flags.get('X'),
    connectMillis: millis('C'),
    maxMillis: millis('m'),
  };
}
