import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonPathText, readJsonPathTemplate } from './json-path-template.ts';
import { PrintError } from './print-error.ts';

const OBJECT = {
  apiVersion: 'x.y/v1',
  kind: 'Foo',
  metadata: { name: 'a', labels: { q: 'r' } },
  spec: {
    'a.b': 'dotted',
    a: { b: 'nested' },
    n: null,
    t: true,
    f: 1.5,
    i: 3,
    s: 'str',
    l: [{ x: 1, y: 'one' }, { x: 2, y: 'two' }, { y: 'three' }],
    e: [],
    nested: [[1, 2], [3]],
    m: { k1: { v: 1 }, k2: { v: 2 } },
  },
};

/** As the real kubectl printed them. */
const PRINTED: readonly (readonly [template: string, text: string])[] = [
  ['{range .spec.l[*]}{.y};', 'one;two;three;;'],
  ['{range .spec.nested[*]}{range @[*]}{@},{end}', '1,2,3,'],
  ['{range .spec.nested[*]}[{range @[*]}{@},{end}]{end}z', '[1,2,][3,]z'],
  ['{range .spec.l[0]}{.y}{end}{.spec.s}', 'onestr'],
  ['{range .spec.l}{.y}{end}', ''],
  ['{range .spec}{.s}{end}{.spec.i}', 'str3'],
  ['{range .spec.zz[*]}{.y}{end}x', 'x'],
  ['{range .spec.zz[*]}{range .q[*]}{.a}{end}{.y}{end}x{.spec.i}', 'x3'],
  ['{.spec.l[*].y}{.spec.l[?(@.x==2)]}', 'one two three{"x":2,"y":"two"}'],
  ['{.spec.m}{.spec.l[0]}{.spec.nested}', '{"k1":{"v":1},"k2":{"v":2}}{"x":1,"y":"one"}[[1,2],[3]]'],
  ["{.spec['m'].k1.v}{.spec['m','i']}", '1{"k1":{"v":1},"k2":{"v":2}} 3'],
  ['{..v}', '1 2'],
  ["{.spec..['v']}", '1 2'],
  [
    '{.spec.l[1:1]}|{.spec.l[0:2].y}|{.spec.l[-1:].y}|{.spec.l[:-1].y}|{.spec.l[::2].y}|{.spec.l[0,2].y}|{.spec.l[].y}|{.spec.l[*].x}',
    '|one two|three|one two|one three|one three|one|1 2',
  ],
  ['{.spec.l[?(@.x==@.x)].y}', 'one two'],
  ['{.spec.l[?(@.x==$.spec.i)].y}', ''],
  ['{.spec.l[?(@.x&&@.y)].y}', ''],
  ["{.spec.l[?(@['y']=='two')].y}", 'two'],
  ['{.spec.l[?(@.x<=1)].y} {.spec.l[?(@.x!=1)].y} {.spec.l[?(@.y>"one")].y} {.spec.l[?( @.x == 1 )].y}', 'one two two three one'],
  ['{.spec.l[?(@.y)].y}', 'one two three'],
  ['{.spec.l[?(@[0])].y}', 'one two three'],
  ['{.spec.l[?()].y}', 'one two three'],
  ['{.spec.l[?(@.y=="a)b")].y}', ''],
  ['{"\\u00e9\\x41\\101\\n\\t"}', 'éAA\n\t'],
  ['{\'it\\\'s\'}{\'a"b\'}{"a\'b"}{"a\\"b"}', 'it\'sa"ba\'ba"b'],
  ['}{.spec.s}}', '}str}'],
  ['{ .spec.s } { .spec.i }', 'str 3'],
  ['{.spec.*.k1}{.spec.s.*}', '{"v":1}115 116 114'],
  ['{.spec.f}{.spec.e}{.spec.e[*]}', '1.5[]'],
  ['{.}', ''],
  ['{$.spec.s}{@.spec.s}', 'strstr'],
  ['{.spec.s..}', 'str'],
  ['{.spec.n}|{.spec.zz}|{.spec.t}|{.spec.n.a}|{.spec.n[0]}', 'null||true||'],
  ['{true}{false}{1.5}{-3}{+3}{.5}', 'truefalse1.5-33'],
  ["{.spec['a.b']}|{.spec['a\\.b']}|{.spec.a\\.b}", 'nested|dotted|dotted'],
  ['spec', 'spec'],
  ['no {"braces"} here', 'no braces here'],
  ['{range .spec.l[*]}{.y}{"\\n"}{end}', 'one\ntwo\nthree\n'],
  ['{range .spec.l[*]}a{range .zz[*]}b{end}c{end}d', 'acacacd'],
  ['{.spec.l[?(@.x>1)].y}{"\\n"}{.spec.l[?(@.x>=1)].y}', 'two\none two'],
  ['{.spec.l[?(@.x<2)].y}', 'one'],
  ["{.spec.l[*]['x','y']}", '1 2 one two three'],
  ['{.spec.nested[*][0]}', '1 3'],
  ['{.spec.nested[0,1][0]}', '1 3'],
  ['{.metadata.labels.q}{.kind}', 'rFoo'],
  ['{.spec.t.x}{.spec.l.y}', ''],
];

