import { ApiError } from '../api/errors.ts';
import type { Kind } from '../api/kind.ts';
import { goQuote } from '../api/field-errors.ts';
import type { KubeObject, Manifest } from '../api/object.ts';
import { matchesLabels, parseSelector, SelectorError, type Selector } from '../base/labels.ts';
import { isMapping } from '../base/merge.ts';
import type { Call } from './command.ts';
import { KubectlError, throwAll } from './errors.ts';
import type { Flag } from './flags.ts';
import { buildKustomization } from './kustomize/build.ts';
import { KustomizeError } from './kustomize/kustomize-error.ts';
import { kindOfWritten, readObjects, type Written, type WrittenObjects } from './manifests.ts';
import { kindNamed, kindsNamed, shadowedKinds } from './resource-types.ts';

/** An object that a command is about. */
export interface Chosen {
  readonly kind: Kind;
  readonly name: string;
  readonly namespace: string | undefined;
  /** As the server has it; for what stands in a file and is not looked up, as it is written. */
  readonly object: KubeObject;
  /** What stands in the file that names it. */
  readonly written?: Written;
}

/** All of a kind, or those that are selected. */
export interface ChosenList {
  readonly kind: Kind;
  readonly items: readonly Chosen[];
}

/** What a command is about, and what kept it from finding more. */
export interface Selection {
  readonly lists: readonly ChosenList[];
  readonly errors: readonly Error[];
  /** Whether one object was asked for by its name. */
  readonly isSingle: boolean;
}

/** What else decides about a selection. */
export interface SelectionRules {
  /** Whether a type alone means all of it. */
  readonly allWithoutName?: boolean;
  /** Whether files are taken as they are, without a look at the server. */
  readonly takesWritten?: boolean;
  /** What is selected by labels; what `--selector` says unless given. */
  readonly selector?: string;
  /** The words that name objects; the arguments of the call unless given. */
  readonly args?: readonly string[];
  /** Whether what is named is taken for granted, without a look at the server. */
  readonly isUnseen?: boolean;
  /** Whether `--all` says more than that a type alone means all of it: it goes with no name. */
  readonly isAllSelector?: boolean;
}

/** The flags that choose objects by files. */
export const FILE_FLAGS: readonly Flag[] = [
  { name: 'filename', short: 'f', type: 'list' },
  { name: 'kustomize', short: 'k', type: 'text' },
  { name: 'recursive', short: 'R', type: 'bool' },
];

/** The flag that chooses objects by labels. */
export const SELECTOR_FLAG: Flag = { name: 'selector', short: 'l', type: 'text' };

/** What is said where nothing is named. kube: staging/src/k8s.io/cli-runtime/pkg/resource/builder.go */
export const NOTHING_SAID = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Throws a KubectlError where a command line names nothing at all. kube: staging/src/k8s.io/kubectl/pkg/cmd/rollout */
export function requireSomething({ args, flags }: Call): void {
  if (args.length === 0 && flags.list('filename').length === 0 && flags.text('kustomize') === '')
    throw new KubectlError('required resource not specified');
}

/** The objects that a command line names, by files, types, names and selectors. Throws a KubectlError for one that makes no sense. kube: staging/src/k8s.io/cli-runtime/pkg/resource/builder.go */
export function select(call: Call, rules: SelectionRules = {}): Selection {
  const { flags } = call;
  const filenames = flags.list('filename');
  const args = rules.args ?? call.args;
  const labels = rules.selector ?? flags.text('selector');
  if (filenames.length > 0 || flags.text('kustomize') !== '')
    return selectWritten(call, { filenames, args, labels }, rules.takesWritten === true);
  const field = flags.text('field-selector');
  const hasSelector = labels !== '' || field !== '';
  const isAll = flags.is('all') || rules.allWithoutName === true;
  const names = args.filter((arg) => arg !== '');
  if (names.some((arg) => arg.includes('/'))) return selectTuples(call, names, hasSelector, rules);
  const [types, ...rest] = names;
  if (types === undefined) return { lists: [], errors: [], isSingle: false };
  const kinds = kindsOf(call, types);
  if (rest.length > 0) return selectNamed(call, kinds, rest, hasSelector, rules);
  if (!hasSelector && !isAll) throw new KubectlError('resource(s) were provided, but no name was specified');
  return selectLists(call, kinds, labels, field);
}

