import type { Backend, ServicePortRules } from './service-rules.ts';

/** A node as far as it decides where connections go. */
export interface Place {
  readonly node: string | undefined;
  readonly zone: string | undefined;
}

/** The endpoints that a node's rules send connections to. */
export interface Usable {
  /** Of the whole cluster, and of the node alone. */
  readonly cluster: readonly Backend[];
  readonly local: readonly Backend[];
  /** Whether there is any to be used somewhere in the cluster. */
  readonly hasAny: boolean;
}

/** Whether somebody beside the cluster can reach the port. */
export function isReachableFromOutside({ nodePort, externalIps, loadBalancerIps }: ServicePortRules): boolean {
  return nodePort !== 0 || externalIps.length > 0 || loadBalancerIps.length > 0;
}

/** Which endpoints are used: the ready ones; where there are none, those that still serve while they end. kube: pkg/proxy/topology.go CategorizeEndpoints */
export function usableBackends(rules: ServicePortRules, { node, zone }: Place): Usable {
  const { backends, isInternalLocal, isExternalLocal } = rules;
  const isOutside = isReachableFromOutside(rules);
  const isHere = (backend: Backend): boolean => backend.node === node;
  const usesCluster = !isInternalLocal || isOutside;
  const usesLocal = isInternalLocal || (isExternalLocal && isOutside);
  const cluster = usesCluster ? hinted(preferReady(backends), zone) : [];
  const local = usesLocal ? preferReady(backends.filter(isHere)) : [];
  return { cluster, local, hasAny: preferReady(backends).length > 0 };
}

function preferReady(backends: readonly Backend[]): readonly Backend[] {
  const ready = backends.filter(({ isReady }) => isReady);
  return ready.length > 0 ? ready : backends.filter(({ isServing, isTerminating }) => isServing && isTerminating);
}

/** Hints count only where every ready endpoint has them, and one is for this zone. kube: the same file, topologyModeFromHints */
function hinted(backends: readonly Backend[], zone: string | undefined): readonly Backend[] {
  if (zone === undefined || zone === '' || backends.some(({ isReady, zones }) => !isReady || zones.length === 0)) return backends;
  const here = backends.filter(({ zones }) => zones.includes(zone));
  return here.length > 0 ? here : backends;
}
