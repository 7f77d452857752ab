import type { ControllerRevision } from '../../api/generated/types.ts';
import { invalid, required, type FieldError, type GoText } from '../../api/field-errors.ts';
import { same } from '../../base/merge.ts';
import { checkNotNegative, IMMUTABLE, type Draft, type Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';

/** All that is wrong with a ControllerRevision. kube: pkg/apis/apps/validation/validation.go ValidateControllerRevision, ValidateControllerRevisionUpdate */
export function validateControllerRevision(
  object: Draft<ControllerRevision>,
  old: Draft<ControllerRevision> | undefined,
): readonly FieldError[] {
  const found: Found = [...validateMetadata(object, old, { name: 'subdomain', namespaced: true })];
  if (object.data === undefined) found.push(required('data', 'data is mandatory'));
  checkNotNegative(object.revision, 'revision', found);
  if (old !== undefined && !same(object.data, old.data)) found.push(invalid('data', shownData(object.data), IMMUTABLE));
  return found;
}

/** The bytes of the text that the data are stored as. */
function shownData(data: unknown): GoText {
  const bytes = data === undefined ? [] : [...Buffer.from(JSON.stringify(data))].map((byte) => `0x${byte.toString(16)}`);
  return { go: `runtime.RawExtension{Raw:[]uint8{${bytes.join(', ')}}, Object:runtime.Object(nil)}` };
}
