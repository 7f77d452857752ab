import type { Admission, AdmissionRequest } from '../api/admission/admission.ts';
import type { PodSpec } from '../api/generated/types.ts';
import { forbidden } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { parseQuantity, subtractQuantities } from '../base/quantity.ts';
import { PodKind } from '../kinds/pod.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { ResourceQuotaKind, type ResourceQuota } from '../kinds/resourcequota.ts';
import { computeUsage, exceeded, plus, quotaRulesOf, type QuotaRules, type Usage } from '../kinds/quota/usage.ts';

/** Who charges quotas: the API server itself. */
const CHARGING_USER = 'kube-apiserver';

const quotaKind = ResourceQuotaKind as unknown as Kind;

/** Nothing is made that would go beyond what a quota of its namespace allows. kube: staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go */
export const resourceQuota: Admission = {
  name: 'ResourceQuota',
  agree(api, request) {
    const { namespace } = request.object.metadata;
    if (namespace === undefined) return;
    const quotas = api.store.list(quotaKind, namespace) as ResourceQuota[];
    const rules = quotas.length === 0 ? undefined : quotaRulesOf(request.kind);
    if (rules === undefined || (request.operation === 'update' && !rules.countsUpdates)) return;
    const concerned = quotas.filter((quota) => hardOf(quota, rules).length > 0 && rules.isInScope(quota, request.object));
    for (const quota of concerned) checkKnown(quota, rules, request);
    const delta = deltaOf(rules, request, api.clock.now);
    const charged = concerned.map((quota) => charge(quota, delta, request));
    // Nothing is charged before all quotas have agreed.
    if (request.dryRun) return;
    concerned.forEach((quota, i) => {
      const used = { ...quota.status.used, ...Object.fromEntries(charged[i]!) };
      if (charged[i]!.size > 0) api.as(CHARGING_USER).status(ResourceQuotaKind, quota, { ...quota.status, used });
    });
  },
};

/** The resources a quota bounds that such objects use, sorted. */
function hardOf({ status }: ResourceQuota, rules: QuotaRules): readonly string[] {
  return Object.keys(status.hard ?? {})
    .filter(rules.tracks)
    .sort();
}

function checkKnown(quota: ResourceQuota, rules: QuotaRules, { kind, name, object }: AdmissionRequest): void {
  const hard = hardOf(quota, rules);
  const missing = kind.resource === PodKind.resource ? unsaid((object as Pod).spec, hard) : [];
  if (missing.length > 0) throw forbidden(kind, name, `failed quota: ${quota.metadata.name}: must specify ${missing.join('; ')}`);
  const { used = {} } = quota.status;
  if (hard.some((resource) => !Object.hasOwn(used, resource)))
    throw forbidden(kind, name, `status unknown for quota: ${quota.metadata.name}, resources: ${hard.join(',')}`);
}

/** Only these have to be said by every container, where a quota bounds them. kube: pkg/quota/v1/evaluator/core/pods.go validationSet */
const TO_BE_SAID: ReadonlySet<string> = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);

/** `cpu for: c1,c2` for each resource that containers do not mention although a quota bounds it. */
function unsaid({ containers, initContainers = [] }: PodSpec, hard: readonly string[]): readonly string[] {
  const told = [...containers, ...initContainers].map(({ name, resources: { requests = {}, limits = {} } = {} }) => ({
    name,
    usage: computeUsage(new Map(Object.entries(requests)), new Map(Object.entries(limits))),
  }));
  return hard.flatMap((resource) => {
    if (!TO_BE_SAID.has(resource)) return [];
    const names = told.filter(({ usage }) => !usage.has(resource)).map(({ name }) => name);
    return names.length === 0 ? [] : [`${resource} for: ${names.sort().join(',')}`];
  });
}

/** What the request would use in addition to what is used already; resources of which it uses nothing are absent. */
function deltaOf(rules: QuotaRules, { kind, name, object, old }: AdmissionRequest, nowMillis: number): Usage {
  const usage = rules.usageOf(object, nowMillis);
  const negative = [...usage].filter(([, amount]) => parseQuantity(amount).nanos < 0n).map(([resource]) => resource);
  if (negative.length > 0) throw forbidden(kind, name, `quota usage is negative for resource(s): ${negative.sort().join(',')}`);
  const before: Usage = old === undefined ? new Map() : rules.usageOf(old, nowMillis);
  const more = [...usage].map(([resource, amount]) => [resource, subtractQuantities(amount, before.get(resource) ?? '0')] as const);
  return new Map(more.filter(([, amount]) => parseQuantity(amount).nanos > 0n));
}

/** What would then be used of the resources that the quota bounds and the request uses. */
function charge({ metadata, status }: ResourceQuota, delta: Usage, { kind, name }: AdmissionRequest): Usage {
  const hard = new Map(Object.entries(status.hard ?? {}));
  const used = new Map(Object.entries(status.used ?? {}));
  const requested = new Map([...delta].filter(([resource]) => hard.has(resource)));
  const sums = plus(used, requested);
  const next = new Map([...requested.keys()].map((resource) => [resource, sums.get(resource)!]));
  const beyond = exceeded(next, hard);
  if (beyond.length === 0) return next;
  const shown = (amounts: Usage): string => beyond.map((resource) => `${resource}=${amounts.get(resource) ?? '0'}`).join(',');
  const why = `exceeded quota: ${metadata.name}, requested: ${shown(requested)}, used: ${shown(used)}, limited: ${shown(hard)}`;
  throw forbidden(kind, name, why);
}
