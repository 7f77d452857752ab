import type { Api } from '../api.ts';
import { ApiError, invalidObject, type Status } from '../errors.ts';
import { forbidden } from '../field-errors.ts';
import { forgottenRevision } from '../horizon.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { Change } from '../store.ts';
import { asRead, storageOf } from '../versions.ts';
import { readRevision, selects, type ListOptions } from './list.ts';

/** How a kind is watched. */
export interface WatchOptions extends ListOptions {
  /** What is known already: only later changes are told. Left out or 0, all that is there is told first. */
  readonly resourceVersion?: string | undefined;
  readonly resourceVersionMatch?: 'NotOlderThan' | 'Exact' | undefined;
  /** Whether the listener understands bookmarks. */
  readonly allowWatchBookmarks?: boolean | undefined;
  /** Whether all that is there is told first, and a bookmark after it. */
  readonly sendInitialEvents?: boolean | undefined;
}

/** What a bookmark tells of: how far the watch has come. */
export interface Bookmark {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly creationTimestamp: null;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** One event of a watch. A watch that has failed tells so and ends. */
export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly object: Bookmark }
  | { readonly type: 'ERROR'; readonly object: Status };

/** A watch that is going on. */
export interface Watch {
  /** Ends it: nothing more is told. */
  readonly stop: () => void;
  /** Tells the listener how far the watch has come. */
  readonly bookmark: () => void;
}

/**
 * WATCH: tells of every change of what the options select, as it happens; an object that comes to be selected is added, one that no longer
 * is, deleted. The listener may not write. Throws an ApiError for options that make no sense.
 * kube: staging/src/k8s.io/apiserver/pkg/storage/cacher/cacher.go Watch
 */
export function watchKind<T extends KubeObject>(
  api: Api,
  kind: Kind<T>,
  options: WatchOptions,
  listener: (event: WatchEvent<T>) => void,
): Watch {
  checkOptions(options);
  const isSelected = selects(kind, options) ?? ((): boolean => true);
  const prefix = kind.scope === 'Cluster' || options.namespace === undefined ? '' : `${options.namespace}/`;
  const { resourceVersion = '', sendInitialEvents } = options;
  const known = resourceVersion === '' ? 0 : readRevision(resourceVersion);
  const watched = storageOf(kind);
  const tell = (change: Change): void => {
    if (change.kind.resource !== watched.resource || !change.key.startsWith(prefix)) return;
    const event = eventOf(change, (stored) => asRead(kind, stored), isSelected);
    if (event !== undefined) listener(event);
  };
  const bookmark = (annotations?: Readonly<Record<string, string>>): void =>
    listener({ type: 'BOOKMARK', object: bookmarkOf(api, kind, annotations) });
  const forgotten = forgottenRevision(api);
  if (known !== 0 && known < forgotten) {
    listener({ type: 'ERROR', object: new ApiError(410, 'Expired', `too old resource version: ${known} (${forgotten})`).status });
    return { stop: () => undefined, bookmark: () => undefined };
  }
  const startsAnew = sendInitialEvents ?? known === 0;
  if (startsAnew) {
    for (const stored of api.store.list(watched, prefix === '' ? undefined : options.namespace)) {
      const object = asRead(kind, stored);
      if (isSelected(object)) listener({ type: 'ADDED', object });
    }
    if (options.allowWatchBookmarks === true) bookmark({ 'k8s.io/initial-events-end': 'true' });
  } else if (known !== 0) api.store.history(known + 1, tell);
  const stop = api.store.watch((change) => {
    if (change.revision > known) tell(change);
  });
  return { stop, bookmark: () => bookmark() };
}

/** kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/internalversion/validation/validation.go ValidateListOptions */
function checkOptions({ sendInitialEvents, resourceVersionMatch }: WatchOptions): void {
  if (sendInitialEvents === undefined) {
    if (resourceVersionMatch === undefined) return;
    const error = forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
    throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [error]);
  }
  if (resourceVersionMatch === 'NotOlderThan') return;
  const error = forbidden('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [error]);
}

function eventOf<T extends KubeObject>(
  { revision, before, after }: Change,
  read: (stored: KubeObject) => T,
  isSelected: (object: T) => boolean,
): WatchEvent<T> | undefined {
  const [was, is] = [before && read(before), after && read(after)];
  const had = was !== undefined && isSelected(was);
  if (is !== undefined && isSelected(is)) return { type: had ? 'MODIFIED' : 'ADDED', object: is };
  if (was === undefined || !had) return undefined;
  // What is gone is told as it was last, under the revision at which it went.
  return { type: 'DELETED', object: { ...was, metadata: { ...was.metadata, resourceVersion: String(revision) } } };
}

function bookmarkOf(
  api: Api,
  { kind, apiVersion }: Pick<Kind, 'kind' | 'apiVersion'>,
  annotations: Readonly<Record<string, string>> | undefined,
): Bookmark {
  const metadata = { resourceVersion: String(api.store.revision), creationTimestamp: null };
  return { kind, apiVersion, metadata: annotations === undefined ? metadata : { ...metadata, annotations } };
}
