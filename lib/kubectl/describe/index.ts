import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import { clusterRoleBindingDescriber, roleBindingDescriber } from './bindings.ts';
import { configMapDescriber } from './configmap.ts';
import { cronJobDescriber } from './cronjob.ts';
import { daemonSetDescriber } from './daemonset.ts';
import { deploymentDescriber } from './deployment.ts';
import { subjectsOf, type DescribeContext, type Describer } from './describer.ts';
import { endpointsDescriber } from './endpoints.ts';
import { endpointSliceDescriber } from './endpointslice.ts';
import { eventLines } from './events.ts';
import { genericLines } from './generic.ts';
import { horizontalPodAutoscalerDescriber } from './horizontalpodautoscaler.ts';
import { ingressDescriber } from './ingress.ts';
import { ingressClassDescriber } from './ingressclass.ts';
import { jobDescriber } from './job.ts';
import { limitRangeDescriber } from './limitrange.ts';
import { lines } from './lines.ts';
import { namespaceDescriber } from './namespace.ts';
import { networkPolicyDescriber } from './networkpolicy.ts';
import { nodeDescriber } from './node.ts';
import { persistentVolumeDescriber } from './persistentvolume.ts';
import { persistentVolumeClaimDescriber } from './persistentvolumeclaim.ts';
import { podDescriber } from './pod.ts';
import { podDisruptionBudgetDescriber } from './poddisruptionbudget.ts';
import { DESCRIBE_TABS, tabbed } from '../print/tab-writer.ts';
import { priorityClassDescriber } from './priorityclass.ts';
import { replicaSetDescriber } from './replicaset.ts';
import { replicationControllerDescriber } from './replicationcontroller.ts';
import { resourceQuotaDescriber } from './resourcequota.ts';
import { clusterRoleDescriber, roleDescriber } from './roles.ts';
import { secretDescriber } from './secret.ts';
import { serviceDescriber } from './service.ts';
import { serviceAccountDescriber } from './serviceaccount.ts';
import { statefulSetDescriber } from './statefulset.ts';
import { storageClassDescriber } from './storageclass.ts';

/** Every kind that is described in words of its own. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describerMap */
const describers: readonly Describer[] = [
  configMapDescriber,
  endpointsDescriber,
  limitRangeDescriber,
  namespaceDescriber,
  nodeDescriber,
  persistentVolumeClaimDescriber,
  persistentVolumeDescriber,
  podDescriber,
  replicationControllerDescriber,
  resourceQuotaDescriber,
  secretDescriber,
  serviceAccountDescriber,
  serviceDescriber,
  daemonSetDescriber,
  deploymentDescriber,
  replicaSetDescriber,
  statefulSetDescriber,
  horizontalPodAutoscalerDescriber,
  cronJobDescriber,
  jobDescriber,
  endpointSliceDescriber,
  ingressClassDescriber,
  ingressDescriber,
  networkPolicyDescriber,
  podDisruptionBudgetDescriber,
  clusterRoleBindingDescriber,
  clusterRoleDescriber,
  roleBindingDescriber,
  roleDescriber,
  priorityClassDescriber,
  storageClassDescriber,
];

/** What `kubectl describe` prints of an object: in the words of its kind, or as a tree of fields where the kind has none. */
export function describe(context: DescribeContext, kind: Kind, object: KubeObject): string {
  const describer = describers.find((each) => each.kind.resource === kind.resource) ?? { lines: genericLines, subjects: subjectsOf };
  const subjects = context.showEvents ? describer.subjects?.(object) : undefined;
  const text = lines(describer.lines(object, context), subjects && eventLines(context.client, subjects, context.nowMillis));
  return tabbed(escaped(text.map((line) => `${line}\n`).join('')), DESCRIBE_TABS);
}

/** A text that leaves the terminal it is shown on alone. kube: staging/src/k8s.io/cli-runtime/pkg/printers/terminal.go WriteEscaped */
function escaped(text: string): string {
  return text.replaceAll('\x1b', '^[').replaceAll('\r', '\\r');
}
