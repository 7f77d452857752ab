import { UsageError } from './api/errors.ts';
import type { Kind } from './api/kind.ts';
import type { Manifest } from './api/object.ts';

/** What a scenario says of a workload it does not write a manifest for. */
export interface Sample {
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
  readonly image: string;
}

/** What scenarios get that do not name one. */
export const SAMPLE_NAME = 'web';
export const SAMPLE_IMAGE = 'nginx:1.25';

/** The manifest of a plain workload: pods labelled `app=<name>` with one container `<name>`. Throws a UsageError for kinds that run no pods. */
export function sampleManifest(kind: Kind, { name, namespace, replicas, image }: Sample): Manifest {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name, image }] } };
  const head = { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name, namespace, labels } };
  switch (kind.resource) {
    case 'replicationcontrollers':
      return { ...head, spec: { replicas, selector: labels, template } };
    case 'replicasets.apps':
    case 'deployments.apps':
    case 'statefulsets.apps':
      return { ...head, spec: { replicas, selector: { matchLabels: labels }, template } };
    default:
      throw new UsageError(`a ${kind.kind} has no replicas; write it as a manifest (Given the manifest "..." or When I apply:)`);
  }
}

/** The manifest of a plain pod. */
export function samplePod({ name, namespace, image }: Omit<Sample, 'replicas'>, labels: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec: { containers: [{ name, image }] } };
}
