import type { Container, PodSpec, Toleration } from '../api/generated/types.ts';
import { deepFreeze } from '../base/merge.ts';
import { forbidden } from '../api/errors.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import type { Admission, AdmissionRequest } from '../api/admission/admission.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Every pod has a service account and the volume that proves it. kube: plugin/pkg/admission/serviceaccount/admission.go */
export const serviceAccount: Admission = {
  name: 'ServiceAccount',
  admit(api, request) {
    if (!isPodCreate(request)) return request.object;
    const { object, kind, name } = request;
    const spec = specOf(object);
    const account = spec.serviceAccountName === undefined || spec.serviceAccountName === '' ? 'default' : spec.serviceAccountName;
    const accounts = api.registry.find('serviceaccounts');
    const namespace = object.metadata.namespace!;
    const found = accounts === undefined ? undefined : api.store.find(accounts, `${namespace}/${account}`);
    // unlike kube: the plug-in waits up to a second for a new namespace's account; requests take no time here, so `default` is taken as coming
    if (found === undefined && account !== 'default') {
      throw forbidden(kind, name, `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`);
    }
    const secrets = (found === undefined ? undefined : fieldsOf(found)['imagePullSecrets']) as PodSpec['imagePullSecrets'];
    const pulls = (spec.imagePullSecrets ?? []).length === 0 && (secrets ?? []).length > 0 ? { imagePullSecrets: secrets! } : {};
    const named = { ...spec, serviceAccountName: account, serviceAccount: account, ...pulls };
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

const LOST_NODE: readonly Toleration[] = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map((key) =>
  Object.freeze({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }),
);

/** Whether a pod is to be made. */
export function isPodCreate({ kind, operation }: AdmissionRequest): boolean {
  return kind.resource === 'pods' && operation === 'create';
}

/** A pod's spec; admission comes before validation, so there may be none. */
export function specOf(object: KubeObject): PodSpec {
  return (fieldsOf(object)['spec'] ?? { containers: [] }) as PodSpec;
}

/** The pod with another spec. */
export function withSpec(object: KubeObject, spec: PodSpec): KubeObject {
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
