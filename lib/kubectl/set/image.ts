import { goQuote } from '../../api/field-errors.ts';
import type { Container } from '../../api/generated/types.ts';
import type { Call, Command } from '../command.ts';
import { dryRunOf } from '../dry-run.ts';
import { KubectlError, throwAll } from '../errors.ts';
import { SELECTOR_FLAG } from '../selection.ts';
import { changeAll, chosenToSet, refuseLocalDryRun, SET_FLAGS } from './change.ts';
import { withContainers, withPodSpec } from './pod-spec.ts';

/** `kubectl set image`. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/set_image.go */
export const setImage: Command = {
  name: 'image',
  about: 'sets the images of containers',
  use: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  flags: [...SET_FLAGS, SELECTOR_FLAG],
  run,
};

function run(call: Call): void {
  const { flags } = call;
  const { resources, images } = argumentsOf(call.args);
  const chosen = chosenToSet(call, resources);
  const wrong: Error[] = [];
  if (flags.is('all') && flags.text('selector') !== '') wrong.push(new KubectlError('cannot set --all and --selector at the same time'));
  if (images.size === 0) wrong.push(new KubectlError('at least one image update is required'));
  if (images.size > 1 && images.has('*'))
    wrong.push(new KubectlError('all containers are already specified by *, but saw more than one container_name=container_image pairs'));
  throwAll(wrong);
  refuseLocalDryRun(call, dryRunOf(call));
  changeAll(call, chosen, {
    operation: 'image updated',
    failure: 'failed to patch image update to pod template:',
    change: (each, add) =>
      withPodSpec(each, (spec) => {
        let next = spec;
        for (const [name, image] of images) {
          const found = withContainers(next, name, (container) => withImage(container, image));
          next = found.spec;
          if (found.count === 0) add(new KubectlError(`error: unable to find container named ${goQuote(name)}`));
        }
        return next;
      }),
  });
}

function withImage(container: Container, image: string): Container {
  if (image !== '') return { ...container, image };
  const { image: _, ...rest } = container;
  return rest;
}

/** kube: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go GetResourcesAndPairs, ParsePairs */
function argumentsOf(args: readonly string[]): { readonly resources: readonly string[]; readonly images: ReadonlyMap<string, string> } {
  const isPair = (arg: string): boolean => arg.indexOf('=') > 0 || (arg.endsWith('-') && arg !== '-');
  const first = args.findIndex(isPair);
  const pairs = first === -1 ? [] : args.slice(first);
  const stray = pairs.find((arg) => !isPair(arg));
  if (stray !== undefined) throw new KubectlError(`all resources must be specified before image changes: ${stray}`);
  const invalid = pairs.filter((pair) => !pair.includes('='));
  if (invalid.length > 0) throw new KubectlError(`invalid image format: ${invalid.join(', ')}`);
  const images = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return { resources: first === -1 ? args : args.slice(0, first), images: new Map(images) };
}
