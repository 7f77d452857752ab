import type { Kind } from '../api/kind.ts';
import type { Manifest } from '../api/object.ts';
import { kindsKnown } from '../api/schema.ts';
import { isMapping } from '../base/merge.ts';
import { nearest } from '../base/suggest.ts';
import type { ManifestDocument, ManifestProblem } from '../base/yaml.ts';

type Known = Pick<Kind, 'apiVersion' | 'kind'>;

/** A document whose kind is not there, with what was probably meant. kube: staging/src/k8s.io/cli-runtime/pkg/resource/mapper.go infoForData */
export function unknownKind(served: readonly Known[], document: ManifestDocument): ManifestProblem {
  const { apiVersion = '', kind = '', metadata } = document.value as Manifest;
  const { name, namespace } = isMapping(metadata) ? metadata : {};
  const { at, hint } = meant(served, apiVersion, kind);
  const message =
    `resource mapping not found for name: "${textOf(name)}" namespace: "${textOf(namespace)}" from "${document.file}": ` +
    `no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`;
  return { file: document.file, ...document.position([at]), message, ...(hint === '' ? {} : { hint }) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

interface Meant {
  /** The field that is wrong. */
  readonly at: 'apiVersion' | 'kind';
  readonly hint: string;
}

function meant(served: readonly Known[], apiVersion: string, kind: string): Meant {
  const published = kindsKnown().map(([version, name]) => ({ apiVersion: version, kind: name }));
  if (published.some((known) => known.apiVersion === apiVersion && known.kind === kind))
    return { at: 'kind', hint: `Kubernetes has ${kind} in "${apiVersion}", but this cluster does not serve it.` };
  const versions = [...new Set([...served, ...published].filter((known) => known.kind === kind).map((known) => known.apiVersion))];
  const since = REMOVED.get(`${apiVersion}/${kind}`);
  if (since !== undefined) {
    const then = versions.length === 0 ? 'nothing took its place.' : `write apiVersion: ${versions.at(-1)!}`;
    return { at: 'apiVersion', hint: `${apiVersion} has no ${kind} since Kubernetes ${since}: ${then}` };
  }
  if (versions.length > 0) {
    const places = versions.map((version) => JSON.stringify(version)).join(' and ');
    return { at: 'apiVersion', hint: `${kind} is in ${places}, not in ${JSON.stringify(apiVersion)}.` };
  }
  // Kinds of the same version come first: of equally near names the first wins.
  const known = [...served, ...published.filter(({ kind: name }) => !name.endsWith('List'))];
  const here = known.filter((each) => each.apiVersion === apiVersion);
  const name = nearest(
    kind,
    [...here, ...known].map((each) => each.kind),
  );
  if (name === undefined) return { at: 'kind', hint: '' };
  const home = known.find((each) => each.kind === name)!.apiVersion;
  const isHere = here.some((each) => each.kind === name);
  return { at: 'kind', hint: `Did you mean ${JSON.stringify(name)}?${isHere ? '' : ` It is in ${JSON.stringify(home)}.`}` };
}

// What older manifests name, and the release that serves it no more. kube: the deprecated API migration guide of its documentation
const REMOVED: ReadonlyMap<string, string> = new Map(
  (
    [
      ['1.16', 'extensions/v1beta1', 'DaemonSet Deployment NetworkPolicy ReplicaSet'],
      ['1.16', 'apps/v1beta1', 'ControllerRevision Deployment StatefulSet'],
      ['1.16', 'apps/v1beta2', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet'],
      ['1.22', 'extensions/v1beta1', 'Ingress'],
      ['1.22', 'networking.k8s.io/v1beta1', 'Ingress IngressClass'],
      ['1.22', 'rbac.authorization.k8s.io/v1beta1', 'ClusterRole ClusterRoleBinding Role RoleBinding'],
      ['1.22', 'apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition'],
      ['1.22', 'admissionregistration.k8s.io/v1beta1', 'MutatingWebhookConfiguration ValidatingWebhookConfiguration'],
      ['1.22', 'apiregistration.k8s.io/v1beta1', 'APIService'],
      ['1.22', 'certificates.k8s.io/v1beta1', 'CertificateSigningRequest'],
      ['1.22', 'coordination.k8s.io/v1beta1', 'Lease'],
      ['1.22', 'scheduling.k8s.io/v1beta1', 'PriorityClass'],
      ['1.22', 'storage.k8s.io/v1beta1', 'CSIDriver CSINode StorageClass VolumeAttachment'],
      ['1.25', 'batch/v1beta1', 'CronJob'],
      ['1.25', 'discovery.k8s.io/v1beta1', 'EndpointSlice'],
      ['1.25', 'events.k8s.io/v1beta1', 'Event'],
      ['1.25', 'autoscaling/v2beta1', 'HorizontalPodAutoscaler'],
      ['1.25', 'policy/v1beta1', 'PodDisruptionBudget PodSecurityPolicy'],
      ['1.25', 'node.k8s.io/v1beta1', 'RuntimeClass'],
      ['1.26', 'autoscaling/v2beta2', 'HorizontalPodAutoscaler'],
      ['1.26', 'flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema PriorityLevelConfiguration'],
      ['1.27', 'storage.k8s.io/v1beta1', 'CSIStorageCapacity'],
      ['1.29', 'flowcontrol.apiserver.k8s.io/v1beta2', 'FlowSchema PriorityLevelConfiguration'],
      ['1.32', 'flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema PriorityLevelConfiguration'],
    ] as const
  ).flatMap(([since, apiVersion, names]) => names.split(' ').map((name) => [`${apiVersion}/${name}`, since] as const)),
);
