import type { Api } from '../api.ts';
import type { Kind } from '../kind.ts';
import type { KubeObject } from '../object.ts';

/** A request as admission sees it: decoded and defaulted, and validated where a plug-in only has to agree. */
export interface AdmissionRequest {
  readonly user: string;
  readonly kind: Kind;
  readonly operation: 'create' | 'update' | 'delete';
  readonly object: KubeObject;
  readonly old: KubeObject | undefined;
  /** What a refusal calls the object: a name that the server has yet to make up is what it will begin with. */
  readonly name: string;
  /** Whether nothing will be stored. */
  readonly dryRun: boolean;
  /** Is told what there is to say of an object that is let in; undefined where nobody listens. */
  readonly warn?: ((warning: string) => void) | undefined;
}

/** What needs the state of the cluster to say yes or no, or to fill something in. */
export interface Admission {
  /** The plug-in's name in Kubernetes. */
  readonly name: string;
  /** Returns the object to go on with, or throws an ApiError. */
  readonly admit?: (api: Api, request: AdmissionRequest) => KubeObject;
  /** Looks at an object with which nothing else is wrong, last of all; throws an ApiError to keep it out. */
  readonly agree?: (api: Api, request: AdmissionRequest) => void;
}

/** Passes a request through all plug-ins in their order. */
export function admit(api: Api, request: AdmissionRequest): KubeObject {
  let { object } = request;
  for (const plugin of api.admission)
    if (plugin.admit !== undefined) object = plugin.admit(api, object === request.object ? request : { ...request, object });
  return object;
}

/** Asks all plug-ins in their order whether what is valid may be stored. kube: staging/src/k8s.io/apiserver/pkg/admission/interfaces.go ValidationInterface */
export function agree(api: Api, request: AdmissionRequest): void {
  for (const plugin of api.admission) plugin.agree?.(api, request);
}
