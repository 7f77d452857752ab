import { isMapping } from '../../base/merge.ts';
import { matchesLabels, parseSelector, SelectorError, type Selector } from '../../base/labels.ts';
import type { Api } from '../api.ts';
import { ApiError, badRequest, invalidObject } from '../errors.ts';
import { matchesFields } from '../fields.ts';
import { forbidden } from '../field-errors.ts';
import { forgottenRevision } from '../horizon.ts';
import type { Kind } from '../kind.ts';
import { keyOf, type KubeObject } from '../object.ts';
import { asRead, storageOf } from '../versions.ts';

/** What a list is narrowed by. Field selectors name `metadata.name`, `metadata.namespace` or a field the kind declares. */
export interface ListOptions {
  readonly namespace?: string | undefined;
  /** As it is written after `-l`, or read already. */
  readonly labelSelector?: string | Selector | undefined;
  readonly fieldSelector?: string | undefined;
}

/** How a list is asked for in pages, and of which moment. */
export interface PageOptions extends ListOptions {
  /** The most objects of one page; all when it is left out, 0 or less. */
  readonly limit?: number | undefined;
  /** Where the page before ended: what it gave as `continue`. */
  readonly continue?: string | undefined;
  /** A revision: at the earliest, unless the match says `Exact`. */
  readonly resourceVersion?: string | undefined;
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan' | undefined;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The revision of which the list is. */
  readonly resourceVersion: string;
  /** What asks for the next page; the last one has none. */
  readonly continue?: string;
  /** How many objects follow, where nothing is selected. */
  readonly remainingItemCount?: number;
}

/** Whether an object of the kind is among those that the options ask for, but for their namespace. Throws an ApiError BadRequest for a selector that is none. */
export function selects<T extends KubeObject>(
  kind: Kind<T>,
  { labelSelector, fieldSelector }: ListOptions,
): ((object: T) => boolean) | undefined {
  const labels = typeof labelSelector === 'string' ? readSelector(labelSelector) : labelSelector;
  const byFields = fieldSelector === undefined || fieldSelector === '' ? undefined : matchesFields(kind, fieldSelector);
  if (labels === undefined || labels.length === 0) return byFields;
  const byLabels = (object: T): boolean => matchesLabels(labels, object.metadata.labels);
  return byFields === undefined ? byLabels : (object) => byLabels(object) && byFields(object);
}

