import fc from 'fast-check';
import type { Manifest } from '../api/object.ts';
import { podSpecs, specOf } from './pod-specs-fixture.ts';
import type { Command, Manner, Script, ScriptKind } from './script-fixture.ts';

const namespaces = fc.constantFrom('default', 'default', 'default', 'shop');
const names = fc.constantFrom('a', 'b', 'c');
const labelValues = fc.constantFrom('a', 'b', 'c');
const nth = fc.nat({ max: 6 });

/** An owner that never was. */
const GONE = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'gone', uid: 'gone' }];

const pods: fc.Arbitrary<Manifest> = fc
  .tuple(names, namespaces, labelValues, podSpecs, fc.constantFrom('Always', 'OnFailure', 'Never'), fc.constantFrom([], [], [], GONE))
  .map(([name, namespace, app, choice, restartPolicy, ownerReferences]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app }, ...(ownerReferences.length === 0 ? {} : { ownerReferences }) },
    spec: specOf(choice, restartPolicy),
  }));

/** A workload that selects by one label, sometimes one that belongs to another's pods too. */
const workloads: fc.Arbitrary<Manifest> = fc
  .tuple(fc.boolean(), names, namespaces, labelValues, fc.integer({ min: 0, max: 4 }), podSpecs, fc.constantFrom(0, 0, 0, 5))
  .map(([isSet, name, namespace, app, replicas, choice, minReadySeconds]) => ({
    apiVersion: isSet ? 'apps/v1' : 'v1',
    kind: isSet ? 'ReplicaSet' : 'ReplicationController',
    metadata: { name, namespace },
    spec: {
      replicas,
      ...(minReadySeconds === 0 ? {} : { minReadySeconds }),
      selector: isSet ? { matchLabels: { app } } : { app },
      template: { metadata: { labels: { app } }, spec: specOf(choice) },
    },
  }));

/** A Deployment that replaces its pods in one of several ways, in any hurry. */
const deployments: fc.Arbitrary<Manifest> = fc
  .tuple(
    names,
    namespaces,
    labelValues,
    fc.integer({ min: 0, max: 5 }),
    podSpecs,
    fc.record(
      {
        strategy: fc.constantFrom<object>(
          { type: 'Recreate' },
          { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          { rollingUpdate: { maxSurge: 0, maxUnavailable: 2 } },
          { rollingUpdate: { maxSurge: '100%', maxUnavailable: '50%' } },
        ),
        minReadySeconds: fc.constant(5),
        progressDeadlineSeconds: fc.constantFrom(20, 600, 2147483647),
        revisionHistoryLimit: fc.constantFrom(0, 1),
        paused: fc.constant(true),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([name, namespace, app, replicas, choice, more]) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { replicas, selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec: specOf(choice) }, ...more },
  }));

/** A Service of any sort that selects by one label; nobody has a port of the name. */
const services: fc.Arbitrary<Manifest> = fc
  .tuple(
    names,
    namespaces,
    labelValues,
    fc.constantFrom<object>(
      { ports: [{ port: 80 }] },
      { ports: [{ port: 80 }] },
      { ports: [{ port: 80, targetPort: 'web' }] },
      {
        type: 'NodePort',
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 81, targetPort: 8080 },
        ],
      },
      { clusterIP: 'None' },
      { ports: [{ port: 80 }], publishNotReadyAddresses: true },
      { ports: [{ port: 80 }], sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } },
      { ports: [{ port: 80 }], internalTrafficPolicy: 'Local', trafficDistribution: 'PreferClose' },
      { type: 'LoadBalancer', ports: [{ port: 80 }], externalTrafficPolicy: 'Local' },
    ),
    fc.constantFrom(true, true, true, true, false),
  )
  .map(([name, namespace, app, more, selects]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: selects ? name : `own-${name}`, namespace },
    spec: selects ? { selector: { app }, ...more } : more,
  }));

/**
 * Endpoints as somebody writes them for a Service without a selector: of nobody, or of what may be a pod. Those of other Services would stay as
 * they are written until something else happens, because their keeper hears only of their deletion.
 */
const endpoints: fc.Arbitrary<Manifest> = fc
  .tuple(
    names,
    namespaces,
    fc.subarray(['192.0.2.7', '10.244.1.4', '10.244.1.5', '2001:db8::7']),
    fc.constantFrom('addresses', 'addresses', 'notReadyAddresses'),
    fc.subarray([{ port: 80 }, { name: 'b', port: 8080 }], { minLength: 1, maxLength: 1 }),
  )
  .map(([name, namespace, ips, list, ports]) => ({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: `own-${name}`, namespace },
    subsets: ips.length === 0 ? [] : [{ [list]: ips.map((ip) => ({ ip })), ports }],
  }));

/** The spaces in time in which different parts of a cluster are busy: notices, looks at the runtime, starts, restarts, graces. */
const millis = fc.oneof(
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 20, max: 2000 }),
  fc.integer({ min: 2000, max: 40_000 }),
  fc.integer({ min: 40_000, max: 700_000 }),
);

const settings: Command = {
  do: 'apply',
  manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'default' }, data: { colour: 'red' } },
};

const shop: Command = { do: 'apply', manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } };

