import type { Api } from '../api/api.ts';
import type { Client } from '../api/client.ts';
import type { SortedMap } from '../base/sorted-map.ts';
import type { Clock } from '../sim/clock.ts';
import type { Random } from '../sim/random.ts';
import type { Actor, ActorContext, Environment } from './actor.ts';
import { eventRecorder, type EventRecorder } from './events.ts';
import type { Network } from './network.ts';

/** What all actors of a cluster share. */
export interface Surroundings {
  readonly api: Api;
  readonly clock: Clock;
  readonly random: Random;
  readonly memories: ReadonlyMap<string, SortedMap<string, unknown>>;
  readonly environment: Environment;
  readonly network: Network;
  readonly now: () => number;
  readonly timestamp: () => string;
  readonly move: ActorContext['move'];
  readonly cancel: ActorContext['cancel'];
  readonly isPending: ActorContext['isPending'];
  readonly hasPassed: ActorContext['hasPassed'];
}

/** The memory that all recorders of events share. */
export const RECORDER = 'event recorder';

/** One actor's view of its cluster. Forks make many of them, so each holds little more than whom it is for. */
export class Context implements ActorContext {
  readonly #name: string;
  readonly #around: Surroundings;
  readonly api: Client;
  readonly after: ActorContext['after'];
  #events: EventRecorder | undefined;

  constructor({ name, user }: Pick<Actor, 'name' | 'user'>, around: Surroundings) {
    this.#name = name;
    this.#around = around;
    this.api = around.api.as(user ?? name);
    this.after = (delayMillis, key, reason, options) => around.clock.after(delayMillis, name, key, reason, around.api.cause, options);
  }

  /** Milliseconds of cluster time. */
  get now(): () => number {
    return this.#around.now;
  }

  /** Now, as Kubernetes writes times. */
  get timestamp(): () => string {
    return this.#around.timestamp;
  }

  /** Lets an event come at another time. */
  get move(): ActorContext['move'] {
    return this.#around.move;
  }

  /** Takes an event back. */
  get cancel(): ActorContext['cancel'] {
    return this.#around.cancel;
  }

  /** Whether an event is still to come. */
  get isPending(): ActorContext['isPending'] {
    return this.#around.isPending;
  }

  /** Whether an event that comes last in its instant would have come by now. */
  get hasPassed(): ActorContext['hasPassed'] {
    return this.#around.hasPassed;
  }

  /** Chance from the cluster's seed. */
  get random(): Random {
    return this.#around.random;
  }

  /** What the actor remembers. */
  get memory(): SortedMap<string, unknown> {
    return this.#around.memories.get(this.#name)!;
  }

  /** What the world outside the API is like now. */
  get environment(): Environment {
    return this.#around.environment;
  }

  /** The network as programs see it. */
  get network(): Network {
    return this.#around.network;
  }

  /** Writes events in the actor's name. */
  get events(): EventRecorder {
    this.#events ??= eventRecorder({
      api: this.api,
      component: this.#name,
      memory: this.#around.memories.get(RECORDER)!,
      now: this.now,
      timestamp: this.timestamp,
    });
    return this.#events;
  }
}
