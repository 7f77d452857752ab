import { fieldsOf, type KubeObject } from '../api/object.ts';
import { JsonPathError, parseJsonPath, valuesAt } from '../base/json-path.ts';
import { isMapping } from '../base/merge.ts';
import { KubectlError } from './errors.ts';

/** What objects are waited for to be. */
export type Awaited = { readonly is: 'created' | 'gone' } | { readonly is: 'so'; readonly isMet: (object: KubeObject) => boolean };

/** What `--for` says. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/cmd/wait/wait.go conditionFuncFor */
export function awaitedOf(text: string): Awaited {
  const lower = text.toLowerCase();
  if (lower === 'delete') return { is: 'gone' };
  if (lower === 'create') return { is: 'created' };
  const [, form, rest = ''] = /^(condition|jsonpath)=(.*)$/s.exec(text) ?? [];
  if (form === 'condition') return { is: 'so', isMet: conditionCheck(rest) };
  if (form === 'jsonpath') return { is: 'so', isMet: pathCheck(rest) };
  throw new KubectlError(`unrecognized condition: ${JSON.stringify(text)}`);
}

/** kube: the same folder, condition.go checkCondition */
function conditionCheck(text: string): (object: KubeObject) => boolean {
  const at = text.indexOf('=');
  const [type, status] = at === -1 ? [text, 'true'] : [text.slice(0, at), text.slice(at + 1)];
  return (object) => {
    const { conditions, observedGeneration } = statusOf(object);
    if (!Array.isArray(conditions)) return false;
    const found = (conditions as readonly unknown[]).find(
      (each) => isMapping(each) && isSameWord(each['type'], type) && typeof each['status'] === 'string',
    );
    if (!isMapping(found)) return false;
    const observed = found['observedGeneration'] ?? observedGeneration;
    const { generation } = object.metadata;
    if (generation !== undefined && typeof observed === 'number' && observed < generation) return false;
    return isSameWord(found['status'], status);
  };
}

function statusOf(object: KubeObject): Readonly<Record<string, unknown>> {
  const { status } = fieldsOf(object);
  return isMapping(status) ? status : {};
}

function isSameWord(value: unknown, word: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === word.toLowerCase();
}

/** kube: the same folder, wait.go processJSONPathInput, and json.go checkCondition */
function pathCheck(text: string): (object: KubeObject) => boolean {
  // Two equals signs compare within the path, one alone ends it.
  const [expression = '', given, ...more] = text.split(/(?<!=)=(?!=)/);
  if (more.length > 0)
    throw new KubectlError(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  const value = given?.replace(/^['"]+|['"]+$/g, '');
  if (expression === '') throw new KubectlError('jsonpath expression cannot be empty');
  const path = readPath(expression);
  if (value === '')
    throw new KubectlError("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3");
  return (object) => {
    const found = valuesAt(object, path);
    if (found.length === 0) return false;
    if (found.length > 1) throw new KubectlError('given jsonpath expression matches more than one value');
    if (value === undefined) return true;
    const [first] = found;
    if (typeof first === 'object' && first !== null)
      throw new KubectlError('jsonpath leads to a nested object or list which is not supported');
    return textOf(first).trim() === value.trim();
  };
}

/** kube: staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go RelaxedJSONPathExpression */
function readPath(expression: string): ReturnType<typeof parseJsonPath> {
  const [, within, alone] = /^(?:\{\.?([^{}]+)\}|\.?([^{}]+))$/.exec(expression) ?? [];
  const inner = within ?? alone;
  if (inner === undefined)
    throw new KubectlError("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
  try {
    return parseJsonPath(`.${inner}`);
  } catch (error) {
    if (error instanceof JsonPathError) throw new KubectlError(error.message);
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? '<nil>' : JSON.stringify(value);
}
