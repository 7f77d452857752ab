import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cluster } from '../../cluster.ts';

const base = new Cluster();
base.apply('{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: b}}');

/** What an editor makes of a text, and what is printed then. */
const CASES: readonly (readonly [title: string, line: string, editor: (text: string) => string, printed: string])[] = [
  ['changes', 'edit cm c', (text) => text.replace('a: b', 'a: x'), 'configmap/c edited\n'],
  ['changes nothing', 'edit cm/c', (text) => text, 'Edit cancelled, no changes made.\n'],
  ['adds a comment', 'edit cm/c', (text) => `# hello\n${text}`, 'Edit cancelled, no changes made.\n'],
  [
    'shows the patch',
    'edit cm c --output-patch',
    (text) => text.replace('a: b', 'a: x'),
    'Patch: {"data":{"a":"x"}}\nconfigmap/c edited\n',
  ],
  [
    'leaves nothing',
    'edit cm c',
    () => '',
    'error: configmaps "c" is invalid\nA copy of your changes has been stored to <file>\nerror: Edit cancelled, no valid changes were saved.\n[exit 1]\n',
  ],
  [
    'gives another name',
    'edit cm c',
    (text) => text.replace('name: c\n', 'name: d\n'),
    'A copy of your changes has been stored to <file>\nerror: At least one of apiVersion, kind and name was changed\n[exit 1]\n',
  ],
];

describe('kubectl edit', () => {
  for (const [title, line, editor, printed] of CASES)
    test(`whose editor ${title} says so`, () => {
      const { stdout, stderr, code } = base.fork().kubectl(line, { editor });
      const text = `${stdout}${stderr}`.replaceAll(/"\/tmp\/kubectl-edit-\w+\.yaml"/g, '<file>');
      assert.equal(`${text}${code === 0 ? '' : `[exit ${code}]\n`}`, printed);
    });

  test('opens the file again with what is wrong, until it is right', () => {
    const cluster = base.fork();
    const seen: string[] = [];
    const texts = ['data: [', undefined];
    const editor = (text: string): string => {
      seen.push(text);
      return texts[seen.length - 1] ?? 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: z}\n';
    };
    const { stdout, stderr } = cluster.kubectl('edit cm c', { editor });
    assert.equal(stdout + stderr, 'configmap/c edited\nerror: configmaps "c" is invalid\n');
    assert.match(
      seen[1]!,
      /^# Please edit[^]*# configmaps "c" was not valid:\n# \* <nil>: Invalid value: "The edited file failed validation": yaml: /,
    );
    assert.match(seen[1]!, /\ndata: \[\n?$/);
    assert.equal(cluster.kubectl('get cm c -o jsonpath={.data.a}').stdout, 'z');
  });

  test('runs the editor that the environment names, KUBE_EDITOR first', () => {
    const { stdout } = base
      .fork()
      .shell('export EDITOR="sed -i s/:.b/:q/" KUBE_EDITOR="sed -i s/b$/x/"; kubectl edit cm c; kubectl get cm c -o jsonpath={.data.a}');
    assert.equal(stdout, 'configmap/c edited\nx');
  });

  for (const [editor, printed] of [
    ['nosuch', 'error: unable to launch the editor "nosuch"\n'],
    ['false', 'error: there was a problem with the editor "false"\n'],
    [
      '',
      'vi: nobody can type here: change files with sed -i, or write them with a here-document\nerror: there was a problem with the editor "vi"\n',
    ],
  ] as const)
    test(`tells of an editor that does not work: ${JSON.stringify(editor)}`, () => {
      assert.equal(base.fork().kubectl('edit cm c', { env: { KUBE_EDITOR: editor } }).stderr, printed);
    });

  test('does not go on for ever with an editor that makes it worse and worse', () => {
    const { stderr, code } = base.fork().kubectl('edit cm c', { editor: (text) => `${text}x: [\n` });
    assert.match(stderr, /no valid changes were saved\.\n$/);
    assert.equal(code, 1);
  });
});
