import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goTemplateText } from './go-template.ts';
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

function printed(template: string, allowMissingKeys = true): string {
  return goTemplateText(template, OBJECT, { allowMissingKeys });
}

/** As the real kubectl printed them. */
const PRINTED: readonly (readonly [template: string, text: string])[] = [
  ['{{.spec.n}}|{{.spec.zz}}|{{.spec.zz.y}}', '<no value>|<no value>|<no value>'],
  [
    '{{printf "%d %s %v %q %5d|%-5s|%05.2f %t %x %T %%" .spec.i .spec.s .spec.l "a" 3 "b" 1.5 true 255 .spec.f}}',
    '3 str [map[x:1 y:one] map[x:2 y:two] map[y:three]] "a"     3|b    |01.50 true ff float64 %',
  ],
  ['{{printf "%s %d" .spec.i .spec.s}}', '%!s(int64=3) %!d(string=str)'],
  [
    '{{printf "%d"}}{{printf "a" .spec.i "x"}}{{printf "%"}}{{printf "%5.1f|%e|%g|%8.3s|%X|%+d|%08.3f|%c|%U|%o|%b|%#x|%q" 3.14159 1.5 0.00001 "abcdef" "hi" .spec.i 2.5 65 65 8 5 255 97}}',
    "%!d(MISSING)a%!(EXTRA int64=3, string=x)%!(NOVERB)  3.1|1.500000e+00|1e-05|     abc|6869|+3|0002.500|A|U+0041|10|101|0xff|'a'",
  ],
  [
    '{{printf "%v %v %+v %#v" .spec.n .spec.f .spec.m .spec.m}}{{printf "%s" .spec.nested}}{{printf "%d" .spec.nested}}{{printf "%s" .spec.zz}}',
    '<nil> 1.5 map[k1:map[v:1] k2:map[v:2]] map[string]interface {}{"k1":map[string]interface {}{"v":1}, "k2":map[string]interface {}{"v":2}}[[%!s(int64=1) %!s(int64=2)] [%!s(int64=3)]][[1 2] [3]]%!s(<nil>)',
  ],
  ['{{with $x := .spec.s}}{{$x}}{{else}}no{{end}}{{range $k, $v := .spec.m}}{{$k}}={{$v.v}},{{end}}', 'strk1=1,k2=2,'],
  ['{{range $i, $e := .spec.e}}x{{else}}empty{{end}}{{- /* c */ -}}  z', 'emptyz'],
  ['{{range $i, $e := .spec.l}}{{$i}}:{{$e.y}} {{end}}{{range $e := .spec.nested}}{{$e}}{{end}}', '0:one 1:two 2:three [1 2][3]'],
  ['{{define "t"}}[{{.}}]{{end}}{{template "t" .spec.s}}{{block "b" .spec.i}}<{{.}}>{{end}}{{template "t"}}', '[str]<3>[<no value>]'],
  [
    '{{.spec.s | printf "%s-%s" "a"}}{{base64decode "YWJj"}}{{exists .spec "s"}}{{exists .spec "zz"}}{{exists .spec "l" 0 "y"}}{{exists .spec "l" 7}}',
    'a-strabctruefalsetruefalse',
  ],
  [
    '{{and 1 0 2}}{{or 0 "" "x"}}{{not 1}}{{print 1 2 "a" "b" 3}}{{println "x" 1}}{{and .spec.t .spec.n}}{{or .spec.zz .spec.s}}',
    '0xfalse1 2ab3x 1\n<no value>str',
  ],
  [
    '{{html "<a>\'\\""}}{{js "it\'s <b>"}}{{urlquery "a b&c(é)"}}{{slice .spec.s 1 2}}{{slice .spec.l 1}}{{len .spec.l}}{{index .spec.l 0 "y"}}',
    "&lt;a&gt;&#39;&#34;it\\'s \\u003Cb\\u003Ea+b%26c%28%C3%A9%29t[map[x:2 y:two] map[y:three]]3one",
  ],
  ['{{range .spec.l}}{{if eq .y "two"}}{{continue}}{{end}}{{.y}}{{end}}{{range .spec.l}}{{.y}}{{break}}{{end}}', 'onethreeone'],
  ['{{"a\\tb"}}{{`raw\\n`}}{{1.5}}{{0x10}}{{1e3}}{{\'a\'}}{{true}}{{2.0}}{{-3}}{{1_000}}', 'a\tbraw\\n1.516100097true2-31000'],
  ['{{(index .spec.l 0).y}}{{(.spec).s}}{{with .spec}}{{.s}}{{$.kind}}{{end}}', 'onestrstrFoo'],
  ['{{$a := 1}}{{$a = 2}}{{$a}}{{$.kind}}{{if true}}{{$a = 3}}{{$a := 9}}{{end}}{{$a}}', '2Foo3'],
  ['{{if .spec.e}}a{{else}}b{{end}}{{if .spec.m}}c{{end}}{{if not .spec.t}}x{{else if eq .spec.i 3}}three{{else}}y{{end}}', 'bcthree'],
  ['  a  {{- .spec.s -}}  b {{ .spec.i -}}\nc', '  astrb 3c'],
  [
    '{{print .spec.zz}}{{print .spec.n "x"}}{{.spec.l}}{{.spec.m}}{{.spec.f}}{{.spec.t}}',
    '<nil><nil>x[map[x:1 y:one] map[x:2 y:two] map[y:three]]map[k1:map[v:1] k2:map[v:2]]1.5true',
  ],
  ['{{.spec.s | len}}{{.spec | len}}{{len "é"}}', '3112'],
  ['{{.spec.s |}}', 'str'],
  ['{{range .items}}{{.metadata.name}}{{"\\n"}}{{end}}', ''],
  ['{{range $k, $v := .metadata.labels}}{{$k}}={{$v}}{{"\\n"}}{{end}}', 'q=r\n'],
  ['{{ .spec.s\n}}', 'str'],
  ['{{"\\x41\\u00e9\\""}}', 'Aé"'],
];

