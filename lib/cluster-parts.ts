import { SortedMap } from './base/sorted-map.ts';
import type { Kind } from './api/kind.ts';
import { Store } from './api/store.ts';
import type { Actor, Environment } from './control/actor.ts';
import { RECORDER } from './control/context.ts';
import { controllers } from './controllers/index.ts';
import { kinds } from './kinds/index.ts';
import { firstHome, type Home } from './kubectl/session.ts';
import { kubeProxy } from './network/kube-proxy.ts';
import { kubelet } from './node/kubelet.ts';
import { scheduler } from './scheduler/scheduler.ts';
import { Clock, DEFAULT_LIMITS, type Limits, type TimedEvent } from './sim/clock.ts';
import { Random } from './sim/random.ts';
import { BOOT_MILLIS } from './bootstrap.ts';

/** What a cluster is made of. */
export interface ClusterOptions {
  /** How many nodes, or their names; 1 by default. They are called node1, node2 ... */
  readonly nodes?: number | undefined;
  /** Decides everything that is left to chance; 1 by default. */
  readonly seed?: number | undefined;
  /** Whether somebody provides load balancers: Services of that type get an address then. False by default, as on a bare cluster. */
  readonly loadBalancer?: boolean | undefined;
  /** Whether there is a metrics server: `kubectl top` needs one. False by default, as on a bare cluster. */
  readonly metrics?: boolean | undefined;
  /** How far a run may go before something is taken to be wrong. */
  readonly limits?: Partial<Limits> | undefined;
}

/** Every actor of a cluster, in their fixed order. */
export const ACTORS: readonly Actor[] = [...controllers, scheduler, kubelet, kubeProxy];

/** Who hears of the changes of a kind. */
const LISTENERS: ReadonlyMap<Kind, readonly Actor[]> = new Map(
  kinds.map((kind) => [kind, ACTORS.filter(({ watches }) => watches.includes(kind))]),
);

/** Who hears of the changes of kinds that come and go. */
const CUSTOM_LISTENERS: readonly Actor[] = ACTORS.filter(({ watchesCustom }) => watchesCustom === true);

/** Who hears of the changes of a kind, in their fixed order. */
export function listenersOf(kind: Kind): readonly Actor[] {
  return LISTENERS.get(kind) ?? CUSTOM_LISTENERS;
}

/** All that a cluster holds and that its copies hold on their own. */
export interface ClusterParts {
  readonly store: Store;
  readonly random: Random;
  readonly memories: ReadonlyMap<string, SortedMap<string, unknown>>;
  readonly environment: Environment;
  readonly home: Home;
  readonly clock: (dispatch: (event: TimedEvent) => void) => Clock;
}

/** The parts of a cluster in which nothing has happened yet. */
export function freshParts({ seed = 1, limits, loadBalancer = false, metrics = false }: ClusterOptions): ClusterParts {
  return {
    store: new Store(),
    random: new Random(seed),
    memories: new Map([...ACTORS.map(({ name }) => name), RECORDER].map((name) => [name, new SortedMap<string, unknown>()])),
    environment: {
      images: [],
      containers: [],
      failingProbes: new Set(),
      hasLoadBalancer: loadBalancer,
      hasMetrics: metrics,
      nodes: new Map(),
    },
    home: firstHome(),
    clock: (dispatch) => new Clock(BOOT_MILLIS, dispatch, { ...DEFAULT_LIMITS, ...limits }),
  };
}
