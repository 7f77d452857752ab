import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { describe } from './index.ts';

/** A session with a real cluster in short: what was applied, and what was printed when it was quiet again, with runs of blanks as one. */
interface Recording {
  readonly name: string;
  readonly manifest: string;
  readonly described: readonly (readonly [kind: string, name: string, text: string])[];
}

const recordings: readonly Recording[] = [
  {
    name: 'pod-run-describe',
    manifest: `
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {run: web}}
spec: {containers: [{name: web, image: "nginx:1.27", ports: [{containerPort: 80}]}]}
`,
    described: [
      [
        'pod',
        'web',
        `
Name: web
Namespace: default
Priority: 0
Service Account: default
Node: NODE/<ip>
Start Time: <time>
Labels: run=web
Annotations: <none>
Status: Running
IP: <ip>
IPs:
  IP: <ip>
Containers:
  web:
    Container ID: containerd://<id>
    Image: nginx:1.27
    Image ID: docker.io/library/nginx@sha256:<id>
    Port: 80/TCP
    Host Port: 0/TCP
    State: Running
      Started: <time>
    Ready: True
    Restart Count: 0
    Environment: <none>
    Mounts:
      /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-<rand> (ro)
Conditions:
  Type Status
  PodReadyToStartContainers True
  Initialized True
  Ready True
  ContainersReady True
  PodScheduled True
Volumes:
  kube-api-access-<rand>:
    Type: Projected (a volume that contains injected data from multiple sources)
    TokenExpirationSeconds: 3607
    ConfigMapName: kube-root-ca.crt
    ConfigMapOptional: <nil>
    DownwardAPI: true
QoS Class: BestEffort
Node-Selectors: <none>
Tolerations: node.kubernetes.io/not-ready:NoExecute op=Exists for <age>
                             node.kubernetes.io/unreachable:NoExecute op=Exists for <age>
Events:
  Type Reason Age From Message
  ---- ------ ---- ---- -------
  Normal Scheduled <age> default-scheduler Successfully assigned default/web to NODE
  Normal Pulling <age> kubelet Pulling image "nginx:1.27"
  Normal Pulled <age> kubelet Successfully pulled image "nginx:1.27" in <age> (<age> including waiting). Image size: <size> bytes.
  Normal Created <age> kubelet Created container: web
  Normal Started <age> kubelet Started container web
`,
      ],
    ],
  },
  {
    name: 'rc-create-get',
    manifest: `
apiVersion: v1
kind: ReplicationController
metadata:
  name: myweb-rc
spec:
  replicas: 3
  selector:
    app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: myweb
        image: ghcr.io/c1t1d0s7/go-myweb
        ports:
        - containerPort: 8080
          protocol: TCP
`,
    described: [
      [
        'rc',
        'myweb-rc',
        `
Name: myweb-rc
Namespace: default
Selector: app=web
Labels: app=web
Annotations: <none>
Replicas: 3 current / 3 desired
Pods Status: 3 Running / 0 Waiting / 0 Succeeded / 0 Failed
Pod Template:
  Labels: app=web
  Containers:
   myweb:
    Image: ghcr.io/c1t1d0s7/go-myweb
    Port: 8080/TCP
    Host Port: 0/TCP
    Environment: <none>
    Mounts: <none>
  Volumes: <none>
  Node-Selectors: <none>
  Tolerations: <none>
Events:
  Type Reason Age From Message
  ---- ------ ---- ---- -------
  Normal SuccessfulCreate <age> replication-controller Created pod: myweb-rc-<rand>
  Normal SuccessfulCreate <age> replication-controller Created pod: myweb-rc-<rand>
  Normal SuccessfulCreate <age> replication-controller Created pod: myweb-rc-<rand>
`,
      ],
    ],
  },
  {
    name: 'deploy-create-describe',
    manifest: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: nginx
        image: nginx:1.26
        ports:
        - containerPort: 80
`,
    described: [
      [
        'deployment',
        'web',
        `
Name: web
Namespace: default
CreationTimestamp: <time>
Labels: app=web
Annotations: deployment.kubernetes.io/revision: 1
Selector: app=web
Replicas: 3 desired | 3 updated | 3 total | 3 available | 0 unavailable
StrategyType: RollingUpdate
MinReadySeconds: 0
RollingUpdateStrategy: 25% max unavailable, 25% max surge
Pod Template:
  Labels: app=web
  Containers:
   nginx:
    Image: nginx:1.26
    Port: 80/TCP
    Host Port: 0/TCP
    Environment: <none>
    Mounts: <none>
  Volumes: <none>
  Node-Selectors: <none>
  Tolerations: <none>
Conditions:
  Type Status Reason
  ---- ------ ------
  Available True MinimumReplicasAvailable
  Progressing True NewReplicaSetAvailable
OldReplicaSets: <none>
NewReplicaSet: web-<hash> (3/3 replicas created)
Events:
  Type Reason Age From Message
  ---- ------ ---- ---- -------
  Normal ScalingReplicaSet <age> deployment-controller Scaled up replica set web-<hash> from 0 to 3
`,
      ],
    ],
  },
  {
    name: 'svc-clusterip',
    manifest: `
apiVersion: v1
kind: Service
metadata: {name: web, labels: {app: web}}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.27"}]}
`,
    described: [
      [
        'service',
        'web',
        `
Name: web
Namespace: default
Labels: app=web
Annotations: <none>
Selector: app=web
Type: ClusterIP
IP Family Policy: SingleStack
IP Families: IPv4
IP: <ip>
IPs: <ip>
Port: <unset> 80/TCP
TargetPort: 80/TCP
Endpoints: <ip>:80,<ip>:80
Session Affinity: None
Internal Traffic Policy: Cluster
Events: <none>
`,
      ],
    ],
  },
  {
    name: 'rbac-can-i',
    manifest: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: look}
rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: look}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: look}
subjects: [{kind: ServiceAccount, name: reader, namespace: default}]
`,
    described: [
      [
        'role',
        'look',
        `
Name: look
Labels: <none>
Annotations: <none>
PolicyRule:
  Resources Non-Resource URLs Resource Names Verbs
  --------- ----------------- -------------- -----
  pods [] [] [get list]
`,
      ],
      [
        'rolebinding',
        'look',
        `
Name: look
Labels: <none>
Annotations: <none>
Role:
  Kind: Role
  Name: look
Subjects:
  Kind Name Namespace
  ---- ---- ---------
  ServiceAccount reader default
`,
      ],
    ],
  },
  {
    name: 'ctl-describe-kinds',
    manifest: `
apiVersion: v1
kind: ConfigMap
metadata: {name: c, labels: {a: b}}
data: {two: "line 1\\nline 2\\n"}
---
apiVersion: v1
kind: Secret
metadata: {name: s}
stringData: {key: value}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: robot}
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: volume}
spec:
  capacity: {storage: 2Gi}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: other
  hostPath: {path: /tmp/kt}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: claim}
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: manual
  resources: {requests: {storage: 1Gi}}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: q}
spec: {hard: {pods: "4"}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: p}
spec:
  minAvailable: 1
  selector: {matchLabels: {app: x}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec:
  rules:
  - host: a.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: np}
spec:
  podSelector: {matchLabels: {app: x}}
  ingress: [{from: [{podSelector: {matchLabels: {app: other}}}], ports: [{port: 80}]}]
`,
    described: [
      [
        'configmap',
        'c',
        `
Name: c
Namespace: default
Labels: a=b
Annotations: <none>

Data
====
two:
----
line 1
line 2



BinaryData
====

Events: <none>
`,
      ],
      [
        'secret',
        's',
        `
Name: s
Namespace: default
Labels: <none>
Annotations: <none>

Type: Opaque

Data
====
key: 5 bytes
`,
      ],
      [
        'serviceaccount',
        'robot',
        `
Name: robot
Namespace: default
Labels: <none>
Annotations: <none>
Image pull secrets: <none>
Mountable secrets: <none>
Tokens: <none>
Events: <none>
`,
      ],
      [
        'resourcequota',
        'q',
        `
Name: q
Namespace: default
Resource Used Hard
-------- ---- ----
pods 0 4
`,
      ],
      [
        'namespace',
        'default',
        `
Name: default
Labels: kubernetes.io/metadata.name=default
Annotations: <none>
Status: Active

Resource Quotas
  Name: q
  Resource Used Hard
  -------- --- ---
  pods 0 4

No LimitRange resource.
`,
      ],
      [
        'ingress',
        'i',
        `
Name: i
Labels: <none>
Namespace: default
Address:
Ingress Class: <none>
Default backend: <default>
Rules:
  Host Path Backends
  ---- ---- --------
  a.example.com
                 / web:80 (<error: services "web" not found>)
Annotations: <none>
Events: <none>
`,
      ],
      [
        'networkpolicy',
        'np',
        `
Name: np
Namespace: default
Created on: <time>
Labels: <none>
Annotations: <none>
Spec:
  PodSelector: app=x
  Allowing ingress traffic:
    To Port: 80/TCP
    From:
      PodSelector: app=other
  Not affecting egress traffic
  Policy Types: Ingress
`,
      ],
    ],
  },
  {
    name: 'crd-install-and-use',
    manifest: `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: crontabs.stable.example.com
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources:
      scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}
    additionalPrinterColumns:
    - {name: Spec, type: string, jsonPath: .spec.cronSpec}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [cronSpec]
            properties:
              cronSpec: {type: string, description: When to run., pattern: '^\\S+( \\S+){4}$'}
              image: {type: string}
              replicas: {type: integer, minimum: 1, maximum: 10, default: 1}
---
apiVersion: stable.example.com/v1
kind: CronTab
metadata: {name: my-cron}
spec:
  cronSpec: "*/5 * * * *"
  image: my-image
  replicas: 2
`,
    described: [
      [
        'crontab',
        'my-cron',
        `
Name: my-cron
Namespace: default
Labels: <none>
Annotations: <none>
API Version: stable.example.com/v1
Kind: CronTab
Metadata:
  Creation Timestamp: <time>
  Generation: 1
  Resource Version: <rv>
  UID: <uid>
Spec:
  Cron Spec: */5 * * * *
  Image: my-image
  Replicas: 2
Events: <none>
`,
      ],
    ],
  },
];

