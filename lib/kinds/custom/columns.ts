import type { CustomResourceColumnDefinition } from '../../api/generated/types.ts';
import { ageColumn, nameColumn, type Column, type Now } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import { goJson } from '../../base/go-json.ts';
import { JsonPathError, parseJsonPath, valuesAt, type JsonPath } from '../../base/json-path.ts';

/** The columns of a custom kind: the name, then what its definition says, or the age. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/tableconvertor/tableconvertor.go */
export function customColumns(declared: readonly CustomResourceColumnDefinition[] | undefined): readonly Column<KubeObject>[] {
  if (declared === undefined || declared.length === 0) return [nameColumn, { ...ageColumn, type: 'date' }];
  return [nameColumn, ...declared.flatMap(customColumn)];
}

function customColumn(declared: CustomResourceColumnDefinition): readonly Column<KubeObject>[] {
  const { name, type, jsonPath, priority = 0, format = '', description = '' } = declared;
  const path = findPath(jsonPath);
  if (path === undefined) return [];
  const cell = (object: KubeObject, now: Now): string | number | undefined => cellOf(valuesAt(object, path)[0], type, now);
  const words = description === '' ? `Custom resource definition column (in JSONPath format): ${jsonPath}` : description;
  return [{ name, type, format, description: words, cell, ...(priority > 0 ? { wide: true } : {}) }];
}

function findPath(text: string): JsonPath | undefined {
  try {
    return parseJsonPath(text);
  } catch (error) {
    if (error instanceof JsonPathError) return undefined;
    throw error;
  }
}

/** kube: the same file, cellForJSONValue */
function cellOf(value: unknown, type: string, { age }: Now): string | number | undefined {
  if (value === undefined || value === null) return undefined;
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : undefined;
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? String(value) : undefined;
    case 'date':
      return typeof value === 'string' ? age(value) : undefined;
    default:
      return typeof value === 'string' ? value : goJson(value);
  }
}
