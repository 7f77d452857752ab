import type { CustomResourceDefinitionCondition, CustomResourceDefinitionNames } from '../api/generated/types.ts';
import type { Client } from '../api/client.ts';
import { goQuote } from '../api/field-errors.ts';
import type { Kind } from '../api/kind.ts';
import type { Change } from '../api/store.ts';
import { same } from '../base/merge.ts';
import { defineController, type ReconcileContext } from '../control/controller.ts';
import { kindsOf } from '../kinds/custom/custom-kinds.ts';
import {
  CLEANUP_FINALIZER,
  CustomResourceDefinitionKind,
  withDefinitionCondition,
  type CustomResourceDefinition,
} from '../kinds/customresourcedefinition.ts';

/** How often is looked whether the objects of a deleted definition are gone. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/finalizer/crd_finalizer.go deleteInstances */
const POLL_MILLIS = 5_000;

/**
 * Accepts the names of custom kinds, establishes them, and removes their objects when they go.
 * kube: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/{status,establish,finalizer}
 */
export const customResourceDefinitionController = defineController<CustomResourceDefinition>({
  name: 'customresourcedefinition-controller',
  for: CustomResourceDefinitionKind,
  watches: [
    {
      kind: CustomResourceDefinitionKind as unknown as Kind,
      keys: othersOfGroup,
    },
  ],
  watchesCustom: definitionLeft,
  reconcile(definition, context) {
    if (definition.metadata.deletionTimestamp === undefined) establish(definition, context);
    else if (definition.metadata.finalizers?.includes(CLEANUP_FINALIZER) === true) removeObjects(definition, context);
  },
});

/** Whoever gives names back lets others have them. */
function othersOfGroup({ key, before, after }: Change, api: Client): readonly string[] {
  const [old, now] = [before, after] as readonly (CustomResourceDefinition | undefined)[];
  if (old === undefined || same(old.status.acceptedNames, now?.status.acceptedNames)) return [];
  return api
    .list(CustomResourceDefinitionKind)
    .filter(({ metadata, spec }) => spec.group === old.spec.group && metadata.name !== key)
    .map(({ metadata }) => metadata.name);
}

/** The definition that is being deleted and has just lost one of its objects. */
function definitionLeft({ kind, after }: Change, api: Client): readonly string[] {
  const definition = after === undefined ? api.find(CustomResourceDefinitionKind, kind.resource) : undefined;
  return definition?.metadata.deletionTimestamp === undefined ? [] : [kind.resource];
}

function isEstablished({ status }: CustomResourceDefinition): boolean {
  return status.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True') === true;
}

function establish(definition: CustomResourceDefinition, { api, timestamp }: ReconcileContext): void {
  const { status, spec } = definition;
  if (same(spec.names, status.acceptedNames) && isEstablished(definition)) return;
  const { acceptedNames, naming } = decideNames(definition, api);
  const now = timestamp();
  const named = withDefinitionCondition({ ...status, acceptedNames }, naming, now);
  if (isEstablished(definition)) {
    api.status(CustomResourceDefinitionKind, definition, named);
    return;
  }
  const installing = withDefinitionCondition(named, naming.status === 'True' ? INSTALLING : NOT_ACCEPTED, now);
  const noted = api.status(CustomResourceDefinitionKind, definition, installing);
  if (naming.status === 'True') api.status(CustomResourceDefinitionKind, noted, withDefinitionCondition(noted.status, ESTABLISHED, now));
}

const NOT_ACCEPTED = {
  type: 'Established',
  status: 'False',
  reason: 'NotAccepted',
  message: 'not all names are accepted',
};
const INSTALLING = {
  type: 'Established',
  status: 'False',
  reason: 'Installing',
  message: 'the initial names have been accepted',
};
const ESTABLISHED = {
  type: 'Established',
  status: 'True',
  reason: 'InitialNamesAccepted',
  message: 'the initial names have been accepted',
};

