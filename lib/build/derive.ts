import { definitionNames, readServedVersions } from './definition-names.ts';
import { readDocumentTexts } from './document-texts.ts';
import { readFieldFacts, withQuantities } from './field-facts.ts';
import { typeScriptNames } from './model-names.ts';
import { readModels } from './models.ts';
import { descriptionTable, schemaLines } from './write-schema.ts';
import { typesModule } from './write-types.ts';

/** Derives the generated files, name to text, from the published models in `folder`, the descriptions in `textFile` and the recorded facts. */
export async function deriveFiles(folder: string, textFile: string): Promise<ReadonlyMap<string, string>> {
  const published = await readModels(folder);
  const facts = readFieldFacts();
  const served = readServedVersions(folder);
  const definitions = definitionNames(published, [...facts.keys()], served);
  const models = withQuantities(published, definitions, facts);
  const sources = { models, definitions, facts, served };
  return new Map([
    ['types.ts', typesModule(models, typeScriptNames(models))],
    ['schema.jsonl', schemaLines(sources)],
    ['descriptions.json', descriptionTable(sources, readDocumentTexts(textFile))],
  ]);
}
