import { isMapping } from '../base/merge.ts';
import { readFile, resolvePath } from '../base/shell/files.ts';
import { readYaml } from '../base/yaml.ts';
import { goQuote } from '../api/field-errors.ts';
import { KubectlError } from './errors.ts';
import type { Terminal } from './terminal.ts';

/** A context of a kubeconfig: who works on which cluster, and in which namespace. */
export interface KubeContext {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string | undefined;
}

/** What a kubeconfig file says; what it says besides is kept in `value`. */
export interface Kubeconfig {
  readonly path: string;
  readonly isThere: boolean;
  readonly value: Readonly<Record<string, unknown>>;
  readonly contexts: readonly KubeContext[];
  readonly currentContext: string;
}

/** The kubeconfig of somebody who has just been given a cluster. */
export const FIRST_KUBECONFIG = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: Z2hlcmt1YmU=
    server: https://127.0.0.1:6443
  name: gherkube
contexts:
- context:
    cluster: gherkube
    user: admin
  name: gherkube
current-context: gherkube
kind: Config
preferences: {}
users:
- name: admin
  user:
    token: admin
`;

/** The path of the file that is used: `--kubeconfig`, else `KUBECONFIG`, else that of the user. kube: staging/src/k8s.io/client-go/tools/clientcmd/loader.go */
function kubeconfigPath({ env, cwd }: Pick<Terminal, 'env' | 'cwd'>, flag: string): string {
  const [first = ''] = [flag, ...(env.get('KUBECONFIG') ?? '').split(':')].filter((path) => path !== '');
  return resolvePath(cwd, first === '' ? `${env.get('HOME') ?? '/root'}/.kube/config` : first);
}

/** Reads it; one that is not there says nothing, but where the flag names it and it may not lack. Throws a KubectlError for one that cannot be read. */
export function readKubeconfig(terminal: Terminal, flag = '', mayLack = false): Kubeconfig {
  const path = kubeconfigPath(terminal, flag);
  const text = readFile(terminal.files, path);
  if (typeof text !== 'string') {
    if (flag !== '' && !mayLack) throw new KubectlError(`stat ${flag}: no such file or directory`);
    return { path, isThere: false, value: {}, contexts: [], currentContext: '' };
  }
  const { value, problems } = readYaml(text, path);
  if (problems.length > 0 || !(value === undefined || isMapping(value)))
    throw new KubectlError(`error loading config file ${goQuote(path)}: ${problems[0]?.message ?? 'it is no mapping'}`);
  const config = value ?? {};
  return {
    path,
    isThere: true,
    value: config,
    contexts: entriesOf(config, 'contexts').map(contextOf),
    currentContext: textOf(config['current-context']),
  };
}

/** The named entries of a list of a kubeconfig: `contexts`, `clusters`, `users`. */
export function entriesOf(config: Readonly<Record<string, unknown>>, list: string): readonly Readonly<Record<string, unknown>>[] {
  const found = config[list];
  return Array.isArray(found) ? found.filter(isMapping) : [];
}

function contextOf(entry: Readonly<Record<string, unknown>>): KubeContext {
  const context = isMapping(entry['context']) ? entry['context'] : {};
  const namespace = textOf(context['namespace']);
  return {
    name: textOf(entry['name']),
    cluster: textOf(context['cluster']),
    user: textOf(context['user']),
    namespace: namespace === '' ? undefined : namespace,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
