import type { Client } from '../../api/client.ts';
import type { Kind } from '../../api/kind.ts';
import type { Watched } from '../../control/controller.ts';
import { EndpointSliceKind, MANAGED_BY_LABEL, SERVICE_NAME_LABEL, type EndpointSlice } from '../../kinds/endpointslice.ts';

/** The slices of a Service that a controller keeps, by its mark. The key is the Service's. */
export function keptSlices(api: Client, manager: string, key: string): readonly EndpointSlice[] {
  return api
    .by(EndpointSliceKind, 'service', key)
    .filter(({ metadata }) => metadata.labels?.[MANAGED_BY_LABEL] === manager && metadata.deletionTimestamp === undefined);
}

/** Looks at a Service again when somebody else than its keeper changes or removes one of the slices kept for it. */
export function slicesKeptBy(manager: string, user: string): Watched {
  return {
    kind: EndpointSliceKind as unknown as Kind,
    keys: (change) => {
      const { labels = {}, namespace = '' } = (change.after ?? change.before)!.metadata;
      const service = labels[SERVICE_NAME_LABEL];
      return service === undefined || labels[MANAGED_BY_LABEL] !== manager || change.user === user ? [] : [`${namespace}/${service}`];
    },
  };
}
