// kube: apimachinery/pkg/util/validation/validation.go

const LABEL_1123 = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN_1123 = `${LABEL_1123}(\\.${LABEL_1123})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED_NAME})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const HTTP_HEADER_NAME = '[-A-Za-z0-9]+';

const MAX_SUBDOMAIN_BYTES = 253;
const MAX_LABEL_BYTES = 63;
const MAX_PORT_NAME_CHARACTERS = 15;

/** A rule for one text: all that is wrong with it, in Kubernetes' words; nothing for a valid one. */
export type TextRule = (text: string) => readonly string[];

const NOTHING: readonly string[] = [];

/** `must be no more than 63 characters`. */
function maxLengthMessage(max: number): string {
  return `must be no more than ${max} characters`;
}

/** `must be between 1 and 65535, inclusive`. */
export function inclusiveRangeMessage(least: number, most: number): string {
  return `must be between ${least} and ${most}, inclusive`;
}

function matcher(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

function regexMessage(rule: string, pattern: string, ...examples: readonly string[]): string {
  const shown = examples.map((example, i) => (i === 0 ? `'${example}', ` : ` or '${example}', `)).join('');
  return `${rule} (e.g. ${shown}regex used for validation is '${pattern}')`;
}

const subdomainPattern = matcher(SUBDOMAIN_1123);
const subdomainMessage = regexMessage(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN_1123,
  'example.com',
);

/** Names of most objects: DNS-1123 subdomains of at most 253 characters. */
export const subdomainProblems: TextRule = (text) => {
  if (text.length <= MAX_SUBDOMAIN_BYTES && subdomainPattern.test(text)) return NOTHING;
  const problems: string[] = [];
  if (byteLength(text) > MAX_SUBDOMAIN_BYTES) problems.push(maxLengthMessage(MAX_SUBDOMAIN_BYTES));
  if (!subdomainPattern.test(text)) problems.push(subdomainMessage);
  return problems;
};

const WILDCARD_SUBDOMAIN = `\\*\\.${SUBDOMAIN_1123}`;
const wildcardPattern = matcher(WILDCARD_SUBDOMAIN);
const wildcardMessage = regexMessage(
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  WILDCARD_SUBDOMAIN,
  '*.example.com',
);

/** Names of hosts that stand for many: `*.example.com`. */
export const wildcardProblems: TextRule = (text) => {
  const problems: string[] = [];
  if (byteLength(text) > MAX_SUBDOMAIN_BYTES) problems.push(maxLengthMessage(MAX_SUBDOMAIN_BYTES));
  if (text.length > MAX_SUBDOMAIN_BYTES || !wildcardPattern.test(text)) problems.push(wildcardMessage);
  return problems;
};

const label1123Pattern = matcher(LABEL_1123);
const label1123Message = regexMessage(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL_1123,
  'my-name',
  '123-abc',
);

/** Names of containers, volumes, namespaces, stateful sets, hosts: DNS-1123 labels of at most 63 characters. */
export const label1123Problems: TextRule = (text) => {
  if (text.length <= MAX_LABEL_BYTES && label1123Pattern.test(text)) return NOTHING;
  const problems: string[] = [];
  if (byteLength(text) > MAX_LABEL_BYTES) problems.push(maxLengthMessage(MAX_LABEL_BYTES));
  if (label1123Pattern.test(text)) return problems;
  problems.push(subdomainPattern.test(text) ? 'must not contain dots' : label1123Message);
  return problems;
};

const label1035Pattern = matcher(LABEL_1035);
const label1035Message = regexMessage(
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  LABEL_1035,
  'my-name',
  'abc-123',
);

/** Names of services: DNS-1035 labels of at most 63 characters. */
export const label1035Problems: TextRule = (text) => {
  const problems: string[] = [];
  if (byteLength(text) > MAX_LABEL_BYTES) problems.push(maxLengthMessage(MAX_LABEL_BYTES));
  if (!label1035Pattern.test(text)) problems.push(label1035Message);
  return problems;
};

const qualifiedPattern = matcher(QUALIFIED_NAME);
const qualifiedMessage = regexMessage(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  QUALIFIED_NAME,
  'MyName',
  'my.name',
  '123-abc',
);

/** Keys of labels and annotations, finalizers, conditions: `name` or `prefix/name`. */
export const qualifiedNameProblems: TextRule = (text) => {
  const slash = text.indexOf('/');
  const name = slash < 0 ? text : text.slice(slash + 1);
  if (name.includes('/')) {
    return [`a qualified name ${qualifiedMessage} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  if (slash < 0 && name.length <= MAX_LABEL_BYTES && qualifiedPattern.test(name)) return NOTHING;
  const problems: string[] = [];
  if (slash === 0) problems.push('prefix part must be non-empty');
  else if (slash > 0) problems.push(...subdomainProblems(text.slice(0, slash)).map((problem) => `prefix part ${problem}`));
  if (name === '') problems.push('name part must be non-empty');
  else if (byteLength(name) > MAX_LABEL_BYTES) problems.push(`name part ${maxLengthMessage(MAX_LABEL_BYTES)}`);
  if (!qualifiedPattern.test(name)) problems.push(`name part ${qualifiedMessage}`);
  return problems;
};

