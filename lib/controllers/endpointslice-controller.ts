import type { Client } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import type { DiscoveryEndpointPort, Endpoint } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import { keyOf } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { same } from '../base/merge.ts';
import { defineController } from '../control/controller.ts';
import { controllerRef, isControlledBy } from '../control/owners.ts';
import { EndpointSliceKind, MANAGED_BY_LABEL, SERVICE_NAME_LABEL, type EndpointSlice } from '../kinds/endpointslice.ts';
import { isNodeReady, NodeKind, type Node } from '../kinds/node.ts';
import { isReady, type Pod } from '../kinds/pod-state.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
import { hinted, hintedByZone, wantsShares } from './endpoints/hints.ts';
import {
  HEADLESS_LABEL,
  canBeEndpoint,
  hasSelectedPods,
  hostnameUnder,
  isHeadless,
  podsOfServices,
  portOn,
  selectedPods,
} from './endpoints/service-pods.ts';
import { keptSlices, slicesKeptBy } from './endpoints/kept-slices.ts';
import type { SliceChange, SliceDraft, SlicePlan } from './endpoints/slice-plan.ts';
import { fill, portsKey } from './endpoints/slices.ts';
import { triggerOf, withTrigger, type SeenTimes } from './endpoints/trigger-time.ts';
import { isOverloaded, zoneOf, zoneShares } from './endpoints/zone-shares.ts';

const NAME = 'endpointslice-controller';
const MANAGER = `${NAME}.k8s.io`;

/** kube: pkg/controller/endpointslice/endpointslice_controller.go maxRetries */
const MAX_RETRIES = 15;

/** Longer pauses than others take: there may be many slices to write. kube: the same file, defaultSyncBackOff, maxSyncBackOff */
const RETRY_MILLIS = { first: 1000, most: 1_000_000 };

/** The name under which it tells of what it does. */
const COMPONENT = 'endpoint-slice-controller';

/** What it remembers of a Service: the times it has seen, and whether zones had their shares of the endpoints. */
interface Remembered {
  readonly seen: SeenTimes;
  readonly hasShares: boolean;
}

/** Keeps the slices of every Service that selects pods. kube: pkg/controller/endpointslice/endpointslice_controller.go, staging/src/k8s.io/endpointslice/reconciler.go */
export const endpointSliceController = defineController<Service, Remembered>({
  name: NAME,
  for: ServiceKind,
  maxRetries: MAX_RETRIES,
  retryMillis: RETRY_MILLIS,
  watches: [podsOfServices, slicesKeptBy(MANAGER, NAME), { kind: NodeKind as unknown as Kind, keys: overloadedServices }],
  reconcile(service, context, memory) {
    if (!hasSelectedPods(service) || service.metadata.deletionTimestamp !== undefined) return;
    const { api, events } = context;
    const pods = selectedPods(api, service);
    const known = memory.recall();
    const { seen, time } = triggerOf(service, pods, known?.seen);
    const all = keptSlices(api, MANAGER, keyOf(service));
    const own = all.filter((slice) => isControlledBy(slice, service.metadata.uid) && slice.addressType === 'IPv4');
    const { wanted, homeless } = wantedEndpoints(api, service, pods.filter(canBeEndpoint));
    const { plan, news, hasShares } = hinted(service, planOf(service, own, wanted), () => zoneShares(api), known?.hasShares === true);
    memory.remember({ seen, hasShares });
    const { deleted, ...rest } = recycled(plan);
    const foreign = all.filter((slice) => !own.includes(slice));
    const refusal = refusalOf(() => write(api, service, { ...rest, deleted: [...deleted, ...foreign] }, time));
    for (const [type, reason, message] of news) events.record(service, type, reason, message, { component: COMPONENT });
    if (refusal?.hasCause('NamespaceTerminating') === true) throw refusal;
    const skipped = homeless.map(
      ({ metadata: { name }, spec: { nodeName = '' } }) => `skipping Pod ${name} for Service ${keyOf(service)}: Node ${nodeName} Not Found`,
    );
    const problems = [...skipped, ...(refusal === undefined ? [] : [refusal.message])];
    if (problems.length === 0) return;
    const text = together(problems);
    events.record(
      service,
      'Warning',
      'FailedToUpdateEndpointSlices',
      `Error updating Endpoint Slices for Service ${keyOf(service)}: ${text}`,
      { component: COMPONENT },
    );
    throw new ApiError(500, undefined, text);
  },
});

interface Wanted {
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly endpoints: Endpoint[];
}

