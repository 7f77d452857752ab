const OFFSET = 2166136261;
const PRIME = 16777619;

/** FNV-1a, 32 bits, over bytes; `start` is an earlier result to go on from. kube: Go's hash/fnv New32a */
export function fnv1a(bytes: Uint8Array, start = OFFSET): number {
  let hash = start;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME);
  return hash >>> 0;
}

/** The letters and digits that generated names are made of. kube: staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go */
export const SAFE_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** A text with each of its characters replaced by one that cannot be part of a word. kube: the same file, SafeEncodeString */
export function safeEncode(text: string): string {
  return [...text].map((character) => SAFE_LETTERS[character.charCodeAt(0) % SAFE_LETTERS.length]).join('');
}
