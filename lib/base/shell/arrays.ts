import type { Assignment, Word } from './ast.ts';

/**
 * Arrays live among the variables, their elements by names that no variable can have: `a[0]`, `a[1]`; `a[]` marks an array whose keys are
 * texts. So they are copied, saved and compared as variables are.
 */
type Variables = ReadonlyMap<string, string>;

/** A change of a variable or an element; undefined removes it. */
export type Change = readonly [name: string, value: string | undefined];

/** The name of an element. */
export function elementName(name: string, key: string): string {
  return `${name}[${key}]`;
}

/** Whether the keys of an array are texts. */
function isAssociative(variables: Variables, name: string): boolean {
  return variables.has(`${name}[]`);
}

/** The elements of an array by their keys, in order; a variable is an array of one. */
export function elementsOf(variables: Variables, name: string): readonly (readonly [key: string, value: string])[] {
  const elements: (readonly [string, string])[] = [];
  const prefix = `${name}[`;
  for (const [other, value] of variables) {
    if (other.startsWith(prefix) && other.length > prefix.length + 1) elements.push([other.slice(prefix.length, -1), value]);
  }
  const alone = variables.get(name);
  if (elements.length === 0) return alone === undefined ? [] : [['0', alone]];
  return isAssociative(variables, name) ? elements : elements.sort(([a], [b]) => Number(a) - Number(b));
}

/** What removes a variable and all its elements. */
export function removal(variables: Variables, name: string): Change[] {
  const prefix = `${name}[`;
  return [...variables.keys()].filter((other) => other === name || other.startsWith(prefix)).map((other) => [other, undefined]);
}

/** What has to be set so that a name holds a list. */
export function listChanges(variables: Variables, name: string, values: readonly string[]): Change[] {
  return [...removal(variables, name), ...values.map((value, index): Change => [elementName(name, String(index)), value])];
}

/** What an assignment needs to know of the expansion it is part of. */
export interface AssignmentContext {
  readonly variables: Variables;
  readonly fields: (words: readonly Word[]) => readonly string[];
  readonly text: (word: Word) => string;
  readonly lookUp: (name: string) => string | undefined;
  readonly arithmetic: (text: string) => bigint;
  readonly integers?: ReadonlySet<string> | undefined;
}

/** What an assignment changes. */
export function changesOf(context: AssignmentContext, { name, value, index, appends = false, elements }: Assignment): Change[] {
  const { variables } = context;
  if (elements !== undefined) return elementChanges(context, name, elements, appends);
  const isArray = index === undefined && variables.has(elementName(name, '0'));
  const target =
    index !== undefined ? elementName(name, keyOf(context, name, context.text(index))) : isArray ? elementName(name, '0') : name;
  const before = appends ? (context.lookUp(target) ?? '') : '';
  const isInteger = context.integers?.has(name) === true;
  const alone = index === undefined ? undefined : variables.get(name);
  const moved: Change[] = alone === undefined ? [] : [[name, undefined], [elementName(name, '0'), alone]]; // prettier-ignore
  const text = context.text(value);
  return [...moved, [target, isInteger ? String(context.arithmetic(appends ? `${before || 0}+(${text})` : text)) : before + text]];
}

/** The key that is meant by what is written in brackets: a number, counted from the end where it is negative, or a text. */
export function keyOf(
  { variables, arithmetic }: Pick<AssignmentContext, 'variables' | 'arithmetic'>,
  name: string,
  written: string,
): string {
  if (isAssociative(variables, name)) return written;
  const index = arithmetic(written);
  if (index >= 0n) return String(index);
  const last = elementsOf(variables, name).at(-1)?.[0] ?? '-1';
  return String(BigInt(last) + 1n + index);
}

function elementChanges(context: AssignmentContext, name: string, elements: readonly Word[], appends: boolean): Change[] {
  const { variables } = context;
  const old = elementsOf(variables, name);
  const changes: Change[] = appends ? (variables.has(name) ? [[name, undefined], [elementName(name, '0'), variables.get(name)]] : []) : removal(variables, name).filter(([other]) => other !== `${name}[]`); // prettier-ignore
  let next = appends ? Number(old.at(-1)?.[0] ?? -1) + 1 : 0;
  for (const word of elements) {
    const [first] = word;
    const isKeyed = first?.kind === 'text' && !first.quoted && first.text.startsWith('[');
    const keyed = isKeyed ? /^\[([^\]]*)\]=([^]*)$/.exec(context.text(word)) : null;
    if (keyed !== null) {
      const key = keyOf(context, name, keyed[1] ?? '');
      changes.push([elementName(name, key), keyed[2] ?? '']);
      next = Number(key) + 1;
      continue;
    }
    for (const value of context.fields([word])) changes.push([elementName(name, String(next++)), value]);
  }
  return changes;
}
