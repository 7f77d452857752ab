import { digestOf } from '../../base/digest.ts';
import { goJson } from '../../base/go-json.ts';

const LENGTH = 10;
/** Digits that could make words become letters. */
const INSTEAD: ReadonlyMap<string, string> = new Map([['0', 'g'], ['1', 'h'], ['3', 'k'], ['a', 'm'], ['e', 't']]); // prettier-ignore

/** A name with the hash of what it names behind it. kube: staging/src/k8s.io/kubectl/pkg/util/hash/hash.go */
export function withHash(name: string, content: object): string {
  const digits = digestOf('sha256', goJson(content)).toString('hex').slice(0, LENGTH);
  return `${name}-${[...digits].map((digit) => INSTEAD.get(digit) ?? digit).join('')}`;
}
