import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../api/errors.ts';
import { Cluster } from '../cluster.ts';
import { ServiceKind, type Service } from './service.ts';
import { serviceWarnings } from './validation/service.ts';

const world = new Cluster();

type Spec = Readonly<Record<string, unknown>>;

const PORTS = [{ port: 80 }];

function create(cluster: Cluster, spec: Spec | undefined, name = 'svc'): Service {
  return cluster.as('admin').create(ServiceKind, { metadata: { name }, ...(spec === undefined ? {} : { spec }) });
}

/** The problems a Service is refused with, in their order; what is given replaces parts of a valid one. */
function problems(spec: Spec | undefined, name = 'svc'): readonly string[] {
  return refusal(() => create(world.fork(), spec === undefined ? undefined : { ports: PORTS, ...spec }, name));
}

function refusal(request: () => unknown): readonly string[] {
  try {
    request();
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error.status.details?.causes?.map(({ field = '', message = '' }) => `${field}: ${message}`) ?? [error.message];
  }
  return [];
}

const LABEL1035 = /a DNS-1035 label must consist of lower case alphanumeric characters or '-'/;
const RANGE = 'must be between 1 and 65535, inclusive';

describe('what a Service is refused for', () => {
  const cases: readonly (readonly [name: string, spec: Spec | undefined, answer: readonly string[]])[] = [
    ['no ports', { ports: [] }, ['spec.ports: Required value']],
    ['no spec', undefined, ['spec.ports: Required value']],
    [
      'port 0',
      { ports: [{ port: 0 }] },
      [`spec.ports[0].port: Invalid value: 0: ${RANGE}`, `spec.ports[0].targetPort: Invalid value: 0: ${RANGE}`],
    ],
    ['no port', { ports: [{ targetPort: 80 }] }, [`spec.ports[0].port: Invalid value: 0: ${RANGE}`]],
    [
      'two without names',
      { ports: [{ port: 80 }, { port: 81 }] },
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      'one name for two',
      {
        ports: [
          { port: 80, name: 'a' },
          { port: 81, name: 'a' },
        ],
      },
      ['spec.ports[1].name: Duplicate value: "a"'],
    ],
    [
      'one port twice',
      {
        ports: [
          { port: 80, name: 'a' },
          { port: 80, name: 'b' },
        ],
      },
      [
        'spec.ports[1]: Duplicate value: core.ServicePort{Name:"", Protocol:"TCP", AppProtocol:(*string)(nil), Port:80, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}',
      ],
    ],
    [
      'a protocol',
      { ports: [{ port: 80, protocol: 'X' }] },
      ['spec.ports[0].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"'],
    ],
    ['targetPort 0', { ports: [{ port: 80, targetPort: 0 }] }, []],
    [
      'a name of a port',
      { ports: [{ port: 80, targetPort: 'Foo_bar' }] },
      ['spec.ports[0].targetPort: Invalid value: "Foo_bar": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'],
    ],
    ['too high', { ports: [{ port: 80, targetPort: 99999 }] }, [`spec.ports[0].targetPort: Invalid value: 99999: ${RANGE}`]],
    [
      'a type',
      { type: 'Foo' },
      ['spec.type: Unsupported value: "Foo": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'],
    ],
    [
      'a node port of none',
      { ports: [{ port: 80, nodePort: 30080 }] },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      'one node port for two',
      {
        type: 'NodePort',
        ports: [
          { port: 80, nodePort: 30080, name: 'a' },
          { port: 81, nodePort: 30080, name: 'b' },
        ],
      },
      ['spec.ports[1].nodePort: Invalid value: 30080: provided port is already allocated'],
    ],
    [
      'a node port out of range',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
      ['spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767'],
    ],
    [
      'an address from elsewhere',
      { clusterIP: '1.2.3.4' },
      [
        'spec.clusterIPs: Invalid value: []string{"1.2.3.4"}: failed to allocate IP 1.2.3.4: the provided IP (1.2.3.4) is not in the valid range. The range of valid IPs is 10.96.0.0/12',
      ],
    ],
    [
      'no address',
      { clusterIP: 'foo' },
      ['spec.clusterIPs[0]: Invalid value: "foo": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ],
    [
      'headless with node ports',
      { clusterIP: 'None', type: 'NodePort' },
      ['spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services'],
    ],
    ['headless', { clusterIP: 'None' }, []],
    ['headless without ports', { clusterIP: 'None', ports: [] }, []],
    ['a name missing', { type: 'ExternalName' }, ['spec.externalName: Required value']],
    [
      'an address for a name',
      { type: 'ExternalName', externalName: 'a.com', clusterIP: '1.1.1.1' },
      ['spec.clusterIPs: Forbidden: may not be set for ExternalName services'],
    ],
    ['an affinity', { sessionAffinity: 'X' }, ['spec.sessionAffinity: Unsupported value: "X": supported values: "ClientIP", "None"']],
    [
      'an affinity of no time',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } },
      ['spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400'],
    ],
    [
      'a policy of nothing',
      { externalTrafficPolicy: 'Local' },
      ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
    ],
    [
      'a policy',
      { type: 'NodePort', externalTrafficPolicy: 'X' },
      ['spec.externalTrafficPolicy: Unsupported value: "X": supported values: "Cluster", "Local"'],
    ],
    [
      'another policy',
      { internalTrafficPolicy: 'X' },
      ['spec.internalTrafficPolicy: Unsupported value: "X": supported values: "Cluster", "Local"'],
    ],
    [
      'an external address',
      { externalIPs: ['x'] },
      ['spec.externalIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ],
    ['a family', { ipFamilies: ['IPv6'] }, ['spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster']],
    [
      'two families',
      { ipFamilyPolicy: 'RequireDualStack' },
      ['spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services'],
    ],
  ];
  for (const [name, spec, answer] of cases) test(name, () => assert.deepEqual(problems(spec), answer));

  test('a name that is no DNS label', () => {
    for (const name of ['1svc', 'a.b', 'A']) {
      const [first = '', ...others] = problems({}, name);
      assert.match(first, LABEL1035);
      assert.deepEqual(others, []);
    }
  });

  test('a selector that is no label', () => {
    assert.match(problems({ selector: { 'a b': 'c' } })[0]!, /^spec\.selector: Invalid value: "a b": name part must consist of/);
  });

  test('a name of a port that is no label, and a name outside that is none', () => {
    assert.match(
      problems({ ports: [{ port: 80, name: 'A_' }] })[0]!,
      /^spec\.ports\[0\]\.name: Invalid value: "A_": a lowercase RFC 1123 label/,
    );
    assert.match(
      problems({ type: 'ExternalName', externalName: 'A_b' })[0]!,
      /^spec\.externalName: Invalid value: "A_b": a lowercase RFC 1123 subdomain/,
    );
  });
});

describe('what a Service is given', () => {
  test('no selector, where it is empty: as nothing is stored of it, nothing is selected', () => {
    assert.ok(!('selector' in create(world.fork(), { ports: PORTS, selector: {} }).spec));
  });

  test('an address of the upper range, and what is not said', () => {
    const { spec } = create(world.fork(), { ports: PORTS, selector: { app: 'web' } });
    assert.match(spec.clusterIP!, /^10\.(?:9[6-9]|10\d|11[01])\.\d+\.\d+$/);
    assert.ok(!spec.clusterIP!.startsWith('10.96.0.'));
    const { clusterIP: _, clusterIPs, ...rest } = spec;
    assert.deepEqual(clusterIPs, [spec.clusterIP]);
    assert.deepEqual(rest, {
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      selector: { app: 'web' },
      sessionAffinity: 'None',
      type: 'ClusterIP',
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    });
  });

  test('the address it asks for, which nobody else is given', () => {
    const cluster = world.fork();
    assert.equal(create(cluster, { ports: PORTS, clusterIP: '10.96.0.77' }).spec.clusterIP, '10.96.0.77');
    assert.deepEqual(
      refusal(() => create(cluster, { ports: PORTS, clusterIP: '10.96.0.77' }, 'other')),
      ['spec.clusterIPs: Invalid value: []string{"10.96.0.77"}: failed to allocate IP 10.96.0.77: provided IP is already allocated'],
    );
    cluster.as('admin').delete(ServiceKind, { metadata: { name: 'svc' } });
    assert.equal(create(cluster, { ports: PORTS, clusterIP: '10.96.0.77' }, 'other').spec.clusterIP, '10.96.0.77');
  });

  test('node ports of the upper range, one for a port over TCP and over UDP', () => {
    const cluster = world.fork();
    const ports = [
      { name: 'a', port: 53 },
      { name: 'b', port: 53, protocol: 'UDP' },
      { name: 'c', port: 80 },
      { name: 'd', port: 81, nodePort: 30001 },
    ];
    const [a, b, c, d] = create(cluster, { type: 'NodePort', ports }).spec.ports!.map(({ nodePort }) => nodePort!);
    assert.deepEqual([a === b, c !== a, d], [true, true, 30001]);
    assert.ok(a! >= 30086 && a! <= 32767);
    const taken = refusal(() => create(cluster, { type: 'NodePort', ports: [{ port: 80, nodePort: a! }] }, 'other'));
    assert.deepEqual(taken, [`spec.ports[0].nodePort: Invalid value: ${a!}: provided port is already allocated`]);
  });

  test('no address when it is headless or a name', () => {
    const cluster = world.fork();
    const headless = create(cluster, { ports: PORTS, clusterIP: 'None', selector: { a: 'b' } }, 'headless').spec;
    assert.deepEqual([headless.clusterIP, headless.clusterIPs, headless.ipFamilies], ['None', ['None'], ['IPv4']]);
    const alone = create(cluster, { ports: PORTS, clusterIP: 'None' }, 'alone').spec;
    assert.deepEqual([alone.ipFamilies, alone.ipFamilyPolicy], [['IPv4', 'IPv6'], 'RequireDualStack']);
    const name = create(cluster, { type: 'ExternalName', externalName: 'a.example' }, 'name').spec;
    assert.deepEqual(name, { type: 'ExternalName', externalName: 'a.example', sessionAffinity: 'None' });
  });

  test('the same things for the same seed, whatever was refused before', () => {
    const address = (refused: boolean): string => {
      const cluster = world.fork();
      if (refused) refusal(() => create(cluster, { type: 'NodePort', ports: [{ port: 80, nodePort: 1 }] }));
      return create(cluster, { ports: PORTS }).spec.clusterIP!;
    };
    assert.equal(address(true), address(false));
  });

  test('ports until there are none left', () => {
    const cluster = world.fork();
    const ports = Array.from({ length: 2768 }, (_, i) => ({ name: `p${i}`, port: i + 1 }));
    const used = new Set(create(cluster, { type: 'NodePort', ports }).spec.ports!.map(({ nodePort }) => nodePort));
    assert.deepEqual([used.size, Math.min(...(used as Set<number>)), Math.max(...(used as Set<number>))], [2768, 30000, 32767]);
    assert.deepEqual(
      refusal(() => create(cluster, { type: 'NodePort', ports: PORTS }, 'late')),
      ['failed to allocate a nodePort: range is full'],
    );
  });
});

describe('what an update keeps', () => {
  const changed = (before: Spec, change: Spec): { readonly old: Service['spec']; readonly now: Service['spec'] } => {
    const cluster = world.fork();
    const { spec: old } = create(cluster, { ports: PORTS, ...before });
    return { old, now: cluster.as('admin').patch(ServiceKind, { metadata: { name: 'svc' } }, { spec: change }).spec };
  };

  test('addresses and node ports that it does not say', () => {
    const { old, now } = changed({ type: 'NodePort' }, { clusterIP: null, clusterIPs: null, ports: [{ port: 81 }] });
    assert.deepEqual([now.clusterIP, now.clusterIPs, now.ports![0]!.nodePort], [old.clusterIP, old.clusterIPs, old.ports![0]!.nodePort]);
  });

  test('an address may not change', () => {
    assert.deepEqual(
      refusal(() => changed({}, { clusterIP: '10.96.0.77' })),
      ['spec.clusterIPs[0]: Invalid value: []string{"10.96.0.77"}: may not change once set'],
    );
  });

  test('another type gets what it needs and loses what it does not', () => {
    const up = changed({}, { type: 'NodePort' });
    assert.equal(up.now.clusterIP, up.old.clusterIP);
    assert.deepEqual([up.now.externalTrafficPolicy, up.now.ports![0]!.nodePort! >= 30086], ['Cluster', true]);
    const down = changed({ type: 'LoadBalancer' }, { type: 'ClusterIP' });
    const { nodePort } = down.now.ports![0]!;
    assert.deepEqual([nodePort, down.now.externalTrafficPolicy, down.now.allocateLoadBalancerNodePorts], [undefined, undefined, undefined]);
    const name = changed({}, { type: 'ExternalName', externalName: 'a.example' });
    assert.deepEqual([name.now.clusterIP, name.now.clusterIPs, name.now.ipFamilies], [undefined, undefined, undefined]);
    const back = changed({ type: 'ExternalName', externalName: 'a.example' }, { type: 'ClusterIP', externalName: null });
    assert.match(back.now.clusterIP!, /^10\./);
  });
});

test('a Service is shown as kubectl shows it', () => {
  const cluster = world.fork();
  const shown = (name: string): readonly unknown[] => {
    const service = cluster.as('admin').get(ServiceKind, name);
    return ServiceKind.columns.slice(1, 5).map(({ cell }) => cell(service, { age: () => '' }));
  };
  create(
    cluster,
    { ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }].map((port, i) => ({ ...port, name: `p${i}` })), clusterIP: '10.96.0.50' },
    'plain',
  );
  assert.deepEqual(shown('plain'), ['ClusterIP', '10.96.0.50', '<none>', '80/TCP,53/UDP']);
  create(cluster, { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080 }], clusterIP: '10.96.0.51' }, 'lb');
  assert.deepEqual(shown('lb'), ['LoadBalancer', '10.96.0.51', '<pending>', '80:30080/TCP']);
  cluster.as('admin').status(ServiceKind, cluster.as('admin').get(ServiceKind, 'lb'), { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } });
  assert.deepEqual(shown('lb')[2], '192.0.2.1');
  create(cluster, { clusterIP: 'None' }, 'headless');
  assert.deepEqual(shown('headless'), ['ClusterIP', 'None', '<none>', '<none>']);
  create(cluster, { type: 'ExternalName', externalName: 'a.example' }, 'name');
  assert.deepEqual(shown('name'), ['ExternalName', '<none>', 'a.example', '<none>']);
});

test('traffic can be kept close, in one way only', () => {
  assert.deepEqual(problems({ trafficDistribution: 'Near' }), [
    'spec.trafficDistribution: Unsupported value: "Near": supported values: "PreferClose"',
  ]);
  assert.deepEqual(problems({ trafficDistribution: 'PreferClose' }), []);
});

test('the old annotation for zones is warned of', () => {
  const annotations = { 'service.kubernetes.io/topology-aware-hints': 'Auto' };
  assert.deepEqual(serviceWarnings({ metadata: { annotations } }), [
    'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
  ]);
  assert.deepEqual(serviceWarnings({}), []);
});
