import type { Client } from '../api/client.ts';
import { UsageError } from '../api/errors.ts';
import type { Container, PodTemplateSpec } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import { didYouMean } from '../base/suggest.ts';
import { isSameTemplate } from '../kinds/template-hash.ts';
import { findRolloutKind } from './index.ts';
import type { Revision } from './rollout-kind.ts';

/** The annotation of a template that `kubectl rollout restart` sets, so that the same pods are made anew. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/**
 * `kubectl rollout undo`: goes back to a revision, or to the one before when none is given. Throws a UsageError in kubectl's words when that
 * cannot be done, or would change nothing. kube: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go
 */
export function rollBack(api: Client, kind: Kind, object: KubeObject, toRevision = 0): void {
  const rollouts = findRolloutKind(kind);
  if (rollouts === undefined) throw new UsageError(withoutRollback(kind));
  const revision = wantedRevision(rollouts.revisions(api, object), toRevision, `${kind.singular} "${object.metadata.name}"`);
  if (rollouts.isPaused?.(object) === true)
    throw new UsageError(`you cannot rollback a paused ${kind.singular}; resume it first with 'kubectl rollout resume' and try again`);
  if (isSameTemplate(revision.template, rollouts.templateOf(object)))
    throw new UsageError(`skipped rollback (current template already matches revision ${toRevision})`);
  api.update(kind, rollouts.rolledBack(object, revision));
}

/** kube: the same file, deploymentRevision */
function wantedRevision(revisions: readonly Revision[], toRevision: number, title: string): Revision {
  const before = revisions.at(-2);
  const found = toRevision === 0 ? before : revisions.find(({ number }) => number === toRevision);
  if (found !== undefined) return found;
  throw new UsageError(
    toRevision === 0 ? `no rollout history found for ${title}` : `unable to find specified revision ${toRevision} in history`,
  );
}

/** `kubectl rollout pause`. Throws a UsageError in kubectl's words when it is paused already, or cannot be. kube: the same folder, objectpauser.go */
export function pause(api: Client, kind: Kind, object: KubeObject): void {
  hold(api, kind, object, true);
}

/** `kubectl rollout resume`. Throws a UsageError in kubectl's words when it is not paused, or cannot be. kube: the same folder, objectresumer.go */
export function resume(api: Client, kind: Kind, object: KubeObject): void {
  hold(api, kind, object, false);
}

function hold(api: Client, kind: Kind, object: KubeObject, paused: boolean): void {
  const title = `${kind.resource} "${object.metadata.name}"`;
  const isPaused = findRolloutKind(kind)?.isPaused?.(object);
  if (isPaused === undefined) throw new UsageError(`${title} ${paused ? 'pausing' : 'resuming'} is not supported`);
  if (isPaused === paused) throw new UsageError(`${title} is ${paused ? 'already' : 'not'} paused`);
  api.patch(kind, object, { spec: { paused: paused ? true : null } });
}

/** `kubectl rollout restart`: the same template with the time in it. Throws a UsageError in kubectl's words. kube: the same folder, objectrestarter.go */
export function restart(api: Client, kind: Kind, object: KubeObject): void {
  const title = `${kind.resource} "${object.metadata.name}"`;
  const rollouts = findRolloutKind(kind);
  if (rollouts === undefined) throw new UsageError(`${title} restarting is not supported`);
  if (rollouts.isPaused?.(object) === true)
    throw new UsageError(`${title} can't restart paused ${kind.singular} (run rollout resume first)`);
  const restartedAt = api.api.timestamp();
  if (rollouts.templateOf(object).metadata?.annotations?.[RESTARTED_AT] === restartedAt) {
    const why = 'if restart has already been triggered within the past second, please wait before attempting to trigger another';
    throw new UsageError(`failed to create patch for ${object.metadata.name}: ${why}`);
  }
  api.patch(kind, object, { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: restartedAt } } } } });
}

/**
 * `kubectl set image`: gives a container, or the only one there is, another image. Throws a UsageError when it is not clear which one is meant, or
 * there is none. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/set_image.go
 */
export function setImage(api: Client, kind: Kind, object: KubeObject, image: string, name?: string): void {
  const spec = fieldsOf(object)['spec'] as { readonly template?: PodTemplateSpec; readonly containers?: readonly Container[] } | undefined;
  const podSpec = spec?.template?.spec ?? spec;
  const containers = podSpec?.containers;
  if (containers === undefined) throw new UsageError(`a ${kind.kind} has no containers whose image could be set`);
  const names = containers.map((container) => container.name);
  if (name === undefined && containers.length !== 1)
    throw new UsageError(
      `${kind.kind} "${object.metadata.name}" has several containers: say which one, of ${names.join(', ')}, as in: I set the image of container "${names[0] ?? ''}" of ...`,
    );
  if (name !== undefined && !names.includes(name))
    throw new UsageError(`unable to find container named "${name}".${didYouMean(name, names)}`);
  const changed = containers.map((container) => (name === undefined || container.name === name ? { ...container, image } : container));
  const wrapped = spec?.template === undefined ? { containers: changed } : { template: { spec: { containers: changed } } };
  api.patch(kind, object, { spec: wrapped });
}

/** kubectl tells kinds that it knows to make pods from all others. kube: staging/src/k8s.io/kubectl/pkg/apps/kind_visitor.go */
const MAKING_PODS: ReadonlySet<string> = new Set(['pods', 'replicationcontrollers', 'replicasets.apps', 'jobs.batch', 'cronjobs.batch']);

function withoutRollback({ kind, group, resource }: Kind): string {
  const qualified = group === '' ? kind : `${kind}.${group}`;
  if (MAKING_PODS.has(resource)) return `no rollbacker has been implemented for "${qualified}"`;
  return `error retrieving rollbacker for "${qualified}", no visitor method exists for ${qualified}`;
}
