import type { Container, EnvFromSource, EnvVar, ResourceFieldSelector } from '../../api/generated/types.ts';
import { milliValue, value } from '../../base/quantity.ts';
import type { KubeObject } from '../../api/object.ts';
import { lines, under, type Lines } from './lines.ts';

/** Where a container's variables come from. `pod` is the pod it is in; in a template there is none. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeContainerEnvFrom, describeContainerEnvVars */
export function environmentLines(container: Container, pod: KubeObject | undefined): Lines {
  const { env = [], envFrom = [] } = container;
  return lines(
    envFrom.length === 0 ? undefined : under('Environment Variables from', envFrom.map(sourceLine)),
    env.length === 0
      ? 'Environment:\t<none>'
      : under(
          'Environment',
          env.flatMap((variable) => variableLines(variable, container, pod)),
        ),
  );
}

function sourceLine({ prefix = '', configMapRef, secretRef }: EnvFromSource): string {
  const { name = '', optional = false } = configMapRef ?? secretRef ?? {};
  const from = configMapRef !== undefined ? 'ConfigMap' : secretRef !== undefined ? 'Secret' : '';
  return `${name}\t${prefix === '' ? from : `${from} with prefix '${prefix}'`}\tOptional: ${optional}`;
}

function variableLines({ name, value: text = '', valueFrom }: EnvVar, container: Container, pod: KubeObject | undefined): Lines {
  if (valueFrom === undefined) {
    const [first = '', ...others] = text.split('\n');
    return [`${name}:\t${first}`, ...others.map((line) => `\t${line}`)];
  }
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef !== undefined) {
    const { apiVersion = '', fieldPath } = fieldRef;
    return [`${name}:\t${fieldOf(pod, fieldPath)} (${apiVersion}:${fieldPath})`];
  }
  if (resourceFieldRef !== undefined) return [`${name}:\t${resourceText(resourceFieldRef, container)} (${resourceFieldRef.resource})`];
  if (secretKeyRef !== undefined) {
    const { key, name: secret = '', optional = false } = secretKeyRef;
    return [`${name}:\t<set to the key '${key}' in secret '${secret}'>\tOptional: ${optional}`];
  }
  if (configMapKeyRef === undefined) return [];
  const { key, name: map = '', optional = false } = configMapKeyRef;
  return [`${name}:\t<set to the key '${key}' of config map '${map}'>\tOptional: ${optional}`];
}

/** kubectl knows no other fields of a pod than those every object can be selected by. kube: the same file, EnvValueRetriever */
function fieldOf(pod: KubeObject | undefined, path: string): string {
  if (path === 'metadata.name') return pod?.metadata.name ?? '';
  return path === 'metadata.namespace' ? (pod?.metadata.namespace ?? '') : '';
}

const KNOWN_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** A limit or request, divided and rounded up. kube: staging/src/k8s.io/kubectl/pkg/util/resource/resource.go ExtractContainerResourceValue */
function resourceText({ resource, divisor = '0' }: ResourceFieldSelector, { resources }: Container): string {
  const [side = '', name = ''] = resource.split(/\.(.*)/s);
  const isKnown = KNOWN_RESOURCES.has(name) || name.startsWith('hugepages-');
  if (!isKnown || (side !== 'limits' && side !== 'requests')) return '';
  const amountOf = name === 'cpu' ? milliValue : value;
  const unit = amountOf(divisor) === 0 ? '1' : divisor;
  const text = String(Math.ceil(amountOf(resources?.[side]?.[name] ?? '0') / amountOf(unit)));
  return text === '0' && (resource === 'limits.cpu' || resource === 'limits.memory') ? 'node allocatable' : text;
}