/** What kubectl said to templates that it could not read. */
const UNREADABLE: readonly (readonly [template: string, problem: string])[] = [
  ['{{.spec.l', '1: unclosed action'],
  ['{{range .spec.l}}{{.y}}', '1: unexpected EOF'],
  ['{{foo .a}}', '1: function "foo" not defined'],
  ['{{if}}x{{end}}', '1: missing value for if'],
  ['{{end}}', '1: unexpected {{end}}'],
  ['{{else}}', '1: unexpected {{else}}'],
  ['{{$x}}', '1: undefined variable "$x"'],
  ['{{break}}', '1: {{break}} outside {{range}}'],
  ['{{.spec.a-b}}', "1: bad character U+002D '-'"],
  ['{{"abc}}', '1: unterminated quoted string'],
  ['{{.}} {{1 | 2}}', '1: non executable command in pipeline stage 2'],
  ['{{/* comment */}}x{{- "y" }}{{ /* no */ }}', '1: unexpected "/" in command'],
  ['{{/* unclosed', '1: unclosed comment'],
  ['{{)}}', '1: unexpected right paren'],
  ['{{(.spec}}', '1: unclosed left paren'],
  ['{{.spec.s.}}', '1: unexpected <.> in operand'],
  ['{{"a".b}}', '1: unexpected . after term "\\"a\\""'],
  ['{{range $a, $b, $c := .x}}{{end}}', '1: too many declarations in range'],
  ['{{if .a}}{{else}}{{else}}{{end}}', '1: expected end; found {{else}}'],
  ['{{if .a}}{{define "x"}}{{end}}{{end}}', '1: unexpected <define> in command'],
  ['{{| .spec.s}}', '1: unexpected "|" in command'],
  ['{{}}', '1: missing value for command'],
  ['{{define "x"}}', '1: unexpected EOF'],
  ['{{template}}', '1: unexpected "}}" in template clause'],
  ['{{"\\q"}}', '1: invalid syntax'],
  ['{{3abc}}', '1: bad number syntax: "3a"'],
  ['{{.spec.$x}}', "1: bad character U+0024 '$'"],
  ['{{true.x}}', '1: unexpected . after term "true"'],
  ['{{:}}', '1: expected :='],
  ['{{a}}\n', '1: function "a" not defined'],
];

