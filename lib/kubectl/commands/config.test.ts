import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../../cluster.ts';
import { typed } from '../../nets/terminal-fixture.ts';

const base = new Cluster();
const NO_CONFIG = 'apiVersion: v1\nclusters: null\ncontexts: null\ncurrent-context: ""\nkind: Config\npreferences: {}\nusers: null\n';

/** What is printed by lines after `kubectl config`. */
const CASES: readonly (readonly [lines: readonly string[], printed: string])[] = [
  [['current-context', 'get-contexts -o name', 'get-clusters', 'get-users'], 'gherkube\ngherkube\nNAME\ngherkube\nNAME\nadmin\n'],
  [
    ['set-context --current --namespace=a', 'view --minify -o jsonpath={..namespace}', 'get-contexts'],
    'Context "gherkube" modified.\naCURRENT   NAME       CLUSTER    AUTHINFO   NAMESPACE\n*         gherkube   gherkube   admin      a\n',
  ],
  [
    ['set-context dev --cluster=gherkube --user=admin --namespace=dev', 'use-context dev', 'current-context'],
    'Context "dev" created.\nSwitched to context "dev".\ndev\n',
  ],
  [['use-context nosuch'], 'error: no context exists with the name: "nosuch"\n[exit 1]\n'],
  [['set-context'], 'error: you must specify a non-empty context name or --current\n[exit 1]\n'],
  [['set-context a --current'], 'error: you cannot specify both a context name and --current\n[exit 1]\n'],
  [
    ['rename-context gherkube x', 'rename-context gherkube y', 'current-context'],
    `Context "gherkube" renamed to "x".\nerror: cannot rename the context "gherkube", it's not in <config>\n[exit 1]\nx\n`,
  ],
  [['delete-context nosuch'], 'error: cannot delete context nosuch, not in <config>\n[exit 1]\n'],
  [
    ['set-cluster c --server=https://x --insecure-skip-tls-verify', 'view -o jsonpath={.clusters[0].cluster}'],
    'Cluster "c" set.\n{"insecure-skip-tls-verify":true,"server":"https://x"}',
  ],
  [
    ['set-cluster c --insecure-skip-tls-verify --certificate-authority=x'],
    'error: you cannot specify a certificate authority and insecure mode at the same time\n[exit 1]\n',
  ],
  [
    ['set-credentials u --token=a --username=b'],
    'error: you cannot specify more than one authentication method at the same time: --token, --username/--password\n[exit 1]\n',
  ],
  [
    ['set-credentials u --username=a --password=b', 'view -o jsonpath={.users[1].user}'],
    'User "u" set.\n{"password":"REDACTED","username":"a"}',
  ],
  [['set foo.bar x'], 'error: unable to parse foo.bar after [] at api.Config\n[exit 1]\n'],
  [['unset contexts.nosuch.namespace'], 'error: current map key `nosuch` is invalid\n[exit 1]\n'],
  [['set contexts.__proto__.namespace x', 'get-contexts -o name'], 'Property "contexts.__proto__.namespace" set.\n__proto__\ngherkube\n'],
  [['unset current-context', 'current-context'], 'Property "current-context" unset.\nerror: current-context is not set\n[exit 1]\n'],
  [['view --kubeconfig=nosuch'], NO_CONFIG],
  [['view --minify --context=nosuch'], 'error: cannot locate context nosuch\n[exit 1]\n'],
  [['view foo'], "error: unexpected arguments: [foo]\nSee 'kubectl config view -h' for help and examples\n[exit 1]\n"],
];

describe('kubectl config', () => {
  for (const [lines, printed] of CASES)
    test(`answers to ${lines.join('; ')}`, () => {
      const said = typed(base.fork(), ...lines.map((line) => `kubectl config ${line.replaceAll(/[{}[\]]/g, '\\$&')}`));
      assert.equal(said.replaceAll(/\/\w+\/\.kube\/config/g, '<config>'), printed);
    });
});
