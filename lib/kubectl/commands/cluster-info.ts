import { isMapping } from '../../base/merge.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { entriesOf, readKubeconfig } from '../kubeconfig.ts';
import { ServiceKind } from '../../kinds/service.ts';

/** `kubectl cluster-info`. kube: staging/src/k8s.io/kubectl/pkg/cmd/clusterinfo/clusterinfo.go */
export const clusterInfo: Command = {
  name: 'cluster-info',
  about: 'says where the control plane and its services are',
  run,
  commands: [
    {
      name: 'dump',
      about: 'prints everything about the cluster',
      run: () => {
        throw new KubectlError('a dump is not made here: ask for what you need with `kubectl get -A -o yaml` and `kubectl logs`');
      },
    },
  ],
};

function run(call: Call): void {
  const server = serverOf(call);
  const services = call.client
    .list(ServiceKind, { namespace: 'kube-system' })
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/cluster-service'] === 'true');
  const lines = services.map(({ metadata, spec }) => {
    const [port] = spec.ports ?? [];
    const name = metadata.labels?.['kubernetes.io/name'] ?? metadata.name;
    const place = port?.name === undefined ? metadata.name : `${metadata.name}:${port.name}`;
    return `${name} is running at ${server}/api/v1/namespaces/kube-system/services/${place}/proxy`;
  });
  const all = [`Kubernetes control plane is running at ${server}`, ...lines];
  call.print(`${all.join('\n')}\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`);
}

function serverOf({ terminal, flags }: Call): string {
  const { value, contexts, currentContext } = readKubeconfig(terminal, flags.text('kubeconfig'));
  const context = contexts.find(({ name }) => name === (flags.text('context') === '' ? currentContext : flags.text('context')));
  const cluster = entriesOf(value, 'clusters').find((entry) => entry['name'] === context?.cluster)?.['cluster'];
  const server = isMapping(cluster) ? cluster['server'] : undefined;
  return typeof server === 'string' ? server : 'https://127.0.0.1:6443';
}
