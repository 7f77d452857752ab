import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cluster } from '../cluster.ts';
import type { Client } from './client.ts';
import { SAMPLES } from './contract-fixture.ts';
import { ApiError, UsageError } from './errors.ts';
import type { Kind } from './kind.ts';
import { fieldsOf, type KubeObject, type Manifest } from './object.ts';

const world = new Cluster({ nodes: 1 });
world.settle();

/** So deep that a function which calls itself for each level does not come back. */
const ABYSS = 20_000;

function nested(levels: number, around: (inner: unknown) => unknown): unknown {
  let value: unknown = 'bottom';
  for (let i = 0; i < levels; i++) value = around(value);
  return value;
}

/** What JSON can say where something else is expected. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  2 ** 31,
  2 ** 53,
  -1e308,
  '',
  '-1',
  '1e999999999',
  '99999999999999999999Ei',
  '0001-01-01T00:00:00Z',
  '9999-99-99T99:99:99Z',
  '*/0 * * * *',
  'a'.repeat(100_000),
  'a-'.repeat(50_000),
  '\u0000\ud800\u{1f600}',
  '__proto__',
  'constructor',
  '100%',
  [],
  [[]],
  [null],
  ['x', 'x'],
  [{}],
  [{}, {}],
  {},
  { a: null },
  { '': '' },
  { a: { b: ['c'] } },
  { type: 'x', name: 'x', key: 'x', value: 'x' },
  JSON.parse('{ "__proto__": { "a": 1 }, "constructor": { "prototype": 1 }, "toString": 1, "hasOwnProperty": null }') as unknown,
  Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`k${i}`, `${i}`])),
  nested(ABYSS, (inner) => [inner]),
  nested(ABYSS, (inner) => ({ a: inner })),
];

type Step = string | number;

/** Every place of a value, its own first. */
function placesOf(value: unknown, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const steps: readonly Step[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...steps.flatMap((step) => placesOf((value as Record<Step, unknown>)[step], [...path, step]))];
}

/** The value with another one at a place; a step `+` goes to a field that has not been there. */
function put(whole: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(whole)) return whole.map((item: unknown, i) => (i === step ? put(item, rest, value) : item));
  const own = (typeof whole === 'object' && whole !== null ? whole : {}) as Record<Step, unknown>;
  return Object.fromEntries([...Object.entries(own).filter(([key]) => key !== step), [step, put(own[step], rest, value)]]);
}

/** Fields that samples do not have and that much depends on. */
const FIELDS: readonly string[] = [
  'metadata', 'metadata.labels', 'metadata.annotations', 'metadata.finalizers', 'metadata.ownerReferences', 'metadata.managedFields',
  'metadata.generateName', 'metadata.creationTimestamp', 'metadata.deletionTimestamp', 'metadata.uid', 'metadata.generation',
  'metadata.annotations.kubectl\u2024kubernetes\u2024io/last-applied-configuration', 'spec', 'spec.selector', 'spec.template', 'spec.template.metadata',
  'spec.template.metadata.labels', 'spec.template.spec', 'spec.template.spec.containers', 'spec.template.spec.volumes', 'spec.strategy',
  'spec.updateStrategy', 'spec.replicas', 'spec.containers', 'spec.initContainers', 'spec.volumes', 'spec.affinity', 'spec.tolerations',
  'spec.securityContext', 'spec.topologySpreadConstraints', 'spec.ports', 'spec.clusterIP', 'spec.clusterIPs', 'spec.externalIPs', 'spec.ipFamilies',
  'spec.volumeClaimTemplates', 'spec.podFailurePolicy', 'spec.successPolicy', 'spec.metrics', 'spec.behavior', 'spec.rules', 'spec.tls',
  'spec.ingress', 'spec.egress', 'spec.limits', 'spec.hard', 'spec.scopes', 'spec.scopeSelector', 'spec.minAvailable', 'spec.maxUnavailable',
  'spec.taints', 'spec.podCIDRs', 'spec.nodeAffinity', 'spec.claimRef', 'spec.parameters', 'spec.timeZone', 'spec.schedule', 'spec.resources',
  'status', 'data', 'stringData', 'binaryData', 'type', 'subsets', 'endpoints', 'ports', 'rules', 'subjects', 'roleRef', 'aggregationRule',
  'parameters', 'allowedTopologies', 'series', 'secrets', 'imagePullSecrets', 'value', 'immutable',
]; // prettier-ignore

/** What is asked of the server, in all the ways there are. */
type Request = (api: Client, kind: Kind, old: KubeObject, hostile: Manifest, value: unknown, path: readonly Step[]) => unknown;

const IGNORING = { fieldValidation: 'Ignore' } as const;

