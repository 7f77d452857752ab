import { isMapping } from '../base/merge.ts';
import type { Api } from './api.ts';
import { applyManifest } from './requests/apply.ts';
import { bindPod } from './requests/bind.ts';
import { createObject, type CreateOptions } from './requests/create.ts';
import { deleteObject, type DeleteOptions } from './requests/delete.ts';
import { evictPod, type EvictOptions } from './requests/evict.ts';
import { finalizeNamespace } from './requests/finalize.ts';
import { listPage, selects, type ListOptions, type Page, type PageOptions } from './requests/list.ts';
import type { WriteOptions } from './requests/options.ts';
import { patchObject, type PatchOptions } from './requests/patch.ts';
import { scaleObject, scaleOf, setScale } from './requests/scale.ts';
import { applyServerSide, type ServerSideApplyOptions } from './requests/server-side-apply.ts';
import { withManagedFields } from './requests/managed.ts';
import { watchKind, type Watch, type WatchEvent, type WatchOptions } from './requests/watch.ts';
import { replaceStatus } from './requests/status.ts';
import { keyFor, type Reference } from './requests/update.ts';
import { updateObject, type UpdateOptions } from './requests/put.ts';
import type { Scale } from './generated/types.ts';
import { notFound } from './errors.ts';
import type { Kind } from './kind.ts';
import type { KubeObject, Manifest } from './object.ts';
import { openApiIndex, openApiV2, openApiV3, type OpenApiIndex } from './openapi/documents.ts';
import type { Schema } from './openapi/schemas.ts';
import { tableOf, type IncludeObject, type Table } from './table.ts';
import { asRead, storageOf } from './versions.ts';

/** How an object is shown to a reader, where it has fields that follow the time and that nobody writes: the same object where it has none. */
export type Shown = (kind: Kind, object: KubeObject) => KubeObject;

/** Throws an ApiError Forbidden where somebody may not do what a request asks; the name is empty where it is about none, and the namespace undefined where it is about all. */
export type Authorize = (verb: string, kind: Kind, namespace: string | undefined, name: string, subresource: string) => void;

/** The requests a user can make. Each either does what it says or throws an ApiError and leaves everything as it was. */
export class Client {
  readonly api: Api;
  readonly user: string;
  readonly #shown: Shown | undefined;
  readonly #authorize: Authorize | undefined;

  /** Without `authorize` the user may do everything. */
  constructor(api: Api, user: string, shown?: Shown, authorize?: Authorize) {
    this.api = api;
    this.user = user;
    this.#shown = shown;
    this.#authorize = authorize;
  }

  /** Throws an ApiError Forbidden where the user may not do this to an object, or to all of a kind where it is none. */
  require<T extends KubeObject>(
    verb: string,
    kind: Kind<T>,
    target?: { readonly namespace?: string | undefined; readonly name?: string | undefined },
    subresource = '',
  ): void {
    if (this.#authorize === undefined) return;
    const { name = '', namespace = 'default' } = target ?? {};
    const isEverywhere = kind.scope === 'Cluster' || target === undefined;
    this.#authorize(verb, anyKind(kind), isEverywhere ? undefined : namespace, name, subresource);
  }

  /** What is sent may be anything: what is no object is the business of the request. */
  #requireFor<T extends KubeObject>(verb: string, kind: Kind<T>, object: unknown, subresource?: string): void {
    if (this.#authorize !== undefined) this.require(verb, kind, metadataOf(object), subresource);
  }

  #requireAll<T extends KubeObject>(verb: string, kind: Kind<T>, namespace: string | undefined): void {
    if (this.#authorize !== undefined) this.require(verb, kind, namespace === undefined ? undefined : { namespace });
  }

  /** The object; an ApiError NotFound if there is none. */
  get<T extends KubeObject>(kind: Kind<T>, name: string, namespace?: string): T {
    const found = this.find(kind, name, namespace);
    if (found === undefined) throw notFound(kind, name);
    return found;
  }

  /** The object, or undefined. */
  find<T extends KubeObject>(kind: Kind<T>, name: string, namespace?: string): T | undefined {
    const key = kind.scope === 'Cluster' ? name : `${namespace ?? 'default'}/${name}`;
    return this.findByKey(kind, key);
  }

  /** The object with that key (`namespace/name`), or undefined. */
  findByKey<T extends KubeObject>(kind: Kind<T>, key: string): T | undefined {
    if (this.#authorize !== undefined) this.require('get', kind, targetOf(kind, key));
    return this.#read(kind, key);
  }

  #read<T extends KubeObject>(kind: Kind<T>, key: string): T | undefined {
    const stored = this.api.store.find(storageOf(kind), key);
    return stored === undefined ? undefined : this.#asShown(kind, asRead(kind, stored));
  }

  #asShown<T extends KubeObject>(kind: Kind<T>, object: T): T {
    return this.#shown === undefined ? object : (this.#shown(anyKind(kind), object) as T);
  }

