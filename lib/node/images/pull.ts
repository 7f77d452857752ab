import type { ImageOverrides } from './overrides.ts';
import { findOverride } from './overrides.ts';
import type { ImageReference } from './reference.ts';

const missingWords = [
  'does-not-exist', 'doesnotexist', 'nonexistent', 'non-existent', 'no-such', 'nosuch', 'missing-image', 'image-missing', 'invalid-image', 'imagedoesnt', 'unknown-image',
]; // prettier-ignore
const misspelled: ReadonlySet<string> = new Set(['ngnix', 'ngin', 'nginxx', 'ngix', 'bussybox', 'busyboxx', 'httpdd']);
const missingTags: ReadonlySet<string> = new Set([
  'missing', '404', 'does-not-exist', 'doesnotexist', 'nonexistent', 'non-existent', 'notfound', 'not-found', 'nosuchtag', 'no-such-tag', 'bad', 'badtag', 'bad-tag',
  'broken', 'invalid', 'wrong', 'oops', 'typo', '1.161', '1.999', '9.99', '99.99', 'v999',
]); // prettier-ignore

/**
 * Why an image cannot be pulled, in the words the kubelet shows (waiting message and `Failed` event); undefined when it can.
 * There is no registry: a scenario's overrides decide, then the name alone.
 */
// kube: staging/src/k8s.io/cri-client/pkg/remote_image.go PullImage: a gRPC code other than Unknown stays in front of the message
// unlike kube: no registry is asked; names that say they do not exist do not exist
export function pullFailure(reference: ImageReference, overrides: ImageOverrides = []): string | undefined {
  const refused = findOverride(reference, overrides)?.cannotBePulled;
  if (refused === true) return notFound(reference);
  if (refused === false) return undefined;
  if (refused !== undefined) return refused;
  const { registry, repository, path, tag } = reference;
  const says = missingWords.some((word) => repository.includes(word)) || isMisspelled(reference);
  if (says && registry === 'docker.io') {
    return unresolved(
      reference,
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    );
  }
  if (
    says ||
    repository.startsWith('invalid.') ||
    ['.invalid/', 'example.com/', 'example.org/'].some((part) => repository.includes(part))
  ) {
    const host = registry.split(':')[0] ?? registry;
    return unresolved(
      reference,
      `failed to do request: Head "https://${registry}/v2/${path}/manifests/${reference.digest ?? tag ?? ''}": dial tcp: lookup ${host} on 10.0.2.3:53: no such host`,
    );
  }
  return tag !== undefined && missingTags.has(tag) ? notFound(reference) : undefined;
}

function isMisspelled({ registry, path }: ImageReference): boolean {
  return registry === 'docker.io' && path.startsWith('library/') && misspelled.has(path.slice('library/'.length));
}

function unresolved({ name }: ImageReference, why: string): string {
  return `failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${why}`;
}

function notFound(reference: ImageReference): string {
  return `rpc error: code = NotFound desc = ${unresolved(reference, `${reference.name}: not found`)}`;
}
