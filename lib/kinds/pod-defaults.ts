import type {
  Container,
  ContainerPort,
  DownwardAPIVolumeFile,
  EnvVar,
  EphemeralContainer,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  PodSpec,
  Probe,
  ResourceRequirements,
  Volume,
} from '../api/generated/types.ts';
import { deepFreeze } from '../base/merge.ts';
import { filled, mapped, withFields } from '../base/with-fields.ts';
import { roundedAmounts } from './amounts.ts';

/** What the spec belongs to: some defaults are given to pods and not to templates. */
export interface DefaultingOptions {
  readonly template: boolean;
}

const TEMPLATE_RESULTS = new WeakMap<object, PodSpec>();
const POD_RESULTS = new WeakMap<object, PodSpec>();

/**
 * Fills in the defaults of a pod spec. Returns the same object when nothing is missing, copies only what changes, never changes its
 * argument. The (frozen) answer for a frozen spec is kept, so that the pods of a template share it. Throws a QuantityError for an
 * amount that is none. kube: pkg/apis/core/v1/defaults.go
 */
export function defaultPodSpec(spec: PodSpec, options: DefaultingOptions): PodSpec {
  const results = options.template ? TEMPLATE_RESULTS : POD_RESULTS;
  const known = results.get(spec);
  if (known !== undefined) return known;
  const result = defaulted(spec, options.template);
  if (!Object.isFrozen(spec)) return result;
  results.set(spec, deepFreeze(result));
  results.set(result, result);
  return result;
}

function defaulted(spec: PodSpec, isTemplate: boolean): PodSpec {
  const isPod = !isTemplate;
  const account = filled(spec.serviceAccountName) ?? filled(spec.serviceAccount);
  const grace = spec.terminationGracePeriodSeconds;
  const container = <C extends Container | EphemeralContainer>(one: C): C =>
    defaultContainer(one, isPod, isPod && spec.hostNetwork === true);
  const ephemeral = (one: EphemeralContainer): EphemeralContainer => defaultContainer(one, false, false);
  return withFields(spec, {
    containers: mapped(spec.containers as readonly Container[] | undefined, container),
    initContainers: mapped(spec.initContainers, container),
    ephemeralContainers: mapped(spec.ephemeralContainers, ephemeral),
    volumes: mapped(spec.volumes, defaultVolume),
    overhead: roundedAmounts(spec.overhead),
    dnsPolicy: filled(spec.dnsPolicy) ?? 'ClusterFirst',
    restartPolicy: filled(spec.restartPolicy) ?? 'Always',
    schedulerName: filled(spec.schedulerName) ?? 'default-scheduler',
    securityContext: spec.securityContext ?? EMPTY,
    terminationGracePeriodSeconds: grace === undefined ? 30 : isPod && grace < 0 ? 1 : grace,
    serviceAccountName: account,
    serviceAccount: account,
    ...(isPod ? { enableServiceLinks: spec.enableServiceLinks ?? true } : {}),
  });
}

const EMPTY: Readonly<Record<string, never>> = Object.freeze({});

function defaultContainer<C extends Container | EphemeralContainer>(container: C, hasRequests: boolean, isOnHostNetwork: boolean): C {
  const fields: { readonly [Field in keyof Container]?: Container[Field] | undefined } = {
    imagePullPolicy: filled(container.imagePullPolicy) ?? pullPolicyOf(container.image ?? ''),
    terminationMessagePath: filled(container.terminationMessagePath) ?? '/dev/termination-log',
    terminationMessagePolicy: filled(container.terminationMessagePolicy) ?? 'File',
    ports: mapped(container.ports, (port) => defaultPort(port, isOnHostNetwork)),
    env: mapped(container.env, defaultEnv),
    livenessProbe: container.livenessProbe && defaultProbe(container.livenessProbe),
    readinessProbe: container.readinessProbe && defaultProbe(container.readinessProbe),
    startupProbe: container.startupProbe && defaultProbe(container.startupProbe),
    lifecycle: container.lifecycle && defaultLifecycle(container.lifecycle),
    // `kubectl get` shows a container's resources even when it asks for none.
    resources: defaultResources(container.resources ?? EMPTY, hasRequests),
  };
  return withFields<C>(container, fields as Partial<C>);
}

function defaultPort(port: ContainerPort, isOnHostNetwork: boolean): ContainerPort {
  const hostPort = isOnHostNetwork && (port.hostPort ?? 0) === 0 ? port.containerPort : port.hostPort;
  return withFields(port, { protocol: filled(port.protocol) ?? 'TCP', hostPort });
}

function defaultEnv(variable: EnvVar): EnvVar {
  const source = variable.valueFrom;
  if (source?.fieldRef === undefined) return variable;
  return withFields(variable, { valueFrom: withFields(source, { fieldRef: withApiVersion(source.fieldRef) }) });
}

function withApiVersion<T extends { readonly apiVersion?: string }>(reference: T): T {
  return withFields<T>(reference, { apiVersion: filled(reference.apiVersion) ?? 'v1' } as Partial<T>);
}

function defaultProbe(probe: Probe): Probe {
  return withFields(probe, {
    timeoutSeconds: nonZero(probe.timeoutSeconds, 1),
    periodSeconds: nonZero(probe.periodSeconds, 10),
    successThreshold: nonZero(probe.successThreshold, 1),
    failureThreshold: nonZero(probe.failureThreshold, 3),
    httpGet: probe.httpGet && defaultHttpGet(probe.httpGet),
    grpc: probe.grpc && withFields(probe.grpc, { service: probe.grpc.service ?? '' }),
  });
}

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  const hook = (handler: LifecycleHandler | undefined): LifecycleHandler | undefined =>
    handler?.httpGet === undefined ? handler : withFields(handler, { httpGet: defaultHttpGet(handler.httpGet) });
  return withFields(lifecycle, { postStart: hook(lifecycle.postStart), preStop: hook(lifecycle.preStop) });
}

