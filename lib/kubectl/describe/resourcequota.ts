import { notated } from '../../base/quantity.ts';
import { ResourceQuotaKind, type ResourceQuota } from '../../kinds/resourcequota.ts';
import { amountText } from './amounts.ts';
import { defineDescriber } from './describer.ts';
import { field, indented, lines, type Lines } from './lines.ts';

/** What is said of a ResourceQuota: a table of what is used. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeQuota */
export const resourceQuotaDescriber = defineDescriber<ResourceQuota>({
  kind: ResourceQuotaKind,
  subjects: undefined,
  lines: (quota) => {
    const { hard = {}, used = {} } = quota.status;
    const rows = Object.keys(hard)
      .sort()
      .map((name) => `${name}\t${notated(used[name] ?? '0', hard[name]!)}\t${amountText(hard[name])}`);
    return lines(
      field('Name', quota.metadata.name),
      field('Namespace', quota.metadata.namespace),
      scopeLines(quota, ' * '),
      'Resource\tUsed\tHard',
      '--------\t----\t----',
      rows,
    );
  },
});

/** All quotas of a namespace in one list. kube: the same file, DescribeResourceQuotas */
export function quotaLines(quotas: readonly ResourceQuota[]): Lines {
  if (quotas.length === 0) return ['No resource quota.'];
  const told = quotas.flatMap((quota) => {
    const { hard = {}, used = {} } = quota.status;
    const names = Object.keys(hard).sort();
    const rows = names.map((name) => `${name}\t${amountText(used[name])}\t${amountText(hard[name])}`);
    return lines(field('Name', quota.metadata.name), scopeLines(quota, '* '), 'Resource\tUsed\tHard', '--------\t---\t---', rows);
  });
  return ['Resource Quotas', ...indented(1, told)];
}

const SCOPE_TEXTS: ReadonlyMap<string, string> = new Map([
  [
    'Terminating',
    'Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.',
  ],
  [
    'NotTerminating',
    'Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.',
  ],
  ['BestEffort', 'Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.'],
  [
    'NotBestEffort',
    'Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.',
  ],
]);

/** Which pods a quota is about. */
function scopeLines({ spec }: ResourceQuota, bullet: string): Lines {
  const scopes = [...(spec?.scopes ?? [])].sort();
  if (scopes.length === 0) return [];
  const texts = scopes.flatMap((scope) => SCOPE_TEXTS.get(scope) ?? []);
  return lines(
    field('Scopes', scopes.join(', ')),
    texts.map((text) => bullet + text),
  );
}
