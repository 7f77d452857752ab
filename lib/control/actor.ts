import type { SortedMap } from '../base/sorted-map.ts';
import type { Client } from '../api/client.ts';
import type { Kind } from '../api/kind.ts';
import type { Change } from '../api/store.ts';
import type { AskOptions, TimedEvent } from '../sim/clock.ts';
import type { Random } from '../sim/random.ts';
import type { EventRecorder } from './events.ts';
import type { Network } from './network.ts';
import type { NodePowers } from './node-power.ts';

/**
 * Something in the cluster that reacts: a controller, the scheduler, the kubelets. It is functions only; what it has to remember are values
 * in its memory, so that a fork of the cluster takes it along.
 */
export interface Actor<M = unknown> {
  readonly name: string;
  /** The user in whose name it writes, when that is not its own. */
  readonly user?: string;
  /** The kinds whose changes it hears of. */
  readonly watches: readonly Kind[];
  /** Whether it hears of the changes of custom kinds, too, all of them. */
  readonly watchesCustom?: boolean;
  /** Hears of a change that just happened. It may ask for events; it may not write. */
  readonly changed: (change: Change, context: ActorContext<M>) => void;
  /** Hears that the world outside the API has changed, and what it was like. It may ask for events; it may not write. */
  readonly environmentChanged?: (context: ActorContext<M>, before: Environment) => void;
  /** Handles an event it asked for. */
  readonly handle: (event: TimedEvent, context: ActorContext<M>) => void;
}

/** What an actor sees of its cluster. */
export interface ActorContext<M = unknown> {
  readonly api: Client;
  readonly random: Random;
  readonly memory: SortedMap<string, M>;
  readonly events: EventRecorder;
  readonly environment: Environment;
  readonly network: Network;
  /** Milliseconds of cluster time. */
  readonly now: () => number;
  /** Now, as Kubernetes writes times. */
  readonly timestamp: () => string;
  /** Asks for an event for this actor. */
  readonly after: (delayMillis: number, key: string, reason: string, options?: AskOptions) => TimedEvent;
  /** Lets an event that is still to come, come at another time. */
  readonly move: (event: TimedEvent, at: number) => TimedEvent;
  /** Takes an event back. */
  readonly cancel: (event: TimedEvent) => void;
  /** Whether an event is still to come. */
  readonly isPending: (event: TimedEvent) => boolean;
  /** Whether an event of that key that comes last in its instant would have come by now. */
  readonly hasPassed: (at: number, key: string) => boolean;
}

/** What the world outside the API is like; a value that steps may replace. */
export interface Environment {
  /** What images do that is not what their names say, later entries before earlier ones. */
  readonly images: readonly unknown[];
  /** What containers of some objects do that is not what their images and commands say, later entries before earlier ones. */
  readonly containers: readonly unknown[];
  /** Probes that fail whatever they would find: `<uid of the pod>/<container>/<type>`. */
  readonly failingProbes: ReadonlySet<string>;
  /** Whether somebody provides load balancers. */
  readonly hasLoadBalancer: boolean;
  /** Whether a metrics server measures what containers use. */
  readonly hasMetrics: boolean;
  /** The machines that do not simply run. */
  readonly nodes: NodePowers;
}

/** Hides the memory's type where actors of all sorts stand in one list. */
export function actor<M>(definition: Actor<M>): Actor {
  return definition as unknown as Actor;
}
