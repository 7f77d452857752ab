import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Registry } from '../api/kind.ts';
import { kinds, versions } from '../kinds/index.ts';
import { checkFile } from './check-file.ts';
import { checkSet, type CheckReport } from './check-set.ts';

const registry = new Registry(kinds, versions);

/** Files by their names; a name that begins with `./` was named by somebody. */
function check(files: Readonly<Record<string, string>>): CheckReport {
  return checkSet(
    Object.entries(files).map(([file, text]) =>
      checkFile(registry, {
        file: file.replace('./', ''),
        text,
        isNamed: file.startsWith('./'),
      }),
    ),
  );
}

function told(files: Readonly<Record<string, string>>): readonly string[] {
  return check(files).findings.map(
    ({ file, line, column, level, rule, message, hint }) =>
      `${file}:${line}:${column} ${level} ${rule} ${message.split('\n')[0]!}${hint === undefined ? '' : ` [${hint}]`}`,
  );
}

const settings = (name: string, rest = ''): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n${rest}`;
const container = '{ name: web, image: nginx, ports: [{ name: http, containerPort: 80 }] }';
const deployment = (name: string, labels = '{ app: web }', selector = labels, spec = `containers: [${container}]`): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  selector: { matchLabels: ${selector} }\n` +
  `  template:\n    metadata: { labels: ${labels} }\n    spec: { ${spec} }\n`;
const service = (selector: string, targetPort = 'http', namespace = 'default'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: ${namespace} }\nspec:\n  selector: ${selector}\n  ports: [{ port: 80, targetPort: ${targetPort} }]\n`;

describe('one file', () => {
  test('what is right is not talked about', () => {
    const report = check({
      'a.yaml': `${settings('a')}---\n${deployment('web')}---\n${service('{ app: web }')}`,
    });
    assert.deepEqual(report, {
      files: ['a.yaml'],
      objects: ['ConfigMap a', 'Deployment web', 'Service default/web'].map((title) => ({ file: 'a.yaml', title })),
      findings: [],
      counts: { error: 0, warning: 0, note: 0 },
      skipped: [],
    });
  });

  const CASES: readonly (readonly [title: string, yaml: string, ...expected: string[]])[] = [
    [
      'every field and every value, each with the sentence it would get alone',
      deployment('Web', '{ app: web }', '{ app: wbe }', `containers: [${container}], restartPolicy: Never`),
      "f.yaml:3:13 error invalid The Deployment \"Web\" is invalid: metadata.name: Invalid value: \"Web\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*') [\"web\" would be a name.]",
      'f.yaml:7:17 error invalid The Deployment "Web" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels` [The selector wants app=wbe, the labels have app=web.]',
      'f.yaml:8:100 error invalid The Deployment "Web" is invalid: spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"',
    ],
    [
      'a port given twice',
      service('{ app: web }').replace('[{ port: 80, targetPort: http }]', '[{ name: a, port: 80 }, { name: a, port: 81 }]'),
      'f.yaml:6:36 error invalid The Service "web" is invalid: spec.ports[1].name: Duplicate value: "a"',
    ],
    [
      'a version of an object that was stored',
      settings('a').replace('{ name: a }', '{ name: a, resourceVersion: "5" }'),
      'f.yaml:1:1 error invalid Error from server (InternalError): resourceVersion should not be set on objects to be created',
    ],
    ['a name that the server makes up', settings('a').replace('name: a', 'generateName: a-')],
    [
      'a kind that is not served, by its fields',
      'apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: { name: a }\nhandle: x\n',
      'f.yaml:4:1 error field Error from server (BadRequest): RuntimeClass in version "v1" cannot be handled as a RuntimeClass: strict decoding error: unknown field "handle" [Did you mean "handler"?]',
    ],
    [
      'two objects in one document',
      `${settings('a')}${settings('b')}`,
      'f.yaml:4:1 warning oddity two objects are in one document: of "apiVersion", "kind", "metadata" only what stands from line 4 on counts [a line of \'---\' is missing before line 4]',
    ],
    [
      'the items of a list',
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: { name: a }\n  dat: {}\n',
      'f.yaml:7:3 error field Error from server (BadRequest): ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dat" [Did you mean "data"?]',
    ],
    [
      'what the server only warns of',
      deployment(
        'web',
        '{ app: web }',
        '{ app: web }',
        `containers: [{ name: a, image: b, env: [{ name: X, value: a }, { name: X, value: b }] }]`,
      ),
      'f.yaml:8:76 warning server-warning Warning: spec.template.spec.containers[0].env[1]: hides previous definition of "X", which may be dropped when using apply',
    ],
    ['a tab before a comment', settings('a').replace('{ name: a }', '\n  name: a\t\t\t#the name')],
    [
      'JSON',
      '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"},}',
      "f.yaml:1:69 error yaml error parsing f.yaml: json: offset 69: invalid character '}' looking for beginning of object key string [JSON has no comma behind the last entry]",
    ],
  ];

  for (const [title, yaml, ...expected] of CASES) test(title, () => assert.deepEqual(told({ 'f.yaml': yaml }), expected));
});

