import type { KubeObject } from '../../api/object.ts';

const META = { uid: '0', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', namespace: 'default' };
const STARTED = '2026-01-01T00:00:03Z';

function object(apiVersion: string, kind: string, name: string, fields: object, metadata: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { ...META, name, ...metadata }, ...fields };
}

const TEMPLATE = {
  metadata: { labels: { app: 'web' }, annotations: { note: 'hi' } },
  spec: {
    serviceAccountName: 'robot',
    initContainers: [{ name: 'first', image: 'busybox', command: ['sh', '-c', 'echo a\necho b'] }],
    containers: [
      { name: 'web', image: 'nginx', env: [{ name: 'NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } }] },
    ],
    volumes: [
      {
        name: 'own',
        ephemeral: {
          volumeClaimTemplate: {
            metadata: { labels: { a: 'b', c: 'd' } },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
      },
    ],
    nodeSelector: { disk: 'ssd' },
  },
};

const POD = object(
  'v1',
  'Pod',
  'rich',
  {
    spec: {
      priority: 10,
      nodeName: 'node1',
      readinessGates: [{ conditionType: 'example.com/gate' }],
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } } },
        { maxSkew: 2, topologyKey: 'host', whenUnsatisfiable: 'ScheduleAnyway' },
      ],
      tolerations: [
        { key: 'b', value: 'c', effect: 'NoSchedule' },
        { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { operator: 'Exists' },
      ],
      containers: [
        {
          name: 'web',
          image: 'nginx',
          command: ['sleep', '3600'],
          ports: [
            { containerPort: 80, protocol: 'TCP', hostPort: 8080 },
            { containerPort: 53, protocol: 'UDP' },
          ],
          resources: { requests: { memory: '65536Ki', cpu: '100m' }, limits: { cpu: '1500m' } },
          livenessProbe: { httpGet: { path: '/h?x y', port: 'http', scheme: 'HTTP' }, initialDelaySeconds: 5, timeoutSeconds: 1 },
          readinessProbe: { exec: { command: ['cat', '/x'] }, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
          startupProbe: { grpc: { port: 9000, service: 'abc' } },
          envFrom: [{ configMapRef: { name: 'cm', optional: true } }, { prefix: 'P_', secretRef: { name: 'sec' } }],
          env: [
            { name: 'LINES', value: 'a\nb' },
            { name: 'NODE', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } },
            { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
            { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
            { name: 'KEY', valueFrom: { secretKeyRef: { name: 'sec', key: 'k' } } },
          ],
          volumeMounts: [
            { name: 'tmp', mountPath: '/tmp' },
            { name: 'cfg', mountPath: '/etc/cfg', readOnly: true, subPath: 'a b' },
          ],
        },
        { name: 'side', image: 'envoy' },
      ],
      volumes: [
        { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '10Mi' } },
        { name: 'cfg', projected: { sources: [{ configMap: { name: 'cm' } }, { secret: { name: 'sec' } }, { downwardAPI: {} }] } },
        { name: 'csi', csi: { driver: 'd', volumeAttributes: { b: 'c', a: 'd' } } },
        { name: 'disk', iscsi: { targetPortal: '10.0.0.1', iqn: 'iqn', lun: 1, portals: ['a', 'b'] } },
      ],
    },
    status: {
      phase: 'Running',
      hostIP: '192.168.0.1',
      podIP: '10.0.0.2',
      podIPs: [{ ip: '10.0.0.2' }],
      startTime: STARTED,
      qosClass: 'Burstable',
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'PodScheduled', status: 'True' },
      ],
      containerStatuses: [
        {
          name: 'web',
          containerID: 'containerd://1',
          imageID: 'nginx@sha256:1',
          ready: true,
          restartCount: 2,
          state: { running: { startedAt: STARTED } },
          lastState: { terminated: { reason: 'Error', message: 'no', exitCode: 3, signal: 9, startedAt: STARTED, finishedAt: STARTED } },
        },
        { name: 'side', imageID: '', ready: false, restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } },
      ],
    },
  },
  {
    labels: { tier: 'back', app: 'web' },
    annotations: { note: 'one\ntwo\n', long: 'x'.repeat(150), 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: '9', controller: true }],
  },
);

