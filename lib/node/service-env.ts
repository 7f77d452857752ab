import type { Client } from '../api/client.ts';
import type { Pod } from '../kinds/pod-state.ts';
import { ServiceKind, type Service } from '../kinds/service.ts';

/** The Service that every container is told of, wherever it runs. */
const API_SERVER = { name: 'kubernetes', namespace: 'default' };

/**
 * The variables that tell a container of the Services there are: those of its namespace, unless the pod wants none, and the API server's.
 * kube: pkg/kubelet/kubelet_pods.go getServiceEnvVarMap, pkg/kubelet/envvars/envvars.go
 */
export function serviceEnv(
  api: Client,
  { metadata: { namespace }, spec: { enableServiceLinks = true } }: Pod,
): ReadonlyMap<string, string> {
  const own = enableServiceLinks ? api.list(ServiceKind, { namespace }).filter(hasAddress) : [];
  const server = api.find(ServiceKind, API_SERVER.name, API_SERVER.namespace);
  const isOverridden = own.some(({ metadata }) => metadata.name === API_SERVER.name);
  const all = server === undefined || isOverridden || !hasAddress(server) ? own : [...own, server];
  return new Map(all.flatMap(variablesOf));
}

function hasAddress({ spec: { clusterIP = '' } }: Service): boolean {
  return clusterIP !== '' && clusterIP !== 'None';
}

function variablesOf({ metadata, spec: { clusterIP: host = '', ports = [] } }: Service): readonly (readonly [string, string])[] {
  const prefix = variableName(metadata.name);
  const urlOf = ({ port, protocol = 'TCP' }: (typeof ports)[number]): string => `${protocol.toLowerCase()}://${host}:${port}`;
  const [first] = ports;
  return [
    [`${prefix}_SERVICE_HOST`, host],
    ...(first === undefined ? [] : [[`${prefix}_SERVICE_PORT`, String(first.port)] as const, [`${prefix}_PORT`, urlOf(first)] as const]),
    ...ports.flatMap(({ name = '', port }) =>
      name === '' ? [] : [[`${prefix}_SERVICE_PORT_${variableName(name)}`, String(port)] as const],
    ),
    ...ports.flatMap((port): readonly (readonly [string, string])[] => {
      const { protocol = 'TCP' } = port;
      const link = `${prefix}_PORT_${port.port}_${protocol}`;
      return [
        [link, urlOf(port)],
        [`${link}_PROTO`, protocol.toLowerCase()],
        [`${link}_PORT`, String(port.port)],
        [`${link}_ADDR`, host],
      ];
    }),
  ];
}

function variableName(name: string): string {
  return name.replaceAll('-', '_').toUpperCase();
}
