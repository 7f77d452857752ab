import type { DiscoveryEndpointPort, Endpoint, EndpointAddress } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import { LAST_APPLIED } from '../api/object.ts';
import { same } from '../base/merge.ts';
import { defineController, type ReconcileContext } from '../control/controller.ts';
import { controllerRef, isControlledBy } from '../control/owners.ts';
import { EndpointsKind, type Endpoints } from '../kinds/endpoints.ts';
import { EndpointSliceKind, MANAGED_BY_LABEL, SERVICE_NAME_LABEL, type EndpointSlice } from '../kinds/endpointslice.ts';
import { ServiceKind } from '../kinds/service.ts';
import { isIPv4, isIPv6 } from '../base/name-rules.ts';
import { keptSlices, slicesKeptBy } from './endpoints/kept-slices.ts';
import { portsKey } from './endpoints/slices.ts';
import { packed, type Entry } from './endpoints/subsets.ts';
import { TRIGGER_TIME } from './endpoints/trigger-time.ts';

const NAME = 'endpointslicemirroring-controller';
const MANAGER = `${NAME}.k8s.io`;
const SKIP_LABEL = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER_ANNOTATION = 'control-plane.alpha.kubernetes.io/leader';
const NOT_COPIED = [LAST_APPLIED, TRIGGER_TIME];

/** How many addresses of a subset are mirrored. kube: pkg/controller/endpointslicemirroring/config/v1alpha1/defaults.go */
const MOST_ADDRESSES = 1000;

/** kube: pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go maxRetries */
const MAX_RETRIES = 15;
const RETRY_MILLIS = { first: 1000, most: 100_000 };

/** Who tells of it. kube: the same file, NewController */
const COMPONENT = 'endpoint-slice-mirroring-controller';

/** Keeps slices of the Endpoints that somebody writes for a Service without a selector. kube: pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go, reconciler.go */
export const endpointSliceMirroringController = defineController<Endpoints>({
  name: NAME,
  for: EndpointsKind,
  maxRetries: MAX_RETRIES,
  retryMillis: RETRY_MILLIS,
  watches: [{ kind: ServiceKind as unknown as Kind, keys: ({ key }) => [key] }, slicesKeptBy(MANAGER, NAME)],
  reconcile(endpoints, context) {
    const { name, namespace = '' } = endpoints.metadata;
    const mirrored = keptSlices(context.api, MANAGER, `${namespace}/${name}`);
    const service = context.api.find(ServiceKind, name, namespace);
    if (service === undefined || service.spec.selector !== undefined || !isMirrored(endpoints)) {
      for (const slice of mirrored) context.api.delete(EndpointSliceKind, slice);
      return;
    }
    mirror(context, endpoints, mirrored);
  },
  afterwards(key, context) {
    for (const slice of keptSlices(context.api, MANAGER, key)) context.api.delete(EndpointSliceKind, slice);
  },
});

function isMirrored({ metadata: { labels = {}, annotations = {} } }: Endpoints): boolean {
  return labels[SKIP_LABEL] !== 'true' && !(LEADER_ANNOTATION in annotations);
}

type AddressType = 'IPv4' | 'IPv6';

