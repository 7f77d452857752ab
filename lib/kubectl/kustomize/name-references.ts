import { isMapping } from '../../base/merge.ts';
import { changedAt, type FieldSpec } from './field-path.ts';
import { KustomizeError } from './kustomize-error.ts';
import { NAME_REFERENCES, type NameReference } from './name-reference-specs.ts';
import {
  effectiveNamespace,
  identityOf,
  identityText,
  isClusterScoped,
  isOfType,
  originalIdentityOf,
  type Identity,
  type Resource,
  type Resources,
  type TypeSelector,
} from './resource.ts';

/** Resources that name each other as they are called now. Throws a KustomizeError where a name may mean several. kube: sigs.k8s.io/kustomize/api/filters/nameref/nameref.go */
export function withNamesFollowed(resources: Resources): Resources {
  const renamed = new Map<string, Candidate[]>();
  for (const resource of resources) {
    const candidate = { resource, identity: identityOf(resource) };
    for (const name of new Set(resource.previous.map((identity) => identity.name))) {
      renamed.set(name, [...(renamed.get(name) ?? []), candidate]);
    }
  }
  return renamed.size === 0 ? resources : resources.map((resource) => new Referrer(resource, renamed).followed());
}

interface Candidate {
  readonly resource: Resource;
  readonly identity: Identity;
}

/** A resource that names others. */
class Referrer {
  readonly #resource: Resource;
  readonly #identity: Identity;
  readonly #renamed: ReadonlyMap<string, readonly Candidate[]>;

  constructor(resource: Resource, renamed: ReadonlyMap<string, readonly Candidate[]>) {
    this.#resource = resource;
    this.#identity = identityOf(resource);
    this.#renamed = renamed;
  }

  followed(): Resource {
    const first = originalIdentityOf(this.#resource);
    let next = this.#resource;
    for (const reference of NAME_REFERENCES) {
      for (const spec of reference.from) {
        if (!isOfType(first, spec)) continue;
        next = changedAt(next, { path: spec.path }, (value) => this.#followedValue(value, reference, spec));
      }
    }
    return next;
  }

  #followedValue(value: unknown, reference: NameReference, spec: FieldSpec): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#followedValue(item, reference, spec));
    if (isMapping(value)) return this.#followedMapping(value, reference, spec);
    if (typeof value !== 'string') return value;
    return this.#referral(value, reference, spec, () => true)?.identity.name ?? value;
  }

  /** A mapping that names something by its name and namespace. */
  #followedMapping(value: Readonly<Record<string, unknown>>, reference: NameReference, spec: FieldSpec): unknown {
    const { name, namespace } = value;
    if (typeof name !== 'string') throw new KustomizeError("path config error; no 'name' field in node");
    const isThere = (of: (resource: Candidate) => Identity) => (candidate: Candidate) => effectiveNamespace(of(candidate)) === namespace;
    const referral =
      namespace === undefined
        ? this.#referral(name, reference, spec, () => true)
        : (this.#referral(
            name,
            reference,
            spec,
            isThere(({ resource }) => originalIdentityOf(resource)),
          ) ??
          this.#referral(
            name,
            reference,
            spec,
            isThere(({ identity }) => identity),
          ));
    if (referral === undefined) return value;
    const { identity } = referral;
    if (identity.name === name && identity.namespace === '') return value;
    return { ...value, name: identity.name, ...(identity.namespace === '' ? {} : { namespace: identity.namespace }) };
  }

  #referral(name: string, { to }: NameReference, spec: FieldSpec, isMeant: (candidate: Candidate) => boolean): Candidate | undefined {
    const role = spec.path === 'roleRef/name' ? this.#roleType() : undefined;
    const found = (this.#renamed.get(name) ?? []).filter(
      (candidate) =>
        isMeant(candidate) && wasOfType(candidate, to) && (role === undefined || wasOfType(candidate, role)) && this.#isInReach(candidate),
    );
    if (found.length <= 1) return found[0];
    const near = found.filter(({ resource }) => this.#isRenamedAlike(resource, true));
    if (near.length === 1) return near[0];
    const nearest = near.filter(({ resource }) => this.#isRenamedAlike(resource, false));
    const [first] = nearest;
    if (first === undefined || nearest.every(({ identity }) => identity.name === first.identity.name)) return first;
    throw new KustomizeError(
      `updating name reference in '${spec.path}' field of '${identityText(this.#identity)}': found multiple possible referrals: ${nearest.map(({ identity }) => identityText(identity)).join(', ')}`,
    );
  }

  #roleType(): TypeSelector | undefined {
    const { roleRef } = this.#resource.object;
    if (!isMapping(roleRef)) return undefined;
    const { apiGroup, kind } = roleRef;
    return typeof apiGroup === 'string' && typeof kind === 'string' ? { group: apiGroup, kind } : undefined;
  }

  #isInReach({ identity }: Candidate): boolean {
    if (isClusterScoped(this.#identity) || isClusterScoped(identity)) return true;
    if (effectiveNamespace(identity) === effectiveNamespace(this.#identity)) return true;
    return identity.kind === 'ServiceAccount' && this.#bindsAccountsIn(identity.namespace);
  }

  /** A binding may name the accounts of other namespaces. */
  #bindsAccountsIn(namespace: string): boolean {
    const { subjects } = this.#resource.object;
    if (this.#identity.kind !== 'RoleBinding' || !Array.isArray(subjects)) return false;
    return subjects.some(
      (subject: unknown) => isMapping(subject) && subject['kind'] === 'ServiceAccount' && subject['namespace'] === namespace,
    );
  }

  /** Whether two went through the same kustomizations, or one of them through none that names. kube: sigs.k8s.io/kustomize/api/resource/resource.go PrefixesSuffixesEquals */
  #isRenamedAlike({ prefixes, suffixes }: Resource, mayBeNone: boolean): boolean {
    const isAlike = (a: readonly string[], b: readonly string[]): boolean =>
      (mayBeNone && (a.length === 0 || b.length === 0)) || endsAlike(a, b);
    return isAlike(prefixes, this.#resource.prefixes) && isAlike(suffixes, this.#resource.suffixes);
  }
}

function wasOfType({ resource }: Candidate, type: TypeSelector): boolean {
  return resource.previous.some((identity) => isOfType(identity, type));
}

/** Whether the shorter is the end of the longer. kube: sigs.k8s.io/kustomize/api/internal/utils/stringslice.go SameEndingSubSlice */
function endsAlike(a: readonly string[], b: readonly string[]): boolean {
  const length = Math.min(a.length, b.length);
  if (length === 0) return a.length === b.length;
  return a.slice(-length).every((text, i) => text === b.slice(-length)[i]);
}
