import fc from 'fast-check';

/** What containers are made of: images that serve, cannot be had, or end; programs that end well, badly, late, never, or only when killed. */
const containers: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom({ image: 'nginx:1.25' }, { image: 'httpd:2.4' }) },
  {
    weight: 1,
    arbitrary: fc.constant({
      image: 'nginx:1.25',
      env: [{ name: 'COLOUR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'colour' } } }],
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom({ image: 'nginx:missing' }, { image: 'Not/An:Image' }, { image: 'flaky:1' }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom<readonly string[]>(
        ['sleep', '3600'],
        ['sleep', '7'],
        ['sleep', '100'],
        ['true'],
        ['false'],
        ['no-such-program'],
        ['sh', '-c', 'sleep 3; exit 3'],
        ['sh', '-c', "trap 'sleep 4; exit 0' TERM; while true; do sleep 1; done"],
        ['sh', '-c', "trap '' TERM; sleep 100000"],
        ['sh', '-c', 'cat /v/*; sleep 4; echo more >> /v/log; sleep 300; echo more >> /v/log; sleep 100000'],
        ['sh', '-c', 'until [ -s /v/log ]; do sleep 2; done; exit 4'],
      )
      .map((command) => ({ image: 'busybox:1.36', command })),
  },
);

/** Probes that pass, fail at first, fail for ever, or cannot be made. */
const probes: fc.Arbitrary<object> = fc
  .tuple(
    fc.constantFrom('readinessProbe', 'readinessProbe', 'livenessProbe', 'startupProbe'),
    fc.constantFrom<object>(
      { httpGet: { path: '/', port: 80 } },
      { httpGet: { path: '/none', port: 80 } },
      { tcpSocket: { port: 81 } },
      { exec: { command: ['test', '-d', '/tmp'] } },
      { exec: { command: ['no-such-program'] } },
    ),
    fc.record(
      { periodSeconds: fc.constantFrom(1, 3), failureThreshold: fc.constantFrom(1, 30), initialDelaySeconds: fc.constant(4) },
      { requiredKeys: [] },
    ),
  )
  .map(([type, action, more]) => ({ [type]: { ...action, ...more } }));

/** Hooks that take their time, too much of it, or fail. */
const hooks: fc.Arbitrary<object> = fc.constantFrom<object>(
  { postStart: { exec: { command: ['sh', '-c', 'sleep 3; touch /tmp/started'] } } },
  { postStart: { exec: { command: ['false'] } } },
  { postStart: { httpGet: { path: '/', port: 80 } } },
  { preStop: { exec: { command: ['sleep', '3'] } } },
  { preStop: { exec: { command: ['sleep', '60'] } } },
  { postStart: { exec: { command: ['sleep', '2'] } }, preStop: { exec: { command: ['nginx', '-s', 'quit'] } } },
);

/** What pods are made of. */
export const podSpecs = fc.record(
  {
    main: containers,
    side: containers,
    init: containers,
    grace: fc.constantFrom(0, 1, 5, 30),
    cpu: fc.constantFrom('100m', '1', '3', '64'),
    hostPort: fc.constant(8080),
    className: fc.constantFrom('low', 'high'),
    tolerates: fc.boolean(),
    pullPolicy: fc.constantFrom('Always', 'Never'),
    probe: probes,
    volume: fc.constantFrom<object>(
      { emptyDir: {} },
      { hostPath: { path: '/data' } },
      { hostPath: { path: '/data/log', type: 'File' } },
      { configMap: { name: 'settings' } },
      { projected: { sources: [{ configMap: { name: 'settings' } }, { secret: { name: 'none', optional: true } }] } },
    ),
    lifecycle: hooks,
  },
  { requiredKeys: ['main'] },
);

type PodSpecChoice = typeof podSpecs extends fc.Arbitrary<infer T> ? T : never;

/** The spec of a pod that is made so. */
export function specOf(choice: PodSpecChoice, restartPolicy?: string): object {
  const { main, side, init, grace, cpu, hostPort, className, tolerates, pullPolicy, probe, volume, lifecycle } = choice;
  const mounts = volume === undefined ? {} : { volumeMounts: [{ name: 'v', mountPath: '/v' }] };
  const first = {
    name: 'main',
    ...main,
    ...mounts,
    ...probe,
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(pullPolicy === undefined ? {} : { imagePullPolicy: pullPolicy }),
    ...(hostPort === undefined ? {} : { ports: [{ containerPort: 80, hostPort }] }),
    ...(cpu === undefined ? {} : { resources: { requests: { cpu } } }),
  };
  return {
    containers: side === undefined ? [first] : [first, { name: 'side', ...side, ...mounts }],
    ...(volume === undefined ? {} : { volumes: [{ name: 'v', ...volume }] }),
    ...(init === undefined ? {} : { initContainers: [{ name: 'init', ...init, ...mounts }] }),
    ...(grace === undefined ? {} : { terminationGracePeriodSeconds: grace }),
    ...(className === undefined ? {} : { priorityClassName: className }),
    ...(tolerates === true ? { tolerations: [{ operator: 'Exists' }] } : {}),
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
  };
}
