import type { Clock } from '../sim/clock.ts';
import type { Random } from '../sim/random.ts';
import { timestamp } from '../sim/time.ts';
import type { Admission } from './admission/admission.ts';
import { Client, type Authorize, type Shown } from './client.ts';
import type { Registry } from './kind.ts';
import type { Authorship, Origin, Store } from './store.ts';

/** What a cluster's door is made of. */
export interface ApiParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly registry: Registry;
  readonly admission: readonly Admission[];
}

/** The one door to the state: every change passes it, on behalf of a named user, and is recorded with its cause. */
export class Api {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly registry: Registry;
  readonly admission: readonly Admission[];
  #cause = 0;
  #reason = '';

  constructor(parts: ApiParts) {
    this.store = parts.store;
    this.clock = parts.clock;
    this.random = parts.random;
    this.registry = parts.registry;
    this.admission = parts.admission;
  }

  /** The door as a user sees it: `admin`, `kubelet`, `replicaset-controller` ... What is read is as it is stored, or as `shown`; the user may do everything, or what is authorized. */
  as(user: string, shown?: Shown, authorize?: Authorize): Client {
    return new Client(this, user, shown, authorize);
  }

  /** The revision on whose account things happen now; 0 when a person asked. */
  get cause(): number {
    return this.#cause;
  }

  /** Runs something on account of a change (its revision, 0 for a person's wish) and for a reason in a few words. */
  during<R>(cause: number, reason: string, run: () => R): R {
    const [outerCause, outerReason] = [this.#cause, this.#reason];
    this.#cause = cause;
    this.#reason = reason;
    try {
      return run();
    } finally {
      this.#cause = outerCause;
      this.#reason = outerReason;
    }
  }

  /** The origin of a write that a user makes now. */
  origin(user: string, author?: Authorship): Origin {
    return { at: this.clock.now, user, cause: this.#cause, reason: this.#reason, author };
  }

  /** Now, as Kubernetes writes times. */
  timestamp(): string {
    return timestamp(this.clock.now);
  }
}
