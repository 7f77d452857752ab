import type { Affinity, Container, PodSpec, Toleration } from '../../api/generated/types.ts';
import { forbidden, goMap, invalid, required } from '../../api/field-errors.ts';
import { same } from '../../base/merge.ts';
import { inclusiveRangeMessage } from '../../base/name-rules.ts';
import type { Draft, Found } from './draft.ts';
import { forbiddenChange, isEquivalent } from './equivalence.ts';
import { checkTolerations } from './scheduling.ts';

type Spec = Draft<PodSpec>;

const MAX_INT32 = 2_147_483_647;
const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

/** Checks that a pod's spec changes only where it may. kube: pkg/apis/core/validation/validation.go ValidatePodUpdate */
export function checkPodUpdate(spec: Spec, old: Spec, found: Found): void {
  for (const field of ['containers', 'initContainers'] as const) {
    if (!checkImages(spec[field] ?? [], old[field] ?? [], `spec.${field}`, found)) return;
  }
  if (!checkDeadline(spec.activeDeadlineSeconds, old.activeDeadlineSeconds, found)) return;
  checkAddedTolerations(spec.tolerations ?? [], old.tolerations ?? [], found);
  checkRemovedGates(spec, old, found);
  if (isEquivalent(unchangeable(spec, old, found), old)) return;
  found.push(forbiddenChange('spec', `pod updates may not change fields other than ${CHANGEABLE.join(',')}`));
}

function checkImages(containers: readonly Draft<Container>[], old: readonly Draft<Container>[], path: string, found: Found): boolean {
  if (containers.length !== old.length) {
    found.push(forbidden(path, 'pod updates may not add or remove containers'));
    return false;
  }
  containers.forEach(({ image = '' }, i) => {
    if (image === '') found.push(required(`${path}[${i}].image`));
    if (image !== image.trim()) found.push(invalid(`${path}[${i}].image`, image, 'must not have leading or trailing whitespace'));
  });
  return true;
}

function checkDeadline(seconds: number | undefined, old: number | undefined, found: Found): boolean {
  const path = 'spec.activeDeadlineSeconds';
  if (seconds === undefined) {
    if (old !== undefined) found.push(invalid(path, null, 'must not update from a positive integer to nil value'));
    return true;
  }
  const isInRange = seconds >= 0 && seconds <= MAX_INT32;
  if (!isInRange) found.push(invalid(path, seconds, inclusiveRangeMessage(0, MAX_INT32)));
  else if (old !== undefined && old < seconds) found.push(invalid(path, seconds, 'must be less than or equal to previous value'));
  else return true;
  return false;
}

function checkAddedTolerations(tolerations: readonly Draft<Toleration>[], old: readonly Draft<Toleration>[], found: Found): void {
  const withoutSeconds = (toleration: Draft<Toleration>) => ({ ...toleration, tolerationSeconds: undefined });
  const isKept = old.every((one) => tolerations.some((other) => same(withoutSeconds(one), withoutSeconds(other))));
  if (!isKept) found.push(forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'));
  else checkTolerations(tolerations, 'spec.tolerations', found);
}

function checkRemovedGates({ schedulingGates: gates = [] }: Spec, { schedulingGates: old = [] }: Spec, found: Found): void {
  gates.forEach(({ name = '' }, i) => {
    if (old.some((gate) => gate.name === name)) return;
    found.push(forbidden(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`));
  });
}

/** The new spec with everything that may change as it was. */
function unchangeable(spec: Spec, old: Spec, found: Found): Spec {
  const oldImages = (field: 'containers' | 'initContainers') =>
    spec[field]?.map((container, i) => ({ ...container, image: old[field]?.[i]?.image }));
  const isRepaired = (old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1;
  return {
    ...spec,
    ...withGates(spec, old, found),
    containers: oldImages('containers'),
    initContainers: oldImages('initContainers'),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    tolerations: old.tolerations,
    schedulingGates: old.schedulingGates,
    ...(isRepaired ? { terminationGracePeriodSeconds: old.terminationGracePeriodSeconds } : {}),
  } as Spec;
}

/** A pod that waits at a gate may still be told where to go, but not somewhere else than it was told. */
function withGates(spec: Spec, old: Spec, found: Found): object {
  if ((old.schedulingGates ?? []).length === 0) return {};
  const selector = spec.nodeSelector ?? {};
  const isOnlyAdded = Object.entries(old.nodeSelector ?? {}).every(([key, value]) => selector[key] === value);
  if (!isOnlyAdded) {
    found.push(invalid('spec.nodeSelector', goMap(selector), 'only additions are allowed (no mutations or deletions)'));
  }
  const affinity: Draft<Affinity> = {
    ...spec.affinity,
    ...(old.affinity?.nodeAffinity === undefined ? {} : { nodeAffinity: old.affinity.nodeAffinity }),
  };
  const isNewAffinity = old.affinity?.nodeAffinity === undefined && spec.affinity?.nodeAffinity !== undefined;
  const { nodeAffinity: _, ...others } = affinity;
  const kept = isNewAffinity ? others : affinity;
  return { nodeSelector: old.nodeSelector, affinity: old.affinity === undefined && Object.keys(kept).length === 0 ? undefined : kept };
}