function defaultHttpGet(get: HTTPGetAction): HTTPGetAction {
  return withFields(get, { path: filled(get.path) ?? '/', scheme: filled(get.scheme) ?? 'HTTP' });
}

function defaultResources(resources: ResourceRequirements, hasRequests: boolean): ResourceRequirements {
  const limits = roundedAmounts(resources.limits);
  const requests = roundedAmounts(resources.requests);
  return withFields(resources, { limits, requests: hasRequests ? withRequests(requests, limits) : requests });
}

/** A pod that says what it may use at most and not what it needs, needs that much. */
function withRequests(
  requests: ResourceRequirements['requests'],
  limits: ResourceRequirements['limits'],
): ResourceRequirements['requests'] {
  const missing = Object.keys(limits ?? {}).filter((name) => !Object.hasOwn(requests ?? EMPTY, name));
  return missing.length === 0 ? requests : { ...Object.fromEntries(missing.map((name) => [name, limits![name]!])), ...requests };
}

function defaultVolume(volume: Volume): Volume {
  const { hostPath, secret, configMap, downwardAPI, projected } = volume;
  const hasSource = Object.entries(volume).some(([field, source]) => field !== 'name' && source !== undefined);
  return withFields(volume, {
    ...(hasSource ? {} : { emptyDir: EMPTY }),
    hostPath: hostPath && withFields(hostPath, { type: hostPath.type ?? '' }),
    secret: secret && withFields(secret, { defaultMode: secret.defaultMode ?? DEFAULT_MODE }),
    configMap: configMap && withFields(configMap, { defaultMode: configMap.defaultMode ?? DEFAULT_MODE }),
    downwardAPI:
      downwardAPI &&
      withFields(downwardAPI, { defaultMode: downwardAPI.defaultMode ?? DEFAULT_MODE, items: mapped(downwardAPI.items, defaultFile) }),
    projected: projected && defaultProjected(projected),
    iscsi: volume.iscsi && withFields(volume.iscsi, { iscsiInterface: filled(volume.iscsi.iscsiInterface) ?? 'default' }),
    rbd:
      volume.rbd &&
      withFields(volume.rbd, {
        pool: filled(volume.rbd.pool) ?? 'rbd',
        user: filled(volume.rbd.user) ?? 'admin',
        keyring: filled(volume.rbd.keyring) ?? '/etc/ceph/keyring',
      }),
    azureDisk:
      volume.azureDisk &&
      withFields(volume.azureDisk, {
        cachingMode: volume.azureDisk.cachingMode ?? 'ReadWrite',
        fsType: volume.azureDisk.fsType ?? 'ext4',
        readOnly: volume.azureDisk.readOnly ?? false,
        kind: volume.azureDisk.kind ?? 'Shared',
      }),
    scaleIO:
      volume.scaleIO &&
      withFields(volume.scaleIO, {
        storageMode: filled(volume.scaleIO.storageMode) ?? 'ThinProvisioned',
        fsType: filled(volume.scaleIO.fsType) ?? 'xfs',
      }),
  });
}

const DEFAULT_MODE = 0o644;
const DEFAULT_TOKEN_SECONDS = 3600;

function defaultProjected(projected: NonNullable<Volume['projected']>): NonNullable<Volume['projected']> {
  const sources = mapped(projected.sources, (source) =>
    withFields(source, {
      downwardAPI: source.downwardAPI && withFields(source.downwardAPI, { items: mapped(source.downwardAPI.items, defaultFile) }),
      serviceAccountToken:
        source.serviceAccountToken &&
        withFields(source.serviceAccountToken, {
          expirationSeconds: source.serviceAccountToken.expirationSeconds ?? DEFAULT_TOKEN_SECONDS,
        }),
    }),
  );
  return withFields(projected, { defaultMode: projected.defaultMode ?? DEFAULT_MODE, sources });
}

function defaultFile(file: DownwardAPIVolumeFile): DownwardAPIVolumeFile {
  return file.fieldRef === undefined ? file : withFields(file, { fieldRef: withApiVersion(file.fieldRef) });
}

/** What is pulled anew at each start: images whose tag is `latest`, said or not. kube: pkg/util/parsers/parsers.go ParseImageName */
function pullPolicyOf(image: string): 'Always' | 'IfNotPresent' {
  const [, name = '', tag, digest] = image.length > LONGEST_IMAGE ? [] : (IMAGE.exec(image) ?? []);
  if (name === '' || name.length > LONGEST_NAME) return 'IfNotPresent';
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}

const LONGEST_NAME = 255;
const LONGEST_IMAGE = 1024;
const COMPONENT = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
// A first part with a dot, a colon or a capital, and `localhost`, names a registry.
const REGISTRY = '(?:localhost|(?=[^/]*[.:A-Z])[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::[0-9]+)?';
const IMAGE = new RegExp(
  `^((?:${REGISTRY}/)?${COMPONENT}(?:/${COMPONENT})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,}))?$`,
);

function nonZero(value: number | undefined, fallback: number): number {
  return value === undefined || value === 0 ? fallback : value;
}
