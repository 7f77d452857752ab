import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Event } from '../../kinds/event.ts';
import { Cluster } from '../../cluster.ts';
import { PodKind } from '../../kinds/pod.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { eventTimes } from '../timeline-fixture.ts';

const OBJECTS = `
{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: one, b: two}, binaryData: {c: dGhyZWU=}}
---
{apiVersion: v1, kind: Secret, metadata: {name: db}, stringData: {user: admin, password: s3cret}}
`;

const world = new Cluster();
world.apply(OBJECTS);

/** A pod whose container prints what a shell finds, with one volume at /v. */
function podText(volume: string, script: string, mount = ''): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: p, labels: {app: web}, annotations: {note: 'say "hi"'}}
spec:
  containers:
  - {name: c, image: "busybox:1.36", command: [sh, -c, ${JSON.stringify(`${script}; sleep 36000`)}], volumeMounts: [{name: v, mountPath: /v${mount}}], resources: {limits: {memory: 64Mi}}}
  volumes: [{name: v, ${volume}}]
`;
}

function started(volume: string, script: string, mount = '', before = ''): Cluster {
  const cluster = world.fork();
  if (before !== '') cluster.apply(before);
  cluster.apply(podText(volume, script, mount));
  cluster.settle();
  return cluster;
}

function log(cluster: Cluster, name = 'p'): string {
  return cluster.log(cluster.as('tester').get(PodKind, name)).join('|');
}

function phase(cluster: Cluster): string | undefined {
  return (cluster.get('pod', 'p') as Pod).status.phase;
}

function complaints(cluster: Cluster): readonly string[] {
  return (cluster.list('events') as readonly Event[])
    .filter(({ type }) => type === 'Warning')
    .map(({ reason, message }) => `${reason}: ${message}`);
}

const contents: readonly (readonly [what: string, volume: string, script: string, seen: string, mount?: string])[] = [
  ['a ConfigMap', 'configMap: {name: settings}', 'ls /v; cat /v/a /v/c', 'a|b|c|onethree'],
  ['some of a ConfigMap', 'configMap: {name: settings, items: [{key: a, path: deep/file}]}', 'ls /v; cat /v/deep/file', 'deep|one'],
  ['a Secret, decoded', 'secret: {secretName: db}', 'ls /v; cat /v/password', 'password|user|s3cret'],
  ['an optional ConfigMap that is not there', 'configMap: {name: none, optional: true}', 'ls -d /v; ls /v', '/v'],
  [
    'an optional key that is not there',
    'secret: {secretName: db, optional: true, items: [{key: none, path: x}, {key: user, path: name}]}',
    'ls /v',
    'name',
  ],
  [
    'a mode by which files can be run',
    'configMap: {name: settings, defaultMode: 0755, items: [{key: a, path: x}, {key: b, path: z, mode: 0444}]}',
    'test -x /v/x && ! test -x /v/z && echo yes',
    'yes',
  ],
  [
    'what nobody may write to',
    'configMap: {name: settings}',
    'echo x > /v/a; touch /v/new; rm /v/b',
    "sh: can't create /v/a: Read-only file system|touch: /v/new: Read-only file system|rm: can't remove '/v/b': Read-only file system",
  ],
  ['an emptyDir for reading', 'emptyDir: {}', 'echo x > /v/a', "sh: can't create /v/a: Read-only file system", ', readOnly: true'],
  ['one file of a ConfigMap', 'configMap: {name: settings}', 'cat /v', 'one', ', subPath: a'],
  ['a part that is not there is made', 'emptyDir: {}', 'ls -d /v; touch /v/x; ls /v', '/v|x', ', subPath: deep/part'],
  [
    'the pod itself',
    'downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}, {path: labels, fieldRef: {fieldPath: metadata.labels}}]}',
    'cat /v/name; echo; cat /v/labels',
    'p|app="web"',
  ],
  [
    'annotations in quotes',
    'downwardAPI: {items: [{path: notes, fieldRef: {fieldPath: metadata.annotations}}]}',
    'grep ^note /v/notes',
    'note="say \\"hi\\""',
  ],
  [
    'a limit',
    'downwardAPI: {items: [{path: m, resourceFieldRef: {containerName: c, resource: limits.memory, divisor: 1Mi}}]}',
    'cat /v/m',
    '64',
  ],
  [
    'several sources',
    'projected: {sources: [{configMap: {name: settings, items: [{key: a, path: a}]}}, {secret: {name: db, items: [{key: user, path: user}]}}, {downwardAPI: {items: [{path: ns, fieldRef: {fieldPath: metadata.namespace}}]}}]}',
    'cat /v/a /v/user /v/ns',
    'oneadmindefault',
  ],
  ['memory is a directory like any other', 'emptyDir: {medium: Memory}', 'echo x > /v/a; cat /v/a', 'x'],
  ['a path of the node that nobody has made', 'hostPath: {path: /data/shop}', 'echo x > /v/a; cat /v/a', 'x'],
  ['a file of the node', 'hostPath: {path: /etc/os-release, type: File}', 'grep ^ID /v', 'ID=debian'],
  ['a directory of the node that is made', 'hostPath: {path: /data, type: DirectoryOrCreate}', 'ls -d /v', '/v'],
  ['a file of the node that is made', 'hostPath: {path: /tmp/marker, type: FileOrCreate}', 'test -f /v && echo yes', 'yes'],
];

describe('what a container finds in a volume', () => {
  for (const [what, volume, script, seen, mount] of contents)
    test(what, () => {
      assert.equal(log(started(volume, script, mount)), seen);
    });

  test('every pod has a token, the name of its namespace and the certificate of its cluster', () => {
    const script = 'cd /var/run/secrets/kubernetes.io/serviceaccount; ls; cat namespace; echo; head -1 ca.crt; tr -dc . < token';
    const [first, second, third, namespace, certificate] = log(started('emptyDir: {}', script)).split('|');
    assert.deepEqual(
      [first, second, third, namespace, certificate],
      ['ca.crt', 'namespace', 'token', 'default', '-----BEGIN CERTIFICATE-----'],
    );
  });

  test('a part of a volume may be named after the pod', () => {
    const text = podText('hostPath: {path: /logs}', 'touch /v/x', ', subPathExpr: $(NAME)/app').replace(
      'resources:',
      'env: [{name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}], resources:',
    );
    const cluster = world.fork();
    cluster.apply(text);
    cluster.settle();
    cluster.apply(podText('hostPath: {path: /logs}', 'ls /v/p/app').replace('name: p,', 'name: q,'));
    cluster.settle();
    assert.equal(log(cluster, 'q'), 'x');
  });
});

const problems: readonly (readonly [volume: string, problem: string])[] = [
  ['configMap: {name: none}', 'configmap "none" not found'],
  ['secret: {secretName: none}', 'secret "none" not found'],
  ['configMap: {name: settings, items: [{key: z, path: z}]}', 'configmap references non-existent config key: z'],
  ['secret: {secretName: db, items: [{key: z, path: z}]}', 'references non-existent secret key: z'],
  ['projected: {sources: [{configMap: {name: none}}, {secret: {name: none}}]}', '[configmap "none" not found, secret "none" not found]'],
  ['hostPath: {path: /nowhere, type: Directory}', 'hostPath type check failed: /nowhere is not a directory'],
  ['hostPath: {path: /etc, type: File}', 'hostPath type check failed: /etc is not a file'],
  ['hostPath: {path: /etc/os-release, type: DirectoryOrCreate}', 'hostPath type check failed: /etc/os-release is not a directory'],
  ['hostPath: {path: /run/docker.sock, type: Socket}', 'hostPath type check failed: /run/docker.sock is not a socket file'],
  ['hostPath: {path: /no/such/file, type: FileOrCreate}', 'open /no/such/file: no such file or directory'],
];

describe('a volume that cannot be mounted', () => {
  for (const [volume, problem] of problems)
    test(`is told: ${problem}`, () => {
      const cluster = started(volume, 'true');
      assert.deepEqual(complaints(cluster), [`FailedMount: MountVolume.SetUp failed for volume "v" : ${problem}`]);
      const { phase: now, containerStatuses } = (cluster.get('pod', 'p') as Pod).status;
      assert.deepEqual([now, containerStatuses?.[0]?.state], ['Pending', { waiting: { reason: 'ContainerCreating' } }]);
    });

  test('is tried again after 0.5, 1, 2, 4 ... seconds, up to 122; a sync that waits gives up after 123 without a word', () => {
    const cluster = started('configMap: {name: none}', 'true');
    cluster.advance('10m');
    const times = eventTimes(cluster.store, 'p', 'FailedMount');
    const gaps = times.slice(1).map((at, i) => Math.round((at - times[i]!) * 1000) / 1000);
    assert.deepEqual(gaps, [0.5, 1, 2, 4, 8, 16, 32, 64, 122, 122, 122]);
    assert.equal(new Set(complaints(cluster)).size, 1);
  });

  test('lets the cluster settle at once, and is waited for when its object has come', () => {
    const cluster = started('configMap: {name: late}', 'cat /v/a');
    assert.ok(cluster.now < 1000, `settled at ${cluster.now}`);
    cluster.advance('4s');
    cluster.apply('{apiVersion: v1, kind: ConfigMap, metadata: {name: late}, data: {a: here}}');
    cluster.settle();
    assert.equal(log(cluster), 'here');
    // The attempt after 7.5 seconds finds it, the look after 7.8 sees that; a sandbox and a container take 0.6.
    const at = Date.parse((cluster.get('pod', 'p') as Pod).status.containerStatuses![0]!.state!.running!.startedAt!);
    const bound = Date.parse((cluster.get('pod', 'p') as Pod).status.startTime!);
    assert.equal((at - bound) / 1000, 8);
  });

  test('goes on being tried while the next sync is waited for', () => {
    const cluster = started('configMap: {name: late}', 'cat /v/a');
    cluster.advance('125s');
    cluster.apply('{apiVersion: v1, kind: ConfigMap, metadata: {name: late}, data: {a: here}}');
    cluster.settle();
    assert.equal(log(cluster), 'here');
    assert.ok(cluster.now < 145_000, `settled at ${cluster.now}`);
  });

  test('does not keep its pod from being deleted', () => {
    const cluster = started('configMap: {name: none}', 'true');
    cluster.as('tester').delete(PodKind, { metadata: { name: 'p' } });
    cluster.settle();
    assert.deepEqual(cluster.list('pods', { namespace: 'default' }), []);
    const { events } = cluster;
    cluster.advance('1h');
    assert.equal(cluster.events, events);
  });

  test('a variable that a part of a volume is named after has to be there', () => {
    const cluster = started('emptyDir: {}', 'true', ', subPathExpr: $(NONE)');
    assert.deepEqual((cluster.get('pod', 'p') as Pod).status.containerStatuses![0]!.state, {
      waiting: { reason: 'CreateContainerConfigError', message: 'missing value for NONE' },
    });
  });
});

describe('a mounted object that changes', () => {
  const LOOP = 'while true; do cat /v/a; echo; sleep 1; done';
  const change = (cluster: Cluster): void => {
    cluster.apply('{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: changed}}');
  };

  test('is seen after the next sync that comes by itself, 60 to 90 seconds after the last', () => {
    const seen = [1, 2, 3, 4].map((seed) => {
      const cluster = new Cluster({ seed });
      cluster.apply(OBJECTS + podText('configMap: {name: settings}', LOOP).replace(/^/, '---'));
      cluster.settle();
      const synced = cluster.now;
      change(cluster);
      cluster.settle();
      const took = cluster.now - synced;
      assert.ok(took >= 58_000 && took <= 91_000, `took ${took}`);
      cluster.advance('1s');
      assert.equal(log(cluster).split('|').at(-1), 'changed');
      return took;
    });
    assert.ok(new Set(seen).size > 1, 'chance has its part');
  });

  test('is seen some time later even when the last sync was long ago', () => {
    const cluster = started('configMap: {name: settings}', LOOP);
    cluster.advance('1h');
    change(cluster);
    cluster.advance('91s');
    assert.equal(log(cluster).split('|').at(-1), 'changed');
  });

  test('is seen at once by a sync that something else asks for', () => {
    const cluster = started('configMap: {name: settings}', LOOP);
    cluster.advance('10s');
    change(cluster);
    cluster.advance('2s');
    cluster.as('tester').patch(PodKind, { metadata: { name: 'p' } }, { metadata: { labels: { other: 'label' } } });
    cluster.advance('2s');
    assert.equal(log(cluster).split('|').at(-1), 'changed');
  });

  test('is not seen through a part of it, until the container starts again', () => {
    const cluster = started('configMap: {name: settings}', 'while true; do cat /v; echo; sleep 1; done', ', subPath: a');
    change(cluster);
    cluster.advance('5m');
    assert.equal(log(cluster).split('|').at(-1), 'one');
    cluster.endContainer(cluster.get('pod', 'p') as Pod, 'c', 1);
    cluster.settle();
    assert.equal(log(cluster).split('|').at(-1), 'changed');
  });

  test('costs nothing where nobody mounts it', () => {
    const cluster = started('configMap: {name: settings}', 'true');
    cluster.apply('{apiVersion: v1, kind: ConfigMap, metadata: {name: other}, data: {a: x}}');
    const { events } = cluster;
    cluster.advance('1h');
    assert.equal(cluster.events, events);
  });

  test('is missed when it is gone, and what was there stays', () => {
    const cluster = started('configMap: {name: settings}', LOOP);
    cluster.as('tester').delete(cluster.kind('configmap'), { metadata: { name: 'settings' } });
    cluster.advance('2m');
    assert.equal(phase(cluster), 'Running');
    assert.equal(log(cluster).split('|').at(-1), 'one');
    assert.deepEqual(complaints(cluster), ['FailedMount: MountVolume.SetUp failed for volume "v" : configmap "settings" not found']);
  });

  test('labels of the pod itself are seen at once', () => {
    const items = 'items: [{path: a, fieldRef: {fieldPath: metadata.labels}}]';
    const cluster = started(`downwardAPI: {${items}}`, LOOP);
    cluster.as('tester').patch(PodKind, { metadata: { name: 'p' } }, { metadata: { labels: { app: 'mail' } } });
    cluster.advance('3s');
    assert.equal(log(cluster).split('|').at(-1), 'app="mail"');
  });
});

test('pull secrets that are not there are told by every sync, and nothing else comes of it', () => {
  const cluster = world.fork();
  cluster.apply(
    podText('emptyDir: {}', 'true').replace('containers:', 'imagePullSecrets: [{name: db}, {name: none}, {name: other}]\n  containers:'),
  );
  cluster.settle();
  assert.equal(phase(cluster), 'Running');
  assert.deepEqual(complaints(cluster), [
    'FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (none, other); attempting to pull the image may not succeed.',
  ]);
  assert.ok(eventTimes(cluster.store, 'p', 'FailedToRetrieveImagePullSecret').length >= 2, 'one sync told it');
});

test('a directory cannot be mounted onto a file: a whole ConfigMap where one of its files was meant', () => {
  const cluster = world.fork();
  const mount = (subPath: string): string => `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers: [{name: c, image: "nginx:1.27", volumeMounts: [{name: v, mountPath: /etc/nginx/nginx.conf${subPath}}]}]
  volumes: [{name: v, configMap: {name: settings}}]
`;
  cluster.apply(mount(', subPath: missing'));
  cluster.settle();
  const { uid } = (cluster.get('pod', 'p') as Pod).metadata;
  const source = `/var/lib/kubelet/pods/${uid}/volume-subpaths/v/c/0`;
  assert.ok(
    complaints(cluster).some(
      (text) =>
        text.includes(`error mounting "${source}" to rootfs at "/etc/nginx/nginx.conf": mount ${source}:/etc/nginx/nginx.conf `) &&
        text.endsWith('not a directory: unknown'),
    ),
    complaints(cluster).join('; '),
  );
  cluster.as('tester').delete(PodKind, { metadata: { name: 'p' } });
  cluster.settle();
  cluster.apply(mount(', subPath: a'));
  cluster.settle();
  assert.equal(phase(cluster), 'Running');
});
