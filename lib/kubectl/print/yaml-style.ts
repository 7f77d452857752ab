/** How a text can be written in YAML. */
export type YamlStyle = 'plain' | 'single' | 'double' | 'literal';

/** Line breaks of YAML 1.1. */
const BREAK = /[\n\r\u0085\u2028\u2029]/;
/** What is written as it is; all else is escaped between double quotes. kube: sigs.k8s.io/yaml/goyaml.v2/yamlprivateh.go is_printable */
const UNPRINTABLE = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** Whether a character is one that is written as it is. */
export function isPrintable(char: string): boolean {
  return !UNPRINTABLE.test(char);
}

/** Whether a character ends a line. */
export function isBreak(char: string): boolean {
  return BREAK.test(char);
}

/** The style in which a text is written: the plainest that is read back as the same text. kube: sigs.k8s.io/yaml/goyaml.v2/encode.go stringv, emitterc.go yaml_emitter_select_scalar_style */
export function styleOf(text: string, isKey: boolean): YamlStyle {
  const isMultiline = BREAK.test(text);
  if (isKey && isMultiline) return 'double';
  const allowed = allowedStyles(text, isMultiline);
  if (text.includes('\n')) return allowed.block ? 'literal' : 'double';
  if (meansAnother(text)) return 'double';
  if (allowed.plain) return 'plain';
  return allowed.single ? 'single' : 'double';
}

/** kube: the same file, yaml_emitter_analyze_scalar */
function allowedStyles(text: string, isMultiline: boolean): { readonly plain: boolean; readonly single: boolean; readonly block: boolean } {
  // A blank before a break would be lost in every style but one.
  if (UNPRINTABLE.test(text) || / [\n\r\u0085\u2028\u2029]/.test(text)) return { plain: false, single: false, block: false };
  const hasEdges = /^ | $/.test(text) || isMultiline;
  return {
    plain: !hasEdges && !hasIndicator(text),
    single: !/[\n\r\u0085\u2028\u2029] /.test(text),
    block: !text.endsWith(' '),
  };
}

/** Whether a text has something that YAML takes for syntax. */
function hasIndicator(text: string): boolean {
  return /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$))|:(?:[ \t]|$)|[ \t\n\r\u0085\u2028\u2029]#/.test(text);
}

const OTHER_WORDS: ReadonlySet<string> = new Set(
  ['', '~', '.nan', '.NaN', '.NAN', ...['', '+', '-'].flatMap((sign) => ['.inf', '.Inf', '.INF'].map((word) => sign + word))].concat(
    ['y', 'n', 'yes', 'no', 'true', 'false', 'on', 'off', 'null'].flatMap((word) => [
      word,
      word[0]!.toUpperCase() + word.slice(1),
      word.toUpperCase(),
    ]),
  ),
);

/** Whether a plain text would be read as something else than a text. kube: sigs.k8s.io/yaml/goyaml.v2/resolve.go resolve */
function meansAnother(text: string): boolean {
  if (OTHER_WORDS.has(text)) return true;
  if (text.startsWith('.')) return /^\.\d+(?:[eE][-+]?\d+)?$/.test(text) && Number.isFinite(Number(text));
  if (!/^[-+\d]/.test(text)) return false;
  if (isDate(text) || /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/.test(text)) return true;
  const digits = text.replaceAll('_', '');
  if (/^[-+]?0(?:[xX][\da-fA-F]+|[oO][0-7]+|[bB][01]+)$/.test(digits)) return isWithin64Bits(digits);
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits) && Number.isFinite(Number(digits));
}

/** Decimal numbers beyond are floats; others are nothing but texts. */
function isWithin64Bits(digits: string): boolean {
  const sign = /^[-+]/.exec(digits)?.[0];
  const size = BigInt(digits.slice(sign?.length ?? 0).toLowerCase());
  return sign === undefined ? size < 2n ** 64n : size < 2n ** 63n || (sign === '-' && size === 2n ** 63n);
}

const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?))?$/;

/** A date, or a date and a time. kube: the same file, parseTimestamp */
function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, ...times] = match.slice(1).map((part: string | undefined) => Number(part ?? 0));
  const [hour = 0, minute = 0, second = 0] = [0, 1, 2].map((index) => (times[index] ?? 0) + (times[index + 3] ?? 0));
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
}
