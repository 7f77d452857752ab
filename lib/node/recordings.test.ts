import assert from 'node:assert/strict';
import test from 'node:test';
import { Cluster } from '../cluster.ts';
import { EventKind } from '../kinds/event.ts';
import { podStatusWord, readyColumn } from '../kinds/pod-columns.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** What a recorded cluster printed about a pod at some time: `name ready status restarts phase`. */
interface Look {
  readonly after: string;
  readonly pods: readonly string[];
}

/** A recording in short: pods by name, and what was seen. */
interface Recording {
  readonly name: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly looks: readonly Look[];
}

function busybox(command: string, rest = ''): string {
  return `{${rest}containers: [{name: c, image: "busybox:1.36", command: ${command}}]}`;
}

const recordings: readonly Recording[] = [
  {
    name: 'pod-phases',
    pods: {
      runs: '{containers: [{name: c, image: "nginx:1.27"}]}',
      succeeds: busybox('[sh, -c, "echo all done"]', 'restartPolicy: Never, '),
      fails: busybox('[sh, -c, "exit 3"]', 'restartPolicy: Never, '),
      'no-image': '{containers: [{name: c, image: "nginx:doesnotexist"}]}',
      'too-big': '{containers: [{name: c, image: "nginx:1.27", resources: {requests: {cpu: "64"}}}]}',
    },
    looks: [
      {
        after: '8s',
        pods: [
          'fails 0/1 Error 0 Failed',
          'no-image 0/1 ErrImagePull 0 Pending',
          'runs 1/1 Running 0 Running',
          'succeeds 0/1 Completed 0 Succeeded',
          'too-big 0/1 Pending 0 Pending',
        ],
      },
    ],
  },
  {
    name: 'pod-image-not-found, pod-image-backoff',
    pods: { web: '{containers: [{name: c, image: "nginx:doesnotexist"}]}' },
    looks: [
      { after: '6s', pods: ['web 0/1 ErrImagePull 0 Pending'] },
      { after: '12s', pods: ['web 0/1 ImagePullBackOff 0 Pending'] },
    ],
  },
  {
    name: 'pod-image-denied',
    pods: {
      denied: '{containers: [{name: c, image: nonexistent/app}]}',
      misspelt: '{containers: [{name: c, image: "ngnix:1.27"}]}',
      never: '{containers: [{name: c, image: "nginx:1.27", imagePullPolicy: Never}]}',
      upper: '{containers: [{name: c, image: "Nginx:1.27"}]}',
    },
    looks: [
      {
        after: '6s',
        pods: [
          'denied 0/1 ErrImagePull 0 Pending',
          'misspelt 0/1 ErrImagePull 0 Pending',
          'never 0/1 ErrImageNeverPull 0 Pending',
          'upper 0/1 InvalidImageName 0 Pending',
        ],
      },
    ],
  },
  {
    name: 'pod-restart-always-completed',
    pods: { quick: busybox('[sh, -c, "exit 0"]') },
    looks: [
      { after: '8s', pods: ['quick 0/1 Completed 1 Running'] },
      { after: '13s', pods: ['quick 0/1 Completed 2 Running'] },
    ],
  },
  {
    name: 'pod-restart-policies',
    pods: {
      'bad-never': busybox('[sh, -c, "exit 7"]', 'restartPolicy: Never, '),
      'bad-onfailure': busybox('[sh, -c, "exit 7"]', 'restartPolicy: OnFailure, '),
      'ok-never': busybox('[sh, -c, "exit 0"]', 'restartPolicy: Never, '),
      'ok-onfailure': busybox('[sh, -c, "exit 0"]', 'restartPolicy: OnFailure, '),
    },
    looks: [
      {
        after: '9s',
        pods: [
          'bad-never 0/1 Error 0 Failed',
          'bad-onfailure 0/1 Error 1 Running',
          'ok-never 0/1 Completed 0 Succeeded',
          'ok-onfailure 0/1 Completed 0 Succeeded',
        ],
      },
    ],
  },
  {
    name: 'multi-init-containers',
    pods: {
      app: '{initContainers: [{name: one, image: "busybox:1.36", command: [sleep, "7"]}, {name: two, image: "busybox:1.36", command: [sleep, "8"]}], containers: [{name: app, image: "busybox:1.36", command: [sleep, "3600"]}]}',
    },
    looks: [
      { after: '4s', pods: ['app 0/1 Init:0/2 0 Pending'] },
      { after: '8s', pods: ['app 0/1 Init:1/2 0 Pending'] },
      { after: '10s', pods: ['app 1/1 Running 0 Running'] },
    ],
  },
  {
    name: 'multi-init-fails',
    pods: {
      always:
        '{initContainers: [{name: setup, image: "busybox:1.36", command: [sh, -c, "exit 9"]}], containers: [{name: app, image: "nginx:1.27"}]}',
      never:
        '{restartPolicy: Never, initContainers: [{name: setup, image: "busybox:1.36", command: [sh, -c, "exit 9"]}], containers: [{name: app, image: "nginx:1.27"}]}',
    },
    looks: [{ after: '7s', pods: ['always 0/1 Init:Error 0 Pending', 'never 0/1 Init:Error 0 Failed'] }],
  },
  {
    name: 'multi-one-fails',
    pods: {
      clash: '{restartPolicy: Never, containers: [{name: first, image: "nginx:1.27"}, {name: second, image: "nginx:1.27"}]}',
      half: '{restartPolicy: Never, containers: [{name: server, image: "nginx:1.27"}, {name: once, image: "busybox:1.36", command: [sh, -c, "exit 4"]}]}',
    },
    looks: [{ after: '8s', pods: ['clash 1/2 Error 0 Running', 'half 1/2 Error 0 Running'] }],
  },
];