/** And to those that failed. */
const FAILING: readonly (readonly [template: string, problem: string])[] = [
  ['{{.a.b}}{{.spec.s.x}}', '1:15: executing "output" at <.spec.s.x>: can\'t evaluate field x in type interface {}'],
  ['{{.spec.n.y}}', '1:7: executing "output" at <.spec.n.y>: nil pointer evaluating interface {}.y'],
  ['{{index .spec.l 9}}', '1:2: executing "output" at <index .spec.l 9>: error calling index: index out of range: 9'],
  ['{{index .spec "zz"}}{{len .spec.i}}', '1:22: executing "output" at <len .spec.i>: error calling len: len of type int64'],
  [
    '{{eq .spec.i 3}} {{eq .spec.s "str" }} {{lt .spec.f 2.0}} {{lt .spec.i 2.0}}',
    '1:60: executing "output" at <lt .spec.i 2.0>: error calling lt: incompatible types for comparison',
  ],
  ['{{template "x"}}', '1:11: executing "output" at <{{template "x"}}>: template "x" not defined'],
  [
    '{{base64decode "!!"}}',
    '1:2: executing "output" at <base64decode "!!">: error calling base64decode: base64 decode failed: illegal base64 data at input byte 0',
  ],
  ['{{range 3}}{{.}}{{end}}', '1:8: executing "output" at <3>: range can\'t iterate over 3'],
  ['{{nil}}', '1:2: executing "output" at <nil>: nil is not a command'],
  ['{{ .spec.i.x }}', '1:8: executing "output" at <.spec.i.x>: can\'t evaluate field x in type interface {}'],
  ['{{.spec.l.y}}', '1:7: executing "output" at <.spec.l.y>: can\'t evaluate field y in type interface {}'],
  ['{{range .spec.i}}x{{end}}', '1:13: executing "output" at <.spec.i>: range can\'t iterate over 3'],
  ['{{range .spec.s}}x{{end}}', '1:13: executing "output" at <.spec.s>: range can\'t iterate over str'],
  ['{{.spec.s "x"}}', '1:7: executing "output" at <.spec.s>: s is not a method but has arguments'],
  ['{{len}}', '1:2: executing "output" at <len>: wrong number of args for len: want 1 got 0'],
  [
    '{{index .spec.l "x"}}',
    '1:2: executing "output" at <index .spec.l "x">: error calling index: cannot index slice/array with type string',
  ],
  ['a\n{{.spec.s.x}}', '2:7: executing "output" at <.spec.s.x>: can\'t evaluate field x in type interface {}'],
  ['{{len 3.5 | print}}', '1:2: executing "output" at <len 3.5>: error calling len: len of type float64'],
  ['{{ge 1 2}}{{eq 1}}', '1:12: executing "output" at <eq 1>: error calling eq: missing argument for comparison'],
  [
    '{{eq .spec.l .spec.l}}',
    '1:2: executing "output" at <eq .spec.l .spec.l>: error calling eq: non-comparable type [map[x:%!s(int64=1) y:one] map[x:%!s(int64=2) y:two] map[y:three]]: []interface {}',
  ],
  [
    '{{eq .spec.zz "a"}}{{eq .spec.n nil}}{{if .spec.zz}}a{{else if .spec.t}}b{{end}}{{eq 1 2 1}}{{ne 1 2}}{{le "a" "b"}}{{eq "a" 1}}',
    '1:118: executing "output" at <eq "a" 1>: error calling eq: incompatible types for comparison',
  ],
  ['{{len .spec.zz}}', '1:2: executing "output" at <len .spec.zz>: error calling len: reflect: call of reflect.Value.Type on zero Value'],
  ['{{len .spec.n}}', '1:2: executing "output" at <len .spec.n>: error calling len: len of nil pointer'],
  ['{{with .spec.s}}{{.x}}{{end}}', '1:18: executing "output" at <.x>: can\'t evaluate field x in type string'],
  ['{{$v := .spec.s}}{{$v.x}}', '1:21: executing "output" at <$v.x>: can\'t evaluate field x in type string'],
  ['{{range .spec.l}}{{.y.z}}{{end}}', '1:21: executing "output" at <.y.z>: can\'t evaluate field z in type interface {}'],
  ['{{lt "a" 1}}', '1:2: executing "output" at <lt "a" 1>: error calling lt: incompatible types for comparison'],
  ['{{not}}', '1:2: executing "output" at <not>: wrong number of args for not: want 1 got 0'],
  ['{{base64decode .spec.i}}', '1:20: executing "output" at <.spec.i>: wrong type for value; expected string; got int64'],
  ['{{base64decode 3}}', '1:15: executing "output" at <3>: expected string; found 3'],
  ['{{base64decode .spec.zz}}', '1:20: executing "output" at <.spec.zz>: invalid value; expected string'],
  [
    '{{.spec.s | base64decode}}',
    '1:12: executing "output" at <base64decode>: error calling base64decode: base64 decode failed: illegal base64 data at input byte 0',
  ],
  ['{{1 2}}', '1:2: executing "output" at <1>: can\'t give argument to non-function 1'],
  ['{{.spec.s | .spec.i}}', '1:17: executing "output" at <.spec.i>: i is not a method but has arguments'],
  ['{{template "a" 1 | print}}', '1:11: executing "output" at <{{template "a" 1 | print}}>: template "a" not defined'],
  ['{{slice .spec.s 2 9}}', '1:2: executing "output" at <slice .spec.s 2 9>: error calling slice: index out of range: 9'],
  ['{{slice .spec.s 2 1}}', '1:2: executing "output" at <slice .spec.s 2 1>: error calling slice: invalid slice index: 2 > 1'],
  ['{{$x := 1 2}}', '1:8: executing "output" at <1>: can\'t give argument to non-function 1'],
  ['{{and}}', '1:2: executing "output" at <and>: wrong number of args for and: want at least 1 got 0'],
];

