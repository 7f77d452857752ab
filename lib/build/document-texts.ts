import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The devDependency whose comments are the descriptions of the OpenAPI document of our version, for whatever one writes into a manifest. */
export const textPackage = 'cdk8s-plus-32';

/** The file with the descriptions, or undefined when the devDependency is not installed. */
export function findTextFile(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`${textPackage}/lib/imports/k8s.d.ts`);
  } catch {
    return undefined;
  }
}

/** Reads the descriptions of types (`io.k8s.api.core.v1.PodSpec`) and fields (`io.k8s.api.core.v1.PodSpec#affinity`) that have one. */
export function readDocumentTexts(file: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [, comment = ''] of readFileSync(file, 'utf8').matchAll(/^ *\/\*\*\n((?: *\*(?!\/).*\n)*) *\*\/\n/gm)) {
    const lines = comment.split('\n').map((line) => line.replace(/^ *\* ?/, ''));
    const name = lines.find((line) => line.startsWith('@schema '))?.slice('@schema '.length);
    const text = lines
      .slice(
        0,
        lines.findIndex((line) => line.startsWith('@')),
      )
      .join('\n')
      .trim();
    if (name !== undefined && text !== '') texts.set(name, text);
  }
  return texts;
}

/**
 * One description of two: the models' has every word and the indentation of lines, the document's has the line breaks, each of which is a space in
 * the models. Where one is missing it is the other, and where they do not have the same words it is the models'.
 */
export function textOf(inModels: string, inDocument: string): string {
  if (inModels === '') return inDocument;
  const gaps = inModels.split(/(\s+)/);
  const breaks = inDocument.split(/(\s+)/);
  if (gaps.length !== breaks.length) return inModels;
  return gaps.map((gap, at) => (at % 2 === 0 ? gap : brokenGap(gap, breaks[at] ?? ''))).join('');
}

function brokenGap(gap: string, broken: string): string {
  const lines = broken.split('\n').length - 1;
  return '\n'.repeat(lines) + gap.slice(lines);
}
