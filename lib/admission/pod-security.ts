import type { Admission, AdmissionRequest } from '../api/admission/admission.ts';
import type { Api } from '../api/api.ts';
import { forbidden, invalidObject } from '../api/errors.ts';
import type { Pod as PodFields, PodTemplateSpec } from '../api/generated/types.ts';
import type { Kind } from '../api/kind.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import { same } from '../base/merge.ts';
import { NamespaceKind } from '../kinds/namespace.ts';
import { PodKind } from '../kinds/pod.ts';
import { violationsOf } from './pod-security/checks.ts';
import { isStricter, policyErrors, policyOf, standardText, type Standard } from './pod-security/policy.ts';
import type { Judged, Violation } from './pod-security/violation.ts';

const namespaces = NamespaceKind as unknown as Kind;
const pods = PodKind as unknown as Kind;

/** Keeps pods to the standard that the labels of their namespace name, and warns of what would make pods of another. kube: staging/src/k8s.io/pod-security-admission/admission/admission.go */
export const podSecurity: Admission = {
  name: 'PodSecurity',
  agree(api, request) {
    if (request.kind === namespaces) judgeNamespace(api, request);
    else if (request.kind === pods) judgePod(api, request);
    else judgeWorkload(api, request);
  },
};

/** kube: the same file, ValidatePod */
function judgePod(api: Api, { kind, object, old, name, warn }: AdmissionRequest): void {
  const { enforce, warn: warned } = policyFor(api, object);
  if ((enforce.level === 'privileged' && warned.level === 'privileged') || !isSignificant(object, old)) return;
  const pod = judgedOf(object);
  const wrong = violationsOf(enforce, pod);
  if (wrong.length > 0) throw forbidden(kind, name, `violates PodSecurity "${standardText(enforce)}": ${detailsText(wrong)}`);
  warnOf(warned, pod, warn);
}

/** kube: the same file, ValidatePodController */
function judgeWorkload(api: Api, { object, warn }: AdmissionRequest): void {
  const template = warn === undefined ? undefined : templateOf(object);
  if (template !== undefined) warnOf(policyFor(api, object).warn, judgedOf(template), warn);
}

function warnOf(standard: Standard, pod: Judged, warn: AdmissionRequest['warn']): void {
  const wrong = warn === undefined ? [] : violationsOf(standard, pod);
  if (wrong.length > 0) warn?.(`would violate PodSecurity "${standardText(standard)}": ${detailsText(wrong)}`);
}

/** kube: the same file, ValidateNamespace */
function judgeNamespace(api: Api, { kind, object, old, name, warn }: AdmissionRequest): void {
  const { labels } = object.metadata;
  const errors = policyErrors(labels);
  // Who does not touch a wrong label is not kept from changing something else.
  if (errors.length > 0 && !same(errors, old === undefined ? [] : policyErrors(old.metadata.labels)))
    throw invalidObject(kind, name, errors);
  if (old === undefined || warn === undefined) return;
  const [next, before] = [policyOf(labels).enforce, policyOf(old.metadata.labels).enforce];
  if (same(next, before) || (next.minor === before.minor && !isStricter(next, before))) return;
  podWarnings(api, name, next).forEach(warn);
}

/** What is said of the pods that are there already: once for each sort of violation, under the first name. kube: the same file, EvaluatePodsInNamespace */
function podWarnings(api: Api, namespace: string, standard: Standard): readonly string[] {
  const names = new Map<string, string[]>();
  for (const pod of api.store.list(pods, namespace)) {
    const wrong = violationsOf(standard, judgedOf(pod));
    const said = wrong.map(({ reason }) => reason).join(', ');
    if (said !== '') names.set(said, [...(names.get(said) ?? []), pod.metadata.name]);
  }
  if (names.size === 0) return [];
  const told = [...names].map(([said, [first = '', ...others]]) => {
    const more = others.length === 0 ? '' : ` (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`;
    return `${first}${more}: ${said}`;
  });
  return [
    `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${standardText(standard)}"`,
    ...told.sort(),
  ];
}

function policyFor(api: Api, { metadata }: KubeObject): ReturnType<typeof policyOf> {
  return policyOf(api.store.find(namespaces, metadata.namespace ?? '')?.metadata.labels);
}

/** Only another image of a pod that is there can make a difference. kube: the same file, isSignificantPodUpdate */
function isSignificant(object: KubeObject, old: KubeObject | undefined): boolean {
  if (old === undefined) return true;
  const imagesOf = ({ spec }: PodFields) => [spec?.containers, spec?.initContainers].map((list) => list?.map(({ image }) => image));
  return !same(imagesOf(object), imagesOf(old));
}

/** The template of the pods that something will make, wherever its kind has it. */
function templateOf(object: KubeObject): PodTemplateSpec | undefined {
  const { spec = {}, template } = fieldsOf(object) as {
    readonly spec?: {
      readonly template?: PodTemplateSpec;
      readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplateSpec } };
    };
    readonly template?: PodTemplateSpec;
  };
  const found = template ?? spec.template ?? spec.jobTemplate?.spec?.template;
  return found?.spec === undefined ? undefined : found;
}

function judgedOf({ metadata, spec }: PodFields | PodTemplateSpec): Judged {
  return { annotations: metadata?.annotations ?? {}, spec: spec! };
}

function detailsText(wrong: readonly Violation[]): string {
  return wrong.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}
