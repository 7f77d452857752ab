import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSelector } from '../base/labels.ts';
import { deepFreeze, isMapping, same } from '../base/merge.ts';
import { Cluster } from '../cluster.ts';
import { kinds, versions } from '../kinds/index.ts';
import type { Client } from './client.ts';
import { sampleName, SAMPLES, type Sample } from './contract-fixture.ts';
import { ApiError } from './errors.ts';
import type { Kind } from './kind.ts';
import { fieldsOf, keyOf, type KubeObject, type Manifest } from './object.ts';
import type { Change } from './store.ts';
import { asRead, storageOf } from './versions.ts';

const world = new Cluster();

/** One kind in a cluster of its own, with short ways to ask for it. */
interface Bench {
  readonly cluster: Cluster;
  readonly api: Client;
  readonly kind: Kind;
  readonly sample: Sample;
  readonly create: (name: string, more?: Manifest) => KubeObject;
  readonly patch: (name: string, patch: unknown) => KubeObject;
  readonly find: (name: string) => KubeObject | undefined;
}

function bench(kind: Kind): Bench {
  const cluster = world.fork();
  const api = cluster.as('tester');
  const sample = SAMPLES[sampleName(kind)]!;
  const namespace = kind.scope === 'Cluster' ? {} : { namespace: 'default' };
  return {
    cluster,
    api,
    kind,
    sample,
    create: (name, more = {}) =>
      api.create(kind, deepFreeze({ ...sample.fields, ...more, metadata: { name, ...namespace, ...more.metadata } })),
    patch: (name, patch) => api.patch(kind, { metadata: { name } }, patch),
    find: (name) => api.find(kind, name),
  };
}

/** The ApiError a request is refused with; whatever the request, it may have changed nothing. */
function refusal({ cluster }: Bench, request: () => unknown): ApiError {
  const before = cluster.revision;
  let thrown: unknown;
  try {
    request();
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown instanceof ApiError, `not refused: ${String(thrown)}`);
  assert.equal(cluster.revision, before);
  return thrown;
}

function changesSince(cluster: Cluster, revision: number): readonly Change[] {
  const changes: Change[] = [];
  cluster.store.history(revision + 1, (change) => void changes.push(change));
  return changes;
}

/** Whether `whole` says everything that `part` says. */
function says(whole: unknown, part: unknown): boolean {
  if (!isMapping(part)) return same(whole, part);
  return isMapping(whole) && Object.keys(part).every((field) => says(whole[field], part[field]));
}

test('every registered kind is held to the contract', () => {
  assert.deepEqual(Object.keys(SAMPLES).sort(), [...kinds, ...versions].map(sampleName).sort());
});

for (const kind of [...kinds, ...versions].filter((each) => SAMPLES[sampleName(each)]?.name === undefined))
  describe(`${kind.apiVersion} ${kind.kind}`, () => contract(kind));

function contract(kind: Kind): void {
  reading(kind);
  writing(kind);
  refusing(kind);
  deleting(kind);
  generation(kind);
}

