import type { Container, ContainerPort, ContainerState, ContainerStatus, SeccompProfile, VolumeMount } from '../../api/generated/types.ts';
import { goQuote } from '../../api/field-errors.ts';
import { filled } from '../../base/with-fields.ts';
import type { Pod } from '../../kinds/pod-state.ts';
import { amountLines } from './amounts.ts';
import { environmentLines } from './environment.ts';
import { capitalised, field, indented, lines, orNone, under, type Lines } from './lines.ts';
import { probeText } from './probes.ts';
import { sortedBy } from './sorted-by.ts';
import { longTime } from './times.ts';

/** Whose containers are told of. */
export interface ContainerGroup {
  readonly title: string;
  readonly containers: readonly Container[];
  readonly statuses?: readonly ContainerStatus[] | undefined;
  /** The pod they are in; in a template there is none. */
  readonly pod?: Pod;
}

/** The containers of a pod, or of a template, whose names stand one blank further to the right. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeContainers */
export function containerLines({ title, containers, statuses = [], pod }: ContainerGroup): Lines {
  if (containers.length === 0) return [`${title}: <none>`];
  const byName = new Map(statuses.map((status) => [status.name, status]));
  const nameIndent = pod === undefined ? ' ' : '  ';
  return [
    `${title}:`,
    ...containers.flatMap((container) => [
      `${nameIndent}${container.name}:`,
      ...indented(pod === undefined ? 1 : 2, oneContainer(container, byName.get(container.name), pod)),
    ]),
  ];
}

function oneContainer(container: Container, status: ContainerStatus | undefined, pod: Pod | undefined): Lines {
  const { image = '', ports = [], command, args, resources, livenessProbe, readinessProbe, startupProbe } = container;
  return lines(
    field('Container ID', status && (status.containerID ?? '')),
    field('Image', image),
    field('Image ID', status?.imageID),
    portsLine('Port', ports, ({ containerPort }) => containerPort),
    portsLine('Host Port', ports, ({ hostPort = 0 }) => hostPort),
    seccompLines(container.securityContext?.seccompProfile, 1),
    wordLines('Command', command),
    wordLines('Args', args),
    status && statusLines(status),
    amountLines('Limits', resources?.limits),
    amountLines('Requests', resources?.requests),
    field('Liveness', livenessProbe && probeText(livenessProbe)),
    field('Readiness', readinessProbe && probeText(readinessProbe)),
    field('Startup', startupProbe && probeText(startupProbe)),
    environmentLines(container, pod),
    mountLines(container),
  );
}

function portsLine(title: string, ports: readonly ContainerPort[], numberOf: (port: ContainerPort) => number): string | undefined {
  const text = ports.map((port) => `${numberOf(port)}/${port.protocol ?? ''}`).join(', ');
  return field(ports.length > 1 ? `${title}s` : title, orNone(text));
}

/** Which system calls are let through; the profile's file stands `level` further to the right. */
export function seccompLines(profile: SeccompProfile | undefined, level: number): Lines {
  if (profile === undefined) return [];
  const file = profile.type === 'Localhost' ? field('LocalhostProfile', profile.localhostProfile ?? '') : undefined;
  return lines(field('SeccompProfile', profile.type), indented(level, file));
}

function wordLines(title: string, words: readonly string[] = []): Lines {
  return words.length === 0
    ? []
    : under(
        title,
        words.flatMap((word) => word.split('\n')),
      );
}

function statusLines({ state, lastState, ready, restartCount }: ContainerStatus): Lines {
  return lines(
    stateLines('State', state),
    lastState?.terminated === undefined ? undefined : stateLines('Last State', lastState),
    field('Ready', capitalised(ready)),
    field('Restart Count', restartCount),
  );
}

/** kube: the same file, describeStatus */
function stateLines(title: string, { running, waiting, terminated }: ContainerState = {}): Lines {
  if (running !== undefined) return lines(field(title, 'Running'), indented(1, field('Started', longTime(running.startedAt))));
  if (waiting !== undefined || terminated === undefined)
    return lines(field(title, 'Waiting'), indented(1, field('Reason', filled(waiting?.reason))));
  const { reason, message, exitCode, signal = 0, startedAt, finishedAt } = terminated;
  return lines(
    field(title, 'Terminated'),
    indented(
      1,
      field('Reason', filled(reason)),
      field('Message', filled(message)),
      field('Exit Code', exitCode),
      field('Signal', signal > 0 ? signal : undefined),
      field('Started', longTime(startedAt)),
      field('Finished', longTime(finishedAt)),
    ),
  );
}

/** kube: the same file, describeContainerVolumes */
function mountLines({ volumeMounts = [], volumeDevices = [] }: Container): Lines {
  const mounts = sortedBy(volumeMounts, ({ mountPath }) => mountPath).map(mountText);
  const devices = sortedBy(volumeDevices, ({ devicePath }) => devicePath);
  const none = mounts.length === 0 ? '\t<none>' : '';
  return lines(
    `Mounts:${none}`,
    indented(1, mounts),
    // What is said of the mounts is said again of the devices, of which there are some.
    devices.length === 0 ? undefined : `Devices:${none}`,
    indented(
      1,
      devices.map(({ devicePath, name }) => `${devicePath} from ${name}`),
    ),
  );
}

function mountText({ mountPath, name, readOnly = false, subPath = '' }: VolumeMount): string {
  const path = subPath === '' ? '' : `,path=${goQuote(subPath)}`;
  return `${mountPath} from ${name} (${readOnly ? 'ro' : 'rw'}${path})`;
}
