import { isMapping } from '../../base/merge.ts';
import type { Fields } from '../../api/object.ts';
import { changedAt, changedAtAll, type FieldSpec } from './field-path.ts';
import { ALL_LABELS, ANNOTATIONS, NAMESPACES, OBJECT_LABELS, REPLICAS, TEMPLATE_LABELS } from './field-specs.ts';
import type { Kustomization, LabelRule } from './kustomization.ts';
import { KustomizeError } from './kustomize-error.ts';
import { checkShape } from './merge-patch.ts';
import {
  identityKey,
  identityOf,
  identityText,
  isClusterScoped,
  isOfType,
  originalIdentityOf,
  remembering,
  typeText,
  withMetadata,
  type Resource,
  type Resources,
} from './resource.ts';

/** Resources that are all in a namespace. Throws a KustomizeError where two would be one. kube: sigs.k8s.io/kustomize/api/internal/builtins/NamespaceTransformer.go, api/filters/namespace */
export function withNamespace(resources: Resources, namespace: string): Resources {
  if (namespace === '') return resources;
  const next = resources.map((resource) => {
    const placed = isClusterScoped(identityOf(resource)) ? remembering(resource) : withMetadata(remembering(resource), { namespace });
    return withSubjects(
      changedAtAll(placed, NAMESPACES, () => namespace),
      namespace,
    );
  });
  const known = new Set<string>();
  for (const identity of next.map(identityOf)) {
    const key = identityKey(identity);
    if (known.has(key)) throw new KustomizeError(`namespace transformation produces ID conflict: ${identityText(identity)}`);
    known.add(key);
  }
  return next;
}

/** The default ServiceAccount of a binding is that of the namespace. */
function withSubjects(resource: Resource, namespace: string): Resource {
  const { kind } = identityOf(resource);
  if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') return resource;
  return changedAt(resource, { path: 'subjects' }, (subjects) => {
    if (!Array.isArray(subjects)) return subjects;
    return subjects.map((subject: unknown) => (isMapping(subject) && subject['name'] === 'default' ? { ...subject, namespace } : subject));
  });
}

const NAMED_BY_OTHERS = [
  { kind: 'CustomResourceDefinition' },
  { kind: 'APIService', group: 'apiregistration.k8s.io' },
  { kind: 'Namespace' },
];

/** Resources whose names have something before or behind them. kube: the same folder, PrefixTransformer.go, SuffixTransformer.go */
export function withNamesExtended(resources: Resources, prefix: string, suffix: string): Resources {
  if (prefix === '' && suffix === '') return resources;
  return resources.map((resource) => {
    if (NAMED_BY_OTHERS.some((type) => isOfType(originalIdentityOf(resource), type))) return resource;
    const { prefixes, suffixes } = resource;
    const marked = {
      ...remembering(resource),
      prefixes: prefix === '' ? prefixes : [...prefixes, prefix],
      suffixes: suffix === '' ? suffixes : [...suffixes, suffix],
    };
    return withMetadata(marked, { name: `${prefix}${identityOf(resource).name}${suffix}` });
  });
}

/** Resources with the labels that a kustomization gives them. kube: the same folder, LabelTransformer.go */
export function withLabels(resources: Resources, { labels = [], commonLabels = {} }: Kustomization): Resources {
  const rules = [
    ...labels.map((rule) => ({ pairs: rule.pairs ?? {}, specs: labelSpecs(rule) })),
    { pairs: commonLabels, specs: ALL_LABELS },
  ];
  return rules.reduce((at, { pairs, specs }) => withPairs(at, specs, pairs), resources);
}

function labelSpecs({ includeSelectors, includeTemplates, fields = [] }: LabelRule): readonly FieldSpec[] {
  if (includeSelectors === true) return [...fields, ...ALL_LABELS];
  return [...fields, ...OBJECT_LABELS, ...(includeTemplates === true ? TEMPLATE_LABELS : [])];
}

/** Resources with annotations. kube: the same folder, AnnotationsTransformer.go */
export function withAnnotations(resources: Resources, annotations: Readonly<Record<string, string>>): Resources {
  return withPairs(resources, ANNOTATIONS, annotations);
}

// unlike kube: kustomize shares a label that it has put to several places, so that a later kustomization that changes one changes them all; here each has its own
function withPairs(resources: Resources, specs: readonly FieldSpec[], pairs: Readonly<Record<string, string>>): Resources {
  if (Object.keys(pairs).length === 0) return resources;
  return resources.map((resource) =>
    changedAtAll(resource, specs, (value) => {
      checkShape([value], 'MappingNode');
      return { ...(value as Fields | null | undefined), ...pairs };
    }),
  );
}

/** Resources of which those of a name have a number of replicas. Throws a KustomizeError where there are none. kube: the same folder, ReplicaCountTransformer.go */
export function withReplicas(resources: Resources, name: string, count: number): Resources {
  const next = resources.map((resource) => {
    const known = [...resource.previous, identityOf(resource)];
    const spec = REPLICAS.find((each) => known.some((identity) => identity.name === name && isOfType(identity, each)));
    return { resource: spec === undefined ? resource : changedAt(resource, spec, () => count), isFound: spec !== undefined };
  });
  if (next.some(({ isFound }) => isFound)) return next.map(({ resource }) => resource);
  throw new KustomizeError(
    `resource with name ${name} does not match a config with the following GVK [${REPLICAS.map((spec) => typeText({ kind: spec.kind ?? '' })).join(' ')}]`,
  );
}
