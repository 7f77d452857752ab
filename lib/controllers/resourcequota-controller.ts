import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import type { Change } from '../api/store.ts';
import { same } from '../base/merge.ts';
import { compareQuantities } from '../base/quantity.ts';
import { actor, type ActorContext } from '../control/actor.ts';
import { kinds } from '../kinds/index.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { chargedUntil, isCharged, plus, quotaRulesOf, type QuotaRules, type Usage } from '../kinds/quota/usage.ts';
import { ResourceQuotaKind, type ResourceQuota } from '../kinds/resourcequota.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';
import { CONTROLLER_NOTICE_MILLIS, QUOTA_RESYNC_MILLIS } from '../sim/latencies.ts';
import type { TimedEvent } from '../sim/clock.ts';

type Context = ActorContext<TimedEvent>;

const quotaKind = ResourceQuotaKind as unknown as Kind;

/** The built-in kinds that quotas count; all custom ones of namespaces are counted, too. */
const COUNTED: readonly Kind[] = kinds.filter((kind) => quotaRulesOf(kind) !== undefined);

/**
 * Reckons anew what is used of a quota: when it is new or says something else, when something it counts is gone, and with the next full
 * resync when what was charged may differ from what is there. Keys: `quota <key>`, `resync <namespace>`.
 * kube: pkg/controller/resourcequota/resource_quota_controller.go
 */
export const resourceQuotaController = actor<TimedEvent>({
  name: 'resourcequota-controller',
  watches: COUNTED,
  watchesCustom: true,
  changed(change, context) {
    const { namespace = '' } = (change.after ?? change.before)!.metadata;
    const rules = quotaRulesOf(change.kind);
    if (rules === undefined) return;
    if (change.kind === quotaKind) quotaChanged(change, namespace, context);
    const quotas = context.api.list(ResourceQuotaKind, { namespace });
    if (quotas.length === 0) return;
    if (replenishes(change, context.now())) {
      for (const quota of quotas)
        if (Object.keys(quota.status.hard ?? {}).some(rules.tracks)) ask(context, `${namespace}/${quota.metadata.name}`, 'replenishment');
    }
    const driftsAt = driftOf(change, context.now());
    if (driftsAt !== undefined) askResync(context, namespace, driftsAt);
  },
  handle({ key }, context) {
    context.memory.delete(key);
    const [what = '', subject = ''] = key.split(' ');
    if (what === 'quota') {
      const quota = context.api.findByKey(ResourceQuotaKind, subject);
      if (quota !== undefined) recalculate(quota, context);
      return;
    }
    const quotas = context.api.list(ResourceQuotaKind, { namespace: subject });
    for (const quota of quotas) recalculate(quota, context);
    if (quotas.length === 0) return;
    // Pods that should have been gone are counted no longer from then on.
    const overdue = context.api.list(PodKind, { namespace: subject }).flatMap((pod) => chargedUntil(pod) ?? []);
    const next = Math.min(...overdue.filter((until) => until >= context.now()));
    if (Number.isFinite(next)) askResync(context, subject, next);
  },
});

/** A quota that says something new is looked at; one whose usage others wrote, with the next resync. */
function quotaChanged({ before, after, key, user }: Change, namespace: string, context: Context): void {
  if (after === undefined) return;
  const [old, next] = [before as ResourceQuota | undefined, after as ResourceQuota];
  if (old === undefined || !same(old.spec?.hard, next.spec?.hard)) ask(context, key, 'quota changed');
  // What was charged may not have been made after all, because it was refused later.
  else if (old.status !== next.status && user !== resourceQuotaController.name) askResync(context, namespace, context.now());
}

/** Whether something that was counted is counted no longer. kube: pkg/quota/v1/install/update_filter.go, pkg/controller/resourcequota/resource_quota_monitor.go */
function replenishes({ kind, before, after }: Change, now: number): boolean {
  if (before === undefined) return false;
  if (after === undefined) return true;
  if (kind === (PodKind as unknown as Kind)) return isCharged(before as Pod, now) && !isCharged(after as Pod, now);
  if (kind === (ServiceKind as unknown as Kind)) return (before as Service).spec.type !== (after as Service).spec.type;
  return false;
}

/** When a change makes what was charged differ from what is there, without anybody noticing; undefined if it does not. */
function driftOf({ kind, before, after }: Change, now: number): number | undefined {
  if (kind !== (PodKind as unknown as Kind) || before === undefined || after === undefined) return undefined;
  const [old, next] = [before as Pod, after as Pod];
  if (old.spec.activeDeadlineSeconds !== next.spec.activeDeadlineSeconds) return now;
  return chargedUntil(old) === chargedUntil(next) ? undefined : chargedUntil(next);
}

function ask(context: Context, key: string, reason: string): void {
  const work = `quota ${key}`;
  if (!context.memory.has(work)) context.memory.set(work, context.after(CONTROLLER_NOTICE_MILLIS, work, reason));
}

/** Asks for the first full resync after an instant; an earlier one that is still to come asks for this one itself. */
function askResync(context: Context, namespace: string, sinceMillis: number): void {
  const work = `resync ${namespace}`;
  const at = (Math.floor(sinceMillis / QUOTA_RESYNC_MILLIS) + 1) * QUOTA_RESYNC_MILLIS;
  const pending = context.memory.get(work);
  if (pending !== undefined && pending.at <= at) return;
  if (pending !== undefined) context.cancel(pending);
  context.memory.set(work, context.after(at - context.now(), work, 'full resync of quotas', { recurrent: true }));
}

/** kube: the same file, syncResourceQuota */
function recalculate(quota: ResourceQuota, context: Context): void {
  const hard = quota.spec?.hard ?? {};
  const used = Object.fromEntries(usageOf(quota, Object.keys(hard), context));
  const { status } = quota;
  if (status.used !== undefined && same(status.hard, hard) && isEqualUsage(status.used, used)) return;
  context.api.status(ResourceQuotaKind, quota, { ...status, hard, used });
}

/** What is used of each of the resources, as far as something can use it. */
function usageOf(quota: ResourceQuota, resources: readonly string[], { api, now }: Context): Usage {
  let used: Usage = new Map(resources.filter(isOfClaims).map((name) => [name, '0']));
  const { namespace } = quota.metadata;
  for (const kind of api.api.registry.kinds) {
    const rules = quotaRulesOf(kind);
    if (rules === undefined) continue;
    const tracked = resources.filter(rules.tracks);
    if (tracked.length === 0) continue;
    used = new Map([...used, ...tracked.map((name) => [name, '0'] as const)]);
    for (const object of api.list(kind, { namespace })) used = plus(used, usageIn(quota, rules, tracked, object, now()));
  }
  return used;
}

function usageIn(quota: ResourceQuota, rules: QuotaRules, tracked: readonly string[], object: KubeObject, now: number): Usage {
  if (!rules.isInScope(quota, object)) return NOTHING;
  const usage = rules.usageOf(object, now);
  return new Map(tracked.flatMap((name) => (usage.has(name) ? [[name, usage.get(name)!] as const] : [])));
}

const NOTHING: Usage = new Map();

/** Claims of volumes are counted although there are none. */
function isOfClaims(name: string): boolean {
  return /^(?:(?:count\/)?persistentvolumeclaims|requests\.storage)$|\.storageclass\.storage\.k8s\.io\//.test(name);
}

function isEqualUsage(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && compareQuantities(a[name]!, b[name]!) === 0)
  );
}
