import type { Container, ContainerPort, EphemeralContainer, PodSpec } from '../../api/generated/types.ts';
import { duplicate, forbidden, invalid, notFound, notSupported, required } from '../../api/field-errors.ts';
import { label1123Problems, portNameProblems, portNumberProblems } from '../../base/name-rules.ts';
import { checkText, remembered, type Draft, type Found } from './draft.ts';
import { checkEnv, checkEnvFrom } from './env.ts';
import { checkLifecycle, checkLivenessProbe, checkReadinessProbe } from './probes.ts';
import { checkClaims, checkResources } from './resources.ts';
import { checkSecurityContext } from './security.ts';
import { checkDevices, checkMounts, type Volumes } from './volumes.ts';

/** What of a pod its containers depend on. */
export interface ContainerContext {
  readonly spec: Draft<PodSpec>;
  readonly volumes: Volumes;
  readonly claims: ReadonlySet<string>;
}

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const SIDECARS_ONLY = 'may not be set for init containers without restartPolicy=Always';
const NOT_EPHEMERAL = 'cannot be set for an Ephemeral Container';

/** Checks the regular containers. kube: pkg/apis/core/validation/validation.go validateContainers */
export function checkContainers(context: ContainerContext, path: string, found: Found): void {
  const { containers = [], terminationGracePeriodSeconds: grace } = context.spec;
  if (containers.length === 0) {
    found.push(required(path));
    return;
  }
  const names = new Set<string>();
  containers.forEach((container, i) => {
    const at = `${path}[${i}]`;
    checkAnyContainer(container, context, at, found);
    const { name = '' } = container;
    if (names.has(name)) found.push(duplicate(`${at}.name`, name));
    names.add(name);
    checkLife(container, grace, at, found);
    if (container.restartPolicy !== undefined) found.push(forbidden(`${at}.restartPolicy`, 'may not be set for non-init containers'));
  });
  const hostPorts = new Set<string>();
  containers.forEach((container, i) => {
    checkHostPorts(container, hostPorts, `${path}[${i}]`, found);
  });
}

/** Checks the init containers, sidecars among them. kube: validation.go validateInitContainers */
export function checkInitContainers(context: ContainerContext, path: string, found: Found): void {
  const { containers = [], initContainers = [], terminationGracePeriodSeconds: grace } = context.spec;
  const names = new Set(containers.map(({ name = '' }) => name));
  initContainers.forEach((container, i) => {
    const at = `${path}[${i}]`;
    const { name = '', restartPolicy } = container;
    checkAnyContainer(container, context, at, found);
    if (restartPolicy !== undefined && restartPolicy !== 'Always')
      found.push(notSupported(`${at}.restartPolicy`, restartPolicy, ['Always']));
    if (names.has(name)) found.push(duplicate(`${at}.name`, name));
    else if (name !== '') names.add(name);
    // Init containers run one after another; upstream counts each from zero.
    checkHostPorts(container, new Set(), `${path}[0]`, found);
    if (restartPolicy === 'Always') checkLife(container, grace, at, found);
    else {
      for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
        if (container[field] !== undefined) found.push(forbidden(`${at}.${field}`, SIDECARS_ONLY));
      }
    }
    if ((container.resizePolicy ?? []).length > 0) {
      found.push(invalid(`${at}.resizePolicy`, { go: '[]core.ContainerResizePolicy{...}' }, 'must not be set for init containers'));
    }
  });
}