/** What one slice is to hold. */
interface Wanted {
  readonly addressType: AddressType;
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

function mirror({ api, events }: ReconcileContext, endpoints: Endpoints, mirrored: readonly EndpointSlice[]): void {
  const { wanted, invalid, skipped } = wantedSlices(endpoints);
  const tell = (reason: string, message: string): void => events.record(endpoints, 'Warning', reason, message, { component: COMPONENT });
  if (invalid > 0) tell('InvalidIPAddress', `Skipped ${invalid} invalid IP addresses when mirroring to EndpointSlices`);
  if (skipped > invalid) {
    const text = `A max of ${MOST_ADDRESSES} addresses can be mirrored to EndpointSlices per Endpoints subset. ${skipped} addresses were skipped`;
    tell('TooManyAddressesToMirror', text);
  }
  const head = headOf(endpoints);
  const left = new Set(mirrored);
  const unmatched: Wanted[] = [];
  const update = (slice: EndpointSlice, { ports, endpoints: some }: Wanted): void => {
    left.delete(slice);
    const now = { ...slice, metadata: { ...slice.metadata, ...head }, ports, endpoints: some };
    if (!same(now, slice)) api.update(EndpointSliceKind, now);
  };
  const isOwn = (slice: EndpointSlice): boolean => isControlledBy(slice, endpoints.metadata.uid);
  for (const each of wanted) {
    const found = [...left].find(
      (slice) => isOwn(slice) && slice.addressType === each.addressType && portsKey(slice.ports) === portsKey(each.ports),
    );
    if (found === undefined) unmatched.push(each);
    else update(found, each);
  }
  for (const each of unmatched) {
    // One that is to go is used again under its name.
    const reused = [...left].find((slice) => isOwn(slice) && slice.addressType === each.addressType);
    if (reused === undefined) create(api, endpoints, head, each);
    else update(reused, each);
  }
  for (const slice of left) api.delete(EndpointSliceKind, slice);
}

function create(api: ReconcileContext['api'], endpoints: Endpoints, head: ReturnType<typeof headOf>, wanted: Wanted): void {
  const { name, namespace = '' } = endpoints.metadata;
  const owner = controllerRef(EndpointsKind, endpoints);
  api.create(EndpointSliceKind, { metadata: { generateName: `${name}-`, namespace, ...head, ownerReferences: [owner] }, ...wanted });
}

function headOf({ metadata: { name, labels = {}, annotations = {} } }: Endpoints) {
  const copied = Object.fromEntries(Object.entries(annotations).filter(([key]) => !NOT_COPIED.includes(key)));
  return {
    labels: { ...labels, [SERVICE_NAME_LABEL]: name, [MANAGED_BY_LABEL]: MANAGER },
    ...(Object.keys(copied).length === 0 ? {} : { annotations: copied }),
  };
}

/** A slice for each set of ports and each family, and how many addresses were left out: because they are none, and for any reason. */
function wantedSlices({ subsets = [] }: Endpoints): {
  readonly wanted: readonly Wanted[];
  readonly invalid: number;
  readonly skipped: number;
} {
  const entries = subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }) =>
    [
      ...addresses.map((address) => ({ address, isReady: true })),
      ...notReadyAddresses.map((address) => ({ address, isReady: false })),
    ].flatMap((each): readonly Entry[] => (ports.length === 0 ? [{ ...each, port: undefined }] : ports.map((port) => ({ ...each, port })))),
  );
  const wanted: Wanted[] = [];
  let [invalid, skipped] = [0, 0];
  for (const { addresses = [], notReadyAddresses = [], ports: found = [] } of packed(entries)) {
    const ports = found.map(({ name = '', port, protocol = 'TCP', appProtocol }) => ({
      name,
      port,
      protocol,
      ...(appProtocol === undefined ? {} : { appProtocol }),
    }));
    const all = [...addresses.map((each) => endpointOf(each, true)), ...notReadyAddresses.map((each) => endpointOf(each, false))];
    const valid = all.filter(({ addresses: [ip = ''] }) => familyOf(ip) !== undefined);
    const kept = valid.slice(0, MOST_ADDRESSES);
    invalid += all.length - valid.length;
    skipped += all.length - kept.length;
    for (const addressType of ['IPv4', 'IPv6'] as const) {
      const some = kept.filter(({ addresses: [ip = ''] }) => familyOf(ip) === addressType);
      if (some.length > 0) wanted.push({ addressType, ports, endpoints: some });
    }
  }
  return { wanted, invalid, skipped };
}

function endpointOf({ ip, hostname = '', nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname === '' ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  };
}

function familyOf(ip: string): AddressType | undefined {
  if (isIPv4(ip)) return 'IPv4';
  return isIPv6(ip) ? 'IPv6' : undefined;
}
