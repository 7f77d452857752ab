import { value } from '../base/quantity.ts';
import { PodKind } from '../kinds/pod.ts';
import { isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import { ResourceQuotaKind, type ResourceQuota } from '../kinds/resourcequota.ts';
import { instantOf } from '../sim/time.ts';
import type { Invariant } from './invariants.ts';
import { erasedKind, isPods } from './objects.ts';

/** What holds of those who bound what there may be. */
export const boundInvariants: readonly Invariant[] = [
  {
    title: 'no pod is made beyond a quota of pods',
    breach: ({ kind, verb, at, after }, { store }) => {
      if (!isPods(kind) || verb !== 'create') return undefined;
      const { namespace } = after!.metadata;
      const quotas = store.list(erasedKind(ResourceQuotaKind), namespace) as ResourceQuota[];
      const counted = quotas.filter(({ spec, status }) => spec?.scopes === undefined && status.used?.['pods'] !== undefined);
      if (counted.length === 0) return undefined;
      const isGone = ({ metadata: { deletionTimestamp } }: Pod): boolean =>
        deletionTimestamp !== undefined && instantOf(deletionTimestamp) < at;
      const pods = (store.list(erasedKind(PodKind), namespace) as Pod[]).filter(
        (pod) => !isTerminalPhase(pod.status.phase) && !isGone(pod),
      );
      const full = counted.find(({ status }) => pods.length > value(status.hard?.['pods'] ?? '0'));
      return full && `quota ${full.metadata.name} has room for ${full.status.hard!['pods']!}, and there are ${pods.length}`;
    },
  },
];
