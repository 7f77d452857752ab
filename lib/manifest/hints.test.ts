import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cluster } from '../cluster.ts';
import { ManifestError } from '../manifest.ts';

const world = new Cluster();

/** Line, column and hint of every problem of a manifest. */
function told(yaml: string): readonly string[] {
  try {
    world.fork().apply(yaml, { file: 'f' });
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return error.problems.map(({ line, column, hint }) => `${line}:${column} ${hint ?? ''}`.trim());
  }
  return [];
}

const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n';
const pod = (container: string, rest = ''): string => `${HEAD}  containers:\n  - name: web\n    image: nginx:1.27\n${container}${rest}`;
const deployment = (spec: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n${spec}`;
const settings = (rest: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n${rest}`;

const CASES: readonly (readonly [title: string, yaml: string, ...expected: string[]])[] = [
  [
    'a field of an item, one level too high',
    pod('  imagePullPolicy: Always\n'),
    '8:3 "imagePullPolicy" belongs to an item of "containers": indent it further.',
  ],
  [
    'a field of the container below a port',
    pod('    ports:\n    - containerPort: 80\n      imagePullPolicy: Always\n'),
    '10:7 "imagePullPolicy" belongs to the item of "containers": indent it less.',
  ],
  ['a field of the spec at the top', `${pod('')}restartPolicy: Never\n`, '8:1 "restartPolicy" belongs under "spec": indent it further.'],
  [
    'a spec within the metadata',
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  spec: {}\n',
    '5:3 "spec" belongs at the top: indent it less.',
  ],
  ['other capitals', pod('    imagepullpolicy: Always\n'), '8:5 Did you mean "imagePullPolicy"?'],
  ['a number in quotes', pod('    ports: [{containerPort: "80"}]\n'), '8:14 Write it without quotes: 80.'],
  ['a word for a number', deployment('  replicas: three\n'), '5:3 A whole number is expected.'],
  ['a part of a number', deployment('  replicas: 1.5\n'), '5:3 A whole number is expected.'],
  ['too large a number', deployment('  replicas: 99999999999\n'), '5:3 The number is too large or too small.'],
  ['a number for a text', pod('    env: [{name: PORT, value: 8080}]\n'), '8:24 8080 is a number: write it in quotes, "8080".'],
  [
    'a hexadecimal number for a text',
    pod('    env: [{name: PORT, value: 0x50}]\n'),
    '8:24 0x50 is the number 80 in YAML 1.1: write it in quotes, "0x50".',
  ],
  ['an octal number for a text', settings('data: {mode: 0644}\n'), '4:8 0644 is the number 420 in YAML 1.1: write it in quotes, "0644".'],
  ['yes for a text', settings('data: {debug: yes}\n'), '4:8 yes is the boolean true in YAML 1.1: write it in quotes, "yes".'],
  ['Norway', settings('data:\n  country: NO\n'), '5:3 NO is the boolean false in YAML 1.1: write it in quotes, "NO".'],
  ['true for a text', settings('data: {debug: true}\n'), '4:8 true is a boolean: write it in quotes, "true".'],
  ['a text for a boolean', pod('    tty: "true"\n'), '8:5 Write it without quotes: true.'],
  ['a number for a boolean', pod('    tty: 1\n'), '8:5 true or false is expected.'],
  ['a mapping for a list', `${HEAD}  containers:\n    name: web\n`, '5:3 A list is expected: begin each item with "- ".'],
  ['a text for a list of texts', pod('    command: sh\n'), '8:5 A list is expected: write ["sh"].'],
  [
    'a list for a mapping',
    'apiVersion: v1\nkind: Pod\nmetadata:\n- name: web\n',
    '3:1 A mapping is expected, not a list: leave out the "- ".',
  ],
  [
    'no space behind a colon',
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app:web\n',
    '5:3 A space is missing behind the colon: app: web',
  ],
  ['megabytes', pod('    resources: {limits: {memory: 512MB}}\n'), '8:26 Write 512Mi (of 1024) or 512M (of 1000).'],
  ['small letters of a unit', pod('    resources: {limits: {memory: 1gi}}\n'), '8:26 Write 1Gi.'],
  [
    'plain text in a Secret',
    'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {user: "no, sir"}\n',
    '4:8 Base64 is expected; a Secret takes plain text under "stringData".',
  ],
  ['small letters of a value', pod('    imagePullPolicy: always\n'), '8:5 Did you mean "Always"?'],
  ['a value of a label', pod('').replace('{name: web}', '{name: web, labels: {a: b, app: my web}}'), '3:38'],
  [
    'no selector',
    deployment('  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}]}}\n'),
    '4:1 The selector says which pods are meant: selector: { matchLabels: { app: web } }',
    '5:25',
  ],
  [
    'a label that is missing',
    deployment(
      '  selector: {matchLabels: {app: web}}\n  template: {metadata: {labels: {tier: a}}, spec: {containers: [{name: a, image: b}]}}\n',
    ),
    '6:25 The selector wants app=web, the labels have no app.',
  ],
  [
    'a removed version',
    'apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: a}\n',
    '1:1 extensions/v1beta1 has no Deployment since Kubernetes 1.16: write apiVersion: apps/v1',
  ],
  [
    'a removed kind',
    'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: a}\n',
    '1:1 policy/v1beta1 has no PodSecurityPolicy since Kubernetes 1.25: nothing took its place.',
  ],
  ['a misspelt group', 'apiVersion: app/v1\nkind: Deployment\nmetadata: {name: a}\n', '1:1 Deployment is in "apps/v1", not in "app/v1".'],
  [
    'a small letter of a kind, and the wrong group',
    'apiVersion: v1\nkind: deployment\nmetadata: {name: a}\n',
    '2:1 Did you mean "Deployment"? It is in "apps/v1".',
  ],
  [
    'a kind that is not served',
    'apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: a}\nhandler: x\n',
    '2:1 Kubernetes has RuntimeClass in "node.k8s.io/v1", but this cluster does not serve it.',
  ],
  [
    'a field of an older version of its kind',
    'apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n  targetCPUUtilisationPercentage: 5\n',
    '5:3 Did you mean "targetCPUUtilizationPercentage"?',
  ],
  ['nothing like it', 'apiVersion: example.org/v1\nkind: Zebra\nmetadata: {name: a}\n', '2:1'],
];

for (const [title, yaml, ...expected] of CASES)
  test(`${title} is told with what would be right`, () => assert.deepEqual(told(yaml), expected));

test('fields of custom kinds are told their places by the schema', () => {
  const cluster = world.fork();
  cluster.apply(`apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: lamps.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { plural: lamps, kind: Lamp }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                bulb: { type: object, properties: { watts: { type: integer } } }
                arms: { type: array, items: { type: object, properties: { length: { type: integer } } } }
`);
  const hintsOf = (spec: string): readonly (string | undefined)[] => {
    try {
      cluster.fork().apply(`apiVersion: example.com/v1\nkind: Lamp\nmetadata: {name: a}\n${spec}`);
    } catch (error) {
      if (error instanceof ManifestError) return error.problems.map(({ hint }) => hint);
      throw error;
    }
    return [];
  };
  assert.deepEqual(hintsOf('spec: {bulp: {}}\n'), ['Did you mean "bulb"?']);
  assert.deepEqual(hintsOf('spec: {bulb: {}, watts: 5}\n'), ['"watts" belongs under "bulb": indent it further.']);
  assert.deepEqual(hintsOf('spec: {length: 5, arms: []}\n'), ['"length" belongs to an item of "arms": indent it further.']);
  assert.deepEqual(hintsOf('spec: {bulb: {arms: []}}\n'), ['"arms" belongs under "spec": indent it less.']);
});
