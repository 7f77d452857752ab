import { goQuote, type FieldError } from './field-errors.ts';
import type { JSONSchemaProps } from './generated/types.ts';
import type { KubeObject } from './object.ts';
import { findObjectType, type ObjectType } from './schema-table.ts';
import { typeNameOf, type Decoded } from './schema.ts';

/** One column of `kubectl get` and of a feature's table. */
export interface Column<T> {
  readonly name: string;
  /** Shown only with `-o wide`, as the server's priority 1. */
  readonly wide?: boolean;
  /** What the server says its cells are: text unless given. */
  readonly type?: string;
  /** How the server says they are written, where a definition does. */
  readonly format?: string;
  /** What the server says of it, where that is not known by its name. */
  readonly description?: string;
  /** Not a column of kubectl's: for tables in features only. */
  readonly extra?: boolean;
  readonly cell: (object: T, now: Now) => string | number | undefined;
}

/** What a cell may know about time. */
export interface Now {
  /** An age in kubectl's words (`5m3s`) since an RFC 3339 time. */
  readonly age: (since: string | undefined) => string;
}

/** Something that is so about an object and that a printer may leave it out for. */
export interface RowCondition {
  readonly type: 'Completed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** A way to find objects of a kind without looking at all of them. */
export interface Index<T> {
  readonly name: string;
  /** The values under which the object is found. */
  readonly keys: (object: T) => readonly string[];
  /** Numbers that are summed over all objects under one value, so that nobody counts. */
  readonly tally?: (object: T) => Readonly<Record<string, number>>;
}

/** What a kind may ask for when it gives out things that there is only one of. */
export interface Allocator {
  /** Whether an object of the kind is found under a value of one of its indexes. */
  readonly isTaken: (index: string, value: string) => boolean;
  /** A whole number by chance, 0 or more and below `bound`. */
  readonly random: (bound: number) => number;
}

/** An object with what it was given, or why it cannot be. */
export interface Allocated<T> {
  readonly object: T;
  readonly errors: readonly FieldError[];
}

/** What a delete does to dependents. */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** How the objects of a kind are built, where Kubernetes has not published it: what a CustomResourceDefinition says. */
export interface Structure {
  readonly type: ObjectType;
  /** The schema as it is written in the definition, where there is one. */
  readonly schema: JSONSchemaProps | undefined;
  /** A request's body without what is wrong with it, and what that was. */
  readonly decode: (body: unknown) => Decoded;
  /** Where the scale stands, for kinds that have one. */
  readonly scale: ScalePaths | undefined;
}

/** Where the numbers of a scale stand in an object, as paths without a leading dot. */
export interface ScalePaths {
  readonly specReplicas: readonly string[];
  readonly statusReplicas: readonly string[];
  readonly selector: readonly string[] | undefined;
}

/** How the objects of a further version of a kind lie in the store: as those of the version that is stored. */
export interface StoredAs<T> {
  /** The version that is stored. */
  readonly kind: Kind;
  /** An object as it is stored. */
  readonly write: (object: T) => KubeObject;
  /** A stored object as this version has it; the same one for the same one. */
  readonly read: (stored: KubeObject) => T;
}

/** One kind of object, in one of its versions: everything the API knows about it that its published structure does not say. */
export interface Kind<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly short: readonly string[];
  /** The names of groups of kinds that it belongs to, such as `all`. */
  readonly categories: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  /** `v1`, `apps/v1`. */
  readonly apiVersion: string;
  /** `pods`, `replicasets.apps`: as error messages and `kubectl` name it. */
  readonly resource: string;
  readonly columns: readonly Column<T>[];
  /** What a table says of an object's row besides its cells. */
  readonly rowConditions: ((object: T) => readonly RowCondition[]) | undefined;
  readonly indexes: readonly Index<T>[];
  /** Fields that a field selector may name besides `metadata.name` and `metadata.namespace`. */
  readonly selectable: Readonly<Record<string, (object: T) => string>>;
  /** The sentence about a field that a field selector may not name. */
  readonly unknownLabel: (label: string) => string;
  /** Defaults, applied to everything that comes in. Returns the same object when nothing is missing. */
  readonly defaults: (object: T) => T;
  /** Makes the object what a create stores: status cleared, kind-specific values computed. */
  readonly prepareCreate: (object: T) => T;
  /** Makes the object what an update stores: fields that an update may not touch are taken from `old`. */
  readonly prepareUpdate: (object: T, old: T) => T;
  /** Gives a valid object what it needs of the cluster's stock, addresses or ports; what was given once stays. */
  readonly allocate: ((object: T, old: T | undefined, allocator: Allocator) => Allocated<T>) | undefined;
  /** All that is wrong with the object; `old` is given for updates. */
  readonly validate: (object: T, old: T | undefined) => readonly FieldError[];
  /** What the server would say of the object although it accepts it. */
  readonly warnings: (object: T) => readonly string[];
  /** Whether there is a status that only the status request changes. */
  readonly hasStatus: boolean;
  /** Makes the object what a status update stores, where that is not what was told; `now` is the time as Kubernetes writes it. Undefined: nothing but the status changes. */
  readonly prepareStatus: ((object: T, old: T, now: () => string) => T) | undefined;
  /** All that is wrong with a status that was told. Undefined: any status will do. */
  readonly validateStatus: ((object: T, old: T) => readonly FieldError[]) | undefined;
  /** Whether an update need not say which version it is of. */
  readonly mayUpdateUnconditionally: boolean;
  /** Whether an update of what is not there creates it. */
  readonly createsOnUpdate: boolean;
  /** Whether a delete is answered with the object, and not only with the news that it is gone. */
  readonly returnsDeleted: boolean;
  /** Whether `metadata.generation` counts changes, and which ones. */
  readonly bumpsGeneration: ((object: T, old: T) => boolean) | undefined;
  /** Whether `spec.replicas` can be asked for and set through the scale request. */
  readonly hasScale: boolean;
  /** Seconds a deleted object is given to end; 0 removes it at once. Undefined: the kind knows no grace. */
  readonly graceSeconds: ((object: T, asked: number | undefined) => number) | undefined;
  /** What happens to dependents when a delete does not say. */
  readonly defaultPropagation: Propagation;
  /** Whether something besides `metadata.finalizers` keeps a deleted object. */
  readonly isHeld: (object: T) => boolean;
  /** Makes the object look like one that is being deleted, beyond its metadata. */
  readonly markDeleted: (object: T) => T;
  /** How its objects are built; undefined: as it is published. */
  readonly structure: Structure | undefined;
  /** Why nothing of the kind is created any more; undefined: it is. */
  readonly closed: string | undefined;
  /** How its objects lie in the store; undefined: as they are. */
  readonly storedAs: StoredAs<T> | undefined;
}

