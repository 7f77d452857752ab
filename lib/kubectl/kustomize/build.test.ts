import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOf } from '../../base/shell/files.ts';
import { yamlText } from '../print/yaml-text.ts';
import { buildKustomization } from './build.ts';

/** What the kustomization in a folder of some files makes. */
function built(files: Readonly<Record<string, string>>, folder = '.'): string {
  const tree = filesOf(Object.entries(files).map(([path, text]) => [`/home/${path}`, text] as const));
  const objects = buildKustomization({ files: tree, cwd: '/home', folder, sorts: true, warn: () => undefined });
  return objects.map(yamlText).join('---\n');
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: c, image: nginx:1.25, envFrom: [{configMapRef: {name: settings}}], ports: [{containerPort: 80}]}
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;
const SETTINGS = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {level: debug}
`;

// As kubectl 1.32 with kustomize 5.5.0 prints them.
const BUILT: readonly { readonly title: string; readonly files: Readonly<Record<string, string>>; readonly made: string }[] = [
  {
    title: 'names are extended and followed, and objects come in the order of need',
    files: {
      'kustomization.yaml': `resources: [d.yaml, s.yaml]
namePrefix: a-
nameSuffix: -b
namespace: shop
configMapGenerator:
- name: settings
  literals: [level=debug, "quoted='x y'"]
`,
      'd.yaml': DEPLOYMENT,
      's.yaml': SERVICE,
    },
    made: `apiVersion: v1
data:
  level: debug
  quoted: x y
kind: ConfigMap
metadata:
  name: a-settings-b-4k72bh7hbf
  namespace: shop
---
apiVersion: v1
kind: Service
metadata:
  name: a-web-b
  namespace: shop
spec:
  ports:
  - port: 80
  selector:
    app: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: a-web-b
  namespace: shop
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - envFrom:
        - configMapRef:
            name: a-settings-b-4k72bh7hbf
        image: nginx:1.25
        name: c
        ports:
        - containerPort: 80
`,
  },
  {
    title: 'labels reach selectors only if they are told to',
    files: {
      'kustomization.yaml': `resources: [d.yaml, s.yaml]
labels:
- pairs: {team: a}
- pairs: {tier: web}
  includeTemplates: true
- pairs: {app: shop}
  includeSelectors: true
commonAnnotations: {owner: "1"}
`,
      'd.yaml': DEPLOYMENT,
      's.yaml': SERVICE,
    },
    made: `apiVersion: v1
kind: Service
metadata:
  annotations:
    owner: "1"
  labels:
    app: shop
    team: a
    tier: web
  name: web
spec:
  ports:
  - port: 80
  selector:
    app: shop
---
apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    owner: "1"
  labels:
    app: shop
    team: a
    tier: web
  name: web
spec:
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      annotations:
        owner: "1"
      labels:
        app: shop
        tier: web
    spec:
      containers:
      - envFrom:
        - configMapRef:
            name: settings
        image: nginx:1.25
        name: c
        ports:
        - containerPort: 80
`,
  },
  {
    title: 'images, replicas and patches of an overlay',
    files: {
      'kustomization.yaml': `resources: [base]
images: [{name: nginx, newName: mirror/nginx, newTag: "2"}]
replicas: [{name: web, count: 3}]
patches:
- path: p.yaml
- target: {kind: Service|Ingress, name: w.*}
  patch: |
    - {op: add, path: /metadata/annotations/note, value: x}
    - {op: replace, path: /spec/ports/0/port, value: 8080}
