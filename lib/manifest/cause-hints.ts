import { label1123Problems } from '../base/name-rules.ts';
import { didYouMean } from '../base/suggest.ts';
import { textsAt } from './texts-at.ts';

const MOST_SUPPORTED = 4_000;

/** What would be right instead of a value that was refused, as far as the refusal and the manifest tell. Empty when nobody can know. */
export function causeHint(field: string, text: string, value: unknown): string {
  if (text.startsWith('Unsupported value: "')) return supportedHint(text);
  if (text.includes('`selector` does not match template `labels`')) return selectorHint(value);
  if (field === 'spec.selector' && text.startsWith('Required value')) return missingSelectorHint(value);
  if (text.includes('RFC 1123')) return nameHint(text);
  return '';
}

function supportedHint(text: string): string {
  const [, found, supported = ''] =
    /^Unsupported value: "([^"]{1,64})": supported values: (.*)$/s.exec(text.slice(0, MOST_SUPPORTED)) ?? [];
  const values = [...supported.matchAll(/"([^"]*)"/g)].map(([, each = '']) => each);
  return found === undefined ? '' : didYouMean(found, values).trim();
}

function selectorHint(value: unknown): string {
  const selector = new Map([...textsAt(value, ['spec', 'selector']), ...textsAt(value, ['spec', 'selector', 'matchLabels'])]);
  const labels = textsAt(value, ['spec', 'template', 'metadata', 'labels']);
  const wrong = [...selector].filter(([key, wanted]) => labels.get(key) !== wanted);
  const told = wrong.slice(0, 3).map(([key, wanted]) => {
    const found = labels.get(key);
    return `The selector wants ${key}=${wanted}, the labels have ${found === undefined ? `no ${key}` : `${key}=${found}`}.`;
  });
  return told.join(' ');
}

function missingSelectorHint(value: unknown): string {
  const labels = [...textsAt(value, ['spec', 'template', 'metadata', 'labels'])].slice(0, 3);
  const pairs = labels.map(([key, text]) => `${key}: ${text}`).join(', ');
  return pairs === '' ? '' : `The selector says which pods are meant: selector: { matchLabels: { ${pairs} } }`;
}

/** The name in the letters that are allowed. */
function nameHint(text: string): string {
  const [, found = ''] = /^Invalid value: "([^"\\]{1,63})"/.exec(text) ?? [];
  const right = found
    .toLowerCase()
    .replace(/[^a-z\d-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return right === '' || right === found || label1123Problems(right).length > 0 ? '' : `"${right}" would be a name.`;
}
