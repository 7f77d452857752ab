import type { Api } from '../api.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';

/** A request as admission sees it: decoded and defaulted, not yet validated. */
export interface AdmissionRequest {
  readonly user: string;
  readonly kind: Kind;
  readonly operation: 'create' | 'update' | 'delete';
  readonly object: KubeObject;
  readonly old: KubeObject | undefined;
}

/** What needs the state of the cluster to say yes or no, or to fill something in. */
export interface Admission {
  /** The plug-in's name in Kubernetes. */
  readonly name: string;
  /** Returns the object to go on with, or throws an ApiError. */
  readonly admit: (api: Api, request: AdmissionRequest) => KubeObject;
}

/** Passes a request through all plug-ins in their order. */
export function admit(api: Api, request: AdmissionRequest): KubeObject {
  let { object } = request;
  for (const plugin of api.admission) object = plugin.admit(api, object === request.object ? request : { ...request, object });
  return object;
}
