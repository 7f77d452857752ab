import type { PriorityClass } from '../../api/generated/types.ts';
import { forbidden, invalid, required, type FieldError } from '../../api/field-errors.ts';
import { SYSTEM_PRIORITY_CLASSES } from '../system-priorities.ts';
import { checkChoice } from './containers.ts';
import { IMMUTABLE, type Draft, type Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';

const SYSTEM_PREFIX = 'system-';
const MOST_VALUE = 1_000_000_000;

/** All that is wrong with a PriorityClass. kube: pkg/apis/scheduling/validation/validation.go */
export function validatePriorityClass(priorityClass: Draft<PriorityClass>, old: Draft<PriorityClass> | undefined): readonly FieldError[] {
  const { metadata = {}, value = 0, globalDefault = false, preemptionPolicy } = priorityClass;
  const found: Found = [...validateMetadata(priorityClass, old, { name: 'subdomain', namespaced: false })];
  if (old !== undefined) {
    if (value !== old.value) found.push(forbidden('value', 'may not be changed in an update.'));
    if (preemptionPolicy !== old.preemptionPolicy) found.push(invalid('preemptionPolicy', preemptionPolicy, IMMUTABLE));
    return found;
  }
  const name = metadata.name ?? '';
  if (name.startsWith(SYSTEM_PREFIX)) checkSystemClass(name, value, globalDefault, found);
  else if (value > MOST_VALUE) found.push(forbidden('value', `maximum allowed value of a user defined priority is ${MOST_VALUE}`));
  if (preemptionPolicy === '') found.push(required('preemptionPolicy'));
  else if (preemptionPolicy !== undefined) checkChoice(preemptionPolicy, ['PreemptLowerPriority', 'Never'], 'preemptionPolicy', found);
  return found;
}

/** kube: pkg/apis/scheduling/v1/helpers.go IsKnownSystemPriorityClass */
function checkSystemClass(name: string, value: number, globalDefault: boolean, found: Found): void {
  const known = SYSTEM_PRIORITY_CLASSES.find((system) => system.name === name);
  const why =
    known === undefined
      ? `${name} is not a known system priority class`
      : known.value !== value
        ? `value of ${name} PriorityClass must be ${known.value}`
        : globalDefault
          ? `globalDefault of ${name} PriorityClass must be false`
          : undefined;
  if (why === undefined) return;
  const rule = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${why}`;
  found.push(forbidden('metadata.name', rule));
}
