import type {
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresourceScale,
} from '../../api/generated/types.ts';
import type { FieldError } from '../../api/field-errors.ts';
import { defineKind, type Kind, type ScalePaths } from '../../api/kind.ts';
import { fieldsOf, type KubeObject } from '../../api/object.ts';
import { decodeTyped } from '../../api/schema.ts';
import { remembering } from '../../api/versions.ts';
import { parseJsonPath, valuesAt } from '../../base/json-path.ts';
import { same } from '../../base/merge.ts';
import type { CustomResourceDefinition } from '../customresourcedefinition.ts';
import { validateMetadata } from '../validation/metadata.ts';
import { customColumns } from './columns.ts';
import { withDefaults } from './defaults.ts';
import { embeddedErrors } from './embedded.ts';
import { bodyTypeOfKind, objectTypeOfKind } from './object-type.ts';
import { pruned } from './prune.ts';
import { scaleErrors } from './scale-rules.ts';
import { structuralOf, type Structural } from './structural.ts';
import { listErrors, schemaErrors } from './value-rules.ts';

// unlike kube: a custom kind is served from the moment at which its definition is stored, not only when that is established
/** The kinds that definitions make known: all their served versions, the preferred one of each first. A definition whose names are taken serves none. */
export function customKinds(definitions: readonly CustomResourceDefinition[]): readonly Kind[] {
  return definitions.flatMap(({ spec, status }) => {
    const is = (type: string, value: string): boolean =>
      status.conditions?.some((condition) => condition.type === type && condition.status === value) === true;
    if (is('NamesAccepted', 'False') && !is('Established', 'True')) return [];
    return is('Terminating', 'True') ? goingKindsOf(spec) : kindsOf(spec);
  });
}

/** The kinds of a definition that is going. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go serveResource */
function goingKindsOf(spec: CustomResourceDefinitionSpec): readonly Kind[] {
  const known = going.get(spec);
  if (known !== undefined) return known;
  const kinds = kindsOf(spec).map((kind) => ({ ...kind, closed: 'create not allowed while custom resource definition is terminating' }));
  going.set(spec, kinds);
  return kinds;
}

const going = new WeakMap<CustomResourceDefinitionSpec, readonly Kind[]>();

/** The kinds that a definition's spec makes known. The same spec makes the same kinds. */
export function kindsOf(spec: CustomResourceDefinitionSpec): readonly Kind[] {
  const known = made.get(spec);
  if (known !== undefined) return known;
  const served = spec.versions.filter((version) => version.served).toSorted((a, b) => byPriority(a.name, b.name));
  const storage = spec.versions.find((version) => version.storage) ?? spec.versions[0]!;
  const stored = { kind: kindOf(spec, storage), schema: schemaOf(storage) };
  const kinds = served.map((version) => servedAs(kindOf(spec, version), schemaOf(version), stored));
  made.set(spec, kinds);
  return kinds;
}

/**
 * A version that is served: its objects are stored in another one, or in itself. What the version that is stored does not know is lost on the
 * way in, what the served one does not know on the way out; what has become a default of the stored one since is filled in.
 * kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/customresource_handler.go crdConversionRESTOptionsGetter, the same folder, conversion/nop_converter.go
 */
function servedAs(kind: Kind, schema: Structural, stored: { readonly kind: Kind; readonly schema: Structural }): Kind {
  const { apiVersion } = kind;
  return {
    ...kind,
    storedAs: {
      kind: stored.kind,
      write: (object) => prunedTo(stored.schema, inVersion(stored.kind.apiVersion, object)),
      read: remembering((object) => prunedTo(schema, inVersion(apiVersion, withDefaults(object, stored.schema)))),
    },
  };
}

function inVersion(apiVersion: string, object: KubeObject): KubeObject {
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

function prunedTo(schema: Structural, object: KubeObject): KubeObject {
  return pruned(object, schema).value as KubeObject;
}

function schemaOf({ schema }: CustomResourceDefinitionVersion): Structural {
  const written = schema?.openAPIV3Schema;
  return written === undefined ? ANYTHING : structuralOf(written);
}

const made = new WeakMap<CustomResourceDefinitionSpec, readonly Kind[]>();

/** Stable versions before beta and alpha ones, later ones first. kube: staging/src/k8s.io/apimachinery/pkg/version/helpers.go CompareKubeAwareVersionStrings */
function byPriority(a: string, b: string): number {
  const [left, right] = [priorityOf(a), priorityOf(b)];
  const differing = left.findIndex((part, i) => part !== right[i]);
  if (differing !== -1) return right[differing]! - left[differing]!;
  return a < b ? -1 : a > b ? 1 : 0;
}

function priorityOf(name: string): readonly number[] {
  const [, major, stage, minor] = /^v([1-9]\d{0,8})(?:(alpha|beta)([1-9]\d{0,8}))?$/.exec(name) ?? [];
  if (major === undefined) return [0, 0, 0];
  return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor ?? 0)];
}

