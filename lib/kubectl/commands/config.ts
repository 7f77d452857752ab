import { isMapping } from '../../base/merge.ts';
import { findNode, makeDirectory, resolvePath, writeFile } from '../../base/shell/files.ts';
import type { Call, Command } from '../command.ts';
import { KubectlError, WrongUse } from '../errors.ts';
import { entriesOf, readKubeconfig, type Kubeconfig, type KubeContext } from '../kubeconfig.ts';
import { formatOf, OUTPUT_FLAGS, OUTPUT_FORMATS } from '../output.ts';
import { alignTabs, TABLE_TABS } from '../print/tab-writer.ts';
import { yamlText } from '../print/yaml-text.ts';

type Fields = Readonly<Record<string, unknown>>;

/** `kubectl config`. kube: staging/src/k8s.io/kubectl/pkg/cmd/config */
export const config: Command = {
  name: 'config',
  about: 'shows and changes the kubeconfig',
  commands: [
    {
      name: 'view',
      about: 'prints the kubeconfig',
      flags: [
        ...OUTPUT_FLAGS,
        { name: 'minify', type: 'bool' },
        { name: 'flatten', type: 'bool' },
        { name: 'merge', type: 'text', default: 'true' },
        { name: 'raw', type: 'bool' },
      ],
      run: view,
    },
    { name: 'current-context', about: 'prints the name of the context that is used', run: currentContext },
    {
      name: 'get-contexts',
      about: 'lists contexts',
      use: '[NAME]',
      flags: [
        { name: 'no-headers', type: 'bool' },
        { name: 'output', short: 'o', type: 'text' },
      ],
      run: getContexts,
    },
    { name: 'get-clusters', about: 'lists clusters', run: (call) => listNames(call, 'clusters') },
    { name: 'get-users', about: 'lists users', run: (call) => listNames(call, 'users') },
    { name: 'use-context', aliases: ['use'], about: 'changes the context that is used', use: 'CONTEXT_NAME', run: useContext },
    {
      name: 'set-context',
      about: 'makes or changes a context',
      use: '[NAME | --current]',
      flags: [{ name: 'current', type: 'bool' }],
      run: setContext,
    },
    {
      name: 'set-cluster',
      about: 'makes or changes a cluster',
      use: 'NAME',
      flags: [
        { name: 'embed-certs', type: 'bool' },
        { name: 'proxy-url', type: 'text' },
      ],
      run: (call) => setEntry(call, 'clusters', 'cluster', CLUSTER_FLAGS),
    },
    {
      name: 'set-credentials',
      about: 'makes or changes a user',
      use: 'NAME',
      flags: [{ name: 'embed-certs', type: 'bool' }],
      run: (call) => setEntry(call, 'users', 'user', USER_FLAGS),
    },
    { name: 'rename-context', about: 'gives a context another name', use: 'CONTEXT_NAME NEW_NAME', run: renameContext },
    { name: 'delete-context', about: 'removes a context', use: 'NAME', run: (call) => deleteEntry(call, 'contexts', 'context') },
    { name: 'delete-cluster', about: 'removes a cluster', use: 'NAME', run: (call) => deleteEntry(call, 'clusters', 'cluster') },
    { name: 'delete-user', about: 'removes a user', use: 'NAME', run: (call) => deleteEntry(call, 'users', 'user') },
    { name: 'set', about: 'sets a value', use: 'PROPERTY_NAME PROPERTY_VALUE', run: (call) => setProperty(call, true) },
    { name: 'unset', about: 'removes a value', use: 'PROPERTY_NAME', run: (call) => setProperty(call, false) },
  ],
};

/** What the flags of a command are called in a kubeconfig. */
const CLUSTER_FLAGS: readonly (readonly [flag: string, field: string])[] = [
  ['server', 'server'],
  ['certificate-authority', 'certificate-authority'],
  ['insecure-skip-tls-verify', 'insecure-skip-tls-verify'],
  ['tls-server-name', 'tls-server-name'],
  ['proxy-url', 'proxy-url'],
];

const USER_FLAGS: readonly (readonly [flag: string, field: string])[] = [
  ['token', 'token'],
  ['username', 'username'],
  ['password', 'password'],
  ['client-certificate', 'client-certificate'],
  ['client-key', 'client-key'],
];

const INSECURE = 'insecure-skip-tls-verify';

/** What is said of too many or too few arguments; how the command is used stands before it. */
function unexpected(call: Call, word = 'Unexpected'): KubectlError {
  call.print(`Usage:\n  ${call.path} [options]\n`);
  return new KubectlError(`${word} args: [${call.args.join(' ')}]`);
}