const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/** What differs from cluster to cluster as the recordings have it. */
const masks: readonly (readonly [found: RegExp, shown: string])[] = [
  [/\b[0-9a-f]{64}\b/g, '<id>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<uid>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC/g, '<time>'],
  [/\b\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000/g, '<time>'],
  [/Resource Version: \d+/g, 'Resource Version: <rv>'],
  [/Image size: \d+ bytes/g, 'Image size: <size> bytes'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, '<ip>'],
  [/\bnode1\b/g, 'NODE'],
  [new RegExp(`-[${SAFE}]{8,10}-[${SAFE}]{5}(?![a-z0-9])`, 'g'), '-<hash>-<rand>'],
  [new RegExp(`-[${SAFE}]{5}(?![a-z0-9-])`, 'g'), '-<rand>'],
  [new RegExp(`-[${SAFE}]{8,10}(?![a-z0-9])`, 'g'), '-<hash>'],
  [/(^|[\s(])\d+(?:\.\d+)?(?:ms|s|m)(?:\d+s)?(?=$|[\s),.])/gm, '$1<age>'],
];

function masked(text: string): string {
  const single = text
    .split('\n')
    .map((line) => /^ */.exec(line)![0] + line.trim().replaceAll(/ +/g, ' '))
    .join('\n');
  return masks.reduce((masking, [found, shown]) => masking.replace(found, shown), single).trim();
}

for (const { name, manifest, described } of recordings) {
  test(`the cluster of the recording ${name} is described as it was`, () => {
    const cluster = new Cluster();
    cluster.apply(manifest);
    cluster.settle({ quiet: '4s' });
    const context = { client: cluster.as('admin'), nowMillis: cluster.now, showEvents: true };
    for (const [kind, object, text] of described) {
      assert.equal(masked(describe(context, cluster.kind(kind), cluster.get(kind, object))), text.trim());
    }
  });
}
