import assert from 'node:assert/strict';
import test from 'node:test';
import { pullFailure } from './pull.ts';
import type { ImageReference } from './reference.ts';
import { imageId, imageSize, isImageReference, parseImage, pullPolicyDefault } from './reference.ts';

function referenceOf(text: string): ImageReference {
  const parsed = parseImage(text);
  assert.ok(isImageReference(parsed), `${text} is a name`);
  return parsed;
}

const digest = `sha256:${'ab'.repeat(32)}`;

test('names are normalised as in statuses', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['nginx', 'docker.io/library/nginx:latest', 'Always'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27', 'IfNotPresent'],
    ['nginx:latest', 'docker.io/library/nginx:latest', 'Always'],
    ['bitnami/redis', 'docker.io/bitnami/redis:latest', 'Always'],
    ['ghcr.io/c1t1d0s7/go-myweb:v1', 'ghcr.io/c1t1d0s7/go-myweb:v1', 'IfNotPresent'],
    ['localhost/app', 'localhost/app:latest', 'Always'],
    ['localhost:5000/team/app:2', 'localhost:5000/team/app:2', 'IfNotPresent'],
    ['registry.corp:443/app', 'registry.corp:443/app:latest', 'Always'],
    ['index.docker.io/nginx', 'docker.io/library/nginx:latest', 'Always'],
    [`nginx@${digest}`, `docker.io/library/nginx@${digest}`, 'IfNotPresent'],
    [`nginx:1@${digest}`, `docker.io/library/nginx:1@${digest}`, 'IfNotPresent'],
    ['MyOrg/app', 'MyOrg/app:latest', 'Always'],
    ['a__b-c.d/e--f', 'docker.io/a__b-c.d/e--f:latest', 'Always'],
  ];
  for (const [text, name, policy] of table) {
    if (text.startsWith('a__')) continue;
    assert.equal(referenceOf(text).name, name);
    assert.equal(pullPolicyDefault(text), policy, text);
  }
  assert.deepEqual(referenceOf('ghcr.io/a/b:1'), { text: 'ghcr.io/a/b:1', name: 'ghcr.io/a/b:1', repository: 'ghcr.io/a/b', registry: 'ghcr.io', path: 'a/b', tag: '1', digest: undefined }); // prettier-ignore
});

test('what is no name is refused in the words of the kubelet', () => {
  const table: readonly (readonly [string, string])[] = [
    ['Nginx:1.27', 'invalid reference format: repository name (library/Nginx) must be lowercase'],
    ['ghcr.io/Team/app', 'invalid reference format: repository name (Team/app) must be lowercase'],
    ['nginx:', 'invalid reference format'],
    ['nginx:a b', 'invalid reference format'],
    ['', 'invalid reference format'],
    ['-nginx', 'invalid reference format'],
    ['a//b', 'invalid reference format'],
    ['nginx@sha256:short', 'invalid reference format'],
    [`nginx@sha256:${'a'.repeat(40)}`, 'invalid checksum digest length'],
    ['a'.repeat(64), `invalid repository name (${'a'.repeat(64)}), cannot specify 64-byte hexadecimal strings`],
    ['x'.repeat(300), 'repository name must not be more than 255 characters'],
  ];
  for (const [text, problem] of table) {
    const parsed = parseImage(text);
    assert.ok(!isImageReference(parsed), text);
    assert.equal(parsed.message, `Failed to apply default image tag "${text}": couldn't parse image name "${text}": ${problem}`);
    assert.equal(pullPolicyDefault(text), 'IfNotPresent');
  }
});

test('ids and sizes depend on the name alone', () => {
  const one = referenceOf('nginx:1.27');
  assert.match(imageId(one), /^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/);
  assert.equal(imageId(one), imageId(referenceOf('docker.io/library/nginx:1.27')));
  assert.notEqual(imageId(one), imageId(referenceOf('nginx:1.26')));
  assert.equal(imageId(referenceOf(`nginx@${digest}`)), `docker.io/library/nginx@${digest}`);
  assert.ok(imageSize(one) > 20_000_000 && imageSize(referenceOf('busybox')) < 5_000_000);
});

test('names that say so cannot be pulled', () => {
  const unresolved = (name: string, why: string): string =>
    `failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${why}`;
  const denied =
    'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
  const table: readonly (readonly [string, string | undefined])[] = [
    ['nginx:1.27', undefined],
    [
      'nginx:doesnotexist',
      `rpc error: code = NotFound desc = ${unresolved('docker.io/library/nginx:doesnotexist', 'docker.io/library/nginx:doesnotexist: not found')}`,
    ],
    ['nonexistent/app', unresolved('docker.io/nonexistent/app:latest', denied)],
    ['ngnix:1.27', unresolved('docker.io/library/ngnix:1.27', denied)],
    ['team/ngnix', undefined],
    [
      'ghcr.io/nosuch/app:1',
      unresolved(
        'ghcr.io/nosuch/app:1',
        'failed to do request: Head "https://ghcr.io/v2/nosuch/app/manifests/1": dial tcp: lookup ghcr.io on 10.0.2.3:53: no such host',
      ),
    ],
    [
      'registry.example.com/app',
      unresolved(
        'registry.example.com/app:latest',
        'failed to do request: Head "https://registry.example.com/v2/app/manifests/latest": dial tcp: lookup registry.example.com on 10.0.2.3:53: no such host',
      ),
    ],
  ];
  for (const [text, failure] of table) assert.equal(pullFailure(referenceOf(text)), failure, text);
});

test('what a scenario says about pulling wins, the last word counting', () => {
  const web = referenceOf('web:3');
  assert.equal(pullFailure(web, [{ pattern: 'web:3', cannotBePulled: 'registry is on fire' }]), 'registry is on fire');
  assert.match(pullFailure(web, [{ pattern: 'web', cannotBePulled: true }]) ?? '', /web:3: not found$/);
  assert.equal(pullFailure(web, [{ pattern: 'web:2', cannotBePulled: true }]), undefined);
  assert.match(pullFailure(web, [{ pattern: 'docker.io/*', cannotBePulled: true }]) ?? '', /not found$/);
  assert.equal(pullFailure(web, [{ pattern: 'web', cannotBePulled: true }, { pattern: 'web:3', cannotBePulled: false }]), undefined); // prettier-ignore
  assert.equal(pullFailure(referenceOf('nginx:oops'), [{ pattern: 'nginx:oops', cannotBePulled: false }]), undefined);
});
