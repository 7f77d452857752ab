import type { ScalarTag, Tags } from 'yaml';

const INT = 'tag:yaml.org,2002:int';
const FLOAT = 'tag:yaml.org,2002:float';

const INTEGER = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9]\d*)$/;
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const WITHOUT_UNDERSCORES = /^\.\d+(?:[eE][-+]?\d+)?$/;
const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((text) => [text, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((text) => [text, -Infinity] as const),
  ...['.nan', '.NaN', '.NAN'].map((text) => [text, NaN] as const),
]);

/**
 * What a plain scalar that begins like a number is: that number, or the text itself. Octal with a leading zero, no base 60, no dates.
 * kube: sigs.k8s.io/yaml/goyaml.v2/resolve.go resolve
 */
function plainNumber(text: string): number | string {
  const special = NOT_FINITE.get(text);
  if (special !== undefined) return special;
  if (text.startsWith('.')) return WITHOUT_UNDERSCORES.test(text) ? finite(text, text) : text;
  const plain = text.replaceAll('_', '');
  if (INTEGER.test(plain)) return integerOf(plain);
  return DECIMAL.test(plain) ? finite(plain, text) : text;
}

/** Beyond the range of a float the reader gives up, and the text stays a text. */
function finite(digits: string, text: string): number | string {
  const number = Number(digits);
  return Number.isFinite(number) ? number : text;
}

function integerOf(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.replace(/^[-+]/, '');
  const octal = /^0[oO]?([0-7]+)$/.exec(digits)?.[1];
  const size = octal === undefined ? Number(digits) : Number.parseInt(octal, 8);
  return size === 0 ? 0 : sign * size;
}

function numberTag(tag: string, test: RegExp): ScalarTag {
  return { tag, default: true, test, resolve: plainNumber };
}

/** The tags of YAML 1.1 as Go's reader resolves them. */
export function kubectlTags(tags: Tags): Tags {
  const kept = tags.filter((tag) => typeof tag === 'string' || ![INT, FLOAT, 'tag:yaml.org,2002:timestamp'].includes(tag.tag));
  // The first takes all that begins like a number; the second is there for an explicit `!!float`.
  return [numberTag(INT, /^[-+.\d]/), numberTag(FLOAT, /^[-+.\d]/), ...kept];
}

const BOOL = 'tag:yaml.org,2002:bool';
const TIME = 'tag:yaml.org,2002:timestamp';

/** The tags as the third version of Go's reader resolves them: of the words of YAML 1.1 only true and false are booleans, and days are times. kube: sigs.k8s.io/yaml/goyaml.v3/resolve.go resolve */
export function kustomizeTags(tags: Tags): Tags {
  const kept = kubectlTags(tags).filter((tag) => typeof tag === 'string' || tag.tag !== BOOL);
  const bool: ScalarTag = { tag: BOOL, default: true, test: /^(?:[tT]rue|TRUE|[fF]alse|FALSE)$/, resolve: (text) => /^t/i.test(text) };
  const day: ScalarTag = { tag: TIME, default: true, test: /^\d{4}-\d{2}-\d{2}$/, resolve: (text) => `${text}T00:00:00Z` };
  return [day, bool, ...kept];
}

/** How a plain scalar that is not a number was read as something else than a text, as one would say it: `the boolean true`; undefined for what looks like what it is. */
export function misread(source: string): string | undefined {
  if (/^(?:y|yes|on)$/i.test(source)) return 'the boolean true';
  if (/^(?:n|no|off)$/i.test(source)) return 'the boolean false';
  return source === '~' ? 'null' : undefined;
}
