import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cluster } from '../../cluster.ts';
import { ConfigMapKind } from '../../kinds/configmap.ts';
import type { KubeObject } from '../object.ts';
import type { PageOptions } from './list.ts';
import type { WatchEvent, WatchOptions } from './watch.ts';

class Bench {
  readonly cluster = new Cluster();
  readonly api = this.cluster.as('admin');

  create(name: string, labels: Readonly<Record<string, string>> = {}, namespace = 'default'): void {
    this.api.create(ConfigMapKind, { metadata: { name, namespace, labels } });
  }

  label(name: string, app: string | null): void {
    this.api.patch(ConfigMapKind, { metadata: { name } }, { metadata: { labels: { app } } });
  }

  delete(name: string): void {
    this.api.delete(ConfigMapKind, { metadata: { name } });
  }

  /** Names, page by page. */
  pages(options: PageOptions, between: () => void = () => undefined): readonly (readonly string[])[] {
    const pages: (readonly string[])[] = [];
    let token: string | undefined;
    do {
      const page = this.api.listPage(ConfigMapKind, token === undefined ? options : { ...options, continue: token });
      pages.push(page.items.map(({ metadata }) => metadata.name));
      token = page.continue;
      between();
    } while (token !== undefined);
    return pages;
  }

  /** What a watch tells, as `TYPE name`. */
  watch(options: WatchOptions): string[] {
    const told: string[] = [];
    this.api.watch(ConfigMapKind, options, (event) => void told.push(described(event)));
    return told;
  }
}

function described({ type, object }: WatchEvent<KubeObject>): string {
  return type === 'ERROR'
    ? `${type} ${object.code} ${object.message}`
    : `${type} ${type === 'BOOKMARK' ? object.kind : object.metadata.name}`;
}

const HERE = { namespace: 'default', fieldSelector: 'metadata.name!=kube-root-ca.crt' };

test('a list comes in pages of the moment at which the first was asked for', () => {
  const bench = new Bench();
  for (const name of ['a', 'b', 'c', 'd', 'e']) bench.create(name);
  let asked = 0;
  const pages = bench.pages({ ...HERE, limit: 2 }, () => {
    asked++;
    if (asked > 1) return;
    bench.delete('d');
    bench.create('cc');
    bench.label('e', 'late');
  });
  assert.deepEqual(pages, [['a', 'b'], ['c', 'd'], ['e']]);
  assert.deepEqual(bench.pages(HERE), [['a', 'b', 'c', 'cc', 'e']]);
});

test('a page says how many follow, unless something is selected', () => {
  const bench = new Bench();
  for (const name of ['a', 'b', 'c']) bench.create(name, { app: name });
  const page = bench.api.listPage(ConfigMapKind, { namespace: 'default', limit: 1 });
  assert.equal(page.remainingItemCount, 3);
  assert.equal(
    Buffer.from(page.continue!, 'base64url').toString(),
    `{"v":"meta.k8s.io/v1","rv":${page.resourceVersion},"start":"a\\u0000"}`,
  );
  assert.equal(bench.api.listPage(ConfigMapKind, { namespace: 'default', limit: 1, labelSelector: 'app' }).remainingItemCount, undefined);
});

test('a list is of an earlier moment when that is asked for exactly', () => {
  const bench = new Bench();
  bench.create('a');
  const { revision } = bench.cluster;
  bench.create('b');
  bench.delete('a');
  const names = (resourceVersion: string, resourceVersionMatch?: 'Exact'): readonly string[] =>
    bench.api.listPage(ConfigMapKind, { ...HERE, resourceVersion, resourceVersionMatch }).items.map(({ metadata }) => metadata.name);
  assert.deepEqual(names(String(revision), 'Exact'), ['a']);
  assert.deepEqual(names(String(revision)), ['b']);
  assert.deepEqual(names('0'), ['b']);
});

