import type { ObjectMeta } from './generated/types.ts';

/** Metadata of a stored object: what the API server always fills in. */
export interface StoredMeta extends ObjectMeta {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
}

/** Where `kubectl apply` keeps what was applied last. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Any stored object. It is frozen: the only way to change one is a request. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: StoredMeta;
}

/** A stored object of the structure `T`. */
export type Stored<T> = Omit<T, 'apiVersion' | 'kind' | 'metadata'> & KubeObject;

/** What someone asks to be stored: like the object, but with only what its author wants to say. */
export interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
  readonly [field: string]: unknown;
}

/** An object's fields by name, for the parts of the API that treat all kinds alike. */
export type Fields = Readonly<Record<string, unknown>>;

/** The fields of an object by name. */
export function fieldsOf(object: object): Fields {
  return object as Fields;
}

/** `namespace/name`, or the name alone for cluster-scoped objects. */
export function keyOf(object: { readonly metadata: { readonly name?: string; readonly namespace?: string } }): string {
  const { namespace, name = '' } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}
