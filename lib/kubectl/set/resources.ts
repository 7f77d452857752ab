import type { Container } from '../../api/generated/types.ts';
import type { Call, Command } from '../command.ts';
import { dryRunOf } from '../dry-run.ts';
import { KubectlError } from '../errors.ts';
import { amountsOf } from '../generate/amounts.ts';
import { SELECTOR_FLAG } from '../selection.ts';
import { changeAll, chosenToSet, refuseLocalDryRun, SET_FLAGS } from './change.ts';
import { withContainers, withPodSpec } from './pod-spec.ts';

/** `kubectl set resources`. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/set_resources.go */
export const setResources: Command = {
  name: 'resources',
  about: 'sets what containers request and what limits them',
  use: '(-f FILENAME | TYPE NAME) ([--limits=LIMITS & --requests=REQUESTS]',
  flags: [
    ...SET_FLAGS,
    SELECTOR_FLAG,
    { name: 'containers', short: 'c', type: 'text', default: '*' },
    { name: 'limits', type: 'text' },
    { name: 'requests', type: 'text' },
  ],
  run,
};

function run(call: Call): void {
  const { flags, args } = call;
  const chosen = chosenToSet(call, args);
  refuseLocalDryRun(call, dryRunOf(call));
  if (flags.is('all') && flags.text('selector') !== '') throw new KubectlError('cannot set --all and --selector at the same time');
  if (flags.text('limits') === '' && flags.text('requests') === '')
    throw new KubectlError('you must specify an update to requests or limits (in the form of --requests/--limits)');
  const [limits, requests] = [amountsOf(flags.text('limits')), amountsOf(flags.text('requests'))];
  const pattern = flags.text('containers');
  changeAll(call, chosen, {
    operation: 'resource requirements updated',
    failure: 'failed to patch resources update to pod template',
    change: (each, add) =>
      withPodSpec(each, (spec) => {
        const found = withContainers(spec, pattern, (container) => withAmounts(container, limits, requests));
        if (found.count === 0) add(new KubectlError(`error: unable to find container named ${pattern}`));
        return found.spec;
      }),
  });
}

function withAmounts(container: Container, limits: ReadonlyMap<string, string>, requests: ReadonlyMap<string, string>): Container {
  const { resources = {} } = container;
  const changed = {
    ...resources,
    ...(limits.size === 0 ? {} : { limits: { ...resources.limits, ...Object.fromEntries(limits) } }),
    ...(requests.size === 0 ? {} : { requests: { ...resources.requests, ...Object.fromEntries(requests) } }),
  };
  return { ...container, resources: changed };
}
