import { metadataProblem } from '../api/metadata-only.ts';
import type { ApiError } from '../api/errors.ts';
import { typeOfKind, type Kind } from '../api/kind.ts';
import type { FieldType } from '../api/schema-table.ts';
import { typeBelow, type DecodeProblem } from '../api/schema.ts';
import type { ManifestDocument, ManifestProblem, Step } from '../base/yaml.ts';
import { causeHint } from './cause-hints.ts';
import { unknownFieldHint } from './field-hints.ts';
import { typeHint } from './type-hints.ts';
import { valueAt } from '../base/value-at.ts';
import { textsAt } from './texts-at.ts';

/** What is refused: a document, as an object of a kind. */
export interface Refused {
  readonly document: ManifestDocument;
  readonly kind: Pick<Kind, 'apiVersion' | 'version' | 'kind' | 'structure'>;
}

/** One problem for each place a refusal names, with what would be right; one for the whole document when it names none. */
export function refusalProblems(refused: Refused, error: ApiError): readonly ManifestProblem[] {
  const { document } = refused;
  const unreadable = metadataProblem(document.value);
  const message = unreadable === undefined ? sentenceOf(error) : undecodable(document, unreadable);
  const places = [...error.problems.map((problem) => decodingPlace(refused, problem)), ...causePlaces(document, error)];
  if (places.length === 0) return [{ file: document.file, line: document.line, column: 1, message }];
  return places.map(({ steps, field, alone, hint }) => ({
    file: document.file,
    ...document.position(steps),
    message,
    field,
    alone,
    ...(hint === '' ? {} : { hint }),
  }));
}

interface Place {
  readonly steps: readonly Step[];
  readonly field: string;
  readonly alone: string;
  readonly hint: string;
}

function decodingPlace({ document, kind }: Refused, { kind: sort, steps, path, known, message }: DecodeProblem): Place {
  const what = sort === 'unknown' ? `strict decoding error: ${message}` : message;
  const alone =
    sort !== 'unknown' && steps[0] === 'metadata'
      ? undecodable(document, { message })
      : `Error from server (BadRequest): ${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${what}`;
  const type = typeOfKind(kind);
  const root: FieldType = type === undefined ? { shape: 'any' } : { shape: 'object', typeName: type.typeName, type };
  if (sort === 'unknown') return { steps, field: path, alone, hint: unknownFieldHint(root, steps, known ?? [], document.value) };
  const expected = typeBelow(root, steps);
  const hint =
    expected === undefined || sort === 'limit' ? '' : typeHint(expected, valueAt(document.value, steps), document.written(steps));
  return { steps, field: path, alone, hint };
}

/** What kubectl says that cannot read the metadata itself. */
function undecodable({ file }: ManifestDocument, { message }: Pick<DecodeProblem, 'message'>): string {
  return `unable to decode ${JSON.stringify(file)}: ${message.replace(/field \w+\.metadata of/, 'field metadataOnlyObject.metadata of')}`;
}

function causePlaces(document: ManifestDocument, { reason, status }: ApiError): readonly Place[] {
  const { kind = '', name = '', causes = [] } = status.details ?? {};
  return causes.flatMap(({ field = '', message = '' }) => {
    if (field === '') return [];
    const alone =
      reason === 'Invalid'
        ? `The ${kind} "${name}" is invalid: ${field}: ${message}`
        : sentenceOf({ status, reason, message: status.message });
    return [{ steps: entrySteps(document.value, stepsOf(field), message), field, alone, hint: causeHint(field, message, document.value) }];
  });
}

/** The entry of a mapping that a refusal of the whole mapping is about: the one that has the refused text as its name or value. */
function entrySteps(value: unknown, steps: readonly Step[], message: string): readonly Step[] {
  const [, refused] = /^Invalid value: "([^"\\]{1,300})"/.exec(message) ?? [];
  const entries = textsAt(value, steps);
  if (refused === undefined) return steps;
  const name = entries.has(refused) ? refused : [...entries].find(([, text]) => text === refused)?.[0];
  return name === undefined ? steps : [...steps, name];
}

/** A refusal as kubectl prints it. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go checkErr */
function sentenceOf({ status, reason, message }: Pick<ApiError, 'status' | 'reason' | 'message'>): string {
  const { kind = '', name = '', causes = [] } = status.details ?? {};
  if (reason !== 'Invalid' || causes.length === 0) return `Error from server (${reason === '' ? 'InternalError' : reason}): ${message}`;
  const lines = [...new Set(causes.map(({ field, message: text }) => `${field ?? ''}: ${text ?? ''}`))];
  const head = `The ${kind} "${name}" is invalid:`;
  return lines.length === 1 ? `${head} ${lines[0]!}` : [head, ...lines.map((line) => `* ${line}`)].join('\n');
}

/** `spec.containers[0].resources.limits[cpu]` as steps. */
function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? name! : /^\d+$/.test(index) ? Number(index) : index,
  );
}
