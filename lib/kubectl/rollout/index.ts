import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import { KubectlError } from '../errors.ts';
import { daemonSets } from './daemonsets.ts';
import { deployments } from './deployments.ts';
import type { Rollouts } from './rollouts.ts';
import { statefulSets } from './statefulsets.ts';

const ALL: readonly Rollouts[] = [erased(deployments), erased(daemonSets), erased(statefulSets)];

/** How a kind is rolled out, or undefined. */
function findRollouts(kind: Kind): Rollouts | undefined {
  return ALL.find((each) => each.kind.resource === kind.resource);
}

/** How `kubectl rollout status` looks at a kind. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go StatusViewerFor */
export function viewedRollouts(kind: Kind): Rollouts {
  const found = findRollouts(kind);
  if (found === undefined) throw new KubectlError(`no status viewer has been implemented for ${qualified(kind)}`);
  return found;
}

/** What is asked of a kind's past. */
export type PastUse = 'history viewer' | 'rollbacker';

/** How a kind keeps its past. Throws a KubectlError. kube: the same folder, history.go HistoryViewerFor, rollback.go RollbackerFor */
export function pastRollouts(kind: Kind, use: PastUse): Rollouts {
  const found = findRollouts(kind);
  if (found !== undefined) return found;
  const name = qualified(kind);
  if (MAKING_PODS.has(kind.resource)) throw new KubectlError(`no ${use} has been implemented for "${name}"`);
  const what = use === 'history viewer' ? 'history for' : 'rollbacker for';
  throw new KubectlError(`error retrieving ${what} "${name}", no visitor method exists for ${name}`);
}

/** kube: staging/src/k8s.io/kubectl/pkg/apps/kind_visitor.go */
const MAKING_PODS: ReadonlySet<string> = new Set(['pods', 'replicationcontrollers', 'replicasets.apps', 'jobs.batch', 'cronjobs.batch']);

function qualified({ kind, group }: Kind): string {
  return group === '' ? kind : `${kind}.${group}`;
}

function erased<T extends KubeObject>(rollouts: Rollouts<T>): Rollouts {
  return rollouts as unknown as Rollouts;
}