function reading(kind: Kind): void {
  test('what is created is frozen, has its identity from the server, and is what get, find and list answer', () => {
    const { api, create, find, cluster } = bench(kind);
    const made = create('one', {
      apiVersion: kind.apiVersion,
      kind: kind.kind,
      metadata: {
        uid: 'mine',
        creationTimestamp: '2001-01-01T00:00:00Z',
        deletionTimestamp: '2001-01-01T00:00:00Z',
        deletionGracePeriodSeconds: 9,
      },
    });
    assert.deepEqual([Object.isFrozen(made), Object.isFrozen(made.metadata)], [true, true]);
    assert.deepEqual([made.apiVersion, made.kind], [kind.apiVersion, kind.kind]);
    const { uid, creationTimestamp, resourceVersion, namespace, ...rest } = made.metadata;
    assert.match(uid, /^[0-9a-f-]{36}$/);
    assert.equal(creationTimestamp, '2026-01-01T00:00:00Z');
    assert.equal(resourceVersion, String(cluster.revision));
    assert.equal(namespace, kind.scope === 'Cluster' ? undefined : 'default');
    assert.deepEqual(
      Object.keys(rest).filter((field) => field.startsWith('deletion')),
      [],
    );
    assert.equal(find('one'), made);
    assert.equal(api.get(kind, 'one'), made);
    assert.equal(api.list(kind).includes(made), true);
  });

  test('a list is sorted by namespace and name and narrowed by namespace, labels and fields', () => {
    const { api, create } = bench(kind);
    const listed = (options: Parameters<typeof api.list>[1]) => api.list(kind, options).map(keyOf);
    create('t10', { metadata: { labels: { tier: 'front' } } });
    create('t9', { metadata: { labels: { tier: 'back' } } });
    const isNamespaced = kind.scope === 'Namespaced';
    // An event has to lie beside what it is about, which here is nothing.
    if (isNamespaced)
      create('t1', {
        ...(kind.resource === 'events' ? { involvedObject: { namespace: 'kube-public' } } : {}),
        metadata: { namespace: 'kube-public', labels: { tier: 'front' } },
      });
    const at = isNamespaced ? 'default/' : '';
    const labelled = parseSelector('tier');
    assert.deepEqual(listed({ labelSelector: labelled }), [`${at}t10`, `${at}t9`, ...(isNamespaced ? ['kube-public/t1'] : [])]);
    assert.deepEqual(listed({ labelSelector: labelled, namespace: 'default' }), [`${at}t10`, `${at}t9`]);
    assert.deepEqual(
      listed({ labelSelector: parseSelector('tier notin (back)'), namespace: 'default', fieldSelector: 'metadata.name!=t1' }).filter(
        (key) => key.startsWith(`${at}t`),
      ),
      [`${at}t10`],
    );
    assert.deepEqual(listed({ fieldSelector: 'metadata.name=t9' }), [`${at}t9`]);
    for (const field of Object.keys(kind.selectable))
      assert.equal(Array.isArray(listed({ fieldSelector: `${field}=no such value` })), true);
  });

  test('a field selector the kind does not know is refused in the words of the server', () => {
    const { api } = bench(kind);
    const words =
      kind.kind === 'Job'
        ? 'field label "spec.bogus" not supported for Job'
        : Object.keys(kind.selectable).length > 0
          ? 'field label not supported: spec.bogus'
          : '"spec.bogus" is not a known field selector: only "metadata.name", "metadata.namespace"';
    assert.throws(() => api.list(kind, { fieldSelector: 'spec.bogus=1' }), { message: words });
  });

  test('every column shows something of a fresh object and throws for none', () => {
    const made = bench(kind).create('one');
    for (const { cell } of kind.columns) {
      const shown = cell(made, { age: () => '0s' });
      assert.match(typeof shown, /^(undefined|string|number)$/);
    }
  });
}

