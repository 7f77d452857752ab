import { LAST_APPLIED } from '../../api/object.ts';
import { isMapping } from '../../base/merge.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { jsonText } from '../print/json-text.ts';
import { yamlText } from '../print/yaml-text.ts';
import { FILE_FLAGS, select, SELECTOR_FLAG } from '../selection.ts';
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
    throw new KubectlError(`Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`);
  visit(select(call), ({ object, name }) => {
    const text = object.metadata.annotations?.[LAST_APPLIED];
    if (text === undefined) throw new KubectlError(`no last-applied-configuration annotation found on resource: ${name}`);
    const value = readJson(text);
    if (!isMapping(value)) throw new KubectlError(`the annotation ${LAST_APPLIED} of ${name} is no JSON object`);
    call.print(output === 'yaml' ? yamlText(value) : jsonText(value));
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
