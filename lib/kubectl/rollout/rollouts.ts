import type { Client } from '../../api/client.ts';
import type { PodTemplateSpec } from '../../api/generated/types.ts';
import type { Kind } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import type { Progress } from '../../rollouts/rollout-kind.ts';

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