test('a kind of a group that Kubernetes does not know may be a custom one', () => {
  assert.deepEqual(
    told({
      'a.yaml': 'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: a }\n',
    }),
    [
      'a.yaml:2:1 error unknown-kind resource mapping not found for name: "a" namespace: "" from "a.yaml": no matches for kind "Certificate" in version "cert-manager.io/v1" [If it is a custom kind, check the file with its CustomResourceDefinition as well.]',
    ],
  );
});

describe('a set of files', () => {
  test('an object that is defined twice', () => {
    assert.deepEqual(
      told({
        'a.yaml': settings('a'),
        'b.yaml': `${settings('b')}---\n${settings('a')}`,
        'c.yaml': settings('a').replace('name: a', 'name: a, namespace: dev'),
      }),
      [
        'b.yaml:7:13 warning duplicate-object ConfigMap a is defined twice: also at a.yaml:3 [applied together, the later one takes the place of the earlier]',
      ],
    );
  });

  test('a Service without pods, if there are pods in its namespace at all', () => {
    const hint = '[the pods of Deployment web have app=web]';
    assert.deepEqual(told({ 'a.yaml': deployment('web'), 'b.yaml': service('{ app: wbe }') }), [
      `b.yaml:5:3 note service-without-pods no pod of these files has the labels app=wbe that the Service selects ${hint}`,
    ]);
    assert.deepEqual(
      told({
        'a.yaml': deployment('web'),
        'b.yaml': service('{ app: wbe }', 'http', 'dev'),
      }),
      [],
    );
    assert.deepEqual(told({ 'b.yaml': service('{ app: wbe }') }), []);
  });

  test('a target port that no container calls its own', () => {
    assert.deepEqual(
      told({
        'a.yaml': deployment('web'),
        'b.yaml': service('{ app: web }', 'htttp'),
      }),
      ['b.yaml:6:23 note service-port no container of Deployment web has a port called "htttp" [Did you mean "http"?]'],
    );
    assert.deepEqual(
      told({
        'a.yaml': deployment('web'),
        'b.yaml': service('{ app: web }', '8080'),
      }),
      [],
    );
  });

  test('an object of a custom kind is held to its definition in any of the files, and is unknown without one', () => {
    const custom = 'apiVersion: example.org/v1\nkind: Backup\nmetadata: { name: nightly }\nspec: { at: 3, every: day }\n';
    const definition = (more: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: backups.example.org }
spec:
  group: example.org
  names: { kind: Backup, plural: backups }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { at: { type: string }${more} } } } } }
