import { LAST_APPLIED, type KubeObject, type Manifest } from '../../api/object.ts';
import { isMapping } from '../../base/merge.ts';
import type { Command } from '../command.ts';
import { editConfigurations } from '../editing.ts';
import { KubectlError, throwAll } from '../errors.ts';
import { FILE_FLAGS, NOTHING_SAID, select, type Chosen } from '../selection.ts';
import { FIELD_MANAGER_FLAG, VALIDATE_FLAG } from '../write-flags.ts';

/** `kubectl apply edit-last-applied`. kube: staging/src/k8s.io/kubectl/pkg/cmd/apply/apply_edit_last_applied.go */
export const editLastApplied: Command = {
  name: 'edit-last-applied',
  about: 'lets an editor change what was applied last',
  use: '(RESOURCE/NAME | -f FILENAME)',
  flags: [
    ...FILE_FLAGS,
    FIELD_MANAGER_FLAG,
    VALIDATE_FLAG,
    { name: 'output', short: 'o', type: 'text' },
    { name: 'show-managed-fields', type: 'bool' },
    { name: 'windows-line-endings', type: 'bool' },
  ],
  run: (call) => {
    const { args, flags } = call;
    if (args.length === 0 && flags.list('filename').length === 0 && flags.text('kustomize') === '') throw new KubectlError(NOTHING_SAID);
    const { lists, errors } = select(call, { allWithoutName: true });
    throwAll(errors);
    const configurations = lists.flatMap(({ items }) => items).flatMap((chosen) => configurationOf(chosen) ?? []);
    if (configurations.length === 0)
      throw new KubectlError(
        'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`',
      );
    editConfigurations(call, configurations);
  },
};

/** What was applied last, in the place of the object. */
function configurationOf(chosen: Chosen): Chosen | undefined {
  const text = chosen.object.metadata.annotations?.[LAST_APPLIED];
  const value = text === undefined ? undefined : readJson(text);
  if (!isMapping(value)) return undefined;
  const { metadata = {} } = value as Manifest;
  return { ...chosen, object: { ...value, metadata: { ...metadata, name: chosen.name } } as KubeObject };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
