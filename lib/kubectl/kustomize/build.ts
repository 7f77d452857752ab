import type { Files } from '../../base/shell/files.ts';
import { findNode, readFile } from '../../base/shell/files.ts';
import { isMapping } from '../../base/merge.ts';
import { readYaml } from '../../base/yaml.ts';
import type { Fields } from '../../api/object.ts';
import { absorbed, generated } from './generators.ts';
import { withHashInName } from './hash.ts';
import { imageChange } from './images.ts';
import { decodeKustomization, deprecations, type Kustomization } from './kustomization.ts';
import { KustomizeError, Refusal, within } from './kustomize-error.ts';
import { firstLoader, loaderAt, loadText, type Loader } from './loader.ts';
import { withNamesFollowed } from './name-references.ts';
import { inOrder } from './order.ts';
import { mergedWithAll, patched, patchedByJson } from './patches.ts';
import { MalformedYaml, readObjects } from './read-resources.ts';
import { joined, newResource, scalarText, type Resource, type Resources } from './resource.ts';
import { withAnnotations, withLabels, withNamesExtended, withNamespace, withReplicas } from './transformers.ts';

/** More than anybody builds: a kustomization may name the same folder many times over. */
const MOST_KUSTOMIZATIONS = 500;
const MOST_RESOURCES = 5000;
/** Changes of a resource by a rule. */
const MOST_CHANGES = 100_000;

/** What a build is asked to do. */
export interface BuildOptions {
  readonly files: Files;
  readonly cwd: string;
  readonly folder: string;
  /** Whether resources come in the order of `kubectl kustomize` where the kustomization says none, instead of the order in which they are named. */
  readonly sorts: boolean;
  /** Whether a kustomization may name files outside its folder. */
  readonly readsAnywhere?: boolean;
  /** Hears what is said on the way. */
  readonly warn: (line: string) => void;
}

/** The objects that the kustomization of a folder makes. Throws a KustomizeError for one that cannot be built. kube: sigs.k8s.io/kustomize/api/krusty/kustomizer.go Run */
export function buildKustomization({ files, cwd, folder, sorts, readsAnywhere = false, warn }: BuildOptions): readonly Fields[] {
  const loader = firstLoader(files, cwd, folder, readsAnywhere);
  const build = new Build(warn);
  const kustomization = build.load(loader);
  const hashed = build.accumulated(kustomization, loader, []).map(withHashInName);
  const followed = withNamesFollowed(hashed).filter((resource) => !isLocal(resource));
  const { sortOptions } = kustomization;
  const ordered = sortOptions === undefined && !sorts ? followed : inOrder(followed, sortOptions ?? { order: 'legacy' });
  return ordered.map(({ object }) => withTextAnnotations(object));
}

/** One build, which does no more than a certain amount of work. */
class Build {
  readonly #warn: (line: string) => void;
  #kustomizations = 0;
  #changes = 0;

  constructor(warn: (line: string) => void) {
    this.#warn = warn;
  }

