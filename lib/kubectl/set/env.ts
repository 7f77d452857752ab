import { goQuote } from '../../api/field-errors.ts';
import type { Container, EnvVar } from '../../api/generated/types.ts';
import type { Fields } from '../../api/object.ts';
import type { Call, Command } from '../command.ts';
import { dryRunOf } from '../dry-run.ts';
import { KubectlError, throwAll } from '../errors.ts';
import { envVarProblems } from '../generate/env-names.ts';
import { select, SELECTOR_FLAG, type Chosen } from '../selection.ts';
import { changeAll, chosenToSet, refuseLocalDryRun, SET_FLAGS } from './change.ts';
import { listEnv } from './env-list.ts';
import { withContainers, withPodSpec } from './pod-spec.ts';

/** `kubectl set env`. kube: staging/src/k8s.io/kubectl/pkg/cmd/set/set_env.go */
export const setEnv: Command = {
  name: 'env',
  about: 'sets and lists environment variables of containers',
  use: 'RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  flags: [
    ...SET_FLAGS,
    SELECTOR_FLAG,
    { name: 'containers', short: 'c', type: 'text', default: '*' },
    { name: 'env', short: 'e', type: 'array' },
    { name: 'from', type: 'text' },
    { name: 'keys', type: 'list' },
    { name: 'list', type: 'bool' },
    { name: 'overwrite', type: 'bool', default: 'true' },
    { name: 'prefix', type: 'text' },
    { name: 'resolve', type: 'bool' },
  ],
  run,
};

function run(call: Call): void {
  const { flags } = call;
  if (flags.is('all') && flags.text('selector') !== '') throw new KubectlError('cannot set --all and --selector at the same time');
  const { resources, specs } = argumentsOf(call.args);
  refuseLocalDryRun(call, dryRunOf(call));
  if (flags.list('filename').length === 0 && resources.length === 0)
    throw new KubectlError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (flags.is('list') && flags.text('output') !== '') throw new KubectlError('--list and --output may not be specified together');
  if (flags.list('keys').length > 0 && flags.text('from') === '')
    throw new KubectlError('when specifying --keys, a configmap or secret must be provided with --from');
  const { set, removed } = readSpecs(call, [...flags.list('env'), ...specs]);
  const prefix = flags.text('prefix');
  const wanted = [...set, ...importedEnv(call)].map((each) => ({ ...each, name: `${prefix}${each.name}` }));
  const change = (each: Chosen): Fields => withEnv(call, each, wanted, removed);
  const chosen = chosenToSet(call, resources);
  if (flags.is('list')) for (const each of chosen) listChanged(each, change);
  else changeAll(call, chosen, { operation: 'env updated', failure: 'failed to patch env update to pod template:', change });
}

/** What is wrong with an object is of no interest where it is only listed. */
function listChanged(each: Chosen, change: (each: Chosen) => Fields): void {
  try {
    change(each);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
  }
}

/** kube: the same folder, env/env_parse.go SplitEnvironmentFromResources */
function argumentsOf(args: readonly string[]): { readonly resources: readonly string[]; readonly specs: readonly string[] } {
  const isSpec = (arg: string): boolean => arg.indexOf('=') > 0 || arg.endsWith('-');
  const first = args.findIndex(isSpec);
  if (first === -1) return { resources: args, specs: [] };
  const specs = args.slice(first);
  if (!specs.every(isSpec)) throw new KubectlError(`all resources must be specified before environment changes: ${args.join(' ')}`);
  return { resources: args.slice(0, first), specs };
}

