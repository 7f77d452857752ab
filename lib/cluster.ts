import type { SortedMap } from './base/sorted-map.ts';
import { parseDuration } from './base/duration.ts';
import { parseSelector } from './base/labels.ts';
import { admissionPlugins } from './admission/index.ts';
import { Api } from './api/api.ts';
import type { Client } from './api/client.ts';
import type { Kind, Registry } from './api/kind.ts';
import type { KubeObject } from './api/object.ts';
import type { Change, Store } from './api/store.ts';
import { didYouMean } from './base/suggest.ts';
import { UsageError } from './api/errors.ts';
import { authorizerOf, personNamed } from './authorization/rbac.ts';
import type { ActorContext, Environment } from './control/actor.ts';
import { Context, type Surroundings } from './control/context.ts';
import { powerOf, type Pressure } from './control/node-power.ts';
import { ZONE_LABEL } from './kinds/node.ts';
import type { Pod } from './kinds/pod-state.ts';
import { registryOf } from './kinds/registry.ts';
import { dialKubelet } from './node/dialing.ts';
import { withHeartbeat } from './node/heartbeat.ts';
import { kubelet, letEnd } from './node/kubelet.ts';
import { runExec, type ExecResult } from './node/exec.ts';
import { containerOf, logOf, runLogOf, type LogRequest, type RunLog } from './node/logs.ts';
import type { ProbeType } from './node/probes/probe-record.ts';
import type { Scene } from './node/scene.ts';
import { podUsage, type ContainerUsage } from './node/usage.ts';
import { socketsOf } from './node/sockets.ts';
import { kubeProxy, type Rules } from './network/kube-proxy.ts';
import { networkOf, type ClusterNetwork } from './network/network.ts';
import type { Outcome } from './network/outcome.ts';
import { personAt } from './network/client.ts';
import { iptablesOf } from './network/iptables.ts';
import { parseUrl } from './network/url.ts';
import { kubectl, shell, type CommandOptions, type CommandResult, type Home, type KubectlOptions } from './kubectl/session.ts';
import type { Clock, TimedEvent } from './sim/clock.ts';
import type { Random } from './sim/random.ts';
import { timestamp } from './sim/time.ts';
import { bootstrap, BOOT_MILLIS } from './bootstrap.ts';
import { ACTORS, freshParts, listenersOf, type ClusterOptions, type ClusterParts } from './cluster-parts.ts';
import { withPressure, withProbe, withStartedNode, withStoppedNode } from './environment.ts';
import { applyText, type ApplyOptions } from './manifest.ts';
import type { ContainerOverride } from './node/container-behaviour.ts';
import type { ImageOverride } from './node/images/overrides.ts';

/** How requests are sent. */
export interface RequestOptions {
  /** How many; 1 by default. */
  readonly count?: number;
  /** The pod they come from. */
  readonly from?: Pod;
  /** Where names are looked up when they come from no pod. */
  readonly namespace?: string;
}

/** How much of a list is wanted. */
export interface ListQuery {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/**
 * A Kubernetes cluster in this process: synchronous, on its own clock, the same for the same seed. It does nothing until time is let pass.
 */
export class Cluster {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #api: Api;
  readonly #memories: ReadonlyMap<string, SortedMap<string, unknown>>;
  readonly #contexts = new Map<string, ActorContext>();
  #network: ClusterNetwork | undefined;
  #environment: Environment;
  readonly #home: Home;
  #lastChange = 0;

