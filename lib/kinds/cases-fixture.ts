import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { same } from '../base/merge.ts';
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

/** The cases of new objects that are answered otherwise, with what was said; a case may name a sentence that many share: `{SUBDOMAIN}`. */
export function misjudged<T extends KubeObject>(kind: Kind<T>, base: object, cases: readonly Case[]): readonly unknown[] {
  return cases.flatMap((one) => otherwise(one, refusalsOf(kind, edited(base, one[0]))));
}

/** The same for updates of what was stored, with a status or without. */
export function misjudgedUpdates<T extends KubeObject>(
  kind: Kind<T>,
  base: object,
  cases: readonly Case[],
  status?: object,
): readonly unknown[] {
  return cases.flatMap((one) => otherwise(one, updateRefusalsOf(kind, base, one[0], status)));
}

/** The same for statuses that are told of what was stored, whose status was `before`. */
export function misjudgedStatuses<T extends KubeObject>(
  kind: Kind<T>,
  base: object,
  before: object,
  cases: readonly Case[],
): readonly unknown[] {
  const old = { ...stored(kind, base), status: before };
  return cases.flatMap((one) => {
    const told = { ...old, status: edited(before, one[0]) };
    const prepared = kind.prepareStatus?.(told, old, () => NOW) ?? told;
    return otherwise(one, sentences(kind.validateStatus?.(prepared, old) ?? []));
  });
}

const NOW = '2026-01-01T00:00:09Z';

function otherwise([edits, ...sentences]: Case, said: readonly string[]): readonly unknown[] {
  const expected = sentences.map(expanded);
  return same(said, expected) ? [] : [{ edits, said, expected }];
}

/** A sentence with the shared ones in it written out. */
export function expanded(text: string): string {
  return text.replaceAll(/\{[A-Z0-9]+\}/g, (macro) => MACROS.get(macro) ?? macro);
}

/** The sentences that many rows share. */
const MACROS: ReadonlyMap<string, string> = new Map([
  [
    '{SUBDOMAIN}',
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
  ],
  [
    '{LABEL1123}',
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
  ],
  [
    '{QNAME}',
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
  ],
  [
    '{LABELVALUE}',
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  ],
  [
    '{LABEL1035}',
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
  ],
  [
    '{PERCENT}',
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
  ],
  [
    '{CONFIGKEY}',
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
  ],
  ['{IP}', 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
]);
