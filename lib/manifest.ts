import type { Client } from './api/client.ts';
import { ApiError, UsageError } from './api/errors.ts';
import type { Kind } from './api/kind.ts';
import type { KubeObject, Manifest } from './api/object.ts';
import { decodeBody } from './api/requests/decode.ts';
import { findObjectType } from './api/schema-table.ts';
import { fieldOf, typeAt, typeNameOf } from './api/schema.ts';
import { isMapping } from './base/merge.ts';
import { didYouMean } from './base/suggest.ts';
import { readManifest, type ManifestDocument, type ManifestProblem } from './base/yaml.ts';

/** What was wrong with a manifest: Kubernetes' sentences first, then every place with what would be right. */
export class ManifestError extends UsageError {
  readonly problems: readonly ManifestProblem[];

  constructor(problems: readonly ManifestProblem[]) {
    super(renderProblems(problems));
    this.problems = problems;
  }
}

/** How a manifest is applied. */
export interface ApplyOptions {
  /** What the text is called in messages. */
  readonly file?: string;
  /** The namespace of objects that name none; `default` unless given. */
  readonly namespace?: string;
  /** Is told what is odd although it is accepted: fields given twice, and what the server warns of. */
  readonly warn?: (warning: string) => void;
}

interface Target {
  readonly document: ManifestDocument;
  readonly kind: Kind;
  readonly manifest: Manifest;
}

/**
 * Applies every document of a manifest as `kubectl apply` does, and returns what is stored. A manifest that cannot be read changes nothing;
 * of one that can, the documents that are refused change nothing. Throws a ManifestError with all that is wrong.
 */
