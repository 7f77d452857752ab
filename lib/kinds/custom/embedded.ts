import { goPrinted } from '../../base/go-print.ts';
import { invalid, required, type FieldError, type ShownValue } from '../../api/field-errors.ts';
import type { ObjectMeta } from '../../api/generated/types.ts';
import { decode } from '../../api/schema.ts';
import { label1035Problems } from '../../base/name-rules.ts';
import { isMapping } from '../../base/merge.ts';
import { validateMetadata } from '../validation/metadata.ts';
import type { Structural } from './structural.ts';

const METADATA = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const EMPTY = 'must not be empty';

/** What is wrong with whole objects within an object: with what they are and with their metadata. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta/validation.go */
export function embeddedErrors(value: unknown, schema: Structural, path = ''): readonly FieldError[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : (value as readonly unknown[]).flatMap((item, i) => embeddedErrors(item, items, `${path}[${i}]`));
  }
  if (!isMapping(value)) return [];
  const inside = Object.entries(value).flatMap(([name, part]) => {
    const field = schema.properties.get(name);
    if (field !== undefined) return embeddedErrors(part, field, path === '' ? name : `${path}.${name}`);
    const { additional } = schema;
    return additional === undefined || additional === true ? [] : embeddedErrors(part, additional, `${path}[${name}]`);
  });
  return schema.isEmbedded ? [...typeErrors(value, path), ...metadataErrors(value, path), ...inside] : inside;
}

function typeErrors({ apiVersion, kind }: Readonly<Record<string, unknown>>, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const textAt = (name: string, value: unknown): string | undefined => {
    const at = `${path}.${name}`;
    if (value === undefined || value === '') errors.push(required(at, EMPTY));
    else if (typeof value !== 'string') errors.push(invalid(at, shown(value), 'must be a string'));
    else return value;
    return undefined;
  };
  const version = textAt('apiVersion', apiVersion);
  // kube: staging/src/k8s.io/apimachinery/pkg/runtime/schema/group_version.go ParseGroupVersion
  if (version !== undefined && version.split('/').length > 2)
    errors.push(invalid(`${path}.apiVersion`, version, `unexpected GroupVersion string: ${version}`));
  const kindName = textAt('kind', kind);
  const problems = kindName === undefined ? [] : label1035Problems(kindName.toLowerCase());
  if (problems.length > 0)
    errors.push(invalid(`${path}.kind`, kindName, `may have mixed case, but should otherwise match: ${problems.join(',')}`));
  return errors;
}

function metadataErrors(value: Readonly<Record<string, unknown>>, path: string): readonly FieldError[] {
  if (!Object.hasOwn(value, 'metadata')) return [];
  const { value: read, problems } = decode(METADATA, value['metadata']);
  const unreadable = problems.find(({ kind }) => kind !== 'unknown');
  if (unreadable !== undefined) return [invalid(`${path}.metadata`, shown(value['metadata']), unreadable.message)];
  const { name = '', namespace = '', ...metadata } = read as ObjectMeta;
  // Within another object it need not have a name of its own.
  const named = { ...metadata, namespace, name: name === '' ? 'fakename' : name };
  const errors = validateMetadata({ metadata: named }, undefined, { name: 'path-segment', namespaced: namespace !== '' });
  return errors.map((error) => ({ ...error, field: `${path}.${error.field}` }));
}

function shown(value: unknown): ShownValue {
  return typeof value === 'object' ? { go: goPrinted(value) } : (value as ShownValue);
}
