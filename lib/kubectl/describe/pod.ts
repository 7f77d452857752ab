import type { PodCondition } from '../../api/generated/types.ts';
import { filled } from '../../base/with-fields.ts';
import { PodKind } from '../../kinds/pod.ts';
import { conditionOf, isTerminalPhase, type Pod } from '../../kinds/pod-state.ts';
import { qosClassOf } from '../../kinds/qos.ts';
import { containerLines, seccompLines } from './containers.ts';
import { defineDescriber, type DescribeContext } from './describer.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, under, type Lines } from './lines.ts';
import { controllerLine } from './owners.ts';
import { ageOf, longTime } from './times.ts';
import { tolerationLines } from './tolerations.ts';
import { topologySpreadLines } from './topology-spread.ts';
import { volumeLines } from './volumes.ts';

/** Under which annotation the kubelet keeps whose mirror a pod is. */
const MIRROR = 'kubernetes.io/config.mirror';

/** What is said of a Pod, container by container. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describePod */
export const podDescriber = defineDescriber<Pod>({
  kind: PodKind,
  subjects: ({ metadata: { name, namespace, uid, annotations } }) => [{ name, namespace, uid: annotations?.[MIRROR] ?? uid }],
  lines: (pod, context) => {
    const { metadata, spec, status } = pod;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      field('Priority', spec.priority),
      field('Priority Class Name', filled(spec.priorityClassName)),
      field('Runtime Class Name', filled(spec.runtimeClassName)),
      field('Service Account', filled(spec.serviceAccountName)),
      field('Node', (spec.nodeName ?? '') === '' ? '<none>' : `${spec.nodeName}/${status.hostIP ?? ''}`),
      field('Start Time', status.startTime && longTime(status.startTime)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      statusLines(pod, context),
      seccompLines(spec.securityContext?.seccompProfile, 0),
      addressLines(pod),
      controllerLine(pod),
      field('NominatedNodeName', filled(status.nominatedNodeName)),
      allContainers(pod),
      gateLines(pod),
      conditionLines(status.conditions),
      volumeLines(spec.volumes, 'pod'),
      field('QoS Class', filled(status.qosClass) ?? qosClassOf(spec)),
      labelLines('Node-Selectors', spec.nodeSelector),
      tolerationLines('Tolerations', spec.tolerations),
      topologySpreadLines(spec.topologySpreadConstraints),
    );
  },
});

function statusLines({ metadata, status }: Pod, { nowMillis }: DescribeContext): Lines {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  const isEnding = deletionTimestamp !== undefined && !isTerminalPhase(status.phase);
  return lines(
    field('Status', isEnding ? `Terminating (lasts ${ageOf(deletionTimestamp, nowMillis)})` : (status.phase ?? '')),
    field('Termination Grace Period', isEnding ? `${deletionGracePeriodSeconds}s` : undefined),
    field('Reason', filled(status.reason)),
    field('Message', filled(status.message)),
  );
}

function addressLines({ status: { podIP = '', podIPs = [] } }: Pod): Lines {
  const all = podIPs.map(({ ip }) => field('IP', ip));
  return lines(field('IP', podIP), all.length === 0 ? 'IPs:\t<none>' : under('IPs', ...all));
}

function allContainers(pod: Pod): Lines {
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  const { initContainerStatuses, containerStatuses, ephemeralContainerStatuses } = pod.status;
  const groups = [
    { title: 'Init Containers', containers: initContainers, statuses: initContainerStatuses, pod },
    { title: 'Containers', containers, statuses: containerStatuses, pod },
    { title: 'Ephemeral Containers', containers: ephemeralContainers, statuses: ephemeralContainerStatuses, pod },
  ];
  return groups.flatMap((group) => (group.containers === containers || group.containers.length > 0 ? containerLines(group) : []));
}

function gateLines(pod: Pod): Lines {
  const gates = pod.spec.readinessGates ?? [];
  const rows = gates.map(({ conditionType }) => `${conditionType} \t${conditionOf(pod, conditionType)?.status ?? '<none>'} `);
  return rows.length === 0 ? [] : under('Readiness Gates', 'Type\tStatus', rows);
}

function conditionLines(conditions: readonly PodCondition[] = []): Lines {
  const rows = conditions.map(({ type, status }) => `${type} \t${status} `);
  return rows.length === 0 ? [] : under('Conditions', 'Type\tStatus', rows);
}
