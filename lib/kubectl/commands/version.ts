import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { jsonText } from '../print/json-text.ts';
import { yamlText } from '../print/yaml-text.ts';
import { SERVER_VERSION } from '../server-version.ts';

/** `kubectl version`. kube: staging/src/k8s.io/kubectl/pkg/cmd/version/version.go */
export const version: Command = {
  name: 'version',
  about: 'prints the versions of client and server',
  flags: [
    { name: 'client', type: 'bool' },
    { name: 'output', short: 'o', type: 'text' },
  ],
  run,
};

const KUSTOMIZE = 'v5.5.0';

function run({ args, flags, print }: Call): void {
  if (args.length > 0) throw new KubectlError(`extra arguments: [${args.join(' ')}]`);
  const output = flags.text('output');
  const isClient = flags.is('client');
  if (output === '') {
    const { gitVersion } = SERVER_VERSION;
    print(`Client Version: ${gitVersion}\nKustomize Version: ${KUSTOMIZE}\n${isClient ? '' : `Server Version: ${gitVersion}\n`}`);
    return;
  }
  const versions = { clientVersion: SERVER_VERSION, kustomizeVersion: KUSTOMIZE, ...(isClient ? {} : { serverVersion: SERVER_VERSION }) };
  if (output === 'yaml') print(`${yamlText(versions)}\n`);
  else if (output === 'json') print(jsonText(versions).replaceAll(/^( +)/gm, (blanks) => blanks.slice(blanks.length / 2)));
  else throw new KubectlError(`--output must be 'yaml' or 'json'`);
}
