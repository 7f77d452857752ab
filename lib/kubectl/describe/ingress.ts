import type { IngressBackend, IngressRule, IngressTLS } from '../../api/generated/types.ts';
import { ApiError } from '../../api/errors.ts';
import { IngressKind, type Ingress } from '../../kinds/ingress.ts';
import { ServiceKind } from '../../kinds/service.ts';
import { defineDescriber, type DescribeContext } from './describer.ts';
import { endpointAddresses } from './endpoint-addresses.ts';
import { annotationLines, labelLines } from './labels.ts';
import { field, lines, tableLines, under, type Lines } from './lines.ts';

/** Ingresses, with the endpoints behind them. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeIngressV1 */
export const ingressDescriber = defineDescriber<Ingress>({
  kind: IngressKind,
  lines: ({ metadata, spec, status }, context) => {
    const { defaultBackend, tls = [], rules = [] } = spec;
    const textOf = (backend: IngressBackend): string => backendText(backend, metadata.namespace, context);
    const fallback = defaultBackend === undefined ? '<default>' : textOf(defaultBackend);
    const rows = rules.flatMap((rule) => ruleLines(rule, textOf));
    const [headings, ...dashes] = tableLines(['Host', 'Path', 'Backends'], []);
    return lines(
      field('Name', metadata.name),
      labelLines('Labels', metadata.labels),
      field('Namespace', metadata.namespace),
      field('Address', addressText(status)),
      field('Ingress Class', spec.ingressClassName ?? '<none>'),
      field('Default backend', fallback),
      tls.length === 0 ? undefined : under('TLS', tls.map(tlsLine)),
      under('Rules', headings, dashes, rows.length === 0 ? `*\t*\t${fallback}` : rows),
      annotationLines('Annotations', metadata.annotations),
    );
  },
});

function addressText({ loadBalancer }: Ingress['status']): string {
  const addresses = (loadBalancer?.ingress ?? []).map(({ ip = '', hostname = '' }) => (ip === '' ? hostname : ip));
  return [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
}

function tlsLine({ secretName = '', hosts = [] }: IngressTLS): string {
  return secretName === '' ? `SNI routes ${hosts.join(',')}` : `${secretName} terminates ${hosts.join(',')}`;
}

function ruleLines({ host = '', http }: IngressRule, textOf: (backend: IngressBackend) => string): Lines {
  if (http === undefined) return [];
  const paths = http.paths.map(({ path = '', backend }) => `  \t${path} \t${textOf(backend)}`);
  return [`${host === '' ? '*' : host}\t`, ...paths];
}

/** kube: the same file, describeBackendV1 */
function backendText({ service, resource }: IngressBackend, namespace: string | undefined, { client }: DescribeContext): string {
  if (service !== undefined) {
    const { name, port = {} } = service;
    const { number = 0, name: portName = '' } = port;
    const text = `${name}:${number === 0 ? portName : number}`;
    try {
      const { ports = [] } = client.get(ServiceKind, name, namespace).spec;
      const meant = ports.filter((one) => (number !== 0 && one.port === number) || (portName !== '' && one.name === portName));
      return `${text} (${endpointAddresses(client, namespace, name, meant.at(-1)?.name ?? '')})`;
    } catch (error) {
      if (error instanceof ApiError) return `${text} (<error: ${error.message}>)`;
      throw error;
    }
  }
  if (resource === undefined) return '';
  return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
}
