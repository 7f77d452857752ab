import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { buildKustomization } from '../kustomize/build.ts';
import { yamlText } from '../print/yaml-text.ts';

/** `kubectl kustomize`. kube: sigs.k8s.io/kustomize/kustomize/commands/build/build.go */
export const kustomize: Command = {
  name: 'kustomize',
  about: 'builds a kustomization and prints it',
  use: 'DIR [flags]',
  flags: [{ name: 'output', short: 'o', type: 'text' }],
  run,
};

function run({ args, terminal, print, complain }: Call): void {
  const [folder = '.', ...more] = args;
  if (more.length > 0) throw new KubectlError('specify one path to kustomization.yaml');
  const objects = buildKustomization({ files: terminal.files, cwd: terminal.cwd, folder, sorts: true, warn: complain });
  print(objects.map(yamlText).join('---\n'));
}
