import { UsageError } from '../api/errors.ts';
import { fieldsOf, type KubeObject, type Manifest } from '../api/object.ts';

type Labels = Readonly<Record<string, string>>;

/** What is to be exposed, as far as its kind has it. */
interface Exposable {
  readonly selector?: Labels & { readonly matchLabels?: Labels; readonly matchExpressions?: readonly unknown[] };
  readonly template?: unknown;
}

/**
 * The manifest of a Service for the pods of an object, or for a pod: it selects what the object selects and has the object's labels. Throws a
 * UsageError for what no such selector can be made of.
 * kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/mapbasedselectorforobject.go
 */
export function exposing(object: KubeObject, name: string, port: number): Manifest {
  const { namespace, labels = {} } = object.metadata;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels },
    spec: { selector: selectorFor(object), ports: [{ port, targetPort: port }] },
  };
}

function selectorFor(object: KubeObject): Labels {
  const { kind, metadata } = object;
  const title = `${kind} ${JSON.stringify(metadata.name)}`;
  if (kind === 'Pod') {
    if (Object.keys(metadata.labels ?? {}).length === 0) throw new UsageError(`${title} has no labels and cannot be exposed`);
    return metadata.labels!;
  }
  const { selector, template } = (fieldsOf(object)['spec'] ?? {}) as Exposable;
  if (template === undefined) throw new UsageError(`cannot expose a ${kind}: it runs no pods`);
  const { matchLabels, matchExpressions = [] } = selector ?? {};
  if (matchExpressions.length > 0)
    throw new UsageError(`${title} selects by expressions, which a Service cannot: write the Service yourself`);
  const labels = matchLabels ?? selector ?? {};
  if (Object.keys(labels).length === 0) throw new UsageError(`${title} has no selectors, therefore cannot be exposed`);
  return labels;
}
