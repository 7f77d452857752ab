import { goQuote } from '../../api/field-errors.ts';
import type { Manifest } from '../../api/object.ts';
import { configKeyProblems } from '../../base/name-rules.ts';
import { readFile, resolvePath } from '../../base/shell/files.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError } from '../errors.ts';
import type { Flag } from '../flags.ts';
import { generatorCommand, type Generator } from './generator.ts';
import { keyPairProblem } from './key-pair.ts';
import { withHash } from './name-hash.ts';
import { entriesOf, fileEntries, SOURCE_FLAGS, type Entry } from './sources.ts';

const HASH_FLAG: Flag = { name: 'append-hash', type: 'bool' };
const DOCKER_CONFIG = '.dockerconfigjson';

/** `kubectl create secret generic`. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create_secret.go */
const genericGenerator: Generator = {
  name: 'generic',
  about: 'creates a Secret from files and literals',
  use: '[--type=string] [--from-file=[key=]source] [--from-literal=key1=value1]',
  failure: 'failed to create secret',
  flags: [...SOURCE_FLAGS, { name: 'type', type: 'text' }],
  generate: (name, call) => secretOf(name, call, call.flags.text('type'), entriesOf(call, 'secret')),
};

/** `kubectl create secret docker-registry`. kube: the same folder, create_secret_docker.go */
const dockerRegistryGenerator: Generator = {
  name: 'docker-registry',
  about: 'creates a Secret with which images are pulled',
  use: '--docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source]',
  failure: 'failed to create secret',
  flags: [
    HASH_FLAG,
    { name: 'docker-email', type: 'text' },
    { name: 'docker-password', type: 'text' },
    { name: 'docker-server', type: 'text', default: 'https://index.docker.io/v1/' },
    { name: 'docker-username', type: 'text' },
    { name: 'from-file', type: 'list' },
  ],
  generate: (name, call) => {
    const { flags } = call;
    const [server, username, password, email] = ['server', 'username', 'password', 'email'].map((field) => flags.text(`docker-${field}`));
    const files = flags.list('from-file');
    if (files.length === 0 && (username === '' || password === '' || server === ''))
      throw new KubectlError(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    const auth = base64(`${username}:${password}`);
    const login = { username, password, ...(email === '' ? {} : { email }), auth };
    const entries = files.length > 0 ? files.flatMap((file) => [...fileEntries(call, file, DOCKER_CONFIG)]) : undefined;
    // Go writes this JSON in the order of its struct.
    const config = JSON.stringify({ auths: Object.fromEntries([[server!, login]]) });
    return secretOf(name, call, 'kubernetes.io/dockerconfigjson', entries ?? [[DOCKER_CONFIG, config]]);
  },
};

/** `kubectl create secret tls`. kube: the same folder, create_secret_tls.go */
const tlsGenerator: Generator = {
  name: 'tls',
  about: 'creates a Secret with a certificate and its key',
  use: '--cert=path/to/cert/file --key=path/to/key/file',
  failure: 'failed to create secret',
  flags: [HASH_FLAG, { name: 'cert', type: 'text' }, { name: 'key', type: 'text' }],
  generate: (name, call) => {
    const [certPath, keyPath] = [call.flags.text('cert'), call.flags.text('key')];
    if (certPath === '' || keyPath === '') throw new KubectlError('key and cert must be specified');
    const [cert, key] = [fileText(call, certPath), fileText(call, keyPath)];
    const problem = keyPairProblem(cert, key);
    if (problem !== undefined) throw new KubectlError(problem);
    return secretOf(name, call, 'kubernetes.io/tls', [
      ['tls.crt', cert],
      ['tls.key', key],
    ]);
  },
};

/** `kubectl create secret`, with a word for each kind of content. */
export const secretCommand: Command = {
  name: 'secret',
  about: 'creates a Secret of a type',
  commands: [dockerRegistryGenerator, genericGenerator, tlsGenerator].map(generatorCommand),
};

function secretOf(name: string, call: Call, type: string, entries: Iterable<Entry>): Manifest {
  const values = new Map<string, string>();
  for (const [key, text] of entries) {
    const problems = configKeyProblems(key);
    if (problems.length > 0) throw new KubectlError(`${goQuote(key)} is not valid key name for a Secret ${problems.join(';')}`);
    if (values.has(key)) throw new KubectlError(`cannot add key ${key}, another key by that name already exists`);
    values.set(key, base64(text));
  }
  const data = Object.fromEntries(values);
  const hashed = call.flags.is('append-hash') ? withHash(name, { kind: 'Secret', type, name, data }) : name;
  const content = { ...(values.size === 0 ? {} : { data }), ...(type === '' ? {} : { type }) };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: hashed }, ...content };
}

function fileText({ terminal: { files, cwd } }: Call, path: string): string {
  const text = readFile(files, resolvePath(cwd, path));
  if (typeof text === 'string') return text;
  if (text.problem === 'EISDIR') throw new KubectlError(`Cannot read file ${path}, read ${path}: is a directory`);
  throw new KubectlError(`Cannot read file ${path}, open ${path}: no such file or directory`);
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
