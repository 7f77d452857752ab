import type { Actor } from '../control/actor.ts';
import { apiServerService } from './api-server-service.ts';
import { customResourceDefinitionController } from './customresourcedefinition-controller.ts';
import { deploymentController } from './deployment-controller.ts';
import { disruptionController } from './disruption-controller.ts';
import { endpointsController } from './endpoints-controller.ts';
import { endpointSliceController } from './endpointslice-controller.ts';
import { endpointSliceMirroringController } from './endpointslice-mirroring-controller.ts';
import { eventExpiry } from './event-expiry.ts';
import { garbageCollector } from './garbage-collector.ts';
import { namespaceController } from './namespace-controller.ts';
import { nodeLifecycleController } from './node-lifecycle-controller.ts';
import { replicaSetController } from './replicaset-controller.ts';
import { replicationController } from './replication-controller.ts';
import { podGarbageCollector } from './pod-garbage-collector.ts';
import { resourceQuotaController } from './resourcequota-controller.ts';
import { rootCaPublisher } from './root-ca-publisher.ts';
import { serviceController } from './service-controller.ts';
import { serviceAccountController } from './serviceaccount-controller.ts';
import { staleDisruptionController } from './stale-disruption-controller.ts';
import { taintEvictionController } from './taint-eviction-controller.ts';
import { tokensController } from './tokens-controller.ts';

/** Every controller, in the order in which those of one instant have their turn. */
export const controllers: readonly Actor[] = [
  replicationController,
  replicaSetController,
  deploymentController,
  disruptionController,
  staleDisruptionController,
  endpointsController,
  endpointSliceController,
  endpointSliceMirroringController,
  serviceController,
  apiServerService,
  nodeLifecycleController,
  taintEvictionController,
  customResourceDefinitionController,
  podGarbageCollector,
  garbageCollector,
  namespaceController,
  resourceQuotaController,
  serviceAccountController,
  rootCaPublisher,
  tokensController,
  eventExpiry,
];
