import type { KubeObject, Manifest } from '../api/object.ts';
import type { WriteOptions } from '../api/requests/options.ts';
import { withLastApplied } from '../api/requests/apply.ts';
import type { Call } from './command.ts';
import type { Chosen } from './selection.ts';
import { waitUntilGone } from './waiting.ts';

/** Deletes an object, waits until it is gone and creates it as it is written. kube: staging/src/k8s.io/kubectl/pkg/cmd/apply/patcher.go deleteAndCreate */
export function replaceByForce(call: Call, chosen: Chosen, manifest: Manifest, options: WriteOptions): KubeObject {
  const { kind, object } = chosen;
  const grace = call.flags.number('grace-period');
  call.client.delete(kind, object, { propagationPolicy: 'Background', gracePeriodSeconds: grace < 0 ? undefined : grace });
  waitUntilGone(call, [chosen], call.flags.duration('timeout'));
  return call.client.create(kind, withLastApplied(manifest), options);
}
