import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { UsageError } from '../api/errors.ts';
import type { KubeObject } from '../api/object.ts';
import { Cluster } from '../cluster.ts';
import { DeploymentKind, type Deployment } from '../kinds/deployment.ts';
import { CHANGE_CAUSE } from '../kinds/revisions.ts';
import { sampleManifest } from '../sample-manifest.ts';
import { findRolloutKind, rolloutKindOf } from './index.ts';
import { pause, restart, resume, rollBack, setImage } from './verbs.ts';

const base = new Cluster();
base.as('admin').create(DeploymentKind, sample('Deployment', 'web', 'nginx:1.24'));
base.settle();

function sample(kind: string, name: string, image: string) {
  return sampleManifest(base.kind(kind), { name, namespace: 'default', replicas: 2, image });
}

/** The Deployment `web` in a cluster of its own, with short ways to steer it. */
function rolled(...images: readonly string[]) {
  const cluster = base.fork();
  const api = cluster.as('admin');
  const kind = cluster.kind('deployment');
  const get = (): Deployment => api.get(DeploymentKind, 'web');
  const act = (
    verb: (api: typeof cluster extends { as: (user: string) => infer C } ? C : never, of: typeof kind, object: KubeObject) => void,
  ): void => {
    verb(api, kind, get());
    cluster.settle();
  };
  for (const image of images) act((client, of, object) => setImage(client, of, object, image));
  const history = (): readonly string[] =>
    rolloutKindOf(kind)
      .revisions(api, get())
      .map(({ number, template }) => `${number} ${template.spec!.containers[0]!.image!.replace('nginx:', '')}`);
  return { cluster, api, kind, get, act, history };
}

/** What an attempt is refused with; it may have changed nothing. */
function refusal(cluster: Cluster, attempt: () => void): string {
  const before = cluster.revision;
  try {
    attempt();
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    assert.equal(cluster.revision, before);
    return error.message;
  }
  assert.fail('it was not refused');
}

describe('rolling back', () => {
  test('goes to the revision before, and so back and forth', () => {
    const { act, history, get } = rolled('nginx:1.25');
    assert.deepEqual(history(), ['1 1.24', '2 1.25']);
    act(rollBack);
    assert.deepEqual(history(), ['2 1.25', '3 1.24']);
    act(rollBack);
    assert.deepEqual(history(), ['3 1.24', '4 1.25']);
    assert.deepEqual(get().spec.template.metadata?.labels, { app: 'web' });
  });

  test('goes to any revision that is kept, and gives it a new number', () => {
    const { act, history } = rolled('nginx:1.25', 'nginx:1.26', 'nginx:1.27');
    act((api, kind, object) => rollBack(api, kind, object, 3));
    assert.deepEqual(history(), ['1 1.24', '2 1.25', '4 1.27', '5 1.26']);
  });

  test('brings back what caused the revision, and leaves what is the own of the Deployment', () => {
    const { cluster, api, act, get } = rolled();
    const cause = (text: string): void => {
      api.patch(DeploymentKind, get(), {
        metadata: { annotations: { [CHANGE_CAUSE]: text, 'deployment.kubernetes.io/desired-replicas': '7' } },
      });
      cluster.settle();
    };
    cause('first');
    act((client, kind, object) => setImage(client, kind, object, 'nginx:1.25'));
    cause('second');
    act(rollBack);
    const { annotations } = get().metadata;
    assert.deepEqual([annotations?.[CHANGE_CAUSE], annotations?.['deployment.kubernetes.io/desired-replicas']], ['first', '7']);
  });

  test('is refused in the words of kubectl', () => {
    const { cluster, api, kind, get } = rolled();
    assert.equal(
      refusal(cluster, () => rollBack(api, kind, get())),
      'no rollout history found for deployment "web"',
    );
    assert.equal(
      refusal(cluster, () => rollBack(api, kind, get(), 9)),
      'unable to find specified revision 9 in history',
    );
    assert.equal(
      refusal(cluster, () => rollBack(api, kind, get(), 1)),
      'skipped rollback (current template already matches revision 1)',
    );
    const kinds = ['replicaset', 'replicationcontroller', 'pod', 'namespace'].map((name) => cluster.kind(name));
    assert.deepEqual(
      kinds.map((other) => refusal(cluster, () => rollBack(api, other, get()))),
      [
        'no rollbacker has been implemented for "ReplicaSet.apps"',
        'no rollbacker has been implemented for "ReplicationController"',
        'no rollbacker has been implemented for "Pod"',
        'error retrieving rollbacker for "Namespace", no visitor method exists for Namespace',
      ],
    );
  });

  test('waits for a paused rollout to be resumed', () => {
    const { cluster, api, kind, get, act } = rolled('nginx:1.25');
    act(pause);
    const words = "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again";
    assert.equal(
      refusal(cluster, () => rollBack(api, kind, get())),
      words,
    );
    act(resume);
    act(rollBack);
  });
});

