import type {
  ConfigMapKeySelector,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  ObjectFieldSelector,
  ResourceFieldSelector,
} from '../../api/generated/types.ts';
import { invalid, notSupported, required } from '../../api/field-errors.ts';
import { configKeyProblems, envNameProblems, qualifiedNameProblems, subdomainProblems } from '../../base/name-rules.ts';
import { parseQuantity } from '../../base/quantity.ts';
import { checkText, remembered, type Draft, type Found } from './draft.ts';

/** Fields of the pod that an environment variable may show. */
const ENV_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
// kube: pkg/apis/core/pods/helpers.go ConvertDownwardAPIFieldLabel
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...ENV_FIELDS,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.host',
  'status.phase',
]);
const RESOURCE_FIELDS = ['cpu', 'ephemeral-storage', 'memory'].flatMap((name) => [`limits.${name}`, `requests.${name}`]).sort();
const HUGE_PAGES_FIELD = /^(?:requests|limits)\.hugepages-/;
const UNITS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
const SEVERAL = 'may not have more than one field specified at a time';

/** Checks the environment variables of a container. kube: pkg/apis/core/validation/validation.go ValidateEnv */
export const checkEnv = remembered<readonly Draft<EnvVar>[]>((variables, path, found) => {
  variables.forEach(({ name = '', value = '', valueFrom }, i) => {
    if (name === '') found.push(required(`${path}[${i}].name`));
    else checkText(envNameProblems, name, `${path}[${i}].name`, found);
    if (valueFrom !== undefined) checkSource(valueFrom, value, `${path}[${i}].valueFrom`, found);
  });
});

function checkSource(source: Draft<EnvVarSource>, value: string, path: string, found: Found): void {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef !== undefined) checkFieldRef(fieldRef, ENV_FIELDS, `${path}.fieldRef`, found);
  if (resourceFieldRef !== undefined) checkResourceFieldRef(resourceFieldRef, false, `${path}.resourceFieldRef`, found);
  if (configMapKeyRef !== undefined) checkKeyRef(configMapKeyRef, `${path}.configMapKeyRef`, found);
  if (secretKeyRef !== undefined) checkKeyRef(secretKeyRef, `${path}.secretKeyRef`, found);
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter((one) => one !== undefined).length;
  if (count === 0) {
    found.push(invalid(path, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'));
  } else if (value !== '') found.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  else if (count > 1) found.push(invalid(path, '', SEVERAL));
}

function checkKeyRef({ name = '', key = '' }: Draft<ConfigMapKeySelector>, path: string, found: Found): void {
  checkText(subdomainProblems, name, `${path}.name`, found);
  if (key === '') found.push(required(`${path}.key`));
  else checkText(configKeyProblems, key, `${path}.key`, found);
}

/** Checks a reference to a field of the pod; `supported` are the fields without a subscript. */
export function checkFieldRef(ref: Draft<ObjectFieldSelector>, supported: readonly string[], path: string, found: Found): void {
  const { apiVersion = '', fieldPath = '' } = ref;
  if (apiVersion === '') found.push(required(`${path}.apiVersion`));
  else if (fieldPath === '') found.push(required(`${path}.fieldPath`));
  else {
    const problem = fieldPathProblem(apiVersion, fieldPath);
    if (problem !== undefined) {
      found.push(invalid(`${path}.fieldPath`, fieldPath, `error converting fieldPath: ${problem}`));
      return;
    }
    const subscripted = subscriptOf(fieldPath);
    const internal = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath;
    if (subscripted !== undefined) {
      const [map, key] = subscripted;
      checkText(qualifiedNameProblems, map === 'metadata.annotations' ? key.toLowerCase() : key, path, found);
    } else if (!supported.includes(internal)) found.push(notSupported(`${path}.fieldPath`, internal, [...supported].sort()));
  }
}

function fieldPathProblem(apiVersion: string, fieldPath: string): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  const subscripted = subscriptOf(fieldPath);
  if (subscripted === undefined) return KNOWN_FIELDS.has(fieldPath) ? undefined : `field label not supported: ${fieldPath}`;
  const isMap = subscripted[0] === 'metadata.annotations' || subscripted[0] === 'metadata.labels';
  return isMap ? undefined : `field label does not support subscript: ${fieldPath}`;
}

function subscriptOf(fieldPath: string): readonly [path: string, key: string] | undefined {
  if (!fieldPath.endsWith("']")) return undefined;
  const open = fieldPath.indexOf("['");
  return open <= 0 ? undefined : [fieldPath.slice(0, open), fieldPath.slice(open + 2, -2)];
}

/** Checks a reference to a container's request or limit; a volume's must name the container. */
export function checkResourceFieldRef(ref: Draft<ResourceFieldSelector>, isVolume: boolean, path: string, found: Found): void {
  const { containerName = '', resource = '', divisor = '0' } = ref;
  if (isVolume && containerName === '') found.push(required(`${path}.containerName`));
  else if (resource === '') found.push(required(`${path}.resource`));
  else if (!RESOURCE_FIELDS.includes(resource) && !HUGE_PAGES_FIELD.test(resource)) {
    found.push(notSupported(`${path}.resource`, resource, RESOURCE_FIELDS));
  }
  if (parseQuantity(divisor).nanos === 0n) return;
  const refuse = (rule: string): void => {
    found.push(invalid(`${path}.divisor`, resource, `only divisor's values ${rule}`));
  };
  const kind = resource.replace(/^(?:limits|requests)\./, '');
  if (kind === 'cpu' && divisor !== '1' && divisor !== '1m') refuse('1m and 1 are supported with the cpu resource');
  if (UNITS.includes(divisor)) return;
  if (kind === 'memory') refuse(`${UNITS.join(', ')} are supported with the memory resource`);
  if (kind === 'ephemeral-storage') refuse(`${UNITS.join(', ')} are supported with the local ephemeral storage resource`);
  if (kind.startsWith('hugepages-')) refuse(`${UNITS.join(', ')} are supported with the hugepages resource`);
}

/** Checks the config maps and secrets whose keys become environment variables. */
export const checkEnvFrom = remembered<readonly Draft<EnvFromSource>[]>((sources, path, found) => {
  sources.forEach(({ prefix = '', configMapRef, secretRef }, i) => {
    if (prefix !== '') checkText(envNameProblems, prefix, `${path}[${i}].prefix`, found);
    for (const [field, ref] of [['configMapRef', configMapRef] as const, ['secretRef', secretRef] as const]) {
      if (ref === undefined) continue;
      const { name = '' } = ref;
      if (name === '') found.push(required(`${path}[${i}].${field}.name`));
      else for (const problem of subdomainProblems(name)) found.push(invalid(`${path}[${i}].${field}.name`, name, problem));
    }
    if (configMapRef === undefined && secretRef === undefined) {
      found.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (configMapRef !== undefined && secretRef !== undefined) found.push(invalid(path, '', SEVERAL));
  });
});
