import { parseCidr } from '../../base/cidr.ts';
import { isIPv4, isIPv6, label1123Problems, subdomainProblems } from '../../base/name-rules.ts';
import { readTimestamp } from '../../api/timestamp.ts';
import { readBase64 } from '../../api/base64.ts';

type Format = (text: string) => boolean;

const HEX = '[0-9a-fA-F]';

/** Whether a text has a format, by the format's name without dashes. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go */
const FORMATS: ReadonlyMap<string, Format> = new Map<string, Format>([
  ['bsonobjectid', (text) => /^[0-9a-fA-F]{24}$/.test(text)],
  ['byte', (text) => 'text' in readBase64(text)],
  ['cidr', (text) => parseCidr(text) !== undefined],
  ['date', isDate],
  ['datetime', (text) => 'text' in readTimestamp(text, false)],
  ['duration', (text) => /^[-+]?(?:\d{1,18}(?:\.\d{1,18})?\s?(?:ns|us|µs|ms|s|m|h|d|w))+$/.test(text) || text === '0'],
  ['email', (text) => text.length <= 254 && /^[^\s@<>"]{1,64}@[^\s@]+$/.test(text)],
  ['hexcolor', (text) => /^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text)],
  ['hostname', (text) => subdomainProblems(text.toLowerCase()).length === 0],
  ['ipv4', isIPv4],
  ['ipv6', isIPv6],
  ['k8slongname', (text) => subdomainProblems(text).length === 0],
  ['k8sshortname', (text) => label1123Problems(text).length === 0],
  ['mac', (text) => new RegExp(`^${HEX}{2}(?:[:-]${HEX}{2}){5,7}$`).test(text)],
  ['uri', (text) => /^(?:[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]*|\/[^\s]*)$/.test(text)],
  ['uuid', (text) => uuid('[0-9a-fA-F]').test(text)],
  ['uuid3', (text) => uuid('3').test(text)],
  ['uuid4', (text) => uuid('4').test(text)],
  ['uuid5', (text) => uuid('5').test(text)],
]);

/** Whether a text has the format; any text has one that nobody knows. */
export function hasFormat(text: string, name: string): boolean {
  return FORMATS.get(name.replaceAll('-', ''))?.(text) ?? true;
}

function uuid(version: string): RegExp {
  return new RegExp(`^${HEX}{8}-?${HEX}{4}-?${version}${HEX}{3}-?${HEX}{4}-?${HEX}{12}$`);
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && 'text' in readTimestamp(`${text}T00:00:00Z`, false);
}
