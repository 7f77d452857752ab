import type { FieldSpec } from './field-path.ts';
import { decodeStrictly, struct, type GoType } from './go-struct.ts';
import { Refusal } from './kustomize-error.ts';
import type { TypeSelector } from './resource.ts';

/** Which resources something is done to; names and types are patterns. */
export interface Target extends TypeSelector {
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

/** A change to resources, inline or in a file. */
export interface Patch {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: Target;
  readonly options?: Readonly<Record<string, boolean>>;
}

/** Labels, and where to put them. */
export interface LabelRule {
  readonly pairs?: Readonly<Record<string, string>>;
  readonly includeSelectors?: boolean;
  readonly includeTemplates?: boolean;
  readonly fields?: readonly FieldSpec[];
}

/** Which image is to be another. */
export interface ImageRule {
  readonly name?: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly tagSuffix?: string;
  readonly digest?: string;
}

/** What generated objects have besides their content. */
export interface GeneratorOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly disableNameSuffixHash?: boolean;
  readonly immutable?: boolean;
}

/** A ConfigMap or Secret to be made. */
export interface Generator {
  readonly name?: string;
  readonly namespace?: string;
  readonly behavior?: string;
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
  readonly envs?: readonly string[];
  readonly env?: string;
  readonly options?: GeneratorOptions;
  readonly type?: string;
}

/** In which order resources are printed. */
export interface SortOptions {
  readonly order?: string;
  readonly legacySortOptions?: { readonly orderFirst?: readonly string[]; readonly orderLast?: readonly string[] };
}

/** What a file `kustomization.yaml` says. */
export interface Kustomization {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly namespace?: string;
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly labels?: readonly LabelRule[];
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly patchesStrategicMerge?: readonly string[];
  readonly patchesJson6902?: readonly Patch[];
  readonly patches?: readonly Patch[];
  readonly images?: readonly ImageRule[];
  readonly imageTags?: readonly ImageRule[];
  readonly replicas?: readonly { readonly name?: string; readonly count?: number }[];
  readonly sortOptions?: SortOptions;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly bases?: readonly string[];
  readonly configMapGenerator?: readonly Generator[];
  readonly secretGenerator?: readonly Generator[];
  readonly generatorOptions?: GeneratorOptions;
}

const STRING: GoType = { is: 'string' };
const BOOL: GoType = { is: 'bool' };
const INT64: GoType = { is: 'int64' };
const STRINGS: GoType = { is: 'list', of: STRING };
const TEXTS: GoType = { is: 'map', of: STRING };
const listOf = (of: GoType): GoType => ({ is: 'list', of });

const TYPE = { group: STRING, version: STRING, kind: STRING };
const FIELD_SPEC = struct('FieldSpec', { ...TYPE, path: STRING, create: BOOL });
const SELECTOR = struct('Selector', { ...TYPE, name: STRING, namespace: STRING, labelSelector: STRING, annotationSelector: STRING });
const PATCH = struct('Patch', { path: STRING, patch: STRING, target: SELECTOR, options: { is: 'map', of: BOOL } });
const IMAGE = struct('Image', { name: STRING, newName: STRING, tagSuffix: STRING, newTag: STRING, digest: STRING });
const OPTIONS = struct('GeneratorOptions', { labels: TEXTS, annotations: TEXTS, disableNameSuffixHash: BOOL, immutable: BOOL });
const CONFIG_MAP = {
  name: STRING,
  namespace: STRING,
  behavior: STRING,
  literals: STRINGS,
  files: STRINGS,
  envs: STRINGS,
  env: STRING,
  options: OPTIONS,
};

const KUSTOMIZATION = struct('Kustomization', {
  apiVersion: STRING,
  kind: STRING,
  metadata: struct('ObjectMeta', { name: STRING, namespace: STRING, labels: TEXTS, annotations: TEXTS }),
  namePrefix: STRING,
  nameSuffix: STRING,
  namespace: STRING,
  commonLabels: TEXTS,
  labels: listOf(struct('Label', { pairs: TEXTS, includeSelectors: BOOL, includeTemplates: BOOL, fields: listOf(FIELD_SPEC) })),
  commonAnnotations: TEXTS,
  patchesStrategicMerge: STRINGS,
  patchesJson6902: listOf(PATCH),
  patches: listOf(PATCH),
  images: listOf(IMAGE),
  imageTags: listOf(IMAGE),
  replicas: listOf(struct('Replica', { name: STRING, count: INT64 })),
  sortOptions: struct('SortOptions', {
    order: STRING,
    legacySortOptions: struct('LegacySortOptions', { orderFirst: STRINGS, orderLast: STRINGS }),
  }),
  resources: STRINGS,
  components: STRINGS,
  bases: STRINGS,
  configMapGenerator: listOf(struct('ConfigMapArgs', CONFIG_MAP)),
  secretGenerator: listOf(struct('SecretArgs', { ...CONFIG_MAP, type: STRING })),
  generatorOptions: OPTIONS,
});

/** What kustomize knows and is not built here. */
const REFUSED = [
  'buildMetadata',
  'configurations',
  'crds',
  'generators',
  'helmChartInflationGenerator',
  'helmCharts',
  'helmGlobals',
  'inventory',
  'openapi',
  'replacements',
  'transformers',
  'validators',
  'vars',
];

/** No name of an object is as long. */
const MOST_NAME_CHARACTERS = 1000;

/** What a kustomization says. Throws a KustomizeError for a field that is unknown, of another type, or not supported here. kube: sigs.k8s.io/kustomize/api/types/kustomization.go Unmarshal */
export function decodeKustomization(value: Readonly<Record<string, unknown>>): Kustomization {
  const refused = REFUSED.find((field) => value[field] !== undefined && value[field] !== null);
  // unlike kube: kustomize's plugins, charts, variables, schemas and annotations of origin are refused by the names of their fields
  if (refused !== undefined) throw new Refusal(`${refused} is not supported here`);
  const kustomization = decodeStrictly(value, KUSTOMIZATION) as Kustomization;
  for (const field of ['namePrefix', 'nameSuffix', 'namespace'] as const) {
    if ((kustomization[field] ?? '').length > MOST_NAME_CHARACTERS)
      throw new Refusal(`a ${field} with more than ${MOST_NAME_CHARACTERS} characters is not supported here`);
  }
  return kustomization;
}

const FIX = "Run 'kustomize edit fix' to update your Kustomization automatically.";
const DEPRECATED: readonly (readonly [keyof Kustomization, string])[] = [
  ['bases', 'resources'],
  ['imageTags', 'images'],
  ['patchesJson6902', 'patches'],
  ['patchesStrategicMerge', 'patches'],
  ['commonLabels', 'labels'],
];

/** What is said of fields that one should not use any more. */
export function deprecations(kustomization: Kustomization): readonly string[] {
  return DEPRECATED.filter(([field]) => kustomization[field] !== undefined).map(
    ([field, instead]) => `# Warning: '${field}' is deprecated. Please use '${instead}' instead. ${FIX}`,
  );
}
