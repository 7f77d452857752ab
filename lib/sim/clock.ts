import { SortedMap } from '../base/sorted-map.ts';

/**
 * Something that is due: data, never a closure. The cluster that owns the clock hands it to `actor`.
 * Recurrent events (back-offs, resyncs) are not waited for by `settle()`.
 */
export interface TimedEvent {
  /** When it is due, in milliseconds of cluster time. */
  readonly at: number;
  /** Decides among events of one instant: the order in which they were asked for. */
  readonly sequence: number;
  readonly actor: string;
  readonly key: string;
  readonly reason: string;
  readonly recurrent: boolean;
  /** It comes after the others of its instant, in the order of keys: when it was asked for does not matter. */
  readonly isLast: boolean;
  /** The revision of the change that led to this event; 0 when a person or a test asked for it. */
  readonly cause: number;
}

/** How far a run may go before something is taken to be wrong. */
export interface Limits {
  /** Events one actor may have for one key in one call of `advance` or `settle`. */
  readonly eventsPerKey: number;
  /** Events in one instant. */
  readonly eventsPerInstant: number;
  /** Cluster time that `settle` waits for at most, in milliseconds. */
  readonly settleMillis: number;
  /** Objects of one kind, but for events. */
  readonly objectsPerKind: number;
  /** Pods of one owner that have ended and are still there. */
  readonly endedPerOwner: number;
}

/** How an event is asked for. */
export interface AskOptions {
  readonly recurrent?: boolean;
  readonly isLast?: boolean;
}

/** Limits that no sensible scenario meets. */
export const DEFAULT_LIMITS: Limits = {
  eventsPerKey: 50_000,
  eventsPerInstant: 500_000,
  settleMillis: 3_600_000,
  objectsPerKind: 20_000,
  endedPerOwner: 3000,
};

/** A run went past a limit: the message names the actor and the key that did not come to rest. */
export class LimitError extends Error {
  override readonly name = 'LimitError';
}

/** The cluster's time: a total order (time, then sequence, some last) of events, and nothing that moves by itself. */
export class Clock {
  #now: number;
  #sequence = 0;
  #lasting = 0;
  #dispatched = 0;
  #current: TimedEvent | undefined;
  /** The key up to which the last events of this instant have come. */
  #reached = NONE;
  readonly #due: SortedMap<TimedEvent, TimedEvent>;
  readonly #dispatch: (event: TimedEvent) => void;
  readonly #limits: Limits;

  /** A clock that stands at `now` (milliseconds) and hands each event to `dispatch`. */
  constructor(
    now: number,
    dispatch: (event: TimedEvent) => void,
    limits: Limits = DEFAULT_LIMITS,
    due = new SortedMap<TimedEvent, TimedEvent>(isEarlier),
  ) {
    this.#now = now;
    this.#due = due;
    this.#dispatch = dispatch;
    this.#limits = limits;
  }

  /** Milliseconds since the cluster started; negative while it was being prepared. */
  get now(): number {
    return this.#now;
  }

  /** How far a run may go. */
  get limits(): Limits {
    return this.#limits;
  }

  /** How many events have been dispatched in all. */
  get dispatched(): number {
    return this.#dispatched;
  }

  /** The event being handled, if one is. */
  get current(): TimedEvent | undefined {
    return this.#current;
  }

  /** How many events are due, recurrent ones included. */
  get pending(): number {
    return this.#due.size;
  }

  /** Asks for an event in `delayMillis`. What a recurrent event leads to is recurrent too: nobody waits for it. */
  after(delayMillis: number, actor: string, key: string, reason: string, cause: number, options: AskOptions = {}): TimedEvent {
    if (!(delayMillis >= 0)) throw new RangeError(`delay of ${actor} for ${key} must be 0 or more milliseconds, not ${delayMillis}`);
    const recurrent = (options.recurrent ?? false) || (this.#current?.recurrent ?? false);
    const at = this.#now + Math.ceil(delayMillis);
    return this.#ask({ at, sequence: ++this.#sequence, actor, key, reason, recurrent, isLast: options.isLast ?? false, cause });
  }

  #ask(asked: TimedEvent): TimedEvent {
    const event = Object.freeze(asked);
    this.#due.set(event, event);
    if (!event.recurrent) this.#lasting++;
    return event;
  }

