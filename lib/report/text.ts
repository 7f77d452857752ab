// A feature file may hold anything, so whatever comes from one is cleaned before it reaches a terminal or an XML document.

const terminalSequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
const unprintable = /[^\t\n\u0020-\u007e\u00a0-\u200d\u2010-\u2027\u202f-\u2065\u2070-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/**
 * The text without terminal escape sequences, control characters, bidirectional overrides and lone surrogates.
 * Line feeds and tabs stay, CRLF becomes LF.
 */
export function printable(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(terminalSequences, '').replace(unprintable, '');
}

/** The printable text escaped for an XML element or attribute. */
export function escapeXml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** The printable text on one line, runs of white space made single spaces, cut to `limit` characters with an ellipsis. */
export function oneLine(text: string, limit = Infinity): string {
  const line = printable(text).split(/\s+/).join(' ').trim();
  const characters = line.length > limit ? Array.from(line) : [];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line;
}

/** Every line of the text moved right by `width` columns; empty lines stay empty, so tables keep their shape. */
export function indent(text: string, width: number): string {
  const margin = ' '.repeat(width);
  return text
    .split('\n')
    .map((line) => (line === '' ? line : margin + line))
    .join('\n');
}

/** `1 scenario`, `2 scenarios`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
