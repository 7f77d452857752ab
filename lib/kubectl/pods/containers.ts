import type { Container } from '../../api/generated/types.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { KubectlError } from '../errors.ts';

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** Whether a pod has a container of that name, of whichever sort. */
export function hasContainer(pod: Pod, name: string): boolean {
  return allContainers(pod).some((each) => each.name === name);
}

/** The containers whose logs can be read: those that prepare it first. */
export function allContainers({ spec }: Pod): readonly { readonly name: string }[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
}

/** The container that is meant where none is said; `complain` is told of a choice. Throws a KubectlError for a pod without any. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/podcmd/podcmd.go FindOrDefaultContainerByName */
export function defaultContainer(pod: Pod, complain: (text: string) => void): string {
  const { metadata, spec } = pod;
  const [first] = spec.containers as readonly (Container | undefined)[];
  if (first === undefined) throw new KubectlError(`pod ${metadata.namespace ?? ''}/${metadata.name} does not have any containers`);
  const annotated = metadata.annotations?.[DEFAULT_CONTAINER] ?? '';
  if (annotated !== '' && hasContainer(pod, annotated)) return annotated;
  if (allContainers(pod).length > 1) complain(`Defaulted container ${JSON.stringify(first.name)} out of: ${allNames(pod)}\n`);
  return first.name;
}

/** kube: the same file, AllContainerNames */
function allNames({ spec }: Pod): string {
  const { containers, initContainers = [], ephemeralContainers = [] } = spec;
  return [
    ...containers.map(({ name }) => name),
    ...ephemeralContainers.map(({ name }) => `${name} (ephem)`),
    ...initContainers.map(({ name }) => `${name} (init)`),
  ].join(', ');
}
