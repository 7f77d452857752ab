import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { textOf } from './output.ts';
import { runScript } from './run-fixture.ts';

const TOO_LONG = /this takes too long/;
const big = `x=${'a'.repeat(60_000)}; y=$x$x$x$x$x$x$x$x; `;
const grown = 'x="a"; for(i=0;i<22;i++)x=x x;';

/** A script and what it says about the bound that it met; the others are stopped as busy for ever. */
const bounded: readonly (readonly [script: string, sentence: RegExp])[] = [
  ['echo "abc', /matching `"'/],
  ['f() { f; }; f', /Maximum function recursion depth/],
  ['f() { f | f; }; f', /no more than 64 processes/],
  [`true${' | cat'.repeat(20_000)}`, /no more than 64 processes/],
  ['a=a+a; echo $((a))', /recursion level exceeded/],
  [`a=${'b+'.repeat(500)}0; b=${'c+'.repeat(500)}0; c=${'d+'.repeat(500)}0; d=1+1; echo $((a))`, /recursion level exceeded/],
  ['a=x; while :; do a=$a$a; done', /longer than 1048576 characters/],
  ['a=(x); while :; do a+=("${a[@]}"); done', /argument list too long/],
  [`${big}echo \${y//a/$y}`, /longer than 1048576 characters/],
  [`${big}case $y in *\${x}b*) ;; esac`, TOO_LONG],
  ['awk \'BEGIN{for(;;)x=x x "a"}\'', /grows without end/],
  ['awk \'BEGIN{x="a"; while(1) gsub(/a/,"aa",x)}\'', TOO_LONG],
  [`awk 'BEGIN{${grown} while(1) a[i++]=toupper(x)}'`, TOO_LONG],
  [`awk 'BEGIN{${grown} while(1) n+=split(x,a,"")}'`, TOO_LONG],
  [`awk 'BEGIN{${grown} while(1) a[x i++]=1}'`, TOO_LONG],
  ['awk \'BEGIN{OFS="a"; for(i=0;i<20;i++)OFS=OFS OFS; $100000=1; print}\'', /grows without end/],
  [`awk 'BEGIN{x=1${'+1'.repeat(20_000)}}'`, /too long/],
  ["echo x | sed ':a;s/x/xx/;ta'", /does not end/],
  ["echo x | sed ':a;ba'", /does not end/],
  [`yes ${'a'.repeat(900)} | head -3000 | grep -E '(.*)(.*)(.*)(.*)(.*)x'`, TOO_LONG],
  [`yes a | head -10000 | xargs -I{} echo ${'{}'.repeat(20_000)}`, TOO_LONG],
  [`seq 1 100000 | nl -s ${'a'.repeat(50_000)}`, /memory exhausted/],
  [`seq -s ${'a'.repeat(50_000)} 1 100000`, /memory exhausted/],
  [`echo ${'$('.repeat(5000)}`, /nest more than/],
];

test('scripts without bounds meet one, and it says which', () => {
  for (const [script, sentence] of bounded) assert.match(textOf(runScript(script).output, 'stderr'), sentence, script.slice(0, 60));
});

/** Loops that cost much at each turn count for more. */
const endless: readonly string[] = [
  'while true; do :; done', 'for ((;;)); do :; done', 'yes', 'cat /dev/zero', 'yes | while read x; do :; done', 'while sleep 0; do :; done',
  'echo x > f; while :; do cat f f > g; cat g >> f; done', `${big}while :; do : \${y:1:5}; done`, `${big}while :; do : \${y##*b}; done`,
  `x='${'# '.repeat(50_000)}'; while :; do eval "$x"; done`, 'a=($(seq 1 50000)); while :; do i=1; done', "while :; do awk 'BEGIN{for(i=0;i<200000;i++);}'; done",
  'seq 1 20000 > f; while :; do sort f > /dev/null; done', 'x="eval \\$x"; eval $x', 'echo "exec sh s" > s; sh s', 'trap "kill -USR1 $$" USR1; kill -USR1 $$',
]; // prettier-ignore

test('loops that never wait are found out, however much each turn costs', () => {
  for (const script of endless) {
    const { state, stepsNow } = runScript(script);
    assert.deepEqual(state, { kind: 'Running', busy: true }, script.slice(0, 60));
    assert.ok(stepsNow < 350_000, `${script.slice(0, 60)}: ${stepsNow} steps`);
  }
});

test('what reads more slowly than is written loses nothing', () => {
  const { output } = runScript('yes | { read a; echo $a; }; seq 1 30000 | cat | tail -1');
  assert.equal(textOf(output, 'stdout'), 'y\n30000\n');
});

test('programs that need somebody before the screen are refused with advice', () => {
  for (const name of ['watch', 'vi', 'vim', 'nano', 'jq']) {
    const { output, state } = runScript(`${name} x`);
    assert.match(textOf(output, 'stderr'), new RegExp(`^${name}: .* use |^${name}: .*change`));
    assert.equal(state.kind === 'Exited' && state.code, 127);
  }
  assert.equal(textOf(runScript('seq 2 | less; more words | head -1').output, 'stdout'), '1\n2\npear\n');
});

const word = fc.oneof(fc.constantFrom('a', '*', '"$x"', '$x', '${x%a}', '${x//a/$x}', '$((x++))', '"${a[@]}"', '{1..3}', '__proto__', '~', "'b c'", '$?', '[', '-n', '\ud800', 'constructor'), fc.string({ maxLength: 6 })); // prettier-ignore
const program = fc.constantFrom('echo', 'cat', 'sort', 'grep', 'sed', 'awk', 'read', 'set', 'eval', 'true', 'false', 'x=', 'a=', 'test', 'printf', 'cut', 'tr', 'find', 'xargs', 'head', 'wc', 'sleep', 'trap', 'local', 'declare', 'unset', 'exec', 'exit', 'f'); // prettier-ignore
const redirection = fc.constantFrom('', '', '', ' > f', ' >> f', ' < words', ' 2>&1', ' <<< "$x"', ' < f > f', ' <<E\n$x\nE\n');

const { script } = fc.letrec<{ script: string; simple: string }>((tie) => ({
  simple: fc.tuple(program, fc.array(word, { maxLength: 4 }), redirection).map(([name, words, to]) => `${[name, ...words].join(' ')}${to}`),
  script: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'script' },
    tie('simple'),
    fc.tuple(tie('script'), fc.constantFrom('; ', ' | ', ' && ', ' || ', ' & ', '\n'), tie('script')).map((parts) => parts.join('')),
    tie('script').map((body) => `$(${body})`),
    tie('script').map((body) => `cat <(${body})`),
    tie('script').map((body) => `( ${body} )`),
    tie('script').map((body) => `f() { ${body}\n}; f`),
    tie('script').map((body) => `for x in a "b c" $x; do ${body}\ndone`),
    fc.tuple(tie('script'), tie('script')).map(([asked, body]) => `while ${asked}\ndo ${body}\ndone`),
    fc.tuple(tie('script'), tie('script'), tie('script')).map(([asked, yes, no]) => `if ${asked}\nthen ${yes}\nelse ${no}\nfi`),
    fc.tuple(word, tie('script')).map(([text, body]) => `case ${text} in a*|$x) ${body}\n;; esac`),
  ),
}));

test('whatever is written runs without a throw, and does the same again', () => {
  fc.assert(
    fc.property(script, (text) => {
      const [first, second] = [runScript(text), runScript(text)];
      assert.deepEqual([second.state, textOf(second.output), second.stepsInAll], [first.state, textOf(first.output), first.stepsInAll]);
    }),
    { numRuns: 60 },
  );
});
