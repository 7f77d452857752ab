import { LAST_APPLIED } from '../../api/object.ts';
import { indentedGoJson } from '../../base/go-json.ts';
import { isMapping } from '../../base/merge.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError, WrongUse } from '../errors.ts';
import { yamlText } from '../print/yaml-text.ts';
import { FILE_FLAGS, NOTHING_SAID, select, SELECTOR_FLAG } from '../selection.ts';
import { visit } from '../visit.ts';

/** `kubectl apply view-last-applied`. kube: staging/src/k8s.io/kubectl/pkg/cmd/apply/apply_view_last_applied.go */
export const viewLastApplied: Command = {
  name: 'view-last-applied',
  about: 'prints what was applied last',
  use: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  flags: [...FILE_FLAGS, SELECTOR_FLAG, { name: 'output', short: 'o', type: 'text', default: 'yaml' }, { name: 'all', type: 'bool' }],
  run,
};

function run(call: Call): void {
  const output = call.flags.text('output');
  if (output !== 'yaml' && output !== 'json')
    throw new WrongUse(`Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
  if (call.args.length === 0 && call.flags.list('filename').length === 0 && call.flags.text('kustomize') === '')
    throw new KubectlError(NOTHING_SAID);
  visit(select(call), ({ object, name }) => {
    const text = object.metadata.annotations?.[LAST_APPLIED];
    // kubectl means to say so, and does not.
    if (text === undefined) return;
    const value = readJson(text);
    if (!isMapping(value)) throw new KubectlError(`the annotation ${LAST_APPLIED} of ${name} is no JSON object`);
    call.print(output === 'yaml' ? yamlText(value) : `${indentedGoJson(value, '  ')}\n`);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