  /** A cluster that has come up and settled: nodes ready, system namespaces and coredns there, its clock at 0. */
  constructor(options: ClusterOptions = {}, parts: ClusterParts = freshParts(options)) {
    this.#store = parts.store;
    this.#random = parts.random;
    this.#memories = parts.memories;
    this.#environment = parts.environment;
    this.#home = parts.home;
    this.#clock = parts.clock((event) => this.#dispatch(event));
    const registry = registryOf(this.#store);
    this.#api = new Api({ store: this.#store, clock: this.#clock, random: this.#random, registry, admission: admissionPlugins });
    const around = this.#surroundings();
    for (const actor of ACTORS) this.#contexts.set(actor.name, new Context(actor, around));
    this.#store.watch((change) => this.#heard(change));
    if (this.#store.revision === 0) {
      bootstrap(this.as('kubeadm'), options.nodes ?? 1);
      this.#clock.advance(-BOOT_MILLIS);
      this.#clock.settle();
    }
  }

  /** Milliseconds since the cluster started. */
  get now(): number {
    return this.#clock.now;
  }

  /** The seed of everything that is left to chance. */
  get seed(): number {
    return this.#random.seed;
  }

  /** How many events were handled so far: a measure of work. */
  get events(): number {
    return this.#clock.dispatched;
  }

  /** The revision of the latest change: how many writes there were. */
  get revision(): number {
    return this.#store.revision;
  }

  /** The history and the objects, to be read. */
  get store(): Store {
    return this.#store;
  }

  /** The kinds the cluster knows. */
  get registry(): Registry {
    return this.#api.registry;
  }

  /** What the world outside the API is like. */
  get environment(): Environment {
    return this.#environment;
  }

  /** The door of the cluster as a user sees it. */
  as(user: string): Client {
    return this.#api.as(user, (kind, object) => withHeartbeat(this.#kubelet, kind, object));
  }

  /** The door as somebody sees it who may do what the roles allow: a user with the groups that are given. What is refused is an ApiError Forbidden. */
  impersonate(user: string, groups: readonly string[] = []): Client {
    const authorize = authorizerOf(this.as('admin'), personNamed(user, groups));
    return this.#api.as(user, (kind, object) => withHeartbeat(this.#kubelet, kind, object), authorize);
  }

  /** Runs something and puts what it changes down to a reason in a few words, such as the text of a step. */
  because<R>(reason: string, run: () => R): R {
    return this.#api.during(0, reason, run);
  }

  /** Applies every document of a manifest as `kubectl apply` does; returns the stored objects. Throws a ManifestError that tells every problem with its place. */
  apply(yaml: string, options: ApplyOptions = {}): readonly KubeObject[] {
    return applyText(this.as('admin'), yaml, options);
  }

  /** The object; throws an ApiError NotFound. The kind by any of its names; the namespace is `default` unless given. */
  get(kind: string, name: string, options: { readonly namespace?: string } = {}): KubeObject {
    return this.as('admin').get(this.kind(kind), name, options.namespace);
  }

  /** The objects of a kind in the order of their keys, of all namespaces unless one is given. */
  list(kind: string, { namespace, labelSelector, fieldSelector }: ListQuery = {}): readonly KubeObject[] {
    return this.as('admin').list(this.kind(kind), {
      namespace,
      fieldSelector,
      labelSelector: labelSelector === undefined ? undefined : parseSelector(labelSelector),
    });
  }

  /** The kind of that name (`pods`, `pod`, `po`, `Pod`). Throws a UsageError that suggests one. */
  kind(name: string): Kind {
    const found = this.registry.find(name) ?? this.registry.find(name.replaceAll(' ', ''));
    if (found === undefined) throw new UsageError(`there is no kind ${JSON.stringify(name)}.${didYouMean(name, this.registry.names())}`);
    return found;
  }

  /** Lets time pass: milliseconds, or a duration such as `30s` or `1m30s`. With `until`, stops after the event that makes it true, and returns true. */
  advance(duration: number | string, until?: () => boolean): boolean {
    return this.#clock.advance(typeof duration === 'number' ? duration : parseDuration(duration), until);
  }

  /**
   * Lets time pass until all that is still to come is recurrent (back-offs, resyncs), or until something is so. With `quiet`, only until nothing
   * changed for that long. Throws a LimitError that names what does not come to rest.
   */
  settle(options: { readonly quiet?: number | string; readonly until?: () => boolean } = {}): void {
    const { quiet, until } = options;
    if (quiet === undefined) this.#clock.settle(until);
    else this.#clock.settleQuiet(typeof quiet === 'number' ? quiet : parseDuration(quiet), () => this.#lastChange);
  }

  /** When the next event is due, in milliseconds; undefined when there is none. */
  get nextAt(): number | undefined {
    return this.#clock.nextAt();
  }

  /** Handles the next event; false when there is none. */
  step(): boolean {
    return this.#clock.step() !== undefined;
  }

  /** Makes an image do something else than its name says; the latest word counts. */
  setImage(override: ImageOverride): void {
    this.#environment = { ...this.#environment, images: [...this.#environment.images, override] };
  }

  /**
   * Says what a container of an object does, or of the pods that the object controls, whether there are such or not yet. It takes the place of its
   * image's program and of its command; the latest word counts.
   */
  setContainer(override: ContainerOverride): void {
    this.#changeEnvironment({ containers: [...this.#environment.containers, override] });
  }

  /**
   * Makes a probe of a pod's container fail whatever it would find, or no longer. Throws a UsageError for a container without such a probe.
   */
  setProbe(pod: Pod, container: string, probe: ProbeType, fails: boolean): void {
    this.#changeEnvironment(withProbe(this.#environment, pod, container, probe, fails));
  }

  /** Provides from now on what a bare cluster lacks: load balancers, for which Services may wait already, or a metrics server. */
  provide(what: 'loadBalancer' | 'metrics'): void {
    this.#changeEnvironment(what === 'metrics' ? { hasMetrics: true } : { hasLoadBalancer: true });
  }

  /** What the containers of a pod use, as a metrics server tells it; undefined where it does not know yet. */
  usage(pod: Pod): readonly ContainerUsage[] | undefined {
    return podUsage(this.#kubelet, pod);
  }

  /**
   * Stops a node: its machine, with everything on it, or only its kubelet, so that containers go on and nobody looks after them. Throws an
   * ApiError for a node that is not there, a UsageError for one that has stopped already.
   */
  stopNode(name: string, what: 'machine' | 'kubelet' = 'machine'): void {
    this.get('node', name);
    this.#changeEnvironment(withStoppedNode(this.#environment, name, what, this.now));
  }

  /** Starts a node that has stopped, whether its object is still there or not. Throws an ApiError for one that never was, a UsageError for one that runs. */
  startNode(name: string): void {
    if (!this.#environment.nodes.has(name)) this.get('node', name);
    this.#changeEnvironment(withStartedNode(this.#environment, name, this.now));
  }

  /** Makes a node suffer from a shortage, or no longer. Throws an ApiError for a node that is not there. */
  setPressure(name: string, pressure: Pressure, suffers: boolean): void {
    this.get('node', name);
    this.#changeEnvironment(withPressure(this.#environment, name, pressure, suffers, this.now));
  }

  /** Lets a container's program end with a code, as if by itself. Throws a UsageError for one that does not run. */
  endContainer(pod: Pod, container: string, code: number): void {
    letEnd(this.#kubelet, pod, container, code);
  }

  /** What a container of a pod has printed so far, a line each. Throws a UsageError when that is not clear, or nothing has run. */
  log(pod: Pod, request: LogRequest = {}): readonly string[] {
    this.#dialForLog(pod, containerOf(pod, request.container));
    return logOf(this.#kubelet, pod, request);
  }

  /**
   * What a container of a pod has printed so far, as the API server answers: of the run that is under way, or else of the last one. Throws an
   * ApiError where there is none.
   */
  runLog(pod: Pod, container: string, previous = false): RunLog {
    if (pod.spec.nodeName !== undefined) this.#dialForLog(pod, container);
    return runLogOf(this.#kubelet, pod, container, previous);
  }

  #dialForLog(pod: Pod, container: string): void {
    const { name, namespace = '' } = pod.metadata;
    dialKubelet(this.#kubelet, pod, `/containerLogs/${namespace}/${name}/${container}`);
  }

  #changeEnvironment(change: Partial<Environment>): void {
    const before = this.#environment;
    this.#environment = { ...before, ...change };
    for (const { name, environmentChanged } of ACTORS) environmentChanged?.(this.#contexts.get(name)!, before);
  }

  get #kubelet(): Scene {
    return this.#contexts.get(kubelet.name) as Scene;
  }

  /** The network: names, routes, and who answers. */
  get network(): ClusterNetwork {
    this.#network ??= networkOf({
      api: this.as('kube-proxy'),
      rules: this.#memories.get(kubeProxy.name) as Rules,
      random: this.#random,
      now: () => this.now,
      sockets: socketsOf(this.#kubelet),
      isOff: (node) => powerOf(this.#environment.nodes, node).state === 'off',
    });
    return this.#network;
  }

  /** What `iptables-save` prints of kube-proxy's rules on a node. Throws an ApiError for a node that is not there. */
  iptables(node: string): string {
    const { metadata } = this.get('node', node);
    return iptablesOf(this.network.rules(), { node, zone: metadata.labels?.[ZONE_LABEL] });
  }

  /**
   * Sends requests to an address such as `http://web/path`, now and at no time, and tells what became of each. They come from a pod, or from
   * beside the cluster, where names are looked up as in a namespace (`default` unless given). Throws a UsageError for what is no address.
   */
  request(address: string, { count = 1, from, namespace = 'default' }: RequestOptions = {}): readonly Outcome[] {
    const url = parseUrl(address);
    if (url === undefined) throw new UsageError(`${JSON.stringify(address)} is no address to send requests to: write "http://web:80/path"`);
    const origin = from === undefined ? personAt(this.as('admin'), namespace) : this.network.originOf(from, from.status.podIP ?? '');
    return this.network.requests(origin, url, 'gherkube', count);
  }

  /**
   * Runs a command in a container of a pod, by the built-in shell and its tools, and lets as much time pass as it takes; it reads `stdin`. Throws a
   * UsageError for a container that does not run, or is not clear, and for a command that takes longer than an hour.
   */
  exec(pod: Pod, argv: readonly string[], container?: string, stdin?: string): ExecResult {
    const name = containerOf(pod, container);
    dialKubelet(this.#kubelet, pod);
    return runExec(this.#kubelet, { pod, container: name, argv, stdin }, (millis) => void this.advance(millis));
  }

  /**
   * Runs a command of kubectl's (`get pods -o wide`) and answers what kubectl 1.32 would print. It reaches this cluster and the files it is given, and
   * nothing else; one that waits lets time pass. Throws a UsageError for what cannot be understood as a command line.
   */
  kubectl(line: string | readonly string[], options: KubectlOptions = {}): CommandResult {
    const words = typeof line === 'string' ? line : line.join(' ');
    return this.because(words.startsWith('kubectl ') ? words : `kubectl ${words}`, () => kubectl(this, this.#home, line, options));
  }

  /** Runs a script of shell with `kubectl` in it. Nothing of it is executed on this machine. Throws a UsageError for a script that does not end. */
  shell(script: string, options: CommandOptions = {}): CommandResult {
    return this.because(script.split('\n', 1)[0] ?? '', () => shell(this, this.#home, script, options));
  }

  /** SHA-256, in hex, over the whole history: equal for equal seeds and scripts. */
  digest(): string {
    return this.#store.digest();
  }

  /** An independent copy at no cost: both go on from here as if the other were not there. */
  fork(): Cluster {
    const memories = new Map([...this.#memories].map(([name, memory]) => [name, memory.fork()]));
    const copy = new Cluster(
      {},
      {
        store: this.#store.fork(),
        random: this.#random.fork(),
        memories,
        environment: this.#environment,
        home: { ...this.#home },
        clock: (dispatch) => this.#clock.fork(dispatch),
      },
    );
    copy.#lastChange = this.#lastChange;
    return copy;
  }

  #dispatch(event: TimedEvent): void {
    const context = this.#contexts.get(event.actor);
    const actor = ACTORS.find(({ name }) => name === event.actor);
    if (context === undefined || actor === undefined)
      throw new Error(`no actor ${JSON.stringify(event.actor)} for an event at ${event.at / 1000}s`);
    this.#api.during(event.cause, event.reason, () => actor.handle(event, context));
  }

  #heard(change: Change): void {
    this.#lastChange = change.at;
    this.#api.during(change.revision, '', () => {
      for (const actor of listenersOf(change.kind)) actor.changed(change, this.#contexts.get(actor.name)!);
    });
  }

  /** What all actors share; what changes is looked up when it is asked for. */
  #surroundings(): Surroundings {
    const [environment, network] = [() => this.#environment, () => this.network];
    return {
      api: this.#api,
      clock: this.#clock,
      random: this.#random,
      memories: this.#memories,
      get environment() {
        return environment();
      },
      get network() {
        return network();
      },
      now: () => this.#clock.now,
      timestamp: () => timestamp(this.#clock.now),
      move: (event, at) => this.#clock.move(event, at),
      cancel: (event) => this.#clock.cancel(event),
      isPending: (event) => this.#clock.isPending(event),
      hasPassed: (at, key) => this.#clock.hasPassed(at, key),
    };
  }
}
