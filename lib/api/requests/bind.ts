import type { Api } from '../api.ts';
import { conflict } from '../errors.ts';
import type { Kind } from '../kind.ts';
import { fieldsOf, type KubeObject } from '../object.ts';
import { current, store, type Reference } from './update.ts';

interface PodParts {
  readonly spec: { readonly nodeName?: string; readonly schedulingGates?: readonly unknown[] };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly lastTransitionTime?: string }[];
  };
}

/** POST of a pod's binding. kube: pkg/registry/core/pod/storage/storage.go assignPod */
export function bindPod(api: Api, user: string, pods: Kind, target: Reference, nodeName: string): KubeObject {
  const old = current(api, pods, target);
  const { name, deletionTimestamp } = old.metadata;
  const { spec, status } = fieldsOf(old) as unknown as PodParts;
  const refuse = (why: string): never => {
    throw conflict({ ...pods, resource: 'pods/binding' }, name, why);
  };
  if (deletionTimestamp !== undefined) refuse(`pod ${name} is being deleted, cannot be assigned to a host`);
  if (spec.nodeName !== undefined && spec.nodeName !== '') refuse(`pod ${name} is already assigned to node "${spec.nodeName}"`);
  if ((spec.schedulingGates?.length ?? 0) > 0) refuse(`pod ${name} has non-empty .spec.schedulingGates`);
  const others = (status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: api.timestamp() };
  const bound = { ...old, spec: { ...spec, nodeName }, status: { ...status, conditions: [...others, scheduled] } };
  return store(api, user, pods, old, bound);
}