`;
    assert.deepEqual(told({ 'a.yaml': custom, 'b.yaml': definition('') }), [
      'a.yaml:4:16 error field Error from server (BadRequest): Backup in version "v1" cannot be handled as a Backup: strict decoding error: unknown field "spec.every"',
    ]);
    assert.deepEqual(
      told({
        'a.yaml': custom,
        'b.yaml': definition(', every: { type: string }'),
      }),
      [
        'a.yaml:4:9 error invalid The Backup "nightly" is invalid: spec.at: Invalid value: "integer": spec.at in body must be of type string: "integer"',
      ],
    );
    assert.deepEqual(
      told({
        'a.yaml': custom,
        'b.yaml': definition(', every: { type: text }'),
      }).slice(0, 1),
      [
        'a.yaml:2:1 note custom-kind a CustomResourceDefinition of these files that is not accepted defines the kind Backup; its fields are not looked at',
      ],
    );
    assert.deepEqual(check({ 'a.yaml': custom }).counts, {
      error: 1,
      warning: 0,
      note: 0,
    });
  });
});

describe('what is no manifest', () => {
  const skippedOf = (files: Readonly<Record<string, string>>): readonly string[] =>
    check(files).skipped.map(({ file, reason, others }) => `${file} and ${others}: ${reason.split(':')[0]!}`);

  test('a kustomization is passed over with its patches, its resources are looked at', () => {
    const files = {
      'k/kustomization.yaml':
        'resources: [a.yaml, ../base]\npatches: [{ path: patch.yaml, target: { kind: Deployment } }]\nconfigMapGenerator: [{ name: c, files: [x=conf/app.json] }]\n',
      'k/a.yaml': settings('a'),
      'k/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 5 }\n',
      'k/conf/app.json': '{"kind": 5, "apiVersion": {}}',
      'other.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n',
    };
    assert.deepEqual(skippedOf(files), ['k/kustomization.yaml and 2: a kustomization', 'other.yaml and 0: a kustomization']);
    assert.deepEqual(check(files).findings, []);
    assert.deepEqual(check(files).files, ['k/a.yaml']);
  });

  test('a chart is passed over as a whole, a template by itself', () => {
    const files = {
      'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
      'c/values.yaml': 'replicas: 3\n',
      'c/templates/web.yaml': 'apiVersion: v1\nkind: Pod\n{{- if .Values.a }}\n{{- end }}\n',
      'b.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}-web\n',
    };
    assert.deepEqual(skippedOf(files), ['c/Chart.yaml and 2: a Helm chart', 'b.yaml and 0: a Helm template']);
  });

  test('braces in a text are no template', () => {
    assert.deepEqual(
      check({
        'a.yaml': settings('a', 'data: { rule: "{{ $labels.pod }} is down" }\n'),
      }).objects.length,
      1,
    );
  });

  test('something else in a folder is passed over; named, it is refused', () => {
    const compose = 'version: "3"\nservices: { web: {} }\n';
    assert.deepEqual(skippedOf({ 'a.yml': compose, 'b.yaml': '# nothing\n', 'c.json': '[1]' }), [
      'a.yml and 0: no manifest',
      'b.yaml and 0: empty',
      'c.json and 0: no manifest',
    ]);
    assert.deepEqual(check({ './a.yml': compose }).counts.error, 1);
    assert.deepEqual(check({ 'a.yml': 'apiVersion: v1\nmetadata: {}\n' }).counts.error, 1, 'half of it is a manifest with a mistake');
  });
});

describe('hostile files', () => {
  const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(', ')}]`);
  const HOSTILE: readonly (readonly [title: string, text: string, words: RegExp])[] = [
    ['aliases that multiply', settings('a', `a0: &a0 [lol]\n${levels.join('\n')}\n`), /excessive aliasing/],
    ['brackets without end', `a: ${'['.repeat(100_000)}`, /nested more than 100 deep/],
    ['eleven megabytes', `# ${'x'.repeat(11_000_000)}\n`, /the file has 10\.5 MiB, more than the 10 MiB that are read/],
    ['millions of fields', 'a: b\n'.repeat(600_000), /more than 2000000 tokens/],
    ['terminal escapes as a kind', 'apiVersion: v1\nkind: "\\e[31mred"\nmetadata: { name: a }\n', /no matches for kind/],
    ['`__proto__` as a kind', 'apiVersion: __proto__\nkind: __proto__\nmetadata: { __proto__: a }\n', /no matches for kind "__proto__"/],
    ['metadata that is a text', 'apiVersion: v1\nkind: Zebra\nmetadata: text\n', /no matches for kind "Zebra"/],
    ['a thousand opening braces', `apiVersion: v1\nkind: Pod\nname: ${'{{ x '.repeat(1000)}`, /./],
  ];

  for (const [title, text, words] of HOSTILE)
    test(`${title}: told quickly`, () => {
      const start = process.cpuUsage();
      const { findings, skipped } = check({ './a.yaml': text });
      assert.match([...findings.map(({ message }) => message), ...skipped.map(({ reason }) => reason)].join('\n'), words);
      const { user, system } = process.cpuUsage(start);
      assert.ok(user + system < 5_000_000, `${user + system} µs of the processor`);
    });

  test('of a hundred thousand mistakes the first thousand are kept, and all that were found are counted', () => {
    const many = Array.from({ length: 2000 }, (_, i) => settings(`a${i}`, 'a: 1\nb: 2\n')).join('---\n');
    const { findings, counts } = check({ 'a.yaml': many });
    assert.deepEqual([findings.length, counts.error], [1000, 4000]);
  });
});

test('a manifest of a further version is judged by its own fields and rules, as the server judges it', () => {
  const yaml =
    'apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {scaleTargetRef: {kind: Deployment, name: a}, maxReplicas: 5, targetCPUUtilizationPercentage: 0}\n';
  const { findings } = checkSet([checkFile(registry, { file: 'a.yaml', text: yaml, isNamed: true })]);
  assert.deepEqual(
    findings.map(({ message }) => message),
    [
      'The HorizontalPodAutoscaler "a" is invalid: spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0',
    ],
  );
});
