import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { describe } from './index.ts';
import { objects } from './objects-fixture.ts';

// What kubectl 1.32 printed of the objects when a server told it of them.
const printed: readonly (readonly [kind: string, text: string])[] = [
  [
    'Pod',
    `
Name:         rich
Namespace:    default
Priority:     10
Node:         node1/192.168.0.1
Start Time:   Thu, 01 Jan 2026 00:00:03 +0000
Labels:       app=web
              tier=back
Annotations:  long:
                xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...
              note:
                one
                two
Status:       Running
IP:           10.0.0.2
IPs:
  IP:           10.0.0.2
Controlled By:  ReplicaSet/web
Containers:
  web:
    Container ID:  containerd://1
    Image:         nginx
    Image ID:      nginx@sha256:1
    Ports:         80/TCP, 53/UDP
    Host Ports:    8080/TCP, 0/UDP
    Command:
      sleep
      3600
    State:          Running
      Started:      Thu, 01 Jan 2026 00:00:03 +0000
    Last State:     Terminated
      Reason:       Error
      Message:      no
      Exit Code:    3
      Signal:       9
      Started:      Thu, 01 Jan 2026 00:00:03 +0000
      Finished:     Thu, 01 Jan 2026 00:00:03 +0000
    Ready:          True
    Restart Count:  2
    Limits:
      cpu:  1500m
    Requests:
      cpu:      100m
      memory:   64Mi
    Liveness:   http-get http://:http/h%3Fx%20y delay=5s timeout=1s period=0s #success=0 #failure=0
    Readiness:  exec [cat /x] delay=0s timeout=0s period=10s #success=1 #failure=3
    Startup:    grpc <pod>:9000 abc delay=0s timeout=0s period=0s #success=0 #failure=0
    Environment Variables from:
      cm   ConfigMap                Optional: true
      sec  Secret with prefix 'P_'  Optional: false
    Environment:
      LINES:   a
               b
      NODE:     (v1:spec.nodeName)
      CPU:     2 (limits.cpu)
      MEMORY:  node allocatable (limits.memory)
      KEY:     <set to the key 'k' in secret 'sec'>  Optional: false
    Mounts:
      /etc/cfg from cfg (ro,path="a b")
      /tmp from tmp (rw)
  side:
    Container ID:   
    Image:          envoy
    Image ID:       
    Port:           <none>
    Host Port:      <none>
    State:          Waiting
      Reason:       ImagePullBackOff
    Ready:          False
    Restart Count:  0
    Environment:    <none>
    Mounts:         <none>
Readiness Gates:
  Type               Status
  example.com/gate   <none> 
Conditions:
  Type           Status
  Ready          True 
  PodScheduled   True 
Volumes:
  tmp:
    Type:       EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:     Memory
    SizeLimit:  10Mi
  cfg:
    Type:                Projected (a volume that contains injected data from multiple sources)
    ConfigMapName:       cm
    ConfigMapOptional:   <nil>
    SecretName:          sec
    SecretOptionalName:  <nil>
    DownwardAPI:         true
  csi:
    Type:              CSI (a Container Storage Interface (CSI) volume source)
    Driver:            d
    FSType:            
    ReadOnly:          false
    VolumeAttributes:      a=d
                           b=c
  disk:
    Type:                     ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)
    TargetPortal:             10.0.0.1
    IQN:                      iqn
    Lun:                      1
    ISCSIInterface            
    FSType:                   
    ReadOnly:                 false
    Portals:                  [a b]
    DiscoveryCHAPAuth:        false
    SessionCHAPAuth:          false
    SecretRef:                nil
    InitiatorName:            <none>
QoS Class:                    Burstable
Node-Selectors:               <none>
Tolerations:                  op=Exists
                              a:NoExecute op=Exists for 300s
                              b=c:NoSchedule
Topology Spread Constraints:  host:ScheduleAnyway when max skew 2 is exceeded
                              zone:DoNotSchedule when max skew 1 is exceeded for selector app=web
Events:                       <none>
`,
  ],
  [
    'Deployment',
    `
Name:                   web
Namespace:              default
CreationTimestamp:      Thu, 01 Jan 2026 00:00:00 +0000
Labels:                 app=web
Annotations:            <none>
Selector:               app=web,tier notin (a,b)
Replicas:               3 desired | 1 updated | 2 total | 0 available | 0 unavailable
StrategyType:           RollingUpdate
MinReadySeconds:        5
RollingUpdateStrategy:  25% max unavailable, 1 max surge
Pod Template:
  Labels:           app=web
  Annotations:      note: hi
  Service Account:  robot
  Init Containers:
   first:
    Image:      busybox
    Port:       <none>
    Host Port:  <none>
    Command:
      sh
      -c
      echo a
      echo b
    Environment:  <none>
    Mounts:       <none>
  Containers:
   web:
    Image:      nginx
    Port:       <none>
    Host Port:  <none>
    Environment:
      NAME:   (v1:metadata.name)
    Mounts:  <none>
  Volumes:
   own:
    Type:          EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)
    StorageClass:  
    Volume:        
    Labels:            a=b
                       c=d
    Annotations:       <none>
    Capacity:      
    Access Modes:  
  Node-Selectors:  disk=ssd
  Tolerations:     <none>
Conditions:
  Type        Status  Reason
  ----        ------  ------
  Available   False   MinimumReplicasUnavailable
Events:       <none>
`,
  ],
  [
    'StatefulSet',
    `
Name:               db
Namespace:          default
CreationTimestamp:  Thu, 01 Jan 2026 00:00:00 +0000
Selector:           app=web
Labels:             <none>
Annotations:        <none>
Replicas:           2 desired | 1 total
Update Strategy:    RollingUpdate
  Partition:        1
Pods Status:        0 Running / 0 Waiting / 0 Succeeded / 0 Failed
Pod Template:
  Labels:  app=web
  Containers:
   db:
    Image:         pg
    Port:          <none>
    Host Port:     <none>
    Environment:   <none>
    Mounts:        <none>
  Volumes:         <none>
  Node-Selectors:  <none>
  Tolerations:     <none>
Volume Claims:
  Name:          data
  StorageClass:  fast
  Labels:        a=b
                 c=d
  Annotations:   <none>
  Capacity:      1Gi
  Access Modes:  [ReadWriteOnce ReadOnlyMany]
Events:          <none>
`,
  ],
  [
    'Job',
    `
Name:                     count
Namespace:                default
Selector:                 batch.kubernetes.io/job-name=count
Labels:                   <none>
Annotations:              <none>
Parallelism:              3
Completions:              30
Completion Mode:          Indexed
Suspend:                  false
Backoff Limit:            6
Start Time:               Thu, 01 Jan 2026 00:00:03 +0000
Completed At:             Thu, 01 Jan 2026 00:02:03 +0000
Duration:                 2m
Active Deadline Seconds:  500s
Pods Statuses:            0 Active (0 Ready) / 30 Succeeded / 0 Failed
Completed Indexes:        0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,...
Pod Template:
  Labels:  <none>
  Containers:
   c:
    Image:         busybox
    Port:          <none>
    Host Port:     <none>
    Environment:   <none>
    Mounts:        <none>
  Volumes:         <none>
  Node-Selectors:  <none>
  Tolerations:     <none>
Events:            <none>
`,
  ],
  [
    'Service',
    `
Name:                        balanced
Namespace:                   default
Labels:                      <none>
Annotations:                 <none>
Selector:                    app=web
Type:                        LoadBalancer
IP Family Policy:            SingleStack
IP Families:                 IPv4
IP:                          10.96.0.7
IPs:                         10.96.0.7
LoadBalancer Ingress:        192.168.0.9 (VIP), a.example.com
Port:                        <unset>  80/TCP
TargetPort:                  http/TCP
NodePort:                    <unset>  30080/TCP
Endpoints:                   <none>
Port:                        tls  443/TCP
TargetPort:                  8443/TCP
Endpoints:                   <none>
Session Affinity:            None
External Traffic Policy:     Cluster
Internal Traffic Policy:     Cluster
LoadBalancer Source Ranges:  10.0.0.0/8
Events:                      <none>
`,
  ],
  [
    'NetworkPolicy',
    `
Name:         guard
Namespace:    default
Created on:   2026-01-01 00:00:00 +0000 UTC
Labels:       <none>
Annotations:  <none>
Spec:
  PodSelector:     <none> (Allowing the specific traffic to all pods in this namespace)
  Allowing ingress traffic:
    To Port: 80/TCP
    To Port Range: 1-5/TCP
    From:
      NamespaceSelector: <none>
      PodSelector: a=b
    From:
      IPBlock:
        CIDR: 10.0.0.0/8
        Except: 10.1.0.0/16, 10.2.0.0/16
    ----------
    To Port: <any> (traffic allowed to all ports)
    From: <any> (traffic not restricted by source)
  Allowing egress traffic:
    <none> (Selected pods are isolated for egress connectivity)
  Policy Types: Ingress, Egress
`,
  ],
  [
    'PersistentVolume',
    `
Name:              near
Labels:            <none>
Annotations:       <none>
Finalizers:        []
StorageClass:      local
Status:            Bound
Claim:             default/data
Reclaim Policy:    Retain
Access Modes:      RWO,RWX
VolumeMode:        Filesystem
Capacity:          2Gi
Node Affinity:     
  Required Terms:  
    Term 0:        zone in [a, b]
                   old doesnotexist
    Term 1:        <none>
Message:           
Source:
    Type:  LocalVolume (a persistent volume backed by local storage on a node)
    Path:  /mnt
Events:    <none>
`,
  ],
  [
    'PersistentVolumeClaim',
    `
Name:          data
Namespace:     default
StorageClass:  local
Status:        Bound
Volume:        near
Labels:        <none>
Annotations:   <none>
Finalizers:    [kubernetes.io/pvc-protection a.b/c]
Capacity:      2Gi
Access Modes:  RWO
VolumeMode:    Filesystem
DataSource:
  Kind:   PersistentVolumeClaim
  Name:   a
Used By:  <none>
Conditions:
  Type       Status  LastProbeTime                     LastTransitionTime                Reason  Message
  ----       ------  -----------------                 ------------------                ------  -------
  Resizing   True    Mon, 01 Jan 0001 00:00:00 +0000   Thu, 01 Jan 2026 00:00:03 +0000   Asked   some words
Events:      <none>
`,
  ],
  [
    'HorizontalPodAutoscaler',
    `
Name:                                                  scaler
Namespace:                                             default
Labels:                                                <none>
Annotations:                                           <none>
CreationTimestamp:                                     Thu, 01 Jan 2026 00:00:00 +0000
Reference:                                             Deployment/web
Metrics:                                               ( current / target )
  resource cpu on pods  (as a percentage of request):  20% (100m) / 80%
  resource memory on pods:                             <unknown> / 1Gi
  "jobs" (target average value):                       <unknown> / 2
Min replicas:                                          1
Max replicas:                                          5
Behavior:
  Scale Down:
    Stabilization Window: 5 seconds
    Select Policy: Max
    Policies:
      - Type: Pods  Value: 1  Period: 60 seconds
Deployment pods:    0 current / 0 desired
Conditions:
  Type         Status  Reason  Message
  ----         ------  ------  -------
  AbleToScale  True    Ready   some words
Events:        <none>
`,
  ],
  [
    'Role',
    `
Name:         reader
Labels:       <none>
Annotations:  <none>
PolicyRule:
  Resources               Non-Resource URLs  Resource Names  Verbs
  ---------               -----------------  --------------  -----
  configmaps              []                 [a]             [*]
  configmaps              []                 [b]             [*]
  pods                    []                 []              [get list watch]
  deployments/scale       []                 []              [get list]
  deployments.apps/scale  []                 []              [get list]
  pods.apps               []                 []              [get list]
                          [/healthz]         []              [get]
                          [/healthz]         []              [post]
`,
  ],
  [
    'ResourceQuota',
    `
Name:       most
Namespace:  default
Scopes:     BestEffort, NotTerminating
 * Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.
 * Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.
Resource         Used      Hard
--------         ----      ----
limits.memory    67108864  20G
pods             1         4
requests.memory  0         1Gi
`,
  ],
  [
    'Node',
    `
Name:               far
Roles:              spare,worker
Labels:             kubernetes.io/role=spare
                    node-role.kubernetes.io/worker=
Annotations:        <none>
CreationTimestamp:  Thu, 01 Jan 2026 00:00:00 +0000
Taints:             a=c:NoExecute
                    b:NoSchedule
Unschedulable:      true
Lease:              Failed to get lease: leases.coordination.k8s.io "far" not found
Conditions:
  Type    Status  LastHeartbeatTime                 LastTransitionTime                Reason         Message
  ----    ------  -----------------                 ------------------                ------         -------
  Ready   True    Thu, 01 Jan 2026 00:00:03 +0000   Thu, 01 Jan 2026 00:00:03 +0000   KubeletReady   ready
Addresses:
  InternalIP:  192.168.0.1
Capacity:
  cpu:              4
  example.com/gpu:  2
  hugepages-2Mi:    4Mi
  pods:             110
System Info:
  Machine ID:                 
  System UUID:                
  Boot ID:                    
  Kernel Version:             
  OS Image:                   Debian
  Operating System:           
  Architecture:               
  Container Runtime Version:  
  Kubelet Version:            v1.32.13
  Kube-Proxy Version:         
PodCIDR:                      10.0.1.0/24
PodCIDRs:                     10.0.1.0/24
Non-terminated Pods:          (0 in total)
  Namespace                   Name    CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
  ---------                   ----    ------------  ----------  ---------------  -------------  ---
Allocated resources:
  (Total limits may be over 100 percent, i.e., overcommitted.)
  Resource           Requests  Limits
  --------           --------  ------
  cpu                0 (0%)    0 (0%)
  memory             0 (0%)    0 (0%)
  ephemeral-storage  0 (0%)    0 (0%)
  hugepages-2Mi      0 (0%)    0 (0%)
  example.com/gpu    0         0
Events:              <none>
`,
  ],
  [
    'Lease',
    `
Name:         held
Namespace:    default
Labels:       <none>
Annotations:  <none>
API Version:  coordination.k8s.io/v1
Kind:         Lease
Metadata:
  Creation Timestamp:  2026-01-01T00:00:00Z
  Finalizers:
    a.b/c
  Resource Version:  1
  UID:               0
Spec:
  a.b:
  API Version UID:  true
  Big:              100000000
  Foo URL:          x
  Holder Identity:  me
  Pod CID Rs:
    a
    B:   1.5
    C:   <nil>
Events:  <none>
`,
  ],
];

const cluster = new Cluster();
const context = { client: cluster.as('admin'), nowMillis: cluster.now, showEvents: true };

for (const [i, [kind, text]] of printed.entries()) {
  test(`a ${kind} is described to the byte as kubectl describes it`, () => {
    const object = objects[i]!;
    assert.equal(object.kind, kind);
    assert.equal(`\n${describe(context, cluster.kind(kind), object)}`, text);
  });
}
