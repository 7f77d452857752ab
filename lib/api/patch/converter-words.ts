import type { DecodeProblem } from '../decode.ts';
import { valueAt } from '../../base/value-at.ts';
import { fieldAt, typeAt } from '../schema.ts';

/**
 * Why what a strategic patch makes of an object of that type is none: in the words of the converter that it passes instead of the JSON decoder.
 * kube: staging/src/k8s.io/apimachinery/pkg/runtime/converter.go FromUnstructuredWithValidation
 */
export function converterRefusal(typeName: string, problems: readonly DecodeProblem[], object: unknown): string {
  const wrong = problems.find(({ kind }) => kind !== 'unknown');
  if (wrong !== undefined) return converterWords(typeName, wrong, valueAt(object, wrong.steps));
  return `strict decoding error: ${problems
    .map(({ message }) => message)
    .sort()
    .join(', ')}`;
}

/** What is wrong with a value. kube: the same file, fromUnstructured */
function converterWords(typeName: string, { kind, steps, message }: DecodeProblem, value: unknown): string {
  const type = typeAt(typeName, steps);
  if (kind === 'base64') return `error decoding from json: ${message}`;
  if (kind !== 'type' || type === undefined) return message;
  const found = goKind(value);
  switch (type.shape) {
    case 'string': {
      const goType = fieldAt(typeName, steps)?.goType.replace(/^(?:\[\]|map\[string\])/, '') ?? 'string';
      return found === 'int64' ? `cannot convert int64 to ${goType}` : 'unrecognized type: string';
    }
    case 'int32':
    case 'int64':
      return found === 'float64' ? `cannot convert float64 to ${type.shape}` : `unrecognized type: ${type.shape}`;
    case 'boolean':
      return 'unrecognized type: bool';
    case 'double':
      return 'unrecognized type: float64';
    case 'bytes':
    case 'list':
      return `cannot restore slice from ${found}`;
    case 'map':
      return `cannot restore map from ${found}`;
    case 'object':
      return `cannot restore struct from: ${found}`;
    default:
      return message;
  }
}

function goKind(value: unknown): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return Array.isArray(value) ? 'slice' : 'map';
}