const ANYTHING = structuralOf({
  type: 'object',
  'x-kubernetes-preserve-unknown-fields': true,
});

function kindOf({ group, names, scope }: CustomResourceDefinitionSpec, version: CustomResourceDefinitionVersion): Kind {
  const schema = schemaOf(version);
  const { status, scale } = version.subresources ?? {};
  const hasStatus = status !== undefined;
  const scalePaths = scale === undefined ? undefined : scalePathsOf(scale);
  const { kind, plural, singular = kind.toLowerCase(), shortNames: short = [], categories = [] } = names;
  const namespaced = scope === 'Namespaced';
  const metadataRules = {
    name: 'subdomain',
    namespaced,
    hasPlainFinalizers: true,
  } as const;
  const bodyType = bodyTypeOfKind(kind, schema);
  const errorsOf = (object: KubeObject): readonly FieldError[] => valueErrors(object, schema, scale);
  return defineKind<KubeObject>({
    group,
    version: version.name,
    kind,
    plural,
    singular,
    short,
    categories,
    scope: namespaced ? 'Namespaced' : 'Cluster',
    columns: customColumns(version.additionalPrinterColumns),
    selectable: selectableOf(version),
    unknownLabel: (label) => `field label not supported: ${label}`,
    defaults: (object) => withDefaults(object, schema),
    // kube: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go
    prepareCreate: (object) => (hasStatus ? withoutStatus(object) : object),
    validate: (object, old) => [...validateMetadata(object, old, metadataRules), ...newErrors(errorsOf, object, old)],
    hasStatus,
    prepareStatus: (object) => prunedTo(schema, withDefaults(object, schema)),
    validateStatus: (object, old) => newErrors(errorsOf, object, old),
    mayUpdateUnconditionally: false,
    bumpsGeneration: (object, old) => !same(counted(object, hasStatus), counted(old, hasStatus)),
    hasScale: scalePaths !== undefined,
    structure: {
      type: objectTypeOfKind(kind, schema),
      schema: version.schema?.openAPIV3Schema,
      decode: (body) => {
        const decoded = decodeTyped(bodyType, body);
        const { value, problems } = pruned(decoded.value, schema);
        return { value, problems: [...decoded.problems, ...problems] };
      },
      scale: scalePaths,
    },
  });
}

function scalePathsOf({ specReplicasPath, statusReplicasPath, labelSelectorPath = '' }: CustomResourceSubresourceScale): ScalePaths {
  const stepsOf = (path: string): readonly string[] => path.replace(/^\./, '').split('.');
  return {
    specReplicas: stepsOf(specReplicasPath),
    statusReplicas: stepsOf(statusReplicasPath),
    selector: labelSelectorPath === '' ? undefined : stepsOf(labelSelectorPath),
  };
}

function selectableOf({
  selectableFields = [],
}: CustomResourceDefinitionVersion): Readonly<Record<string, (object: KubeObject) => string>> {
  return Object.fromEntries(
    selectableFields.map(({ jsonPath }) => {
      const path = parseJsonPath(jsonPath);
      const textOf = (object: KubeObject): string => {
        const [value] = valuesAt(object, path);
        return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
      };
      return [jsonPath.replace(/^\./, ''), textOf] as const;
    }),
  );
}

/** What the schema and the lists of an object have against it. kube: the same folder, validator.go */
function valueErrors(object: KubeObject, schema: Structural, scale: CustomResourceSubresourceScale | undefined): readonly FieldError[] {
  return [
    ...schemaErrors(object, schema),
    ...embeddedErrors(object, schema),
    ...listErrors(object, schema),
    ...(scale === undefined ? [] : scaleErrors(object, scale)),
  ];
}

/** What was wrong before and has not changed since may stay so. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/validation/ratcheting.go */
function newErrors(
  errorsOf: (object: KubeObject) => readonly FieldError[],
  object: KubeObject,
  old: KubeObject | undefined,
): readonly FieldError[] {
  const errors = errorsOf(object);
  if (old === undefined || errors.length === 0) return errors;
  const before = errorsOf(old);
  return errors.filter(({ field, message }) => !before.some((each) => each.field === field && each.message === message));
}

function withoutStatus(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object as KubeObject & {
    readonly status?: unknown;
  };
  return rest;
}

/** What counts as a change of the object: all but its metadata, and its status where that is changed by itself. */
function counted(object: KubeObject, hasStatus: boolean): unknown {
  const { metadata: _, apiVersion: __, status, ...rest } = fieldsOf(object);
  return hasStatus ? rest : { ...rest, status };
}
