import { Bench } from 'tinybench';
import { Registry } from '../api/kind.ts';
import type { Manifest } from '../api/object.ts';
import { readManifest } from '../base/yaml.ts';
import { checkFile } from '../check/check-file.ts';
import { checkSet } from '../check/check-set.ts';
import { Cluster } from '../cluster.ts';
import { DeploymentKind } from '../kinds/deployment.ts';
import { kinds, versions } from '../kinds/index.ts';

/** One figure that is promised, in milliseconds. */
interface Promised {
  readonly name: string;
  readonly most: number;
  readonly run: () => void;
}

const replicaSet = (replicas: number): string => `
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: 'nginx:1.25' }] }
`;

const deployment = (replicas: number, image: string): string =>
  replicaSet(replicas).replace('kind: ReplicaSet', 'kind: Deployment').replace('nginx:1.25', image);

const world = new Cluster({ nodes: 3 });
const wide = new Cluster({ nodes: 10 });
const hundred = world.fork();
hundred.apply(replicaSet(100));
hundred.settle();

const crashing = world.fork();
crashing.apply(replicaSet(100).replace("image: 'nginx:1.25'", "image: 'busybox:1.36', command: ['false']"));
crashing.advance('10m');

const serving = rolledOut(world, 3);
serving.apply(`
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`);
serving.settle();

const small = rolledOut(world, 8);
const large = rolledOut(new Cluster({ nodes: 20 }), 1000);

/** A Deployment as people write them: two containers, probes, resources, a volume. */
const realistic = (name: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: shop, tier: front } }
spec:
  replicas: 3
  selector: { matchLabels: { app: shop } }
  strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  template:
    metadata: { labels: { app: shop, tier: front } }
    spec:
      initContainers:
        - { name: prepare, image: 'busybox:1.36', command: ['true'] }
      containers:
        - name: shop
          image: 'nginx:1.25'
          ports: [{ name: http, containerPort: 80 }]
          env: [{ name: MODE, value: fast }, { name: KEY, valueFrom: { configMapKeyRef: { name: shop, key: key } } }]
          resources: { requests: { cpu: 100m, memory: 64Mi }, limits: { cpu: 200m, memory: 128Mi } }
          readinessProbe: { httpGet: { path: /, port: http }, periodSeconds: 5 }
          livenessProbe: { tcpSocket: { port: http } }
          volumeMounts: [{ name: settings, mountPath: /etc/shop }]
      volumes: [{ name: settings, configMap: { name: shop } }]
`;

const manifests = Array.from({ length: 100 }, (_, i) => readManifest(realistic(`shop-${i}`), 'shop.yaml').documents[0]!.value as Manifest);
const texts = Array.from({ length: 100 }, (_, i) => {
  const service = `
apiVersion: v1
kind: Service
metadata:
  name: shop-${i}
spec:
  selector:
    app: shop
  ports:
    - name: http
      port: 80
      targetPort: http
`;
  const configMap = `
apiVersion: v1
kind: ConfigMap
metadata:
  name: shop-${i}
data:
  key: value
  nginx.conf: |
    server { listen 80; }
