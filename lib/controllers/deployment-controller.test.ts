import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { controllerOf } from '../control/owners.ts';
import { DeploymentKind, type Deployment } from '../kinds/deployment.ts';
import type { Event } from '../kinds/event.ts';
import { PodKind } from '../kinds/pod.ts';
import { isActive, type Pod } from '../kinds/pod-state.ts';
import { ReplicaSetKind, type ReplicaSet } from '../kinds/replicaset.ts';
import { byCreation, CHANGE_CAUSE, DESIRED_REPLICAS, MAX_REPLICAS, REVISION, REVISION_HISTORY, ROLLBACK_TO } from '../kinds/revisions.ts';

const world = new Cluster({ nodes: 3 });

function deploymentYaml(replicas: number, { image = 'nginx:1.26', spec = '' } = {}): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  ${spec}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "${image}"}]}
`;
}

/** A cluster in which that Deployment has been rolled out. */
function settled(replicas: number, options: Parameters<typeof deploymentYaml>[1] = {}): Cluster {
  const cluster = world.fork();
  cluster.apply(deploymentYaml(replicas, options));
  cluster.settle();
  return cluster;
}

function deployment(cluster: Cluster): Deployment {
  return cluster.as('admin').get(DeploymentKind, 'web');
}

function sets(cluster: Cluster): readonly ReplicaSet[] {
  return cluster.as('admin').list(ReplicaSetKind, { namespace: 'default' }).sort(byCreation);
}

function pods(cluster: Cluster): readonly Pod[] {
  return cluster.as('admin').list(PodKind, { namespace: 'default' });
}

function patch(cluster: Cluster, change: unknown): void {
  cluster.as('admin').patch(DeploymentKind, { metadata: { name: 'web' } }, change);
}

function setImage(cluster: Cluster, image: string): void {
  patch(cluster, { spec: { template: { spec: { containers: [{ name: 'nginx', image }] } } } });
}

/** `revision image wanted/current/available` of each ReplicaSet, oldest first. */
function shape(cluster: Cluster): readonly string[] {
  return sets(cluster).map(({ metadata, spec, status }) => {
    const [container] = spec.template!.spec!.containers;
    const image = container!.image!.replace('nginx:', '');
    return `${metadata.annotations![REVISION]!} ${image} ${spec.replicas}/${status.replicas}/${status.availableReplicas ?? 0}`;
  });
}

/** What the events of the Deployment say, with ReplicaSets called by their revision. */
function told(cluster: Cluster): readonly string[] {
  const events = cluster.list('events', { fieldSelector: 'involvedObject.kind=Deployment', namespace: 'default' }) as unknown as Event[];
  return events.map(({ message = '' }) =>
    sets(cluster).reduce((text, { metadata }) => text.replace(metadata.name, `#${metadata.annotations![REVISION]!}`), message),
  );
}

function conditions(cluster: Cluster): readonly string[] {
  return (deployment(cluster).status.conditions ?? []).map(({ type, status, reason = '' }) => `${type}=${status} ${reason}`);
}

/** The most pods and the least available ones at any revision from now on. */
function watchBounds(cluster: Cluster): { most: number; least: number } {
  const bounds = { most: 0, least: Number.POSITIVE_INFINITY };
  const look = (): void => {
    const active = pods(cluster).filter(isActive);
    bounds.most = Math.max(bounds.most, active.length);
    bounds.least = Math.min(bounds.least, active.filter(isServing).length);
  };
  look();
  cluster.store.watch(look);
  return bounds;
}

