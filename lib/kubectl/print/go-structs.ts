import { goFieldsOf, type GoField } from '../../api/go-layout.ts';

/** What of a Go struct decides how its JSON looks. */
export interface GoStruct {
  /** The JSON names of its fields in the order of their declaration; fields that are not among them come after these. */
  readonly order: readonly string[];
  /** What is written of fields that are not set: those that are no pointers and are not left out when empty. */
  readonly zeroes: ReadonlyMap<string, unknown>;
}

/** The struct behind a type such as `v1.DeploymentSpec`; one without fields where it is not in the table. */
export function goStructOf(goType: string): GoStruct {
  structs ??= new Map(STRUCTS.trim().split(/\n(?! )/).map(readStruct)); // prettier-ignore
  const fields = goFieldsOf(goType);
  const known = structs.get(goType) ?? NO_FIELDS;
  return fields === undefined ? known : { ...known, order: fields.flatMap(jsonNames) };
}

const NO_FIELDS: GoStruct = { order: [], zeroes: new Map() };

let structs: ReadonlyMap<string, GoStruct> | undefined;

/** The fields of an embedded struct lie flat in JSON. */
function jsonNames({ json, type }: GoField): readonly string[] {
  return json === undefined ? (goFieldsOf(type) ?? []).flatMap(jsonNames) : [json];
}

function readStruct(text: string): readonly [string, GoStruct] {
  const [name = '', ...words] = text.split(/\s+/);
  const fields = words.map((word) => /^(\w+)(?:=(.+))?$/.exec(word)!);
  return [
    `v1.${name}`,
    {
      order: fields.map(([, field = '']) => field),
      zeroes: new Map(
        fields.flatMap(([, field = '', zero]) => (zero === undefined ? [] : [[field, JSON.parse(zero) as unknown] as const])),
      ),
    },
  ];
}

