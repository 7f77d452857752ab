import type { ServicePort } from '../../api/generated/types.ts';
import type { Manifest } from '../../api/object.ts';
import type { Labels } from '../../base/labels.ts';
import { KubectlError } from '../errors.ts';
import { intOrText, wholeNumberOf } from './ports.ts';

/** What a Service that exposes something is to be; empty texts say nothing. */
export interface Exposure {
  readonly name: string;
  readonly labels: Labels;
  readonly selector: Labels;
  readonly ports: readonly string[];
  /** The protocols of each port, as far as they are known. */
  readonly protocols?: ReadonlyMap<string, readonly string[]>;
  readonly protocol?: string;
  readonly targetPort?: string;
  readonly type?: string;
  readonly externalIP?: string;
  readonly loadBalancerIP?: string;
  readonly sessionAffinity?: string;
  readonly clusterIP?: string;
}

/** The Service that exposes something. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/cmd/expose/expose.go createService */
export function exposingService(exposure: Exposure): Manifest {
  const { name, labels, selector, type = '', externalIP = '', loadBalancerIP = '', sessionAffinity = '', clusterIP = '' } = exposure;
  const ports = exposure.ports.flatMap((port, i) => portsFor(exposure, port, i));
  if (!['', 'None', 'ClientIP'].includes(sessionAffinity)) throw new KubectlError(`unknown session affinity: ${sessionAffinity}`);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    spec: {
      ...(ports.length === 0 ? {} : { ports }),
      selector,
      ...(clusterIP === '' ? {} : { clusterIP }),
      ...(type === '' ? {} : { type }),
      ...(externalIP === '' ? {} : { externalIPs: [externalIP] }),
      ...(sessionAffinity === '' ? {} : { sessionAffinity }),
      ...(type === 'LoadBalancer' && loadBalancerIP !== '' ? { loadBalancerIP } : {}),
    },
  };
}

/** One port for each protocol, named where there are several. */
function portsFor({ ports, protocols, protocol = '', targetPort = '' }: Exposure, text: string, i: number): readonly ServicePort[] {
  const port = wholeNumberOf(text);
  const target = targetPort === '' ? port : intOrText(targetPort);
  const numbered = ports.length > 1 ? `port-${i + 1}` : '';
  const known = protocol === '' ? (protocols?.get(text) ?? ['TCP']) : [protocol];
  return known.map((each) => {
    const name = known.length > 1 ? `port-${i + 1}-${each.toLowerCase()}` : numbered;
    return { ...(name === '' ? {} : { name }), protocol: each, port, targetPort: target };
  });
}
