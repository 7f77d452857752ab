import { isMapping } from '../../base/merge.ts';
import type { Structural } from './structural.ts';

/**
 * The value with the defaults of its schema wherever nothing is said; a null that may not be one counts as nothing where there is a default.
 * Answers the same value when nothing is missing. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting/algorithm.go
 */
export function withDefaults<T>(value: T, schema: Structural): T {
  return filled(value, schema) as T;
}

function filled(value: unknown, schema: Structural): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return value;
    const list = value as readonly unknown[];
    const next = list.map((item) => filled(isMissing(item, items) ? items.rules.default : item, items));
    return next.every((item, i) => item === list[i]) ? value : next;
  }
  if (!isMapping(value)) return value;
  const added = [...schema.properties].filter(([name, property]) => {
    return property.rules.default !== undefined && (!Object.hasOwn(value, name) || isMissing(value[name], property));
  });
  let isSame = added.length === 0;
  const news = new Map(added);
  const fields = Object.entries(value).map(([name, before]) => {
    const schemaOf = schema.properties.get(name) ?? (schema.additional === true ? undefined : schema.additional);
    const isDefaulted = schemaOf !== undefined && (news.has(name) || isMissing(before, schemaOf));
    const after = schemaOf === undefined ? before : filled(isDefaulted ? schemaOf.rules.default : before, schemaOf);
    isSame &&= after === before;
    return [name, after] as const;
  });
  const others = added.filter(([name]) => !Object.hasOwn(value, name));
  return isSame ? value : Object.fromEntries([...fields, ...others.map(([name, of]) => [name, filled(of.rules.default, of)] as const)]);
}

function isMissing(value: unknown, { isNullable, rules }: Structural): boolean {
  return value === null && !isNullable && rules.default !== undefined;
}