/** Throws a KubectlError for flags that contradict each other. kube: staging/src/k8s.io/kubectl/pkg/cmd/config/set_cluster.go, set_credentials.go validate */
function checkEntry({ flags }: Call, field: 'cluster' | 'user'): void {
  if (field === 'cluster' && flags.is(INSECURE) && flags.text('certificate-authority') !== '')
    throw new KubectlError('you cannot specify a certificate authority and insecure mode at the same time');
  if (field === 'user' && flags.text('token') !== '' && (flags.text('username') !== '' || flags.text('password') !== ''))
    throw new KubectlError('you cannot specify more than one authentication method at the same time: --token, --username/--password');
}

/** A path is kept as it is resolved, and looked at where the file is to be embedded. */
function givenText({ flags, terminal }: Call, flag: string): string {
  const text = flags.text(flag);
  if (text === '' || !FILES.has(flag)) return text;
  const path = resolvePath(terminal.cwd, text);
  if (flags.is('embed-certs') && findNode(terminal.files, path) === undefined)
    throw new KubectlError(`could not stat ${flag} file ${text}: stat ${text}: no such file or directory`);
  return path;
}

const FILES: ReadonlySet<string> = new Set(['certificate-authority', 'client-certificate', 'client-key']);

function read(call: Call): Kubeconfig {
  return readKubeconfig(call.terminal, call.flags.text('kubeconfig'), true);
}

/** Writes the file with other fields. */
function write({ terminal }: Call, { path }: Kubeconfig, value: Fields): void {
  const folder = makeDirectory(terminal.files, path.slice(0, path.lastIndexOf('/')) || '/', true);
  const files = writeFile(typeof folder === 'string' ? terminal.files : folder, path, yamlText(wholeConfig(value)), false);
  if (typeof files === 'string') throw new KubectlError(`open ${path}: ${files}`);
  terminal.files = files;
}

/** A kubeconfig with all that Go writes of one: its lists by name, and nulls for those that are empty. kube: staging/src/k8s.io/client-go/tools/clientcmd/api/v1/conversion.go */
function wholeConfig(value: Fields): Fields {
  const listed = (list: string): readonly Fields[] | null => {
    const entries = entriesOf(value, list).toSorted((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
    return entries.length === 0 ? null : entries.map((entry) => (list === 'users' ? entry : { ...entry, ...withTexts(entry, list) }));
  };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    preferences: {},
    'current-context': '',
    ...value,
    clusters: listed('clusters'),
    contexts: listed('contexts'),
    users: listed('users'),
  };
}

/** The fields of a cluster or a context that are written even where they are empty. */
const ALWAYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['cluster', ['server']],
  ['context', ['cluster', 'user']],
]);

function withTexts(entry: Fields, list: string): Fields {
  const field = list.slice(0, -1);
  const part = isMapping(entry[field]) ? entry[field] : {};
  return { [field]: { ...Object.fromEntries((ALWAYS.get(field) ?? []).map((name) => [name, ''])), ...part } };
}

function view(call: Call): void {
  if (call.args.length > 0) throw new WrongUse(`unexpected arguments: [${call.args.join(' ')}]`);
  const kubeconfig = read(call);
  const { value, contexts } = kubeconfig;
  const chosen = call.flags.is('minify')
    ? minified(
        value,
        contexts.find(({ name }) => name === nameOfContext(call, kubeconfig)),
        nameOfContext(call, kubeconfig),
      )
    : value;
  const shown = call.flags.is('raw') || call.flags.is('flatten') ? chosen : withoutSecrets(chosen);
  const format = formatOf(call, OUTPUT_FORMATS);
  const whole = wholeConfig(shown);
  call.print(format === undefined ? yamlText(whole) : format({ kind: 'Config', group: '' }, whole));
}

function nameOfContext({ flags }: Call, { currentContext: current }: Kubeconfig): string {
  return flags.text('context') === '' ? current : flags.text('context');
}

function minified(value: Fields, context: KubeContext | undefined, current: string): Fields {
  if (context === undefined)
    throw new KubectlError(current === '' ? 'current-context must exist in order to minify' : `cannot locate context ${current}`);
  const only = (list: string, name: string): readonly Fields[] => entriesOf(value, list).filter((entry) => entry['name'] === name);
  return {
    ...value,
    contexts: only('contexts', context.name),
    clusters: only('clusters', context.cluster),
    users: only('users', context.user),
    'current-context': context.name,
  };
}

