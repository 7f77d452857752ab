import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cluster } from '../../cluster.ts';
import { ConfigMapKind } from '../../kinds/configmap.ts';
import { ApiError } from '../errors.ts';

type Data = Readonly<Record<string, string>>;
interface Step {
  readonly what: 'apply' | 'force' | 'patch';
  readonly manager: string;
  readonly data: Data;
}

const data: fc.Arbitrary<Data> = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { minKeys: 1, maxKeys: 3 });
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom('apply' as const, 'apply' as const, 'force' as const, 'patch' as const),
  manager: fc.constantFrom('one', 'two', 'three'),
  data,
});

/** What is known of who owns what, kept by hand: by manager, the keys it applies and the keys it has written otherwise. */
class Model {
  readonly live = new Map<string, string>();
  readonly applied = new Map<string, ReadonlySet<string>>();
  readonly written = new Map<string, Set<string>>();

  /** Who has a key, but for those who apply as this manager. */
  owners(key: string, but: string): number {
    const appliers = [...this.applied].filter(([manager, keys]) => manager !== but && keys.has(key)).length;
    return appliers + [...this.written.values()].filter((keys) => keys.has(key)).length;
  }

  conflicts({ manager, data: next }: Step): boolean {
    return Object.entries(next).some(([key, value]) => this.live.get(key) !== value && this.owners(key, manager) > 0);
  }

  apply({ manager, data: next }: Step): void {
    for (const [key, value] of Object.entries(next)) if (this.live.get(key) !== value) this.take(key, value);
    const before = this.applied.get(manager) ?? new Set<string>();
    this.applied.set(manager, new Set(Object.keys(next)));
    for (const key of before) if (!Object.hasOwn(next, key) && this.owners(key, '') === 0) this.live.delete(key);
  }

  patch({ manager, data: next }: Step): void {
    for (const [key, value] of Object.entries(next)) {
      if (this.live.get(key) === value) continue;
      this.take(key, value);
      this.written.set(manager, (this.written.get(manager) ?? new Set()).add(key));
    }
  }

  /** A key gets another value: it is nobody's of those who had it. */
  take(key: string, value: string): void {
    for (const [manager, keys] of this.applied) this.applied.set(manager, new Set([...keys].filter((other) => other !== key)));
    for (const keys of this.written.values()) keys.delete(key);
    this.live.set(key, value);
  }
}

const fresh = new Cluster();
fresh.as('admin').create(ConfigMapKind, { metadata: { name: 'c' } });

test('whatever is applied and patched by whomever, the fields and their owners are as the rules of server-side apply say', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      const api = fresh.fork().as('admin');
      const model = new Model();
      for (const one of steps) {
        const { what, manager, data: next } = one;
        const configuration = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'default' }, data: next };
        if (what === 'patch') {
          api.patch(ConfigMapKind, { metadata: { name: 'c' } }, { data: next }, { fieldManager: manager });
          model.patch(one);
        } else {
          const isRefused = what === 'apply' && model.conflicts(one);
          const apply = (): unknown =>
            api.applyServerSide(ConfigMapKind, configuration, { fieldManager: manager, force: what === 'force' });
          if (isRefused) assert.throws(apply, (error: unknown) => error instanceof ApiError && error.hasCause('FieldManagerConflict'));
          else {
            apply();
            model.apply(one);
          }
        }
        const object = api.get(ConfigMapKind, 'c') as unknown as { readonly data?: Data };
        assert.deepEqual(new Map(Object.entries(object.data ?? {}).sort()), new Map([...model.live].sort()));
        const entries = api.withManagedFields(ConfigMapKind, api.get(ConfigMapKind, 'c')).metadata.managedFields ?? [];
        for (const { manager: owner = '', operation, fieldsV1 } of entries) {
          const keys = Object.keys((fieldsV1 as { readonly 'f:data'?: object })['f:data'] ?? {}).flatMap((field) =>
            field === '.' ? [] : [field.slice(2)],
          );
          const expected = operation === 'Apply' ? model.applied.get(owner) : model.written.get(owner);
          assert.deepEqual(keys.sort(), [...(expected ?? [])].sort(), `${operation} of ${owner}`);
        }
      }
    }),
    { numRuns: 150 },
  );
});