const refused: readonly (readonly [options: PageOptions, code: number, message: string | RegExp])[] = [
  [{ resourceVersion: 'abc' }, 500, 'resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax'],
  [{ resourceVersion: '99999999' }, 504, /^Timeout: Too large resource version: 99999999, current: \d+$/],
  [{ resourceVersion: '99999999', resourceVersionMatch: 'Exact' }, 500, 'etcdserver: mvcc: required revision is a future revision'],
  [
    { resourceVersionMatch: 'Exact' },
    422,
    'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
  ],
  [{ continue: '!' }, 400, /^continue key is not valid: /],
  [{ continue: 'e30' }, 400, /^continue key is not valid: /],
  [{ labelSelector: 'app in db' }, 400, "unable to parse requirement: found 'db' expected: '('"],
  [{ fieldSelector: 'status.phase in (a)' }, 400, "invalid selector: 'status.phase in (a)'; can't understand 'status.phase in (a)'"],
  [
    { fieldSelector: 'status.replicas=1' },
    400,
    '"status.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
];

test('options that make no sense are refused in the words of the server', () => {
  const bench = new Bench();
  for (const [options, code, message] of refused) assert.throws(() => bench.api.listPage(ConfigMapKind, options), { code, message });
  const { continue: token } = bench.api.listPage(ConfigMapKind, { limit: 1 });
  assert.throws(() => bench.api.listPage(ConfigMapKind, { continue: token, resourceVersion: '5' }), {
    message: 'specifying resource version is not allowed when using continue',
  });
});

test('a token expires after minutes, with another one that goes on in what is there now', () => {
  const bench = new Bench();
  for (const name of ['a', 'b', 'c']) bench.create(name);
  const { continue: token } = bench.api.listPage(ConfigMapKind, { ...HERE, limit: 1 });
  bench.create('d');
  bench.cluster.advance(16 * 60_000);
  let next: string | undefined;
  assert.throws(
    () => bench.api.listPage(ConfigMapKind, { ...HERE, limit: 1, continue: token }),
    (error: { readonly code: number; readonly reason: string; readonly status: { readonly metadata: { readonly continue?: string } } }) => {
      next = error.status.metadata.continue;
      return error.code === 410 && error.reason === 'Expired';
    },
  );
  assert.deepEqual(
    bench.api.listPage(ConfigMapKind, { ...HERE, continue: next }).items.map(({ metadata }) => metadata.name),
    ['b', 'c', 'd'],
  );
});

test('a watch tells what is there and then what happens; objects enter and leave what is selected', () => {
  const bench = new Bench();
  bench.create('a', { app: 'web' });
  const told = bench.watch({ namespace: 'default', labelSelector: 'app=web' });
  bench.create('b', { app: 'web' });
  bench.create('c', { app: 'db' });
  bench.label('c', 'web');
  bench.label('a', 'db');
  bench.delete('b');
  bench.create('d', { app: 'web' }, 'kube-system');
  assert.deepEqual(told, ['ADDED a', 'ADDED b', 'ADDED c', 'DELETED a', 'DELETED b']);
});

test('a watch goes on from a revision, and is told when it asks for one that is forgotten', () => {
  const bench = new Bench();
  bench.create('a');
  const resourceVersion = String(bench.cluster.revision);
  bench.create('b');
  bench.delete('a');
  assert.deepEqual(bench.watch({ ...HERE, resourceVersion }), ['ADDED b', 'DELETED a']);
  bench.cluster.advance(16 * 60_000);
  bench.create('c');
  const [only, ...more] = bench.watch({ ...HERE, resourceVersion: '1' });
  assert.match(only!, /^ERROR 410 too old resource version: 1 \(\d+\)$/);
  assert.deepEqual(more, []);
});

test('bookmarks are for those who understand them, and a stopped watch is silent', () => {
  const bench = new Bench();
  const told: string[] = [];
  const options: WatchOptions = { ...HERE, sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true };
  const watch = bench.api.watch(ConfigMapKind, options, (event) => void told.push(described(event)));
  bench.create('a');
  watch.bookmark();
  watch.stop();
  bench.create('b');
  assert.deepEqual(told, ['BOOKMARK ConfigMap', 'ADDED a', 'BOOKMARK ConfigMap']);
  assert.throws(() => bench.watch({ sendInitialEvents: true }), {
    message: /sendInitialEvents requires setting resourceVersionMatch to NotOlderThan$/,
  });
});

type Step = readonly [what: 'create' | 'label' | 'delete', name: string, app: string];
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom('create' as const, 'label' as const, 'delete' as const),
    fc.constantFrom('a', 'b', 'c'),
    fc.constantFrom('web', 'db'),
  ),
  { maxLength: 12 },
);

test('whoever follows a watch knows what a list would say, whatever happens', () => {
  const fresh = new Bench();
  fc.assert(
    fc.property(steps, (script) => {
      const cluster = fresh.cluster.fork();
      const api = cluster.as('admin');
      const options = { ...HERE, labelSelector: 'app=web' };
      const known = new Map<string, KubeObject>();
      api.watch(ConfigMapKind, options, (event) => {
        if (event.type === 'DELETED') known.delete(event.object.metadata.name);
        else if (event.type === 'ADDED' || event.type === 'MODIFIED') known.set(event.object.metadata.name, event.object);
      });
      for (const [what, name, app] of script) {
        const isThere = api.find(ConfigMapKind, name) !== undefined;
        if (what === 'create' && !isThere) api.create(ConfigMapKind, { metadata: { name, labels: { app } } });
        if (what === 'label' && isThere) api.patch(ConfigMapKind, { metadata: { name } }, { metadata: { labels: { app } } });
        if (what === 'delete' && isThere) api.delete(ConfigMapKind, { metadata: { name } });
      }
      assert.deepEqual(
        [...known.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)),
        api.list(ConfigMapKind, options),
      );
    }),
    { numRuns: 60 },
  );
});
