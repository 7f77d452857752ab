import type { Secret } from '../../api/generated/types.ts';
import { forbidden, invalid, required, tooLong, type FieldError } from '../../api/field-errors.ts';
import { isMapping, same } from '../../base/merge.ts';
import { configKeyProblems } from '../../base/name-rules.ts';
import { checkText, IMMUTABLE, type Draft, type Found } from './draft.ts';
import { checkMetadataUpdate, checkNewMetadata } from './metadata.ts';

const MAX_BYTES = 1024 * 1024;
const SEALED = 'field is immutable when `immutable` is set';
const REDACTED = '<secret contents redacted>';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';

type Data = Readonly<Record<string, string>>;

/** What a type asks of the data. kube: pkg/apis/core/validation/validation.go ValidateSecret */
const TYPES: ReadonlyMap<string, (data: Data, found: Found) => void> = new Map([
  ['kubernetes.io/dockercfg', (data, found) => checkJson(data, '.dockercfg', found)],
  ['kubernetes.io/dockerconfigjson', (data, found) => checkJson(data, '.dockerconfigjson', found)],
  // Either is enough, and both may be empty.
  [
    'kubernetes.io/basic-auth',
    (data, found) => (has(data, 'username') || has(data, 'password') ? undefined : demand(data, ['username', 'password'], found)),
  ],
  ['kubernetes.io/ssh-auth', (data, found) => ((data['ssh-privatekey'] ?? '') === '' ? demand({}, ['ssh-privatekey'], found) : undefined)],
  ['kubernetes.io/tls', (data, found) => demand(data, ['tls.crt', 'tls.key'], found)],
]);

/** All that is wrong with a secret. kube: the same file, ValidateSecret, ValidateSecretUpdate */
export function validateSecret(secret: Draft<Secret>, old: Draft<Secret> | undefined): readonly FieldError[] {
  const found: Found = [];
  const { metadata = {}, data = {}, type = '' } = secret;
  if (old === undefined) checkNewMetadata(metadata, { name: 'subdomain', namespaced: true }, found);
  else {
    checkMetadataUpdate(metadata, old.metadata ?? {}, found);
    if (type !== old.type) found.push(invalid('type', type, IMMUTABLE));
    if (old.immutable === true) checkUnchanged(secret, old, found);
  }
  let bytes = 0;
  for (const key of Object.keys(data).sort()) {
    checkText(configKeyProblems, key, `data[${key}]`, found);
    bytes += Buffer.byteLength(data[key]!, 'base64');
  }
  if (bytes > MAX_BYTES) found.push(tooLong('data', MAX_BYTES));
  if (type === 'kubernetes.io/service-account-token' && (metadata.annotations?.[ACCOUNT_NAME] ?? '') === '')
    found.push(required(`metadata.annotations[${ACCOUNT_NAME}]`));
  TYPES.get(type)?.(data, found);
  return found;
}

function checkUnchanged(secret: Draft<Secret>, old: Draft<Secret>, found: Found): void {
  if (secret.immutable !== true) found.push(forbidden('immutable', SEALED));
  if (!same(secret.data ?? {}, old.data ?? {})) found.push(forbidden('data', SEALED));
}

function has(data: Data, key: string): boolean {
  return Object.hasOwn(data, key);
}

function demand(data: Data, keys: readonly string[], found: Found): void {
  for (const key of keys) if (!has(data, key)) found.push(required(`data[${key}]`));
}

function checkJson(data: Data, key: string, found: Found): void {
  demand(data, [key], found);
  const problem = has(data, key) ? jsonProblem(Buffer.from(data[key]!, 'base64').toString('utf8')) : undefined;
  if (problem !== undefined) found.push(invalid(`data[${key}]`, REDACTED, problem));
}

/** What Go says of a text that is no JSON object; undefined for one that is. kube: Go's encoding/json Unmarshal into a map */
function jsonProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || isMapping(value)) return undefined;
    const what = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    return `json: cannot unmarshal ${what} into Go value of type map[string]interface {}`;
  } catch {
    const [first] = text.trimStart();
    const isBegun = first === undefined || /[[{"\-0-9]/.test(first);
    // unlike kube: JSON that goes wrong after its first character is said to break off, whatever it is that is wrong
    return isBegun ? 'unexpected end of JSON input' : `invalid character '${first}' looking for beginning of value`;
  }
}
