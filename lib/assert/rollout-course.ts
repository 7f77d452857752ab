import type { PodTemplateSpec } from '../api/generated/types.ts';
import { fieldsOf, keyOf, type KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { same } from '../base/merge.ts';
import type { Cluster } from '../cluster.ts';
import { controllerOf } from '../control/owners.ts';
import { isActive, isAvailable, type Pod } from '../kinds/pod-state.ts';
import { isSameTemplate } from '../kinds/template-hash.ts';
import type { Progress, RolloutKind } from '../rollouts/rollout-kind.ts';

/** Pods of a rollout, not counting those that are being deleted or have ended. */
export interface Pods {
  readonly pods: number;
  readonly available: number;
}

/** How a rollout stood after a change. */
export interface Moment {
  readonly at: number;
  readonly change: Change;
  /** Pods of the template that is rolled out, and pods of all others. */
  readonly fresh: Pods;
  readonly old: Pods;
}

/** A rollout as the history tells it: from the change of the template to its end, or to now. */
export interface Course {
  /** The change of the template. */
  readonly began: Change;
  readonly state: Progress['state'];
  readonly endedAt: number;
  readonly moments: readonly Moment[];
}

/** The last rollout of an object; undefined when its template never came to be. */
export function courseOf(cluster: Cluster, rollouts: RolloutKind, object: KubeObject): Course | undefined {
  const changes = changesOf(cluster, rollouts, object);
  const beganAt = changes.findLastIndex((change) => isNewTemplate(rollouts, change));
  const began = changes[beganAt];
  if (began === undefined) return undefined;
  const end = changes.slice(beganAt + 1).find((change) => endIn(rollouts, change, began) !== undefined);
  const last = end?.revision ?? cluster.revision;
  return {
    began,
    state: end === undefined ? 'under way' : endIn(rollouts, end, began)!,
    endedAt: end?.at ?? cluster.now,
    moments: momentsOf(cluster, rollouts, began, last),
  };
}

function changesOf({ store }: Cluster, { kind }: RolloutKind, object: KubeObject): readonly Change[] {
  const changes: Change[] = [];
  const key = keyOf(object);
  store.history(1, (change) => {
    const { uid } = (change.after ?? change.before)!.metadata;
    if (change.kind === kind && change.key === key && uid === object.metadata.uid) changes.push(change);
  });
  return changes;
}

function isNewTemplate({ templateOf }: RolloutKind, { before, after }: Change): boolean {
  return after !== undefined && (before === undefined || !isSameTemplate(templateOf(before), templateOf(after)));
}

/** Whether a change ends a rollout. What an earlier one failed of does not count: its words stand until the next one gets on. */
function endIn({ progress }: RolloutKind, { at, after }: Change, began: Change): 'complete' | 'failed' | undefined {
  if (after === undefined) return undefined;
  const { state, since } = progress(after);
  if (state === 'complete') return 'complete';
  return state === 'failed' && (since ?? at) >= began.at ? 'failed' : undefined;
}

/** What the pods come to, at every change of it from the change of the template to the last revision. */
function momentsOf(cluster: Cluster, rollouts: RolloutKind, began: Change, last: number): readonly Moment[] {
  const object = began.after!;
  const pods = new PodCount(rollouts, object);
  const moments: Moment[] = [];
  cluster.store.history(1, (change) => {
    const { revision, at } = change;
    if (revision > last) return false;
    // Where pods have to be ready for a while, time alone makes them available; the status that says so is a change.
    const isCounted = pods.take(change) || pods.areTimed;
    if (revision < began.revision || (!isCounted && revision > began.revision)) return true;
    const { fresh, old } = pods.count(at);
    const before = moments.at(-1);
    if (before === undefined || !same({ fresh, old }, { fresh: before.fresh, old: before.old })) moments.push({ at, change, fresh, old });
    return true;
  });
  return moments;
}

/** The pods below an object, kept up change by change. */
class PodCount {
  readonly #rollouts: RolloutKind;
  readonly #uid: string;
  readonly #template: PodTemplateSpec;
  readonly #minReadySeconds: number;
  /** What the object controls and pods are controlled by. */
  readonly #between = new Map<string, KubeObject>();
  readonly #pods = new Map<string, { readonly pod: Pod; readonly isFresh: boolean }>();

  constructor(rollouts: RolloutKind, object: KubeObject) {
    this.#rollouts = rollouts;
    this.#uid = object.metadata.uid;
    this.#template = rollouts.templateOf(object);
    this.#minReadySeconds = (fieldsOf(object)['spec'] as { readonly minReadySeconds?: number }).minReadySeconds ?? 0;
  }

  /** Whether pods become available by time alone. */
  get areTimed(): boolean {
    return this.#minReadySeconds > 0;
  }

  /** Takes a change in; whether it was one of a pod. */
  take({ kind, before, after }: Change): boolean {
    const subject = (after ?? before)!;
    const { uid } = subject.metadata;
    const controller = controllerOf(subject)?.uid ?? '';
    if (kind.resource !== 'pods') {
      if (controller === this.#uid) this.#between.set(uid, subject);
      return false;
    }
    const owner = this.#between.get(controller);
    if (after !== undefined && isActive(after as Pod) && (owner !== undefined || controller === this.#uid))
      this.#pods.set(uid, { pod: after as Pod, isFresh: this.#rollouts.isFresh(after as Pod, owner, this.#template) });
    else return this.#pods.delete(uid);
    return true;
  }

  count(atMillis: number): { readonly fresh: Pods; readonly old: Pods } {
    const fresh = { pods: 0, available: 0 };
    const old = { pods: 0, available: 0 };
    for (const { pod, isFresh } of this.#pods.values()) {
      const side = isFresh ? fresh : old;
      side.pods++;
      if (isAvailable(pod, this.#minReadySeconds, atMillis)) side.available++;
    }
    return { fresh, old };
  }
}