function writing(kind: Kind): void {
  test('each write is in the history with who, when, why, on whose account, and what it was before and after', () => {
    const { cluster, api, create, patch, sample } = bench(kind);
    cluster.advance(1500);
    const start = cluster.revision;
    const made = cluster.because('a step', () => create('one', { metadata: { finalizers: ['example.com/hold'] } }));
    const changed = cluster.because('another', () => patch('one', sample.change));
    const marked = api.delete(kind, changed);
    const about = changesSince(cluster, start).map(({ revision, at, user, verb, key, cause, reason, before, after }) => {
      assert.equal(after?.metadata.resourceVersion, String(revision));
      return [at, user, verb, key, cause, reason, before && asRead(kind, before), asRead(kind, after)];
    });
    const key = keyOf(made);
    assert.deepEqual(about, [
      [1500, 'tester', 'create', key, 0, 'a step', undefined, made],
      [1500, 'tester', 'update', key, 0, 'another', made, changed],
      [1500, 'tester', 'update', key, 0, '', changed, marked],
    ]);
  });

  test('a merge patch changes what it names and nothing else', () => {
    const { create, patch, sample } = bench(kind);
    const made = create('one', { metadata: { labels: { a: '1' }, annotations: { note: 'x' } } });
    const changed = patch('one', sample.change);
    assert.equal(says(changed, sample.change), true);
    assert.equal(changed.metadata.annotations, made.metadata.annotations);
    assert.equal(changed.metadata.uid, made.metadata.uid);
    assert.notEqual(changed.metadata.resourceVersion, made.metadata.resourceVersion);
    const without = patch('one', { metadata: { annotations: { note: null } } });
    // A DaemonSet counts the changes of its template in an annotation.
    const { 'deprecated.daemonset.template.generation': _, ...left } = without.metadata.annotations ?? {};
    assert.deepEqual({ ...left }, {});
  });

  test('a write that changes nothing is no write: the same object, no revision', () => {
    const { cluster, api, create, patch, sample } = bench(kind);
    const made = create('one', { metadata: { labels: { a: '1' } } });
    const before = cluster.revision;
    const { resourceVersion: _, ...unversioned } = made.metadata;
    assert.equal(api.update(kind, made), made);
    if (kind.mayUpdateUnconditionally) assert.equal(api.update(kind, { ...made, metadata: unversioned } as KubeObject), made);
    assert.equal(patch('one', {}), made);
    assert.equal(patch('one', { metadata: { labels: { a: '1' }, annotations: {}, finalizers: [], ownerReferences: [] } }), made);
    assert.equal(patch('one', { metadata: { creationTimestamp: '2001-01-01T00:00:00Z', generation: 77 } }), made);
    assert.equal(cluster.revision, before);
    const changed = patch('one', sample.change);
    assert.equal(patch('one', sample.change), changed);
  });

  test('applied, it takes what its manifest says and keeps what others said; the same manifest again is no write', () => {
    const { api, cluster, patch, sample } = bench(kind);
    const manifest = (labels: Readonly<Record<string, string>>): Manifest =>
      deepFreeze({ apiVersion: kind.apiVersion, kind: kind.kind, ...sample.fields, metadata: { name: 'one', labels } });
    const made = api.apply(kind, manifest({ a: '1', b: '1' }));
    assert.equal(api.apply(kind, manifest({ a: '1', b: '1' })), made);
    patch('one', { metadata: { labels: { other: 'x' } } });
    const start = cluster.revision;
    const applied = api.apply(kind, manifest({ a: '2' }));
    assert.equal(cluster.revision, start + 1);
    const { 'kubernetes.io/metadata.name': _, ...labels } = applied.metadata.labels!;
    assert.deepEqual({ ...labels }, { a: '2', other: 'x' });
    assert.equal(api.apply(kind, manifest({ a: '2' })), applied);
  });

  test('an update of the latest version is stored, one of an older version is a conflict', () => {
    const b = bench(kind);
    const made = b.create('one');
    const changed = b.patch('one', b.sample.change);
    const error = refusal(b, () => b.api.update(kind, { ...made, metadata: { ...made.metadata, labels: { late: '1' } } }));
    assert.deepEqual([error.code, error.reason], [409, 'Conflict']);
    assert.equal(
      error.message,
      `Operation cannot be fulfilled on ${kind.resource} "one": the object has been modified; please apply your changes to the latest version and try again`,
    );
    const stored = b.api.update(kind, { ...changed, metadata: { ...changed.metadata, labels: { ...changed.metadata.labels, soon: '1' } } });
    assert.equal(stored.metadata.labels?.['soon'], '1');
  });

  test('an update that does not say of which version it is is taken, unless the kind wants to know', () => {
    const b = bench(kind);
    const { resourceVersion: _, ...metadata } = b.create('one').metadata;
    const request = () => b.api.update(kind, { ...b.find('one')!, metadata: { ...metadata, labels: { a: '1' } } } as unknown as KubeObject);
    if (kind.mayUpdateUnconditionally) {
      assert.equal(request().metadata.labels?.['a'], '1');
      return;
    }
    const error = refusal(b, request);
    assert.deepEqual(
      [error.code, error.reason, error.message],
      [422, 'Invalid', `${kind.resource} "one" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for an update`],
    );
    assert.equal(error.status.details?.kind, kind.plural);
  });

  test('a dry run answers the object and stores nothing', () => {
    const { cluster, api, sample, find } = bench(kind);
    const before = cluster.revision;
    const made = api.create(kind, { ...sample.fields, metadata: { name: 'dry' } }, { dryRun: true });
    assert.equal(made.metadata.name, 'dry');
    assert.deepEqual([cluster.revision, find('dry')], [before, undefined]);
  });

  test('a generated name is the base cut to 58 characters and five of the 27, and a taken one is replaced', () => {
    const { cluster, api, sample, create } = bench(kind);
    const generate = (generateName: string) => api.create(kind, { ...sample.fields, metadata: { generateName } });
    const name = generate('web-').metadata.name;
    assert.match(name, /^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    // A CronJob's name has to leave room for the time that is put behind it.
    if (kind.kind !== 'CronJob') assert.match(generate(`${'a'.repeat(62)}-`).metadata.name, /^a{58}[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    const twin = world.fork().as('tester');
    const next = [1, 2].map(() => twin.create(kind, { ...sample.fields, metadata: { generateName: 'web-' } }).metadata.name)[1]!;
    create(next);
    assert.notEqual(generate('web-').metadata.name, next);
    assert.equal(cluster.store.list(storageOf(kind)).filter(({ metadata }) => metadata.generateName === 'web-').length, 2);
  });

  test('`__proto__` in a merge patch is a field like any other: refused, or a key of a map', () => {
    const b = bench(kind);
    b.create('one');
    const error = refusal(b, () => b.patch('one', JSON.parse('{"__proto__": {"polluted": "yes"}}')));
    assert.match(error.message, /strict decoding error: unknown field "__proto__"$/);
    refusal(b, () => b.patch('one', JSON.parse('{"metadata": {"labels": {"__proto__": "yes"}}}')));
    const annotated = refusalOrResult(() => b.patch('one', JSON.parse('{"metadata": {"annotations": {"constructor": "yes"}}}')));
    assert.equal((annotated as KubeObject).metadata.annotations?.['constructor'], 'yes');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
}

function refusalOrResult(request: () => unknown): unknown {
  try {
    return request();
  } catch (error) {
    return error;
  }
}

function refusing(kind: Kind): void {
  const words = `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}`;
  const qualified = qualifiedName(kind);

  test('what is not there is not found, by any request', () => {
    const b = bench(kind);
    const ghost = { ...b.create('one'), metadata: { ...b.find('one')!.metadata, name: 'ghost' } };
    for (const request of [
      () => b.api.get(kind, 'ghost'),
      () => b.api.update(kind, { ...ghost, metadata: { ...ghost.metadata, uid: '' } }),
      () => b.patch('ghost', {}),
      () => b.api.status(kind, ghost, {}),
      () => b.api.delete(kind, ghost),
    ]) {
      const error = refusal(b, request);
      assert.equal(error.message, `${kind.resource} "ghost" not found`);
      assert.deepEqual(error.status.details, { name: 'ghost', ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.plural });
    }
    assert.equal(b.find('ghost'), undefined);
  });

  test('an update of an object that is gone, which says which one it was, is a conflict', () => {
    const b = bench(kind);
    const made = b.create('one');
    const error = refusal(b, () => b.api.update(kind, { ...made, metadata: { ...made.metadata, name: 'ghost' } }));
    assert.equal(error.reason, 'Conflict');
    const key = kind.scope === 'Cluster' ? 'ghost' : 'default/ghost';
    assert.match(
      error.message,
      new RegExp(
        `^Operation cannot be fulfilled on ${kind.resource} "ghost": StorageError: invalid object, Code: 4, Key: /registry/[a-z./8]+/${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${made.metadata.uid}, UID in object meta: $`,
      ),
    );
  });

  test('a name that is taken is refused, and said to be going when it is', () => {
    const b = bench(kind);
    const made = b.create('one', { metadata: { finalizers: ['example.com/hold'] } });
    const error = refusal(b, () => b.create('one'));
    assert.deepEqual([error.code, error.reason, error.message], [409, 'AlreadyExists', `${kind.resource} "one" already exists`]);
    b.api.delete(kind, made);
    assert.equal(refusal(b, () => b.create('one')).message, `object is being deleted: ${kind.resource} "one" already exists`);
  });

  test('unknown fields and wrong types are refused in the words of the decoder', () => {
    const b = bench(kind);
    const unknown = refusal(b, () => b.create('one', { bogus: 1 }));
    assert.deepEqual([unknown.code, unknown.message], [400, `${words}: strict decoding error: unknown field "bogus"`]);
    const nested = refusal(b, () => b.create('one', { bogus: 1, metadata: { lables: {} } as never }));
    assert.match(nested.message, /: strict decoding error: (unknown field "(bogus|metadata\.lables)"(, )?){2}$/);
    const wrong = refusal(b, () => b.create('one', { metadata: { labels: 'app=web' as never } }));
    assert.equal(
      wrong.message,
      `${words}: json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string`,
    );
    b.create('one');
    const patched = refusal(b, () => b.patch('one', { bogus: 1 }));
    assert.equal(patched.code, 422);
    assert.match(patched.message, /^ "" is invalid: patch: Invalid value: "\{.*\}": strict decoding error: unknown field "bogus"$/);
  });

  test('a create with a resourceVersion, with another namespace than its request, or without a name is refused', () => {
    const b = bench(kind);
    const versioned = refusal(b, () => b.create('one', { metadata: { resourceVersion: '5' } }));
    assert.deepEqual([versioned.code, versioned.message], [500, 'resourceVersion should not be set on objects to be created']);
    const nameless = refusal(b, () => b.api.create(kind, { ...b.sample.fields }));
    assert.equal(nameless.message, `${qualified} "" is invalid: metadata.name: Required value: name or generateName is required`);
    if (kind.scope === 'Cluster') return;
    const elsewhere = refusal(b, () =>
      b.api.create(kind, { ...b.sample.fields, metadata: { name: 'one', namespace: 'default' } }, { namespace: 'kube-system' }),
    );
    assert.deepEqual(
      [elsewhere.code, elsewhere.message],
      [400, 'the namespace of the provided object does not match the namespace sent on the request'],
    );
    const nowhere = refusal(b, () => b.create('one', { metadata: { namespace: 'nowhere' } }));
    assert.deepEqual([nowhere.code, nowhere.message], [404, 'namespaces "nowhere" not found']);
  });

  test('nobody changes a name, a uid or the time of deletion', () => {
    const b = bench(kind);
    const made = b.create('one');
    const renamed = refusal(b, () => b.patch('one', { metadata: { name: 'two' } }));
    assert.deepEqual([renamed.code, renamed.message], [400, 'the name of the object (two) does not match the name on the URL (one)']);
    const patched = refusal(b, () => b.patch('one', { metadata: { uid: 'zzz' } }));
    assert.deepEqual(
      [patched.code, patched.message],
      [422, `${qualified} "one" is invalid: metadata.uid: Invalid value: "zzz": field is immutable`],
    );
    const dead = refusal(b, () => b.patch('one', { metadata: { deletionTimestamp: '2020-01-01T00:00:00Z' } }));
    assert.deepEqual(
      [dead.code, dead.message],
      [422, `${qualified} "one" is invalid: metadata.deletionTimestamp: Invalid value: 2020-01-01 00:00:00 +0000 UTC: field is immutable`],
    );
    const replaced = refusal(b, () => b.api.update(kind, { ...made, metadata: { ...made.metadata, uid: 'zzz' } }));
    assert.equal(replaced.reason, 'Conflict');
    assert.match(replaced.message, new RegExp(`Precondition failed: UID in precondition: zzz, UID in object meta: ${made.metadata.uid}$`));
  });
}

function deleting(kind: Kind): void {
  test('a deleted object goes at once, unless its kind or its dependents keep it', () => {
    const { api, cluster, create, find, sample } = bench(kind);
    const made = create('one');
    const left = api.delete(kind, made);
    if (sample.left === undefined) {
      assert.deepEqual([left, find('one')], [undefined, undefined]);
      const last = changesSince(cluster, cluster.revision - 1)[0]!;
      assert.deepEqual([last.verb, last.before?.metadata.uid, last.after], ['delete', made.metadata.uid, undefined]);
      return;
    }
    assert.ok(left !== undefined, 'it is gone');
    assert.equal(left.metadata.deletionTimestamp, '2026-01-01T00:00:00Z');
    assert.deepEqual(left.metadata.finalizers, sample.left === 'orphan' ? ['orphan'] : undefined);
    cluster.settle();
    assert.equal(find('one'), undefined);
  });

  test('a finalizer keeps a deleted object; others may still be changed but none added; without the last one it goes', () => {
    const b = bench(kind);
    b.cluster.advance(5000);
    const made = b.create('one', { metadata: { finalizers: ['example.com/b', 'example.com/a'] } });
    const marked = b.api.delete(kind, made, { propagationPolicy: 'Background' })!;
    assert.equal(marked.metadata.deletionTimestamp, '2026-01-01T00:00:05Z');
    assert.equal(marked.metadata.deletionGracePeriodSeconds, 0);
    assert.equal(b.api.delete(kind, made, { propagationPolicy: 'Background' }), marked);
    const error = refusal(b, () => b.patch('one', { metadata: { finalizers: ['example.com/b', 'example.com/c'] } }));
    assert.equal(
      error.message,
      `${qualifiedName(kind)} "one" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/c"}`,
    );
    b.patch('one', { metadata: { labels: { still: 'here' }, finalizers: ['example.com/a'] } });
    assert.equal(b.find('one')?.metadata.labels?.['still'], 'here');
    b.patch('one', { metadata: { finalizers: null } });
    if (b.sample.left === 'held by its own finalizer') b.cluster.settle();
    assert.equal(b.find('one'), undefined);
  });

  test('finalizers must be known or qualified', () => {
    const b = bench(kind);
    const error = refusal(b, () => b.create('one', { metadata: { finalizers: ['hold'] } }));
    assert.equal(
      error.message,
      `${qualifiedName(kind)} "one" is invalid: metadata.finalizers[0]: Invalid value: "hold": name is neither a standard finalizer name nor is it fully qualified`,
    );
  });

  test('the propagation policy is a finalizer for the garbage collector', () => {
    for (const [propagationPolicy, finalizer] of [
      ['Foreground', 'foregroundDeletion'],
      ['Orphan', 'orphan'],
    ] as const) {
      const { api, create } = bench(kind);
      const marked = api.delete(kind, create('one', { metadata: { finalizers: ['example.com/a'] } }), { propagationPolicy });
      assert.ok(marked !== undefined, 'it is gone');
      assert.deepEqual(marked.metadata.finalizers, ['example.com/a', finalizer]);
      assert.deepEqual(api.delete(kind, marked, { propagationPolicy: 'Background' })?.metadata.finalizers, ['example.com/a']);
    }
  });

  test('a delete with preconditions takes only the object that is meant', () => {
    const b = bench(kind);
    const { uid, resourceVersion } = b.create('one').metadata;
    const byUid = refusal(b, () => b.api.delete(kind, { metadata: { name: 'one' } }, { preconditions: { uid: 'xyz' } }));
    assert.deepEqual(
      [byUid.code, byUid.message],
      [
        409,
        `Operation cannot be fulfilled on ${kind.kind} "one": the UID in the precondition (xyz) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
      ],
    );
    const byVersion = refusal(b, () => b.api.delete(kind, { metadata: { name: 'one' } }, { preconditions: { uid, resourceVersion: '1' } }));
    assert.deepEqual(
      [byVersion.code, byVersion.message],
      [
        409,
        `Operation cannot be fulfilled on ${kind.kind} "one": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
      ],
    );
    b.api.delete(kind, { metadata: { name: 'one' } }, { preconditions: { uid, resourceVersion } });
    b.cluster.settle();
    assert.equal(b.find('one'), undefined);
  });

  if (kind.scope === 'Namespaced') {
    test('a namespace that is being deleted takes nothing new', () => {
      const b = bench(kind);
      const namespaces = b.cluster.kind('namespaces');
      b.api.create(namespaces, { metadata: { name: 'going', finalizers: ['example.com/hold'] } });
      b.api.delete(namespaces, { metadata: { name: 'going' } });
      const error = refusal(b, () => b.create('one', { metadata: { namespace: 'going' } }));
      assert.deepEqual(
        [error.code, error.message],
        [403, `${kind.resource} "one" is forbidden: unable to create new content in namespace going because it is being terminated`],
      );
      assert.deepEqual(error.status.details?.causes, [
        { reason: 'NamespaceTerminating', message: 'namespace going is being terminated', field: 'metadata.namespace' },
      ]);
    });
  }
}

function qualifiedName(served: Kind): string {
  const kind = storageOf(served);
  return kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
}

function generation(kind: Kind): void {
  const { generation: counted, status } = SAMPLES[sampleName(kind)]!;

  test(counted === undefined ? 'nobody counts its generations' : `its generation starts at 1 and counts changes of its ${counted}`, () => {
    const { create, patch, sample, api } = bench(kind);
    const is = (generation: number) => (counted === undefined ? undefined : generation);
    const given = counted === undefined ? {} : { generation: 9 };
    assert.equal(create('one', { metadata: { finalizers: ['example.com/a'], ...given } }).metadata.generation, is(1));
    const labelled = counted === 'spec and labels' ? 2 : 1;
    assert.equal(patch('one', { metadata: { labels: { a: '1' } } }).metadata.generation, is(labelled));
    const annotated = labelled + (counted === 'spec and annotations' ? 1 : 0);
    assert.equal(patch('one', { metadata: { annotations: { b: '2' } } }).metadata.generation, is(annotated));
    const changed = annotated + (counted === 'deletion' ? 0 : 1);
    assert.equal(patch('one', sample.change).metadata.generation, is(changed));
    if (status !== undefined) {
      const told = api.status(kind, api.get(kind, 'one'), status, { b: '3' });
      const { 'deprecated.daemonset.template.generation': _, ...annotations } = told.metadata.annotations ?? {};
      assert.deepEqual([told.metadata.generation, { ...annotations }], [is(changed), { b: '3' }]);
    }
    assert.equal(api.delete(kind, api.get(kind, 'one'))?.metadata.generation, is(changed + 1));
  });

  assert.equal(status !== undefined, kind.hasStatus);
  if (status === undefined) return;

  test('its status is set by the status request alone, which sets nothing else', () => {
    const { api, cluster, create, patch, sample } = bench(kind);
    const own = (object: KubeObject) => fieldsOf(object)['status'];
    const made = create('one', { status });
    // A node may say how it is when it registers.
    if (kind.kind !== 'Node') assert.notDeepEqual(own(made), status);
    const patched = patch('one', { status: { ...status, extra: null }, metadata: { labels: { a: '1' } } });
    // What is read in a further version is made anew when anything of it changes.
    const isSame = (a: unknown, b: unknown): void => {
      if (kind.storedAs === undefined) assert.equal(a, b);
      else assert.deepEqual(a, b);
    };
    isSame(own(patched), own(made));
    const reported = api.status(kind, { ...patched, metadata: { ...patched.metadata, labels: { no: 'no' } } }, status);
    assert.equal(says(own(reported), status), true);
    isSame(fieldsOf(reported)['spec'], fieldsOf(patched)['spec']);
    assert.equal(reported.metadata.labels, patched.metadata.labels);
    const before = cluster.revision;
    assert.equal(api.status(kind, reported, { ...status }), reported);
    assert.equal(cluster.revision, before);
    isSame(own(patch('one', sample.change)), own(reported));
  });
}
