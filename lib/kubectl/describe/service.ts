import type { LoadBalancerIngress, ServicePort } from '../../api/generated/types.ts';
import { filled } from '../../base/with-fields.ts';
import { ServiceKind, type Service } from '../../kinds/service.ts';
import { defineDescriber, type DescribeContext } from './describer.ts';
import { endpointAddresses } from './endpoint-addresses.ts';
import { annotationLines, labelLines, labelsText } from './labels.ts';
import { field, lines, orNone, type Lines } from './lines.ts';

/** Services, with their endpoints. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go describeService */
export const serviceDescriber = defineDescriber<Service>({
  kind: ServiceKind,
  lines: (service, context) => {
    const { metadata, spec } = service;
    return lines(
      field('Name', metadata.name),
      field('Namespace', metadata.namespace),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Selector', labelsText(spec.selector)),
      field('Type', spec.type ?? ''),
      addressLines(service),
      (spec.ports ?? []).flatMap((port) => portLines(service, port, context)),
      field('Session Affinity', spec.sessionAffinity ?? ''),
      field('External Traffic Policy', filled(spec.externalTrafficPolicy)),
      field('Internal Traffic Policy', spec.internalTrafficPolicy),
      field('HealthCheck NodePort', isSet(spec.healthCheckNodePort)),
      field('LoadBalancer Source Ranges', filled((spec.loadBalancerSourceRanges ?? []).join(','))),
    );
  },
});

function addressLines({ spec, status }: Service): Lines {
  return lines(
    field('IP Family Policy', spec.ipFamilyPolicy),
    field('IP Families', orNone(spec.ipFamilies?.join(','))),
    field('IP', spec.clusterIP ?? ''),
    field('IPs', orNone(spec.clusterIPs?.join(','))),
    field('External IPs', filled(spec.externalIPs?.join(','))),
    field('Desired LoadBalancer IP', filled(spec.loadBalancerIP)),
    field('External Name', filled(spec.externalName)),
    field('LoadBalancer Ingress', filled(status.loadBalancer?.ingress?.map(balancerText).join(', '))),
  );
}

function balancerText({ ip = '', ipMode, hostname = '' }: LoadBalancerIngress): string {
  if (ip === '') return hostname;
  return ipMode === undefined ? ip : `${ip} (${ipMode})`;
}

function portLines(
  { metadata }: Service,
  { name = '', protocol = '', port, targetPort = 0, nodePort }: ServicePort,
  { client }: DescribeContext,
): Lines {
  const shown = name === '' ? '<unset>' : name;
  return lines(
    field('Port', `${shown}\t${port}/${protocol}`),
    field('TargetPort', `${targetPort}/${protocol}`),
    isSet(nodePort) === undefined ? undefined : field('NodePort', `${shown}\t${nodePort}/${protocol}`),
    field('Endpoints', endpointAddresses(client, metadata.namespace, metadata.name, name)),
  );
}

function isSet(port: number | undefined): number | undefined {
  return port === 0 ? undefined : port;
}
