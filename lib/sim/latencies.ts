/**
 * Every delay of the simulated cluster, in milliseconds, each with its source. They are what gives a rollout a middle.
 */

/** From a write to the controller that watches it: watch delivery and queue. Measured on idle clusters: 1 to 5 ms. */
export const CONTROLLER_NOTICE_MILLIS = 2;

/** From a write to the kubelet of the node. */
export const KUBELET_NOTICE_MILLIS = 2;

/** From a kubelet's start to its word that the node is ready. Typical; recorded kubelets took about a second. */
export const KUBELET_START_MILLIS = 800;

/** Kubelets renew their leases this often, and tell this often how their nodes are when nothing has changed. kube: pkg/kubelet/apis/config/v1beta1/defaults.go NodeLeaseDurationSeconds (a quarter of it), NodeStatusReportFrequency */
export const LEASE_RENEWAL_MILLIS = 10_000;
export const NODE_REPORT_MILLIS = 300_000;

/** From a write to the rules of every node that follow from it, when kube-proxy may go ahead: watch delivery, and a short iptables-restore. Typical. */
export const PROXY_NOTICE_MILLIS = 15;

/** kube-proxy writes its rules this often at most, but twice in a row if it has rested. kube: pkg/proxy/apis/config/v1alpha1/defaults.go IPTables.MinSyncPeriod, pkg/proxy/iptables/proxier.go burstSyncs */
export const PROXY_SYNC_MILLIS = 1000;
export const PROXY_SYNC_BURST = 2;

/** How long after its start, or after news of the network, `settle()` still waits for what a program asks the network. */
export const CALL_PATIENCE_MILLIS = 3000;

/** How long a provider takes to make a load balancer. Those of clouds take tens of seconds; that of a small cluster, such as MetalLB, a few. */
export const LOAD_BALANCER_MILLIS = 2000;

/** How long an evicted pod may take to be marked as deleted before its budget counts it again. kube: pkg/controller/disruption/disruption.go DeletionTimeout */
export const EVICTED_POD_MILLIS = 120_000;

/** How long a pod may be the target of a disruption before that counts as called off. kube: the same file, stalePodDisruptionTimeout */
export const STALE_DISRUPTION_MILLIS = 120_000;

/** How often the API server looks after its own Service. kube: pkg/controlplane/instance.go DefaultEndpointReconcilerInterval */
export const API_SERVER_SERVICE_MILLIS = 10_000;

/** How often all quotas are reckoned anew. kube: pkg/controller/resourcequota/config/v1alpha1/defaults.go ResourceQuotaSyncPeriod */
export const QUOTA_RESYNC_MILLIS = 300_000;

/** How long an event is kept after its latest write. kube: pkg/controlplane/apiserver/options/options.go EventTTL */
export const EVENT_TTL_MILLIS = 3_600_000;

/** How long a lease that ends with events is given to others as well; it lasts as much longer. kube: staging/src/k8s.io/apiserver/pkg/storage/etcd3/lease_manager.go */
export const EVENT_LEASE_MILLIS = 60_000;

/** One scheduling cycle with its binding. kube: pkg/scheduler/schedule_one.go; some hundred pods a second. */
export const SCHEDULING_CYCLE_MILLIS = 2;

/** First retry of a failed reconcile; doubled each time. kube: staging/src/k8s.io/client-go/util/workqueue/default_rate_limiters.go */
export const RETRY_BASE_MILLIS = 5;

/** Longest time between retries of a failed reconcile. Same source. */
export const RETRY_CAP_MILLIS = 1_000_000;

/** The kubelet looks at its containers once a second. kube: pkg/kubelet/kubelet.go plegRelistPeriod */
export const RELIST_MILLIS = 1000;

/** Mounting the volumes every pod has. kube: pkg/kubelet/volumemanager/volume_manager.go podAttachAndMountRetryInterval */
export const VOLUME_MOUNT_MILLIS = 300;

