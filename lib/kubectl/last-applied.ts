import { LAST_APPLIED, type Manifest } from '../api/object.ts';
import { goJson } from '../base/go-json.ts';

/** A manifest as the annotation of what was applied last keeps it: without that annotation itself. kube: staging/src/k8s.io/kubectl/pkg/util/apply.go GetModifiedConfiguration */
export function configurationText(manifest: Manifest): string {
  const { annotations } = manifest.metadata ?? {};
  if (annotations === undefined || !Object.hasOwn(annotations, LAST_APPLIED)) return `${goJson(manifest)}\n`;
  const { [LAST_APPLIED]: _, ...others } = annotations;
  return `${goJson({ ...manifest, metadata: { ...manifest.metadata, annotations: others } })}\n`;
}