/** Objects that nobody stored, with something of everything that is described of their kinds. */
export const objects: readonly KubeObject[] = [
  POD,
  object(
    'apps/v1',
    'Deployment',
    'web',
    {
      spec: {
        replicas: 3,
        minReadySeconds: 5,
        selector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['b', 'a'] }] },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: 1 } },
        template: TEMPLATE,
      },
      status: {
        replicas: 2,
        updatedReplicas: 1,
        conditions: [{ type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' }],
      },
    },
    { labels: { app: 'web' } },
  ),
  object('apps/v1', 'StatefulSet', 'db', {
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'db', image: 'pg' }] } },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', labels: { a: 'b', c: 'd' } },
          spec: {
            accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
            storageClassName: 'fast',
            resources: { requests: { storage: '1024Mi' } },
          },
        },
      ],
    },
    status: { replicas: 1 },
  }),
  object('batch/v1', 'Job', 'count', {
    spec: {
      parallelism: 3,
      completions: 30,
      completionMode: 'Indexed',
      suspend: false,
      backoffLimit: 6,
      activeDeadlineSeconds: 500,
      selector: { matchLabels: { 'batch.kubernetes.io/job-name': 'count' } },
      template: { spec: { containers: [{ name: 'c', image: 'busybox' }] } },
    },
    status: {
      startTime: STARTED,
      completionTime: '2026-01-01T00:02:03Z',
      ready: 0,
      succeeded: 30,
      completedIndexes: Array.from({ length: 25 }, (_, i) => i * 2).join(','),
    },
  }),
  object('v1', 'Service', 'balanced', {
    spec: {
      type: 'LoadBalancer',
      selector: { app: 'web' },
      ipFamilyPolicy: 'SingleStack',
      ipFamilies: ['IPv4'],
      clusterIP: '10.96.0.7',
      clusterIPs: ['10.96.0.7'],
      ports: [
        { port: 80, protocol: 'TCP', targetPort: 'http', nodePort: 30080 },
        { name: 'tls', port: 443, protocol: 'TCP', targetPort: 8443 },
      ],
      sessionAffinity: 'None',
      externalTrafficPolicy: 'Cluster',
      internalTrafficPolicy: 'Cluster',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
    },
    status: { loadBalancer: { ingress: [{ ip: '192.168.0.9', ipMode: 'VIP' }, { hostname: 'a.example.com' }] } },
  }),
  object('networking.k8s.io/v1', 'NetworkPolicy', 'guard', {
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          ports: [
            { port: 80, protocol: 'TCP' },
            { port: 1, endPort: 5 },
          ],
          from: [
            { namespaceSelector: {}, podSelector: { matchLabels: { a: 'b' } } },
            { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] } },
          ],
        },
        {},
      ],
    },
  }),
  object('v1', 'PersistentVolume', 'near', {
    spec: {
      capacity: { storage: '2Gi' },
      accessModes: ['ReadWriteMany', 'ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'local',
      volumeMode: 'Filesystem',
      local: { path: '/mnt' },
      claimRef: { namespace: 'default', name: 'data' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: 'zone', operator: 'In', values: ['a', 'b'] },
                { key: 'old', operator: 'DoesNotExist' },
              ],
            },
            {},
          ],
        },
      },
    },
    status: { phase: 'Bound' },
  }),
  object(
    'v1',
    'PersistentVolumeClaim',
    'data',
    {
      spec: {
        volumeName: 'near',
        storageClassName: 'local',
        volumeMode: 'Filesystem',
        dataSource: { kind: 'PersistentVolumeClaim', name: 'a' },
      },
      status: {
        phase: 'Bound',
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '2Gi' },
        conditions: [{ type: 'Resizing', status: 'True', lastTransitionTime: STARTED, reason: 'Asked', message: 'some words' }],
      },
    },
    { finalizers: ['kubernetes.io/pvc-protection', 'a.b/c'] },
  ),
  object('autoscaling/v2', 'HorizontalPodAutoscaler', 'scaler', {
    spec: {
      minReplicas: 1,
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      behavior: { scaleDown: { stabilizationWindowSeconds: 5, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1024Mi' } } },
        { type: 'External', external: { metric: { name: 'jobs' }, target: { type: 'AverageValue', averageValue: '2' } } },
      ],
    },
    status: {
      desiredReplicas: 0,
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 20, averageValue: '100m' } } }],
      conditions: [{ type: 'AbleToScale', status: 'True', reason: 'Ready', message: 'some words' }],
    },
  }),
  object('rbac.authorization.k8s.io/v1', 'Role', 'reader', {
    rules: [
      { apiGroups: ['', 'apps'], resources: ['pods', 'deployments/scale'], verbs: ['get', 'list'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['b', 'a'], verbs: ['*'] },
      { nonResourceURLs: ['/healthz'], verbs: ['get', 'post'] },
    ],
  }),
  object('v1', 'ResourceQuota', 'most', {
    spec: { scopes: ['NotTerminating', 'BestEffort'] },
    status: { hard: { pods: '4', 'limits.memory': '20G', 'requests.memory': '1Gi' }, used: { pods: '1', 'limits.memory': '64Mi' } },
  }),
  object(
    'v1',
    'Node',
    'far',
    {
      spec: {
        podCIDR: '10.0.1.0/24',
        podCIDRs: ['10.0.1.0/24'],
        unschedulable: true,
        taints: [
          { key: 'b', effect: 'NoSchedule' },
          { key: 'a', value: 'c', effect: 'NoExecute' },
        ],
      },
      status: {
        addresses: [{ type: 'InternalIP', address: '192.168.0.1' }],
        capacity: { pods: '110', cpu: '4', 'example.com/gpu': '2', 'hugepages-2Mi': '4Mi' },
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            lastHeartbeatTime: STARTED,
            lastTransitionTime: STARTED,
            reason: 'KubeletReady',
            message: 'ready',
          },
        ],
        nodeInfo: { kubeletVersion: 'v1.32.13', osImage: 'Debian' },
      },
    },
    { namespace: undefined, labels: { 'node-role.kubernetes.io/worker': '', 'kubernetes.io/role': 'spare' } },
  ),
  object(
    'coordination.k8s.io/v1',
    'Lease',
    'held',
    { spec: { holderIdentity: 'me', podCIDRs: ['a', { b: 1.5, c: null }], fooURL: 'x', 'a.b': {}, big: 100_000_000, apiVersionUID: true } },
    { finalizers: ['a.b/c'] },
  ),
];
