import type { DiscoveryEndpointPort, Endpoint } from '../../api/generated/types.ts';
import type { EndpointSlice } from '../../kinds/endpointslice.ts';

/** What a slice is to hold. */
export interface SliceDraft {
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What a slice that is there is to hold. */
export interface SliceChange extends SliceDraft {
  readonly slice: EndpointSlice;
}

/** What is to become of the slices of a Service. */
export interface SlicePlan {
  readonly created: readonly SliceDraft[];
  readonly updated: readonly SliceChange[];
  readonly deleted: readonly EndpointSlice[];
  readonly unchanged: readonly EndpointSlice[];
}

/** A plan in which some of the slices that were to be left alone are written, too. */
export function alsoUpdating(plan: SlicePlan, isMeant: (slice: EndpointSlice) => boolean): SlicePlan {
  const more = plan.unchanged.filter(isMeant);
  if (more.length === 0) return plan;
  return {
    ...plan,
    updated: [...plan.updated, ...more.map((slice) => ({ slice, ports: slice.ports ?? [], endpoints: slice.endpoints ?? [] }))],
    unchanged: plan.unchanged.filter((slice) => !more.includes(slice)),
  };
}

/** A plan in which every endpoint that is written is what `change` makes of it, in the order of creations and updates. */
export function withEndpoints(plan: SlicePlan, change: (endpoint: Endpoint) => Endpoint): SlicePlan {
  const changed = <T extends SliceDraft>(draft: T): T => ({ ...draft, endpoints: draft.endpoints.map(change) });
  return { ...plan, created: plan.created.map(changed), updated: plan.updated.map(changed) };
}

/** The endpoints that a plan writes. */
export function writtenEndpoints({ created, updated }: SlicePlan): readonly Endpoint[] {
  return [...created, ...updated].flatMap(({ endpoints }) => endpoints);
}