/** Checks the ephemeral containers. kube: validation.go validateEphemeralContainers */
export function checkEphemeralContainers(context: ContainerContext, path: string, found: Found): void {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = context.spec;
  if (ephemeralContainers.length === 0) return;
  const others = new Set([...containers, ...initContainers].map(({ name = '' }) => name));
  const names = new Set(others);
  ephemeralContainers.forEach((container: Draft<EphemeralContainer>, i) => {
    const at = `${path}[${i}]`;
    const { name = '', targetContainerName = '' } = container;
    checkAnyContainer(container, context, at, found);
    if (names.has(name)) found.push(duplicate(`${at}.name`, name));
    names.add(name);
    if (targetContainerName !== '' && !others.has(targetContainerName))
      found.push(notFound(`${at}.targetContainerName`, targetContainerName));
    for (const field of ['ports', 'resources', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const) {
      const part = container[field];
      if (part !== undefined && Object.keys(part).length > 0) found.push(forbidden(`${at}.${field}`, NOT_EPHEMERAL));
    }
  });
}

function checkAnyContainer(container: Draft<Container>, { spec, volumes, claims }: ContainerContext, path: string, found: Found): void {
  const { name = '', image = '', imagePullPolicy = '', terminationMessagePolicy = '', volumeMounts = [], volumeDevices = [] } = container;
  if (name === '') found.push(required(`${path}.name`));
  else checkText(label1123Problems, name, `${path}.name`, found);
  if (image === '') found.push(required(`${path}.image`));
  checkChoice(terminationMessagePolicy, MESSAGE_POLICIES, `${path}.terminationMessagePolicy`, found);
  checkPorts(container.ports, `${path}.ports`, found);
  checkEnv(container.env, `${path}.env`, found);
  checkEnvFrom(container.envFrom, `${path}.envFrom`, found);
  const isPrivileged = container.securityContext?.privileged === true;
  checkMounts(volumeMounts, volumeDevices, volumes, isPrivileged, `${path}.volumeMounts`, found);
  checkDevices(volumeDevices, volumeMounts, volumes, `${path}.volumeDevices`, found);
  checkChoice(imagePullPolicy, PULL_POLICIES, `${path}.imagePullPolicy`, found);
  checkResources(container.resources, `${path}.resources`, found);
  checkClaims(container.resources?.claims, claims, `${path}.resources.claims`, found);
  checkResizePolicy(container, spec.restartPolicy, `${path}.resizePolicy`, found);
  checkSecurityContext(container.securityContext, spec.hostUsers !== false, `${path}.securityContext`, found);
}

function checkLife(container: Draft<Container>, graceSeconds: number | undefined, path: string, found: Found): void {
  checkLifecycle(container.lifecycle, graceSeconds, `${path}.lifecycle`, found);
  checkLivenessProbe(container.livenessProbe, `${path}.livenessProbe`, found);
  checkReadinessProbe(container.readinessProbe, `${path}.readinessProbe`, found);
  checkLivenessProbe(container.startupProbe, `${path}.startupProbe`, found);
}

const checkPorts = remembered<readonly Draft<ContainerPort>[]>((ports, path, found) => {
  const names = new Set<string>();
  ports.forEach(({ name = '', containerPort = 0, hostPort = 0, protocol = '' }, i) => {
    const at = `${path}[${i}]`;
    if (name !== '') {
      const problems = portNameProblems(name);
      for (const problem of problems) found.push(invalid(`${at}.name`, name, problem));
      if (problems.length === 0 && names.has(name)) found.push(duplicate(`${at}.name`, name));
      names.add(name);
    }
    if (containerPort === 0) found.push(required(`${at}.containerPort`));
    else for (const problem of portNumberProblems(containerPort)) found.push(invalid(`${at}.containerPort`, containerPort, problem));
    if (hostPort !== 0) for (const problem of portNumberProblems(hostPort)) found.push(invalid(`${at}.hostPort`, hostPort, problem));
    checkChoice(protocol, PROTOCOLS, `${at}.protocol`, found);
  });
});

function checkHostPorts({ ports = [] }: Draft<Container>, taken: Set<string>, path: string, found: Found): void {
  ports.forEach(({ hostPort = 0, hostIP = '', protocol = '' }, i) => {
    if (hostPort === 0) return;
    const key = `${protocol}/${hostIP}/${hostPort}`;
    if (taken.has(key)) found.push(duplicate(`${path}.ports[${i}].hostPort`, key));
    taken.add(key);
  });
}

function checkResizePolicy({ resizePolicy = [] }: Draft<Container>, restartPolicy: string | undefined, path: string, found: Found): void {
  const names = new Set<string>();
  resizePolicy.forEach(({ resourceName = '', restartPolicy: policy = '' }, i) => {
    if (names.has(resourceName)) found.push(duplicate(`${path}[${i}]`, { go: resourceName }));
    names.add(resourceName);
    checkChoice(resourceName, ['cpu', 'memory'], path, found);
    checkChoice(policy, ['NotRequired', 'RestartContainer'], path, found);
    if (restartPolicy === 'Never' && policy !== 'NotRequired') {
      found.push(invalid(path, policy, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
    }
  });
}

/** Checks a field that must be one of several words: missing is `Required value`, another `Unsupported value`. */
export function checkChoice(value: string, supported: readonly string[], path: string, found: Found): void {
  if (value === '') found.push(required(path));
  else if (!supported.includes(value)) found.push(notSupported(path, value, supported));
}
