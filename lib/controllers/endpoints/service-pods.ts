import type { Client } from '../../api/client.ts';
import type { Container, ServicePort } from '../../api/generated/types.ts';
import type { Kind } from '../../api/kind.ts';
import { keyOf, type KubeObject } from '../../api/object.ts';
import type { Change } from '../../api/store.ts';
import { matchesLabels, selectorOfLabels } from '../../base/labels.ts';
import { same } from '../../base/merge.ts';
import type { Watched } from '../../control/controller.ts';
import { PodKind } from '../../kinds/pod.ts';
import { isReady, isTerminalPhase, type Pod } from '../../kinds/pod-state.ts';
import { ServiceKind, type Service } from '../../kinds/service.ts';

/** The labels that say that a Service has no address of its own. */
export const HEADLESS_LABEL = 'service.kubernetes.io/headless';

/** Whether somebody has to look for the endpoints of a Service. */
export function hasSelectedPods({ spec }: Service): boolean {
  return spec.type !== 'ExternalName' && spec.selector !== undefined;
}

/** The pods that a Service selects, in the order of their names. */
export function selectedPods(api: Client, { metadata, spec }: Service): readonly Pod[] {
  return api.list(PodKind, { namespace: metadata.namespace, labelSelector: selectorOfLabels(spec.selector ?? {}) });
}

/** Whether a pod has an address and has not ended. kube: staging/src/k8s.io/endpointslice/util/controller_utils.go ShouldPodBeInEndpoints */
export function canBeEndpoint({ status }: Pod): boolean {
  return !isTerminalPhase(status.phase) && (status.podIP ?? '') !== '';
}

/** Whether a Service has no address in the cluster. */
export function isHeadless({ spec }: Service): boolean {
  return (spec.clusterIP ?? '') === '' || spec.clusterIP === 'None';
}

/** The host name under which a pod can be found below a Service; undefined where it has none. kube: the same file, ShouldSetHostname */
export function hostnameUnder({ metadata, spec }: Pod, service: Service): string | undefined {
  const { hostname = '', subdomain } = spec;
  return hostname !== '' && subdomain === service.metadata.name && metadata.namespace === service.metadata.namespace ? hostname : undefined;
}

/** The number of a Service's port on one of its pods; undefined where no container has a port of that name. kube: pkg/api/v1/pod/util.go FindPort */
export function portOn(containers: readonly Container[], { targetPort, protocol = 'TCP', port }: ServicePort): number | undefined {
  if (typeof targetPort !== 'string') return targetPort ?? port;
  const ports = containers.flatMap((container) => container.ports ?? []);
  return ports.find(({ name, protocol: own = 'TCP' }) => name === targetPort && own === protocol)?.containerPort;
}

/** Tells a controller of Services of every change of a pod that may matter to one. kube: the same file, GetServicesToUpdateOnPodChange */
export const podsOfServices: Watched = {
  kind: PodKind as unknown as Kind,
  keys: concerned,
};

function concerned({ before, after }: Change, api: Client): readonly string[] {
  const [old, now] = [before as Pod | undefined, after as Pod | undefined];
  if (old !== undefined && now !== undefined && !hasChanged(old, now) && !hasOtherLabels(old, now)) return [];
  const services = api.list(ServiceKind, { namespace: (after ?? before)!.metadata.namespace });
  return services.filter((service) => selects(service, old) || selects(service, now)).map(keyOf);
}

function selects({ spec }: Service, pod: KubeObject | undefined): boolean {
  return pod !== undefined && spec.selector !== undefined && matchesLabels(selectorOfLabels(spec.selector), pod.metadata.labels);
}

function hasChanged(old: Pod, now: Pod): boolean {
  return (
    old.metadata.deletionTimestamp !== now.metadata.deletionTimestamp ||
    isReady(old) !== isReady(now) ||
    !same(old.status.podIPs, now.status.podIPs) ||
    isTerminalPhase(old.status.phase) !== isTerminalPhase(now.status.phase)
  );
}

function hasOtherLabels(old: Pod, now: Pod): boolean {
  return (
    !same(old.metadata.labels, now.metadata.labels) || old.spec.hostname !== now.spec.hostname || old.spec.subdomain !== now.spec.subdomain
  );
}