`,
      'p.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
      - {name: side, image: busybox}
      - {name: c, envFrom: null, ports: [{containerPort: 443}]}
`,
      'base/kustomization.yaml': `resources: [d.yaml, s.yaml]
`,
      'base/d.yaml': DEPLOYMENT,
      'base/s.yaml': SERVICE,
    },
    made: `apiVersion: v1
kind: Service
metadata:
  annotations:
    note: x
  name: web
spec:
  ports:
  - port: 8080
  selector:
    app: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - image: busybox
        name: side
      - image: mirror/nginx:2
        name: c
        ports:
        - containerPort: 443
        - containerPort: 80
`,
  },
  {
    title: 'generated objects are merged and replaced by overlays',
    files: {
      'kustomization.yaml': `resources: [base]
configMapGenerator:
- {name: settings, behavior: merge, literals: [level=info]}
- {name: other, behavior: replace, files: [f.txt, k=f.txt]}
secretGenerator:
- {name: s, envs: [s.env], type: example.com/x, options: {disableNameSuffixHash: true, immutable: true, labels: {a: b}}}
`,
      'f.txt': `one
two
`,
      's.env': `# comment
A=1
  B=x y
`,
      'base/kustomization.yaml': `configMapGenerator:
- {name: settings, literals: [level=debug, color=red]}
- {name: other, literals: [gone=1]}
`,
    },
    made: `apiVersion: v1
data:
  f.txt: |
    one
    two
  k: |
    one
    two
kind: ConfigMap
metadata:
  name: other-5cb7db467m
---
apiVersion: v1
data:
  color: red
  level: info
kind: ConfigMap
metadata:
  name: settings-h5tkmbk7t7
---
apiVersion: v1
data:
  A: MQ==
  B: eCB5
immutable: true
kind: Secret
metadata:
  labels:
    a: b
  name: s
type: example.com/x
`,
  },
  {
    title: 'a component changes what is there',
    files: {
      'kustomization.yaml': `resources: [c.yaml]
components: [part]
sortOptions: {order: fifo}
`,
      'c.yaml': SETTINGS,
      'part/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [n.yaml]
namespace: shop
patches: [{patch: "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {level: null, more: x}}"}]
`,
      'part/n.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: any}
`,
    },
    made: `apiVersion: v1
data:
  more: x
kind: ConfigMap
metadata:
  name: settings
  namespace: shop
---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
`,
  },
  {
    title: 'what a patch deletes is gone',
    files: {
      'kustomization.yaml': `resources: [d.yaml, c.yaml]
patches:
- patch: "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, $patch: delete}"
- patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: c, $patch: delete}, {name: d, image: x}]}}}}"
`,
      'd.yaml': DEPLOYMENT,
      'c.yaml': SETTINGS,
    },
    made: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - image: x
        name: d
`,
  },
  {
    title: 'bindings follow accounts and roles',
    files: {
      'kustomization.yaml': `resources: [r.yaml]
namePrefix: p-
namespace: shop
`,
      'r.yaml': `apiVersion: v1
kind: ServiceAccount
metadata: {name: robot}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: robot}, {kind: ServiceAccount, name: default, namespace: x}, {kind: User, name: robot}]
`,
    },
    made: `apiVersion: v1
kind: ServiceAccount
metadata:
  name: p-robot
  namespace: shop
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: p-reader
  namespace: shop
rules:
- apiGroups:
  - ""
  resources:
  - pods
  verbs:
  - get
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: p-b
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: p-reader
subjects:
- kind: ServiceAccount
  name: p-robot
  namespace: shop
- kind: ServiceAccount
  name: default
  namespace: shop
- kind: User
  name: p-robot
  namespace: shop
`,
  },
];

for (const { title, files, made } of BUILT)
  test(title, () => {
    assert.equal(built(files), made);
  });

const OBJECT = (name: string, rest = ''): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n${rest}`;
const patchedBy = (patch: string): Record<string, string> => ({
  'kustomization.yaml': `resources: [d.yaml]\npatches: [{target: {kind: Deployment}, patch: ${JSON.stringify(patch)}}]`,
  'd.yaml': DEPLOYMENT,
});

const REFUSED: readonly (readonly [title: string, files: Readonly<Record<string, string>>, message: RegExp])[] = [
  [
    'no kustomization',
    { x: '' },
    /^unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '\/home'$/,
  ],
  ['an unknown field', { 'kustomization.yaml': 'resource: []' }, /^invalid Kustomization: json: unknown field "resource"$/],
  ['a field that is not supported', { 'kustomization.yaml': 'helmCharts: [{}]' }, /helmCharts is not supported here$/],
  ['an empty kustomization', { 'kustomization.yaml': 'kind: Kustomization' }, /^kustomization.yaml is empty$/],
  ['a remote resource', { 'kustomization.yaml': 'resources: [https://example.com/x.yaml]' }, /is not supported here: there is no network/],
  [
    'a cycle',
    { 'kustomization.yaml': 'resources: [a]', 'a/kustomization.yaml': 'resources: [..]' },
    /cycle detected: candidate root '\/home' contains visited root '\/home'$/,
  ],
  [
    'a file outside the folder',
    { 'kustomization.yaml': 'configMapGenerator: [{name: c, files: [../secret]}]', '../secret': 'x' },
    /security; file '\/secret' is not in or below '\/home'$/,
  ],
  [
    'two of a name',
    { 'kustomization.yaml': 'resources: [a.yaml, b.yaml]', 'a.yaml': OBJECT('x'), 'b.yaml': OBJECT('x') },
    /already registered id: ConfigMap.v1.\[noGrp\]\/x.\[noNs\]/,
  ],
  [
    'a patch for nothing',
    { 'kustomization.yaml': `resources: [a.yaml]\npatches: [{patch: ${JSON.stringify(OBJECT('y'))}}]`, 'a.yaml': OBJECT('x') },
    /no matches for Id ConfigMap.v1.\[noGrp\]\/y.\[noNs\]; failed to find unique target/,
  ],
  [
    'a JSON patch for nothing',
    patchedBy('- {op: remove, path: /spec/nope}'),
    /^error in remove for path: '\/spec\/nope': Unable to remove nonexistent key: nope: missing value$/,
  ],
  [
    'a JSON patch of no index',
    patchedBy('- {op: add, path: /spec/template/spec/containers/x, value: {}}'),
    /value was not a proper array index: 'x': strconv.Atoi: parsing "x": invalid syntax$/,
  ],
  [
    'a copy of nowhere',
    patchedBy('- {op: copy, from: /nope/x, path: /spec/y}'),
    /^copy operation does not apply: doc is missing from path: \/nope\/x: missing value$/,
  ],
  [
    'a move to nowhere',
    patchedBy('- {op: move, from: /spec, path: /nope/x}'),
    /^move operation does not apply: doc is missing destination path: \/nope\/x: missing value$/,
  ],
  ['a test that fails', patchedBy('- {op: test, path: /kind, value: Pod}'), /^testing value \/kind failed: test failed$/],
  ['a name that is taken away', patchedBy('- {op: remove, path: /metadata/name}'), /^missing metadata.name in object/],
];

