/** The way from the root of an object to a part of it: names of fields, indexes of lists. */
export type Steps = readonly (string | number)[];

/** A value that is neither a list nor a map nor nothing. */
export type Scalar = string | number | boolean;

/** Whether a value is a string, a number or a boolean. */
export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** What is wrong with a part: not there, another value, there although it must not be, or a value of another type. */
export type MismatchKind = 'missing' | 'different' | 'unexpected' | 'type';

/** How the expected part of a document compares with the actual one; `wrong` and `right` count the values below it. */
export type Comparison = { readonly steps: Steps; readonly wrong: number; readonly right: number } & (
  | { readonly kind: 'same' | MismatchKind; readonly expected: unknown; readonly actual: unknown; readonly hint?: string }
  | { readonly kind: 'map'; readonly fields: readonly (readonly [name: string, value: Comparison])[] }
  | { readonly kind: 'list'; readonly key: string | undefined; readonly items: readonly Comparison[] }
);

/** One part that is not as expected; `path` spells its steps as Kubernetes does, the hint may say what was probably meant. */
export interface Mismatch {
  readonly kind: MismatchKind;
  readonly steps: Steps;
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
  readonly hint?: string;
}

/** Compares two parts; list alignment gets it handed in, because lists hold documents in turn. */
export type Compare = (expected: unknown, actual: unknown, steps: Steps) => Comparison;

/** The mismatches of a comparison, in the order of the expected document. */
export function mismatchesOf(comparison: Comparison): readonly Mismatch[] {
  if (comparison.wrong === 0 || comparison.kind === 'same') return [];
  if (comparison.kind === 'map') return comparison.fields.flatMap(([, value]) => mismatchesOf(value));
  if (comparison.kind === 'list') return comparison.items.flatMap(mismatchesOf);
  const { kind, steps, expected, actual, hint } = comparison;
  return [{ kind, steps, path: pathOf(steps), expected, actual, ...(hint === undefined ? {} : { hint }) }];
}

/** A path as Kubernetes spells it in error messages: `spec.containers[0].image`, `metadata.labels[app.kubernetes.io/name]`. */
export function pathOf(steps: Steps): string {
  return steps
    .map((step) => (typeof step === 'string' && /^[A-Za-z_$][\w-]*$/.test(step) ? `.${step}` : `[${step}]`))
    .join('')
    .replace(/^\./, '');
}

/** A comparison that ends here, because there is nothing to look into or nothing to compare with. */
export function leaf(kind: 'same' | MismatchKind, expected: unknown, actual: unknown, steps: Steps, hint?: string): Comparison {
  const counts = kind === 'same' ? { wrong: 0, right: 1 } : { wrong: 1, right: 0 };
  return { kind, expected, actual, steps, ...counts, ...(hint === undefined ? {} : { hint }) };
}