const REQUESTS: ReadonlyMap<string, Request> = new Map<string, Request>([
  ['create', (api, kind, _, hostile) => api.create(kind, { ...hostile, metadata: renamed(hostile) }, IGNORING)],
  ['create strictly', (api, kind, _, hostile) => api.create(kind, hostile)],
  ['update', (api, kind, old, hostile) => api.update(kind, { ...old, ...hostile, metadata: metadataOf(hostile, old) }, IGNORING)],
  ['merge patch', (api, kind, old, hostile) => api.patch(kind, old, hostile, { ...IGNORING, type: 'merge' })],
  ['strategic patch', (api, kind, old, hostile) => api.patch(kind, old, hostile, { ...IGNORING, type: 'strategic' })],
  ['the whole merge patch', (api, kind, old, _, value) => api.patch(kind, old, value, { ...IGNORING, type: 'merge' })],
  ['the whole strategic patch', (api, kind, old, _, value) => api.patch(kind, old, value, { ...IGNORING, type: 'strategic' })],
  ['the whole JSON patch', (api, kind, old, _, value) => api.patch(kind, old, value, { ...IGNORING, type: 'json' })],
  [
    'JSON patch',
    (api, kind, old, _, value, path) =>
      api.patch(kind, old, [{ op: 'add', path: path.map((step) => `/${step}`).join(''), value }], { ...IGNORING, type: 'json' }),
  ],
  ['status patch', (api, kind, old, _, value) => api.patch(kind, old, { status: value }, { ...IGNORING, subresource: 'status' })],
  ['apply', (api, kind, _, hostile) => api.apply(kind, hostile, IGNORING)],
  ['apply something new', (api, kind, _, hostile) => api.apply(kind, { ...hostile, metadata: renamed(hostile) }, IGNORING)],
  ['apply on the server', (api, kind, _, hostile) => api.applyServerSide(kind, hostile, { ...IGNORING, fieldManager: 'me', force: true })],
]);

function renamed(hostile: Manifest): NonNullable<Manifest['metadata']> {
  const metadata = (hostile as { readonly metadata?: unknown } | null)?.metadata;
  return typeof metadata === 'object' && metadata !== null ? { ...metadata, name: 'another' } : { name: 'another' };
}

function metadataOf(hostile: Manifest, old: KubeObject): KubeObject['metadata'] {
  return { ...old.metadata, ...(hostile as { readonly metadata?: object } | null)?.metadata };
}

/** What went wrong although it may not, or undefined: a fault of ours, or something stored by a request that was refused. */
function fault(kind: Kind, request: Request, path: readonly Step[], value: unknown): string | undefined {
  const cluster = world.fork();
  const api = cluster.as('admin');
  const { name = 'sample', fields } = SAMPLES[kind.resource]!;
  const manifest = { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name }, ...fields };
  const namespaced = kind.scope === 'Cluster' ? manifest : { ...manifest, metadata: { name, namespace: 'default' } };
  const old = api.create(kind, namespaced);
  const hostile = put(namespaced, path, value) as Manifest;
  const before = cluster.revision;
  try {
    request(api, kind, old, hostile, value, path);
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof UsageError))
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    return cluster.revision === before ? undefined : `refused, and yet stored: ${error.message.slice(0, 200)}`;
  }
  // What is stored can be read and told, and has kept its kind and its name.
  const stored = api.list(kind, {}).filter(({ metadata }) => ['sample', 'another', SAMPLES[kind.resource]!.name].includes(metadata.name));
  return stored.every((one) => one.kind === kind.kind && typeof fieldsOf(one) === 'object') ? undefined : 'stored as something else';
}

const hostility = fc.record({
  resource: fc.constantFrom(...world.registry.kinds.map(({ resource }) => resource)),
  asked: fc.constantFrom(...REQUESTS.keys()),
  value: fc.oneof({ arbitrary: fc.constantFrom(...VALUES), weight: 3 }, { arbitrary: fc.jsonValue({ maxDepth: 4 }), weight: 1 }),
  place: fc.nat(),
  isKnownField: fc.boolean(),
});

const RUNS = 4000;

test('whatever is asked of a kind is done or refused, and what is refused leaves nothing', { timeout: 300_000 }, () => {
  const faults = new Map<string, string>();
  for (const { resource, asked, value, place, isKnownField } of fc.sample(hostility, { numRuns: RUNS, seed: 1 })) {
    const places = placesOf({ metadata: { name: 'sample' }, ...SAMPLES[resource]!.fields });
    const path = isKnownField ? stepsOf(FIELDS[place % FIELDS.length]!) : places[place % places.length]!;
    const found = fault(world.registry.find(resource)!, REQUESTS.get(asked)!, path, value);
    // One of each sort is enough to be told of.
    const sort = found?.split('\n').slice(0, 3).join('\n');
    if (sort !== undefined && !faults.has(sort))
      faults.set(sort, `${asked} of ${resource} with ${shown(value)} at ${path.join('.')}: ${sort}`);
  }
  assert.deepEqual([...faults.values()], []);
});

function stepsOf(field: string): readonly Step[] {
  return field.split('.').map((step) => step.replaceAll('\u2024', '.'));
}

function shown(value: unknown): string {
  const at = VALUES.indexOf(value);
  return at === -1 ? JSON.stringify(value) : `VALUES[${at}]`;
}

test('a JSON patch that doubles what is there until nobody could walk it is refused at once', () => {
  const cluster = world.fork();
  const api = cluster.as('admin');
  const kind = cluster.kind('cm');
  const old = api.create(kind, { metadata: { name: 'c', namespace: 'default' }, data: { a: 'x' } });
  const doubling = Array.from({ length: 60 }, (_, i) => ({ op: 'copy', from: '/data', path: `/data/l${i}` }));
  assert.throws(() => api.patch(kind, old, doubling, { type: 'json', fieldValidation: 'Ignore' }), {
    code: 422,
    message: 'the server rejected our request due to an error in our request',
  });
});
