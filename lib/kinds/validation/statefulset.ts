import type { StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from '../../api/generated/types.ts';
import {
  forbidden,
  goLabelSelector,
  goPointer,
  goStruct,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../api/field-errors.ts';
import { checkNotNegative, type Draft, type Found } from './draft.ts';
import { isEquivalent } from './equivalence.ts';
import { checkTemplateMetadata } from './pod-template.ts';
import { checkSelector, checkTemplateLabels, checkTemplateLife, checkWorkloadMetadata, understoodSelector } from './workload.ts';

type Spec = Draft<StatefulSetSpec>;

const POLICIES = ['Retain', 'Delete'];
const CHANGEABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;

/** All that is wrong with a StatefulSet. kube: pkg/apis/apps/validation/validation.go ValidateStatefulSet, ValidateStatefulSetUpdate */
export function validateStatefulSet(statefulSet: Draft<StatefulSet>, old: Draft<StatefulSet> | undefined): readonly FieldError[] {
  const found: Found = [];
  const { spec = {} } = statefulSet;
  const { podManagementPolicy = '', persistentVolumeClaimRetentionPolicy: retention } = spec;
  checkWorkloadMetadata(statefulSet, old, 'label', found);
  if (podManagementPolicy === '') found.push(required('spec.podManagementPolicy'));
  else if (podManagementPolicy !== 'OrderedReady' && podManagementPolicy !== 'Parallel')
    found.push(invalid('spec.podManagementPolicy', podManagementPolicy, "must be 'OrderedReady' or 'Parallel'"));
  checkStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy', found);
  for (const field of ['whenDeleted', 'whenScaled'] as const) {
    const policy = retention?.[field] ?? '';
    if (retention !== undefined && !POLICIES.includes(policy))
      found.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${field}`, policy, POLICIES));
  }
  checkNotNegative(spec.replicas, 'spec.replicas', found);
  checkNotNegative(spec.minReadySeconds, 'spec.minReadySeconds', found);
  checkNotNegative(spec.ordinals?.start, 'spec.ordinals.start', found);
  checkSelector(spec.selector, 'statefulset', found);
  checkStatefulTemplate(spec, found);
  if (old !== undefined) checkUnchanged(spec, old.spec ?? {}, found);
  return found;
}

/** kube: the same file, validateRollingUpdateStatefulSet */
function checkStrategy({ type = '', rollingUpdate }: Draft<StatefulSetUpdateStrategy>, path: string, found: Found): void {
  if (type === '') found.push(required(path));
  else if (type === 'RollingUpdate') checkNotNegative(rollingUpdate?.partition, `${path}.rollingUpdate.partition`, found);
  else if (type !== 'OnDelete') {
    const shown = goStruct('apps.StatefulSetUpdateStrategy', [
      ['Type', type],
      ['RollingUpdate', goPointer('apps.RollingUpdateStatefulSetStrategy', rollingUpdate !== undefined)],
    ]);
    found.push(invalid(path, shown, "must be 'RollingUpdate' or 'OnDelete'"));
  } else if (rollingUpdate !== undefined) {
    const shown = goStruct('apps.RollingUpdateStatefulSetStrategy', [
      ['Partition', rollingUpdate.partition ?? 0],
      ['MaxUnavailable', goPointer('intstr.IntOrString', false)],
    ]);
    found.push(invalid(`${path}.rollingUpdate`, shown, "only allowed for updateStrategy 'RollingUpdate'"));
  }
}

// The pods are not looked at: their volumes come from claims that do not exist yet.
function checkStatefulTemplate({ selector, template = {} }: Spec, found: Found): void {
  const understood = understoodSelector(selector);
  if (understood === 'not understood') found.push(invalid('spec.selector', goLabelSelector(selector ?? {}), ''));
  else {
    if (understood === undefined || understood.length > 0) checkTemplateLabels(understood, template, found);
    checkTemplateMetadata(template, 'spec.template', found);
  }
  checkTemplateLife(template, 'StatefulSet', found);
}

function checkUnchanged(spec: Spec, old: Spec, found: Found): void {
  const asBefore: Spec = { ...spec, ...Object.fromEntries(CHANGEABLE.map((field) => [field, old[field]])) };
  if (isEquivalent(asBefore, old)) return;
  const names = CHANGEABLE.map((field) => `'${field}'`);
  const rule = `updates to statefulset spec for fields other than ${names.slice(0, -1).join(', ')} and ${names.at(-1)!} are forbidden`;
  found.push(forbidden('spec', rule));
}