export function applyText(api: Client, text: string, options: ApplyOptions = {}): readonly KubeObject[] {
  const { documents, problems, warnings } = readManifest(text, options.file ?? 'manifest');
  const found: ManifestProblem[] = [...problems];
  const targets = documents.flatMap((document) => targetOf(api, document, options.namespace, found));
  if (found.length > 0) throw new ManifestError(found);
  if (targets.length === 0) throw new UsageError(`${options.file ?? 'the manifest'}: no objects passed to apply`);
  for (const { file, line, column, message } of warnings) options.warn?.(`${file}:${line}:${column}: ${message}`);
  const stored: KubeObject[] = [];
  for (const { document, kind, manifest } of targets) {
    try {
      stored.push(api.apply(kind, manifest, { warn: options.warn }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      found.push(...refusal({ document, kind }, error));
    }
  }
  if (found.length > 0) throw new ManifestError(found);
  return stored;
}

/** The kind a document means, when it can be decoded; otherwise what is wrong is added to `found`. */
function targetOf(api: Client, document: ManifestDocument, namespace: string | undefined, found: ManifestProblem[]): readonly Target[] {
  const manifest = document.value as Manifest;
  const { apiVersion = '', kind: kindName = '', metadata } = manifest;
  const kind = api.api.registry.findByManifest(apiVersion, kindName);
  if (kind === undefined) {
    found.push(unknownKind(api, document, apiVersion, kindName));
    return [];
  }
  const placed =
    kind.scope === 'Cluster' || namespace === undefined || metadata?.namespace !== undefined
      ? manifest
      : { ...manifest, metadata: { ...metadata, namespace } };
  try {
    decodeBody(kind, placed);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    found.push(...refusal({ document, kind }, error));
    return [];
  }
  return [{ document, kind, manifest: placed }];
}

/** kube: staging/src/k8s.io/cli-runtime/pkg/resource/mapper.go infoForData */
function unknownKind(api: Client, document: ManifestDocument, apiVersion: string, kindName: string): ManifestProblem {
  const { name = '', namespace = '' } = (document.value as Manifest).metadata ?? {};
  const { kinds } = api.api.registry;
  const sameName = kinds.find(({ kind }) => kind === kindName);
  const hint =
    sameName === undefined
      ? didYouMean(
          kindName,
          kinds.map(({ kind }) => kind),
        ).trim()
      : `${kindName} is in ${JSON.stringify(sameName.apiVersion)}, not in ${JSON.stringify(apiVersion)}.`;
  const at = document.position([sameName === undefined ? 'kind' : 'apiVersion']);
  const message =
    `resource mapping not found for name: "${name}" namespace: "${namespace}" from "${document.file}": ` +
    `no matches for kind "${kindName}" in version "${apiVersion}"\nensure CRDs are installed first`;
  return { file: document.file, ...at, message, ...(hint === '' ? {} : { hint }) };
}

/** One problem for each place a refusal names; one for the whole document when it names none. */
function refusal(
  { document, kind }: { readonly document: ManifestDocument; readonly kind: Kind },
  error: ApiError,
): readonly ManifestProblem[] {
  const typeName = typeNameOf(kind.apiVersion, kind.kind) ?? '';
  const decoding = error.problems.map(({ steps, path, known }) => ({
    steps,
    field: path,
    hint: known === undefined ? '' : misspelt(steps, known) || misplaced(typeName, steps, document.value),
  }));
  const fields = new Set((error.status.details?.causes ?? []).flatMap(({ field }) => (field === undefined || field === '' ? [] : [field])));
  const places = [...decoding, ...[...fields].map((field) => ({ steps: stepsOf(field), field, hint: '' }))];
  const message = sentenceOf(error);
  if (places.length === 0) return [{ file: document.file, line: document.line, column: 1, message }];
  return places.map(({ steps, field, hint }) => ({
    file: document.file,
    ...document.position(steps),
    message,
    hint: hint === '' ? field : `${field}: ${hint}`,
  }));
}

/** A refusal as kubectl prints it. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go checkErr */
function sentenceOf({ status, reason, message }: ApiError): string {
  const { kind = '', name = '', causes = [] } = status.details ?? {};
  if (reason !== 'Invalid' || causes.length === 0) return `Error from server (${reason === '' ? 'InternalError' : reason}): ${message}`;
  const lines = [...new Set(causes.map(({ field, message: text }) => `${field ?? ''}: ${text ?? ''}`))];
  const head = `The ${kind} "${name}" is invalid:`;
  return lines.length === 1 ? `${head} ${lines[0]!}` : [head, ...lines.map((line) => `* ${line}`)].join('\n');
}

function misspelt(steps: readonly (string | number)[], known: readonly string[]): string {
  return didYouMean(String(steps.at(-1)), known).trim();
}

/** Where an unknown field would be known: below one of its neighbours (it is indented too little), or further out (too much). */
function misplaced(typeName: string, steps: readonly (string | number)[], value: unknown): string {
  const name = String(steps.at(-1));
  const parent = steps.slice(0, -1);
  const here = typeAt(typeName, parent);
  if (here?.shape === 'object') {
    const below = [...(findObjectType(here.typeName)?.fields ?? [])].filter(
      ([, { type }]) => type.shape === 'object' && fieldOf(type.typeName, name) !== undefined,
    );
    const written = valueAt(value, parent);
    const meant =
      below.find(([field]) => isMapping(written) && Object.hasOwn(written, field)) ?? (below.length === 1 ? below[0] : undefined);
    if (meant !== undefined) return `"${name}" belongs under "${meant[0]}": indent it further.`;
  }
  for (let depth = parent.length - 1; depth >= 0; depth--) {
    const outer = typeAt(typeName, parent.slice(0, depth));
    if (outer?.shape !== 'object' || fieldOf(outer.typeName, name) === undefined) continue;
    return `"${name}" belongs ${depth === 0 ? 'at the top' : `under "${parent[depth - 1]!}"`}: indent it less.`;
  }
  return '';
}

function valueAt(value: unknown, steps: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of steps) {
    if (Array.isArray(at)) at = at[Number(step)];
    else at = isMapping(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return at;
}

/** `spec.containers[0].resources.limits[cpu]` as steps. */
function stepsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? name! : /^\d+$/.test(index) ? Number(index) : index,
  );
}

function renderProblems(problems: readonly ManifestProblem[]): string {
  const lines: string[] = [];
  let last: string | undefined;
  for (const { file, line, column, message, hint } of problems) {
    if (message !== last) lines.push(message);
    last = message;
    lines.push(`  ${file}:${line}:${column}${hint === undefined ? '' : `: ${hint}`}`);
  }
  return lines.join('\n');
}
