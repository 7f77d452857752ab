import type { Call } from '../command.ts';
import { KubectlError } from '../errors.ts';
import type { Generator } from './generator.ts';

/** `kubectl create deployment`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_deployment.go */
export const deploymentGenerator: Generator = {
  name: 'deployment',
  aliases: ['deploy'],
  about: 'creates a Deployment',
  use: '--image=image -- [COMMAND] [args...]',
  failure: 'failed to create deployment:',
  flags: [
    { name: 'image', type: 'list', isRequired: true },
    { name: 'port', type: 'int', default: '-1' },
    { name: 'replicas', short: 'r', type: 'int', default: '1' },
  ],
  generate: (name, call) => {
    const { flags, args } = call;
    const images = flags.list('image').filter((image) => image !== '');
    const command = args.slice(1);
    if (images.length > 1 && command.length > 0) throw new KubectlError('cannot specify multiple --image options and command');
    const labels = { app: name };
    const port = flags.number('port');
    const containers = images.map((image) => ({
      name: containerName(image, call),
      image,
      ...(command.length > 0 ? { command } : {}),
    }));
    const [first, ...others] = containers;
    const withPort = first === undefined || port < 0 ? containers : [{ ...first, ports: [{ containerPort: port }] }, ...others];
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, labels },
      spec: {
        replicas: flags.number('replicas'),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: withPort } },
      },
    };
  },
};

/** The last part of the image's name, without tag and digest. kube: the same file, buildPodSpec, sanitizeAndUniquify */
function containerName(image: string, { client }: Call): string {
  const name = image
    .slice(image.lastIndexOf('/') + 1)
    .replace(/:.*$/s, '')
    .replace(/@.*$/s, '');
  if (!/[_.]/.test(name)) return name;
  return `${name.replace(/[_.]/g, '-')}-${client.api.random.stream('kubectl-create').suffix(5)}`;
}