/** What kubectl said to templates that it could not read. */
const UNREADABLE: readonly (readonly [template: string, problem: string])[] = [
  ['{.spec.l[?(@.y=~"t.*")].y}', "unrecognized character in action: U+007E '~'"],
  ['{.spec.l[?(@["y"]=="two")].y}', 'invalid array index "y"'],
  ['{.spec.l[a]}', 'invalid array index a'],
  ['{.spec.l[0', 'unterminated array'],
  ['{"abc', 'unterminated quoted string'],
  ['{.spec.l[?(@.x', 'unterminated filter'],
  ['{.spec.l[?(@.x)', 'unclosed array expect ]'],
  ['{%}', "unrecognized character in action: U+0025 '%'"],
  ['{☃}', "unrecognized character in action: U+2603 '☃'"],
  ['{1.2.3}', 'cannot parse number 1.2.3'],
  ['{....}', 'invalid multiple recursive descent'],
  ['{"\\q"}', 'unquote string "\\q" error invalid syntax'],
  ['{"a\\\'b"}', 'unquote string "a\\\'b" error invalid syntax'],
  ['{.spec.s,.spec.i}', "unrecognized character in action: U+002C ','"],
  ['{.spec.l[99999999999999999999]}', 'array index 99999999999999999999 is not a number'],
  ['{.spec.l[?(@.x==1)]', 'unclosed action'],
];

/** And to those that led nowhere. */
const FAILING: readonly (readonly [template: string, problem: string])[] = [
  ['a{end}b', 'not in range, nothing to end'],
  ['{range .spec.l[*]}{.y};{end}{end}', 'not in range, nothing to end'],
  ['{.spec.l[3:1]}', 'array index out of bounds: index 3, length 3'],
  ['{.spec.l[2:1]}', 'starting index 2 is greater than ending index 1'],
  ['{.spec.l[1:1]}|{.spec.l[0:9]}', 'array index out of bounds: index 8, length 3'],
  ['{.spec.l[0:-5]}', 'array index out of bounds: index -3, length 3'],
  ['{.spec.s[0]}', 'string is not array or slice'],
  ['{.spec.i[0]}{.spec.f}', 'int64 is not array or slice'],
  ['{.spec.m[0]}', 'map[string]interface {} is not array or slice'],
  ['{.spec.s[?(@.x)]}', 'str is not array or slice and cannot be filtered'],
  ['{.spec.m[?(@.v==1)]}', 'map[k1:map[v:1] k2:map[v:2]] is not array or slice and cannot be filtered'],
  ['{.spec.l[?(@.y===2)].y}', 'unrecognized filter operator ==='],
  ['{.spec.l[?(@.x==1.0)].y}', 'incompatible types for comparison'],
  ['{.spec.l[?(@.x=="1")].y}', 'incompatible types for comparison'],
  ['{.spec.l[::0]}', 'step must be > 0'],
  ['{foo}', 'unrecognized identifier foo'],
  ['{ .spec . s }', 'unrecognized identifier s'],
  ['{.spec.l[-5]}', 'array index out of bounds: index -2, length 3'],
  ['{.spec.n[?(@.x)]}', '<nil> is not array or slice and cannot be filtered'],
  ['{.spec.l[?(@.t==true)].y}{.spec.l[?(@.y==true)].y}', 'incompatible types for comparison'],
  ['{.spec.l[?(@.x!=true)].y}', 'incompatible types for comparison'],
];