/** The endpoints by the ports their pods have, and the pods that are left out because nobody knows their node. */
function wantedEndpoints(
  api: Client,
  service: Service,
  pods: readonly Pod[],
): { readonly wanted: ReadonlyMap<string, Wanted>; readonly homeless: readonly Pod[] } {
  const wanted = new Map<string, Wanted>();
  const homeless: Pod[] = [];
  for (const pod of pods) {
    const ports = (service.spec.ports ?? []).flatMap((port): readonly DiscoveryEndpointPort[] => {
      const number = portOn(pod.spec.containers, port);
      const { name = '', protocol = 'TCP', appProtocol } = port;
      return number === undefined ? [] : [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
    });
    const key = portsKey(ports);
    const found = wanted.get(key) ?? { ports, endpoints: [] };
    wanted.set(key, found);
    const node = api.find(NodeKind, pod.spec.nodeName ?? '');
    if (node === undefined && service.spec.publishNotReadyAddresses !== true) homeless.push(pod);
    else found.endpoints.push(endpointOf(pod, service, node === undefined ? '' : zoneOf(node)));
  }
  return { wanted, homeless };
}

function endpointOf(pod: Pod, service: Service, zone: string): Endpoint {
  const { name, namespace, uid, deletionTimestamp } = pod.metadata;
  const serving = isReady(pod);
  const terminating = deletionTimestamp !== undefined;
  const hostname = hostnameUnder(pod, service);
  return {
    addresses: [pod.status.podIP!],
    conditions: { ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', ...(namespace === undefined ? {} : { namespace }), name, uid },
    ...(zone === '' ? {} : { zone }),
  };
}

function planOf(service: Service, own: readonly EndpointSlice[], wanted: ReadonlyMap<string, Wanted>): SlicePlan {
  const hasOtherLabels = ({ metadata }: EndpointSlice): boolean => !same(metadata.labels ?? {}, labelsOf(service));
  const created: SliceDraft[] = [];
  const updated: SliceChange[] = [];
  const deleted = own.filter(({ ports }) => !wanted.has(portsKey(ports)));
  for (const [key, { ports, endpoints }] of wanted) {
    const filling = fill(
      own.filter((slice) => portsKey(slice.ports) === key),
      endpoints,
      hasOtherLabels,
    );
    created.push(...filling.created.map((some) => ({ ports, endpoints: some })));
    updated.push(...filling.updated.map(({ slice, endpoints: some }) => ({ slice, ports: slice.ports ?? [], endpoints: some })));
    deleted.push(...filling.deleted);
  }
  const isLeft = updated.length + created.length > 0 || own.length > deleted.length;
  if (!isLeft) {
    // A Service always has a slice, if an empty one.
    const [only] = own;
    if (own.length === 1 && isPlaceholder(only!) && !hasOtherLabels(only!))
      return { created: [], updated: [], deleted: [], unchanged: own };
    created.push({ ports: [], endpoints: [] });
  }
  const isTouched = (each: EndpointSlice): boolean => deleted.includes(each) || updated.some(({ slice }) => slice === each);
  return { created, updated, deleted, unchanged: own.filter((slice) => !isTouched(slice)) };
}

/** What goes and what comes are one: a slice is used again under its name. */
function recycled({ created, updated, deleted, unchanged }: SlicePlan): SlicePlan {
  const reused = Math.min(created.length, deleted.length);
  const again = created.slice(created.length - reused).map((draft, i) => ({ slice: withoutAnnotations(deleted[i]!), ...draft }));
  return {
    created: created.slice(0, created.length - reused),
    updated: [...updated, ...again],
    deleted: deleted.slice(reused),
    unchanged,
  };
}

function withoutAnnotations(slice: EndpointSlice): EndpointSlice {
  const { annotations: _, ...metadata } = slice.metadata;
  return { ...slice, metadata };
}

function isPlaceholder({ endpoints, ports }: EndpointSlice): boolean {
  return (endpoints ?? []).length === 0 && (ports ?? []).length === 0;
}

function labelsOf(service: Service): Readonly<Record<string, string>> {
  const { name, labels = {} } = service.metadata;
  const reserved = [SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL];
  const own = Object.fromEntries(Object.entries(labels).filter(([key]) => !reserved.includes(key)));
  return {
    ...own,
    [SERVICE_NAME_LABEL]: name,
    [MANAGED_BY_LABEL]: MANAGER,
    ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}),
  };
}

/** Carries a plan out; what goes wrong is told with the slice that was meant. */
function write(api: Client, service: Service, plan: SlicePlan, triggerTime: string | undefined): void {
  const { name, namespace } = service.metadata;
  const labels = labelsOf(service);
  const parts = ({ ports, endpoints }: SliceDraft) => ({ addressType: 'IPv4', ports, endpoints });
  const place = `EndpointSlice for Service ${keyOf(service)}`;
  for (const draft of plan.created)
    telling(`failed to create ${place}`, () =>
      api.create(EndpointSliceKind, {
        metadata: {
          generateName: `${name}-`,
          ...(namespace === undefined ? {} : { namespace }),
          labels,
          annotations: withTrigger({}, triggerTime),
          ownerReferences: [controllerRef(ServiceKind, service)],
        },
        ...parts(draft),
      }),
    );
  for (const { slice, ...draft } of plan.updated) {
    const annotations = withTrigger(slice.metadata.annotations, triggerTime);
    telling(`failed to update ${slice.metadata.name} ${place}`, () =>
      api.update(EndpointSliceKind, { ...slice, metadata: { ...slice.metadata, labels, annotations }, ...parts(draft) }),
    );
  }
  for (const slice of plan.deleted) telling(`failed to delete ${slice.metadata.name} ${place}`, () => api.delete(EndpointSliceKind, slice));
}

/** Says what was tried, where it is refused. A namespace that is going away is left alone. */
function telling(what: string, run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ApiError) || error.hasCause('NamespaceTerminating')) throw error;
    throw new ApiError(error.code, error.reason, `${what}: ${error.message}`);
  }
}

/** Runs something and hands back what it was refused with. */
function refusalOf(run: () => void): ApiError | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  return undefined;
}

/** Several problems are told as one. kube: staging/src/k8s.io/apimachinery/pkg/util/errors/errors.go NewAggregate */
function together(texts: readonly string[]): string {
  return texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`;
}

/** The Services whose zones no longer have their shares of the endpoints, now that a node has come, gone or changed. kube: the same file, checkNodeTopologyDistribution */
function overloadedServices({ before, after }: Change, api: Client): readonly string[] {
  const [old, now] = [before as Node | undefined, after as Node | undefined];
  if (old !== undefined && now !== undefined && isNodeReady(old) === isNodeReady(now) && zoneOf(old) === zoneOf(now)) return [];
  const services = api.list(ServiceKind).filter(wantsShares);
  if (services.length === 0) return [];
  const shares = zoneShares(api);
  return services.map(keyOf).filter((key) => isOverloaded(hintedByZone(keptSlices(api, MANAGER, key)), shares));
}
