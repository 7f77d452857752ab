import type { Call, Command } from '../command.ts';
import { KubectlError, WrongUse } from '../errors.ts';
import { SELECTOR_FLAG, selectorOfFlag } from '../selection.ts';

// unlike kube: nothing measures what containers use, as in a cluster without a metrics server
/** `kubectl top`. kube: staging/src/k8s.io/kubectl/pkg/cmd/top */
export const top: Command = {
  name: 'top',
  about: 'tells what is used of CPU and memory, where somebody measures it',
  commands: [topOf('node', ['nodes', 'no']), topOf('pod', ['pods', 'po'])],
};

function topOf(name: string, aliases: readonly string[]): Command {
  return {
    name,
    aliases,
    about: `tells what each ${name} uses`,
    use: '[NAME | -l label]',
    flags: [
      SELECTOR_FLAG,
      { name: 'all-namespaces', short: 'A', type: 'bool' },
      { name: 'containers', type: 'bool' },
      { name: 'field-selector', type: 'text' },
      { name: 'no-headers', type: 'bool' },
      { name: 'show-capacity', type: 'bool' },
      { name: 'sort-by', type: 'text' },
      { name: 'sum', type: 'bool' },
      { name: 'use-protocol-buffers', type: 'bool', default: 'true' },
    ],
    run: (call) => refuse(call, name),
  };
}

function refuse({ args, flags }: Call, name: string): void {
  if (args.length > 1) throw new WrongUse(`${name} [NAME | -l label]`);
  const field = flags.text('sort-by');
  if (field !== '' && field !== 'cpu' && field !== 'memory') throw new KubectlError('--sort-by accepts only cpu or memory');
  if (args.length > 0 && flags.text('selector') !== '') throw new KubectlError('only one of NAME or --selector can be provided');
  selectorOfFlag(flags.text('selector'));
  throw new KubectlError('Metrics API not available');
}
