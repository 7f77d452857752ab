import type { PodTemplateSpec } from '../api/generated/types.ts';
import { goDump } from '../api/go-dump.ts';
import { fnv1a, safeEncode } from '../base/hash.ts';

/** The label that tells the pods of a Deployment's ReplicaSets apart. */
export const TEMPLATE_HASH_LABEL = 'pod-template-hash';

const known = new WeakMap<PodTemplateSpec, string>();

/** The hash in the names of ReplicaSets and DaemonSets' pods; `collisions` is counted up while the name is taken. kube: pkg/controller/controller_utils.go ComputeHash */
export function templateHash(template: PodTemplateSpec, collisions: number | undefined): string {
  const text = fnv1a(Buffer.from(textOf(template)));
  return safeEncode(String(collisions === undefined ? text : fnv1a(bytesOf(collisions), text)));
}

/** Whether two templates make the same pods, whatever their hash label says. kube: pkg/controller/deployment/util/deployment_util.go EqualIgnoreHash */
export function isSameTemplate(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return a === b || textOf(a) === textOf(b);
}

/** The template without its hash label. */
export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const labels = template.metadata?.labels;
  if (labels?.[TEMPLATE_HASH_LABEL] === undefined) return template;
  const { [TEMPLATE_HASH_LABEL]: _, ...others } = labels;
  return { ...template, metadata: { ...template.metadata, labels: others } };
}

/** The text of a template without its hash label: equal for templates that are the same. Remembered for frozen ones, as all that is stored is. */
function textOf(template: PodTemplateSpec): string {
  const found = known.get(template);
  if (found !== undefined) return found;
  const { metadata, spec } = withoutHash(template);
  // A pod has its service account under an old name, too.
  const account = spec?.serviceAccountName;
  const text = goDump('v1.PodTemplateSpec', { metadata, spec: account === undefined ? spec : { ...spec, serviceAccount: account } });
  if (Object.isFrozen(template)) known.set(template, text);
  return text;
}

/** Eight bytes, the least significant first. */
function bytesOf(count: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(count);
  return bytes;
}