/** The kinds of a list of names, with a word about those that have two meanings. */
function kindsOf({ client, warn }: Call, names: string): readonly Kind[] {
  const { registry } = client.api;
  for (const name of names.split(',')) for (const warning of shadowedKinds(registry, name)) warn(warning);
  return kindsNamed(registry, names);
}

/** What a `--selector` says. Throws a KubectlError for one that cannot be read, with what kubectl says before the reason. */
export function selectorOfFlag(text: string, before = ''): Selector | undefined {
  try {
    return text === '' ? undefined : parseSelector(text);
  } catch (error) {
    if (error instanceof SelectorError) throw new KubectlError(`${before}${error.message}`);
    throw error;
  }
}

function selectorOfFiles(text: string): Selector | undefined {
  return selectorOfFlag(text, `the provided selector ${goQuote(text)} is not valid: `);
}

/** The labels of a manifest, as far as they are texts. */
function labelsOf({ metadata }: Manifest): Readonly<Record<string, string>> {
  const { labels } = metadata ?? {};
  return isMapping(labels) ? Object.fromEntries(Object.entries(labels).filter(([, value]) => typeof value === 'string')) : {};
}

function selectLists(call: Call, kinds: readonly Kind[], labels: string, field: string): Selection {
  const { client, flags } = call;
  const errors: Error[] = [];
  const [labelSelector, fieldSelector] = [labels, field].map((text) => (text === '' ? undefined : text));
  const lists = kinds.flatMap((kind): readonly ChosenList[] => {
    const namespace = flags.is('all-namespaces') ? undefined : call.namespace;
    try {
      const found = client.listPage(kind, { namespace, labelSelector, fieldSelector }).items;
      return [{ kind, items: found.map((object) => chosen(kind, object)) }];
    } catch (error) {
      errors.push(unfindable(kind, error, labels, field));
      return [];
    }
  });
  return { lists, errors, isSingle: false };
}

/** A refused list in kubectl's words. kube: staging/src/k8s.io/cli-runtime/pkg/resource/selector.go */
function unfindable(kind: Kind, error: unknown, labels: string, field: string): Error {
  if (!(error instanceof ApiError)) throw error;
  if (error.reason !== 'BadRequest' && error.reason !== 'NotFound') return error;
  const type = `"${goType(kind)}"`;
  const what =
    labels === '' && field === '' ? `list ${type}` : `find ${type} that match label selector "${labels}", field selector "${field}"`;
  return new ApiError(error.code, error.reason, `Unable to ${what}: ${error.message}`, error.status.details);
}

/** A group version resource as Go prints it. */
function goType({ group, version, plural }: Kind): string {
  return `${group}/${version}, Resource=${plural}`;
}

function selectNamed(call: Call, kinds: readonly Kind[], names: readonly string[], hasSelector: boolean, rules: SelectionRules): Selection {
  if (hasSelector) throw new KubectlError('name cannot be provided when a selector is specified');
  if (call.flags.is('all-namespaces')) throw new KubectlError('a resource cannot be retrieved by name across all namespaces');
  if (call.flags.is('all') && rules.isAllSelector === true) throw new KubectlError('name cannot be provided when a selector is specified');
  const wanted = kinds.flatMap((kind) => names.map((name) => ({ kind, name })));
  return look(call, wanted, kinds.length === 1 && names.length === 1, rules);
}

function selectTuples(call: Call, args: readonly string[], hasSelector: boolean, rules: SelectionRules): Selection {
  const wanted = args.map((arg) => {
    if (!arg.includes('/'))
      throw new KubectlError(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
      );
    const [type = '', name = '', ...more] = arg.split('/');
    if (more.length > 0) throw new KubectlError('arguments in resource/name form may not have more than one slash');
    if (type === '' || type.includes(',') || name === '')
      throw new KubectlError('arguments in resource/name form must have a single resource and name');
    return { type, name };
  });
  if (hasSelector) throw new KubectlError('selectors and the all flag cannot be used when passing resource/name arguments');
  if (call.flags.is('all') && rules.isAllSelector === true)
    throw new KubectlError('selectors and the all flag cannot be used when passing resource/name arguments');
  if (call.flags.is('all-namespaces')) throw new KubectlError('a resource cannot be retrieved by name across all namespaces');
  const { registry } = call.client.api;
  const named = wanted.map(({ type, name }) => ({ kind: kindNamed(registry, type), name }));
  return look(call, named, named.length === 1, rules);
}

