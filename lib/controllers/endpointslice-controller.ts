import type { DiscoveryEndpointPort, Endpoint } from '../api/generated/types.ts';
import { same } from '../base/merge.ts';
import { defineController, type ReconcileContext } from '../control/controller.ts';
import { controllerRef, isControlledBy } from '../control/owners.ts';
import { EndpointSliceKind, MANAGED_BY_LABEL, SERVICE_NAME_LABEL, type EndpointSlice } from '../kinds/endpointslice.ts';
import { NodeKind, ZONE_LABEL } from '../kinds/node.ts';
import { isReady, type Pod } from '../kinds/pod-state.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
import {
  HEADLESS_LABEL,
  hasSelectedPods,
  hostnameUnder,
  isHeadless,
  podsOfServices,
  portOn,
  selectedPods,
} from './endpoints/service-pods.ts';
import { keptSlices, slicesKeptBy } from './endpoints/kept-slices.ts';
import { fill, portsKey } from './endpoints/slices.ts';

const NAME = 'endpointslice-controller';
const MANAGER = `${NAME}.k8s.io`;

/** kube: pkg/controller/endpointslice/endpointslice_controller.go maxRetries */
const MAX_RETRIES = 15;

/** Keeps the slices of every Service that selects pods. kube: pkg/controller/endpointslice/endpointslice_controller.go, staging/src/k8s.io/endpointslice/reconciler.go */
// unlike kube: slices carry no hints for routing by zones
export const endpointSliceController = defineController<Service>({
  name: NAME,
  for: ServiceKind,
  maxRetries: MAX_RETRIES,
  watches: [podsOfServices, slicesKeptBy(MANAGER, NAME)],
  reconcile(service, context) {
    if (!hasSelectedPods(service) || service.metadata.deletionTimestamp !== undefined) return;
    const { api } = context;
    const { name, namespace = '', uid } = service.metadata;
    const all = keptSlices(api, MANAGER, `${namespace}/${name}`);
    const own = all.filter((slice) => isControlledBy(slice, uid) && slice.addressType === 'IPv4');
    write(
      context,
      service,
      planOf(service, own, wantedEndpoints(context, service)),
      all.filter((slice) => !own.includes(slice)),
    );
  },
});

interface Wanted {
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly endpoints: Endpoint[];
}

/** The endpoints by the ports their pods have. */
function wantedEndpoints({ api }: ReconcileContext, service: Service): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const pod of selectedPods(api, service)) {
    const node = api.find(NodeKind, pod.spec.nodeName ?? '');
    if (node === undefined && service.spec.publishNotReadyAddresses !== true) continue;
    const ports = (service.spec.ports ?? []).flatMap((port): readonly DiscoveryEndpointPort[] => {
      const number = portOn(pod.spec.containers, port);
      const { name = '', protocol = 'TCP', appProtocol } = port;
      return number === undefined ? [] : [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
    });
    const key = portsKey(ports);
    const found = wanted.get(key) ?? { ports, endpoints: [] };
    wanted.set(key, found);
    found.endpoints.push(endpointOf(pod, service, node?.metadata.labels?.[ZONE_LABEL]));
  }
  return wanted;
}

function endpointOf(pod: Pod, service: Service, zone: string | undefined): Endpoint {
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
    ...(zone === undefined || zone === '' ? {} : { zone }),
  };
}

interface Plan {
  readonly created: readonly { readonly ports: readonly DiscoveryEndpointPort[]; readonly endpoints: readonly Endpoint[] }[];
  readonly updated: readonly {
    readonly slice: EndpointSlice;
    readonly ports: EndpointSlice['ports'];
    readonly endpoints: readonly Endpoint[];
  }[];
  readonly deleted: readonly EndpointSlice[];
}

function planOf(service: Service, own: readonly EndpointSlice[], wanted: ReadonlyMap<string, Wanted>): Plan {
  const hasOtherLabels = ({ metadata }: EndpointSlice): boolean => !same(metadata.labels ?? {}, labelsOf(service));
  const created: Plan['created'][number][] = [];
  const updated: Plan['updated'][number][] = [];
  const deleted = own.filter(({ ports }) => !wanted.has(portsKey(ports)));
  for (const [key, { ports, endpoints }] of wanted) {
    const filling = fill(
      own.filter((slice) => portsKey(slice.ports) === key),
      endpoints,
      hasOtherLabels,
    );
    created.push(...filling.created.map((some) => ({ ports, endpoints: some })));
    updated.push(...filling.updated.map(({ slice, endpoints: some }) => ({ slice, ports: slice.ports, endpoints: some })));
    deleted.push(...filling.deleted);
  }
  const isLeft = updated.length + created.length > 0 || own.length > deleted.length;
  if (!isLeft) {
    // A Service always has a slice, if an empty one.
    const [only] = own;
    if (own.length === 1 && isPlaceholder(only!) && !hasOtherLabels(only!)) return { created: [], updated: [], deleted: [] };
    created.push({ ports: [], endpoints: [] });
  }
  // What goes and what comes are one: a slice is used again under its name.
  const reused = Math.min(created.length, deleted.length);
  const fresh = created.slice(0, created.length - reused);
  const again = created.slice(created.length - reused).map((each, i) => ({ slice: deleted[i]!, ...each }));
  return { created: fresh, updated: [...updated, ...again], deleted: deleted.slice(reused) };
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

function write({ api }: ReconcileContext, service: Service, plan: Plan, foreign: readonly EndpointSlice[]): void {
  const { name, namespace } = service.metadata;
  const labels = labelsOf(service);
  const parts = (ports: EndpointSlice['ports'], endpoints: readonly Endpoint[]) => ({ addressType: 'IPv4', ports: ports ?? [], endpoints });
  for (const { ports, endpoints } of plan.created)
    api.create(EndpointSliceKind, {
      metadata: {
        generateName: `${name}-`,
        ...(namespace === undefined ? {} : { namespace }),
        labels,
        ownerReferences: [controllerRef(ServiceKind, service)],
      },
      ...parts(ports, endpoints),
    });
  for (const { slice, ports, endpoints } of plan.updated)
    api.update(EndpointSliceKind, { ...slice, metadata: { ...slice.metadata, labels }, ...parts(ports, endpoints) });
  for (const slice of [...plan.deleted, ...foreign]) api.delete(EndpointSliceKind, slice);
}
