import { ApiError } from '../../api/errors.ts';
import { goQuote } from '../../api/field-errors.ts';
import type { Container, EnvVarSource, ResourceFieldSelector } from '../../api/generated/types.ts';
import type { KubeObject } from '../../api/object.ts';
import { milliValue, value as valueOf } from '../../base/quantity.ts';
import { ConfigMapKind } from '../../kinds/configmap.ts';
import { SecretKind } from '../../kinds/secret.ts';
import type { Call } from '../command.ts';
import { KubectlError } from '../errors.ts';
import type { Chosen } from '../selection.ts';

/** Prints the variables of containers: their values, or where they come from unless `--resolve` asks for what is there. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/set_env.go RunEnv */
export function listEnv(call: Call, { kind, name, object }: Chosen, containers: readonly Container[]): void {
  for (const container of containers) {
    call.print(`# ${kind.kind} ${name}, container ${container.name}\n`);
    const lost = new Map<string, readonly string[]>();
    for (const { name: variable, value = '', valueFrom } of container.env ?? []) {
      if (valueFrom === undefined) {
        call.print(`${variable}=${value}\n`);
        continue;
      }
      const resolved = call.flags.is('resolve') ? resolve(call, valueFrom, object, container) : undefined;
      if (resolved?.value !== undefined) call.print(`${variable}=${resolved.value}\n`);
      else call.print(`# ${variable} from ${originOf(valueFrom)}\n`);
      if (resolved?.problem !== undefined) lost.set(resolved.problem, [...(lost.get(resolved.problem) ?? []), variable]);
    }
    const told = [...lost].map(([problem, names]) => `error retrieving reference for ${[...names].sort().join(', ')}: ${problem}\n`);
    call.complain(told.sort().join(''));
  }
}

/** kube: the same folder, env/env_resolve.go GetEnvVarRefString */
function originOf({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: EnvVarSource): string {
  if (configMapKeyRef !== undefined) return `configmap ${configMapKeyRef.name ?? ''}, key ${configMapKeyRef.key}`;
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name ?? ''}, key ${secretKeyRef.key}`;
  if (fieldRef !== undefined) return `field path ${fieldRef.fieldPath}`;
  if (resourceFieldRef === undefined) return 'invalid valueFrom';
  const { containerName = '', resource } = resourceFieldRef;
  return `resource field ${containerName === '' ? '' : `${containerName}/`}${resource}`;
}

interface Resolved {
  readonly value?: string;
  readonly problem?: string;
}

/** kube: the same file, GetEnvVarRefValue */
function resolve(call: Call, source: EnvVarSource, object: KubeObject, container: Container): Resolved {
  try {
    return { value: resolvedValue(call, source, object, container) };
  } catch (error) {
    if (error instanceof ApiError || error instanceof KubectlError) return { problem: error.message };
    throw error;
  }
}

function resolvedValue(
  { client, namespace }: Call,
  { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: EnvVarSource,
  object: KubeObject,
  container: Container,
): string {
  if (secretKeyRef !== undefined) {
    const { name = '', key } = secretKeyRef;
    const { data = {} } = client.get(SecretKind, name, namespace);
    if (!Object.hasOwn(data, key)) throw new KubectlError(`key ${key} not found in secret ${name}`);
    return Buffer.from(data[key]!, 'base64').toString('utf8');
  }
  if (configMapKeyRef !== undefined) {
    const { name = '', key } = configMapKeyRef;
    const { data = {} } = client.get(ConfigMapKind, name, namespace);
    if (!Object.hasOwn(data, key)) throw new KubectlError(`key ${key} not found in config map ${name}`);
    return data[key]!;
  }
  if (fieldRef !== undefined) return fieldValue(object, fieldRef.fieldPath);
  if (resourceFieldRef !== undefined) return amountOf(resourceFieldRef, container);
  throw new KubectlError('invalid valueFrom');
}

/** kube: the same file, extractFieldPathAsString */
function fieldValue({ metadata }: KubeObject, path: string): string {
  const [, map, key = ''] = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(path) ?? [];
  if (map !== undefined) return metadata[map as 'annotations' | 'labels']?.[key] ?? '';
  switch (path) {
    case 'metadata.annotations':
    case 'metadata.labels': {
      const entries = Object.entries(metadata[path === 'metadata.labels' ? 'labels' : 'annotations'] ?? {});
      const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
      return sorted.map(([each, text]) => `${each}=${goQuote(text)}`).join('\n');
    }
    case 'metadata.name':
    case 'metadata.namespace':
    case 'metadata.uid':
      return metadata[path.slice('metadata.'.length) as 'name' | 'namespace' | 'uid'] ?? '';
    default:
      throw new KubectlError(`unsupported fieldPath: ${path}`);
  }
}

/** How often the divisor goes into an amount, the rest counting as once. kube: the same file, extractContainerResourceValue */
function amountOf({ resource, divisor = '0' }: ResourceFieldSelector, { resources = {} }: Container): string {
  const [, list, name = ''] = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.exec(resource) ?? [];
  if (list === undefined) throw new KubectlError(`Unsupported container resource : ${resource}`);
  const amount = resources[list as 'limits' | 'requests']?.[name] ?? '0';
  const measure = name === 'cpu' ? milliValue : valueOf;
  const unit = measure(divisor) === 0 ? measure('1') : measure(divisor);
  return String(Math.ceil(measure(amount) / unit));
}
