import type { EndpointAddress, EndpointPort } from '../api/generated/types.ts';
import { ApiError } from '../api/errors.ts';
import { same } from '../base/merge.ts';
import { defineController, type ReconcileContext } from '../control/controller.ts';
import { EndpointsKind } from '../kinds/endpoints.ts';
import { isReady, type Pod } from '../kinds/pod-state.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
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
import { packed, truncated, type Entry } from './endpoints/subsets.ts';
import { triggerOf, withTrigger, type SeenTimes } from './endpoints/trigger-time.ts';

const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';

/** kube: pkg/controller/endpoint/endpoints_controller.go maxRetries */
const MAX_RETRIES = 15;

/** Keeps the Endpoints of every Service that selects pods. kube: pkg/controller/endpoint/endpoints_controller.go */
export const endpointsController = defineController<Service, SeenTimes>({
  name: 'endpoint-controller',
  for: ServiceKind,
  maxRetries: MAX_RETRIES,
  watches: [
    podsOfServices,
    {
      kind: EndpointsKind,
      keys: ({ key, after }) => (after === undefined ? [key] : []),
    },
  ],
  reconcile(service, context, memory) {
    if (!hasSelectedPods(service)) return;
    const pods = selectedPods(context.api, service);
    const trigger = triggerOf(service, pods, memory.recall());
    // What was seen counts as seen, even if there is nothing to write.
    memory.remember(trigger.seen);
    write(context, service, truncated(packed(entriesOf(service, pods.filter(canBeEndpoint)))), trigger.time);
  },
  afterwards(key, { api }) {
    const [namespace = '', name = ''] = key.split('/');
    const left = api.find(EndpointsKind, name, namespace);
    if (left !== undefined) api.delete(EndpointsKind, left);
  },
});

/** What a Service's pods come to: every address with every port, ready or not. */
function entriesOf(service: Service, pods: readonly Pod[]): readonly Entry[] {
  const { ports = [], publishNotReadyAddresses = false } = service.spec;
  return pods
    .filter(({ metadata }) => publishNotReadyAddresses || metadata.deletionTimestamp === undefined)
    .flatMap((pod): readonly Entry[] => {
      const ready = publishNotReadyAddresses || isReady(pod);
      const address = addressOf(pod, service);
      if (ports.length === 0) return isHeadless(service) ? [{ address, port: undefined, isReady: ready }] : [];
      const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
      return ports.flatMap((port): readonly Entry[] => {
        const number = portOn([...pod.spec.containers, ...sidecars], port);
        return number === undefined ? [] : [{ address, port: endpointPort(port, number), isReady: ready }];
      });
    });
}

function addressOf(pod: Pod, service: Service): EndpointAddress {
  const { name, namespace, uid } = pod.metadata;
  const hostname = hostnameUnder(pod, service);
  return {
    ip: pod.status.podIP!,
    ...(hostname === undefined ? {} : { hostname }),
    nodeName: pod.spec.nodeName ?? '',
    targetRef: { kind: 'Pod', ...(namespace === undefined ? {} : { namespace }), name, uid },
  };
}

function endpointPort({ name, protocol = 'TCP', appProtocol }: NonNullable<Service['spec']['ports']>[number], port: number): EndpointPort {
  return { ...(name === undefined ? {} : { name }), port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}

function write(
  context: ReconcileContext,
  service: Service,
  { subsets, isCut }: ReturnType<typeof truncated>,
  triggerTime: string | undefined,
): void {
  const { api, events } = context;
  const { name, namespace = 'default', labels: own } = service.metadata;
  const existing = api.find(EndpointsKind, name, namespace);
  const labels = { ...own, ...(isHeadless(service) ? { [HEADLESS_LABEL]: '' } : {}) };
  const { [OVER_CAPACITY]: before, ...others } = existing?.metadata.annotations ?? {};
  const annotations = withTrigger(isCut ? { ...others, [OVER_CAPACITY]: 'truncated' } : others, triggerTime);
  const isSame =
    same(existing?.subsets ?? [], subsets) && same(existing?.metadata.labels ?? {}, labels) && (before !== undefined) === isCut;
  if (existing !== undefined && isSame) return;
  const wanted = { metadata: { name, namespace, labels, annotations }, ...(subsets.length === 0 ? {} : { subsets }) };
  try {
    if (existing === undefined) api.create(EndpointsKind, wanted);
    else
      api.update(EndpointsKind, {
        ...wanted,
        apiVersion: existing.apiVersion,
        kind: existing.kind,
        metadata: { ...existing.metadata, labels, annotations },
      });
  } catch (error) {
    if (!(error instanceof ApiError) || error.hasCause('NamespaceTerminating')) throw error;
    const [reason, verb] =
      existing === undefined ? ['FailedToCreateEndpoint', 'create endpoint for service'] : ['FailedToUpdateEndpoint', 'update endpoint'];
    events.record(existing ?? service, 'Warning', reason, `Failed to ${verb} ${namespace}/${name}: ${error.message}`);
    throw error;
  }
}
