import { createHash } from 'node:crypto';

/** The digest of a text, as Kubernetes uses it for names and orders: nothing here is kept secret by it. */
export function digestOf(algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512', text: string): Buffer {
  return createHash(algorithm).update(text).digest();
}