/** kube: staging/src/k8s.io/client-go/tools/clientcmd/api/helpers.go ShortenConfig, RedactSecrets */
function withoutSecrets(value: Fields): Fields {
  const inside = (list: string, field: string, hide: (part: Fields) => Fields): Fields =>
    Array.isArray(value[list])
      ? { [list]: entriesOf(value, list).map((entry) => (isMapping(entry[field]) ? { ...entry, [field]: hide(entry[field]) } : entry)) }
      : {};
  const hidden = (part: Fields, names: readonly string[], instead: string): Fields =>
    Object.fromEntries(Object.entries(part).map(([name, text]) => [name, names.includes(name) && text !== '' ? instead : text]));
  return {
    ...value,
    ...inside('clusters', 'cluster', (cluster) => hidden(cluster, ['certificate-authority-data'], 'DATA+OMITTED')),
    ...inside('users', 'user', (user) =>
      hidden(hidden(user, ['client-certificate-data', 'client-key-data'], 'DATA+OMITTED'), ['token', 'password'], 'REDACTED'),
    ),
  };
}

function currentContext(call: Call): void {
  const { currentContext: current } = read(call);
  if (current === '') throw new KubectlError('current-context is not set');
  call.print(`${current}\n`);
}

function getContexts(call: Call): void {
  const { contexts, currentContext: current } = read(call);
  const output = call.flags.text('output');
  if (output !== '' && output !== 'name')
    throw new KubectlError(`--output ${output} is not available in kubectl config get-contexts; resetting to default output format`);
  const wanted = call.args.length === 0 ? contexts.map(({ name }) => name) : call.args;
  const missing = wanted.filter((name) => !contexts.some((each) => each.name === name));
  const found = contexts.filter(({ name }) => wanted.includes(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const rows = found.map(({ name, cluster, user, namespace = '' }) =>
    [name === current ? '*' : '', name, cluster, user, namespace].join('\t'),
  );
  const header = call.flags.is('no-headers') ? [] : ['CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE'];
  if (output === 'name') call.print(found.map(({ name }) => `${name}\n`).join(''));
  else call.print(alignTabs([...header, ...rows].map((line) => `${line}\n`).join(''), TABLE_TABS).text);
  if (missing.length > 0) throw new KubectlError(`context ${missing[0]} not found`);
}

function listNames(call: Call, list: 'clusters' | 'users'): void {
  const names = entriesOf(read(call).value, list).map(({ name }) => `${String(name)}\n`);
  call.print(['NAME\n', ...names.sort()].join(''));
}

function useContext(call: Call): void {
  const [name = '', ...more] = call.args;
  if (name === '' || more.length > 0) throw unexpected(call);
  const kubeconfig = read(call);
  if (!kubeconfig.contexts.some((each) => each.name === name))
    throw new KubectlError(`no context exists with the name: ${JSON.stringify(name)}`);
  write(call, kubeconfig, { ...kubeconfig.value, 'current-context': name });
  call.print(`Switched to context ${JSON.stringify(name)}.\n`);
}

function setContext(call: Call): void {
  const { flags, args } = call;
  const kubeconfig = read(call);
  const name = flags.is('current') ? kubeconfig.currentContext : (args[0] ?? '');
  if (flags.is('current') && args.length > 0) throw new KubectlError('you cannot specify both a context name and --current');
  if (flags.is('current') && name === '') throw new KubectlError('no current context is set');
  if (args.length > 1) throw unexpected(call);
  if (name === '') throw new KubectlError('you must specify a non-empty context name or --current');
  const given = (['cluster', 'user', 'namespace'] as const)
    .filter((field) => flags.has(field))
    .map((field) => [field, flags.text(field)] as const);
  const isNew = !kubeconfig.contexts.some((each) => each.name === name);
  write(
    call,
    kubeconfig,
    withEntry(kubeconfig.value, 'contexts', 'context', name, isNew ? [['cluster', ''], ['user', ''], ...given] : given),
  );
  call.print(`Context ${JSON.stringify(name)} ${isNew ? 'created' : 'modified'}.\n`);
}

function setEntry(
  call: Call,
  list: 'clusters' | 'users',
  field: 'cluster' | 'user',
  known: readonly (readonly [flag: string, field: string])[],
): void {
  const [name = '', ...more] = call.args;
  if (name === '' || more.length > 0) throw unexpected(call, field === 'user' ? 'unexpected' : 'Unexpected');
  checkEntry(call, field);
  const given = known
    .filter(([flag]) => call.flags.has(flag))
    .map(([flag, key]) => [key, key === INSECURE ? call.flags.is(flag) : givenText(call, flag)] as const);
  const kubeconfig = read(call);
  write(call, kubeconfig, withEntry(kubeconfig.value, list, field, name, given));
  call.print(`${field === 'cluster' ? 'Cluster' : 'User'} ${JSON.stringify(name)} set.\n`);
}

/** The kubeconfig with fields of a named entry set, the entry made where there is none. */
function withEntry(value: Fields, list: string, field: string, name: string, given: readonly (readonly [string, unknown])[]): Fields {
  const entries = entriesOf(value, list);
  const old = entries.find((entry) => entry['name'] === name);
  const all = { ...(isMapping(old?.[field]) ? old[field] : {}), ...Object.fromEntries(given) };
  // Go leaves out what says nothing.
  const part = Object.fromEntries(Object.entries(all).filter(([, each]) => each !== '' && each !== false));
  const next = { ...old, [field]: part, name };
  return { ...value, [list]: old === undefined ? [...entries, next] : entries.map((entry) => (entry === old ? next : entry)) };
}

function renameContext(call: Call): void {
  const [from = '', to = '', ...more] = call.args;
  if (to === '' || more.length > 0) throw unexpected(call);
  const kubeconfig = read(call);
  const has = (name: string): boolean => kubeconfig.contexts.some((each) => each.name === name);
  if (!has(from)) throw new KubectlError(`cannot rename the context ${JSON.stringify(from)}, it's not in ${kubeconfig.path}`);
  if (has(to))
    throw new KubectlError(
      `cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${kubeconfig.path}`,
    );
  const contexts = entriesOf(kubeconfig.value, 'contexts').map((entry) => (entry['name'] === from ? { ...entry, name: to } : entry));
  const current = kubeconfig.currentContext === from ? to : kubeconfig.currentContext;
  write(call, kubeconfig, { ...kubeconfig.value, contexts, 'current-context': current });
  call.print(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`);
}

function deleteEntry(call: Call, list: string, what: 'context' | 'cluster' | 'user'): void {
  const [name = '', ...more] = call.args;
  if (name === '' || more.length > 0) {
    call.print(`Usage:\n  ${call.path} NAME [options]\n`);
    return;
  }
  const kubeconfig = read(call);
  const entries = entriesOf(kubeconfig.value, list);
  if (!entries.some((entry) => entry['name'] === name)) throw new KubectlError(`cannot delete ${what} ${name}, not in ${kubeconfig.path}`);
  if (what === 'context' && kubeconfig.currentContext === name)
    call.complain('warning: this removed your active context, use "kubectl config use-context" to select a different one\n');
  write(call, kubeconfig, { ...kubeconfig.value, [list]: entries.filter((entry) => entry['name'] !== name) });
  call.print(`deleted ${what} ${name} from ${kubeconfig.path}\n`);
}

/** `config set` and `config unset` of `current-context` and of `LIST.NAME.FIELD`. */
function setProperty(call: Call, isSet: boolean): void {
  const [property = '', value] = call.args;
  if (property === '' || call.args.length !== (isSet ? 2 : 1)) throw unexpected(call);
  const kubeconfig = read(call);
  const [list = '', ...rest] = property.split('.');
  const field = new Map([
    ['contexts', 'context'],
    ['clusters', 'cluster'],
    ['users', 'user'],
  ]).get(list);
  if (property === 'current-context') write(call, kubeconfig, { ...kubeconfig.value, 'current-context': value ?? '' });
  else if (field !== undefined && rest.length >= 1) write(call, kubeconfig, withProperty(kubeconfig.value, list, field, rest, value));
  else throw new KubectlError(`unable to parse ${property} after [] at api.Config`);
  call.print(`Property ${JSON.stringify(property)} ${isSet ? 'set' : 'unset'}.\n`);
}

function withProperty(config: Fields, list: string, field: string, path: readonly string[], value: string | undefined): Fields {
  const key = path.length > 1 ? path.at(-1)! : undefined;
  const name = key === undefined ? path[0]! : path.slice(0, -1).join('.');
  if (key === undefined) return { ...config, [list]: entriesOf(config, list).filter((entry) => entry['name'] !== name) };
  if (value !== undefined) {
    if (key === INSECURE && !/^(?:[1tT0fF]|true|TRUE|True|false|FALSE|False)$/.test(value))
      throw new KubectlError(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
    return withEntry(config, list, field, name, [[key, key === INSECURE ? /^[1tT]/.test(value) : value]]);
  }
  if (!entriesOf(config, list).some((entry) => entry['name'] === name)) throw new KubectlError(`current map key \`${name}\` is invalid`);
  const without = (part: unknown): Fields =>
    Object.fromEntries(Object.entries(isMapping(part) ? part : {}).filter(([each]) => each !== key));
  return {
    ...config,
    [list]: entriesOf(config, list).map((entry) => (entry['name'] === name ? { ...entry, [field]: without(entry[field]) } : entry)),
  };
}
