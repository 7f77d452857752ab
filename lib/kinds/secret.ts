import type { Secret as Fields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { validateSecret } from './validation/secret.ts';

/** A Secret as it is stored: with a type, and its values in base64. */
export type Secret = Stored<Fields>;

/** `v1` Secret. */
export const SecretKind = defineKind<Secret>({
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  columns: [
    nameColumn,
    { name: 'Type', cell: ({ type }) => type },
    { name: 'Data', cell: ({ data }) => Object.keys(data ?? {}).length },
    ageColumn,
  ],
  selectable: { type: ({ type }) => type ?? '' },
  defaults: defaultSecret,
  validate: (secret, old) => validateSecret(secret, old),
});

/** A type, and plain texts in their place among the data: they are only ever written. kube: pkg/apis/core/v1/defaults.go, conversion.go Convert_v1_Secret_To_core_Secret */
function defaultSecret(secret: Secret): Secret {
  const { stringData, ...rest } = secret;
  const typed = (secret.type ?? '') === '' ? { ...rest, type: 'Opaque' } : stringData === undefined ? secret : rest;
  if (stringData === undefined || Object.keys(stringData).length === 0) return typed;
  const texts = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(text, 'utf8').toString('base64')] as const);
  return { ...typed, data: { ...secret.data, ...Object.fromEntries(texts) } };
}
