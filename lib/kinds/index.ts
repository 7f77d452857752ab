import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { ClusterRoleKind } from './clusterrole.ts';
import { ClusterRoleBindingKind } from './clusterrolebinding.ts';
import { ConfigMapKind } from './configmap.ts';
import { ControllerRevisionKind } from './controllerrevision.ts';
import { CronJobKind } from './cronjob.ts';
import { CustomResourceDefinitionKind } from './customresourcedefinition.ts';
import { DaemonSetKind } from './daemonset.ts';
import { DeploymentKind } from './deployment.ts';
import { EndpointsKind } from './endpoints.ts';
import { EndpointSliceKind } from './endpointslice.ts';
import { EventKind } from './event.ts';
import { EventsEventKind } from './events-event.ts';
import { HorizontalPodAutoscalerV1Kind } from './horizontalpodautoscaler-v1.ts';
import { HorizontalPodAutoscalerKind } from './horizontalpodautoscaler.ts';
import { IngressKind } from './ingress.ts';
import { IngressClassKind } from './ingressclass.ts';
import { JobKind } from './job.ts';
import { LeaseKind } from './lease.ts';
import { LimitRangeKind } from './limitrange.ts';
import { NamespaceKind } from './namespace.ts';
import { NetworkPolicyKind } from './networkpolicy.ts';
import { NodeKind } from './node.ts';
import { PersistentVolumeKind } from './persistentvolume.ts';
import { PersistentVolumeClaimKind } from './persistentvolumeclaim.ts';
import { PodKind } from './pod.ts';
import { PodDisruptionBudgetKind } from './poddisruptionbudget.ts';
import { PodTemplateKind } from './podtemplate.ts';
import { PriorityClassKind } from './priorityclass.ts';
import { ReplicaSetKind } from './replicaset.ts';
import { ReplicationControllerKind } from './replicationcontroller.ts';
import { ResourceQuotaKind } from './resourcequota.ts';
import { RoleKind } from './role.ts';
import { RoleBindingKind } from './rolebinding.ts';
import { SecretKind } from './secret.ts';
import { ServiceKind } from './service.ts';
import { ServiceAccountKind } from './serviceaccount.ts';
import { StatefulSetKind } from './statefulset.ts';
import { StorageClassKind } from './storageclass.ts';

/** Every built-in kind, in the order of `kubectl api-resources`. */
export const kinds: readonly Kind[] = [
  any(ConfigMapKind),
  any(EndpointsKind),
  any(EventKind),
  any(LimitRangeKind),
  any(NamespaceKind),
  any(NodeKind),
  any(PersistentVolumeClaimKind),
  any(PersistentVolumeKind),
  any(PodKind),
  any(PodTemplateKind),
  any(ReplicationControllerKind),
  any(ResourceQuotaKind),
  any(SecretKind),
  any(ServiceAccountKind),
  any(ServiceKind),
  any(CustomResourceDefinitionKind),
  any(ControllerRevisionKind),
  any(DaemonSetKind),
  any(DeploymentKind),
  any(ReplicaSetKind),
  any(StatefulSetKind),
  any(HorizontalPodAutoscalerKind),
  any(CronJobKind),
  any(JobKind),
  any(LeaseKind),
  any(EndpointSliceKind),
  any(IngressClassKind),
  any(IngressKind),
  any(NetworkPolicyKind),
  any(PodDisruptionBudgetKind),
  any(ClusterRoleBindingKind),
  any(ClusterRoleKind),
  any(RoleBindingKind),
  any(RoleKind),
  any(PriorityClassKind),
  any(StorageClassKind),
];

/** The further versions in which built-in kinds are served. */
export const versions: readonly Kind[] = [any(EventsEventKind), any(HorizontalPodAutoscalerV1Kind)];

function any<T extends KubeObject>(kind: Kind<T>): Kind {
  return kind as unknown as Kind;
}