function lookAt(cluster: Cluster): readonly string[] {
  return cluster.list('pods', { namespace: 'default' }).map((object) => {
    const pod = object as Pod;
    const restarts = pod.status.containerStatuses?.[0]?.restartCount ?? 0;
    return `${pod.metadata.name} ${readyColumn(pod)} ${podStatusWord(pod)} ${restarts} ${pod.status.phase ?? ''}`;
  });
}

for (const { name, pods, looks } of recordings) {
  for (const seed of [1, 2, 3]) {
    test(`seed ${seed}: ${name} looks as it was recorded`, () => {
      const cluster = new Cluster({ nodes: 3, seed });
      for (const [pod, spec] of Object.entries(pods)) cluster.apply(`apiVersion: v1\nkind: Pod\nmetadata: {name: ${pod}}\nspec: ${spec}\n`);
      for (const { after, pods: seen } of looks) {
        cluster.advance(after);
        assert.deepEqual(lookAt(cluster), seen);
      }
    });
  }
}

test('multi-init-containers: the events of a pod with init containers', () => {
  const cluster = new Cluster({ nodes: 3 });
  const spec = recordings.find(({ name }) => name === 'multi-init-containers')!.pods['app']!;
  cluster.apply(`apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec: ${spec}\n`);
  cluster.settle();
  const events = cluster.as('admin').list(EventKind, { fieldSelector: 'involvedObject.name=app,source=kubelet' });
  const parts = events.map(({ involvedObject, message }) => [involvedObject.fieldPath, message?.replace(/ in .*/, '')]);
  const [one, two, app] = ['spec.initContainers{one}', 'spec.initContainers{two}', 'spec.containers{app}'];
  assert.deepEqual(parts, [
    [one, 'Pulling image "busybox:1.36"'],
    [one, 'Successfully pulled image "busybox:1.36"'],
    [one, 'Created container: one'],
    [one, 'Started container one'],
    [two, 'Container image "busybox:1.36" already present on machine'],
    [two, 'Created container: two'],
    [two, 'Started container two'],
    [app, 'Container image "busybox:1.36" already present on machine'],
    [app, 'Created container: app'],
    [app, 'Started container app'],
  ]);
  assert.equal(cluster.as('admin').get(PodKind, 'app').status.initContainerStatuses?.[0]?.ready, true);
});

/** What a container is asked for in a recording, and what it printed. */
const printed: readonly (readonly [name: string, objects: string, script: string, lines: readonly string[], rest: string])[] = [
  [
    'config-configmap',
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: app}, data: {color: blue, size: "10", app.conf: "mode = fast\\nlevel = 3\\n"}}',
    'echo $COLOR $cfg_size; ls /etc/app; cat /etc/app/app.conf; cat /etc/one/shade',
    ['blue 10', 'app.conf', 'color', 'size', 'mode = fast', 'level = 3', 'blue'],
    `env:
    - {name: COLOR, valueFrom: {configMapKeyRef: {name: app, key: color}}}
    - {name: MAYBE, valueFrom: {configMapKeyRef: {name: nosuch, key: color, optional: true}}}
    envFrom: [{prefix: cfg_, configMapRef: {name: app}}]
    volumeMounts: [{name: all, mountPath: /etc/app}, {name: one, mountPath: /etc/one}]
  volumes:
  - {name: all, configMap: {name: app}}
  - {name: one, configMap: {name: app, items: [{key: color, path: shade}]}}`,
  ],
  [
    'config-secret',
    '{apiVersion: v1, kind: Secret, metadata: {name: db}, stringData: {user: admin, password: s3cret}}',
    'echo $PASSWORD; ls /etc/db; cat /etc/db/user; echo',
    ['s3cret', 'password', 'user', 'admin'],
    `env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]
    volumeMounts: [{name: db, mountPath: /etc/db, readOnly: true}]
  volumes: [{name: db, secret: {secretName: db}}]`,
  ],
];

for (const [name, objects, script, lines, rest] of printed) {
  test(`${name} prints what was recorded`, () => {
    const cluster = new Cluster();
    cluster.apply(objects);
    cluster.apply(`apiVersion: v1
kind: Pod
metadata: {name: user}
spec:
  restartPolicy: Never
  containers:
  - name: c
    image: "busybox:1.36"
    command: [sh, -c, ${JSON.stringify(script)}]
    ${rest}
`);
    cluster.settle();
    assert.deepEqual(cluster.log(cluster.as('admin').get(PodKind, 'user')), lines);
  });
}
