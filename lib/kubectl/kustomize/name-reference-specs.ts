import type { FieldSpec } from './field-path.ts';
import type { TypeSelector } from './resource.ts';

/** What may be named, and where. */
export interface NameReference {
  readonly to: TypeSelector;
  readonly from: readonly FieldSpec[];
}

// kube: sigs.k8s.io/kustomize/api/internal/konfig/builtinpluginconsts/namereference.go

/** Where the specifications of pods are, by kind. */
const POD_SPECS: ReadonlyMap<string, string> = new Map([
  ['Pod', 'spec'],
  ['PodTemplate', 'template/spec'],
  ['ReplicationController', 'spec/template/spec'],
  ['Deployment', 'spec/template/spec'],
  ['ReplicaSet', 'spec/template/spec'],
  ['DaemonSet', 'spec/template/spec'],
  ['StatefulSet', 'spec/template/spec'],
  ['Job', 'spec/template/spec'],
  ['CronJob', 'spec/jobTemplate/spec/template/spec'],
]);

const WITH_CONTENT = ['Pod', 'PodTemplate', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'CronJob'];
const WITH_ACCOUNT = ['Pod', 'StatefulSet', 'Deployment', 'ReplicationController', 'CronJob', 'Job', 'DaemonSet'];

function inPods(kinds: readonly string[], ...fields: readonly string[]): readonly FieldSpec[] {
  return kinds.flatMap((kind) => fields.map((field) => ({ kind, path: `${POD_SPECS.get(kind)!}/${field}` })));
}

function inContainers(...fields: readonly string[]): readonly string[] {
  return ['containers', 'initContainers'].flatMap((list) => fields.map((field) => `${list}/${field}`));
}

const RULE_NAMES: readonly FieldSpec[] = ['Role', 'ClusterRole'].map((kind) => ({ kind, path: 'rules/resourceNames' }));
const RBAC = 'rbac.authorization.k8s.io';

function annotatedIngress(...annotations: readonly string[]): readonly FieldSpec[] {
  return annotations.map((name) => ({ kind: 'Ingress', path: `metadata/annotations/${name.replace('/', '\\/')}` }));
}

/** Every place where something is named that may be renamed. */
export const NAME_REFERENCES: readonly NameReference[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
    to: { kind },
    from: [{ kind: 'HorizontalPodAutoscaler', path: 'spec/scaleTargetRef/name' }],
  })),
  {
    to: { kind: 'ConfigMap', version: 'v1' },
    from: [
      ...inPods(
        WITH_CONTENT,
        'volumes/configMap/name',
        'volumes/projected/sources/configMap/name',
        ...inContainers('env/valueFrom/configMapKeyRef/name', 'envFrom/configMapRef/name'),
      ),
      { kind: 'Node', path: 'spec/configSource/configMap' },
      ...RULE_NAMES,
      ...annotatedIngress('nginx.ingress.kubernetes.io/fastcgi-params-configmap'),
    ],
  },
  {
    to: { kind: 'Secret', version: 'v1' },
    from: [
      ...inPods(
        WITH_CONTENT,
        'volumes/secret/secretName',
        'imagePullSecrets/name',
        'volumes/projected/sources/secret/name',
        ...inContainers('env/valueFrom/secretKeyRef/name', 'envFrom/secretRef/name'),
      ),
      { kind: 'Ingress', path: 'spec/tls/secretName' },
      ...annotatedIngress(
        'ingress.kubernetes.io/auth-secret',
        'nginx.ingress.kubernetes.io/auth-secret',
        'nginx.ingress.kubernetes.io/auth-tls-secret',
      ),
      { kind: 'ServiceAccount', path: 'imagePullSecrets/name' },
      ...['secretName', 'adminSecretName', 'userSecretName', 'secretRef'].map((name) => ({
        kind: 'StorageClass',
        path: `parameters/${name}`,
      })),
      ...RULE_NAMES,
      { kind: 'PersistentVolume', path: 'spec/azureFile/secretName' },
    ],
  },
  {
    to: { kind: 'Service', version: 'v1' },
    from: [
      { kind: 'StatefulSet', group: 'apps', path: 'spec/serviceName' },
      ...[
        'rules/http/paths/backend/serviceName',
        'backend/serviceName',
        'rules/http/paths/backend/service/name',
        'defaultBackend/service/name',
      ].map((path) => ({ kind: 'Ingress', path: `spec/${path}` })),
      { kind: 'APIService', group: 'apiregistration.k8s.io', path: 'spec/service/name' },
      ...['Validating', 'Mutating'].map((sort) => ({
        kind: `${sort}WebhookConfiguration`,
        group: 'admissionregistration.k8s.io',
        path: 'webhooks/clientConfig/service',
      })),
    ],
  },
  { to: { kind: 'Role', group: RBAC }, from: [{ kind: 'RoleBinding', group: RBAC, path: 'roleRef/name' }] },
  {
    to: { kind: 'ClusterRole', group: RBAC },
    from: ['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ kind, group: RBAC, path: 'roleRef/name' })),
  },
  {
    to: { kind: 'ServiceAccount', version: 'v1' },
    from: [
      ...['RoleBinding', 'ClusterRoleBinding'].map((kind) => ({ kind, group: RBAC, path: 'subjects' })),
      ...inPods(WITH_ACCOUNT, 'serviceAccountName'),
    ],
  },
  { to: { kind: 'PersistentVolumeClaim', version: 'v1' }, from: inPods(WITH_ACCOUNT, 'volumes/persistentVolumeClaim/claimName') },
  {
    to: { kind: 'PersistentVolume', version: 'v1' },
    from: [
      { kind: 'PersistentVolumeClaim', path: 'spec/volumeName' },
      { kind: 'ClusterRole', path: 'rules/resourceNames' },
    ],
  },
  {
    to: { kind: 'StorageClass', version: 'v1', group: 'storage.k8s.io' },
    from: [
      { kind: 'PersistentVolume', path: 'spec/storageClassName' },
      { kind: 'PersistentVolumeClaim', path: 'spec/storageClassName' },
      { kind: 'StatefulSet', path: 'spec/volumeClaimTemplates/spec/storageClassName' },
    ],
  },
  { to: { kind: 'PriorityClass', version: 'v1', group: 'scheduling.k8s.io' }, from: inPods(WITH_ACCOUNT, 'priorityClassName') },
];
