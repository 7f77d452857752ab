import { deepFreeze } from '../base/merge.ts';
import { defineKind, type Column, type Kind, type Registry } from './kind.ts';
import { fieldsOf, type KubeObject } from './object.ts';

/** What makes a further version of a kind: how its objects become those that are stored, and what is not said by these. */
export interface VersionDeclaration<T extends KubeObject, S extends KubeObject> {
  /** Its group, where that is another. */
  readonly group?: string;
  readonly version: string;
  /** The object as it is stored. It may lack anything, as what a request brings does. */
  readonly write: (object: T) => S;
  /** A stored object in this version. */
  readonly read: (stored: S) => T;
  /** Defaults of this version's own; those of the version that is stored follow. */
  readonly defaults?: (object: T) => T;
  readonly selectable?: Kind<T>['selectable'];
  /** All that is wrong with an object, as it is stored, that was asked for in this version. Left out: what is wrong with any. */
  readonly validate?: Kind<S>['validate'];
}

/**
 * A further version in which a kind is served. Its objects are stored as those of the kind, so that its rules are the kind's: every one of them
 * is asked about the object as it would be stored.
 */
export function defineVersion<T extends KubeObject, S extends KubeObject>(of: Kind<S>, declared: VersionDeclaration<T, S>): Kind<T> {
  const write = (object: T): S => declared.write(object);
  const read = remembering(declared.read);
  const change = (rule: (object: S) => S): ((object: T) => T) => throughStored(rule, write, read);
  const { defaults = (object: T): T => object, validate = of.validate } = declared;
  const { rowConditions, bumpsGeneration, graceSeconds, allocate, validateStatus } = of;
  return defineKind<T>({
    group: declared.group ?? of.group,
    version: declared.version,
    kind: of.kind,
    plural: of.plural,
    singular: of.singular,
    short: of.short,
    scope: of.scope,
    columns: of.columns.map((column): Column<T> => ({ ...column, cell: (object, now) => column.cell(write(object), now) })),
    rowConditions: rowConditions && ((object) => rowConditions(write(object))),
    selectable:
      declared.selectable ??
      Object.fromEntries(Object.entries(of.selectable).map(([label, textOf]) => [label, (object: T) => textOf(write(object))])),
    unknownLabel: of.unknownLabel,
    defaults: (object) => change(of.defaults)(defaults(object)),
    prepareCreate: change(of.prepareCreate),
    // What of the status this version cannot say stays as it is, too.
    prepareUpdate: (object, old) => {
      const [next, before] = [write(object), write(old)];
      const kept = of.hasStatus ? { ...next, status: fieldsOf(before)['status'] } : next;
      return read(of.prepareUpdate(kept, before));
    },
    allocate:
      allocate &&
      ((object, old, allocator) => {
        const given = allocate(write(object), old && write(old), allocator);
        return { object: read(given.object), errors: given.errors };
      }),
    validate: (object, old) => validate(write(object), old && write(old)),
    warnings: (object) => of.warnings(write(object)),
    hasStatus: of.hasStatus,
    // Nor does a status that is told change what of the object this version cannot say.
    prepareStatus: (object, old, now) => {
      const [next, before] = [write(object), write(old)];
      const told = { ...before, metadata: next.metadata, status: fieldsOf(next)['status'] };
      return read(of.prepareStatus?.(told, before, now) ?? told);
    },
    validateStatus: validateStatus && ((object, old) => validateStatus(write(object), write(old))),
    mayUpdateUnconditionally: of.mayUpdateUnconditionally,
    createsOnUpdate: of.createsOnUpdate,
    returnsDeleted: of.returnsDeleted,
    bumpsGeneration: bumpsGeneration && ((object, old) => bumpsGeneration(write(object), write(old))),
    hasScale: of.hasScale,
    graceSeconds: graceSeconds && ((object, asked) => graceSeconds(write(object), asked)),
    defaultPropagation: of.defaultPropagation,
    isHeld: (object) => of.isHeld(write(object)),
    markDeleted: change(of.markDeleted),
    storedAs: { kind: of as unknown as Kind, write, read: read as unknown as (stored: KubeObject) => T },
  });
}

function throughStored<T, S>(rule: (object: S) => S, write: (object: T) => S, read: (stored: S) => T): (object: T) => T {
  return (object) => read(rule(write(object)));
}

/** A conversion that gives the same object for the same one, as a store would. */
export function remembering<S extends object, T>(convert: (stored: S) => T): (stored: S) => T {
  const known = new WeakMap<S, T>();
  return (stored) => {
    const before = known.get(stored);
    if (before !== undefined) return before;
    const read = convert(stored);
    if (Object.isFrozen(stored)) known.set(stored, deepFreeze(read));
    return read;
  };
}

/** The version of a kind in which its objects lie in the store: what the store knows them by. */
export function storageOf<T extends KubeObject>(kind: Kind<T>): Kind {
  return kind.storedAs?.kind ?? (kind as unknown as Kind);
}

/** A stored object as a version of its kind has it. */
export function asRead<T extends KubeObject>(kind: Kind<T>, stored: KubeObject): T {
  return kind.storedAs === undefined ? (stored as T) : kind.storedAs.read(stored);
}

/** An object of a version as it is stored. */
export function asWritten<T extends KubeObject>(kind: Kind<T>, object: T): KubeObject {
  return kind.storedAs === undefined ? object : kind.storedAs.write(object);
}

/** An object of one version of a kind as another version has it. */
export function converted(from: Kind, to: Kind, object: KubeObject): KubeObject {
  return from.apiVersion === to.apiVersion ? object : asRead(to, asWritten(from, object));
}

/** The version of a kind with that apiVersion, or undefined where it is not served in such a one. */
export function versionOf(registry: Registry, kind: Kind, apiVersion: string): Kind | undefined {
  if (kind.apiVersion === apiVersion) return kind;
  const found = registry.findByManifest(apiVersion, kind.kind);
  return found !== undefined && storageOf(found).resource === storageOf(kind).resource ? found : undefined;
}
