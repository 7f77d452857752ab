import { selectorOfLabels } from '../base/labels.ts';
import { ReplicationControllerKind } from '../kinds/replicationcontroller.ts';
import { replicaController } from './replica-controller.ts';

/** Keeps ReplicationControllers' pods. kube: pkg/controller/replication/replication_controller.go: the same code as for ReplicaSets */
export const replicationController = replicaController('replication-controller', ReplicationControllerKind, ({ spec }) =>
  selectorOfLabels(spec.selector ?? {}),
);