test('what cannot be built is told in the words of kustomize', () => {
  for (const [title, files, message] of REFUSED) assert.throws(() => built(files), { message }, title);
});

const chain = (length: number, line: (i: number) => string): Record<string, string> =>
  Object.fromEntries(Array.from({ length }, (_, i) => [i === 0 ? 'kustomization.yaml' : `d${i}/kustomization.yaml`, line(i)]));
const aliases = Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array<string>(10).fill(`*a${i}`).join(',')}]`).join('\n');
const BOMB = `a0: &a0 [x]\n${aliases}`;

const HOSTILE: readonly (readonly [title: string, files: Readonly<Record<string, string>>, message: RegExp])[] = [
  [
    'a chain of folders',
    chain(600, (i) => `resources: [${i === 0 ? '' : '../'}d${i + 1}]`),
    /more than 500 kustomizations are not built here$/,
  ],
  [
    'folders that double',
    chain(30, (i) =>
      i === 29
        ? 'namePrefix: a'
        : `resources: [${Array<string>(2)
            .fill(`${i === 0 ? '' : '../'}d${i + 1}`)
            .join(', ')}]`,
    ),
    /more than 500 kustomizations/,
  ],
  [
    'many resources',
    { 'kustomization.yaml': 'resources: [r.yaml]', 'r.yaml': Array.from({ length: 5001 }, (_, i) => OBJECT(`c${i}`)).join('---\n') },
    /more than 5000 resources are not built here$/,
  ],
  [
    'many rules',
    { 'kustomization.yaml': `images: [${Array<string>(1001).fill('{name: x}').join(',')}]` },
    /a list of more than 1000 images is not supported here$/,
  ],
  [
    'long names',
    { 'kustomization.yaml': `namePrefix: ${'p'.repeat(1001)}` },
    /a namePrefix with more than 1000 characters is not supported here$/,
  ],
  [
    'a long field path',
    {
      'kustomization.yaml': `resources: [r.yaml]\nlabels: [{pairs: {a: b}, fields: [{path: ${'a/'.repeat(101)}b, create: true}]}]`,
      'r.yaml': OBJECT('a'),
    },
    /more than 100 steps is not supported here$/,
  ],
  [
    'aliases of aliases',
    { 'kustomization.yaml': 'resources: [r.yaml]', 'r.yaml': OBJECT('a', BOMB) },
    /document contains excessive aliasing/,
  ],
  ['aliases in a kustomization', { 'kustomization.yaml': BOMB }, /document contains excessive aliasing/],
  [
    'values in values',
    { 'kustomization.yaml': 'resources: [r.yaml]', 'r.yaml': OBJECT('a', `data: ${'['.repeat(5000)}${']'.repeat(5000)}`) },
    /nested more than 100 deep/,
  ],
];

test('a build does no more than a certain amount of work', () => {
  for (const [title, files, message] of HOSTILE) assert.throws(() => built(files), { message }, title);
});

test('names that mean something to JavaScript are names like any other', () => {
  const files = {
    'kustomization.yaml': `resources: [r.yaml]
labels: [{pairs: {__proto__: a, constructor: b}, fields: [{path: __proto__/toString, create: true}]}]
patches: [{target: {name: r}, patch: "- {op: add, path: /data/__proto__, value: p}"}]
configMapGenerator: [{name: g, literals: [__proto__=1, toString=2], options: {disableNameSuffixHash: true}}]
`,
    'r.yaml': OBJECT('r', 'data: {valueOf: v}\n'),
  };
  assert.match(built(files), /^__proto__:\n {2}toString:\n {4}__proto__: a\n {4}constructor: b\n/);
  assert.match(built(files), /data:\n {2}__proto__: p\n {2}valueOf: v\n/);
  assert.match(built(files), /data:\n {2}__proto__: "1"\n {2}toString: "2"\n/);
});