  /** Lets an event that is still to come, come at another time; all else about it stays. */
  move(event: TimedEvent, at: number): TimedEvent {
    if (!(at >= this.#now)) throw new RangeError(`an event cannot be moved into the past, to ${at / 1000}s`);
    this.cancel(event);
    return this.#ask({ ...event, at });
  }

  /** Takes back an event; one that has happened or was taken back already is left alone. */
  cancel(event: TimedEvent): void {
    if (this.#due.delete(event) && !event.recurrent) this.#lasting--;
  }

  /** Whether the event is still to come. */
  isPending(event: TimedEvent): boolean {
    return this.#due.has(event);
  }

  /** Whether an event of that key that comes last in its instant would have come by now. */
  hasPassed(at: number, key: string): boolean {
    return at < this.#now || (at === this.#now && key <= this.#reached);
  }

  /** When the next event is due, in milliseconds, or undefined. */
  nextAt(): number | undefined {
    return this.#due.first()?.[0].at;
  }

  /** Handles the next event; returns it, or undefined when none is due. */
  step(): TimedEvent | undefined {
    const event = this.#due.shift();
    if (event === undefined) return undefined;
    if (!event.recurrent) this.#lasting--;
    if (event.at !== this.#now) this.#reached = NONE;
    this.#now = event.at;
    if (event.isLast && event.key > this.#reached) this.#reached = event.key;
    this.#dispatched++;
    this.#current = event;
    try {
      this.#dispatch(event);
    } finally {
      this.#current = undefined;
    }
    return event;
  }

  /** Lets `millis` pass. Events due at the end are handled. `until` is asked after each event; true stops there and returns true. */
  advance(millis: number, until?: () => boolean): boolean {
    if (!(millis >= 0)) throw new RangeError(`time passes forwards: ${millis} milliseconds`);
    const end = this.#now + millis;
    const budget = new Budget(this.#limits);
    for (let at = this.nextAt(); at !== undefined && at <= end; at = this.nextAt()) {
      budget.spend(this.step()!);
      if (until?.() === true) return true;
    }
    this.#passTo(end);
    return false;
  }

  /**
   * Runs until all that is still due is recurrent, or until something is so. Throws a LimitError that names what still changes when that is not so
   * within the limit.
   */
  settle(until?: () => boolean): void {
    const end = this.#now + this.#limits.settleMillis;
    const budget = new Budget(this.#limits);
    while (this.#lasting > 0) {
      const next = this.#due.first()![0];
      if (next.at > end) throw new LimitError(this.#unsettled());
      budget.spend(this.step()!);
      if (until?.() === true) return;
    }
  }

  /** Runs until nothing changed for `quietMillis`: `lastChange` tells when something last did. Ends at the latest when the settle limit is reached. */
  settleQuiet(quietMillis: number, lastChange: () => number): void {
    const start = this.#now;
    const budget = new Budget(this.#limits);
    for (;;) {
      const quietAt = Math.max(start, lastChange()) + quietMillis;
      const at = this.nextAt();
      if (at === undefined || at > quietAt) {
        this.#passTo(Math.max(this.#now, quietAt));
        return;
      }
      if (at > start + this.#limits.settleMillis) throw new LimitError(this.#unsettled());
      budget.spend(this.step()!);
    }
  }

  /** All that was due at or before that time has come. */
  #passTo(now: number): void {
    this.#now = now;
    this.#reached = ALL;
  }

  /** A copy that dispatches elsewhere and shares all events until one side changes them. */
  fork(dispatch: (event: TimedEvent) => void): Clock {
    const copy = new Clock(this.#now, dispatch, this.#limits, this.#due.fork());
    copy.#sequence = this.#sequence;
    copy.#lasting = this.#lasting;
    copy.#dispatched = this.#dispatched;
    copy.#reached = this.#reached;
    return copy;
  }

  #unsettled(): string {
    const waiting: TimedEvent[] = [];
    this.#due.visit(undefined, (event) => {
      if (!event.recurrent) waiting.push(event);
      return waiting.length < 3;
    });
    const names = waiting.map((event) => `${event.actor} for ${event.key} (${event.reason}, due at ${event.at / 1000}s)`);
    return `the cluster did not settle within ${this.#limits.settleMillis / 60_000} minutes of cluster time; still to come: ${names.join('; ')}`;
  }
}

/** Counts what one call spends, so that a hot loop is stopped and named. */
class Budget {
  readonly #limits: Limits;
  readonly #perActor = new Map<string, Map<string, number>>();
  #instant = Number.NEGATIVE_INFINITY;
  #inInstant = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  spend(event: TimedEvent): void {
    let counts = this.#perActor.get(event.actor);
    if (counts === undefined) this.#perActor.set(event.actor, (counts = new Map<string, number>()));
    const count = (counts.get(event.key) ?? 0) + 1;
    counts.set(event.key, count);
    this.#inInstant = event.at === this.#instant ? this.#inInstant + 1 : 1;
    this.#instant = event.at;
    if (count > this.#limits.eventsPerKey) {
      throw new LimitError(
        `${event.actor} for ${event.key} had more than ${this.#limits.eventsPerKey} events (${event.reason}) without coming to rest: a hot loop`,
      );
    }
    if (this.#inInstant > this.#limits.eventsPerInstant) {
      throw new LimitError(
        `more than ${this.#limits.eventsPerInstant} events at ${event.at / 1000}s, the last by ${event.actor} for ${event.key} (${event.reason}): a hot loop`,
      );
    }
  }
}

/** Keys before and behind all keys. */
const NONE = '';
const ALL = '\uffff';

/** Which of two events comes first: the earlier, and of one instant those that are not last, in the order in which they were asked for. */
export function isEarlier(a: TimedEvent, b: TimedEvent): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.isLast !== b.isLast) return b.isLast;
  return a.isLast && a.key !== b.key ? a.key < b.key : a.sequence < b.sequence;
}
