import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { changeAll, chosenToSet, SET_FLAGS } from './change.ts';
import { withPodSpec } from './pod-spec.ts';

/** `kubectl set serviceaccount`. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/set_serviceaccount.go */
export const setServiceAccount: Command = {
  name: 'serviceaccount',
  aliases: ['sa'],
  about: 'sets as whom pods run',
  use: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  flags: SET_FLAGS,
  run,
};

function run(call: Call): void {
  const serviceAccountName = call.args.at(-1);
  if (serviceAccountName === undefined) throw new KubectlError('serviceaccount is required');
  changeAll(call, chosenToSet(call, call.args.slice(0, -1)), {
    operation: 'serviceaccount updated',
    failure: 'failed to patch ServiceAccountName',
    tellsUnchanged: true,
    change: (each) => withPodSpec(each, (spec) => ({ ...spec, serviceAccountName })),
  });
}
