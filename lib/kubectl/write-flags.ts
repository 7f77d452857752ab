import type { WriteOptions } from '../api/requests/options.ts';
import type { Call } from './command.ts';
import type { DryRun } from './dry-run.ts';
import { KubectlError } from './errors.ts';
import type { Flag } from './flags.ts';

/** The flag that says what is done about fields that the server does not know. */
export const VALIDATE_FLAG: Flag = { name: 'validate', type: 'text', default: 'strict', bare: 'strict' };

/** The flag that says as whom fields are written. */
export const FIELD_MANAGER_FLAG: Flag = { name: 'field-manager', type: 'text' };

/** How an object is written, as the flags say. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go GetValidationDirective */
export function writeOptions(call: Call, dryRun: DryRun, fieldManager: string): WriteOptions {
  const { flags, warn } = call;
  const asked = flags.text('field-manager');
  return {
    fieldValidation: validationOf(flags.text('validate')),
    dryRun: dryRun === 'server',
    warn,
    fieldManager: asked === '' ? fieldManager : asked,
  };
}

function validationOf(text: string): 'Strict' | 'Warn' | 'Ignore' {
  switch (text) {
    case 'true':
    case 'strict':
      return 'Strict';
    case 'warn':
      return 'Warn';
    case 'false':
    case 'ignore':
      return 'Ignore';
    // Where a command has no such flag, the server warns.
    case '':
      return 'Warn';
    default:
      throw new KubectlError(
        `invalid - validate option ${JSON.stringify(text)}; must be one of: strict (or true), warn, ignore (or false)`,
      );
  }
}
