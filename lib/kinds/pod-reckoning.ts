import type { Container, PodSpec } from '../api/generated/types.ts';

/** How amounts are added up and compared, whatever they are written as. */
export interface Arithmetic<N> {
  readonly plus: (a: N, b: N) => N;
  readonly isMore: (a: N, b: N) => boolean;
}

/**
 * What the containers of a pod come to, by resource: the sum of its regular containers and sidecars, or what its init containers take at
 * their most, each with the sidecars before it. kube: component-helpers/resource/helpers.go AggregateContainerRequests
 */
export function reckonPod<N>(
  spec: PodSpec,
  amountsOf: (container: Container) => ReadonlyMap<string, N>,
  arithmetic: Arithmetic<N>,
): Map<string, N> {
  const total = new Map<string, N>();
  const sidecars = new Map<string, N>();
  const start = new Map<string, N>();
  // A pod spec in a manifest may lack what every stored one has.
  for (const container of (spec as Partial<PodSpec>).containers ?? []) add(total, amountsOf(container), arithmetic);
  for (const container of spec.initContainers ?? []) {
    const amounts = amountsOf(container);
    if (container.restartPolicy === 'Always') {
      add(total, amounts, arithmetic);
      add(sidecars, amounts, arithmetic);
      raise(start, sidecars, arithmetic);
    } else {
      const together = new Map(amounts);
      add(together, sidecars, arithmetic);
      raise(start, together, arithmetic);
    }
  }
  raise(total, start, arithmetic);
  return total;
}

/** Adds amounts to sums. */
export function add<N>(sums: Map<string, N>, amounts: ReadonlyMap<string, N>, { plus }: Arithmetic<N>): void {
  for (const [name, amount] of amounts) {
    const sum = sums.get(name);
    sums.set(name, sum === undefined ? amount : plus(sum, amount));
  }
}

function raise<N>(most: Map<string, N>, amounts: ReadonlyMap<string, N>, { isMore }: Arithmetic<N>): void {
  for (const [name, amount] of amounts) {
    const known = most.get(name);
    if (known === undefined || isMore(amount, known)) most.set(name, amount);
  }
}
