import type { Manifest } from '../../api/object.ts';
import { portNameProblems, portNumberProblems, subdomainProblems } from '../../base/name-rules.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import type { Flag } from '../flags.ts';
import { generatorCommand, type Generator } from './generator.ts';
import { portOf } from './ports.ts';

const TCP_FLAG: Flag = { name: 'tcp', type: 'list' };
const PORTS_USE = '[--tcp=port:targetPort]';

/** `kubectl create service`, with a word for each type. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_service.go */
export const serviceCommand: Command = {
  name: 'service',
  aliases: ['svc'],
  about: 'creates a Service of a type',
  commands: [
    serviceGenerator('ClusterIP', PORTS_USE, [TCP_FLAG, { name: 'clusterip', type: 'text' }]),
    serviceGenerator('NodePort', PORTS_USE, [TCP_FLAG, { name: 'node-port', type: 'int', default: '0' }]),
    serviceGenerator('LoadBalancer', PORTS_USE, [TCP_FLAG]),
    serviceGenerator('ExternalName', '--external-name external.name', [
      TCP_FLAG,
      { name: 'external-name', type: 'text', isRequired: true },
    ]),
  ].map(generatorCommand),
};

function serviceGenerator(type: string, use: string, flags: readonly Flag[]): Generator {
  return {
    name: type.toLowerCase(),
    about: `creates a Service of the type ${type}`,
    use,
    failure: `failed to create ${type} service:`,
    flags,
    generate: (name, call) => serviceOf(name, type, call),
  };
}

function serviceOf(name: string, type: string, { flags }: Call): Manifest {
  const [clusterIP, externalName, nodePort] = [flags.text('clusterip'), flags.text('external-name'), flags.number('node-port')];
  const tcp = flags.list('tcp');
  if (clusterIP !== 'None' && tcp.length === 0 && type !== 'ExternalName')
    throw new KubectlError('at least one tcp port specifier must be provided');
  if (type === 'ExternalName' && subdomainProblems(externalName).length > 0)
    throw new KubectlError(`invalid service external name ${externalName}`);
  const ports = tcp.map((pair) => ({
    name: pair.replaceAll(':', '-'),
    protocol: 'TCP',
    ...portsOf(pair),
    ...(nodePort === 0 ? {} : { nodePort }),
  }));
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { app: name } },
    spec: {
      ...(ports.length === 0 ? {} : { ports }),
      selector: { app: name },
      ...(clusterIP === '' ? {} : { clusterIP }),
      type,
      ...(externalName === '' ? {} : { externalName }),
    },
  };
}

/** kube: the same file, parsePorts */
function portsOf(pair: string): { readonly port: number; readonly targetPort: number | string } {
  const [first = '', target] = pair.split(':');
  const port = portOf(first);
  if (target === undefined) return { port, targetPort: port };
  const isNumber = /^[+-]?\d+$/.test(target);
  const problems = isNumber ? portNumberProblems(Number(target)) : portNameProblems(target);
  if (problems.length > 0) throw new KubectlError(problems.join(','));
  return { port, targetPort: isNumber ? Number(target) : target };
}