  /** The objects, in the order of their keys. Throws an ApiError for a field selector the kind does not know. */
  list<T extends KubeObject>(kind: Kind<T>, options: ListOptions = {}): T[] {
    this.#requireAll('list', kind, options.namespace);
    const stored = this.api.store.list(storageOf(kind), kind.scope === 'Cluster' ? undefined : options.namespace);
    const found = kind.storedAs === undefined ? (stored as T[]) : stored.map((object) => asRead(kind, object));
    const shown = this.#shown === undefined ? found : found.map((object) => this.#asShown(kind, object));
    const isSelected = selects(kind, options);
    return isSelected === undefined ? shown : shown.filter(isSelected);
  }

  /** The objects in pages, with the revision of which they are. Throws an ApiError for a token or a revision that is none, is forgotten, or is to come. */
  listPage<T extends KubeObject>(kind: Kind<T>, options: PageOptions = {}): Page<T> {
    this.#requireAll('list', kind, options.namespace);
    const page = listPage(this.api, kind, options);
    return this.#shown === undefined ? page : { ...page, items: page.items.map((object) => this.#asShown(kind, object)) };
  }

  /** A page of the list as the server prints it; each object's metadata goes with its row unless more or less of it is asked for. */
  table<T extends KubeObject>(kind: Kind<T>, options: PageOptions & { readonly includeObject?: IncludeObject | undefined } = {}): Table {
    const { items, ...metadata } = this.listPage(kind, options);
    return tableOf(anyKind(kind), items, metadata, this.api.clock.now, options.includeObject);
  }

  /** Which OpenAPI 3 documents there are. */
  openApiIndex(): OpenApiIndex {
    return openApiIndex(this.api.registry);
  }

  /** The OpenAPI 3 document of one version of a group, such as `apis/apps/v1`, or undefined where there is none. */
  openApiV3(root: string): Schema | undefined {
    return openApiV3(this.api.registry, root);
  }

  /** The OpenAPI 2 document of everything. */
  openApiV2(): Schema {
    return openApiV2(this.api.registry);
  }

  /** Tells of every change of what the options select, as it happens, until it is stopped. The listener may not write. */
  watch<T extends KubeObject>(kind: Kind<T>, options: WatchOptions, listener: (event: WatchEvent<T>) => void): Watch {
    this.#requireAll('watch', kind, options.namespace);
    return watchKind(this.api, kind, options, listener);
  }

