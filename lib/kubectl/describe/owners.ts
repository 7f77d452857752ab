import { controllerOf } from '../../control/owners.ts';
import type { KubeObject } from '../../api/object.ts';
import { field } from './lines.ts';

/** Whose object it is, or undefined. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go printController */
export function controllerLine(object: KubeObject): string | undefined {
  const owner = controllerOf(object);
  return field('Controlled By', owner && `${owner.kind}/${owner.name}`);
}