type Optional =
  | 'group'
  | 'version'
  | 'short'
  | 'categories'
  | 'scope'
  | 'columns'
  | 'rowConditions'
  | 'indexes'
  | 'selectable'
  | 'defaults'
  | 'prepareCreate'
  | 'prepareUpdate'
  | 'allocate'
  | 'validate'
  | 'warnings'
  | 'hasStatus'
  | 'unknownLabel'
  | 'prepareStatus'
  | 'validateStatus'
  | 'mayUpdateUnconditionally'
  | 'createsOnUpdate'
  | 'returnsDeleted'
  | 'bumpsGeneration'
  | 'hasScale'
  | 'graceSeconds'
  | 'defaultPropagation'
  | 'isHeld'
  | 'markDeleted'
  | 'structure'
  | 'closed'
  | 'storedAs';

/** What a kind's file declares; the rest follows. */
export type KindDeclaration<T extends KubeObject> = Pick<Kind<T>, 'kind' | 'plural' | 'singular'> & Partial<Pick<Kind<T>, Optional>>;

/** Makes a kind of its declaration: core group, v1, namespaced and without rules unless it says otherwise. */
export function defineKind<T extends KubeObject>(declared: KindDeclaration<T>): Kind<T> {
  const group = declared.group ?? '';
  const version = declared.version ?? 'v1';
  return {
    group,
    version,
    short: [],
    categories: [],
    scope: 'Namespaced',
    columns: [nameColumn, ageColumn],
    rowConditions: undefined,
    selectable: {},
    unknownLabel: declared.selectable === undefined ? notKnown : notSupported,
    defaults: (object) => object,
    prepareCreate: (object) => object,
    prepareUpdate: (object) => object,
    allocate: undefined,
    validate: () => [],
    warnings: () => [],
    hasStatus: false,
    prepareStatus: undefined,
    validateStatus: undefined,
    mayUpdateUnconditionally: true,
    createsOnUpdate: false,
    returnsDeleted: false,
    bumpsGeneration: undefined,
    hasScale: false,
    graceSeconds: undefined,
    defaultPropagation: 'Background',
    isHeld: () => false,
    markDeleted: (object) => object,
    structure: undefined,
    closed: undefined,
    storedAs: undefined,
    ...declared,
    indexes: [ownerIndex, ...(declared.indexes ?? [])],
    apiVersion: group === '' ? version : `${group}/${version}`,
    resource: group === '' ? declared.plural : `${declared.plural}.${group}`,
  };
}

