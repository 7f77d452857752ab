import type { Store } from '../api/store.ts';
import { matchesLabels, selectorOf } from '../base/labels.ts';
import { PodKind } from '../kinds/pod.ts';
import { isReady, isTerminalPhase, type Pod } from '../kinds/pod-state.ts';
import type { PodDisruptionBudget } from '../kinds/poddisruptionbudget.ts';
import type { ResourceQuota } from '../kinds/resourcequota.ts';
import { erasedKind } from './objects.ts';

function podsIn(store: Store, namespace: string | undefined): readonly Pod[] {
  return store.list(erasedKind(PodKind), namespace) as Pod[];
}

/** A quota that counts pods has counted those that have not ended. */
export function ofQuota(store: Store, { metadata, spec, status }: ResourceQuota, isOver: (pod: Pod) => boolean): readonly string[] {
  if (spec?.hard?.['pods'] === undefined) return [];
  const pods = podsIn(store, metadata.namespace).filter((pod) => !isTerminalPhase(pod.status.phase) && !isOver(pod));
  const used = status.used?.['pods'];
  return used === String(pods.length) ? [] : [`says that ${used ?? 'nothing'} of its pods are used where ${pods.length} are`];
}

/** A budget has counted the pods it selects that are ready and stay, and allows what is above what it wants. */
export function ofBudget(store: Store, { metadata, spec, status }: PodDisruptionBudget, isQuiet: boolean): readonly string[] {
  if (!isQuiet) return [];
  const selector = selectorOf(spec.selector);
  const pods = podsIn(store, metadata.namespace).filter((pod) => matchesLabels(selector, pod.metadata.labels));
  const healthy = pods.filter((pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined).length;
  const { currentHealthy, desiredHealthy, disruptionsAllowed } = status;
  const found = currentHealthy === healthy ? [] : [`has counted ${currentHealthy} healthy pods where ${healthy} are`];
  const allowed = Math.max(0, currentHealthy - desiredHealthy);
  return [allowed, 0].includes(disruptionsAllowed) ? found : [...found, `allows ${disruptionsAllowed} disruptions, not ${allowed}`];
}
