import type { ConfigMap } from '../../api/generated/types.ts';
import { forbidden, invalid, tooLong, type FieldError } from '../../api/field-errors.ts';
import { same } from '../../base/merge.ts';
import { byteLength, configKeyProblems } from '../../base/name-rules.ts';
import { checkText, type Draft, type Found } from './draft.ts';
import { checkMetadataUpdate, checkNewMetadata } from './metadata.ts';

const MAX_BYTES = 1024 * 1024;
const IMMUTABLE = 'field is immutable when `immutable` is set';

/** All that is wrong with a config map. kube: pkg/apis/core/validation/validation.go ValidateConfigMap */
export function validateConfigMap(configMap: Draft<ConfigMap>, old: Draft<ConfigMap> | undefined): readonly FieldError[] {
  const found: Found = [];
  const { metadata = {}, data = {}, binaryData = {} } = configMap;
  if (old === undefined) checkNewMetadata(metadata, { name: 'subdomain', namespaced: true }, found);
  else {
    checkMetadataUpdate(metadata, old.metadata ?? {}, found);
    if (old.immutable === true) checkUnchanged(configMap, old, found);
  }
  let bytes = 0;
  for (const key of Object.keys(data).sort()) {
    checkText(configKeyProblems, key, `data[${key}]`, found);
    if (Object.hasOwn(binaryData, key)) found.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
    bytes += byteLength(data[key]!);
  }
  for (const key of Object.keys(binaryData).sort()) {
    checkText(configKeyProblems, key, `binaryData[${key}]`, found);
    bytes += Buffer.byteLength(binaryData[key]!, 'base64');
  }
  if (bytes > MAX_BYTES) found.push(tooLong('', MAX_BYTES));
  return found;
}

function checkUnchanged(configMap: Draft<ConfigMap>, old: Draft<ConfigMap>, found: Found): void {
  if (configMap.immutable !== true) found.push(forbidden('immutable', IMMUTABLE));
  for (const field of ['data', 'binaryData'] as const) {
    if (!same(configMap[field] ?? {}, old[field] ?? {})) found.push(forbidden(field, IMMUTABLE));
  }
}
