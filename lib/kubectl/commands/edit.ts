import type { Command } from '../command.ts';
import { editLive } from '../editing.ts';
import { FILE_FLAGS, NOTHING_SAID, select } from '../selection.ts';
import { FIELD_MANAGER_FLAG, VALIDATE_FLAG } from '../write-flags.ts';
import { KubectlError, throwAll } from '../errors.ts';
import { formatOf } from '../output.ts';

/** `kubectl edit`. kube: staging/src/k8s.io/kubectl/pkg/cmd/edit/edit.go */
export const editCommand: Command = {
  name: 'edit',
  about: 'lets an editor change objects',
  use: '(RESOURCE/NAME | -f FILENAME)',
  flags: [
    ...FILE_FLAGS,
    VALIDATE_FLAG,
    FIELD_MANAGER_FLAG,
    { name: 'output', short: 'o', type: 'text' },
    { name: 'output-patch', type: 'bool' },
    { name: 'save-config', type: 'bool' },
    { name: 'show-managed-fields', type: 'bool' },
    { name: 'subresource', type: 'text' },
    { name: 'windows-line-endings', type: 'bool' },
  ],
  run: (call) => {
    if (call.args.length === 0 && call.flags.list('filename').length === 0 && call.flags.text('kustomize') === '')
      throw new KubectlError(NOTHING_SAID);
    formatOf(call, ['json', 'yaml']);
    const { lists, errors } = select(call, { allWithoutName: true });
    throwAll(errors);
    const chosen = lists.flatMap(({ items }) => items);
    if (chosen.length === 0) throw new KubectlError('edit cancelled, no objects found');
    editLive(call, chosen);
  },
};
