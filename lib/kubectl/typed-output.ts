import { typeOfKind, type Kind } from '../api/kind.ts';
import { fieldsOf, LAST_APPLIED, type Manifest } from '../api/object.ts';
import type { Call } from './command.ts';
import { printerOf, printedOf, type Printer } from './output.ts';
import { goObject, goObjectJson } from './print/go-object.ts';

/** Prints objects as the commands do that know their Go types: with the fields in the order of these, and with what Go writes of fields that are not set. */
export function typedPrinterOf(call: Call, operation: string): Printer {
  const print = printerOf(call, operation);
  const isJson = call.flags.text('output') === 'json';
  return (kind, object) => {
    const type = typeFor(call, kind.kind, object);
    if (type === undefined) {
      print(kind, object);
      return;
    }
    const typed = goObject(printedOf(call, kind, object), type);
    if (isJson) call.print(`${goObjectJson(typed, type, '    ')}\n`);
    else print(kind, typed);
  };
}

function typeFor({ client }: Call, kindName: string, object: object): ReturnType<typeof typeOfKind> {
  const { apiVersion = '' } = object as Manifest;
  const kind = client.api.registry.findByManifest(apiVersion, kindName);
  return kind?.structure === undefined ? typeOfKind({ apiVersion, kind: kindName, structure: undefined }) : undefined;
}

/** A manifest with itself, as its Go type writes it, in the annotation of what was applied last. kube: staging/src/k8s.io/kubectl/pkg/util/apply.go CreateApplyAnnotation */
export function withTypedConfig(kind: Kind, manifest: Manifest): Manifest {
  const type = typeOfKind(kind)!;
  const text = `${goObjectJson(goObject(fieldsOf(manifest), type), type, '')}\n`;
  const { metadata = {} } = manifest;
  return { ...manifest, metadata: { ...metadata, annotations: { ...metadata.annotations, [LAST_APPLIED]: text } } };
}