interface Decision {
  readonly acceptedNames: CustomResourceDefinitionNames;
  readonly naming: CustomResourceDefinitionCondition;
}

/** Which of the wanted names are free, or this definition's already. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/status/naming_controller.go calculateNamesAndConditions */
function decideNames({ metadata, spec, status }: CustomResourceDefinition, api: Client): Decision {
  const accepted = status.acceptedNames ?? { kind: '', plural: '' };
  const others = api
    .list(CustomResourceDefinitionKind)
    .filter((other) => other.spec.group === spec.group && other.metadata.name !== metadata.name)
    .flatMap((other) => other.status.acceptedNames ?? []);
  const resources = new Set(others.flatMap(({ plural, singular = '', shortNames = [] }) => [plural, singular, ...shortNames]));
  const kinds = new Set(others.flatMap(({ kind, listKind = '' }) => [kind, listKind]));
  const next: {
    -readonly [Name in keyof CustomResourceDefinitionNames]: CustomResourceDefinitionNames[Name];
  } = { ...accepted };
  let conflict: readonly [reason: string, message: string] | undefined;
  const { plural, singular = '', shortNames = [], kind, listKind = '', categories } = spec.names;
  const claim = (name: 'plural' | 'singular' | 'kind' | 'listKind', wanted: string, taken: ReadonlySet<string>): void => {
    if (taken.has(wanted)) conflict = [`${name[0]!.toUpperCase()}${name.slice(1)}Conflict`, `${goQuote(wanted)} is already in use`];
    else next[name] = wanted;
  };
  claim('plural', plural, resources);
  claim('singular', singular, resources);
  const problems = shortNames.filter((name) => resources.has(name)).map((name) => `${goQuote(name)} is already in use`);
  if (problems.length > 0) conflict = ['ShortNamesConflict', problems.length === 1 ? problems[0]! : `[${problems.join(', ')}]`];
  else if (shortNames.length > 0) next.shortNames = shortNames;
  else delete next.shortNames;
  claim('kind', kind, kinds);
  claim('listKind', listKind, kinds);
  if (categories === undefined) delete next.categories;
  else next.categories = categories;
  const [reason, message] = conflict ?? ['NoConflicts', 'no conflicts found'];
  const naming = {
    type: 'NamesAccepted',
    status: conflict === undefined ? 'True' : 'False',
    reason,
    message,
  };
  return { acceptedNames: next, naming };
}

/** kube: staging/src/k8s.io/apiextensions-apiserver/pkg/controller/finalizer/crd_finalizer.go sync */
function removeObjects(definition: CustomResourceDefinition, { api, timestamp, requeueAfter }: ReconcileContext): void {
  const tell = (object: CustomResourceDefinition, status: 'True' | 'False', reason: string, message: string): CustomResourceDefinition => {
    const next = withDefinitionCondition(object.status, { type: 'Terminating', status, reason, message }, timestamp());
    return api.status(CustomResourceDefinitionKind, object, next);
  };
  const going = tell(definition, 'True', 'InstanceDeletionInProgress', 'CustomResource deletion is in progress');
  const [kind] = isEstablished(going) ? kindsOf(going.spec) : [];
  if (kind !== undefined) {
    api.deleteCollection(kind, {});
    // Nobody waits for what finalizers hold, perhaps for ever.
    if (api.list(kind).length > 0) {
      requeueAfter(POLL_MILLIS, 'objects remain', { recurrent: true });
      return;
    }
  }
  const gone = isEstablished(going)
    ? tell(going, 'False', 'InstanceDeletionCompleted', 'removed all instances')
    : tell(going, 'False', 'NeverEstablished', 'resource was never established');
  const finalizers = gone.metadata.finalizers?.filter((finalizer) => finalizer !== CLEANUP_FINALIZER);
  api.patch(CustomResourceDefinitionKind, gone, { metadata: { finalizers } });
}
