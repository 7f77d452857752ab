import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MOST_DEPTH, MOST_DOCUMENTS, MOST_MANIFEST_BYTES, readManifest } from './yaml.ts';

const POD = 'apiVersion: v1\nkind: Pod\n';

function only(text: string): Readonly<Record<string, unknown>> {
  const { documents, problems } = readManifest(text, 'in.yaml');
  assert.deepEqual(problems, []);
  assert.equal(documents.length, 1);
  return documents[0]!.value;
}

function problemsOf(text: string): readonly string[] {
  return readManifest(text, 'in.yaml').problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

test('scalars are those of YAML 1.1 without dates and base 60', () => {
  const cases: [string, unknown][] = [
    ['yes', true],
    ['NO', false],
    ['on', true],
    ['y', true],
    ['n', false],
    ['0777', 511],
    ['0o17', 15],
    ['1_000', 1000],
    ['0x1F', 31],
    ['0b11', 3],
    ['1e3', 1000],
    ['-0', 0],
    ['0644', 420],
    ['-010', -8],
    ['089', 89],
    ['0_17', 15],
    ['-0x1f', -31],
    ['+12', 12],
    ['1_0.5', 10.5],
    ['1.', 1],
    ['.e1', '.e1'],
    ['+.inf1', '+.inf1'],
    ['12e', '12e'],
    ['1E400', '1E400'],
    ['_1', '_1'],
    ['1:30', '1:30'],
    ['=', '='],
    ['!!int "3"', 3],
    ['.5', 0.5],
    ['~', null],
    ['', null],
    ['"yes"', 'yes'],
    ['2001-01-01', '2001-01-01'],
    ['2001-01-01T00:00:00Z', '2001-01-01T00:00:00Z'],
    ['12:30:45', '12:30:45'],
    ['1Gi', '1Gi'],
    ['!!binary aGk=', 'hi'],
    ['!!str 80', '80'],
  ];
  for (const [text, value] of cases) assert.deepEqual(only(`${POD}k: ${text}\n`)['k'], value, text);
  assert.deepEqual(Object.keys(only(`${POD}n: 1\n5: x\n~: z\n`)), ['5', 'apiVersion', 'kind', 'false', 'null']);
});

test('a field whose name is a boolean is told, because it is read under another name', () => {
  const { documents, warnings } = readManifest(`${POD}data: {y: 1, "n": 2, true: 3, Off: 4}\n`, 'f');
  assert.deepEqual(documents[0]!.value['data'], { true: 3, n: 2, false: 4 });
  assert.deepEqual(
    warnings.map(({ line, column, message, hint }) => `${line}:${column} ${message}; ${hint ?? ''}`),
    [
      '3:8 the field y is read as "true"; in YAML 1.1 y is the boolean true: write "y" in quotes',
      '3:31 the field Off is read as "false"; in YAML 1.1 Off is the boolean false: write "Off" in quotes',
      '3:8 the field "true" is given twice: only the one on line 3 counts; ',
    ],
  );
});

test('quotes that a word processor has made are told, because they are a part of the text', () => {
  const { warnings } = readManifest(`${POD}a: “localhost”\nb: "“quoted”"\nc: it’s\n`, 'f');
  assert.deepEqual(
    warnings.map(({ line, column, message }) => [line, column, message]),
    [[3, 4, 'the value is “localhost”, quotes and all']],
  );
});

test('two objects in one document are told as one missing line', () => {
  const { documents, warnings } = readManifest(`${POD}metadata: {name: a}\n${POD}metadata: {name: b}\nspec: {}\n`, 'f');
  assert.deepEqual(documents[0]!.value['metadata'], { name: 'b' });
  assert.deepEqual(warnings, [
    {
      file: 'f',
      line: 4,
      column: 1,
      message: 'two objects are in one document: of "apiVersion", "kind", "metadata" only what stands from line 4 on counts',
      hint: "a line of '---' is missing before line 4",
    },
  ]);
});

test('a misspelt apiVersion or kind is recognised', () => {
  const hintOf = (text: string): string | undefined => readManifest(text, 'f').problems[0]?.hint;
  assert.equal(hintOf('apiversion: v1\nkind: Pod\n'), '"apiversion" is called "apiVersion"');
  assert.equal(hintOf('version: v1\nKind: Pod\n'), '"version" is called "apiVersion", "Kind" is called "kind"');
  assert.equal(hintOf('kind: Pod\nmetadata: {}\n'), undefined);
});

test('a file that begins with a brace is JSON, tabs and all', () => {
  const text = '{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"yes": 1\n}\n{"apiVersion": "v1", "kind": "Pod",}\n';
  const { documents, problems, warnings } = readManifest(text, 'f');
  assert.deepEqual([documents.map(({ value }) => value), warnings], [[{ apiVersion: 'v1', kind: 'Pod', yes: 1 }], []]);
  assert.deepEqual(documents[0]!.position(['yes']), { line: 4, column: 2 });
  assert.deepEqual(
    problems.map(({ line, column, message }) => `${line}:${column} ${message}`),
    ["6:36 error parsing f: json: offset 87: invalid character '}' looking for beginning of object key string"],
  );
  const flow = '{apiVersion: v1, kind: Pod}';
  assert.equal(readManifest(flow, 'doc string').problems.length, 0);
  assert.match(readManifest(flow, 'f', true).problems[0]!.message, /json: offset 2: invalid character 'a'/);
});

test('a separator is alone on its line', () => {
  assert.deepEqual(problemsOf(`${POD}--- {apiVersion: v1, kind: Pod}\n---\n${POD}---a\n`), [
    '3:1 error parsing in.yaml: invalid Yaml document separator: {apiVersion: v1, kind: Pod}',
    '7:1 error parsing in.yaml: invalid Yaml document separator: a',
  ]);
});

test('how a value is written can be asked for', () => {
  const { written } = readManifest(`${POD}a: 0x50\nb: ["yes", no]\nc: {d: *x}\n`.replace('{d: *x}', '{}'), 'f').documents[0]!;
  assert.deepEqual(written(['a']), { source: '0x50', isPlain: true });
  assert.deepEqual(written(['b', 0]), { source: 'yes', isPlain: false });
  assert.deepEqual([written(['b']), written(['b', 7]), written(['z'])], [undefined, undefined, undefined]);
});

test('syntax errors are told in the words of kubectl', () => {
  const cases: [string, string][] = [
    [`${POD}metadata:\n\tname: web\nspec:\n`, '4:1 yaml: line 4: found character that cannot start any token'],
    [`${POD}metadata:\n  name: web\nspec\n  containers: []\n`, "6:13 yaml: line 6: could not find expected ':'"],
    [`${POD}metadata:\n  name: x\n spec:\n`, '5:2 yaml: line 4: did not find expected key'],
    ['a: b: c\n', '1:4 yaml: mapping values are not allowed in this context'],
    [`${POD}m: b: c\n`, '3:4 yaml: line 3: mapping values are not allowed in this context'],
    ['a: "b\n', '2:1 yaml: line 2: found unexpected end of stream'],
    [`${POD}a: b\n%foo\n`, '4:1 yaml: line 4: found unknown directive name'],
    ['a: *unknown\n', "1:4 yaml: unknown anchor 'unknown' referenced"],
    [`${POD}m:\n  d: {name: a\ne: f\n`, "5:1 yaml: line 4: did not find expected ',' or '}'"],
    [`${POD}m: {name: a image: b}\n`, "3:11 yaml: line 2: did not find expected ',' or '}'"],
    [`${POD}m: [1, 2\ne: f\n`, "4:1 yaml: line 3: did not find expected ',' or ']'"],
    [`${POD}a: @x\n`, '3:4 yaml: line 3: found character that cannot start any token'],
    [`${POD}a: "\\q"\n`, '3:5 yaml: line 3: found unknown escape character'],
    [`${POD}a: \u0001\n`, '3:4 yaml: control characters are not allowed'],
    [`${POD}a: .inf\n`, '3:4 json: unsupported value: +Inf'],
  ];
  for (const [text, expected] of cases) {
    const [place, ...rest] = expected.split(' ');
    assert.deepEqual(problemsOf(text), [`${place} error parsing in.yaml: error converting YAML to JSON: ${rest.join(' ')}`], text);
  }
});

test('a tab gets a hint', () => {
  assert.equal(readManifest(`${POD}m:\n\ta: b\n`, 'f').problems[0]?.hint, 'tabs may not indent YAML: use spaces');
});

test('every document and every error is told, and the good documents are kept', () => {
  const text = `a: "x\n---\n${POD}metadata: {name: good}\n---\nb:\n\tc: d\n---\nkind: Pod\n---\n- 1\n---\njust text\n`;
  const { documents, problems } = readManifest(text, 'in.yaml');
  assert.deepEqual(
    documents.map(({ value, line }) => [value['metadata'], line]),
    [[{ name: 'good' }, 3]],
  );
  assert.deepEqual(
    problems.map(({ line }) => line),
    [2, 8, 10, 12, 14],
  );
  assert.match(problems[1]!.message, /yaml: line 2: found character/, 'lines are counted within the document');
});

test('what names no kind is refused in the words of kubectl', () => {
  const advice = '; if you choose to ignore these errors, turn validation off with --validate=false';
  const cases: [string, string][] = [
    ['kind: Pod\n', 'apiVersion not set'],
    ['apiVersion: v1\n', 'kind not set'],
    ['metadata: {}\n', '[apiVersion not set, kind not set]'],
    ['apiVersion: 1\nkind: Pod\n', "apiVersion isn't string type"],
    ['- a\n', 'invalid object to validate'],
    ['text\n', 'invalid object to validate'],
  ];
  for (const [text, problem] of cases) {
    assert.deepEqual(problemsOf(text), [`1:1 error validating "in.yaml": error validating data: ${problem}${advice}`], text);
  }
});

test('empty documents and comments are passed over', () => {
  for (const text of ['', '# nothing here\n', '---\n---\n# a\n---\n', '\n\n', '~\n', '\uFEFF']) {
    assert.deepEqual(readManifest(text, 'f'), { documents: [], problems: [], warnings: [] }, JSON.stringify(text));
  }
});

test('documents are split at lines of ---', () => {
  const text = `--- # first\n${POD}a: 1\n---   \n---\n${POD}a: 2\r\n---\t\r\n{apiVersion: v1, kind: Pod, a: 3}\n`;
  const { documents, problems } = readManifest(text, 'f');
  assert.deepEqual(problems, []);
  assert.deepEqual(
    documents.map(({ value, line }) => [value['a'], line]),
    [
      [1, 2],
      [2, 7],
      [3, 11],
    ],
  );
});

test('text after ... is not read, with a warning', () => {
  const { documents, warnings } = readManifest(`${POD}...\n${POD}`, 'f');
  assert.equal(documents.length, 1);
  assert.deepEqual(
    warnings.map(({ line, message }) => [line, message]),
    [[4, "kubectl reads nothing after a line of '...'"]],
  );
});

test('fields are found with line and column, missing ones at the nearest parent', () => {
  const text = `# c\n${POD}metadata:\n  name: web\nspec:\n  containers:\n  - name: a\n    image: x\n  - {name: b, ports: [{containerPort: 80}]}\n`;
  const { position } = readManifest(`---\n${text}`, 'f').documents[0]!;
  const at = (...steps: (string | number)[]): string => `${position(steps).line}:${position(steps).column}`;
  assert.equal(at(), '3:1');
  assert.equal(at('metadata', 'name'), '6:3');
  assert.equal(at('spec', 'containers', 0), '9:5');
  assert.equal(at('spec', 'containers', 0, 'image'), '10:5');
  assert.equal(at('spec', 'containers', 1, 'ports', 0, 'containerPort'), '11:24');
  assert.equal(at('spec', 'containers', 0, 'ports', 0, 'name'), '9:5');
  assert.equal(at('spec', 'replicas'), '7:1');
});

test('aliases and merge keys are followed, in values and in positions', () => {
  const { documents, problems } = readManifest(`${POD}a: &x {p: 1, q: 2}\nb: *x\nc:\n  <<: *x\n  q: 3\nd: [*x]\n`, 'f');
  assert.deepEqual(problems, []);
  const { value, position } = documents[0]!;
  assert.deepEqual([value['b'], value['c'], value['d']], [{ p: 1, q: 2 }, { p: 1, q: 3 }, [{ p: 1, q: 2 }]]);
  assert.deepEqual(position(['b', 'p']), { line: 3, column: 8 });
  assert.deepEqual(position(['c', 'p']), { line: 3, column: 8 });
  assert.deepEqual(position(['c', 'q']), { line: 7, column: 3 });
});

test('a merge takes the place of what is above it, of several sources the first wins, and only mappings can be merged', () => {
  const value = only(`${POD}a: &x {p: 1}\nb: &y {p: 2, q: 3}\nc: {p: 9, <<: *x}\nd: {<<: [*x, *y]}\ne: {"<<": {p: 1}}\n`);
  assert.deepEqual([value['c'], value['d'], value['e']], [{ p: 1 }, { p: 1, q: 3 }, { '<<': { p: 1 } }]);
  const refused = (place: string) =>
    `${place} error parsing in.yaml: error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the value`;
  assert.deepEqual(problemsOf(`${POD}a: {<<: 5}\n`), [refused('3:5')]);
  assert.deepEqual(problemsOf(`${POD}a: {<<: [{b: 1}, 2]}\n`), [refused('3:5')]);
});

test('lists are flattened, and their items keep their places', () => {
  const text = `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n- apiVersion: v1\n  kind: PodList\n  items:\n  - {apiVersion: v1, kind: Pod, metadata: {name: b}}\n- kind: Pod\n`;
  const { documents, problems } = readManifest(text, 'f');
  assert.deepEqual(
    documents.map(({ value, line }) => [value['metadata'], line]),
    [
      [{ name: 'a' }, 4],
      [{ name: 'b' }, 10],
    ],
  );
  assert.deepEqual(documents[1]!.position(['metadata', 'name']), { line: 10, column: 44 });
  assert.deepEqual(
    problems.map(({ line }) => line),
    [11],
  );
});

test('of equal keys the last wins, with a warning', () => {
  const { documents, warnings } = readManifest(`${POD}a: 1\nb: 2\na: 3\n`, 'f');
  assert.equal(documents[0]!.value['a'], 3);
  assert.deepEqual(warnings, [{ file: 'f', line: 3, column: 1, message: 'the field "a" is given twice: only the one on line 5 counts' }]);
});

test('a field called __proto__ is a field like any other', () => {
  const value = only(`${POD}__proto__: {polluted: true}\nspec: {__proto__: [1], <<: {__proto__: x}}\nconstructor: 1\n`);
  assert.deepEqual(Object.keys(value), ['apiVersion', 'kind', '__proto__', 'spec', 'constructor']);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal((value as { polluted?: unknown }).polluted, undefined);
  assert.deepEqual(Object.keys(value['spec'] as object), ['__proto__']);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test('a file that is too large is refused unread', () => {
  const { problems } = readManifest('a: b\n'.repeat(2_000_000), 'big.yaml');
  assert.deepEqual(
    problems.map(({ message }) => message),
    ['error parsing big.yaml: the file has 9.5 MiB, more than the 3 MiB that are read'],
  );
  assert.equal(readManifest(`#${'é'.repeat(MOST_MANIFEST_BYTES / 2)}`, 'f').problems.length, 1, 'bytes count, not characters');
});

test('values nested too deeply are refused before anything recurses', () => {
  const nested: string[] = [
    '['.repeat(1_000_000),
    `a: ${'{a: '.repeat(100_000)}`,
    '{"a": '.repeat(200) + '1' + '}'.repeat(200),
    '- '.repeat(100_000),
    '? '.repeat(100_000),
    Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
    `${'['.repeat(200)}${']'.repeat(200)}`,
  ];
  for (const text of nested) assert.match(problemsOf(text).join(), new RegExp(`nested more than ${MOST_DEPTH} deep`));
  assert.deepEqual(problemsOf(`${POD}a: ${'['.repeat(90)}${']'.repeat(90)}\n`), []);
});

test('alias bombs and anchors that contain themselves are refused', () => {
  const levels = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 10 }, () => `*a${i}`).join(', ')}]`);
  const bomb = `${POD}a0: &a0 [lol]\n${levels.join('\n')}\n`;
  assert.match(problemsOf(bomb).join(), /yaml: document contains excessive aliasing/);
  const merges = Array.from(
    { length: 12 },
    (_, i) => `a${i + 1}: &a${i + 1} {<<: [${Array.from({ length: 10 }, () => `*a${i}`).join(', ')}]}`,
  );
  assert.match(problemsOf(`${POD}a0: &a0 {x: 1}\n${merges.join('\n')}\n`).join(), /excessive aliasing/);
  assert.match(problemsOf(`${POD}a: &a [*a]\n`).join(), /anchor 'a' value contains itself/);
  const often = `${POD}a: &a {x: 1}\nb: [${'*a, '.repeat(500)}]\n`;
  assert.equal((only(often)['b'] as unknown[]).length, 500);
});

test('documents, tokens and problems are bounded', () => {
  const many = readManifest('a\n---\n'.repeat(MOST_DOCUMENTS + 5), 'f');
  assert.ok(many.problems.length <= 100);
  const fine = readManifest(`${POD}---\n`.repeat(MOST_DOCUMENTS + 1), 'f');
  assert.equal(fine.documents.length, MOST_DOCUMENTS);
  assert.deepEqual(
    fine.problems.map(({ message }) => message),
    ['error parsing f: more than 10000 documents'],
  );
  assert.match(problemsOf('a: b\n'.repeat(600_000)).join(), /more than 1000000 tokens/);
});

test('reading anything ends in a manifest', () => {
  const piece = fc.constantFrom(
    POD,
    'a:',
    ' ',
    '\n',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '&x ',
    '*x',
    '"',
    "'",
    '|',
    '>',
    '%',
    '#',
    '\t',
    ': ',
    '---\n',
    '...\n',
    '? ',
    '<<: ',
    '!!set ',
    '!!omap ',
    '!x ',
    '0',
    '~',
    '\r\n',
    ',',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const { documents, problems } = readManifest(text, 'f');
      for (const { position } of documents) assert.ok(position(['a', 0, 'a']).line >= 1);
      for (const { line, column, message } of problems) assert.ok(line >= 1 && column >= 1 && message.length > 0);
    }),
    { numRuns: 2000 },
  );
});

test('of more problems than anybody reads the first ninety-nine are told, and that there are more', () => {
  const { problems } = readManifest(Array.from({ length: 150 }, () => 'a: [').join('\n---\n'), 'a.yaml');
  assert.equal(problems.length, 100);
  assert.equal(problems.at(-1)!.message, 'error parsing a.yaml: more than 99 problems: what follows is not told');
});
