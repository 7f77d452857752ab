import type { Condition } from '../../api/generated/types.ts';
import { duplicate, invalid, notSupported, required, tooLong } from '../../api/field-errors.ts';
import { byteLength, qualifiedNameProblems } from '../../base/name-rules.ts';
import { checkText, type Draft, type Found } from './draft.ts';

const STATUSES = ['False', 'True', 'Unknown'];
const MAX_REASON_BYTES = 1024;
const MAX_MESSAGE_BYTES = 32 * 1024;
const REASON = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const REASON_RULE =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";

/** Checks conditions in the form that newer kinds have. kube: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateConditions */
export function checkConditions(conditions: readonly Draft<Condition>[], path: string, found: Found): void {
  const types = new Set<string>();
  conditions.forEach((condition, i) => {
    const { type = '' } = condition;
    if (types.has(type)) found.push(duplicate(`${path}[${i}].type`, type));
    types.add(type);
    checkCondition(condition, `${path}[${i}]`, found);
  });
}

function checkCondition(condition: Draft<Condition>, path: string, found: Found): void {
  const { type = '', status = '', observedGeneration = 0, lastTransitionTime = '', reason = '', message = '' } = condition;
  checkText(qualifiedNameProblems, type, `${path}.type`, found);
  if (!STATUSES.includes(status)) found.push(notSupported(`${path}.status`, status, STATUSES));
  if (observedGeneration < 0)
    found.push(invalid(`${path}.observedGeneration`, observedGeneration, 'must be greater than or equal to zero'));
  if (lastTransitionTime === '') found.push(required(`${path}.lastTransitionTime`, 'must be set'));
  if (reason === '') found.push(required(`${path}.reason`, 'must be set'));
  else {
    if (!REASON.test(reason)) found.push(invalid(`${path}.reason`, reason, REASON_RULE));
    if (byteLength(reason) > MAX_REASON_BYTES) found.push(tooLong(`${path}.reason`, MAX_REASON_BYTES));
  }
  if (byteLength(message) > MAX_MESSAGE_BYTES) found.push(tooLong(`${path}.message`, MAX_MESSAGE_BYTES));
}