const labelValuePattern = matcher(LABEL_VALUE);
const labelValueMessage = regexMessage(
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  LABEL_VALUE,
  'MyValue',
  'my_value',
  '12345',
);

/** Values of labels. */
export const labelValueProblems: TextRule = (text) => {
  if (text.length <= MAX_LABEL_BYTES && labelValuePattern.test(text)) return NOTHING;
  const problems: string[] = [];
  if (byteLength(text) > MAX_LABEL_BYTES) problems.push(maxLengthMessage(MAX_LABEL_BYTES));
  if (!labelValuePattern.test(text)) problems.push(labelValueMessage);
  return problems;
};

const configKeyPattern = matcher(CONFIG_KEY);
const configKeyMessage = regexMessage(
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  CONFIG_KEY,
  'key.name',
  'KEY_NAME',
  'key-name',
);

/** Keys of config maps and secrets. */
export const configKeyProblems: TextRule = (text) => {
  const problems: string[] = [];
  if (byteLength(text) > MAX_SUBDOMAIN_BYTES) problems.push(maxLengthMessage(MAX_SUBDOMAIN_BYTES));
  if (!configKeyPattern.test(text)) problems.push(configKeyMessage);
  else if (text === '.') problems.push("must not be '.'");
  else if (text === '..') problems.push("must not be '..'");
  else if (text.startsWith('..')) problems.push("must not start with '..'");
  return problems;
};

/** Names of environment variables: printable ASCII without `=`. */
export const envNameProblems: TextRule = (text) =>
  /^[ -<>-~]+$/.test(text) ? NOTHING : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];

const headerPattern = matcher(HTTP_HEADER_NAME);

/** Names of HTTP headers. */
export const httpHeaderProblems: TextRule = (text) => {
  if (headerPattern.test(text)) return NOTHING;
  return [regexMessage("a valid HTTP header must consist of alphanumeric characters or '-'", HTTP_HEADER_NAME, 'X-Header-Name')];
};

/** Names of ports: at most 15 characters of IANA's alphabet. */
export const portNameProblems: TextRule = (text) => {
  const problems: string[] = [];
  if (byteLength(text) > MAX_PORT_NAME_CHARACTERS) problems.push(maxLengthMessage(MAX_PORT_NAME_CHARACTERS));
  if (!/^[-a-z0-9]+$/.test(text)) problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(text)) problems.push('must contain at least one letter (a-z)');
  if (text.includes('--')) problems.push('must not contain consecutive hyphens');
  if (text.startsWith('-') || text.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems;
};

/** Port numbers. */
export function portNumberProblems(port: number): readonly string[] {
  return port >= 1 && port <= 65535 ? NOTHING : [inclusiveRangeMessage(1, 65535)];
}

/** IPv4 and IPv6 addresses. */
export const addressProblems: TextRule = (text) =>
  isIPv4(text) || isIPv6(text) ? NOTHING : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'];

/** Names of RBAC objects: anything that can be one segment of a path. */
export const pathSegmentProblems: TextRule = (text) => {
  if (text === '.' || text === '..') return [`may not be '${text}'`];
  return ['/', '%'].filter((part) => text.includes(part)).map((part) => `may not contain '${part}'`);
};

/** Whether a text is an IPv4 address. Leading zeros are read as decimal, as Kubernetes does. */
export function isIPv4(text: string): boolean {
  return /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

/** Whether a text is an IPv6 address, without a zone. */
export function isIPv6(text: string): boolean {
  if (text.length > 45 || !/^[0-9A-Fa-f:.]+$/.test(text) || !text.includes(':')) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':'))).flat();
  const last = groups.at(-1) ?? '';
  const hasIPv4 = last.includes('.');
  const plain = hasIPv4 ? groups.slice(0, -1) : groups;
  if ((hasIPv4 && !isIPv4(last)) || !plain.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false;
  const count = plain.length + (hasIPv4 ? 2 : 0);
  return halves.length === 2 ? count < 8 : count === 8;
}

/** How many bytes a text takes in UTF-8, which is what Kubernetes' limits count. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
