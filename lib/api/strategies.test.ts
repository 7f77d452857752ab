import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinds } from '../kinds/index.ts';
import { SAMPLES } from './contract-fixture.ts';
import type { Kind } from './kind.ts';

/**
 * Each kind in few words: what counts as a new generation; `creates`: an update of what is not there creates it; `versioned`: an update has to
 * say of which version it is; `returns`: a delete is answered with the object; `status`: there is a request for the status alone; own fields of
 * field selectors. kube: pkg/registry, each kind's strategy.go
 */
const MATRIX: Readonly<Record<string, string>> = {
  configmaps: '',
  endpoints: 'creates',
  events:
    'creates involvedObject.apiVersion involvedObject.fieldPath involvedObject.kind involvedObject.name involvedObject.namespace involvedObject.resourceVersion involvedObject.uid reason reportingComponent source type',
  limitranges: '',
  namespaces: 'returns status status.phase',
  nodes: 'status spec.unschedulable',
  persistentvolumeclaims: 'returns status',
  persistentvolumes: 'returns status',
  pods: 'returns status spec.host spec.hostNetwork spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName status.nominatedNodeName status.phase status.podIP status.podIPs',
  podtemplates: 'generation returns',
  replicationcontrollers: 'generation status status.replicas',
  resourcequotas: 'returns status',
  secrets: 'type',
  serviceaccounts: 'returns',
  services: 'creates returns status spec.clusterIP spec.type',
  'controllerrevisions.apps': '',
  'daemonsets.apps': 'generation status',
  'deployments.apps': 'generation status',
  'replicasets.apps': 'generation status',
  'statefulsets.apps': 'generation status',
  'customresourcedefinitions.apiextensions.k8s.io': 'generation versioned status',
  'horizontalpodautoscalers.autoscaling': 'status',
  'cronjobs.batch': 'generation status',
  'jobs.batch': 'generation status status.successful',
  'leases.coordination.k8s.io': 'creates versioned',
  'endpointslices.discovery.k8s.io': 'generation',
  'ingressclasses.networking.k8s.io': 'generation',
  'ingresses.networking.k8s.io': 'generation status',
  'networkpolicies.networking.k8s.io': 'generation',
  'poddisruptionbudgets.policy': 'generation versioned status',
  'clusterrolebindings.rbac.authorization.k8s.io': '',
  'clusterroles.rbac.authorization.k8s.io': '',
  'rolebindings.rbac.authorization.k8s.io': '',
  'roles.rbac.authorization.k8s.io': '',
  'priorityclasses.scheduling.k8s.io': 'generation',
  'storageclasses.storage.k8s.io': 'returns',
};

function inWords(kind: Kind): string {
  const words: [boolean, string][] = [
    [kind.createsOnUpdate, 'creates'],
    [kind.bumpsGeneration !== undefined, 'generation'],
    [!kind.mayUpdateUnconditionally, 'versioned'],
    [kind.returnsDeleted, 'returns'],
    [kind.hasStatus, 'status'],
  ];
  const own = Object.keys(kind.selectable).sort();
  return [...words.filter(([is]) => is).map(([, word]) => word), ...own].join(' ');
}

test('the requests of every kind follow the strategy of Kubernetes', () => {
  assert.deepEqual(Object.fromEntries(kinds.map((kind) => [kind.resource, inWords(kind)])), MATRIX);
  // A sample that counts generations is one of a kind that does.
  for (const kind of kinds)
    assert.equal(SAMPLES[kind.resource]?.generation !== undefined, kind.bumpsGeneration !== undefined, kind.resource);
});
