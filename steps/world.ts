import { World, type IWorldOptions } from '@cucumber/cucumber';
import { AssertionError } from '../lib/assert/assertion-error.ts';
import type { Check } from '../lib/assert/check.ts';
import type { Deed } from '../lib/assert/during.ts';
import { thatObject, type Listing, type ObjectName } from '../lib/assert/listing.ts';
import type { Ran } from '../lib/assert/output-checks.ts';
import type { Sent } from '../lib/assert/request-checks.ts';
import { expectNow } from '../lib/assert/temporal.ts';
import { Cluster } from '../lib/cluster.ts';
import { watchInvariants } from '../lib/nets/invariants.ts';
import type { Replay } from '../lib/report/replay.ts';
import { DEFAULT_NAMESPACE, type Named, type NamedListing } from './parameters.ts';

/** What a run is told through cucumber's world parameters: `{ gherkube: { seed: 7 } }`. */
interface WorldParameters {
  readonly gherkube?: {
    readonly seed?: number;
    /** What runs scenarios here, for the line that plays one again. */
    readonly command?: string;
    /** Whether a scenario fails when it breaks what holds at every revision, or when its cluster does not come to rest in the end. */
    readonly invariants?: boolean;
    /** Whether each scenario logs the digest of its history. */
    readonly digests?: boolean;
  };
}

/** Clusters that have come up, by size and seed: every scenario starts from a copy. */
const prepared = new Map<string, Cluster>();

function preparedCluster(nodes: number, seed: number): Cluster {
  const key = `${nodes}/${seed}`;
  const known = prepared.get(key) ?? new Cluster({ nodes, seed });
  prepared.set(key, known);
  return known.fork();
}

/**
 * What a scenario has: its cluster, who has the clock in hand, and what "that pod" means.
 *
 * `When` takes no time. The first plain `Then` after it lets the cluster settle; after `... pass`, or a `within` or `for`, the author has the
 * clock in hand and a plain `Then` looks at that very instant.
 */
export class ClusterWorld extends World<WorldParameters> {
  readonly seed: number;
  /** The folder of the feature file: where files are looked for first. */
  featureFolder = '.';
  /** What the step that runs is called and whether it is a Given, for the history and the rules of time. */
  step = { text: '', isContext: false };
  /** What "that pod" means. */
  that: ObjectName | undefined;
  /** The requests that were sent last. */
  sent: Sent | undefined;
  /** The command that was run last. */
  ran: Ran | undefined;
  /** The files that commands find and write, by their paths; those of the project until one was given. */
  files: Record<string, string> | undefined;
  /** The drain that was done last. */
  drained: Deed | undefined;
  /** Where the scenario stands, for the command that plays it again. */
  replay: Replay = { command: '', uri: '', line: 0, seed: 1 };
  /** What broke so far of what holds at every revision, when that is watched. */
  broken: () => readonly string[] = () => [];
  #cluster: Cluster | undefined;
  /** The cluster as the last When left it, while time has been let pass since. */
  #since: Cluster | undefined;
  #settlesFirst = false;

  constructor(options: IWorldOptions<WorldParameters>) {
    super(options);
    this.seed = this.parameters.gherkube?.seed ?? 1;
  }

  /** The scenario's cluster: one node unless it said otherwise. */
  get cluster(): Cluster {
    this.#cluster ??= this.#watched(preparedCluster(1, this.seed));
    return this.#cluster;
  }

  /** Begins with a new cluster of that many nodes. Throws when the scenario has used another one already. */
  begin(nodes: number): void {
    if (this.#cluster !== undefined)
      throw new AssertionError('this scenario has a cluster already: "Given a cluster with ..." comes first');
    this.#cluster = this.#watched(preparedCluster(nodes, this.seed));
  }

  /** The object a sentence means; a namespace at the sentence's end counts for it. Throws a UsageError for a "that" that nothing was. */
  meant(object: Named, place = DEFAULT_NAMESPACE): ObjectName {
    if (object.that === true) return thatObject(this.cluster, object.kind, this.that);
    return place === DEFAULT_NAMESPACE ? object : { ...object, namespace: place };
  }

  /** The objects a sentence means. */
  meantAll(listing: NamedListing): Listing {
    if (listing.of === undefined) return listing;
    const of = this.meant(listing.of);
    return { ...listing, of, namespace: of.namespace };
  }

  /** Does something to the cluster, at no time. A Given settles afterwards; a When leaves the clock where it is. */
  act<R>(action: (cluster: Cluster) => R): R {
    const { cluster } = this;
    const result = cluster.because(this.step.text, () => action(cluster));
    this.#since = undefined;
    if (this.step.isContext) {
      cluster.settle();
      this.#settlesFirst = false;
    } else {
      this.#settlesFirst = true;
    }
    return result;
  }

  /** Does something that takes its own time, as a person does: when the cluster has come to rest, unless the author has the clock in hand. */
  actInTurn<R>(action: (cluster: Cluster) => R): R {
    if (this.#settlesFirst) this.settle();
    return this.act(action);
  }

  /** Lets time pass by the author's hand. */
  inTime(pass: (cluster: Cluster) => void): void {
    this.#since ??= this.cluster.fork();
    this.#settlesFirst = false;
    pass(this.cluster);
  }

  /** Lets the cluster settle because the author said so. */
  settle(): void {
    this.#since ??= this.cluster.fork();
    this.cluster.settle();
    this.#settlesFirst = false;
  }

  /** Expects the check to hold of the resulting state, or at this very instant when the author has the clock in hand. */
  expectResult(check: Check): void {
    if (this.#settlesFirst) this.settle();
    expectNow(this.cluster, check, this.#since);
  }

  /** Expects the check to hold right now, before anything follows from the last When. */
  expectAtOnce(check: Check): void {
    this.#settlesFirst = false;
    expectNow(this.cluster, check);
  }

  #watched(cluster: Cluster): Cluster {
    if (this.parameters.gherkube?.invariants === true) this.broken = watchInvariants(cluster);
    return cluster;
  }
}
