import type { Kind, Registry } from '../api/kind.ts';
import type { Manifest } from '../api/object.ts';
import { findNode, readFile, resolvePath } from '../base/shell/files.ts';
import { metadataProblem } from '../api/metadata-only.ts';
import { goJson } from '../base/go-json.ts';
import { isMapping } from '../base/merge.ts';
import { readManifest } from '../base/yaml.ts';
import { goQuote } from '../api/field-errors.ts';
import { KubectlError } from './errors.ts';
import type { Terminal } from './terminal.ts';

/** An object that stands in a file, or came in from somewhere else. */
export interface Written {
  readonly manifest: Manifest;
  /** What messages call the place it comes from: the path as it was given, or `STDIN`. */
  readonly source: string;
}

/** What stands in files: the objects that can be read, and what is wrong with the others. */
export interface WrittenObjects {
  readonly objects: readonly Written[];
  readonly errors: readonly Error[];
}

/** How files are read. */
interface ReadingRules {
  readonly isRecursive: boolean;
  /** Whether a schema is asked before anything is decoded, as by the commands that have `--validate`. */
  readonly validates: boolean;
}

/** Why something is no object of any kind, in the words of the decoder; undefined where only its version is missing. kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/unstructured/helpers.go */
function strangerProblem(value: unknown): string | undefined {
  if (isMapping(value)) {
    const { kind } = value;
    return typeof kind === 'string' && kind !== '' ? undefined : `Object 'Kind' is missing in '${goJson(value)}'`;
  }
  const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return `json: cannot unmarshal ${type} into Go value of type unstructured.detector`;
}

const EXTENSIONS = /\.(?:json|yaml|yml)$/;

/** The objects of files, folders and standard input (`-`), in the order in which they are named. kube: staging/src/k8s.io/cli-runtime/pkg/resource/builder.go FilenameParam */
export function readObjects(terminal: Terminal, names: readonly string[], { isRecursive, validates }: ReadingRules): WrittenObjects {
  const objects: Written[] = [];
  const errors: Error[] = [];
  const read = (text: string, source: string): void => {
    const { documents, problems } = readManifest(text, source, true);
    const [first] = problems;
    // What cannot be read ends a file; what stands before it counts.
    const readable = first === undefined ? documents : documents.filter((document) => document.line < first.line);
    for (const { value } of readable) {
      const unreadable = metadataProblem(value);
      if (unreadable !== undefined) {
        errors.push(new KubectlError(`unable to decode ${goQuote(source)}: ${unreadable.message}`));
        return;
      }
      objects.push({ manifest: value, source });
    }
    if (first === undefined) return;
    const unread = validates ? undefined : strangerProblem(first.stranger);
    if (first.stranger !== undefined && !validates && unread === undefined) objects.push({ manifest: first.stranger as Manifest, source });
    else errors.push(new KubectlError(unread === undefined ? first.message : `unable to decode ${goQuote(source)}: ${unread}`));
  };
  for (const name of names) {
    if (name === '-') read(terminal.stdin, 'STDIN');
    else if (/^https?:\/\//.test(name))
      throw new KubectlError(`${goQuote(name)} is an address, and there is no network here: save it as a file`);
    else
      for (const path of pathsBelow(terminal, name, isRecursive))
        read(readFile(terminal.files, resolvePath(terminal.cwd, path)) as string, path);
  }
  return { objects, errors };
}

/** A file itself, or the manifests of a folder in order. */
function pathsBelow({ files, cwd }: Terminal, name: string, isRecursive: boolean): readonly string[] {
  const path = resolvePath(cwd, name);
  const node = findNode(files, path);
  if (node === undefined) throw new KubectlError(`the path ${goQuote(name)} does not exist`);
  if (node.kind === 'file') return [name];
  const prefix = path === '/' ? '/' : `${path}/`;
  const given = name.replace(/\/+$/, '');
  const found = [...files.nodes]
    .filter(([each, { kind }]) => kind === 'file' && each.startsWith(prefix) && EXTENSIONS.test(each))
    .map(([each]) => each.slice(prefix.length))
    .filter((rest) => isRecursive || !rest.includes('/'));
  if (found.length === 0) throw new KubectlError(`error reading [${name}]: recognized file extensions are [.json .yaml .yml]`);
  return found.sort().map((rest) => `${given}/${rest}`);
}

/** The kind of a written object. Throws a KubectlError for one that the server does not have. kube: staging/src/k8s.io/cli-runtime/pkg/resource/mapper.go infoForData */
export function kindOfWritten(registry: Registry, { manifest, source }: Written): Kind {
  const { apiVersion = '', kind: kindName = '', metadata } = manifest;
  const kind = registry.findByManifest(apiVersion, kindName);
  if (kind !== undefined) return kind;
  const named = [metadata?.name, metadata?.namespace].map((text) => goQuote(typeof text === 'string' ? text : ''));
  throw new KubectlError(
    `resource mapping not found for name: ${named[0]} namespace: ${named[1]} from ${goQuote(source)}: no matches for kind ${goQuote(kindName)} in version ${goQuote(apiVersion)}\nensure CRDs are installed first`,
  );
}

/** What is sent to create a written object: a version that it is of is not said. kube: staging/src/k8s.io/cli-runtime/pkg/resource/helper.go CreateWithOptions */
export function newManifest(chosen: Parameters<typeof placedManifest>[0]): Manifest {
  const manifest = placedManifest(chosen);
  if (manifest.metadata?.resourceVersion === undefined) return manifest;
  const { resourceVersion: _, ...metadata } = manifest.metadata;
  return { ...manifest, metadata };
}

/** What is sent of a written object: it says the namespace that is meant. */
export function placedManifest({ written, namespace }: { readonly written?: Written; readonly namespace: string | undefined }): Manifest {
  const { manifest } = written!;
  return namespace === undefined ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } };
}
