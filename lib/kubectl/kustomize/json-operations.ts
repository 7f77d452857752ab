import { isMapping } from '../../base/merge.ts';
import { goQuote } from '../../api/field-errors.ts';
import { applyJsonPatch, JsonPatchError, type JsonPatchOperation } from '../../api/patch/json-patch.ts';
import type { Fields } from '../../api/object.ts';
import { KustomizeError } from './kustomize-error.ts';
import { checkMetadata } from './read-resources.ts';
import type { Resource } from './resource.ts';

/** More work than a patch that somebody wrote makes: each operation copies what leads to its place. */
const MOST_OPERATIONS = 10_000;

/** A resource after the operations of a JSON patch. Throws a KustomizeError for one that cannot be done. kube: sigs.k8s.io/kustomize/api/filters/patchjson6902 */
export function afterOperations(resource: Resource, operations: readonly JsonPatchOperation[]): Resource {
  if (operations.length > MOST_OPERATIONS)
    throw new KustomizeError(`a JSON patch with more than ${MOST_OPERATIONS} operations is not applied here`);
  const object = operations.reduce(afterOperation, withPlaceForNotes(resource));
  checkMetadata(object);
  return { ...resource, object };
}

/** Kustomize keeps its own notes among the annotations, so that there are some as soon as it has anything to note. */
function withPlaceForNotes({ object, previous, prefixes, suffixes, addsHash }: Resource): Fields {
  const metadata = isMapping(object['metadata']) ? object['metadata'] : {};
  const hasNotes = addsHash || previous.length + prefixes.length + suffixes.length > 0;
  return isMapping(metadata['annotations']) || !hasNotes ? object : { ...object, metadata: { ...metadata, annotations: {} } };
}

function afterOperation(object: Fields, operation: JsonPatchOperation): Fields {
  try {
    return applyJsonPatch(object, [withCopied(operation, object)]) as Fields;
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    if (error.message.startsWith('Unexpected kind')) throw new KustomizeError(error.message);
    throw new KustomizeError(problemOf(operation, object));
  }
}

/** What is missing in a mapping is copied as null. */
function withCopied(operation: JsonPatchOperation, object: Fields): JsonPatchOperation {
  if (operation.op !== 'copy') return operation;
  const { parent, last } = placeIn(object, operation.from ?? '');
  return isMapping(parent) && !Object.hasOwn(parent, last) ? { op: 'add', path: operation.path, value: null } : operation;
}

/** kube: github.com/evanphx/json-patch patch.go */
function problemOf({ op, path, from = '' }: JsonPatchOperation, object: Fields): string {
  const isFrom = op === 'move' || op === 'copy';
  const [source, goal] = [placeIn(object, from), placeIn(object, path)];
  if (isFrom && !isContainer(source.parent)) return `${op} operation does not apply: doc is missing from path: ${from}: missing value`;
  const unfound = isFrom ? accessProblem(source, false) : undefined;
  if (unfound !== undefined) return `error in ${op} for ${op === 'copy' ? `from: '${from}'` : `path: '${source.last}'`}: ${unfound}`;
  if (!isContainer(goal.parent)) return `${op} operation does not apply: ${missingWords(op, path)}: missing value`;
  const problem = accessProblem(goal, op === 'add' || isFrom);
  if (op === 'test') return `testing value ${path} failed: test failed`;
  if (op === 'replace') return `replace operation does not apply: doc is missing key: ${path}: missing value`;
  return `${op === 'copy' ? 'error while adding value during copy' : `error in ${op} for path: '${path}'`}: ${problem ?? 'missing value'}`;
}

function missingWords(op: string, path: string): string {
  if (op === 'test') return `is missing path: ${path}`;
  if (op === 'replace') return `doc is missing path: ${path}`;
  return op === 'move' || op === 'copy' ? `doc is missing destination path: ${path}` : `doc is missing path: ${goQuote(path)}`;
}

interface JsonPlace {
  readonly parent: unknown;
  readonly last: string;
}

function placeIn(object: Fields, pointer: string): JsonPlace {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (!pointer.startsWith('/')) return { parent: undefined, last: '' };
  const parent = steps
    .slice(0, -1)
    .reduce<unknown>((at, step) => (isContainer(at) && Object.hasOwn(at, step) ? (at as Fields)[step] : undefined), object);
  return { parent, last: steps.at(-1) ?? '' };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function accessProblem({ parent, last }: JsonPlace, adds: boolean): string | undefined {
  if (isMapping(parent))
    return adds || Object.hasOwn(parent, last) ? undefined : `Unable to remove nonexistent key: ${last}: missing value`;
  if (!Array.isArray(parent) || (adds && last === '-')) return undefined;
  if (!/^[-+]?\d+$/.test(last))
    return `${adds ? `value was not a proper array index: '${last}': ` : ''}strconv.Atoi: parsing ${goQuote(last)}: invalid syntax`;
  const index = Number(last);
  const isThere = index >= -parent.length && index < parent.length + (adds ? 1 : 0);
  return isThere ? undefined : `Unable to access invalid index: ${last}: invalid index referenced`;
}
