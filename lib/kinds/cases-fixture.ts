import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { decode, typeNameOf } from '../api/schema.ts';

/** Changes of a manifest by the place they are at: `spec.rules.0.host`; undefined takes away what is there. */
export type Edits = Readonly<Record<string, unknown>>;

/** One row of a table: what is said in an otherwise valid object, and the sentences it is refused with. */
export type Case = readonly [edits: Edits, ...sentences: string[]];

/** The manifest with the edits made. */
export function edited(manifest: object, edits: Edits): object {
  return Object.entries(edits).reduce<object>((whole, [path, value]) => put(whole, path.split('.'), value) as object, manifest);
}

function put(whole: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(whole)) return whole.map((item, i) => (String(i) === step ? put(item, rest, value) : (item as unknown)));
  const { [step]: part, ...others } = (whole ?? {}) as Record<string, unknown>;
  const next = put(part, rest, value);
  return next === undefined ? others : { ...others, [step]: next };
}

/** A manifest as its kind stores it. */
export function stored<T extends KubeObject>(kind: Kind<T>, manifest: object): T {
  const namespace = kind.scope === 'Cluster' ? {} : { namespace: 'default' };
  const given = (manifest as { readonly metadata?: object }).metadata;
  const metadata = { name: 'x', ...namespace, uid: 'u', creationTimestamp: '2026-01-01T00:00:00Z', ...given };
  return kind.prepareCreate(kind.defaults({ ...known(kind, manifest), metadata } as unknown as T));
}

/** The sentences a new object is refused with. */
export function refusalsOf<T extends KubeObject>(kind: Kind<T>, manifest: object): readonly string[] {
  return sentences(kind.validate(stored(kind, manifest), undefined));
}

/** The sentences an update is refused with that makes the edits to what was stored of the manifest. */
export function updateRefusalsOf<T extends KubeObject>(kind: Kind<T>, manifest: object, edits: Edits, status?: object): readonly string[] {
  const old = { ...stored(kind, manifest), ...(status === undefined ? {} : { status }) };
  const next = edited(old, edits) as T;
  return sentences(kind.validate(kind.prepareUpdate(kind.defaults({ ...next, ...known(kind, next) }), old), old));
}

function known<T extends KubeObject>(kind: Kind<T>, manifest: object): object {
  return decode(typeNameOf(kind.apiVersion, kind.kind)!, manifest).value as object;
}

function sentences(errors: ReturnType<Kind['validate']>): readonly string[] {
  return [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
}
