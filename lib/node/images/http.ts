import { findNode, resolvePath } from '../../base/shell/files.ts';
import type { HttpAnswer, HttpRequest } from '../../control/network.ts';
import { formatClock } from '../../base/shell/clock-format.ts';
import { START_MILLIS } from '../../sim/time.ts';
import type { StatusFrom } from './behaviour.ts';
import type { HttpProfile } from './profile.ts';
import { filesOfProgram, type Program } from './program.ts';

const FORBIDDEN: HttpAnswer = {
  status: 403,
  body: '<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
};

/** The answer to a GET of a path at an instant; undefined where the program does not speak HTTP. */
export function httpAnswer(program: Program, target: string, atMillis: number): HttpAnswer | undefined {
  const { http, failsAfterMillis } = program.profile;
  if (http === undefined) return undefined;
  const failsAt = failsAfterMillis === undefined ? Infinity : program.startedAtMillis + failsAfterMillis;
  if (atMillis >= failsAt) return { status: 500, body: 'Internal Server Error\n' };
  const answer = answerOf(program, http, target.replace(/[?#].*$/s, '') || '/', atMillis);
  const until = Math.min(failsAt, answer.until ?? Infinity);
  return until === Infinity ? answer : { ...answer, until };
}

function answerOf(program: Program, http: HttpProfile, path: string, atMillis: number): HttpAnswer {
  const page = http.pages.find(({ paths }) => paths.includes(path));
  if (page !== undefined) {
    const { status, body, later = [] } = page;
    const startOf = ({ afterMillis }: StatusFrom): number => program.startedAtMillis + afterMillis;
    const now = later.findLast((each) => startOf(each) <= atMillis);
    const next = later.find((each) => startOf(each) > atMillis);
    return {
      status: now?.status ?? status,
      body: now === undefined ? filled(program, body) : `HTTP ${now.status}\n`,
      ...(next === undefined ? {} : { until: startOf(next) }),
    };
  }
  const file = http.filesBelow === undefined ? undefined : fileAnswer(program, http.filesBelow, path);
  return file ?? { status: http.otherwise.status, body: filled(program, http.otherwise.body) };
}

function fileAnswer(program: Program, folder: string, path: string): HttpAnswer | undefined {
  const files = filesOfProgram(program);
  const place = resolvePath(folder, path.slice(1));
  if (place !== folder && !place.startsWith(`${folder}/`)) return undefined;
  const node = findNode(files, place);
  if (node?.kind === 'file') return { status: 200, body: node.content };
  if (node?.kind !== 'directory') return undefined;
  const index = findNode(files, `${place}/index.html`);
  return index?.kind === 'file' ? { status: 200, body: index.content } : FORBIDDEN;
}

function filled({ hostname, ...program }: Program, body: string): string {
  const text = program.kind === 'own' ? (program.text ?? '') : '';
  return body.replaceAll('{hostname}', hostname).replaceAll('{text}', text);
}

/** How a server notes a request down; undefined when it does not. */
export function accessLine(
  { profile }: Program,
  request: HttpRequest,
  answer: HttpAnswer,
  fromIp: string,
  atMillis: number,
): string | undefined {
  const { accessLog = 'none' } = profile.http ?? {};
  if (accessLog === 'none') return undefined;
  const { method, target, userAgent } = request;
  const common = `${fromIp} - - [${requestTime(atMillis)}] "${method} ${target} HTTP/1.1" ${answer.status} ${Buffer.byteLength(answer.body)}`;
  return accessLog === 'common' ? common : `${common} "-" "${userAgent === '' ? '-' : userAgent}" "-"`;
}

/** Requests come in numbers at one moment. */
let lastMillis = Number.NaN;
let lastTime = '';

function requestTime(atMillis: number): string {
  if (atMillis !== lastMillis) {
    lastTime = formatClock('%d/%b/%Y:%H:%M:%S +0000', START_MILLIS + atMillis);
    lastMillis = atMillis;
  }
  return lastTime;
}
