import type { Call } from './command.ts';
import { KubectlError } from './errors.ts';
import type { Flag } from './flags.ts';
import { logWarning } from './log-line.ts';

/** The flag that lets nothing happen. */
export const DRY_RUN_FLAG: Flag = { name: 'dry-run', type: 'text', default: 'none', bare: 'unchanged' };

/** Where a command only tries: nowhere, here, or at the server. */
export type DryRun = 'none' | 'client' | 'server';

/** What `--dry-run` says. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go GetDryRunStrategy */
export function dryRunOf(call: Call): DryRun {
  const text = call.flags.text('dry-run');
  if (text === 'none' || text === 'client' || text === 'server') return text;
  if (text === 'unchanged') {
    logWarning(call, 'helpers.go:717', '--dry-run is deprecated and can be replaced with --dry-run=client.');
    return 'client';
  }
  if (/^(?:1|t|true)$/i.test(text)) {
    logWarning(call, 'helpers.go:720', `--dry-run=${text} is deprecated (boolean value) and can be replaced with --dry-run=client.`);
    return 'client';
  }
  if (/^(?:0|f|false)$/i.test(text)) {
    logWarning(call, 'helpers.go:722', `--dry-run=${text} is deprecated (boolean value) and can be replaced with --dry-run=none.`);
    return 'none';
  }
  throw new KubectlError(`Invalid dry-run value (${text}). Must be "none", "server", or "client".`);
}

/** What is done, and whether it was only tried. */
export function operationText(operation: string, dryRun: DryRun): string {
  return dryRun === 'none' ? operation : `${operation} (${dryRun === 'server' ? 'server ' : ''}dry run)`;
}