describe('pausing, resuming and restarting', () => {
  test('happen once', () => {
    const { cluster, api, kind, get, act } = rolled();
    assert.equal(
      refusal(cluster, () => resume(api, kind, get())),
      'deployments.apps "web" is not paused',
    );
    act(pause);
    assert.equal(get().spec.paused, true);
    assert.equal(
      refusal(cluster, () => pause(api, kind, get())),
      'deployments.apps "web" is already paused',
    );
    const words = 'deployments.apps "web" can\'t restart paused deployment (run rollout resume first)';
    assert.equal(
      refusal(cluster, () => restart(api, kind, get())),
      words,
    );
    act(resume);
    assert.equal(get().spec.paused, undefined);
  });

  test('a restart is a revision of its own, and not two within a second', () => {
    const { cluster, api, kind, get, act, history } = rolled();
    act(restart);
    assert.deepEqual(history(), ['1 1.24', '2 1.24']);
    cluster.advance(1000);
    restart(api, kind, get());
    assert.match(
      refusal(cluster, () => restart(api, kind, get())),
      /^failed to create patch for web: if restart has already been triggered/,
    );
  });

  test('are not for kinds that have no rollout', () => {
    const { cluster, api, get } = rolled();
    const sets = cluster.kind('replicaset');
    const verbs = [pause, resume, restart];
    assert.deepEqual(
      verbs.map((verb) => refusal(cluster, () => verb(api, sets, get()))),
      ['pausing', 'resuming', 'restarting'].map((gerund) => `replicasets.apps "web" ${gerund} is not supported`),
    );
    assert.equal(findRolloutKind(sets), undefined);
    assert.throws(() => rolloutKindOf(sets), /^UsageError: a ReplicaSet has no rollout; these kinds have: Deployment$/);
  });
});

describe('setting an image', () => {
  test('changes one container of a template or of a pod, and nothing beside it', () => {
    const cluster = base.fork();
    const api = cluster.as('admin');
    const containers = [
      { name: 'web', image: 'nginx:1.24', env: [{ name: 'A', value: '1' }] },
      { name: 'log', image: 'redis:7' },
    ];
    const [pods, sets] = [cluster.kind('pod'), cluster.kind('replicaset')];
    const pod = api.create(pods, { metadata: { name: 'two' }, spec: { containers } });
    setImage(api, pods, pod, 'redis:8', 'log');
    const { spec } = api.get(pods, 'two') as unknown as {
      readonly spec: { readonly containers: readonly { readonly image: string; readonly env?: unknown }[] };
    };
    assert.deepEqual(
      spec.containers.map(({ image, env }) => [image, env]),
      [
        ['nginx:1.24', [{ name: 'A', value: '1' }]],
        ['redis:8', undefined],
      ],
    );
    assert.match(
      refusal(cluster, () => setImage(api, pods, pod, 'redis:8')),
      /^Pod "two" has several containers: say which one, of web, log,/,
    );
    assert.equal(
      refusal(cluster, () => setImage(api, pods, pod, 'redis:8', 'lgo')),
      'unable to find container named "lgo". Did you mean "log"?',
    );
    const set = api.create(sets, sample('replicaset', 'set', 'nginx:1.24'));
    setImage(api, sets, set, 'nginx:1.25');
    assert.match(JSON.stringify(api.get(sets, 'set')), /nginx:1\.25/);
    const namespace = api.get(cluster.kind('namespace'), 'default');
    assert.equal(
      refusal(cluster, () => setImage(api, cluster.kind('namespace'), namespace, 'x')),
      'a Namespace has no containers whose image could be set',
    );
  });
});

test('how far a rollout is, is said in the words of kubectl rollout status', () => {
  const { cluster, kind, get } = rolled();
  const said = (): string => rolloutKindOf(kind).progress(get()).text;
  assert.equal(said(), 'deployment "web" successfully rolled out');
  setImage(cluster.as('admin'), kind, get(), 'nginx:1.25');
  const seen = [said()];
  cluster.store.watch(() => {
    if (said() !== seen.at(-1)) seen.push(said());
  });
  cluster.settle();
  assert.deepEqual(seen, [
    'Waiting for deployment spec update to be observed...',
    'Waiting for deployment "web" rollout to finish: 0 out of 2 new replicas have been updated...',
    'Waiting for deployment "web" rollout to finish: 1 out of 2 new replicas have been updated...',
    'Waiting for deployment "web" rollout to finish: 1 old replicas are pending termination...',
    'deployment "web" successfully rolled out',
  ]);
  setImage(cluster.as('admin'), kind, get(), 'nginx:doesnotexist');
  cluster.settle();
  const failed = rolloutKindOf(kind).progress(get());
  assert.deepEqual([failed.state, failed.text], ['failed', 'deployment "web" exceeded its progress deadline']);
});
