import type { Container, PodSpec, Toleration } from '../generated/types.ts';
import { deepFreeze } from '../../base/merge.ts';
import { forbidden } from '../errors.ts';
import { fieldsOf, type KubeObject } from '../object.ts';
import type { Admission, AdmissionRequest } from './admission.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Every pod has a service account and the volume that proves it. kube: plugin/pkg/admission/serviceaccount/admission.go */
export const serviceAccount: Admission = {
  name: 'ServiceAccount',
  admit(api, request) {
    if (!isPodCreate(request)) return request.object;
    const { object, kind } = request;
    const spec = specOf(object);
    const account = spec.serviceAccountName === undefined || spec.serviceAccountName === '' ? 'default' : spec.serviceAccountName;
    const accounts = api.registry.find('serviceaccounts');
    const namespace = object.metadata.namespace!;
    const found = accounts === undefined ? undefined : api.store.find(accounts, `${namespace}/${account}`);
    // unlike kube: the plug-in waits up to a second for a new namespace's account; requests take no time here, so `default` is taken as coming
    if (found === undefined && account !== 'default') {
      throw forbidden(
        kind,
        object.metadata.name,
        `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
      );
    }
    const named = { ...spec, serviceAccountName: account, serviceAccount: account };
    const automount =
      spec.automountServiceAccountToken ?? (found === undefined ? true : fieldsOf(found)['automountServiceAccountToken'] !== false);
    if (!automount || named.volumes?.some(({ name }) => name.startsWith('kube-api-access-')) === true) return withSpec(object, named);
    return withSpec(object, withToken(named, `kube-api-access-${api.random.stream('kube-api-access').suffix(5)}`));
  },
};

/** A pod stays for five minutes on a node that is lost, unless it says otherwise. kube: plugin/pkg/admission/defaulttolerationseconds/admission.go */
export const defaultTolerationSeconds: Admission = {
  name: 'DefaultTolerationSeconds',
  admit(_, request) {
    if (request.kind.resource !== 'pods' || request.operation === 'delete') return request.object;
    const spec = specOf(request.object);
    const tolerations = spec.tolerations ?? [];
    const missing = LOST_NODE.filter(({ key }) => !tolerations.some((toleration) => tolerates(toleration, key!)));
    return missing.length === 0 ? request.object : withSpec(request.object, { ...spec, tolerations: [...tolerations, ...missing] });
  },
};

/** Every pod has a priority. kube: plugin/pkg/admission/priority/admission.go */
export const priority: Admission = {
  name: 'Priority',
  admit(_, request) {
    if (!isPodCreate(request)) return request.object;
    const { object, kind } = request;
    const spec = specOf(object);
    const className = spec.priorityClassName ?? '';
    const value = className === '' ? 0 : SYSTEM_CLASSES.get(className);
    if (value === undefined) throw forbidden(kind, object.metadata.name, `no PriorityClass with name ${className} was found`);
    if (spec.priority !== undefined && spec.priority !== value) {
      const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`;
      throw forbidden(kind, object.metadata.name, why);
    }
    return withSpec(object, { ...spec, priority: value, preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority' });
  },
};

const LOST_NODE: readonly Toleration[] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) =>
  Object.freeze({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }),
);

/** kube: pkg/apis/scheduling/types.go */
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);

function isPodCreate({ kind, operation }: AdmissionRequest): boolean {
  return kind.resource === 'pods' && operation === 'create';
}

function specOf(object: KubeObject): PodSpec {
  return (fieldsOf(object)['spec'] ?? { containers: [] }) as PodSpec;
}

function withSpec(object: KubeObject, spec: PodSpec): KubeObject {
  return Object.assign({}, object, { spec });
}

function withToken(spec: PodSpec, name: string): PodSpec {
  const mount = { name, readOnly: true, mountPath: TOKEN_PATH };
  const mounted = <C extends Container>(container: C): C =>
    container.volumeMounts?.some(({ mountPath }) => mountPath === TOKEN_PATH) === true
      ? container
      : { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
  const volume = { name, projected: TOKEN_SOURCES };
  // Admission comes before validation: there may be no containers at all.
  const { containers = [] } = spec as Partial<PodSpec>;
  return {
    ...spec,
    volumes: [...(spec.volumes ?? []), volume],
    containers: containers.map(mounted),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(mounted) }),
  };
}

/** Frozen, so that every pod shares it and it is looked at only once. */
const TOKEN_SOURCES = deepFreeze({
  defaultMode: 420,
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
  ],
});

function tolerates({ key = '', effect = '' }: Toleration, wanted: string): boolean {
  return (key === '' || key === wanted) && (effect === '' || effect === 'NoExecute');
}