function look(
  call: Call,
  wanted: readonly { readonly kind: Kind; readonly name: string }[],
  isSingle: boolean,
  { isUnseen = false }: SelectionRules,
): Selection {
  if (isUnseen) return { lists: wanted.map(({ kind, name }) => ({ kind, items: [unseen(call, kind, name)] })), errors: [], isSingle };
  const errors: Error[] = [];
  const lists = wanted.flatMap(({ kind, name }): readonly ChosenList[] => {
    try {
      return [{ kind, items: [chosen(kind, call.client.get(kind, name, call.namespace))] }];
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errors.push(error);
      return [];
    }
  });
  return { lists, errors, isSingle };
}

function unseen({ namespace }: Call, kind: Kind, name: string): Chosen {
  const { apiVersion } = kind;
  const placed = kind.scope === 'Cluster' ? undefined : namespace;
  return { kind, name, namespace: placed, object: { apiVersion, kind: kind.kind, metadata: { name, namespace: placed } } as KubeObject };
}

/** What of a command line says which objects of files are meant. */
interface WrittenChoice {
  readonly filenames: readonly string[];
  readonly args: readonly string[];
  readonly labels: string;
}

function selectWritten(call: Call, { filenames, args, labels }: WrittenChoice, takesWritten: boolean): Selection {
  const { objects, errors } = writtenObjects(call, filenames);
  if (args.length > 0)
    throw new KubectlError('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well');
  const found: Error[] = [...errors];
  const selector = selectorOfFiles(labels);
  const meant = selector === undefined ? objects : objects.filter(({ manifest }) => matchesLabels(selector, labelsOf(manifest)));
  const lists = meant.flatMap((written): readonly ChosenList[] => {
    try {
      const kind = kindOfWritten(call.client.api.registry, written);
      const { name = '', namespace = call.namespace } = written.manifest.metadata ?? {};
      if (call.saysNamespace && kind.scope === 'Namespaced' && namespace !== call.namespace)
        throw new KubectlError(
          `the namespace from the provided object "${namespace}" does not match the namespace "${call.namespace}". You must pass '--namespace=${namespace}' to perform this operation.`,
        );
      const placed = kind.scope === 'Cluster' ? undefined : namespace;
      const object = takesWritten ? (written.manifest as KubeObject) : call.client.get(kind, name, placed);
      return [{ kind, items: [{ kind, name, namespace: placed, object, written }] }];
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof KubectlError)) throw error;
      found.push(error);
      return [];
    }
  });
  return { lists, errors: found, isSingle: lists.length === 1 };
}

/** The objects of files, or those that a kustomization makes. kube: the same file, FilenameParam */
function writtenObjects({ terminal, flags, complain }: Call, filenames: readonly string[]): WrittenObjects {
  const folder = flags.text('kustomize');
  const isRecursive = flags.is('recursive');
  if (folder === '')
    return readObjects(terminal, filenames, { isRecursive, validates: !['', 'false', 'ignore'].includes(flags.text('validate')) });
  throwAll([
    ...(filenames.length > 0 ? [new KubectlError('only one of -f or -k can be specified')] : []),
    ...(isRecursive ? [new KubectlError("the -k flag can't be used with -f or -R")] : []),
  ]);
  const { files, cwd } = terminal;
  try {
    const made: readonly Manifest[] = buildKustomization({ files, cwd, folder, sorts: false, warn: complain });
    return { objects: made.map((manifest) => ({ manifest, source: folder })), errors: [] };
  } catch (error) {
    if (error instanceof KustomizeError) return { objects: [], errors: [error] };
    throw error;
  }
}

function chosen(kind: Kind, object: KubeObject): Chosen {
  const { name, namespace } = object.metadata;
  return { kind, name, namespace, object };
}