/** A volume that could not be mounted is tried again: first, and longest after doubling. kube: pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go */
export const MOUNT_RETRY_BASE_MILLIS = 500;
export const MOUNT_RETRY_CAP_MILLIS = 122_000;

/** How long a sync waits for volumes. kube: pkg/kubelet/volumemanager/volume_manager.go podAttachAndMountTimeout */
export const MOUNT_TIMEOUT_MILLIS = 123_000;

/** A sync that went well is repeated after this plus up to half of it. kube: pkg/kubelet/kubelet.go, workerResyncIntervalJitterFactor in pkg/kubelet/pod_workers.go */
export const SYNC_PERIOD_MILLIS = 60_000;

/** Creating a pod's sandbox and network. Typical of containerd with a bridge CNI. */
export const SANDBOX_MILLIS = 500;

/** Creating and starting one container. Typical of containerd. */
export const CONTAINER_START_MILLIS = 100;

/** Pulling an image, as the recorded cluster's runtime took. */
export const IMAGE_PULL_MILLIS = 200;

/** Pulling an image whose layers are on the node already: only the registry is asked for its digest. */
export const IMAGE_RECHECK_MILLIS = 20;

/** From a sync that finds a container not ready to the check that it asks for: a channel's way. */
export const PROBE_TRIGGER_MILLIS = 1;

/** A registry's refusal of a pull. */
export const IMAGE_PULL_FAILURE_MILLIS = 100;

/** From the last container's end to the status that says so: the runtime's answer and the sandbox's end. */
export const SANDBOX_STOP_MILLIS = 100;

/** Unmounting a pod's volumes. kube: pkg/kubelet/kubelet.go SyncTerminatedPod polls every 100 ms */
export const VOLUME_UNMOUNT_MILLIS = 100;

/** A sync that failed is repeated after this plus up to half of it. kube: pkg/kubelet/pod_workers.go backOffPeriod, workerBackOffPeriodJitterFactor */
export const SYNC_RETRY_MILLIS = 10_000;

/** Back-off of restarts and of image pulls: first, longest, and how long without failure until it is forgotten. kube: pkg/kubelet/kubelet.go MaxContainerBackOff, backOffPeriod */
export const BACKOFF_BASE_MILLIS = 10_000;
export const BACKOFF_CAP_MILLIS = 300_000;
export const BACKOFF_FORGET_MILLIS = 600_000;

/** From the kubelet's decision to stop a container to the signal's arrival: a call to containerd, which runs runc. Typical. */
export const STOP_SIGNAL_MILLIS = 40;

/** Shortest time between SIGTERM and SIGKILL. kube: pkg/kubelet/kuberuntime/kuberuntime_container.go minimumGracePeriodInSeconds */
export const MINIMUM_GRACE_SECONDS = 2;

/** Scheduling back-off: first and longest. kube: pkg/scheduler/backend/queue/scheduling_queue.go DefaultPodInitialBackoffDuration */
export const SCHEDULING_BACKOFF_BASE_MILLIS = 1000;
export const SCHEDULING_BACKOFF_CAP_MILLIS = 10_000;

/** Pods nobody could schedule are tried again after this, whatever happened. kube: pkg/scheduler/backend/queue/scheduling_queue.go DefaultPodMaxInUnschedulablePodsDuration */
export const UNSCHEDULABLE_FLUSH_MILLIS = 300_000;
export const UNSCHEDULABLE_FLUSH_PERIOD_MILLIS = 30_000;

/** What lies between two commands of kubectl's in one script: about as long as one takes. Measured on a real cluster. */
export const KUBECTL_MILLIS = 100;

/** How often a metrics server asks the kubelets what containers use. kube: sigs.k8s.io/metrics-server manifests/base/deployment.yaml --metric-resolution */
export const METRICS_PERIOD_MILLIS = 15_000;

/** How long `settle()` waits for the end of a program that will be restarted (one that lasts longer counts as serving), and of one that will not. */
export const SERVICE_PATIENCE_MILLIS = 60_000;
export const TASK_PATIENCE_MILLIS = 600_000;
