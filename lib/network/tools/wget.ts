import { resolvePath, sentenceOf, writeFile } from '../../base/shell/files.ts';
import type { ExternalAnswer } from '../../base/shell/machine.ts';
import type { Outcome } from '../outcome.ts';
import { parseUrl } from '../url.ts';
import { CONNECT_TIMEOUT_MILLIS, headersOf, statusLine, UNREACHABLE_MILLIS, type Tool } from './tool.ts';

interface Options {
  readonly url: string | undefined;
  readonly isQuiet: boolean;
  readonly isSpider: boolean;
  readonly showsHeaders: boolean;
  readonly output: string | undefined;
  readonly timeoutMillis: number;
}

const DEFAULT_TIMEOUT_MILLIS = 900_000;
const USAGE = 'BusyBox v1.36.1 multi-call binary.\n\nUsage: wget [-cqS] [--spider] [-O FILE] [-T SEC] URL...\n';

/** `wget` of busybox 1.36. */
export const wget: Tool = (call, origin, network) => {
  const options = optionsOf(call.argv.slice(1));
  if (options.url === undefined) return failed(USAGE);
  const url = parseUrl(options.url);
  if (url === undefined) return failed(`wget: not an http or ftp url: ${options.url}\n`);
  const outcome = network.request(origin, url, 'Wget', options.isSpider ? 'HEAD' : 'GET');
  const found = network.lookUp(origin, url.host);
  const connecting =
    options.isQuiet || !('ips' in found) ? '' : `Connecting to ${url.host}${portText(url.port)} (${found.ips[0]!}:${url.port})\n`;
  if (!('answer' in outcome)) return refusedBy(outcome, url.host, 'ips' in found ? found.ips[0]! : '', connecting, options.timeoutMillis);
  const { answer } = outcome;
  const headers = options.showsHeaders ? headersOf(answer).map((line) => `  ${line}\n`).join('') : ''; // prettier-ignore
  if (answer.status >= 400 || answer.status < 200)
    return failed(`${connecting}${headers}wget: server returned error: HTTP/1.1 ${statusLine(answer.status)}\n`);
  if (options.isSpider) return { code: 0, stderr: `${connecting}${headers}${options.isQuiet ? '' : 'remote file exists\n'}` };
  return saved(call, options, url.target, answer.body, `${connecting}${headers}`);
};

function saved(
  { files, cwd }: Parameters<Tool>[0],
  { output, isQuiet }: Options,
  target: string,
  body: string,
  told: string,
): ExternalAnswer {
  if (output === '-') return { code: 0, stdout: body, stderr: `${told}${isQuiet ? '' : 'writing to stdout\nwritten to stdout\n'}` };
  const last = target.replace(/\?.*$/s, '').split('/').at(-1) ?? '';
  const name = output ?? (last === '' ? 'index.html' : last);
  const written = writeFile(files, resolvePath(cwd, name), body, false);
  if (typeof written === 'string') return failed(`${told}wget: can't open '${name}': ${sentenceOf(written)}\n`);
  return { code: 0, stderr: `${told}${isQuiet ? '' : `saving to '${name}'\n'${name}' saved\n`}`, files: written };
}

function refusedBy(
  outcome: Extract<Outcome, { failure: unknown }>,
  host: string,
  ip: string,
  told: string,
  timeoutMillis: number,
): ExternalAnswer {
  const cannot = (why: string, takesMillis = 0): ExternalAnswer => ({
    ...failed(`${told}wget: can't connect to remote host (${ip}): ${why}\n`),
    takesMillis,
  });
  const late = (millis: number, answer: ExternalAnswer): ExternalAnswer =>
    timeoutMillis < millis ? { ...failed(`${told}wget: download timed out\n`), takesMillis: timeoutMillis } : answer;
  switch (outcome.failure) {
    case 'unknown name':
    case 'no name server':
      return failed(`wget: bad address '${host}'\n`);
    case 'refused':
      return cannot('Connection refused');
    case 'unreachable':
      return late(UNREACHABLE_MILLIS, cannot('No route to host', UNREACHABLE_MILLIS));
    case 'timeout':
      return late(CONNECT_TIMEOUT_MILLIS, cannot('Connection timed out', CONNECT_TIMEOUT_MILLIS));
    case 'TLS':
      return failed(`${told}wget: error getting response: Connection reset by peer\n`);
    case 'no HTTP':
      return failed(`${told}wget: error getting response\n`);
  }
}

function portText(port: number): string {
  return port === 80 ? '' : `:${port}`;
}

function failed(stderr: string): ExternalAnswer {
  return { code: 1, stderr };
}

function optionsOf(args: readonly string[]): Options {
  let [isQuiet, isSpider, showsHeaders] = [false, false, false];
  let [output, seconds, url]: (string | undefined)[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    const [long, given] = argument.split(/=(.*)/s, 2);
    if (long === '--spider') isSpider = true;
    else if (long === '--quiet') isQuiet = true;
    else if (long === '--server-response') showsHeaders = true;
    else if (long === '--output-document') output = given ?? args[++at];
    else if (long === '--timeout') seconds = given ?? args[++at];
    else if (long === '--header' || long === '--post-data' || long === '--user-agent' || long === '--tries')
      at += given === undefined ? 1 : 0;
    else if (argument.startsWith('--')) continue;
    else if (!argument.startsWith('-') || argument === '-') url ??= argument;
    else {
      for (let letter = 1; letter < argument.length; letter++) {
        const flag = argument[letter]!;
        isQuiet ||= flag === 'q';
        showsHeaders ||= flag === 'S';
        if (!'OTUPYt'.includes(flag)) continue;
        const value = argument.slice(letter + 1) || args[++at];
        if (flag === 'O') output = value;
        if (flag === 'T') seconds = value;
        break;
      }
    }
  }
  const timeoutMillis =
    seconds !== undefined && /^\d{1,6}$/.test(seconds) && Number(seconds) > 0 ? Number(seconds) * 1000 : DEFAULT_TIMEOUT_MILLIS;
  return { url, isQuiet, isSpider, showsHeaders, output, timeoutMillis };
}
