import type { LabelSelector } from '../../api/generated/types.ts';
import { fieldsOf, type Fields } from '../../api/object.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { labelSelectorOf } from '../generate/label-selector.ts';
import type { Chosen } from '../selection.ts';
import { changeAll, chosenToSet, SET_FLAGS } from './change.ts';

/** `kubectl set selector`. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/set_selector.go */
export const setSelector: Command = {
  name: 'selector',
  about: 'sets what a Service selects',
  use: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  flags: [...SET_FLAGS, { name: 'resource-version', type: 'text' }],
  run,
};

function run(call: Call): void {
  const text = call.args.at(-1);
  if (text === undefined) throw new KubectlError('one selector is required');
  const selector = labelSelectorOf(text);
  changeAll(call, chosenToSet(call, call.args.slice(0, -1)), {
    operation: 'selector updated',
    tellsUnchanged: true,
    isNameless: true,
    change: (chosen) => withSelector(chosen, selector, call.flags.text('resource-version')),
  });
}

/** kube: the same file, updateSelectorForObject */
function withSelector({ kind, object }: Chosen, { matchLabels = {}, matchExpressions = [] }: LabelSelector, version: string): Fields {
  if (kind.kind !== 'Service' || kind.group !== '') throw new KubectlError('setting a selector is only supported for Services');
  if (matchExpressions.length > 0) {
    const shown = matchExpressions.map(({ key, operator, values = [] }) => `{${key} ${operator} [${values.join(' ')}]}`);
    throw new KubectlError(`match expression [${shown.join(' ')}] not supported on this object`);
  }
  const fields = fieldsOf(object);
  const metadata = version === '' ? object.metadata : { ...object.metadata, resourceVersion: version };
  return { ...fields, metadata, spec: { ...(fields['spec'] as Fields | undefined), selector: matchLabels } };
}
