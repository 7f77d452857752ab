import type {
  CustomResourceDefinition as Fields,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionStatus,
} from '../api/generated/types.ts';
import { defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { same } from '../base/merge.ts';
import { filled, mapped, withFields } from '../base/with-fields.ts';
import { validateCustomResourceDefinition } from './validation/customresourcedefinition.ts';

/** A CustomResourceDefinition as it is stored. */
export type CustomResourceDefinition = Stored<Fields> & {
  readonly spec: CustomResourceDefinitionSpec;
  readonly status: CustomResourceDefinitionStatus;
};

/** What keeps a definition until its objects are gone. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** `apiextensions.k8s.io/v1` CustomResourceDefinition. */
export const CustomResourceDefinitionKind = defineKind<CustomResourceDefinition>({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  short: ['crd', 'crds'],
  categories: ['api-extensions'],
  scope: 'Cluster',
  hasStatus: true,
  mayUpdateUnconditionally: false,
  // kube: staging/src/k8s.io/apiserver/pkg/registry/rest/table.go defaultTableConvertor
  columns: [
    nameColumn,
    {
      name: 'Created At',
      type: 'date',
      cell: ({ metadata }) => metadata.creationTimestamp,
    },
  ],
  defaults: withDefaults,
  // kube: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go PrepareForCreate
  prepareCreate: (definition) => ({
    ...definition,
    status: withStorage({ acceptedNames: { kind: '', plural: '' } }, definition.spec),
  }),
  prepareUpdate: (definition) =>
    withFields(definition, {
      status: withStorage(definition.status, definition.spec),
    }),
  bumpsGeneration: (definition, old) => !same(definition.spec, old.spec),
  validate: (definition, old) => validateCustomResourceDefinition(definition, old),
  // kube: the same folder, etcd.go Delete
  markDeleted: (definition) => {
    const message = 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon';
    const { deletionTimestamp = '', finalizers = [] } = definition.metadata;
    return {
      ...definition,
      metadata: {
        ...definition.metadata,
        finalizers: [...new Set([...finalizers, CLEANUP_FINALIZER])],
      },
      status: withDefinitionCondition(
        definition.status,
        {
          type: 'Terminating',
          status: 'True',
          reason: 'InstanceDeletionPending',
          message,
        },
        deletionTimestamp,
      ),
    };
  },
});

/** The status with one condition set, in its place; the time of its transition stays while its status does. kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apihelpers/helpers.go SetCRDCondition */
export function withDefinitionCondition(
  status: CustomResourceDefinitionStatus,
  condition: CustomResourceDefinitionCondition,
  now: string,
): CustomResourceDefinitionStatus {
  const { conditions = [] } = status;
  const old = conditions.find(({ type }) => type === condition.type);
  const lastTransitionTime = old?.status === condition.status ? (old.lastTransitionTime ?? now) : now;
  const { type, reason, message } = condition;
  const next = {
    lastTransitionTime,
    message: message ?? '',
    reason: reason ?? '',
    status: condition.status,
    type,
  };
  return {
    ...status,
    conditions: old === undefined ? [...conditions, next] : conditions.map((each) => (each === old ? next : each)),
  };
}

/** The version that is stored from now on is one that was stored. */
function withStorage(
  status: CustomResourceDefinitionStatus,
  { versions = [] }: Partial<CustomResourceDefinitionSpec>,
): CustomResourceDefinitionStatus {
  const { storedVersions = [] } = status;
  const { name } = versions.find(({ storage }) => storage) ?? {};
  return name === undefined || storedVersions.includes(name) ? status : { ...status, storedVersions: [...storedVersions, name] };
}

type Version = CustomResourceDefinitionSpec['versions'][number];

function filledVersion({ name = '', served = false, storage = false }: Partial<Version>): Pick<Version, 'name' | 'served' | 'storage'> {
  return { name, served, storage };
}

/** kube: staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go */
function withDefaults(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { spec = {} as CustomResourceDefinitionSpec } = definition as Partial<CustomResourceDefinition>;
  const { names = { kind: '', plural: '' }, group = '', scope = '', versions = [] } = spec as Partial<CustomResourceDefinitionSpec>;
  const { kind = '', plural = '' } = names as Partial<typeof names>;
  const full = withFields(names, {
    kind,
    plural,
    singular: filled(names.singular) ?? filled(kind.toLowerCase()),
    listKind: filled(names.listKind) ?? (kind === '' ? undefined : `${kind}List`),
  });
  const strategy = filled(spec.conversion?.strategy) ?? 'None';
  const conversion = withFields(spec.conversion ?? { strategy }, { strategy });
  const served = mapped(versions, (version) => withFields(version, filledVersion(version)));
  return withFields(definition, {
    spec: withFields(spec, {
      group,
      scope,
      names: full,
      conversion,
      versions: served,
    }),
  });
}
