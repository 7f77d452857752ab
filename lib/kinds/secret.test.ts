import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { ApiError } from '../api/errors.ts';
import type { Manifest } from '../api/object.ts';
import { Cluster } from '../cluster.ts';
import { ConfigMapKind } from './configmap.ts';
import { SecretKind } from './secret.ts';

const world = new Cluster({ nodes: 0 });
world.apply('{apiVersion: v1, kind: Secret, metadata: {name: sealed}, immutable: true, stringData: {a: "1", b: two}}');
world.apply('{apiVersion: v1, kind: Secret, metadata: {name: open}, type: example.com/own, data: {a: MQ==}}');
world.apply('{apiVersion: v1, kind: ConfigMap, metadata: {name: sealed}, immutable: true, data: {a: "1"}, binaryData: {b: Mg==}}');

/** What is refused about a request, without its head; empty when it is accepted. */
function refused(request: (cluster: Cluster) => unknown): string {
  try {
    request(world.fork());
    return '';
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error.message;
  }
}

const KEY = /a valid config key must consist of alphanumeric characters, '-', '_' or '\.'/;
const big = (bytes: number): string => 'x'.repeat(bytes);

const created: readonly (readonly [what: string, kind: 'Secret' | 'ConfigMap', fields: string, answer: RegExp | undefined])[] = [
  ['a secret without anything', 'Secret', '', undefined],
  ['a secret of a type of its own', 'Secret', ', type: example.com/own, data: {a: ""}', undefined],
  ['what is not base64', 'Secret', ', data: {user: not base64!}', /illegal base64 data at input byte 3/],
  ['a key with a space', 'Secret', ', stringData: {a b: x}', KEY],
  ['1 MiB', 'Secret', `, stringData: {a: ${big(1024 * 1024)}}`, undefined],
  ['more than 1 MiB', 'Secret', `, stringData: {a: ${big(1024 * 1024)}, b: x}`, /data: Too long: may not be more than 1048576 bytes/],
  ['tls without a key', 'Secret', ', type: kubernetes.io/tls, stringData: {tls.crt: x}', /data\[tls\.key\]: Required value/],
  ['tls', 'Secret', ', type: kubernetes.io/tls, stringData: {tls.crt: x, tls.key: ""}', undefined],
  ['a registry without its file', 'Secret', ', type: kubernetes.io/dockerconfigjson', /data\[\.dockerconfigjson\]: Required value/],
  ['a registry', 'Secret', ', type: kubernetes.io/dockerconfigjson, stringData: {.dockerconfigjson: "{}"}', undefined],
  [
    'a registry whose file is no JSON',
    'Secret',
    ', type: kubernetes.io/dockercfg, stringData: {.dockercfg: nothing}',
    /data\[\.dockercfg\]: Invalid value: "<secret contents redacted>": invalid character 'n' looking for beginning of value/,
  ],
  [
    'a registry whose file is a list',
    'Secret',
    ', type: kubernetes.io/dockercfg, stringData: {.dockercfg: "[]"}',
    /json: cannot unmarshal array into Go value of type map\[string\]interface \{\}/,
  ],
  [
    'a registry whose file breaks off',
    'Secret',
    ', type: kubernetes.io/dockercfg, stringData: {.dockercfg: "{"}',
    /unexpected end of JSON input/,
  ],
  [
    'basic-auth without anything',
    'Secret',
    ', type: kubernetes.io/basic-auth',
    /data\[username\]: Required value[^]*data\[password\]: Required value/,
  ],
  ['basic-auth with one of both', 'Secret', ', type: kubernetes.io/basic-auth, stringData: {password: ""}', undefined],
  [
    'ssh-auth with nothing in it',
    'Secret',
    ', type: kubernetes.io/ssh-auth, data: {ssh-privatekey: ""}',
    /data\[ssh-privatekey\]: Required value/,
  ],
  [
    'a token of nobody',
    'Secret',
    ', type: kubernetes.io/service-account-token',
    /metadata\.annotations\[kubernetes\.io\/service-account\.name\]: Required value/,
  ],
  [
    'a key in both parts',
    'ConfigMap',
    ', data: {a: x}, binaryData: {a: ""}',
    /data\[a\]: Invalid value: "a": duplicate of key present in binaryData/,
  ],
  ['a key of dots', 'ConfigMap', ', data: {"..": x}', /data\[\.\.\]: Invalid value: "\.\.": must not be '\.\.'/],
  ['1 MiB in both parts', 'ConfigMap', `, data: {a: ${big(1024 * 1024 - 1)}}, binaryData: {b: AA==}`, undefined],
  [
    'more than 1 MiB',
    'ConfigMap',
    `, data: {a: ${big(1024 * 1024)}}, binaryData: {b: AA==}`,
    /Too long: may not be more than 1048576 bytes/,
  ],
];

describe('what a create is answered with', () => {
  for (const [what, kind, fields, answer] of created)
    test(`${kind}: ${what}`, () => {
      const message = refused((cluster) =>
        cluster.as('tester').create(cluster.kind(kind), parse(`{metadata: {name: a, namespace: default}${fields}}`) as Manifest),
      );
      if (answer === undefined) assert.equal(message, '');
      else assert.match(message, answer);
    });
});

const SEALED = 'Forbidden: field is immutable when `immutable` is set';

const patched: readonly (readonly [what: string, name: string, patch: object, answer: string])[] = [
  ['an immutable secret, by data', 'sealed', { data: { a: 'Mg==' } }, `data: ${SEALED}`],
  ['an immutable secret, by plain text', 'sealed', { stringData: { a: '2' } }, `data: ${SEALED}`],
  ['an immutable secret, opened', 'sealed', { immutable: false }, `immutable: ${SEALED}`],
  ['the label of an immutable secret', 'sealed', { metadata: { labels: { a: 'b' } } }, ''],
  ['the type', 'open', { type: 'foo' }, 'type: Invalid value: "foo": field is immutable'],
  ['a secret into an immutable one', 'open', { immutable: true, stringData: { a: '3' } }, ''],
];

describe('what a change is answered with', () => {
  for (const [what, name, patch, answer] of patched)
    test(what, () => {
      const message = refused((cluster) => cluster.as('tester').patch(SecretKind, { metadata: { name } }, patch));
      assert.equal(message.replace(/^Secret "\w+" is invalid: /, ''), answer);
    });

  test('an immutable ConfigMap keeps both of its parts', () => {
    const message = refused((cluster) =>
      cluster.as('tester').patch(ConfigMapKind, { metadata: { name: 'sealed' } }, { data: { a: '2' }, binaryData: { b: 'MQ==' } }),
    );
    assert.equal(message, `ConfigMap "sealed" is invalid: [data: ${SEALED}, binaryData: ${SEALED}]`);
  });
});

test('a plain text wins over the data of its key, and is never shown', () => {
  const cluster = world.fork();
  cluster.apply('{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: MQ==, b: Mg==}, stringData: {b: two}}');
  const { type, data, ...rest } = cluster.as('tester').get(SecretKind, 'a');
  assert.deepEqual([type, data, 'stringData' in rest], ['Opaque', { a: 'MQ==', b: 'dHdv' }, false]);
});

test('applying the same plain texts again changes nothing', () => {
  const cluster = world.fork();
  const text = '{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {b: two}}';
  cluster.apply(text);
  const before = cluster.revision;
  cluster.apply(text);
  assert.equal(cluster.revision, before);
});
