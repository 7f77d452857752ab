import type { Call, Command } from '../command.ts';
import { ExitCode, KubectlError } from '../errors.ts';
import { explainText } from '../explain/explain.ts';
import { findKindNamed } from '../resource-types.ts';

/** `kubectl explain`. kube: staging/src/k8s.io/kubectl/pkg/cmd/explain/explain.go */
export const explain: Command = {
  name: 'explain',
  about: 'says what the fields of a type are for',
  use: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group]',
  flags: [
    { name: 'api-version', type: 'text' },
    { name: 'output', type: 'text', default: 'plaintext' },
    { name: 'recursive', type: 'bool' },
  ],
  run,
};

function run(call: Call): void {
  const { flags, args, client } = call;
  const [what, ...more] = args;
  if (what === undefined)
    throw new KubectlError(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  if (more.length > 0) throw new KubectlError('We accept only this format: explain RESOURCE\n');
  const output = flags.text('output');
  // unlike kube: the older document is served, and nothing is explained by it
  if (output === 'plaintext-openapiv2')
    throw new KubectlError(
      '--output=plaintext-openapiv2 is not supported here: leave it out, and fields are explained by the document of OpenAPI 3',
    );
  if (output !== 'plaintext') throw new KubectlError(`unrecognized format: ${output}`);
  const [resource = '', ...fieldPath] = what.split('.').filter((part) => part !== '');
  const { registry } = client.api;
  const kind = findKindNamed(registry, resource);
  if (kind === undefined) {
    call.complain(`the server doesn't have a resource type ${JSON.stringify(resource)}\n`);
    throw new ExitCode(1);
  }
  const asked = flags.text('api-version');
  const served = asked === '' ? kind : registry.versions.find(({ apiVersion, plural }) => apiVersion === asked && plural === kind.plural);
  if (served === undefined)
    throw new KubectlError(`couldn't find resource for "${asked.includes('/') ? asked : `/${asked}`}, Resource=${kind.plural}"`);
  const { group, version, plural, apiVersion } = served;
  const document = client.openApiV3(group === '' ? `api/${version}` : `apis/${apiVersion}`)!;
  call.print(explainText(document, { group, version, resource: plural, fieldPath, recursive: flags.is('recursive') }));
}