/** `field` or `field=what is written where it is not set`. Of structs whose order is known elsewhere only the latter. kube: staging/src/k8s.io/api/.../types.go */
const STRUCTS = `
ObjectMeta creationTimestamp=null
PodTemplateSpec metadata={} spec={}
PodSpec containers=null
Container name="" resources={}
EphemeralContainer name="" resources={}
ContainerPort containerPort=0
EnvVar name=""
VolumeMount name="" mountPath=""
VolumeDevice name="" devicePath=""
Volume name=""
KeyToPath key="" path=""
DownwardAPIVolumeFile path=""
ConfigMapKeySelector key=""
SecretKeySelector key=""
ObjectFieldSelector fieldPath=""
ResourceFieldSelector resource="" divisor="0"
HostPathVolumeSource path=""
PersistentVolumeClaimVolumeSource claimName=""
PersistentVolumeClaimTemplate metadata={} spec={}
PersistentVolumeClaimSpec resources={}
HTTPGetAction port=0
TCPSocketAction port=0
GRPCAction port=0 service=null
Pod kind apiVersion metadata={} spec={} status={}
PodStatus phase conditions message reason nominatedNodeName hostIP hostIPs podIP podIPs startTime initContainerStatuses
  containerStatuses qosClass ephemeralContainerStatuses resize resourceClaimStatuses
PodCondition type="" status="" lastProbeTime=null lastTransitionTime=null reason message
ContainerStatus name="" state={} lastState={} ready=false restartCount=0 image="" imageID="" containerID started
Deployment kind apiVersion metadata={} spec={} status={}
DeploymentSpec replicas selector=null template={} strategy={} minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds
DeploymentStrategy type rollingUpdate
RollingUpdateDeployment maxUnavailable maxSurge
DeploymentStatus observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas conditions
  collisionCount
DeploymentCondition type="" status="" lastUpdateTime=null lastTransitionTime=null reason message
ReplicaSet kind apiVersion metadata={} spec={} status={}
ReplicaSetSpec replicas minReadySeconds selector=null template={}
ReplicaSetStatus replicas=0 fullyLabeledReplicas readyReplicas availableReplicas observedGeneration conditions
ReplicationController kind apiVersion metadata={} spec={} status={}
ReplicationControllerSpec replicas minReadySeconds selector template
ReplicationControllerStatus replicas=0 fullyLabeledReplicas readyReplicas availableReplicas observedGeneration conditions
StatefulSet kind apiVersion metadata={} spec={} status={}
StatefulSetSpec replicas selector=null template={} volumeClaimTemplates serviceName="" podManagementPolicy updateStrategy={}
  revisionHistoryLimit minReadySeconds persistentVolumeClaimRetentionPolicy ordinals
StatefulSetUpdateStrategy type rollingUpdate
StatefulSetStatus observedGeneration replicas=0 readyReplicas currentReplicas updatedReplicas currentRevision updateRevision
  collisionCount conditions availableReplicas=0
DaemonSet kind apiVersion metadata={} spec={} status={}
DaemonSetSpec selector=null template={} updateStrategy={} minReadySeconds revisionHistoryLimit
DaemonSetUpdateStrategy type rollingUpdate
RollingUpdateDaemonSet maxUnavailable maxSurge
DaemonSetStatus currentNumberScheduled=0 numberMisscheduled=0 desiredNumberScheduled=0 numberReady=0 observedGeneration
  updatedNumberScheduled numberAvailable numberUnavailable collisionCount conditions
Job kind apiVersion metadata={} spec={} status={}
JobSpec parallelism completions activeDeadlineSeconds podFailurePolicy successPolicy backoffLimit backoffLimitPerIndex maxFailedIndexes
  selector manualSelector template={} ttlSecondsAfterFinished completionMode suspend podReplacementPolicy managedBy
JobStatus conditions startTime completionTime active succeeded failed terminating completedIndexes failedIndexes
  uncountedTerminatedPods ready
CronJob kind apiVersion metadata={} spec={} status={}
CronJobSpec schedule="" timeZone startingDeadlineSeconds concurrencyPolicy suspend jobTemplate={} successfulJobsHistoryLimit
  failedJobsHistoryLimit
JobTemplateSpec metadata={} spec={}
CronJobStatus active lastScheduleTime lastSuccessfulTime
Service kind apiVersion metadata={} spec={} status={}
ServiceSpec ports selector clusterIP clusterIPs type externalIPs sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName
  externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig ipFamilies ipFamilyPolicy
  allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution
ServicePort name protocol appProtocol port=0 targetPort=0 nodePort
ServiceStatus loadBalancer={} conditions
ConfigMap kind apiVersion metadata={} immutable data binaryData
Secret kind apiVersion metadata={} immutable data stringData type
Namespace kind apiVersion metadata={} spec={} status={}
NamespaceSpec finalizers
NamespaceStatus phase conditions
ServiceAccount kind apiVersion metadata={} secrets imagePullSecrets automountServiceAccountToken
ResourceQuota kind apiVersion metadata={} spec={} status={}
ResourceQuotaSpec hard scopes scopeSelector
ResourceQuotaStatus hard used
PodDisruptionBudget kind apiVersion metadata={} spec={} status={}
PodDisruptionBudgetSpec minAvailable selector maxUnavailable unhealthyPodEvictionPolicy
PodDisruptionBudgetStatus observedGeneration disruptedPods disruptionsAllowed=0 currentHealthy=0 desiredHealthy=0 expectedPods=0
  conditions
PriorityClass kind apiVersion metadata={} value=0 globalDefault description preemptionPolicy
Ingress kind apiVersion metadata={} spec={} status={}
IngressSpec ingressClassName defaultBackend tls rules
IngressTLS hosts secretName
IngressRule host http
HTTPIngressRuleValue paths=null
HTTPIngressPath path pathType=null backend={}
IngressBackend service resource
IngressServiceBackend name="" port={}
ServiceBackendPort name number
IngressStatus loadBalancer={}
Role kind apiVersion metadata={} rules=null
ClusterRole kind apiVersion metadata={} rules=null aggregationRule
AggregationRule clusterRoleSelectors
PolicyRule verbs=null apiGroups resources resourceNames nonResourceURLs
RoleBinding kind apiVersion metadata={} subjects roleRef={}
ClusterRoleBinding kind apiVersion metadata={} subjects roleRef={}
Subject kind="" apiGroup name="" namespace
RoleRef apiGroup="" kind="" name=""
HorizontalPodAutoscaler kind apiVersion metadata={} spec={} status={}
HorizontalPodAutoscalerSpec scaleTargetRef={} minReplicas maxReplicas=0 targetCPUUtilizationPercentage
CrossVersionObjectReference kind="" name="" apiVersion
HorizontalPodAutoscalerStatus observedGeneration lastScaleTime currentReplicas=0 desiredReplicas=0 currentCPUUtilizationPercentage
TokenRequest kind apiVersion metadata={} spec={} status={}
TokenRequestSpec audiences=null expirationSeconds=null boundObjectRef=null
BoundObjectReference kind apiVersion name uid
TokenRequestStatus token="" expirationTimestamp=null
`;
