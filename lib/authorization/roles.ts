import type { PolicyRule } from '../api/generated/types.ts';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];

/** `group/resource,resource ...`: a rule for each group, the core group without a name. */
function rules(verbs: readonly string[], text: string): readonly PolicyRule[] {
  return text
    .trim()
    .split(/\s+/)
    .map((entry) => {
      const slash = entry.indexOf(':');
      return { verbs: [...verbs], apiGroups: [entry.slice(0, slash)], resources: entry.slice(slash + 1).split(',') };
    });
}

const READABLE = `
  :configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status
  :bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status
  :namespaces
  discovery.k8s.io:endpointslices
  apps:controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status
  autoscaling:horizontalpodautoscalers,horizontalpodautoscalers/status
  batch:cronjobs,cronjobs/status,jobs,jobs/status
  policy:poddisruptionbudgets,poddisruptionbudgets/status
  networking.k8s.io:ingresses,ingresses/status,networkpolicies`;

const WRITABLE = `
  :pods,pods/attach,pods/exec,pods/portforward,pods/proxy
  :configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy
  apps:daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale
  autoscaling:horizontalpodautoscalers
  batch:cronjobs,jobs
  policy:poddisruptionbudgets
  networking.k8s.io:ingresses,networkpolicies`;

const VIEW = rules(READ, READABLE);

const EDIT = [
  ...rules(READ, ':pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy'),
  ...rules(['impersonate'], ':serviceaccounts'),
  ...rules(WRITE, WRITABLE),
  ...rules(['create'], ':pods/eviction,serviceaccounts/token'),
  ...rules([...WRITE, ...READ], 'coordination.k8s.io:leases'),
  ...VIEW,
];

/** What the roles allow that every cluster has for people. kube: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go */
export const ROLES: ReadonlyMap<string, readonly PolicyRule[]> = new Map([
  [
    'cluster-admin',
    [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
  ],
  [
    'admin',
    [
      ...rules(['create'], 'authorization.k8s.io:localsubjectaccessreviews'),
      ...rules([...WRITE, ...READ], 'rbac.authorization.k8s.io:rolebindings,roles'),
      ...EDIT,
    ],
  ],
  ['edit', EDIT],
  ['view', VIEW],
]);