/** kube: staging/src/k8s.io/apimachinery/pkg/runtime/conversion.go DefaultMetaV1FieldSelectorConversion */
function notKnown(label: string): string {
  return `${goQuote(label)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** kube: pkg/apis/core/v1/conversion.go, of the kinds that have fields of their own to be selected by */
function notSupported(label: string): string {
  return `field label not supported: ${label}`;
}

/** Every kind can be found by the owners its references name: what garbage collection goes by. */
const ownerIndex: Index<KubeObject> = { name: 'owner', keys: ({ metadata }) => metadata.ownerReferences?.map(({ uid }) => uid) ?? [] };

/** An index of what has no controller, by namespace: for kinds that controllers adopt. */
export const orphanIndex: Index<KubeObject> = {
  name: 'orphan',
  keys: ({ metadata }) =>
    metadata.ownerReferences?.some(({ controller }) => controller === true) === true ? [] : [metadata.namespace ?? ''],
};

/** The first column of every table. */
export const nameColumn: Column<KubeObject> = { name: 'Name', cell: (object) => object.metadata.name };

/** The column every kind but Event ends with. */
export const ageColumn: Column<KubeObject> = {
  name: 'Age',
  cell: (object, { age }) => age(object.metadata.creationTimestamp),
};

/** The type of a kind's objects, or undefined where nothing is known of it. */
export function typeOfKind({ apiVersion, kind, structure }: Pick<Kind, 'apiVersion' | 'kind' | 'structure'>): ObjectType | undefined {
  return structure?.type ?? findObjectType(typeNameOf(apiVersion, kind) ?? '');
}

/** The kinds a cluster knows, found by any of their names. */
export class Registry {
  readonly #builtIn: readonly Kind[];
  readonly #versions: readonly Kind[];
  readonly #custom: () => readonly Kind[];
  readonly #byName = new Map<string, Kind>();

  /** In the given order, after them their further versions; the first kind to claim a name has it. What is `custom` may come and go, and comes last. */
  constructor(kinds: readonly Kind[], versions: readonly Kind[] = NO_KINDS, custom: () => readonly Kind[] = () => NO_KINDS) {
    this.#builtIn = kinds;
    this.#versions = versions;
    this.#custom = custom;
    for (const kind of [...kinds, ...versions]) {
      for (const lower of namesOf(kind)) {
        if (!this.#byName.has(lower)) this.#byName.set(lower, kind);
      }
      this.#byName.set(`${kind.apiVersion}/${kind.kind}`, kind);
    }
  }

  /** Every kind there is now, in its preferred version: each stored object is of one of them. */
  get kinds(): readonly Kind[] {
    const custom = this.#custom();
    if (custom.length === 0) return this.#builtIn;
    const preferred = custom.filter(({ resource }, i) => custom[i - 1]?.resource !== resource);
    return [...this.#builtIn, ...preferred];
  }

  /** Every version of every kind there is now. */
  get versions(): readonly Kind[] {
    return [...this.#builtIn, ...this.#versions, ...this.#custom()];
  }

  /** The kind of that name (`pods`, `pod`, `po`, `Pod`, `replicasets.apps`, `replicasets.v1.apps`), or undefined. */
  find(name: string): Kind | undefined {
    const lower = name.toLowerCase();
    return this.#byName.get(lower) ?? this.#custom().find((kind) => namesOf(kind).includes(lower));
  }

  /** The version of a kind that a manifest names, or undefined. */
  findByManifest(apiVersion: string, kind: string): Kind | undefined {
    return this.#byName.get(`${apiVersion}/${kind}`) ?? this.#custom().find((each) => each.apiVersion === apiVersion && each.kind === kind);
  }

  /** Every name under which a kind can be asked for, as it is written. */
  names(): readonly string[] {
    return this.kinds.flatMap(({ kind, plural, singular, short }) => [kind, plural, singular, ...short]);
  }
}

const NO_KINDS: readonly Kind[] = [];

/** What a kind may be called, from the plainest name to the one that also says which version is meant. kube: staging/src/k8s.io/apimachinery/pkg/runtime/schema/group_version.go ParseResourceArg */
function namesOf({ plural, singular, short, kind, group, version }: Kind): readonly string[] {
  const plain = [plural, singular, ...short, kind];
  const qualified = group === '' ? [] : [group, `${version}.${group}`].flatMap((suffix) => plain.map((name) => `${name}.${suffix}`));
  return [...plain, ...qualified].map((name) => name.toLowerCase());
}
