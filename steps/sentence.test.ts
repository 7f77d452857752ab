import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CucumberExpression, ParameterType, ParameterTypeRegistry } from '@cucumber/cucumber-expressions';
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator } from '@cucumber/messages';
import { findFeatures } from '../lib/cli/find-files.ts';
import { parameterTypes } from './parameters.ts';
import { catalogue, type Sentence } from './sentence.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const registry = new ParameterTypeRegistry();
for (const { name, regexp, transformer } of parameterTypes)
  registry.defineParameterType(new ParameterType(name, regexp, null, transformer, false, false));
const sentences = catalogue.map((sentence) => ({ sentence, expression: new CucumberExpression(sentence.expression, registry) }));

function sentencesLike(text: string): readonly Sentence[] {
  return sentences.filter(({ expression }) => expression.match(text) !== null).map(({ sentence }) => sentence);
}

/** The texts of all steps of this package's features, outlines filled in. */
function stepTexts(): readonly string[] {
  const newId = IdGenerator.incrementing();
  const texts = findFeatures(root, []).files.flatMap((file) => {
    const document = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(readFileSync(join(root, file), 'utf8'));
    return compile(document, file, newId).flatMap(({ steps }) => steps.map(({ text }) => text));
  });
  return [...new Set(texts)];
}

test('every sentence of the catalogue, assertions in all four forms, is shown by a feature', () => {
  const used = new Set(stepTexts().flatMap(sentencesLike));
  const unused = catalogue.filter((sentence) => !used.has(sentence)).map(({ expression }) => expression);
  assert.deepEqual(unused, []);
});

test('no step of a feature is two sentences', () => {
  const ambiguous = stepTexts().filter((text) => sentencesLike(text).length > 1);
  assert.deepEqual(ambiguous, []);
});

for (const sentence of catalogue) {
  test(`the example "${sentence.example}" is its own sentence and no other`, () => {
    assert.deepEqual(sentencesLike(sentence.example), [sentence]);
  });
}