/** kube: the same file, parseIntoEnvVar */
function readSpecs({ terminal }: Call, specs: readonly string[]): { readonly set: readonly EnvVar[]; readonly removed: readonly string[] } {
  const set: EnvVar[] = [];
  const removed: string[] = [];
  for (const spec of specs) {
    if (spec === '-') set.push(...variablesIn(terminal.stdin));
    else if (spec.includes('=')) {
      const variable = variableOf(spec);
      const problems = envVarProblems(variable.name);
      if (problems.length > 0) throw new KubectlError(`${goQuote(variable.name)} is not a valid key name: ${problems.join(';')}`);
      set.push(variable);
    } else if (spec.endsWith('-')) removed.push(spec.slice(0, -1));
    else throw new KubectlError(`unknown environment variable: ${spec}`);
  }
  if (removed.some((name) => set.some((each) => each.name === name)))
    throw new KubectlError('can not both modify and remove the same environment variable in the same command');
  return { set, removed };
}

function variablesIn(text: string): readonly EnvVar[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*$/, ''));
  return lines.filter((line) => line.includes('=')).map(variableOf);
}

function variableOf(spec: string): EnvVar {
  const at = spec.indexOf('=');
  const value = spec.slice(at + 1);
  return { name: spec.slice(0, at), ...(value === '' ? {} : { value }) };
}

/** The variables that are to be read from the keys of a ConfigMap or a Secret. Throws a KubectlError for anything else. */
function importedEnv(call: Call): readonly EnvVar[] {
  const { flags, warn } = call;
  const from = flags.text('from');
  if (from === '') return [];
  const { lists, errors } = select(call, { args: [from] });
  throwAll(errors);
  const keys = flags.list('keys');
  return lists
    .flatMap(({ items }) => items)
    .flatMap(({ kind, name, object }) => {
      if (kind.group !== '' || (kind.kind !== 'ConfigMap' && kind.kind !== 'Secret'))
        throw new KubectlError('unsupported resource specified in --from');
      const field = kind.kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef';
      const { data = {} } = object as { readonly data?: Readonly<Record<string, string>> };
      // unlike kube: in the order of their keys, where kubectl's order is left to chance
      const wanted = Object.keys(data).filter((key) => keys.length === 0 || keys.includes(key));
      return wanted.sort().map((key) => {
        const variable = key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase();
        if (variable !== key) warn(`key ${key} transferred to ${variable}`);
        return { name: variable, valueFrom: { [field]: { name, key } } };
      });
    });
}

/** An object with variables set and removed in its containers. Lists what they have then, where that is asked for. */
function withEnv(call: Call, chosen: Chosen, wanted: readonly EnvVar[], removed: readonly string[]): Fields {
  const { flags, warn } = call;
  const pattern = flags.text('containers');
  return withPodSpec(chosen, (spec) => {
    const changed: Container[] = [];
    const found = withContainers(spec, pattern, (container) => {
      if (!flags.is('overwrite')) refuseOverwriting(container, wanted);
      const next = changedContainer(container, wanted, removed);
      changed.push(next);
      return next;
    });
    if (found.count === 0) warn(`${chosen.kind.kind}/${chosen.name} does not have any containers matching ${goQuote(pattern)}`);
    else if (flags.is('list')) listEnv(call, chosen, changed);
    return found.spec;
  });
}

function refuseOverwriting({ env = [] }: Container, wanted: readonly EnvVar[]): void {
  for (const { name, value = '' } of wanted) {
    const known = env.find((each) => each.name === name);
    if (known !== undefined && (known.value ?? '') !== value)
      throw new KubectlError(`'${name}' already has a value (${known.value ?? ''}), and --overwrite is false`);
  }
}

/** Variables that are there stay where they are; new ones follow. kube: the same folder, helper.go updateEnv */
function changedContainer(container: Container, wanted: readonly EnvVar[], removed: readonly string[]): Container {
  const byName = new Map<string, EnvVar>();
  for (const each of container.env ?? []) if (!removed.includes(each.name)) byName.set(each.name, each);
  const first = new Map([...wanted].reverse().map((each) => [each.name, each]));
  for (const { name } of wanted) if (!removed.includes(name)) byName.set(name, first.get(name)!);
  const { env: _, ...rest } = container;
  return byName.size === 0 ? rest : { ...container, env: [...byName.values()] };
}