test('templates print what they lead to', () => {
  for (const [template, text] of PRINTED) assert.equal(jsonPathText(readJsonPathTemplate(template), OBJECT), text, template);
});

test('templates that cannot be read are refused', () => {
  for (const [template, problem] of UNREADABLE) {
    assert.throws(() => readJsonPathTemplate(template), new PrintError(`error parsing jsonpath ${template}, ${problem}`), template);
  }
  assert.throws(() => readJsonPathTemplate(''), new PrintError('template format specified but no template given'));
});

test('templates that lead nowhere are refused with all that helps to see why', () => {
  for (const [template, problem] of FAILING) {
    assert.throws(
      () => jsonPathText(readJsonPathTemplate(template), OBJECT),
      ({ message }: Error) => message.includes(`: Error executing template: ${problem}. Printing more`),
      template,
    );
  }
  assert.throws(
    () => jsonPathText(readJsonPathTemplate('{.a[5]}'), { a: [1, 'x"', null, 1e-7], b: { c: [] } }),
    new PrintError(
      [
        'error executing jsonpath "{.a[5]}": Error executing template: array index out of bounds: index 5, length 4. Printing more information for debugging the template:',
        '\ttemplate was:',
        '\t\t{.a[5]}',
        '\tobject given to jsonpath engine was:',
        '\t\tmap[string]interface {}{"a":[]interface {}{1, "x\\"", interface {}(nil), 1e-07}, "b":map[string]interface {}{"c":[]interface {}{}}}',
        '',
        '',
        '',
      ].join('\n'),
    ),
  );
});

test('fields may be missing, unless they may not', () => {
  const template = readJsonPathTemplate('{.spec.zz}');
  assert.equal(jsonPathText(template, OBJECT), '');
  assert.throws(() => jsonPathText(template, OBJECT, false), /Error executing template: zz is not found\./);
});

test('every part of a template is a list where JSON was asked for', () => {
  const text = (template: string): string => jsonPathText(readJsonPathTemplate(template, { asJson: true }), OBJECT);
  assert.equal(text('{.spec.s}'), '[\n    "str"\n]\n');
  assert.equal(text('{.spec.l[*].x}x{.zz}'), '[\n    1,\n    2\n]\n[\n    "x"\n]\n[]\n');
});

test('a template that would go on for ever is given up', () => {
  const object = { l: [{}, {}] };
  const tooMany = /Error executing template: more than \d+ (?:values|ranges)/;
  for (const template of ['{range $.l[*]}'.repeat(60), '{range @}'.repeat(5000), `{${'..l[*]'.repeat(3000)}}`]) {
    try {
      jsonPathText(readJsonPathTemplate(template), object);
    } catch (error) {
      assert.match((error as Error).message, tooMany);
    }
  }
  assert.throws(
    () => jsonPathText(readJsonPathTemplate('{range $.l[*]}'.repeat(60)), { l: [{ l: [{}, {}] }, { l: [{}, {}] }] }),
    PrintError,
  );
});
