import { UsageError } from '../api/errors.ts';
import { didYouMean } from '../base/suggest.ts';
import type { Sentence } from '../report/nearest-sentence.ts';
import { exampleOf } from '../report/summary.ts';

/**
 * The sentences by topic, in the catalogue's order, each with its example below; with a word, only those that have it in their text or topic.
 * Throws UsageError when none has.
 */
export function printedSteps(catalogue: readonly Sentence[], word?: string): string {
  const wanted = word?.toLowerCase() ?? '';
  const found = catalogue.filter(({ expression, example, topic }) => `${expression}\n${example}\n${topic}`.toLowerCase().includes(wanted));
  if (found.length === 0) {
    const words = catalogue.flatMap(({ expression, topic }) => [topic, ...expression.split(/\s+/)]);
    throw new UsageError(`no sentence has ${JSON.stringify(word)} in it.${didYouMean(word ?? '', words)}`);
  }
  const topics = new Map<string, Sentence[]>();
  for (const sentence of found) topics.set(sentence.topic, [...(topics.get(sentence.topic) ?? []), sentence]);
  return [...topics]
    .map(([topic, sentences]) => {
      const entries = sentences.map(
        (sentence) => `  ${sentence.keyword} ${sentence.expression}\n      ${exampleOf(sentence).replaceAll('\n', '\n      ')}\n`,
      );
      return `${topic}\n\n${entries.join('')}`;
    })
    .join('\n');
}
