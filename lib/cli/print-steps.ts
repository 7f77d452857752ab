import { UsageError } from '../api/errors.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Sentence } from '../report/nearest-sentence.ts';
import { exampleOf } from '../report/summary.ts';

/**
 * The sentences by topic, in the catalogue's order, each with its example below; with a word, only those that have it in their text or topic.
 * Throws UsageError when none has.
 */
export function printedSteps(catalogue: readonly Sentence[], parameters: readonly Parameter[], word?: string): string {
  const wanted = word?.toLowerCase() ?? '';
  const plain = catalogue.filter((sentence) => !isTemporalForm(sentence, catalogue));
  const found = plain.filter(({ expression, example, topic }) => `${expression}\n${example}\n${topic}`.toLowerCase().includes(wanted));
  if (found.length === 0) {
    const words = catalogue.flatMap(({ expression, topic }) => [topic, ...expression.split(/\s+/)]);
    throw new UsageError(`no sentence has ${JSON.stringify(word)} in it.${didYouMean(word ?? '', words)}`);
  }
  const topics = new Map<string, Sentence[]>();
  for (const sentence of found) topics.set(sentence.topic, [...(topics.get(sentence.topic) ?? []), sentence]);
  const parts = [...topics].map(([topic, sentences]) => {
    const entries = sentences.map(
      (sentence) => `  ${sentence.keyword} ${sentence.expression}\n      ${exampleOf(sentence).replaceAll('\n', '\n      ')}\n`,
    );
    return `${topic}\n\n${entries.join('')}`;
  });
  const used = parameters.filter(({ name }) => found.some(({ expression }) => expression.includes(`{${name}}`)));
  const legend = used.map(({ name, means }) => `  {${name}}`.padEnd(14) + `${means}\n`);
  return [...parts, ...(legend.length === 0 ? [] : [`What stands for what\n\n${legend.join('')}`])].join('\n');
}

/** What a parameter of the sentences may look like. */
export interface Parameter {
  readonly name: string;
  readonly means: string;
}

/** Whether a sentence is `at once ...`, `within ...` or `for ...` of another one: what its topic says of all does not have to be printed four times. */
function isTemporalForm({ expression }: Sentence, catalogue: readonly Sentence[]): boolean {
  const plain = expression.replace(/^(?:at once|within \{duration\}|for \{duration\}) /, '');
  return plain !== expression && catalogue.some((other) => other.expression === plain);
}
