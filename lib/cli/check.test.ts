import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const project = mkdtempSync(join(tmpdir(), 'gherkube-check-'));
const settings = (name: string, rest = ''): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${rest}`;
const files: Readonly<Record<string, string>> = {
  'good/a.yaml': settings('a'),
  'good/deep/b.yml': `${settings('b')}---\n${settings('c')}`,
  'good/deep/d.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}}',
  'good/.hidden/x.yaml': 'broken: [',
  'good/node_modules/x.yaml': 'broken: [',
  'good/notes.txt': 'broken: [',
  'good/package.json': '{"name": "x"}',
  'bad/a.yaml': settings('a', 'dta: {}\n'),
  'odd/a.yaml': settings('a', 'data: {on: "1"}\n'),
  'outside/secret.yaml': 'broken: [',
  'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
  'chart/templates/a.yaml': '{{ broken',
  'big/a.yaml': `${settings('a')}#${'x'.repeat(11 * 1024 * 1024)}\n`,
  'none/a.txt': '',
};
for (const [file, content] of Object.entries(files)) {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), content);
}
symlinkSync('../outside/secret.yaml', join(project, 'good/link.yaml'));
symlinkSync('..', join(project, 'good/loop'));
symlinkSync('nowhere.yaml', join(project, 'good/dangling.yaml'));
after(() => {
  rmSync(project, { recursive: true });
});

function check(words: readonly string[], input = ''): { code: number | null; out: string; err: string } {
  const command = ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('../cli.ts', import.meta.url)), 'check', ...words];
  const { NO_COLOR: _, FORCE_COLOR: __, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8', env: environment, input });
  return { code: status, out: stdout, err: stderr };
}

test('a tree without mistakes exits with 0; what is hidden, installed or linked from elsewhere is left out', () => {
  assert.deepEqual(check(['good']), { code: 0, out: '3 files, 4 objects: 0 errors, 0 warnings\n', err: '' });
});

test('a mistake is told with its place and exits with 1', () => {
  assert.deepEqual(check(['bad', 'good/a.yaml']), {
    code: 1,
    out: `bad/a.yaml:5:1: error: Error from server (BadRequest): ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dta"
  5 | dta: {}
    | ^^^
  hint: Did you mean "data"?

good/a.yaml:4:3: warning: ConfigMap a is defined twice: also at bad/a.yaml:4
  4 |   name: a
    |   ^^^^
  hint: applied together, the later one takes the place of the earlier

2 files, 2 objects: 1 error, 1 warning
`,
    err: '',
  });
});

test('warnings are errors to those who want it so', () => {
  const lenient = check(['odd', '-o', 'json']);
  assert.deepEqual([lenient.code, (JSON.parse(lenient.out) as { warnings: number }).warnings], [0, 1]);
  const strict = check(['odd', '--output', 'github', '--warnings-as-errors']);
  assert.equal(strict.code, 1);
  assert.match(strict.out, /^::error file=odd\/a\.yaml,line=5,col=8,/);
});

test('standard input is a file like any other', () => {
  const { code, out } = check(['-'], settings('Capital'));
  assert.equal(code, 1);
  assert.match(out, /^stdin:4:3: error: The ConfigMap "Capital" is invalid: metadata\.name: /);
});

test('what is too big is told and not read', () => {
  const { code, out } = check(['big']);
  assert.equal(code, 1);
  assert.match(out, /the file has 11\.0 MiB, more than the 10 MiB that are read/);
});

const MISUSES: readonly (readonly [words: readonly string[], err: RegExp])[] = [
  [[], /missing required argument 'paths'/],
  [['good', '--strict'], /unknown option '--strict'/],
  [['good', '-o', 'xml'], /Allowed choices are text, json, github, sarif, junit/],
  [['goood'], /the path "goood" does not exist\. Did you mean "good"\?/],
  [['none'], /none: there is no file that ends in \.yaml, \.yml or \.json/],
  [['chart'], /there is nothing to check: every file was passed over/],
];

for (const [words, err] of MISUSES)
  test(`gherkube check ${words.join(' ')} exits with 2`, () => {
    const found = check(words);
    assert.match(found.err, err);
    assert.equal(found.code, 2);
  });

test('sarif and junit are written as such', () => {
  assert.equal((JSON.parse(check(['bad', '-o', 'sarif']).out) as { version: string }).version, '2.1.0');
  assert.match(check(['bad', '-o', 'junit']).out, /<testsuites name="manifests" tests="2" failures="1"/);
});