function readSelector(text: string): Selector {
  try {
    return parseSelector(text);
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

/** LIST, page by page. Throws an ApiError for options that make no sense, and for a moment that is forgotten or to come. kube: staging/src/k8s.io/apiserver/pkg/storage/etcd3/store.go GetList */
export function listPage<T extends KubeObject>(api: Api, kind: Kind<T>, options: PageOptions): Page<T> {
  const token = options.continue === undefined || options.continue === '' ? undefined : readToken(options.continue);
  const revision = token === undefined ? wantedRevision(api, options) : token.rv === LATEST ? api.store.revision : token.rv;
  if (token !== undefined && (options.resourceVersion ?? '') !== '')
    throw badRequest('specifying resource version is not allowed when using continue');
  if (token !== undefined && revision < forgottenRevision(api)) throw expired(token);
  const isSelected = selects(kind, options);
  const all = objectsAt(api, storageOf(kind), revision, options.namespace).map((stored) => asRead(kind, stored));
  const start = token === undefined ? 0 : firstFrom(all, kind, token.start);
  const limit = options.limit === undefined || options.limit <= 0 || options.resourceVersion === '0' ? Infinity : options.limit;
  const items: T[] = [];
  let at = start;
  for (; at < all.length && items.length < limit; at++) if (isSelected?.(all[at]!) !== false) items.push(all[at]!);
  const resourceVersion = String(revision);
  if (at >= all.length) return { items, resourceVersion };
  const next = writeToken({ rv: revision, start: `${keyFor(kind, items.at(-1)!, options.namespace)}\0` });
  if (isSelected !== undefined)
    return all.slice(at).some(isSelected) ? { items, resourceVersion, continue: next } : { items, resourceVersion };
  return { items, resourceVersion, continue: next, remainingItemCount: all.length - at };
}

/** The objects of a kind as they were at a revision, in the order of their keys; of one namespace when given. Costs what has changed since. */
function objectsAt(api: Api, kind: Kind, revision: number, namespace: string | undefined): readonly KubeObject[] {
  const { store } = api;
  const wanted = kind.scope === 'Cluster' ? undefined : namespace;
  const now = store.list(kind, wanted);
  if (revision >= store.revision) return now;
  const before = new Map<string, KubeObject | undefined>();
  store.history(revision + 1, (change) => {
    if (change.kind.resource === kind.resource && !before.has(change.key)) before.set(change.key, change.before);
  });
  const kept = now.filter((object) => !before.has(keyOf(object)));
  const changed = [...before].flatMap(([key, object]) =>
    object === undefined || (wanted !== undefined && !key.startsWith(`${wanted}/`)) ? [] : [object],
  );
  return [...kept, ...changed].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** The revision that a list without a token is of. kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/internalversion/validation/validation.go ValidateListOptions */
function wantedRevision(api: Api, { resourceVersion = '', resourceVersionMatch }: PageOptions): number {
  const latest = api.store.revision;
  if (resourceVersionMatch !== undefined && resourceVersion === '') {
    const error = forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided');
    throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [error]);
  }
  if (resourceVersion === '' || resourceVersion === '0') return latest;
  const asked = readRevision(resourceVersion);
  if (asked > latest) {
    if (resourceVersionMatch === 'Exact') throw new ApiError(500, undefined, 'etcdserver: mvcc: required revision is a future revision');
    throw tooLarge(asked, latest);
  }
  if (resourceVersionMatch !== 'Exact') return latest;
  if (asked < forgottenRevision(api)) throw new ApiError(410, 'Expired', 'The provided resource version is too old.');
  return asked;
}

/** The number of a revision. Throws an ApiError for what is none. */
export function readRevision(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const why = /^\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
  throw new ApiError(
    500,
    undefined,
    `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`,
  );
}

/** kube: staging/src/k8s.io/apiserver/pkg/storage/errors.go NewTooLargeResourceVersionError */
function tooLarge(asked: number, current: number): ApiError {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return new ApiError(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes,
    retryAfterSeconds: 1,
  });
}

/** Stands for the revision of a token that goes on in what is there now. */
const LATEST = -1;

interface Token {
  readonly rv: number;
  /** The first key that may follow. */
  readonly start: string;
}

/** kube: staging/src/k8s.io/apiserver/pkg/storage/continue.go EncodeContinue */
function writeToken({ rv, start }: Token): string {
  const text = `{"v":"meta.k8s.io/v1","rv":${rv},"start":${JSON.stringify(start)}}`;
  return Buffer.from(text).toString('base64url');
}

function readToken(text: string): Token {
  const refuse = (why: string): ApiError => badRequest(`continue key is not valid: ${why}`);
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw refuse(`illegal base64 data at input byte ${text.search(/[^A-Za-z0-9_-]/)}`);
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw refuse('invalid character in the token');
  }
  const { v, rv, start } = isMapping(read) ? read : {};
  if (v !== 'meta.k8s.io/v1') throw refuse(`server does not recognize this encoded version "${String(v)}"`);
  if (typeof rv !== 'number' || typeof start !== 'string' || start === '' || !Number.isSafeInteger(rv) || rv === 0)
    throw refuse('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  return { rv, start };
}

/** kube: staging/src/k8s.io/apiserver/pkg/storage/etcd3/errors.go handleCompactedErrorForPaging */
function expired({ start }: Token): ApiError {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
  return new ApiError(410, 'Expired', message, undefined, [], { continue: writeToken({ rv: LATEST, start }) });
}

/** The key under which a token goes on: of the whole kind, or within the namespace that is listed. */
function keyFor(kind: Pick<Kind, 'scope'>, object: KubeObject, namespace: string | undefined): string {
  return kind.scope === 'Cluster' || namespace !== undefined ? object.metadata.name : keyOf(object);
}

function firstFrom(all: readonly KubeObject[], kind: Pick<Kind, 'scope'>, start: string): number {
  const bare = start.replace(/\0$/, '');
  const isWhole = bare.includes('/');
  const found = all.findIndex((object) => (isWhole || kind.scope === 'Cluster' ? keyOf(object) : object.metadata.name) > bare);
  return found < 0 ? all.length : found;
}