test('templates print what they say', () => {
  for (const [template, text] of PRINTED) assert.equal(printed(template), text, template);
});

test('templates that cannot be read are refused', () => {
  for (const [template, problem] of UNREADABLE) {
    assert.throws(() => printed(template), new PrintError(`error parsing template ${template}, template: output:${problem}`), template);
  }
});

test('templates that fail are refused', () => {
  for (const [template, problem] of FAILING) {
    assert.throws(
      () => printed(template),
      ({ message }: Error) => message.endsWith(`: template: output:${problem}`),
      template,
    );
  }
});

test('a failing template has printed what it came to, and all that helps to see why', () => {
  const problem = 'template: output:1:6: executing "output" at <.a.x>: can\'t evaluate field x in type interface {}';
  assert.throws(
    () => goTemplateText('b {{.a.x}}', { a: 'é', n: [null, 1] }, { allowMissingKeys: true }),
    new PrintError(
      `error executing template "b {{.a.x}}": ${problem}`,
      [
        `b Error executing template: ${problem}. Printing more information for debugging the template:`,
        '\ttemplate was:',
        '\t\tb {{.a.x}}',
        '\traw data was:',
        '\t\t{"a":"é","n":[null,1]}',
        '\tobject given to template engine was:',
        '\t\tmap[a:é n:[<nil> 1]]',
        '',
        '',
      ].join('\n'),
    ),
  );
});

test('fields may be missing, unless they may not', () => {
  assert.equal(printed('{{.zz.y}}'), '<no value>');
  assert.throws(() => printed('{{.zz}}', false), /executing "output" at <.zz>: map has no entry for key "zz"$/);
  assert.throws(() => printed('{{$x := .spec.n}}{{$x.y}}', false), /at <\$x.y>: nil data; no entry for key "y"$/);
});

test('a template that would go on for ever, or print for ever, is given up', () => {
  const cases: readonly (readonly [template: string, problem: RegExp])[] = [
    ['{{define "t"}}{{template "t" .}}{{end}}{{template "t" .}}', /exceeded maximum template depth/],
    [`${'{{range $.spec.l}}'.repeat(50)}x${'{{end}}'.repeat(50)}`, /more than \d+ steps/],
    [`{{$x := "0123456789"}}${'{{$x = print $x $x}}'.repeat(50)}`, /more than \d+ characters/],
    [`${'{{if .kind}}'.repeat(5000)}${'{{end}}'.repeat(5000)}`, /more than \d+ levels/],
    [`{{${'('.repeat(5000)}1${')'.repeat(5000)}}}`, /more than \d+ levels/],
    [`{{if .a}}${'{{else if .a}}'.repeat(5000)}{{end}}`, /more than \d+ levels/],
  ];
  for (const [template, problem] of cases) assert.throws(() => printed(template), problem, template.slice(0, 40));
  assert.equal(printed(`{{.spec.s}}${' '.repeat(100_000)}{{- "x"}}`), 'strx');
});
