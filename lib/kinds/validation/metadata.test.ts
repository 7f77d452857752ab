import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObjectMeta } from '../../api/generated/types.ts';
import { validateMetadata, type NameRule } from './metadata.ts';

function sentences(metadata: Partial<ObjectMeta>, old?: Partial<ObjectMeta>, name: NameRule = 'subdomain'): readonly string[] {
  const found = validateMetadata({ metadata }, old && { metadata: old }, { name, namespaced: true });
  return found.map(({ field, message }) => `${field}: ${message}`);
}

const meta = { name: 'x', namespace: 'default' };

test('names follow the rule of their kind', () => {
  const cases: [NameRule, string, RegExp | undefined][] = [
    ['subdomain', 'a.b', undefined],
    ['label', 'a.b', /"a\.b": must not contain dots$/],
    ['label', 'a_b', /a lowercase RFC 1123 label must consist/],
    ['label1035', '1a', /a DNS-1035 label must consist/],
    ['label1035', 'x'.repeat(64), /must be no more than 63 characters$/],
    ['path-segment', 'a:b', undefined],
    ['path-segment', 'a/b', /may not contain '\/'$/],
    ['path-segment', '..', /may not be '\.\.'$/],
  ];
  for (const [rule, name, problem] of cases) {
    const found = sentences({ ...meta, name }, undefined, rule);
    if (problem === undefined) assert.deepEqual(found, [], name);
    else assert.match(found.join('\n'), problem, name);
  }
});

test('a generated name may end with a dash', () => {
  assert.deepEqual(sentences({ ...meta, generateName: 'web-' }), []);
  assert.match(sentences({ ...meta, generateName: 'Web-' }).join(), /^metadata\.generateName: Invalid value: "Web-": a lowercase/);
});

test('finalizers are qualified or well known', () => {
  assert.deepEqual(sentences({ ...meta, finalizers: ['orphan', 'ex.com/f', 'kubernetes'] }), []);
  assert.deepEqual(sentences({ ...meta, finalizers: ['bad'] }), [
    'metadata.finalizers[0]: Invalid value: "bad": name is neither a standard finalizer name nor is it fully qualified',
  ]);
  assert.deepEqual(sentences({ ...meta, finalizers: ['orphan', 'foregroundDeletion'] }), [
    'metadata.finalizers: Invalid value: []string{"orphan", "foregroundDeletion"}: finalizer orphan and foregroundDeletion cannot be both set',
  ]);
  assert.deepEqual(sentences({ ...meta, finalizers: ['ex.com/g'] }, { ...meta, deletionTimestamp: '2020-01-01T00:00:00Z' }).slice(0, 1), [
    'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"ex.com/g"}',
  ]);
});

test('annotations are qualified in any case and bounded in size', () => {
  assert.deepEqual(sentences({ ...meta, annotations: { 'EX.com/a': 'x'.repeat(1000) } }), []);
  assert.deepEqual(sentences({ ...meta, annotations: { a: 'x'.repeat(262_144) } }), [
    'metadata.annotations: Too long: may not be more than 262144 bytes',
  ]);
});

test('an owner needs everything that finds it', () => {
  assert.deepEqual(sentences({ ...meta, ownerReferences: [{ apiVersion: '', kind: '', name: '', uid: '' }] }), [
    'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
    'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
    'metadata.ownerReferences.name: Invalid value: "": must not be empty',
    'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
  ]);
  const owner = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', controller: true };
  assert.match(
    sentences({ ...meta, ownerReferences: [owner, { ...owner, uid: 'v' }] }).join(),
    /Found "true" in references for Pod\/p and Pod\/p$/,
  );
});

test('what identifies an object never changes', () => {
  assert.deepEqual(sentences({ ...meta, uid: 'zzz' }, { ...meta, uid: 'u' }), ['metadata.uid: Invalid value: "zzz": field is immutable']);
  assert.deepEqual(sentences({ ...meta, deletionTimestamp: '2020-01-01T00:00:00Z' }, meta), [
    'metadata.deletionTimestamp: Invalid value: 2020-01-01 00:00:00 +0000 UTC: field is immutable',
  ]);
});
