import type { Client } from '../../api/client.ts';
import type { PodTemplateSpec } from '../../api/generated/types.ts';
import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import type { Progress } from '../../rollouts/rollout-kind.ts';
import { KubectlError } from '../errors.ts';
import { daemonSets } from './daemonsets.ts';
import { deployments } from './deployments.ts';
import { statefulSets } from './statefulsets.ts';

/** What was once rolled out. */
export interface KeptRevision {
  readonly number: number;
  readonly template: PodTemplateSpec;
  readonly changeCause: string | undefined;
  /** The object that keeps it. */
  readonly keeper: KubeObject;
  readonly keeperKind: Kind;
}

/** What is of its own about a kind that is rolled out, for `kubectl rollout`. */
export interface Rollouts<T extends KubeObject = KubeObject> {
  readonly kind: Kind<T>;
  /** Those that are kept, oldest first. */
  readonly revisions: (client: Client, object: T) => readonly KeptRevision[];
  /** How far it has come; `revision` is the one that is meant, 0 for whichever. */
  readonly progress: (object: T, revision: number) => Progress;
  /** The revision to go back to: the one before where 0 is asked for. Throws a KubectlError where there is none. */
  readonly wanted: (object: T, revisions: readonly KeptRevision[], toRevision: number) => KeptRevision;
  /** Whether an object is of that revision already. Throws a KubectlError where it cannot be rolled back now. */
  readonly isAt: (object: T, revision: KeptRevision) => boolean;
  readonly rollBack: (client: Client, object: T, revision: KeptRevision, dryRun: boolean) => void;
}

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
