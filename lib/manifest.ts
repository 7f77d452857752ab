import type { Client } from './api/client.ts';
import { ApiError, UsageError } from './api/errors.ts';
import type { Kind } from './api/kind.ts';
import type { KubeObject, Manifest } from './api/object.ts';
import { decodeBody } from './api/requests/decode.ts';
import { readManifest, type ManifestDocument, type ManifestProblem } from './base/yaml.ts';
import { definedTypes } from './manifest/defined-types.ts';
import { refusalProblems } from './manifest/refusal.ts';
import { unknownKind } from './manifest/unknown-kind.ts';

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

/** An object of a kind that a definition further up is going to make known: it is looked at again when that is applied. */
interface Awaiting {
  readonly document: ManifestDocument;
  readonly kind: undefined;
}

/**
 * Applies every document of a manifest as `kubectl apply` does, and returns what is stored. A manifest that cannot be read changes nothing;
 * of one that can, the documents that are refused change nothing. Objects of custom kinds may stand behind their definitions. Throws a
 * ManifestError with all that is wrong.
 */
export function applyText(api: Client, text: string, options: ApplyOptions = {}): readonly KubeObject[] {
  const { documents, problems, warnings } = readManifest(text, options.file ?? 'manifest');
  const found: ManifestProblem[] = [...problems];
  const defined = new Set<string>();
  const targets = documents.flatMap((document): readonly (Target | Awaiting)[] => {
    definedTypes(document.value).forEach((type) => defined.add(type));
    return isUnknown(api, document) && defined.has(typeOf(document))
      ? [{ document, kind: undefined }]
      : targetOf(api, document, options.namespace, found);
  });
  if (found.length > 0) throw new ManifestError(found);
  if (targets.length === 0) throw new UsageError(`${options.file ?? 'the manifest'}: no objects passed to apply`);
  for (const { file, line, column, message, hint } of warnings)
    options.warn?.(`${file}:${line}:${column}: ${message}${hint === undefined ? '' : ` (${hint})`}`);
  const stored: KubeObject[] = [];
  // unlike kube: kubectl looks all kinds up before it applies anything, so that it has to be asked twice for a custom kind and its objects
  for (const { document, kind, manifest } of lookedUp(targets)) {
    try {
      stored.push(api.apply(kind, manifest, { warn: options.warn }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      found.push(...refusalProblems({ document, kind }, error));
    }
  }
  if (found.length > 0) throw new ManifestError(found);
  return stored;

  function* lookedUp(list: readonly (Target | Awaiting)[]): Iterable<Target> {
    for (const target of list) {
      if (target.kind === undefined) yield* targetOf(api, target.document, options.namespace, found);
      else yield target;
    }
  }
}

function isUnknown(api: Client, { value }: ManifestDocument): boolean {
  const { apiVersion = '', kind = '' } = value as Manifest;
  return api.api.registry.findByManifest(apiVersion, kind) === undefined;
}

function typeOf({ value }: ManifestDocument): string {
  const { apiVersion = '', kind = '' } = value as Manifest;
  return `${apiVersion}/${kind}`;
}

/** The kind a document means, when it can be decoded; otherwise what is wrong is added to `found`. */
function targetOf(api: Client, document: ManifestDocument, namespace: string | undefined, found: ManifestProblem[]): readonly Target[] {
  const manifest = document.value as Manifest;
  const { apiVersion = '', kind: kindName = '', metadata } = manifest;
  const kind = api.api.registry.findByManifest(apiVersion, kindName);
  if (kind === undefined) {
    found.push(unknownKind(api.api.registry.kinds, document));
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
    found.push(...refusalProblems({ document, kind }, error));
    return [];
  }
  return [{ document, kind, manifest: placed }];
}

/** Kubernetes' sentence once, below it every place that it is about. */
function renderProblems(problems: readonly ManifestProblem[]): string {
  const lines: string[] = [];
  let last: string | undefined;
  let places = new Set<string>();
  for (const { file, line, column, message, field, hint } of problems) {
    if (message !== last) {
      lines.push(message);
      places = new Set();
    }
    last = message;
    const place = [`  ${file}:${line}:${column}`, field, hint].filter((part) => part !== undefined).join(': ');
    if (!places.has(place)) lines.push(place);
    places.add(place);
  }
  return lines.join('\n');
}
