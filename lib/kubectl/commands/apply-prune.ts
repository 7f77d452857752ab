import { logWarning } from '../log-line.ts';
import type { Kind } from '../../api/kind.ts';
import { LAST_APPLIED, type KubeObject } from '../../api/object.ts';
import type { Call } from '../command.ts';
import type { DryRun } from '../dry-run.ts';
import { KubectlError } from '../errors.ts';
import { cascadeOf } from './delete.ts';

/** What is pruned where `--prune-allowlist` says nothing. kube: staging/src/k8s.io/kubectl/pkg/cmd/apply/prune.go getRESTMappings */
const PRUNED: readonly string[] = [
  'core/v1/ConfigMap',
  'core/v1/Endpoints',
  'core/v1/Namespace',
  'core/v1/PersistentVolumeClaim',
  'core/v1/PersistentVolume',
  'core/v1/Pod',
  'core/v1/ReplicationController',
  'core/v1/Secret',
  'core/v1/Service',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
];

const DEPRECATED =
  'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.';

/** Throws a KubectlError where it is not said which of all objects may be pruned. kube: the same folder, apply.go ApplyOptions.Validate */
export function checkPrune({ flags }: Call): void {
  if (!flags.is('prune')) return;
  if (flags.is('all') && flags.text('selector') !== '') throw new KubectlError('cannot set --all and --selector at the same time');
  if (!flags.is('all') && flags.text('selector') === '')
    throw new KubectlError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    );
}

/** Deletes what was once applied, is selected and was not among the objects that have been applied now; tells of each. */
export function prune(call: Call, applied: readonly KubeObject[], dryRun: DryRun, told: (kind: Kind, object: KubeObject) => void): void {
  const kinds = prunedKinds(call);
  const uids = new Set(applied.map(({ metadata }) => metadata.uid));
  const namespaces = [...new Set(applied.flatMap(({ metadata }) => metadata.namespace ?? []))];
  const ofScope = (scope: Kind['scope']): readonly Kind[] => kinds.filter((kind) => kind.scope === scope);
  for (const namespace of namespaces) for (const kind of ofScope('Namespaced')) pruneOf(call, kind, namespace, uids, dryRun, told);
  for (const kind of ofScope('Cluster')) pruneOf(call, kind, undefined, uids, dryRun, told);
}

function pruneOf(
  call: Call,
  kind: Kind,
  namespace: string | undefined,
  uids: ReadonlySet<string>,
  dryRun: DryRun,
  told: (kind: Kind, object: KubeObject) => void,
): void {
  const { client, flags } = call;
  const labels = flags.text('selector');
  const grace = flags.number('grace-period');
  for (const object of client.list(kind, { namespace, labelSelector: labels === '' ? undefined : labels })) {
    const { annotations = {}, uid } = object.metadata;
    if (!Object.hasOwn(annotations, LAST_APPLIED) || uids.has(uid)) continue;
    const options = { propagationPolicy: cascadeOf(call), gracePeriodSeconds: grace < 0 ? undefined : grace, dryRun: dryRun === 'server' };
    if (dryRun !== 'client') client.delete(kind, object, options);
    told(kind, object);
  }
}

function prunedKinds(call: Call): readonly Kind[] {
  const { client, flags } = call;
  const asked = flags.list('prune-allowlist');
  if (asked.length === 0) logWarning(call, 'prune.go:71', DEPRECATED);
  return (asked.length === 0 ? PRUNED : asked).flatMap((text) => {
    const [group = '', version = '', kind = '', ...more] = text.split('/');
    if (kind === '' || more.length > 0)
      throw new KubectlError(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`);
    const apiVersion = group === 'core' || group === '' ? version : `${group}/${version}`;
    const found = client.api.registry.findByManifest(apiVersion, kind);
    if (found === undefined && asked.length > 0)
      throw new KubectlError(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
    return found ?? [];
  });
}