/** What is done to nodes, and what happens to them. */
const ofNodes: readonly fc.Arbitrary<Command>[] = [
  fc.record({
    do: fc.constant('taint'),
    nth,
    spec: fc.constantFrom('example.com/away:NoSchedule', 'example.com/away:PreferNoSchedule', 'example.com/out:NoExecute'),
    isRemoved: fc.boolean(),
  }),
  fc.record({ do: fc.constantFrom('cordon', 'uncordon'), nth }),
  fc.record({
    do: fc.constant('drain'),
    nth,
    flags: fc.constantFrom('--timeout=60s', '--force --delete-emptydir-data --timeout=20s', '--force --disable-eviction --timeout=2m'),
  }),
  fc.record({ do: fc.constant('stop'), nth, what: fc.constantFrom('machine', 'kubelet') }),
  fc.record({ do: fc.constant('start'), nth }),
  // Under another pressure a pod that tolerates everything would be turned away and made anew without end, as in Kubernetes.
  fc.record({ do: fc.constant('pressure'), nth, pressure: fc.constant('MemoryPressure'), suffers: fc.boolean() }),
  fc.record({ do: fc.constant('delete'), kind: fc.constant('Node'), nth, manner: fc.constant('background') }),
];

/** How many pods of a label are to be there, or may be missing. */
const budgets: fc.Arbitrary<Manifest> = fc
  .tuple(
    names,
    namespaces,
    labelValues,
    fc.constantFrom<object>({ minAvailable: 1 }, { minAvailable: '50%' }, { maxUnavailable: 1 }, { maxUnavailable: 0 }),
  )
  .map(([name, namespace, app, amount]) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: { app } }, ...amount },
  }));

/** What all of a namespace may take together, and what each may. */
const bounds: fc.Arbitrary<Manifest> = fc
  .tuple(
    namespaces,
    fc.constantFrom<object>(
      { kind: 'ResourceQuota', spec: { hard: { pods: '4' } } },
      { kind: 'ResourceQuota', spec: { hard: { 'requests.cpu': '2', pods: '9' } } },
      { kind: 'ResourceQuota', spec: { hard: { 'count/replicasets.apps': '2', services: '1' } } },
      { kind: 'LimitRange', spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '100m' }, max: { cpu: '2' } }] } },
    ),
  )
  .map(([namespace, bound]) => ({ apiVersion: 'v1', metadata: { name: 'bound', namespace }, ...bound }));

const classes: fc.Arbitrary<Manifest> = fc.tuple(fc.constantFrom('low', 'high'), fc.boolean()).map(([name, globalDefault]) => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value: name === 'low' ? -5 : 1000,
  ...(globalDefault ? { globalDefault } : {}),
}));

const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: workloads.map((manifest): Command => ({ do: 'apply', manifest })) },
  { weight: 5, arbitrary: deployments.map((manifest): Command => ({ do: 'apply', manifest })) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('roll'), nth, image: fc.constantFrom('nginx:1.25', 'httpd:2.4', 'flaky:1', 'nginx:missing') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('undo'), nth, revision: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('pause', 'resume', 'restart'), nth }) },
  { weight: 3, arbitrary: services.map((manifest): Command => ({ do: 'apply', manifest })) },
  { weight: 1, arbitrary: endpoints.map((manifest): Command => ({ do: 'apply', manifest })) },
  { weight: 1, arbitrary: fc.constant<Command>({ do: 'balancer' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('request'),
      nth,
      from: fc.option(nth, { nil: undefined }),
      count: fc.integer({ min: 2, max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('exec'),
      nth,
      line: fc.constantFrom(
        'wget -qO- -T 2 http://a',
        'nslookup b',
        'for i in 1 2 3; do wget -qO- -T 1 http://c; sleep 2; done',
        'touch /tmp/x',
      ),
    }),
  },
  { weight: 4, arbitrary: pods.map((manifest): Command => ({ do: 'apply', manifest })) },
  { weight: 5, arbitrary: millis.map((time): Command => ({ do: 'pass', millis: time })) },
  { weight: 1, arbitrary: fc.constant<Command>({ do: 'settle' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('label'),
      nth,
      key: fc.constantFrom('app', 'app', 'tier'),
      value: fc.option(labelValues, { nil: undefined }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('scale'), nth, replicas: fc.integer({ min: 0, max: 5 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('delete'),
      kind: fc.constantFrom<ScriptKind>(
        'Pod',
        'Pod',
        'Pod',
        'Deployment',
        'ReplicaSet',
        'ReplicationController',
        'Service',
        'Endpoints',
        'EndpointSlice',
        'Namespace',
        'ConfigMap',
        'ServiceAccount',
        'PodDisruptionBudget',
        'ResourceQuota',
        'LimitRange',
        'PriorityClass',
      ),
      nth,
      manner: fc.constantFrom<Manner>('background', 'background', 'foreground', 'orphan', 'force'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('image'), nth, image: fc.constantFrom('nginx:1.25', 'httpd:2.4', 'flaky:1', 'nginx:missing') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('finalizer'),
      kind: fc.constantFrom<ScriptKind>('Pod', 'Deployment', 'ReplicaSet', 'ReplicationController'),
      nth,
      present: fc.boolean(),
    }),
  },
  ...ofNodes.map((arbitrary) => ({ weight: 1, arbitrary })),
  { weight: 1, arbitrary: bounds.map((manifest): Command => ({ do: 'apply', manifest })) },
  { weight: 1, arbitrary: classes.map((manifest): Command => ({ do: 'apply', manifest })) },
  { weight: 2, arbitrary: budgets.map((manifest): Command => ({ do: 'apply', manifest })) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('evict'), nth }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('probe'),
      nth,
      probe: fc.constantFrom('readiness', 'liveness', 'startup'),
      fails: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('registry'), image: fc.constantFrom('flaky:1', 'nginx:1.25'), present: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.constantFrom(shop, settings) },
);

/** Scripts of up to 16 commands on one to three nodes, half of them with a namespace `shop` to begin with. */
export const scripts: fc.Arbitrary<Script> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.array(commands, { maxLength: 16, size: 'max' }))
  .map(([nodes, hasShop, all]) => ({ nodes, commands: hasShop ? [shop, ...all] : all }));
