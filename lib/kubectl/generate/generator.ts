import { ApiError } from '../../api/errors.ts';
import type { Kind } from '../../api/kind.ts';
import type { Manifest } from '../../api/object.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText } from '../dry-run.ts';
import { KubectlError, WrongUse } from '../errors.ts';
import type { Flag } from '../flags.ts';
import { OUTPUT_FLAGS } from '../output.ts';
import { typedPrinterOf, withTypedConfig } from '../typed-output.ts';
import { FIELD_MANAGER_FLAG, VALIDATE_FLAG, writeOptions } from '../write-flags.ts';

/** The flag that keeps, in an annotation, what was created. */
export const SAVE_CONFIG_FLAG: Flag = { name: 'save-config', type: 'bool' };

/** What is made by one word after `kubectl create`. */
export interface Generator {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** What it does, in one line. */
  readonly about: string;
  /** What may follow the name of the object. */
  readonly use?: string;
  readonly flags: readonly Flag[];
  /** What is said before the server's refusal; left out where that is told as it is. */
  readonly failure?: string;
  /** The object that flags and arguments say, without its namespace. Throws a KubectlError. */
  readonly generate: (name: string, call: Call) => Manifest;
}

/** The command of a generator. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create.go CreateSubcommandOptions */
export function generatorCommand(generator: Generator): Command {
  const { name, aliases = [], about, use = '', flags } = generator;
  return {
    name,
    aliases,
    about,
    use: `NAME ${use}`.trimEnd(),
    flags: [...OUTPUT_FLAGS, DRY_RUN_FLAG, VALIDATE_FLAG, FIELD_MANAGER_FLAG, SAVE_CONFIG_FLAG, ...flags],
    run: (call) => run(call, generator),
  };
}

function run(call: Call, { generate, failure }: Generator): void {
  const name = nameOf(call);
  const dryRun = dryRunOf(call);
  const print = typedPrinterOf(call, operationText('created', dryRun));
  const options = writeOptions(call, dryRun, 'kubectl-create');
  const { kind, manifest } = placed(call, generate(name, call));
  const saved = call.flags.is('save-config') ? withTypedConfig(kind, manifest) : manifest;
  if (dryRun === 'client') {
    print(kind, saved);
    return;
  }
  try {
    print(kind, call.client.create(kind, saved, { ...options, namespace: namespaceFor(call, kind) }));
  } catch (error) {
    if (!(error instanceof ApiError) || failure === undefined) throw error;
    throw new KubectlError(`${failure} ${error.message}`);
  }
}

/** The name that is given, and nothing else before `--`. Throws a WrongUse. */
export function nameOf({ args, dashAt }: Pick<Call, 'args' | 'dashAt'>): string {
  const count = dashAt === -1 ? args.length : dashAt;
  if (count !== 1) throw new WrongUse(`exactly one NAME is required, got ${count}`);
  return args[0]!;
}

/** What a generator has made, with its kind, and with the namespace where the command line says one. */
export function placed(call: Call, manifest: Manifest): { readonly kind: Kind; readonly manifest: Manifest } {
  const { apiVersion = '', kind: kindName = '', metadata } = manifest;
  const kind = call.client.api.registry.findByManifest(apiVersion, kindName);
  if (kind === undefined) throw new KubectlError(`no matches for kind "${kindName}" in version "${apiVersion}"`);
  const isPlaced = call.saysNamespace && kind.scope === 'Namespaced';
  return { kind, manifest: isPlaced ? { ...manifest, metadata: { ...metadata, namespace: call.namespace } } : manifest };
}

/** Where an object of a kind is created. */
export function namespaceFor({ namespace }: Call, { scope }: Kind): string | undefined {
  return scope === 'Cluster' ? undefined : namespace;
}
