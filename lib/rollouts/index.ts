import { UsageError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { deploymentRollouts } from './deployment-rollouts.ts';
import type { RolloutKind } from './rollout-kind.ts';

/** Every kind whose template is rolled out. */
const rolloutKinds: readonly RolloutKind[] = [erased(deploymentRollouts)];

/** How a kind is rolled out; undefined for kinds that are not. */
export function findRolloutKind(kind: Kind): RolloutKind | undefined {
  return rolloutKinds.find((candidate) => candidate.kind.resource === kind.resource);
}

/** How a kind is rolled out. Throws a UsageError that names the kinds that are for one that is not. */
export function rolloutKindOf(kind: Kind): RolloutKind {
  const found = findRolloutKind(kind);
  if (found !== undefined) return found;
  const names = rolloutKinds.map((candidate) => candidate.kind.kind).join(', ');
  throw new UsageError(`a ${kind.kind} has no rollout; these kinds have: ${names}`);
}

function erased<T extends KubeObject>(rollouts: RolloutKind<T>): RolloutKind {
  return rollouts as unknown as RolloutKind;
}
