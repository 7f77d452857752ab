import { AssertionError } from '../lib/assert/assertion-error.ts';
import { settleAndStay } from '../lib/nets/rest.ts';
import type { ClusterWorld } from './world.ts';

/** Looks, when a scenario ends, at what the run asks for (the world parameters `invariants` and `digests`); throws an AssertionError with all that is wrong. */
export function endScenario(world: ClusterWorld, hasPassed: boolean): void {
  const { invariants = false, digests = false } = world.parameters.gherkube ?? {};
  if (digests) world.log(world.cluster.digest());
  if (!invariants || !hasPassed) return;
  const restless = settleAndStay(world.cluster);
  const wrong = [...world.broken(), ...restless];
  if (wrong.length > 0) throw new AssertionError(`what always holds does not:\n${wrong.join('\n')}`);
}
