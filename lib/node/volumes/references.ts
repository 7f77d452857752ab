import type { Container } from '../../api/generated/types.ts';
import type { Pod } from '../../kinds/pod-state.ts';

/** `configmap/settings`, `secret/db`: an object of a pod's own namespace. */
export type ObjectName = `${'configmap' | 'secret'}/${string}`;

/** The ConfigMaps and Secrets whose entries a pod has as files. */
export function mountedObjects({ spec }: Pod): ReadonlySet<ObjectName> {
  const names = (spec.volumes ?? []).flatMap(({ configMap, secret, projected }) => [
    ...named('configmap', configMap?.name),
    ...named('secret', secret?.secretName),
    ...(projected?.sources ?? []).flatMap((source) => [
      ...named('configmap', source.configMap?.name),
      ...named('secret', source.secret?.name),
    ]),
  ]);
  return new Set(names);
}

/** All ConfigMaps and Secrets that a pod has as files or as variables. */
export function usedObjects(pod: Pod): ReadonlySet<ObjectName> {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  return new Set([...mountedObjects(pod), ...containers.flatMap(inEnvironment)]);
}

function inEnvironment({ env = [], envFrom = [] }: Container): readonly ObjectName[] {
  return [
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [...named('configmap', configMapRef?.name), ...named('secret', secretRef?.name)]),
    ...env.flatMap(({ valueFrom }) => [
      ...named('configmap', valueFrom?.configMapKeyRef?.name),
      ...named('secret', valueFrom?.secretKeyRef?.name),
    ]),
  ];
}

function named(kind: 'configmap' | 'secret', name: string | undefined): readonly ObjectName[] {
  return name === undefined || name === '' ? [] : [`${kind}/${name}`];
}
