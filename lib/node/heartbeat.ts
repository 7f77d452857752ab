import type { Kind } from '../api/kind.ts';
import type { KubeObject } from '../api/object.ts';
import { lastRenewal, lastReport } from '../control/node-power.ts';
import { LeaseKind, NODE_LEASES, type Lease } from '../kinds/lease.ts';
import { NodeKind, type Node } from '../kinds/node.ts';
import { timestamp } from '../sim/time.ts';
import type { Scene } from './scene.ts';

// unlike kube: heartbeats are not written but computed when somebody reads them, so who watches leases and nodes is not told of them
/** The object as a reader sees it: with the heartbeats that kubelets have sent and nobody wrote down, because they follow from the time. */
export function withHeartbeat(scene: Scene, kind: Kind, object: KubeObject): KubeObject {
  if (kind === (NodeKind as unknown as Kind)) return nodeNow(scene, object as Node);
  if (kind !== (LeaseKind as unknown as Kind) || object.metadata.namespace !== NODE_LEASES) return object;
  return leaseNow(scene, object as Lease);
}

function leaseNow(scene: Scene, lease: Lease): Lease {
  const node = scene.api.find(NodeKind, lease.metadata.name);
  if (node === undefined || lease.spec.renewTime === undefined) return lease;
  const renewTime = timestamp(lastRenewal(scene, node)).replace('Z', '.000000Z');
  return renewTime <= lease.spec.renewTime ? lease : { ...lease, spec: { ...lease.spec, renewTime } };
}

function nodeNow(scene: Scene, node: Node): Node {
  const reportedAt = timestamp(lastReport(scene, node));
  const { conditions = [] } = node.status;
  const isOld = ({ status, lastHeartbeatTime }: (typeof conditions)[number]): boolean =>
    status !== 'Unknown' && lastHeartbeatTime !== undefined && lastHeartbeatTime < reportedAt;
  if (!conditions.some(isOld)) return node;
  const renewed = conditions.map((condition) => (isOld(condition) ? { ...condition, lastHeartbeatTime: reportedAt } : condition));
  return { ...node, status: { ...node.status, conditions: renewed } };
}