`;
  return [realistic(`shop-${i}`), service, configMap].join('---');
});
const registry = new Registry(kinds, versions);

function admitted(): void {
  const admin = world.fork().as('admin');
  for (const manifest of manifests) admin.create(DeploymentKind, manifest);
}

function checked(): void {
  checkSet(texts.map((text, i) => checkFile(registry, { file: `${i}.yaml`, text, isNamed: true })));
}

/** What somebody pastes: twenty commands, about one Deployment. */
const paste = `
kubectl create deployment shop --image=nginx --replicas=2
kubectl get deployments
kubectl get deployment shop -o wide
kubectl get pods
kubectl get pods -o wide --show-labels
kubectl get rs
kubectl describe deployment shop
kubectl scale deployment shop --replicas=3
kubectl label deployment shop tier=front
kubectl annotate deployment shop owner=me
kubectl expose deployment shop --port=80
kubectl get svc shop -o yaml
kubectl get endpoints shop
kubectl set image deployment/shop nginx=nginx:1.27
kubectl rollout history deployment shop
kubectl get all
kubectl get events
kubectl get deployment shop -o jsonpath='{.spec.replicas}'
kubectl patch deployment shop -p '{"spec":{"replicas":1}}'
kubectl delete service,deployment shop --wait=false
`;

/** A command on a copy, so that each time it finds the same. */
function typed(base: Cluster, command: string): void {
  const { code, stderr } = base.fork().kubectl(command);
  if (code !== 0) throw new Error(stderr);
}

const firstPod = serving.list('Pod', { namespace: 'default' })[0]!.metadata.name;

const benchmarks: readonly Promised[] = [
  { name: 'kubectl get pods, 1,000 of them', most: 10, run: () => typed(large, 'get pods') },
  { name: 'kubectl describe pod', most: 2, run: () => typed(serving, `describe pod ${firstPod}`) },
  { name: 'a paste of 20 commands', most: 20, run: () => void world.fork().shell(paste) },
  { name: '100 Deployments admitted and stored', most: 10, run: admitted },
  { name: '300 manifests in 100 files checked', most: 150, run: checked },
  { name: 'a cluster for a scenario (fork)', most: 0.5, run: () => void world.fork() },
  { name: '3 replicas, apply to settled', most: 2, run: () => settled(world, 3) },
  { name: '1,000 replicas on 10 nodes, apply to settled', most: 250, run: () => settled(wide, 1000) },
  { name: 'a Deployment of 3 replicas, apply to settled', most: 3, run: () => void rolledOut(world, 3) },
  { name: 'a rolling update of 8 replicas', most: 10, run: () => rolled(small, 8) },
  { name: 'a rolling update of 1,000 on 20 nodes', most: 1000, run: () => rolled(large, 1000) },
  { name: 'an idle hour with 100 pods', most: 0.5, run: () => void hundred.fork().advance('1h') },
  { name: '10,000 requests to a Service of 3 pods', most: 100, run: () => void serving.fork().request('http://web', { count: 10_000 }) },
  { name: 'an hour of 100 pods in CrashLoopBackOff', most: 50, run: () => void crashing.fork().advance('1h') },
];

function settled(base: Cluster, replicas: number): void {
  const cluster = base.fork();
  cluster.apply(replicaSet(replicas));
  cluster.settle();
}

function rolledOut(base: Cluster, replicas: number): Cluster {
  const cluster = base.fork();
  cluster.apply(deployment(replicas, 'nginx:1.25'));
  cluster.settle();
  return cluster;
}

function rolled(base: Cluster, replicas: number): void {
  const cluster = base.fork();
  cluster.apply(deployment(replicas, 'nginx:1.26'));
  cluster.settle();
}

/** A piece of plain work of this machine, so that figures of different machines can be compared: a million steps of a hash. */
function yardstick(): void {
  let word = 1;
  for (let i = 0; i < 1_000_000; i++) word = Math.imul(word ^ i, 0x01000193);
  if (word === 0.5) throw new Error('no number is a half here');
}

const bench = new Bench({ time: 1500, warmupTime: 500 });
bench.add('yardstick', yardstick);
for (const { name, run } of benchmarks) bench.add(name, run);
await bench.run();

const rows = bench.tasks.map((task) => {
  const { result } = task;
  if (!('latency' in result)) throw new Error(`the benchmark ${task.name} did not finish`);
  const most = benchmarks.find(({ name }) => name === task.name)?.most;
  return {
    name: task.name,
    medianMillis: result.latency.p50,
    minMillis: result.latency.min,
    samples: result.latency.samplesCount,
    promisedMillis: most,
  };
});

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(rows, undefined, 2));
} else {
  for (const { name, medianMillis, minMillis, promisedMillis } of rows) {
    const promise = promisedMillis === undefined ? '' : `promised < ${promisedMillis} ms`;
    console.log(
      `${name.padEnd(46)} median ${medianMillis.toFixed(3).padStart(9)} ms   min ${minMillis.toFixed(3).padStart(9)} ms   ${promise}`,
    );
  }
  const events = (() => {
    const idle = hundred.fork();
    const before = idle.events;
    idle.advance('1h');
    return idle.events - before;
  })();
  console.log(`${'events in that idle hour'.padEnd(46)} ${events}`);
}
