import type { Container } from '../api/generated/types.ts';
import type { KubeObject } from '../api/object.ts';
import { controllerOf } from '../control/owners.ts';
import { kinds } from '../kinds/index.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { withBehaviour, type Behaviour } from './images/behaviour.ts';
import { appServer } from './images/known-images.ts';
import type { ImageProfile } from './images/profile.ts';
import type { Scene } from './scene.ts';

/** What a scenario says about a container of an object: of a pod, or of the pods that something controls. */
export interface ContainerOverride extends Behaviour {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly container: string;
}

/** How far up it is looked for who controls a pod: a ReplicaSet, and a Deployment above it. */
const MOST_OWNERS = 2;

/** The profile of a container's own program when a scenario says what it does; undefined when it says nothing. */
export function saidProfile(scene: Scene, pod: Pod, container: Container, profile: ImageProfile): ImageProfile | undefined {
  const overrides = scene.environment.containers as readonly ContainerOverride[];
  if (overrides.length === 0) return undefined;
  const line = lineOf(scene, pod);
  const said = overrides.filter(
    (each) =>
      each.container === container.name &&
      each.namespace === pod.metadata.namespace &&
      line.some(({ kind, name }) => kind === each.kind && name === each.name),
  );
  if (said.length === 0) return undefined;
  return said.reduce<ImageProfile>((now, each) => withBehaviour(now, each), servingProfile(container, profile));
}

/** The pod and those who control it. */
function lineOf({ api }: Scene, pod: Pod): readonly { readonly kind: string; readonly name: string }[] {
  const line = [{ kind: pod.kind, name: pod.metadata.name }];
  let object: KubeObject | undefined = pod;
  for (let steps = 0; steps < MOST_OWNERS && object !== undefined; steps++) {
    const owner = controllerOf(object);
    if (owner === undefined) break;
    line.push(owner);
    const kind = kinds.find((each) => each.kind === owner.kind && each.apiVersion === owner.apiVersion);
    object = kind === undefined ? undefined : api.find(kind, owner.name, pod.metadata.namespace);
  }
  return line;
}

/** What a program is that does what a scenario says: the image's own server, or one in the place of a command, on the ports that are declared. */
function servingProfile({ command, args, ports = [] }: Container, profile: ImageProfile): ImageProfile {
  if (command === undefined && profile.entrypoint === 'server' && (args === undefined || profile.argsAre === 'arguments')) return profile;
  const { requires: _, ...rest } = profile;
  return {
    ...rest,
    entrypoint: 'server',
    argsAre: 'arguments',
    ports: ports.map(({ containerPort }) => containerPort),
    firstLogLines: [],
    http: profile.http ?? appServer.http!,
  };
}
