import type { Container, ContainerPort, Pod, PodSpec, PodTemplateSpec } from '../../api/generated/types.ts';
import { parseQuantity } from '../../base/quantity.ts';
import type { Draft } from './draft.ts';
import { hostNameWarning } from './metadata.ts';

type Spec = Draft<PodSpec>;

// kube: pkg/api/node/util.go deprecatedNodeLabels
const DEPRECATED_NODE_LABELS: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
  ['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
  ['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
]);

/** What the API server warns the author of a new pod about. Updates of pods warn of nothing. */
export function podWarnings(pod: Draft<Pod>): readonly string[] {
  const name = hostNameWarning(pod.metadata?.name, "the Pod's hostname");
  return [...(name === undefined ? [] : [name]), ...podSpecWarnings(pod.spec ?? {}, 'spec')];
}

/** What the API server warns the author of a workload about: on create, and on updates that change the generation. */
export function workloadWarnings(name: string | undefined, template: Draft<PodTemplateSpec> | undefined): readonly string[] {
  const named = hostNameWarning(name, 'Pod names and hostnames');
  return [...(named === undefined ? [] : [named]), ...templateWarnings(template, 'spec.template')];
}

/** The same for a pod template that lies elsewhere. */
export function templateWarnings(template: Draft<PodTemplateSpec> | undefined, path: string): readonly string[] {
  return podSpecWarnings(template?.spec ?? {}, `${path}.spec`);
}

/** What is accepted in a pod spec and yet not meant. kube: pkg/api/pod/warnings.go */
function podSpecWarnings(spec: Spec, path: string): readonly string[] {
  const warnings: string[] = [];
  warnOfNodeLabels(spec, path, warnings);
  warnOfRepeated(
    (spec.hostAliases ?? []).map(({ ip = '' }) => ip),
    (i, ip) => `${path}.hostAliases[${i}].ip: duplicate ip "${ip}"`,
    warnings,
  );
  const secrets = (spec.imagePullSecrets ?? []).map(({ name = '' }) => name);
  warnOfRepeated(secrets, (i, name) => `${path}.imagePullSecrets[${i}].name: duplicate name "${name}"`, warnings);
  secrets.forEach((name, i) => {
    if (name === '') warnings.push(`${path}.imagePullSecrets[${i}].name: invalid empty name ""`);
  });
  for (const [container, at] of containersOf(spec, path)) {
    warnOfFractions(container, at, warnings);
    warnOfHiddenVariables(container, at, warnings);
  }
  warnOfPorts(spec, path, warnings);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    warnings.push(`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`);
  }
  return warnings;
}

function containersOf(spec: Spec, path: string): readonly (readonly [Draft<Container>, string])[] {
  return (['initContainers', 'containers'] as const).flatMap((field) =>
    (spec[field] ?? []).map((container, i) => [container, `${path}.${field}[${i}]`] as const),
  );
}

function warnOfNodeLabels(spec: Spec, path: string, warnings: string[]): void {
  for (const key of Object.keys(spec.nodeSelector ?? {}).sort()) {
    const advice = DEPRECATED_NODE_LABELS.get(key);
    if (advice !== undefined) warnings.push(`${path}.nodeSelector[${key}]: ${advice}`);
  }
  (spec.topologySpreadConstraints ?? []).forEach(({ topologyKey = '', labelSelector }, i) => {
    const at = `${path}.topologySpreadConstraints[${i}]`;
    const advice = DEPRECATED_NODE_LABELS.get(topologyKey);
    if (advice !== undefined) warnings.push(`${at}.topologyKey: ${topologyKey} is ${advice}`);
    if (labelSelector === undefined) warnings.push(`${at}.labelSelector: a null labelSelector results in matching no pod`);
  });
}

function warnOfRepeated(values: readonly string[], warning: (i: number, value: string) => string, warnings: string[]): void {
  const seen = new Set<string>();
  values.forEach((value, i) => {
    if (seen.has(value)) warnings.push(warning(i, value));
    seen.add(value);
  });
}

const NANOS_PER_UNIT = 1_000_000_000n;

function warnOfFractions({ resources = {} }: Draft<Container>, path: string, warnings: string[]): void {
  for (const name of ['memory', 'ephemeral-storage']) {
    for (const side of ['limits', 'requests'] as const) {
      const amount = resources[side]?.[name];
      if (amount === undefined || parseQuantity(amount).nanos % NANOS_PER_UNIT === 0n) continue;
      warnings.push(`${path}.resources.${side}[${name}]: fractional byte value "${amount}" is invalid, must be an integer`);
    }
  }
}

function warnOfHiddenVariables({ env = [] }: Draft<Container>, path: string, warnings: string[]): void {
  const seen = new Set<string>();
  env.forEach(({ name = '', value = '', valueFrom }, i) => {
    // A variable may build on the one it hides: X="$(X),more".
    const reference = `$(${name})`;
    const isHiding = valueFrom !== undefined || value === reference || !value.includes(reference);
    if (seen.has(name) && isHiding)
      warnings.push(`${path}.env[${i}]: hides previous definition of "${name}", which may be dropped when using apply`);
    seen.add(name);
  });
}

const MOST_TWINS = 20;

function warnOfPorts(spec: Spec, path: string, warnings: string[]): void {
  const all = new Map<string, { readonly at: string; readonly port: Draft<ContainerPort> }[]>();
  for (const [{ ports = [] }, container] of containersOf(spec, path)) {
    ports.forEach((port, i) => {
      const at = `${container}.ports[${i}]`;
      const key = `${port.containerPort ?? 0}/${port.protocol ?? ''}`;
      const others = all.get(key) ?? [];
      for (const other of others) {
        const word = clashOf(port, other.port);
        if (word !== undefined) warnings.push(`${at}: ${word} port definition with ${other.at}`);
      }
      // Enough to say what is wrong; a hostile list must not cost its square.
      if (others.length < MOST_TWINS) all.set(key, [...others, { at, port }]);
    });
  }
}

function clashOf(a: Draft<ContainerPort>, b: Draft<ContainerPort>): string | undefined {
  const [port, otherPort] = [a.hostPort ?? 0, b.hostPort ?? 0];
  const [ip, otherIp] = [a.hostIP ?? '', b.hostIP ?? ''];
  if (ip === otherIp && port === otherPort) return 'duplicate';
  if (port === 0 || otherPort === 0) return 'overlapping';
  return port === otherPort && (ip === '') !== (otherIp === '') ? 'dangerously ambiguous' : undefined;
}
