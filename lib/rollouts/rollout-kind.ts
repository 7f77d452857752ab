import type { Client } from '../api/client.ts';
import type { PodTemplateSpec } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import type { Pod } from '../kinds/pod-state.ts';

/** A template that was rolled out, and what is left of its pods. */
export interface Revision {
  readonly number: number;
  readonly template: PodTemplateSpec;
  readonly changeCause: string | undefined;
  /** The object that keeps it. */
  readonly keeper: KubeObject;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
}

/** How far a rollout has come, in the words of `kubectl rollout status`. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go */
export interface Progress {
  readonly state: 'under way' | 'complete' | 'failed';
  readonly text: string;
  /** Since when it has failed, in milliseconds of cluster time. */
  readonly since?: number;
}

/** A kind whose template is rolled out, with all that is particular to it. */
export interface RolloutKind<T extends KubeObject = KubeObject> {
  readonly kind: Kind<T>;
  /** The revisions that are kept, oldest first. */
  readonly revisions: (api: Client, object: T) => readonly Revision[];
  /** The revision that is rolled out, 0 before the first. */
  readonly currentRevision: (object: T) => number;
  readonly templateOf: (object: T) => PodTemplateSpec;
  /** Whether a pod is one of that template; `owner` is what controls it, where that is not the object itself. */
  readonly isFresh: (pod: Pod, owner: KubeObject | undefined, template: PodTemplateSpec) => boolean;
  /** The object as it was under a revision. */
  readonly rolledBack: (object: T, revision: Revision) => T;
  readonly progress: (object: T) => Progress;
  /** Whether the rollout is held; undefined for kinds that cannot be paused. */
  readonly isPaused: ((object: T) => boolean) | undefined;
}
