import type { Client } from './api/client.ts';
import { ApiError, UsageError } from './api/errors.ts';
import type { Kind } from './api/kind.ts';
import type { KubeObject, Manifest } from './api/object.ts';
import { decodeBody } from './api/requests/decode.ts';
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
      found.push(...refusal(document, error));
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
    found.push(...refusal(document, error));
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
function refusal(document: ManifestDocument, error: ApiError): readonly ManifestProblem[] {
  const sentence = `Error from server (${error.reason === '' ? 'InternalError' : error.reason}): ${error.message}`;
  const decoding = error.problems.map(({ steps, path, known }) => {
    const hint = known === undefined ? '' : didYouMean(String(steps.at(-1)), known).trim();
    return { at: document.position(steps), field: path, hint };
  });
  const invalid = (error.status.details?.causes ?? []).flatMap(({ field }) =>
    field === undefined || field === '' ? [] : [{ at: document.position(stepsOf(field)), field, hint: '' }],
  );
  const places = [...decoding, ...invalid];
  if (places.length === 0) return [{ file: document.file, line: document.line, column: 1, message: sentence }];
  return places.map(({ at, field, hint }) => ({
    file: document.file,
    ...at,
    message: sentence,
    hint: hint === '' ? field : `${field}: ${hint}`,
  }));
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