function isServing({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true;
}

describe('the first rollout', () => {
  test('makes a ReplicaSet named by the hash of the template, with everything it hands down', () => {
    const cluster = world.fork();
    cluster.apply(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, annotations: {team: a}}
spec:
  replicas: 3
  minReadySeconds: 2
  selector: {matchLabels: {app: nginx}}
  template:
    metadata: {labels: {app: nginx}}
    spec: {containers: [{name: nginx, image: nginx}]}
`);
    cluster.settle();
    const [set] = sets(cluster);
    const labels = { app: 'nginx', 'pod-template-hash': '5869d7778c' };
    const { uid, annotations } = deployment(cluster).metadata;
    assert.equal(set!.metadata.name, 'web-5869d7778c');
    assert.deepEqual(set!.metadata.labels, labels);
    assert.deepEqual(set!.spec.selector, { matchLabels: labels });
    assert.deepEqual(set!.spec.template?.metadata?.labels, labels);
    assert.equal(set!.spec.minReadySeconds, 2);
    assert.deepEqual(set!.metadata.annotations, { team: 'a', [REVISION]: '1', [DESIRED_REPLICAS]: '3', [MAX_REPLICAS]: '4' });
    assert.deepEqual(set!.metadata.ownerReferences, [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid, controller: true, blockOwnerDeletion: true },
    ]);
    assert.equal(annotations?.[REVISION], '1');
    for (const { metadata } of pods(cluster)) {
      assert.match(metadata.name, /^web-5869d7778c-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      assert.deepEqual(metadata.labels, labels);
    }
  });

  test('tells its way in the status: begun, seen, under way, done', () => {
    const cluster = world.fork();
    const seen: string[] = [];
    cluster.store.watch(({ kind, after }) => {
      if (kind.resource !== DeploymentKind.resource) return;
      const { status } = after as Deployment;
      const reasons = (status.conditions ?? []).map(({ reason }) => reason).join(' ');
      seen.push(`${status.observedGeneration ?? '-'} ${status.unavailableReplicas ?? 0} ${reasons}`);
    });
    cluster.apply(deploymentYaml(3));
    cluster.settle();
    assert.deepEqual(seen.slice(0, 4), [
      '- 0 ',
      '- 0 NewReplicaSetCreated',
      '1 3 NewReplicaSetCreated MinimumReplicasUnavailable',
      '1 3 MinimumReplicasUnavailable ReplicaSetUpdated',
    ]);
    assert.equal(seen.at(-1), '1 0 MinimumReplicasAvailable NewReplicaSetAvailable');
    assert.deepEqual(told(cluster), ['Scaled up replica set #1 from 0 to 3']);
  });
});

describe('rolling updates, step by step', () => {
  const trace = (replicas: number, spec: string): readonly string[] => {
    const cluster = settled(replicas, { spec });
    const before = told(cluster).length;
    setImage(cluster, 'nginx:1.27');
    cluster.settle();
    assert.deepEqual(shape(cluster), [`1 1.26 0/0/0`, `2 1.27 ${replicas}/${replicas}/${replicas}`]);
    return told(cluster)
      .slice(before)
      .map((text) => text.replace(/^Scaled (?:up|down) replica set /, ''));
  };
  const posts = (surge: number | string, unavailable: number | string): string =>
    `strategy: {rollingUpdate: {maxSurge: ${surge}, maxUnavailable: ${unavailable}}}`;

  test('3 replicas, 25% and 25%: one more, none less', () => {
    assert.deepEqual(trace(3, ''), [
      '#2 from 0 to 1',
      '#1 from 3 to 2',
      '#2 from 1 to 2',
      '#1 from 2 to 1',
      '#2 from 2 to 3',
      '#1 from 1 to 0',
    ]);
  });

  test('1 replica: the new pod is there before the old one goes', () => {
    assert.deepEqual(trace(1, ''), ['#2 from 0 to 1', '#1 from 1 to 0']);
  });

  test('10 replicas begin with 13 pods, and 8 of them available', () => {
    assert.deepEqual(trace(10, '').slice(0, 3), ['#2 from 0 to 3', '#1 from 10 to 8', '#2 from 3 to 5']);
  });

  test('no surge: a place is made before it is taken', () => {
    const steps = [
      '#1 from 4 to 3',
      '#2 from 0 to 1',
      '#1 from 3 to 2',
      '#2 from 1 to 2',
      '#1 from 2 to 1',
      '#2 from 2 to 3',
      '#1 from 1 to 0',
    ];
    assert.deepEqual(trace(4, posts(0, 1)), [...steps, '#2 from 3 to 4']);
  });

  test('8 replicas are never more than 10 pods, and never fewer than 6 that serve', () => {
    const cluster = settled(8);
    const bounds = watchBounds(cluster);
    setImage(cluster, 'nginx:1.27');
    cluster.settle();
    assert.deepEqual(bounds, { most: 10, least: 6 });
  });

  test('pods that are ready for a moment are not yet available, and the rollout waits for them', () => {
    const cluster = settled(2, { spec: 'minReadySeconds: 8\n  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}' });
    const before = told(cluster).length;
    setImage(cluster, 'nginx:1.27');
    cluster.advance('5s');
    const { status } = deployment(cluster);
    assert.deepEqual([status.readyReplicas, status.updatedReplicas, status.availableReplicas], [3, 1, 2]);
    assert.deepEqual(shape(cluster), ['1 1.26 2/2/2', '2 1.27 1/1/0']);
    cluster.settle();
    assert.deepEqual(shape(cluster), ['1 1.26 0/0/0', '2 1.27 2/2/2']);
    assert.equal(told(cluster).length - before, 4);
  });
});

describe('recreation', () => {
  test('lets every old pod end before a new one is made, and tells two steps', () => {
    const cluster = settled(3, { spec: 'strategy: {type: Recreate}' });
    const bounds = watchBounds(cluster);
    const old = new Set(pods(cluster).map(({ metadata }) => metadata.uid));
    cluster.store.watch(({ kind, verb, after }) => {
      if (kind.resource !== 'pods' || verb !== 'create' || after!.metadata.namespace !== 'default') return;
      assert.ok(
        pods(cluster).every(({ metadata }) => !old.has(metadata.uid)),
        'an old pod is still there',
      );
    });
    setImage(cluster, 'nginx:1.27');
    cluster.settle();
    assert.deepEqual(shape(cluster), ['1 1.26 0/0/0', '2 1.27 3/3/3']);
    assert.deepEqual(told(cluster).slice(1), ['Scaled down replica set #1 from 3 to 0', 'Scaled up replica set #2 from 0 to 3']);
    assert.deepEqual(bounds, { most: 3, least: 0 });
  });

  test('a new size is taken over in the middle of it', () => {
    const cluster = settled(2, { spec: 'strategy: {type: Recreate}' });
    patch(cluster, { spec: { replicas: 5 } });
    cluster.settle();
    assert.deepEqual(shape(cluster), ['1 1.26 5/5/5']);
  });
});

describe('what is a new revision, and what is not', () => {
  test('sizes, labels and annotations of the Deployment are none; labels of its pods are one', () => {
    const cluster = settled(3);
    patch(cluster, { spec: { replicas: 5 } });
    cluster.settle();
    patch(cluster, { spec: { replicas: 1 }, metadata: { labels: { stage: 'prod' }, annotations: { note: 'hello' } } });
    cluster.settle();
    assert.deepEqual(shape(cluster), ['1 1.26 1/1/1']);
    assert.deepEqual(told(cluster), [
      'Scaled up replica set #1 from 0 to 3',
      'Scaled up replica set #1 from 3 to 5',
      'Scaled down replica set #1 from 5 to 1',
    ]);
    assert.equal(sets(cluster)[0]!.metadata.annotations?.['note'], 'hello');
    patch(cluster, { spec: { template: { metadata: { labels: { stage: 'prod' } } } } });
    cluster.settle();
    assert.deepEqual(shape(cluster), ['1 1.26 0/0/0', '2 1.26 1/1/1']);
  });

  test('a template that is only written in another way is none', () => {
    const container = (more: object) => ({ name: 'nginx', image: 'nginx:1.26', resources: { requests: { cpu: 1 } }, ...more });
    const cluster = settled(2);
    patch(cluster, { spec: { template: { spec: { containers: [container({})] } } } });
    cluster.settle();
    const before = shape(cluster);
    patch(cluster, { spec: { template: { spec: { containers: [container({ resources: { requests: { cpu: '1000m' } }, env: [] })] } } } });
    patch(cluster, { spec: { template: { metadata: { annotations: {} } } } });
    cluster.settle();
    assert.deepEqual(shape(cluster), before);
  });

  test('a template of before is its old ReplicaSet under a new number, which remembers the old one', () => {
    const cluster = settled(2);
    for (const image of ['nginx:1.27', 'nginx:1.26', 'nginx:1.27']) {
      setImage(cluster, image);
      cluster.settle();
    }
    const history = sets(cluster).map(({ metadata }) => [metadata.annotations?.[REVISION], metadata.annotations?.[REVISION_HISTORY]]);
    assert.deepEqual(history, [
      ['3', '1'],
      ['4', '2'],
    ]);
    assert.equal(deployment(cluster).metadata.annotations?.[REVISION], '4');
    setImage(cluster, 'nginx:1.26');
    cluster.settle();
    assert.equal(sets(cluster)[0]!.metadata.annotations?.[REVISION_HISTORY], '1,3');
  });

  test('the change-cause goes along, and old revisions beyond the limit are forgotten', () => {
    const cluster = settled(1, { image: 'nginx:1.24' });
    const causes = (): readonly string[] =>
      sets(cluster).map(({ metadata }) => `${metadata.annotations![REVISION]!} ${metadata.annotations![CHANGE_CAUSE] ?? '<none>'}`);
    patch(cluster, { metadata: { annotations: { [CHANGE_CAUSE]: 'first release' } } });
    cluster.settle();
    setImage(cluster, 'nginx:1.25');
    patch(cluster, { metadata: { annotations: { [CHANGE_CAUSE]: 'nginx 1.25' } } });
    cluster.settle();
    assert.deepEqual(causes(), ['1 first release', '2 nginx 1.25']);
    patch(cluster, { spec: { revisionHistoryLimit: 1 } });
    for (const image of ['nginx:1.26', 'nginx:1.27']) {
      setImage(cluster, image);
      cluster.settle();
    }
    assert.deepEqual(causes(), ['3 nginx 1.25', '4 nginx 1.25']);
    patch(cluster, { spec: { revisionHistoryLimit: 0 } });
    cluster.settle();
    assert.deepEqual(causes(), ['4 nginx 1.25']);
  });
});

describe('rollouts that do not get on', () => {
  test('a bad image stops at 10 pods of 8 with 6 that serve, is told after the deadline, and is mended by the old image', () => {
    const cluster = settled(8);
    const bounds = watchBounds(cluster);
    const before = told(cluster).length;
    setImage(cluster, 'nginx:doesnotexist');
    cluster.advance('9s');
    assert.deepEqual(shape(cluster), ['1 1.26 6/6/6', '2 doesnotexist 4/4/0']);
    const { status } = deployment(cluster);
    const { replicas, updatedReplicas, readyReplicas, availableReplicas, unavailableReplicas } = status;
    assert.deepEqual([replicas, updatedReplicas, readyReplicas, availableReplicas, unavailableReplicas], [10, 4, 6, 6, 4]);
    assert.deepEqual(told(cluster).slice(before), [
      'Scaled up replica set #2 from 0 to 2',
      'Scaled down replica set #1 from 8 to 6',
      'Scaled up replica set #2 from 2 to 4',
    ]);
    cluster.settle();
    assert.deepEqual(conditions(cluster), ['Available=True MinimumReplicasAvailable', 'Progressing=False ProgressDeadlineExceeded']);
    assert.ok(cluster.now > 600_000 && cluster.now < 630_000);
    setImage(cluster, 'nginx:1.26');
    cluster.settle();
    assert.deepEqual(shape(cluster), ['3 1.26 8/8/8', '2 doesnotexist 0/0/0']);
    assert.deepEqual(conditions(cluster), ['Available=True MinimumReplicasAvailable', 'Progressing=True NewReplicaSetAvailable']);
    assert.deepEqual(bounds, { most: 10, least: 6 });
  });

  test('one that failed still succeeds when its image comes after all', () => {
    const cluster = settled(2);
    cluster.setImage({ pattern: 'nginx:late', cannotBePulled: true });
    setImage(cluster, 'nginx:late');
    cluster.settle();
    assert.equal(conditions(cluster).at(-1), 'Progressing=False ProgressDeadlineExceeded');
    cluster.setImage({ pattern: 'nginx:late', cannotBePulled: false });
    cluster.advance('6m');
    cluster.settle();
    assert.equal(conditions(cluster).at(-1), 'Progressing=True NewReplicaSetAvailable');
  });

  test('without a deadline nothing is told of its progress', () => {
    const cluster = settled(2, { spec: 'progressDeadlineSeconds: 2147483647' });
    setImage(cluster, 'nginx:doesnotexist');
    cluster.settle();
    assert.deepEqual(conditions(cluster), ['Available=True MinimumReplicasAvailable']);
    assert.ok(cluster.now < 60_000);
  });

  test('a second change before the first is out: the middle ReplicaSet goes first', () => {
    const cluster = settled(3);
    setImage(cluster, 'nginx:doesnotexist');
    cluster.advance('5s');
    setImage(cluster, 'nginx:nosuchtag');
    cluster.advance('6s');
    assert.deepEqual(shape(cluster), ['1 1.26 3/3/3', '2 doesnotexist 0/0/0', '3 nosuchtag 1/1/0']);
    setImage(cluster, 'nginx:1.27');
    cluster.settle();
    assert.deepEqual(shape(cluster), ['1 1.26 0/0/0', '2 doesnotexist 0/0/0', '3 nosuchtag 0/0/0', '4 1.27 3/3/3']);
  });

  test('scaled in the middle, both sides get their part', () => {
    const cluster = settled(8);
    setImage(cluster, 'nginx:doesnotexist');
    cluster.advance('9s');
    patch(cluster, { spec: { replicas: 12 } });
    cluster.advance('9s');
    assert.deepEqual(shape(cluster), ['1 1.26 9/9/9', '2 doesnotexist 6/6/0']);
    assert.equal(sets(cluster)[0]!.metadata.annotations?.[MAX_REPLICAS], '15');
  });

  test('a ReplicaSet that is refused is told, tried again fifteen times, and then left until something changes', () => {
    const cluster = world.fork();
    const name = 'a'.repeat(250);
    cluster.apply(deploymentYaml(1).replace('name: web', `name: ${name}`));
    const before = cluster.events;
    cluster.advance('10m');
    const [condition] = cluster.as('admin').get(DeploymentKind, name).status.conditions!;
    assert.deepEqual([condition!.status, condition!.reason], ['False', 'ReplicaSetCreateError']);
    assert.match(
      condition!.message!,
      /^Failed to create new replica set "a{250}-\w+": ReplicaSet.apps "a{250}-\w+" is invalid: metadata.name: /,
    );
    const after = cluster.events;
    assert.equal(after - before, 1 + 15);
    cluster.advance('10m');
    assert.equal(cluster.events, after);
  });
});

describe('pausing', () => {
  test('changes gather, sizes are kept, and all of it is one revision', () => {
    const cluster = settled(2);
    patch(cluster, { spec: { paused: true } });
    cluster.settle();
    setImage(cluster, 'nginx:1.27');
    cluster.settle();
    patch(cluster, { spec: { template: { metadata: { labels: { stage: 'prod' } } } } });
    cluster.settle();
    assert.deepEqual(conditions(cluster), ['Available=True MinimumReplicasAvailable', 'Progressing=Unknown DeploymentPaused']);
    patch(cluster, { spec: { replicas: 3 } });
    cluster.settle();
    assert.deepEqual(shape(cluster), ['1 1.26 3/3/3']);
    assert.equal(deployment(cluster).status.updatedReplicas, undefined);
    patch(cluster, { spec: { paused: null } });
    cluster.settle();
    assert.deepEqual(shape(cluster), ['1 1.26 0/0/0', '2 1.27 3/3/3']);
    assert.equal(conditions(cluster).at(-1), 'Progressing=True NewReplicaSetAvailable');
  });
});

describe('owning', () => {
  test('an orphaned ReplicaSet lives on, keeps its number, and is taken over with its pods by the next Deployment', () => {
    const cluster = settled(3);
    cluster.as('admin').delete(DeploymentKind, { metadata: { name: 'web' } }, { propagationPolicy: 'Orphan' });
    cluster.settle();
    assert.equal(controllerOf(sets(cluster)[0]!), undefined);
    cluster.as('admin').delete(PodKind, pods(cluster)[0]!);
    cluster.settle();
    const before = pods(cluster).map(({ metadata }) => metadata.uid);
    assert.equal(before.length, 3);
    cluster.apply(deploymentYaml(3));
    cluster.settle();
    assert.deepEqual(
      pods(cluster).map(({ metadata }) => metadata.uid),
      before,
    );
    assert.equal(controllerOf(sets(cluster)[0]!)?.uid, deployment(cluster).metadata.uid);
    assert.deepEqual([shape(cluster), conditions(cluster).length], [['1 1.26 3/3/3'], 2]);
  });

  test('a deleted ReplicaSet is made again under the same name', () => {
    const cluster = settled(3);
    const [{ metadata } = sets(cluster)[0]!] = sets(cluster);
    cluster.as('admin').delete(ReplicaSetKind, { metadata });
    cluster.settle();
    assert.deepEqual(
      sets(cluster).map((set) => [set.metadata.name, set.metadata.uid === metadata.uid]),
      [[metadata.name, false]],
    );
    assert.equal(pods(cluster).length, 3);
  });

  test('a name that another has taken is a collision, which makes another name', () => {
    const cluster = settled(1);
    const [{ metadata } = sets(cluster)[0]!] = sets(cluster);
    cluster.as('admin').delete(DeploymentKind, { metadata: { name: 'web' } }, { propagationPolicy: 'Orphan' });
    cluster.settle();
    // It no longer matches what the Deployment selects, so it is nobody's.
    const labels = { app: 'other' };
    cluster.as('admin').delete(ReplicaSetKind, { metadata: { name: metadata.name } });
    cluster.settle();
    cluster.as('admin').create(ReplicaSetKind, {
      metadata: { name: metadata.name, labels },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
      },
    });
    cluster.apply(deploymentYaml(1));
    cluster.settle();
    assert.equal(deployment(cluster).status.collisionCount, 1);
    const own = sets(cluster).find((set) => controllerOf(set) !== undefined)!;
    assert.notEqual(own.metadata.name, metadata.name);
    assert.equal(own.status.readyReplicas, 1);
  });

  test('while it is being deleted it counts, and rolls nothing out', () => {
    const cluster = settled(2);
    patch(cluster, { metadata: { finalizers: ['example.com/hold'] } });
    cluster.as('admin').delete(DeploymentKind, { metadata: { name: 'web' } });
    cluster.settle();
    setImage(cluster, 'nginx:1.27');
    cluster.settle();
    assert.equal(deployment(cluster).status.observedGeneration, deployment(cluster).metadata.generation);
    assert.deepEqual(shape(cluster), ['1 1.26 2/2/2']);
  });

  test('a namespace that goes takes it along without a word', () => {
    const cluster = world.fork();
    const namespaces = cluster.kind('namespaces');
    cluster.as('admin').create(namespaces, { metadata: { name: 'shop' } });
    cluster.apply(deploymentYaml(2), { namespace: 'shop' });
    cluster.settle();
    cluster.as('admin').delete(namespaces, { metadata: { name: 'shop' } });
    cluster.settle();
    assert.equal(cluster.list('deployments', { namespace: 'shop' }).length, 0);
    assert.ok(cluster.list('namespaces').every(({ metadata }) => metadata.name !== 'shop'));
  });
});

describe('the annotation that asks for a rollback', () => {
  const asked = (revision: string): Cluster => {
    const cluster = settled(1);
    for (const image of ['nginx:1.27', 'nginx:1.28']) {
      setImage(cluster, image);
      cluster.settle();
    }
    patch(cluster, { metadata: { annotations: { [ROLLBACK_TO]: revision } } });
    cluster.settle();
    assert.equal(deployment(cluster).metadata.annotations?.[ROLLBACK_TO], undefined);
    return cluster;
  };

  test('goes back to a revision, or to the one before', () => {
    const first = asked('1');
    assert.deepEqual(shape(first), ['4 1.26 1/1/1', '2 1.27 0/0/0', '3 1.28 0/0/0']);
    assert.ok(told(first).includes('Rolled back deployment "web" to revision 1'));
    assert.deepEqual(shape(asked('0')), ['1 1.26 0/0/0', '4 1.27 1/1/1', '3 1.28 0/0/0']);
  });

  test('says why when it cannot', () => {
    assert.ok(told(asked('9')).includes('Unable to find the revision to rollback to.'));
    assert.ok(told(asked('3')).includes('The rollback revision contains the same template as current deployment "web"'));
    const cluster = settled(1);
    patch(cluster, { metadata: { annotations: { [ROLLBACK_TO]: '0' } } });
    cluster.settle();
    assert.ok(told(cluster).includes('Unable to find last revision.'));
  });
});

test('what a rolling update costs grows with the replicas and no faster', () => {
  const wide = new Cluster({ nodes: 20 });
  const [small, large] = [100, 1000].map((replicas) => {
    const cluster = wide.fork();
    cluster.apply(deploymentYaml(replicas));
    cluster.settle();
    const [events, writes] = [cluster.events, cluster.revision];
    setImage(cluster, 'nginx:1.27');
    cluster.settle();
    return { events: (cluster.events - events) / replicas, writes: (cluster.revision - writes) / replicas };
  });
  // A new pod's eight writes and an old one's three, with their events, and some of the two ReplicaSets and the Deployment.
  assert.ok(small!.writes <= 14 && small!.events <= 16, JSON.stringify(small));
  assert.ok(large!.writes <= small!.writes && large!.events <= small!.events, JSON.stringify([small, large]));
});

test('three replicas of a Deployment cost little more than those of a ReplicaSet, and nothing at rest', () => {
  const cluster = world.fork();
  const [writes, events] = [cluster.revision, cluster.events];
  cluster.apply(deploymentYaml(3));
  cluster.settle();
  assert.ok(cluster.revision - writes <= 50, `${cluster.revision - writes} writes`);
  assert.ok(cluster.events - events <= 60, `${cluster.events - events} events`);
  const [later, quiet] = [cluster.revision, cluster.events];
  cluster.advance('1h');
  assert.deepEqual([cluster.revision - later, cluster.events - quiet], [0, 0]);
});