  /** What the kustomization of a folder says. kube: sigs.k8s.io/kustomize/api/internal/target/kusttarget.go Load */
  load({ files, root }: Loader): Kustomization {
    if (++this.#kustomizations > MOST_KUSTOMIZATIONS)
      throw new Refusal(`more than ${MOST_KUSTOMIZATIONS} kustomizations are not built here`);
    const found = KUSTOMIZATION_FILES.map((name) => (root === '/' ? `/${name}` : `${root}/${name}`)).filter(
      (path) => findNode(files, path)?.kind === 'file',
    );
    const [path] = found;
    if (path === undefined)
      throw new KustomizeError(`unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${root}'`);
    if (found.length > 1) throw new KustomizeError(`Found multiple kustomization files under: ${root}\n`);
    const kustomization = within('invalid Kustomization', () => readKustomization(readFile(files, path) as string, path));
    for (const line of deprecations(kustomization)) this.#warn(`${line}\n`);
    const { apiVersion = '', kind = 'Kustomization', ...rest } = kustomization;
    if (Object.keys(rest).length === 0) throw new KustomizeError('kustomization.yaml is empty');
    const problems = [
      ...(kind === 'Kustomization' || kind === 'Component' ? [] : ['kind should be Kustomization or Component']),
      ...(apiVersion === '' || apiVersion === versionOf(kind) ? [] : [`apiVersion for ${kind} should be ${versionOf(kind)}`]),
    ];
    if (problems.length > 0) throw new KustomizeError(`Failed to read kustomization file under ${root}:\n${problems.join('\n')}`);
    return { ...kustomization, kind };
  }

  /** The resources of a kustomization; of a component, those that were there before, changed. kube: the same file, accumulateTarget */
  accumulated(kustomization: Kustomization, loader: Loader, before: Resources): Resources {
    const { resources = [], bases = [], components = [], generatorOptions = {} } = kustomization;
    let made = within('accumulating resources', () =>
      [...resources, ...bases].reduce((at, path) => this.#withResource(at, path, loader), before),
    );
    for (const [kind, generators] of [
      ['ConfigMap', kustomization.configMapGenerator ?? []],
      ['Secret', kustomization.secretGenerator ?? []],
    ] as const) {
      for (const generator of generators)
        made = absorbed(made, generated(kind, generator, generatorOptions, loader), generator.behavior ?? '');
    }
    made = within('accumulating components', () => components.reduce((at, path) => this.#withComponent(at, path, loader), made));
    return transformed(this.#counted(made, ruleCount(kustomization)), kustomization, loader);
  }

  /** The same resources, if rules that are applied to them make no more work than a certain amount. */
  #counted(resources: Resources, rules = 1): Resources {
    if (resources.length > MOST_RESOURCES) throw new Refusal(`more than ${MOST_RESOURCES} resources are not built here`);
    this.#changes += resources.length * rules;
    if (this.#changes > MOST_CHANGES) throw new Refusal(`more than ${MOST_CHANGES} changes of resources are not made here`);
    return resources;
  }

  #withResource(before: Resources, path: string, loader: Loader): Resources {
    const file = attempt(() => this.#withFile(before, path, loader));
    if (file instanceof Refusal) throw file;
    if (!(file instanceof KustomizeError)) return file;
    const found = attempt(() => loaderAt(loader, path));
    if (found instanceof KustomizeError && file instanceof MalformedYaml) throw file;
    return within(`accumulation err='${file.message}'`, () => {
      if (found instanceof KustomizeError) throw found;
      return this.#withFolder(before, found, false);
    });
  }

  #withFile(before: Resources, path: string, loader: Loader): Resources {
    const where = `accumulating resources from '${path}'`;
    const malformed = (error: KustomizeError): KustomizeError => {
      const message = `${where}: ${error.message}`;
      if (error instanceof Refusal) return new Refusal(message);
      return error instanceof MalformedYaml ? new MalformedYaml(message) : new KustomizeError(message);
    };
    const objects = attempt(() => readObjects(loadText(loader, path), path));
    if (objects instanceof KustomizeError) throw malformed(objects);
    this.#counted(objects.map((object) => newResource(object)));
    return within(`merging resources from '${path}'`, () =>
      joined(
        before,
        objects.map((object) => newResource(object)),
      ),
    );
  }

  #withComponent(before: Resources, path: string, loader: Loader): Resources {
    const found = attempt(() => loaderAt(loader, path));
    if (found instanceof KustomizeError) throw new KustomizeError(`loader.New ${JSON.stringify(found.message)}`);
    const made = attempt(() => this.#withFolder(before, found, true));
    if (made instanceof KustomizeError) throw new KustomizeError(`accumulateDirectory: ${JSON.stringify(made.message)}`);
    return made;
  }

  /** kube: the same file, accumulateDirectory */
  #withFolder(before: Resources, loader: Loader, isComponent: boolean): Resources {
    const { root } = loader;
    const kustomization = within(`couldn't make target for path '${root}'`, () => this.load(loader));
    const { kind } = kustomization;
    if (isComponent && kind !== 'Component')
      throw new KustomizeError(`expected kind 'Component' for path '${root}' but got '${kind ?? ''}'`);
    if (!isComponent && kind === 'Component') throw new KustomizeError(`expected kind != 'Component' for path '${root}'`);
    const made = within(`recursed accumulation of path '${root}'`, () =>
      this.accumulated(kustomization, loader, isComponent ? before : []),
    );
    return within(`recursed merging from path '${root}'`, () => joined(isComponent ? [] : before, made));
  }
}

const KUSTOMIZATION_FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

function versionOf(kind: string): string {
  return kind === 'Component' ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1';
}

function readKustomization(text: string, path: string): Kustomization {
  const { value, problems } = readYaml(text, path);
  const [problem] = problems;
  if (problem !== undefined)
    throw new KustomizeError(problem.message.replace(/^error parsing .*?: (?:error converting YAML to JSON: )?/, ''));
  if (value === undefined || value === null) return {};
  if (!isMapping(value))
    throw new KustomizeError(
      `json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type types.Kustomization`,
    );
  return decodeKustomization(value);
}

/** How many rules a kustomization has that look at every resource. */
function ruleCount({
  patches = [],
  patchesStrategicMerge = [],
  patchesJson6902 = [],
  images = [],
  replicas = [],
  labels = [],
}: Kustomization): number {
  return 1 + [patches, patchesStrategicMerge, patchesJson6902, images, replicas, labels].reduce((sum, rules) => sum + rules.length, 0);
}

/** What a kustomization does to its resources, in kustomize's order. kube: sigs.k8s.io/kustomize/api/internal/target/kusttarget_configplugin.go configureBuiltinTransformers */
function transformed(resources: Resources, kustomization: Kustomization, loader: Loader): Resources {
  const { patchesStrategicMerge = [], patches = [], patchesJson6902 = [], images = [], imageTags = [], replicas = [] } = kustomization;
  const { namespace = '', namePrefix = '', nameSuffix = '', commonAnnotations = {} } = kustomization;
  let made = mergedWithAll(resources, patchesStrategicMerge, loader);
  for (const patch of patches) made = patched(made, patch, loader);
  made = withNamespace(made, namespace);
  made = withNamesExtended(made, namePrefix, '');
  made = withNamesExtended(made, '', nameSuffix);
  made = withLabels(made, kustomization);
  made = withAnnotations(made, commonAnnotations);
  for (const patch of patchesJson6902) made = patchedByJson(made, patch, loader);
  for (const { name = '', count = 0 } of replicas) made = withReplicas(made, name, count);
  for (const rule of [...images, ...imageTags]) made = made.map(imageChange(rule));
  return made;
}

function attempt<T>(act: () => T): T | KustomizeError {
  try {
    return act();
  } catch (error) {
    if (error instanceof KustomizeError) return error;
    throw error;
  }
}

function annotationsOf({ metadata }: Fields): Fields {
  const annotations = isMapping(metadata) ? metadata['annotations'] : undefined;
  return isMapping(annotations) ? annotations : {};
}

/** Whether a resource is there for kustomize alone. */
function isLocal({ object }: Resource): boolean {
  const local = annotationsOf(object)['config.kubernetes.io/local-config'];
  return local !== undefined && local !== 'false' && local !== false;
}

/** Annotations are texts, whatever was written, and are left out where there are none. */
function withTextAnnotations(object: Fields): Fields {
  const { metadata } = object;
  if (!isMapping(metadata) || !isMapping(metadata['annotations'])) return object;
  const { annotations, ...others } = metadata;
  const entries = Object.entries(annotations);
  if (entries.length === 0) return { ...object, metadata: others };
  const texts = Object.fromEntries(entries.map(([name, value]) => [name, value === null ? '' : scalarText(value)]));
  return { ...object, metadata: { ...metadata, annotations: texts } };
}
