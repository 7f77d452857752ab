import { KubectlError } from './errors.ts';

/** What `key=value` and `key-` among the arguments say. */
export interface Pairs {
  /** The arguments before them. */
  readonly resources: readonly string[];
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** Takes the arguments of `label`, `annotate` and the like apart; `what` is what they call a pair. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go GetResourcesAndPairs */
export function pairsOf(
  args: readonly string[],
  what: 'label' | 'annotation',
  check: (key: string, value: string) => void = () => undefined,
): Pairs {
  const at = args.findIndex(isPair);
  const pairs = at === -1 ? [] : args.slice(at);
  const stray = pairs.find((arg) => !isPair(arg));
  if (stray !== undefined) throw new KubectlError(`all resources must be specified before ${what} changes: ${stray}`);
  const set = new Map<string, string>();
  const removed: string[] = [];
  for (const pair of pairs) {
    const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    if (!pair.includes('=')) removed.push(pair.slice(0, -1));
    else {
      if (what === 'label' && value.includes('=')) throw new KubectlError(`invalid label spec: ${pair}`);
      check(key, value);
      set.set(key, value);
    }
  }
  if (removed.some((key) => set.has(key)))
    throw new KubectlError(`can not both modify and remove ${what === 'label' ? 'a label' : 'an annotation'} in the same command`);
  return { resources: at === -1 ? args : args.slice(0, at), set, removed };
}

function isPair(arg: string): boolean {
  return (arg.includes('=') && !arg.startsWith('=')) || (arg.endsWith('-') && arg !== '-');
}
