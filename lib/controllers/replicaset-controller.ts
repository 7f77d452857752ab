import { selectorOf } from '../base/labels.ts';
import { ReplicaSetKind } from '../kinds/replicaset.ts';
import { replicaController } from './replica-controller.ts';

/** Keeps ReplicaSets' pods. */
export const replicaSetController = replicaController('replicaset-controller', ReplicaSetKind, ({ spec }) => selectorOf(spec.selector));
