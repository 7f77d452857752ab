import { JsonPathError } from '../../base/json-path.ts';
import { parseJsonPathTemplate, type JsonPathPart } from '../../base/json-path-syntax.ts';
import { PrintError } from './print-error.ts';

const SHAPE = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/;

/**
 * A path with or without its braces and its first dot, in full: `{.metadata.name}`; throws a PrintError.
 * kube: staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go RelaxedJSONPathExpression
 */
export function relaxedPath(text: string): string {
  if (text === '') return '';
  const match = SHAPE.exec(text);
  if (match === null) {
    throw new PrintError("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
  }
  return `{.${match[1] ?? match[2]!}}`;
}

/** What a path in full consists of; throws a PrintError. */
export function partsOfPath(path: string): readonly JsonPathPart[] {
  try {
    return parseJsonPathTemplate(path);
  } catch (error) {
    if (error instanceof JsonPathError) throw new PrintError(error.message);
    throw error;
  }
}
