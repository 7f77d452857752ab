import type { Fields } from '../../api/object.ts';
import { findNode, resolvePath, sentenceOf, writeFile } from '../../base/shell/files.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import { buildKustomization } from '../kustomize/build.ts';
import { effectiveNamespace, identityOf, isClusterScoped, newResource } from '../kustomize/resource.ts';
import { yamlText } from '../print/yaml-text.ts';

/** `kubectl kustomize`. kube: sigs.k8s.io/kustomize/kustomize/commands/build/build.go */
export const kustomize: Command = {
  name: 'kustomize',
  about: 'builds a kustomization and prints it',
  use: 'DIR [flags]',
  flags: [
    { name: 'output', short: 'o', type: 'text' },
    { name: 'load-restrictor', type: 'text', default: 'LoadRestrictionsRootOnly' },
    // What these are about is refused where a kustomization asks for it.
    { name: 'as-current-user', type: 'bool' },
    { name: 'enable-alpha-plugins', type: 'bool' },
    { name: 'enable-helm', type: 'bool' },
    { name: 'env', short: 'e', type: 'array' },
    { name: 'helm-api-versions', type: 'array' },
    { name: 'helm-command', type: 'text', default: 'helm' },
    { name: 'helm-debug', type: 'bool' },
    { name: 'helm-kube-version', type: 'text' },
    { name: 'mount', type: 'array' },
    { name: 'network', type: 'bool' },
    { name: 'network-name', type: 'text', default: 'bridge' },
  ],
  run,
};

const RESTRICTORS = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'];

function run({ args, flags, terminal, print, complain }: Call): void {
  const [folder = '.', ...more] = args;
  if (more.length > 0) throw new KubectlError('specify one path to kustomization.yaml');
  const restrictor = flags.text('load-restrictor');
  if (!RESTRICTORS.includes(restrictor))
    throw new KubectlError(`illegal flag value --load-restrictor ${restrictor}; legal values: [${RESTRICTORS.join(' ')}]`);
  const { files, cwd } = terminal;
  const readsAnywhere = restrictor === 'LoadRestrictionsNone';
  const objects = buildKustomization({ files, cwd, folder, readsAnywhere, sorts: true, warn: complain });
  const output = flags.text('output');
  const text = textOf(objects);
  if (output === '') print(text);
  else if (findNode(files, resolvePath(cwd, output))?.kind === 'directory') {
    for (const [name, object] of namedFiles(objects)) write(terminal, `${output.replace(/\/+$/, '')}/${name}`, yamlText(object));
  } else write(terminal, output, text);
}

/** More than the files of a terminal may hold. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

function textOf(objects: readonly Fields[]): string {
  return objects.reduce((text, object, i) => {
    if (text.length > MOST_CHARACTERS) throw new KubectlError(`more than ${MOST_CHARACTERS} characters are not printed here`);
    return `${text}${i === 0 ? '' : '---\n'}${yamlText(object)}`;
  }, '');
}

function write(terminal: Call['terminal'], path: string, text: string): void {
  const files = writeFile(terminal.files, resolvePath(terminal.cwd, path), text, false);
  if (typeof files === 'string') throw new KubectlError(`open ${path}: ${sentenceOf(files).toLowerCase()}`);
  terminal.files = files;
}

/** What the file of each object is called. kube: sigs.k8s.io/kustomize/kustomize/commands/build/writer.go */
function namedFiles(objects: readonly Fields[]): readonly (readonly [string, Fields])[] {
  const identities = objects.map((object) => identityOf(newResource(object)));
  const namespaces = new Set(identities.filter((identity) => !isClusterScoped(identity)).map(effectiveNamespace));
  return identities.map((identity, i) => {
    const { group, version, kind, name } = identity;
    const place = namespaces.size > 1 && !isClusterScoped(identity) ? [effectiveNamespace(identity)] : [];
    const type = [group, version, kind].filter((part) => part !== '');
    return [`${[...place, ...type, name].join('_').toLowerCase()}.yaml`, objects[i]!];
  });
}
