import { nearest } from '../base/suggest.ts';

/** What is needed to recognise an object; of labels only the values are looked at. */
export interface NamedObject {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** The words for one object of a kind and for several: `pod`, `pods`. */
export interface Noun {
  readonly singular: string;
  readonly plural: string;
}

const MOST_NAMED = 3;

/**
 * The objects a wrong name was most likely meant for, in their order: those whose generated name begins with it (`web` of
 * `web-7d4b9c-x7k2p`), else the one it is a misspelling of, else those that carry it as the value of a label. Empty when none is close.
 */
function closestObjects(wanted: string, candidates: readonly NamedObject[]): readonly NamedObject[] {
  const generated = wanted === '' ? [] : candidates.filter(({ name }) => name.startsWith(`${wanted}-`));
  if (generated.length > 0) return generated;
  const others = candidates.filter(({ name }) => name !== wanted);
  const similar = nearest(
    wanted,
    others.map(({ name }) => name),
  );
  if (similar !== undefined) return others.filter(({ name }) => name === similar).slice(0, 1);
  return others.filter(({ labels = {} }) => Object.values(labels).includes(wanted));
}

/**
 * The sentence that says that an object does not exist and what was probably meant: `there is no pod "web-1"; the closest is
 * "web-1x"`. Candidates are all objects of the kind; if `wanted` has a namespace, those of others are only named as being there.
 */
export function noSuchObject(noun: Noun, wanted: NamedObject, candidates: readonly NamedObject[]): string {
  const isHere = ({ namespace }: NamedObject) => wanted.namespace === undefined || namespace === wanted.namespace;
  const here = candidates.filter(isHere);
  const elsewhere = candidates.find((candidate) => !isHere(candidate) && candidate.name === wanted.name);
  const place = wanted.namespace === undefined ? '' : ` in namespace "${wanted.namespace}"`;
  const sentence = `there is no ${noun.singular} "${wanted.name}"${place}`;
  if (elsewhere !== undefined) return `${sentence}; there is one in namespace "${elsewhere.namespace ?? ''}"`;
  if (here.length === 0) return `${sentence}; there are no ${noun.plural}${wanted.namespace === undefined ? ' at all' : ' in it'}`;
  const closest = closestObjects(wanted.name, here);
  if (closest.length === 0) return `${sentence}; there ${here.length === 1 ? 'is only' : 'are'} ${enumeration(here, wanted.name)}`;
  return `${sentence}; the closest ${closest.length === 1 ? 'is' : 'are'} ${enumeration(closest, wanted.name)}`;
}

function enumeration(objects: readonly NamedObject[], wanted: string): string {
  const shown = objects.length <= MOST_NAMED + 1 ? objects : objects.slice(0, MOST_NAMED);
  const names = shown.map((object) => `"${object.name}"${labelOf(object, wanted)}`);
  if (shown.length < objects.length) names.push(`${objects.length - shown.length} more`);
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

/** The label that makes an object close although its name is not. */
function labelOf({ name, labels = {} }: NamedObject, wanted: string): string {
  const label = Object.entries(labels).find(([, value]) => value === wanted);
  return label === undefined || name.startsWith(wanted) ? '' : ` (${label.join('=')})`;
}
