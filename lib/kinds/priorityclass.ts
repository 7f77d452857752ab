import type { PriorityClass as Fields } from '../api/generated/types.ts';
import { ageColumn, defineKind, nameColumn } from '../api/kind.ts';
import type { Stored } from '../api/object.ts';
import { validatePriorityClass } from './validation/priorityclass.ts';

/** A PriorityClass as it is stored. */
export type PriorityClass = Stored<Fields>;

const DEFAULT_PREEMPTION_POLICY = 'PreemptLowerPriority';

/** `scheduling.k8s.io/v1` PriorityClass. */
export const PriorityClassKind = defineKind<PriorityClass>({
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  short: ['pc'],
  scope: 'Cluster',
  // kube: pkg/printers/internalversion/printers.go printPriorityClass
  columns: [
    nameColumn,
    { name: 'Value', type: 'integer', cell: ({ value }) => value },
    { name: 'Global-Default', type: 'boolean', cell: ({ globalDefault = false }) => String(globalDefault) },
    ageColumn,
    { name: 'PreemptionPolicy', cell: ({ preemptionPolicy }) => preemptionPolicy },
  ],
  indexes: [{ name: 'default', keys: ({ globalDefault }) => (globalDefault === true ? [''] : []) }],
  // kube: pkg/apis/scheduling/v1/defaults.go SetDefaults_PriorityClass
  defaults: (priorityClass) => {
    const { value = 0, preemptionPolicy = DEFAULT_PREEMPTION_POLICY } = priorityClass as Partial<PriorityClass>;
    if (priorityClass.value === value && priorityClass.preemptionPolicy === preemptionPolicy) return priorityClass;
    return { ...priorityClass, value, preemptionPolicy };
  },
  // kube: pkg/registry/scheduling/priorityclass/strategy.go PrepareForCreate
  bumpsGeneration: () => false,
  validate: (priorityClass, old) => validatePriorityClass(priorityClass, old),
});
