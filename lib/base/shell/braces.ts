import type { Word, WordPart } from './ast.ts';

/** One unquoted character, or a part that braces do not look into. */
type Token = string | Exclude<WordPart, { kind: 'text' }> | (WordPart & { kind: 'text'; quoted: true });

const MOST_WORDS = 20_000;
const MOST_OPEN = 200;

/** The words that `{a,b}` and `{1..3}` in a word stand for; a word without them, or with too many, is itself. */
export function expandBraces(word: Word): readonly Word[] {
  if (!word.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{'))) return [word];
  const tokens: Token[] = word.flatMap((part): readonly Token[] =>
    part.kind === 'text' && !part.quoted ? Array.from(part.text) : [part as Token],
  );
  // Each open brace looks for its end.
  if (tokens.filter((token) => token === '{').length > MOST_OPEN) return [word];
  const expanded = alternatives(tokens, 0);
  return expanded === undefined ? [word] : expanded.map(wordOf);
}

function wordOf(tokens: readonly Token[]): Word {
  const parts: WordPart[] = [];
  for (const token of tokens) {
    const last = parts.at(-1);
    if (typeof token !== 'string') parts.push(token);
    else if (last?.kind === 'text' && !last.quoted) parts[parts.length - 1] = { ...last, text: last.text + token };
    else parts.push({ kind: 'text', text: token, quoted: false });
  }
  // An empty alternative between others is no word at all only when nothing stands beside it.
  return parts;
}

/** All that a list of tokens stands for; undefined when that is too much. */
function alternatives(tokens: readonly Token[], depth: number): readonly (readonly Token[])[] | undefined {
  if (depth > 20) return undefined;
  for (let open = tokens.indexOf('{'); open >= 0; open = tokens.indexOf('{', open + 1)) {
    const group = groupAt(tokens, open);
    if (group === undefined) continue;
    const middles: (readonly Token[])[] = [];
    for (const part of group.parts) {
      const inner = alternatives(part, depth + 1);
      if (inner === undefined) return undefined;
      middles.push(...inner);
    }
    const rests = alternatives(tokens.slice(group.end + 1), depth + 1);
    if (rests === undefined || middles.length * rests.length > MOST_WORDS) return undefined;
    const head = tokens.slice(0, open);
    return middles.flatMap((middle) => rests.map((rest) => [...head, ...middle, ...rest]));
  }
  return [tokens];
}

/** The group that begins at a brace: what its commas separate, or its sequence; undefined for a brace that stands for itself. */
function groupAt(
  tokens: readonly Token[],
  open: number,
): { readonly parts: readonly (readonly Token[])[]; readonly end: number } | undefined {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (let at = open + 1; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    if (token === '}' && depth === 0) {
      if (parts.length > 1) return { parts, end: at };
      const sequence = sequenceOf(parts[0]!);
      return sequence === undefined ? undefined : { parts: sequence, end: at };
    }
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return undefined;
}

/** `1..5`, `01..10..2`, `a..e`. */
function sequenceOf(tokens: readonly Token[]): readonly (readonly Token[])[] | undefined {
  const text = tokens.map((token) => (typeof token === 'string' ? token : ' ')).join('');
  const found = /^(?:(-?[0-9]{1,12})\.\.(-?[0-9]{1,12})|([A-Za-z])\.\.([A-Za-z]))(?:\.\.(-?[0-9]{1,9}))?$/.exec(text);
  if (found === null) return undefined;
  const [, first, last, from, to, written] = found;
  const isNumber = first !== undefined;
  const begin = isNumber ? Number(first) : from!.charCodeAt(0);
  const end = isNumber ? Number(last) : to!.charCodeAt(0);
  const step = Math.max(1, Math.abs(Number(written ?? 1))) * (end < begin ? -1 : 1);
  const count = Math.floor((end - begin) / step) + 1;
  if (count > MOST_WORDS) return undefined;
  const isPadded = isNumber && [first, last].some((number) => /^-?0[0-9]/.test(number ?? ''));
  const width = isPadded ? Math.max(first.length, last!.length) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = begin + index * step;
    if (!isNumber) return [String.fromCharCode(value)];
    const digits = String(Math.abs(value));
    return [(value < 0 ? '-' : '') + digits.padStart(width - (value < 0 ? 1 : 0), '0')];
  });
}
