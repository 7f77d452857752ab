import { isMapping } from '../../base/merge.ts';
import type { Fields } from '../../api/object.ts';
import { KustomizeError } from './kustomize-error.ts';

/** By what a resource is known while a kustomization is built. */
export interface Identity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** Which resources are meant; what is left out may be anything. */
export type TypeSelector = Partial<Pick<Identity, 'group' | 'version' | 'kind'>>;

/** An object on its way through a kustomization, and what has become of it so far. */
export interface Resource {
  readonly object: Fields;
  /** What it was known by before its name, namespace or kind changed, the oldest first. */
  readonly previous: readonly Identity[];
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** Whether its name is to end with a hash of its content. */
  readonly addsHash: boolean;
}

/** Resources one after the other; a step of a kustomization makes others of them. */
export type Resources = readonly Resource[];

/** A resource that nothing has happened to yet. */
export function newResource(object: Fields, addsHash = false): Resource {
  return { object, previous: [], prefixes: [], suffixes: [], addsHash };
}

/** What a resource is known by now. */
export function identityOf({ object }: Resource): Identity {
  const { metadata } = object;
  const meta = isMapping(metadata) ? metadata : {};
  const apiVersion = scalarText(object['apiVersion']);
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: scalarText(object['kind']),
    name: scalarText(meta['name']),
    namespace: scalarText(meta['namespace']),
  };
}

/** What a resource was known by when it was read. */
export function originalIdentityOf(resource: Resource): Identity {
  return resource.previous[0] ?? identityOf(resource);
}

/** A resource that remembers what it is known by now. */
export function remembering(resource: Resource): Resource {
  return { ...resource, previous: [...resource.previous, identityOf(resource)] };
}

/** A resource with some of its metadata set; undefined takes a field away. */
export function withMetadata(resource: Resource, fields: Readonly<Record<string, unknown>>): Resource {
  const { metadata } = resource.object;
  const merged = Object.entries({ ...(isMapping(metadata) ? metadata : {}), ...fields }).filter(([, value]) => value !== undefined);
  return { ...resource, object: { ...resource.object, metadata: Object.fromEntries(merged) } };
}

/** Whether something is of the type that is meant. kube: sigs.k8s.io/kustomize/kyaml/resid/gvk.go IsSelected */
export function isOfType(identity: Identity, { group = '', version = '', kind = '' }: TypeSelector): boolean {
  return (
    (group === '' || group === identity.group) &&
    (version === '' || version === identity.version) &&
    (kind === '' || kind === identity.kind)
  );
}

/** The namespace that counts when two are compared: what has none is in `default`, and a cluster's own objects are apart. */
export function effectiveNamespace(identity: Identity): string {
  if (isClusterScoped(identity)) return '_non_namespaceable_';
  return identity.namespace === '' ? 'default' : identity.namespace;
}

/** A text that is the same for two identities only if they are of one resource. */
export function identityKey(identity: Identity): string {
  return [identity.group, identity.version, identity.kind, effectiveNamespace(identity), identity.name].join('\n');
}

/** An identity as messages tell it: `Deployment.v1.apps/web.[noNs]`. kube: sigs.k8s.io/kustomize/kyaml/resid/resid.go String */
export function identityText({ name, namespace, ...type }: Identity): string {
  return `${typeText(type)}/${name === '' ? '[noName]' : name}.${namespace === '' ? '[noNs]' : namespace}`;
}

/** A type as messages tell it: `Deployment.v1.apps`. */
export function typeText({ group = '', version = '', kind = '' }: TypeSelector): string {
  return [kind === '' ? '[noKind]' : kind, version === '' ? '[noVer]' : version, group === '' ? '[noGrp]' : group].join('.');
}

/** Two lists of resources as one. Throws a KustomizeError where something is in both. kube: sigs.k8s.io/kustomize/api/resmap/reswrangler.go Append */
export function joined(first: Resources, more: Resources): Resources {
  const known = new Set(first.map((resource) => identityKey(identityOf(resource))));
  for (const resource of more) {
    const identity = identityOf(resource);
    const key = identityKey(identity);
    if (known.has(key)) throw new KustomizeError(`may not add resource with an already registered id: ${identityText(identity)}`);
    known.add(key);
  }
  return [...first, ...more];
}

const CLUSTER_SCOPED: ReadonlyMap<string, readonly string[]> = new Map([
  ['', ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume']],
  ['admissionregistration.k8s.io', ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']],
  ['apiextensions.k8s.io', ['CustomResourceDefinition']],
  ['apiregistration.k8s.io', ['APIService']],
  ['authentication.k8s.io', ['TokenReview']],
  ['authorization.k8s.io', ['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview']],
  ['certificates.k8s.io', ['CertificateSigningRequest']],
  ['networking.k8s.io', ['IngressClass']],
  ['node.k8s.io', ['RuntimeClass']],
  ['policy', ['PodSecurityPolicy']],
  ['rbac.authorization.k8s.io', ['ClusterRole', 'ClusterRoleBinding']],
  ['scheduling.k8s.io', ['PriorityClass']],
  ['storage.k8s.io', ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment']],
]);

/** Whether kustomize knows that a kind is in no namespace; it goes by Kubernetes 1.21. kube: sigs.k8s.io/kustomize/kyaml/openapi IsCertainlyClusterScoped */
export function isClusterScoped({ group, version, kind }: Identity): boolean {
  return /^v1(?:beta1)?$/.test(version) && CLUSTER_SCOPED.get(group)?.includes(kind) === true;
}

/** A value as it is compared and named; what holds others says nothing. */
export function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
