import type { NodeCondition, Taint } from '../../api/generated/types.ts';
import type { Client } from '../../api/client.ts';
import { NodeKind, type Node } from '../../kinds/node.ts';

const PREFIX = 'node.kubernetes.io/';

/** The taint of a node that says itself that it is not ready, and that of one of which nobody hears any more. */
export const NOT_READY = `${PREFIX}not-ready`;
export const UNREACHABLE = `${PREFIX}unreachable`;

/** Which value of which condition is which taint. kube: pkg/controller/nodelifecycle/node_lifecycle_controller.go nodeConditionToTaintKeyStatusMap */
const BY_CONDITION: readonly (readonly [type: string, status: string, key: string])[] = [
  ['Ready', 'False', NOT_READY],
  ['Ready', 'Unknown', UNREACHABLE],
  ['MemoryPressure', 'True', `${PREFIX}memory-pressure`],
  ['DiskPressure', 'True', `${PREFIX}disk-pressure`],
  ['NetworkUnavailable', 'True', `${PREFIX}network-unavailable`],
  ['PIDPressure', 'True', `${PREFIX}pid-pressure`],
];
const UNSCHEDULABLE = `${PREFIX}unschedulable`;
const OWN: ReadonlySet<string> = new Set([UNSCHEDULABLE, ...BY_CONDITION.map(([, , key]) => key)]);

/** The condition of a node of that type, or undefined. */
export function nodeCondition({ status }: Node, type: string): NodeCondition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

/** Keeps new pods off a node for as long as its conditions say so, or a person. kube: the same file, doNoScheduleTaintingPass */
export function taintByConditions(api: Client, node: Node, now: string): void {
  const wanted = BY_CONDITION.filter(([type, status]) => nodeCondition(node, type)?.status === status).map(([, , key]) => key);
  const keys = new Set(node.spec.unschedulable === true ? [...wanted, UNSCHEDULABLE] : wanted);
  const isOwn = ({ key, effect }: Taint): boolean => effect === 'NoSchedule' && OWN.has(key);
  const present = (node.spec.taints ?? []).filter(isOwn).map(({ key }) => key);
  swapTaints(
    api,
    node,
    [...keys].filter((key) => !present.includes(key)).map((key) => ({ key, effect: 'NoSchedule', timeAdded: now })),
    (taint) => isOwn(taint) && !keys.has(taint.key),
  );
}

/** Whether a node has a taint that drives pods out. */
export function isDrivingOut({ spec }: Node, key: string): boolean {
  return spec.taints?.some((taint) => taint.key === key && taint.effect === 'NoExecute') === true;
}

/** Begins to drive pods out for one reason, and no longer for the other. kube: pkg/controller/util/node/controller_utils.go SwapNodeControllerTaint */
export function driveOut(api: Client, node: Node, key: string, now: string): void {
  const added = isDrivingOut(node, key) ? [] : [{ key, effect: 'NoExecute', timeAdded: now }];
  swapTaints(api, node, added, ({ key: other, effect }) => effect === 'NoExecute' && other !== key && isOfReadiness(other));
}

/** Drives nobody out any more. kube: pkg/controller/nodelifecycle/node_lifecycle_controller.go markNodeAsReachable */
export function driveNobodyOut(api: Client, node: Node): void {
  swapTaints(api, node, [], ({ key, effect }) => effect === 'NoExecute' && isOfReadiness(key));
}

function isOfReadiness(key: string): boolean {
  return key === NOT_READY || key === UNREACHABLE;
}

function swapTaints(api: Client, node: Node, added: readonly Taint[], isRemoved: (taint: Taint) => boolean): void {
  const old = node.spec.taints ?? [];
  const kept = old.filter((taint) => !isRemoved(taint));
  if (added.length === 0 && kept.length === old.length) return;
  const taints = [...kept, ...added];
  api.patch(NodeKind, node, { spec: { taints: taints.length === 0 ? null : taints } });
}
