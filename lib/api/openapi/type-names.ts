import type { Kind } from '../kind.ts';
import { typeNameOf } from '../schema.ts';

/** The OpenAPI package of the types that all groups share. */
export const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** The name of the type of a kind's objects: the published one, or one made of the group and the version. */
export function nameOfKind({ apiVersion, group, kind, version }: Kind): string {
  return typeNameOf(apiVersion, kind) ?? [...group.split('.').reverse(), version, kind].join('.');
}

/** The name of the type of a kind's lists. */
export function nameOfList(kind: Kind): string {
  return typeNameOf(kind.apiVersion, `${kind.kind}List`) ?? `${nameOfKind(kind)}List`;
}
