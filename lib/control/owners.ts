import type { OwnerReference } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';

/** The reference that says `owner` controls the object that carries it. kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/controller_ref.go NewControllerRef */
export function controllerRef<T extends KubeObject>(kind: Kind<T>, owner: T): OwnerReference {
  const { name, uid } = owner.metadata;
  return { apiVersion: kind.apiVersion, kind: kind.kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** The reference to the object's controller, or undefined. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

/** Whether the object is controlled by the one with that uid. */
export function isControlledBy(object: KubeObject, uid: string): boolean {
  return controllerOf(object)?.uid === uid;
}
