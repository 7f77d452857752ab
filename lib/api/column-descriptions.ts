import type { Kind } from './kind.ts';
import { descriptionOf } from './openapi/descriptions.ts';
import { findObjectType, objectTypeOf, type ObjectType } from './schema-table.ts';
import { typeNameOf } from './schema.ts';

/** What columns say of themselves: in words, or where a field is that says it (`.status.podIP`). */
type Texts = Readonly<Record<string, string>>;

const COMMON: Texts = {
  Name: '.metadata.name',
  Age: '.metadata.creationTimestamp',
  'Created At': '.metadata.creationTimestamp',
  Containers: 'Names of each container in the template.',
  Images: 'Images referenced by each container in the template.',
  Selector: '.spec.selector',
};

const REPLICAS: Texts = { Desired: '.spec.replicas', Current: '.status.replicas', Ready: '.status.readyReplicas' };

/** kube: pkg/printers/internalversion/printers.go AddHandlers */
// unlike kube: columns are described as in the version of their kind that is served, where the server quotes versions of long ago
const BY_RESOURCE: ReadonlyMap<string, Texts> = new Map<string, Texts>([
  ['configmaps', { Data: '.data' }],
  ['controllerrevisions.apps', { Controller: 'Controller of the object', Revision: '.revision' }],
  [
    'cronjobs.batch',
    {
      Schedule: '.spec.schedule',
      Timezone: '.spec.timeZone',
      Suspend: '.spec.suspend',
      Active: '.status.active',
      'Last Schedule': '.status.lastScheduleTime',
      Selector: '.spec.jobTemplate.spec.selector',
    },
  ],
  [
    'daemonsets.apps',
    {
      Desired: '.status.desiredNumberScheduled',
      Current: '.status.currentNumberScheduled',
      Ready: '.status.numberReady',
      'Up-to-date': '.status.updatedNumberScheduled',
      Available: '.status.numberAvailable',
      'Node Selector': '.spec.template.spec.nodeSelector',
    },
  ],
  [
    'deployments.apps',
    {
      Ready: 'Number of the pod with ready state',
      'Up-to-date': '.status.updatedReplicas',
      Available: '.status.availableReplicas',
    },
  ],
  ['endpoints', { Endpoints: '.subsets' }],
  ['endpointslices.discovery.k8s.io', { AddressType: '.addressType', Ports: '.ports', Endpoints: '.endpoints' }],
  [
    'events',
    {
      'Last Seen': '.lastTimestamp',
      Type: '.type',
      Reason: '.reason',
      Object: '.involvedObject',
      Subobject: '.involvedObject.fieldPath',
      Source: '.source',
      Message: '.message',
      'First Seen': '.firstTimestamp',
      Count: '.count',
    },
  ],
  [
    'horizontalpodautoscalers.autoscaling',
    {
      Reference: '.spec.scaleTargetRef',
      Targets: '.spec.metrics',
      MinPods: '.spec.minReplicas',
      MaxPods: '.spec.maxReplicas',
      Replicas: '.status.currentReplicas',
    },
  ],
  [
    'ingressclasses.networking.k8s.io',
    {
      Controller: 'Controller that is responsible for handling this class',
      Parameters: 'A reference to a resource with additional parameters',
    },
  ],
  [
    'ingresses.networking.k8s.io',
    {
      Class: 'The name of the IngressClass resource that should be used for additional configuration',
      Hosts: 'Hosts that incoming requests are matched against before the ingress rule',
      Address: 'Address is a list containing ingress points for the load-balancer',
      Ports: 'Ports of TLS configurations that open',
    },
  ],
  ['jobs.batch', { Status: 'Status of the job.', Completions: '.status.succeeded', Duration: 'Time required to complete the job.' }],
  ['leases.coordination.k8s.io', { Holder: '.spec.holderIdentity' }],
  ['namespaces', { Status: 'The status of the namespace' }],
  ['networkpolicies.networking.k8s.io', { 'Pod-Selector': '.spec.podSelector' }],
  [
    'nodes',
    {
      Status: 'The status of the node',
      Roles: 'The roles of the node',
      Version: '.status.nodeInfo.kubeletVersion',
      'Internal-IP': '.status.addresses',
      'External-IP': '.status.addresses',
      'OS-Image': '.status.nodeInfo.osImage',
      'Kernel-Version': '.status.nodeInfo.kernelVersion',
      'Container-Runtime': '.status.nodeInfo.containerRuntimeVersion',
    },
  ],
  [
    'persistentvolumeclaims',
    {
      Status: '.status.phase',
      Volume: '.spec.volumeName',
      Capacity: '.status.capacity',
      'Access Modes': '.status.accessModes',
      StorageClass: 'StorageClass of the pvc',
      VolumeAttributesClass: 'VolumeAttributesClass of the pvc',
      VolumeMode: '.spec.volumeMode',
    },
  ],
  [
    'persistentvolumes',
    {
      Capacity: '.spec.capacity',
      'Access Modes': '.spec.accessModes',
      'Reclaim Policy': '.spec.persistentVolumeReclaimPolicy',
      Status: '.status.phase',
      Claim: '.spec.claimRef',
      StorageClass: 'StorageClass of the pv',
      VolumeAttributesClass: 'VolumeAttributesClass of the pv',
      Reason: '.status.reason',
      VolumeMode: '.spec.volumeMode',
    },
  ],
  [
    'poddisruptionbudgets.policy',
    {
      'Min Available': 'The minimum number of pods that must be available.',
      'Max Unavailable': 'The maximum number of pods that may be unavailable.',
      'Allowed Disruptions': 'Calculated number of pods that may be disrupted at this time.',
    },
  ],
  [
    'pods',
    {
      Ready: 'The aggregate readiness state of this pod for accepting traffic.',
      Status: 'The aggregate status of the containers in this pod.',
      Restarts: 'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
      IP: '.status.podIP',
      Node: '.spec.nodeName',
      'Nominated Node': '.status.nominatedNodeName',
      'Readiness Gates': '.spec.readinessGates',
    },
  ],
  ['podtemplates', { 'Pod Labels': 'The labels for the pod template.' }],
  ['priorityclasses.scheduling.k8s.io', { Value: '.value', 'Global-Default': '.globalDefault', PreemptionPolicy: '.preemptionPolicy' }],
  ['replicasets.apps', REPLICAS],
  ['replicationcontrollers', REPLICAS],
  [
    'resourcequotas',
    {
      Request: 'Request represents a minimum amount of cpu/memory that a container may consume.',
      Limit: 'Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.',
    },
  ],
  ...(['rolebindings', 'clusterrolebindings'] as const).map((plural): readonly [string, Texts] => {
    const singular = { rolebindings: 'roleBinding', clusterrolebindings: 'clusterRoleBinding' }[plural];
    const subjects = ['Users', 'Groups', 'ServiceAccounts'].map((name) => [name, `${name} in the ${singular}`] as const);
    return [`${plural}.rbac.authorization.k8s.io`, { Role: '.roleRef', ...Object.fromEntries(subjects) }];
  }),
  ['secrets', { Type: '.type', Data: '.data' }],
  ['serviceaccounts', { Secrets: '.secrets' }],
  ['services', { Type: '.spec.type', 'Cluster-IP': '.spec.clusterIP', 'External-IP': '.spec.externalIPs', 'Port(s)': '.spec.ports' }],
  ['statefulsets.apps', { Ready: 'Number of the pod with ready state' }],
  [
    'storageclasses.storage.k8s.io',
    {
      Provisioner: '.provisioner',
      ReclaimPolicy: '.reclaimPolicy',
      VolumeBindingMode: '.volumeBindingMode',
      AllowVolumeExpansion: '.allowVolumeExpansion',
    },
  ],
]);

/** What the server says of a column of a published kind, or undefined where that is not known; empty where it quotes a field that nothing is published of. */
export function columnDescription({ apiVersion, kind, resource }: Kind, column: string): string | undefined {
  const texts = BY_RESOURCE.get(resource) ?? {};
  const text = Object.hasOwn(texts, column) ? texts[column] : Object.hasOwn(COMMON, column) ? COMMON[column] : undefined;
  if (text?.startsWith('.') !== true) return text;
  // Every object has metadata, custom ones too, of which no type is published.
  const typeName = typeNameOf(apiVersion, kind) ?? 'io.k8s.api.core.v1.Pod';
  return fieldDescription(typeName, text.slice(1).split('.'));
}

function fieldDescription(typeName: string, path: readonly string[]): string {
  const steps = path.slice(0, -1);
  const type = steps.reduce<ObjectType | undefined>((owner, step) => {
    const field = owner?.fields.get(step);
    return field === undefined ? undefined : objectTypeOf(field.type);
  }, findObjectType(typeName));
  return type === undefined ? '' : (descriptionOf(type.typeName, path.at(-1)) ?? '');
}
