import { decodeTyped, type DecodeProblem } from './decode.ts';
import { findObjectType, type ObjectType } from './schema-table.ts';

/** What is wrong with the metadata of a manifest: kubectl reads it before anything is asked of the server. Undefined where nothing is. kube: staging/src/k8s.io/cli-runtime/pkg/resource/metadata_decoder.go */
export function metadataProblem(manifest: object): DecodeProblem | undefined {
  const metadata: unknown = Object.hasOwn(manifest, 'metadata') ? (manifest as { readonly metadata: unknown }).metadata : undefined;
  return decodeTyped(metadataOnly(), { metadata }).problems.find(({ kind }) => kind !== 'unknown');
}

let known: ObjectType | undefined;

function metadataOnly(): ObjectType {
  if (known !== undefined) return known;
  const any = findObjectType('io.k8s.api.core.v1.ConfigMap')!;
  const [goName, name] = ['metadataOnlyObject', 'metadata'];
  known = { typeName: goName, goName, goType: `runtime.${goName}`, fields: new Map([[name, any.fields.get(name)!]]), fieldNames: [name] };
  return known;
}
