import type { Client } from '../api/client.ts';
import type { Kind } from '../api/kind.ts';
import { actor } from '../control/actor.ts';
import { API_SERVER } from '../control/network.ts';
import { EndpointsKind } from '../kinds/endpoints.ts';
import { EndpointSliceKind, SERVICE_NAME_LABEL } from '../kinds/endpointslice.ts';
import { ServiceKind } from '../kinds/service.ts';
import type { TimedEvent } from '../sim/clock.ts';
import { API_SERVER_SERVICE_MILLIS } from '../sim/latencies.ts';

const NAME = 'kubernetes';
const NAMESPACE = 'default';
const METADATA = { name: NAME, namespace: NAMESPACE };

/** Publishes what is missing of the Service under which pods find the API server. kube: pkg/controlplane/controller/kubernetesservice/controller.go */
export function publishApiServer(api: Client): void {
  const port = { name: 'https', port: 6443, protocol: 'TCP' };
  if (api.find(ServiceKind, NAME, NAMESPACE) === undefined)
    api.create(ServiceKind, {
      metadata: { ...METADATA, labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
    });
  if (api.find(EndpointsKind, NAME, NAMESPACE) === undefined) {
    const labels = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
    api.create(EndpointsKind, { metadata: { ...METADATA, labels }, subsets: [{ addresses: [{ ip: API_SERVER }], ports: [port] }] });
  }
  if (api.find(EndpointSliceKind, NAME, NAMESPACE) === undefined)
    api.create(EndpointSliceKind, {
      metadata: { ...METADATA, labels: { [SERVICE_NAME_LABEL]: NAME } },
      addressType: 'IPv4',
      ports: [port],
      endpoints: [{ addresses: [API_SERVER], conditions: { ready: true } }],
    });
}

/** The API server looks after its own Service every ten seconds; here it looks when something of it was deleted. */
export const apiServerService = actor<TimedEvent>({
  name: 'kube-apiserver',
  watches: [ServiceKind, EndpointsKind, EndpointSliceKind] as unknown as readonly Kind[],
  changed({ key, after }, context) {
    if (after !== undefined || key !== `${NAMESPACE}/${NAME}` || context.memory.has(NAME)) return;
    const delayMillis = API_SERVER_SERVICE_MILLIS - (((context.now() % API_SERVER_SERVICE_MILLIS) + API_SERVER_SERVICE_MILLIS) % API_SERVER_SERVICE_MILLIS); // prettier-ignore
    context.memory.set(NAME, context.after(delayMillis, NAME, 'the API server looks after its Service'));
  },
  handle(_, context) {
    context.memory.delete(NAME);
    publishApiServer(context.api);
  },
});
