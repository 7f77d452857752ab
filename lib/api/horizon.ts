import type { Api } from './api.ts';

/** How often etcd forgets what is older than the last time it did. kube: staging/src/k8s.io/apiserver/pkg/storage/storagebackend/config.go DefaultCompactInterval */
const COMPACTION_MILLIS = 5 * 60_000;

// unlike kube: a watch goes back as far as etcd remembers; upstream's watch cache, from which it is served, may have forgotten sooner
/**
 * The revision up to which older versions are forgotten: a list or a watch cannot go back beyond it. Compaction keeps what was there at
 * the compaction before. kube: staging/src/k8s.io/apiserver/pkg/storage/etcd3/compact.go
 */
export function forgottenRevision({ clock, store }: Api): number {
  const before = (Math.floor(clock.now / COMPACTION_MILLIS) - 1) * COMPACTION_MILLIS;
  let [low, high] = [0, store.revision];
  // The times of changes never go back, so the last one by then is found by halving.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((store.change(middle)?.at ?? 0) <= before) low = middle;
    else high = middle - 1;
  }
  return low;
}
