import type { Store } from '../api/store.ts';
import { matchesLabels, selectorOfLabels } from '../base/labels.ts';
import { EndpointsKind, type Endpoints } from '../kinds/endpoints.ts';
import { EndpointSliceKind, type EndpointSlice } from '../kinds/endpointslice.ts';
import { PodKind } from '../kinds/pod.ts';
import { isReady, isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import type { Service } from '../kinds/service.ts';
import { erasedKind } from './objects.ts';

/** What the Endpoints and slices of a Service do not say as its pods are: one text each. `isRestless` says for which pods it may be a moment old. */
export function ofService(store: Store, service: Service, isRestless: (pod: Pod) => boolean): readonly string[] {
  const { metadata, spec } = service;
  if (spec.selector === undefined || metadata.deletionTimestamp !== undefined) return [];
  const selector = selectorOfLabels(spec.selector);
  const namespace = metadata.namespace ?? '';
  const pods = (store.list(erasedKind(PodKind), namespace) as Pod[]).filter((pod) => matchesLabels(selector, pod.metadata.labels));
  if (pods.some(isRestless)) return [];
  const key = `${namespace}/${metadata.name}`;
  const slices = store.by(erasedKind(EndpointSliceKind), 'service', key) as EndpointSlice[];
  return [
    ...difference('Endpoints', addressesOf(store.find(erasedKind(EndpointsKind), key)), wantedAddresses(service, pods)),
    ...difference('EndpointSlices', endpointsOf(slices), wantedEndpoints(service, pods)),
    ...(slices.length === 0 ? ['has no EndpointSlice'] : []),
  ];
}

function difference(what: string, found: readonly string[], wanted: readonly string[]): readonly string[] {
  const [is, should] = [found.toSorted().join(', '), wanted.toSorted().join(', ')];
  return is === should
    ? []
    : [`has ${what} with ${is === '' ? 'nothing' : is} where there should be ${should === '' ? 'nothing' : should}`];
}

/** Each once, in however many subsets it is. */
function addressesOf(endpoints: Endpoints | undefined): readonly string[] {
  const all = (endpoints?.subsets ?? []).flatMap(({ addresses = [], notReadyAddresses = [] }) => [
    ...addresses.map(({ ip }) => `${ip} ready`),
    ...notReadyAddresses.map(({ ip }) => `${ip} not ready`),
  ]);
  return [...new Set(all)];
}

/** Without a port, only what is headless has addresses. */
function wantedAddresses({ spec }: Service, pods: readonly Pod[]): readonly string[] {
  const { ports = [], publishNotReadyAddresses: all = false } = spec;
  const hasPort = (pod: Pod): boolean =>
    ports.length === 0 || ports.some(({ targetPort }) => typeof targetPort !== 'string' || portNames(pod).includes(targetPort));
  return withAddress(pods)
    .filter((pod) => hasPort(pod) && (all || pod.metadata.deletionTimestamp === undefined))
    .map((pod) => `${pod.status.podIP!} ${all || isReady(pod) ? 'ready' : 'not ready'}`);
}

function portNames({ spec }: Pod): readonly string[] {
  return spec.containers.flatMap(({ ports = [] }) => ports.map(({ name = '' }) => name));
}

function endpointsOf(slices: readonly EndpointSlice[]): readonly string[] {
  return slices.flatMap(({ endpoints = [] }) =>
    endpoints.map(({ addresses, conditions: { ready, serving, terminating } = {} }) =>
      [addresses.join(), ready, serving, terminating].join(' '),
    ),
  );
}

function wantedEndpoints({ spec }: Service, pods: readonly Pod[]): readonly string[] {
  return withAddress(pods).map((pod) => {
    const isGoing = pod.metadata.deletionTimestamp !== undefined;
    const serving = isReady(pod);
    return [pod.status.podIP!, spec.publishNotReadyAddresses === true || (serving && !isGoing), serving, isGoing].join(' ');
  });
}

function withAddress(pods: readonly Pod[]): readonly Pod[] {
  return pods.filter(({ status }) => (status.podIP ?? '') !== '' && !isTerminalPhase(status.phase));
}