  /** The objects under a value of one of the kind's indexes; who asks has to be allowed to list them where they are. */
  by<T extends KubeObject>(kind: Kind<T>, index: string, value: string): T[] {
    const stored = this.api.store.by(storageOf(kind), index, value);
    if (this.#authorize !== undefined)
      for (const namespace of new Set(stored.map(({ metadata }) => metadata.namespace))) this.#requireAll('list', kind, namespace);
    return kind.storedAs === undefined ? (stored as T[]) : stored.map((object) => asRead(kind, object));
  }

  /** The sums that an index keeps for a value. */
  tally<T extends KubeObject>(kind: Kind<T>, index: string, value: string): Readonly<Record<string, number>> {
    this.#requireAll('list', kind, undefined);
    return this.api.store.tally(storageOf(kind), index, value);
  }

  /** Stores a new object. */
  create<T extends KubeObject>(kind: Kind<T>, manifest: Manifest, options: CreateOptions = {}): T {
    if (this.#authorize !== undefined) this.require('create', kind, { ...metadataOf(manifest), name: '' });
    return createObject(this.api, this.user, anyKind(kind), manifest, options) as T;
  }

  /**
   * Replaces an object (PUT), or its status. With a resourceVersion in it that is not the latest: an ApiError Conflict. Objects of the few
   * kinds that may be put where nothing is are created.
   */
  update<T extends KubeObject>(kind: Kind<T>, object: T, options: UpdateOptions = {}): T {
    this.#requireFor('update', kind, object, options.subresource);
    return updateObject(this.api, this.user, anyKind(kind), object, options) as T;
  }

  /** Changes an object, or one of its subresources, as a patch says: a JSON merge patch, in which null removes, unless the options name another type. */
  patch<T extends KubeObject>(kind: Kind<T>, target: Reference, patch: unknown, options: PatchOptions = {}): T {
    this.#requireFor('patch', kind, target, options.subresource);
    return patchObject(this.api, this.user, anyKind(kind), target, patch, options) as T;
  }

  /** Creates an object or changes it by the difference between this and the previously applied manifest, as `kubectl apply` does. */
  apply<T extends KubeObject>(kind: Kind<T>, manifest: Manifest, options: WriteOptions = {}): T {
    this.#requireFor('patch', kind, manifest);
    return applyManifest(this.api, this.user, anyKind(kind), manifest, options) as T;
  }

  /** Makes the fields of an object what a configuration says, as server-side apply does. Throws an ApiError Conflict where others manage them otherwise. */
  applyServerSide<T extends KubeObject>(kind: Kind<T>, configuration: Manifest, options: ServerSideApplyOptions = {}): T {
    this.#requireFor('patch', kind, configuration);
    return applyServerSide(this.api, this.user, anyKind(kind), configuration, options) as T;
  }

  /** An object with the managed fields that the server tells of it. */
  withManagedFields<T extends KubeObject>(kind: Kind<T>, object: T): T {
    return withManagedFields(this.api, anyKind(kind), object);
  }

  /** Replaces the status of an object, and its annotations when they are given; nothing else of it. What changes nothing is no write. */
  status<T extends KubeObject>(kind: Kind<T>, object: T, status: unknown, annotations?: Readonly<Record<string, string>>): T {
    this.#requireFor('update', kind, object, 'status');
    return replaceStatus(this.api, this.user, anyKind(kind), object, status, annotations) as T;
  }

  /** Asks for the end of an object. Returns it as it is now, or undefined when it is gone already. */
  delete<T extends KubeObject>(kind: Kind<T>, target: Reference, options: DeleteOptions = {}): T | undefined {
    this.#requireFor('delete', kind, target);
    return deleteObject(this.api, this.user, anyKind(kind), target, options) as T | undefined;
  }

  /** Deletes every object of the list, one by one, and returns them as they were. */
  deleteCollection<T extends KubeObject>(kind: Kind<T>, list: PageOptions, options: DeleteOptions = {}): readonly T[] {
    this.#requireAll('deletecollection', kind, list.namespace);
    const found = listPage(this.api, kind, list).items;
    for (const object of found) deleteObject(this.api, this.user, anyKind(kind), object, options);
    return found;
  }

  /** `spec.replicas` of an object, through its scale. */
  scale<T extends KubeObject>(kind: Kind<T>, target: Reference): number {
    return scaleOf(kind, this.#scaled(kind, target));
  }

  /** The scale of an object, as it is read. */
  getScale<T extends KubeObject>(kind: Kind<T>, target: Reference): Scale {
    return scaleObject(kind, this.#scaled(kind, target));
  }

  #scaled<T extends KubeObject>(kind: Kind<T>, { metadata }: Reference): T {
    this.require('get', kind, metadata, 'scale');
    const found = this.#read(kind, keyFor(kind, { metadata }));
    if (found === undefined) throw notFound(kind, metadata.name);
    return found;
  }

  /** Sets `spec.replicas` of an object through its scale. */
  setScale<T extends KubeObject>(kind: Kind<T>, target: Reference, replicas: number): T {
    this.#requireFor('update', kind, target, 'scale');
    return setScale(this.api, this.user, anyKind(kind), target, replicas) as T;
  }

  /** Assigns a pod to a node. */
  bind<T extends KubeObject>(pods: Kind<T>, pod: T, nodeName: string): T {
    this.#requireFor('create', pods, pod, 'binding');
    return bindPod(this.api, this.user, anyKind(pods), pod, nodeName) as T;
  }

  /**
   * Deletes a pod if its disruption budget lets it go. Throws an ApiError TooManyRequests when it does not, or not now; its cause says which one.
   */
  evict<T extends KubeObject>(pods: Kind<T>, pod: Reference, options: EvictOptions = {}): void {
    this.#requireFor('create', pods, pod, 'eviction');
    evictPod(this.api, this.user, anyKind(pods), pod, options);
  }

  /** Sets the finalizers in a namespace's spec, which no other request can. An empty list lets a deleted namespace go. */
  finalizeNamespace<T extends KubeObject>(namespaces: Kind<T>, namespace: T, finalizers: readonly string[]): T {
    this.#requireFor('update', namespaces, namespace, 'finalize');
    return finalizeNamespace(this.api, this.user, anyKind(namespaces), namespace, finalizers) as T;
  }
}

function metadataOf(object: unknown): { readonly namespace?: string; readonly name?: string } {
  const metadata = isMapping(object) && isMapping(object['metadata']) ? object['metadata'] : {};
  const { name, namespace } = metadata;
  return { ...(typeof name === 'string' ? { name } : {}), ...(typeof namespace === 'string' ? { namespace } : {}) };
}

function targetOf({ scope }: Pick<Kind, 'scope'>, key: string): Partial<Reference['metadata']> {
  const slash = key.indexOf('/');
  return scope === 'Cluster' ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The store treats all kinds alike; what comes out of it is what went in under the same kind. */
function anyKind<T extends KubeObject>(kind: Kind<T>): Kind {
  return kind as unknown as Kind;
}
