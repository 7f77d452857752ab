import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { filesOf, placeNode } from './files.ts';
import type { Environment, Flavour, Machine } from './machine.ts';
import { advance, answer, exitForecast, nextWake, signal, start, withFiles } from './machine.ts';
import { chunksOf, textOf } from './output.ts';

const second = 1000;
const day = 86_400 * second;

function environment(flavour: Flavour = 'busybox', external: readonly string[] = []): Environment {
  const files = placeNode(filesOf([['/data/list', 'one\ntwo\nthree\n']]), '/data/run.sh', {
    kind: 'file',
    content: '#!/bin/sh\necho ran $1\nexit 5\n',
    executable: true,
  });
  const env = new Map([['HOME', '/root'], ['GREETING', 'hello world'], ['PATH', '/usr/bin:/bin']]); // prettier-ignore
  return { files, env, cwd: '/', hostname: 'web-0', flavour, external: new Set(external) };
}

function shell(script: string, flavour?: Flavour): Machine {
  return start(['sh', '-c', script], environment(flavour), 0);
}

function summary(machine: Machine): { out: string; err: string; code: number | string; at: number } {
  const { state } = machine;
  const out = textOf(machine.output, 'stdout');
  const err = textOf(machine.output, 'stderr');
  if (state.kind === 'Exited') return { out, err, code: state.reason ?? state.code, at: state.atMillis };
  return { out, err, code: state.kind, at: machine.atMillis };
}

/** script, standard output, code, seconds at exit, standard error, tools */
type Case = readonly [script: string, out: string, code?: number | string, seconds?: number, err?: string, flavour?: Flavour];

const cases: readonly Case[] = [
  ['', ''],
  ['exit 7', '', 7],
  ['exit 256', '', 0],
  ['false; exit', '', 1],
  ['echo a; sleep 2; echo b; exit 3', 'a\nb\n', 3, 2],
  ['sleep 1m 30s', '', 0, 90],
  ['sleep 0.25', '', 0, 0.25],
  ['echo "$GREETING" $GREETING', 'hello world hello world\n'],
  ['x="a   b"; echo $x; echo "$x"', 'a b\na   b\n'],
  ["echo '$HOME' \"it's\" a\\ b", "$HOME it's a b\n"],
  ['echo ${NOPE:-fall back} ${HOME:+set} ${#HOME}', 'fall back set 5\n'],
  ['echo ${x:=3} $x', '3 3\n'],
  ['f=a.tar.gz; echo ${f%.*} ${f%%.*} ${f#*.} ${f##*.}', 'a.tar a tar.gz gz\n'],
  ['echo $((1 + 2 * 3)) $(( (1+2)*3 )) $((7/2)) $((7%4)) $((2 > 1 ? 5 : 6))', '7 9 3 3 5\n'],
  ['i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done', '0\n1\n2\n'],
  ['i=0; until [ $i -ge 2 ]; do i=$((i+1)); sleep 5; done; echo $i', '2\n', 0, 10],
  ['for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done', '1\n3\n'],
  ['for i in $(seq 1 5); do if [ $i -gt 3 ]; then break; fi; echo $i; done', '1\n2\n3\n'],
  ['for i in a b; do for j in 1 2; do echo $i$j; break 2; done; done; echo end', 'a1\nend\n'],
  ['if false; then echo a; elif true; then echo b; else echo c; fi', 'b\n'],
  ['true && echo yes || echo no; false && echo yes || echo no', 'yes\nno\n'],
  ['! false; echo $?; ! true; echo $?', '0\n1\n'],
  ['echo "now $(echo in $(echo deep))"', 'now in deep\n'],
  ['echo `echo back`', 'back\n'],
  ['x=$(exit 4); echo $?', '4\n'],
  ['(cd /tmp; x=1; pwd); pwd; echo "[$x]"', '/tmp\n/\n[]\n'],
  ['{ echo a; echo b; } > /tmp/f; cat /tmp/f; wc -l < /tmp/f', 'a\nb\n2\n'],
  ['echo one > /tmp/f; echo two >> /tmp/f; cat /tmp/f', 'one\ntwo\n'],
  ['echo oops >&2; echo fine', 'fine\n', 0, 0, 'oops\n'],
  ['{ echo out; echo err >&2; } > /tmp/f 2>&1; cat /tmp/f', 'out\nerr\n'],
  ['ls /nope > /dev/null 2>&1 || echo missing', 'missing\n'],
  ['echo hello | grep ell | wc -l', '1\n'],
  ['cat /data/list | while read -r line; do echo "<$line>"; done', '<one>\n<two>\n<three>\n'],
  ['while IFS=: read -r a b; do echo "$b-$a"; done <<EOF\nx:1\ny:2\nEOF', '1-x\n2-y\n'],
  ['cat <<EOF\nhome $HOME $((1+1))\nEOF', 'home /root 2\n'],
  ["cat <<'EOF'\nhome $HOME\nEOF", 'home $HOME\n'],
  ['yes | head -3', 'y\ny\ny\n'],
  ['(sleep 3; echo late) | cat; echo end', 'late\nend\n', 0, 3],
  ['sleep 5 | sleep 2', '', 0, 5],
  ['printf "%s=%d\\n" a 1 b 2', 'a=1\nb=2\n'],
  ['printf "%05.1f|%-5s|%3d\\n" 3.14159 ab 7', '003.1|ab   |  7\n'],
  ['echo -n a; echo -e "b\\tc"', 'ab\tc\n'],
  ['hostname; pwd', 'web-0\n/\n'],
  ['date; date +%Y-%m-%dT%H:%M:%SZ', 'Thu Jan  1 00:00:00 UTC 1970\n1970-01-01T00:00:00Z\n'],
  ['seq 3; seq 2 2 6; seq 3 -1 1 | tr "\\n" " "', '1\n2\n3\n2\n4\n6\n3 2 1 '],
  ['head -n 1 /data/list; tail -n 1 /data/list; tail -n +2 /data/list', 'one\nthree\ntwo\nthree\n'],
  ['grep -c o /data/list; grep -v o /data/list; grep -q "^t.*o$" /data/list && echo yes', '2\nthree\nyes\n'],
  ['mkdir -p /a/b; touch /a/b/c; ls /a/b; rm -rf /a; ls /a', 'c\n', 1, 0, 'ls: /a: No such file or directory\n'],
  ['ls /nope', '', 2, 0, "ls: cannot access '/nope': No such file or directory\n", 'debian'],
  ['cat /nope', '', 1, 0, "cat: can't open '/nope': No such file or directory\n"],
  ['cat /nope', '', 1, 0, 'cat: /nope: No such file or directory\n', 'debian'],
  ['echo x > /no/f', '', 1, 0, "sh: can't create /no/f: nonexistent directory\n"],
  ['cat < /nope', '', 2, 0, 'sh: 1: cannot open /nope: No such file\n', 'debian'],
  ['foo', '', 127, 0, 'sh: foo: not found\n'],
  ['true\nfoo bar', '', 127, 0, 'sh: 2: foo: not found\n', 'debian'],
  ['/opt/app', '', 127, 0, 'sh: /opt/app: not found\n'],
  ['/data/list', '', 126, 0, 'sh: /data/list: Permission denied\n'],
  ['/data/run.sh arg', 'ran arg\n', 5],
  ['sh /data/run.sh arg; echo $?', 'ran arg\n5\n'],
  ['. /data/run.sh; echo never', 'ran\n', 5],
  ['exec echo replaced; echo never', 'replaced\n'],
  ['exec sleep 3', '', 0, 3],
  ['exec 2>&1; echo both >&2', 'both\n'],
  ['set -e; false; echo never', '', 1],
  ['set -e; false || true; if false; then :; fi; ! true; echo on; (exit 3); echo never', 'on\n', 3],
  ['set -eu; echo $nope', '', 2, 0, 'sh: nope: parameter not set\n'],
  ['set -x; echo "a b" $((1+1))', 'a b 2\n', 0, 0, "+ echo 'a b' 2\n"],
  ['false | true; echo $?; set -o pipefail; false | true; echo $?', '0\n1\n'],
  ['trap "echo bye" EXIT; echo hi; exit 3', 'hi\nbye\n', 3],
  ['greet() { local who=$1; echo "hi $who"; return 4; }; greet you; echo $? "[$who]"', 'hi you\n4 []\n'],
  ['case web-1 in db*) echo db;; web-[0-9]|x) echo web;; *) echo other;; esac', 'web\n'],
  ['set -- a "b c"; echo $#; for x in "$@"; do echo "$x"; done; shift; echo $1', '2\na\nb c\nb c\n'],
  ['sleep 3 & sleep 1; echo fg; wait; echo all', 'fg\nall\n', 0, 3],
  ['(sleep 2; exit 9) & wait $!; echo $?', '9\n', 0, 2],
  ['sleep 100 & kill $!; wait $!; echo $?', '143\n', 0, 0],
  ['kill $$; echo alive', 'alive\n'],
  ['trap "echo got; exit 2" TERM; kill -TERM $$; echo never', 'got\n', 2],
  ['timeout 2 sleep 10; echo $?', '143\n', 0, 2],
  ['timeout 2 sleep 10; echo $?', '124\n', 0, 2, '', 'debian'],
  ['timeout 5 echo quick', 'quick\n'],
  ['tail /dev/zero', '', 'OOMKilled'],
  ['FOO=bar env | grep FOO; echo "[$FOO]"', 'FOO=bar\n[]\n'],
  ['export FOO=bar; sh -c "echo $FOO \\$FOO"', 'bar bar\n'],
  ['echo /data/*; echo /data/r*; echo "/data/*" /none/*', '/data/list /data/run.sh\n/data/run.sh\n/data/* /none/*\n'],
  ['echo a # comment\n# more\necho b', 'a\nb\n'],
  ['if true; then', '', 2, 0, 'sh: syntax error: unexpected end of file\n'],
  ['echo first\nfi', 'first\n', 2, 0, 'sh: 2: Syntax error: "fi" unexpected\n', 'debian'],
  ['echo "open', '', 2, 0, 'sh: 1: Syntax error: Unterminated quoted string\n', 'debian'],
  ['echo $((1/0))', '', 2, 0, 'sh: arithmetic syntax error: divide by zero\n'],
  ['while true; do :; done', '', 'Running'],
  ['f() { f; }; f', '', 2, 0, 'sh: Maximum function recursion depth (200) reached\n'],
  ['test -f /data/list && [ -d /data ] && [ ! -e /nope ] && [ 3 -gt 2 -a -n x ] && echo ok', 'ok\n'],
  ['[ -f /tmp/ready ]; echo $?; touch /tmp/ready; [ -f /tmp/ready ]; echo $?', '1\n0\n'],
  ['sleep x', '', 1, 0, "sleep: invalid number 'x'\n"],
  ['sleep x', '', 1, 0, "sleep: invalid time interval 'x'\nTry 'sleep --help' for more information.\n", 'debian'],
  ['eval "x=5; echo \\$x"', '5\n'],
  ['echo $(date +%s) $$', '0 1\n'],
  ['cut -d/ -f2 /data/list; echo a/b/c | cut -d/ -f2-', 'one\ntwo\nthree\nb/c\n'],
  ['echo b a c | tr " " "\\n" | sort | head -n1', 'a\n'],
  ['echo x | tee /tmp/copy; cat /tmp/copy', 'x\nx\n'],
  ['command -v echo >/dev/null && echo found; command -v nothere || echo none', 'found\nnone\n'],
  ['x=1; (x=2; echo $x); echo $x; y=$(x=3; echo $x); echo $x$y', '2\n1\n13\n'],
];

test('snippets print, exit and take the time a shell would', () => {
  for (const [script, out, code = 0, seconds = 0, err = '', flavour] of cases) {
    const machine = advance(shell(script, flavour), day, { stepsPerInstant: 20_000 });
    assert.deepEqual(summary(machine), { out, err, code, at: seconds * second }, script);
  }
});

test('a program without a shell runs as the main process', () => {
  const run = (...argv: string[]): unknown => summary(advance(start(argv, environment(), 0), day));
  assert.deepEqual(run('/bin/echo', 'hi', '$HOME'), { out: 'hi $HOME\n', err: '', code: 0, at: 0 });
  assert.deepEqual(run('sleep', '5'), { out: '', err: '', code: 0, at: 5000 });
  assert.deepEqual(run('sh'), { out: '', err: '', code: 0, at: 0 });
  assert.deepEqual(run('test', '-f', '/data/list'), { out: '', err: '', code: 0, at: 0 });
});

test('PID 1 ignores TERM without a trap, and KILL ends it with 137', () => {
  for (const argv of [
    ['sleep', '3600'],
    ['sh', '-c', 'sleep 3600'],
    ['sh', '-c', 'while true; do sleep 1; done'],
  ]) {
    const machine = signal(start(argv, environment(), 0), 'TERM', 2500);
    assert.notEqual(machine.state.kind, 'Exited', argv.join(' '));
    assert.deepEqual(signal(machine, 'KILL', 4000).state, { kind: 'Exited', code: 137, atMillis: 4000 });
  }
  const other = start(['sleep', '3600'], environment(), 0, 42);
  assert.deepEqual(signal(other, 'TERM', 100).state, { kind: 'Exited', code: 143, atMillis: 100 });
});

test('a trap waits for the foreground command but interrupts wait', () => {
  const waiting = signal(shell('trap "echo bye; exit 0" TERM; sleep infinity & wait'), 'TERM', 7000);
  assert.deepEqual(summary(waiting), { out: 'bye\n', err: '', code: 0, at: 7000 });
  const loop = signal(shell('trap "echo bye; exit 3" TERM; while true; do sleep 10; done'), 'TERM', 7000);
  assert.deepEqual(loop.state, { kind: 'Sleeping', untilMillis: 10_000 });
  assert.deepEqual(summary(advance(loop, day)), { out: 'bye\n', err: '', code: 3, at: 10_000 });
  const busy = signal(shell('trap "exit 4" TERM; while :; do :; done'), 'TERM', 5000, { stepsPerInstant: 1000 });
  assert.deepEqual(busy.state, { kind: 'Exited', code: 4, atMillis: 5000 });
});

test('wait goes on after a trap that does not exit, with 128 plus the signal', () => {
  const machine = signal(shell('trap "echo caught" TERM; sleep 50 & wait; echo $?; wait; echo end'), 'TERM', 1000);
  assert.deepEqual(summary(advance(machine, day)), { out: 'caught\n143\nend\n', err: '', code: 0, at: 50_000 });
});

test('a machine is a value: the old one still has the old future', () => {
  const before = advance(shell('echo a; sleep 10; cat /tmp/f; echo b; exit 2'), 5000);
  const killed = signal(before, 'KILL', 6000);
  const ended = advance(before, day);
  assert.deepEqual(summary(killed).code, 137);
  assert.deepEqual(summary(ended), { out: 'a\nb\n', err: "cat: can't open '/tmp/f': No such file or directory\n", code: 2, at: 10_000 });
  assert.deepEqual(summary(before), { out: 'a\n', err: '', code: 'Sleeping', at: 0 });
  assert.equal(advance(before, 7000), before);
});

const scripts = [
  'while true; do echo tick; sleep 1; done',
  'while true; do date; sleep 3; done',
  'i=0; while [ $i -lt 50 ]; do echo $i $(date +%s); sleep 0.7; i=$((i+1)); done; exit 3',
  'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600',
  'trap "echo x" EXIT; (sleep 7; echo bg) & while sleep 2; do echo a | cat; [ -f /tmp/stop ] && break; done',
  'while true; do for i in 1 2 3; do echo $i; sleep $i; done; touch /tmp/a; rm /tmp/a; done',
  'tail -f /data/list | grep --line-buffered t & sleep 4; echo ten >> /data/list; wait',
];

test('advancing in two steps is advancing once', () => {
  fc.assert(
    fc.property(fc.constantFrom(...scripts), fc.nat(200_000), fc.nat(200_000), (script, first, more) => {
      const machine = shell(script);
      const atOnce = advance(machine, first + more);
      const inSteps = advance(advance(machine, first), first + more);
      assert.deepEqual(inSteps.state, atOnce.state);
      assert.deepEqual(chunksOf(inSteps.output), chunksOf(atOnce.output));
      assert.deepEqual(inSteps.files, atOnce.files);
      assert.equal(inSteps.stepsInAll, atOnce.stepsInAll);
    }),
    { numRuns: 150 },
  );
});

test('a quiet year of a loop costs a few steps, and its newest output has the right times', () => {
  for (const script of [scripts[0], scripts[1]]) {
    const machine = advance(shell(script ?? ''), 365 * day);
    assert.ok(machine.stepsInAll < 500, `${machine.stepsInAll} steps`);
    const newest = chunksOf(machine.output).at(-1);
    assert.equal(newest?.atMillis, 365 * day);
  }
  const dates = textOf(advance(shell(scripts[1] ?? ''), 365 * day).output)
    .trim()
    .split('\n');
  assert.deepEqual(dates.slice(-2), ['Thu Dec 31 23:59:57 UTC 1970', 'Fri Jan  1 00:00:00 UTC 1971']);
});

test('output keeps its newest 256 KiB', () => {
  const machine = advance(shell('for i in $(seq 1 3000); do echo $i $(seq 1 60); done'), 0);
  const text = textOf(machine.output);
  assert.ok(text.length <= 256 * 1024 && text.length > 200 * 1024, `${text.length}`);
  assert.ok(text.trimEnd().split('\n').at(-1)?.startsWith('3000 1 2'));
});

test('a forecast finds the exit without running anything, and says when to look again', () => {
  const machine = advance(shell('sleep 5; echo x; sleep 5; exit 3'), 0);
  assert.deepEqual(exitForecast(machine, day).exit, { atMillis: 10_000, code: 3 });
  assert.deepEqual(summary(machine), { out: '', err: '', code: 'Sleeping', at: 0 });
  assert.equal(exitForecast(machine, 7000).exit, undefined);
  assert.equal(exitForecast(machine, 7000).lookAgainAtMillis, 10_000);
  for (const endless of [
    'sleep infinity',
    'while true; do echo tick; sleep 1; done',
    'tail -f /dev/null',
    'while :; do date; sleep 1; done',
  ]) {
    const found = exitForecast(shell(endless), Infinity);
    assert.deepEqual([found.exit, found.lookAgainAtMillis], [undefined, undefined], endless);
  }
  const counting = exitForecast(shell('i=0; while true; do i=$((i+1)); sleep 1; done'), 365 * day, 1000);
  assert.equal(counting.exit, undefined);
  assert.ok((counting.lookAgainAtMillis ?? 0) > 10_000);
  assert.equal(nextWake(machine), 5000);
});

test('the machine stops at an external command and goes on with its answer', () => {
  const stopped = advance(
    start(['sh', '-c', 'echo in | kubectl apply -f - && echo done; kubectl get pods | wc -l'], environment('busybox', ['kubectl']), 0),
    0,
  );
  assert.equal(stopped.state.kind, 'Calling');
  assert.deepEqual(stopped.state.call.argv, ['kubectl', 'apply', '-f', '-']);
  assert.equal(stopped.state.call.stdin, 'in\n');
  const next = answer(stopped, { code: 0, stdout: 'applied\n', takesMillis: 500 });
  assert.deepEqual(next.state, { kind: 'Sleeping', untilMillis: 500 });
  const last = advance(next, 1000, { commands: ({ argv }) => ({ code: 0, stdout: `${argv.length}\n${argv[1] ?? ''}\n` }) });
  assert.deepEqual(summary(last), { out: 'applied\ndone\n2\n', err: '', code: 0, at: 500 });
});

test('tail -f shows what someone else appends to a shared file', () => {
  const machine = advance(start(['tail', '-f', '/data/list'], environment(), 0), 0);
  const more = withFiles(machine, placeNode(machine.files, '/data/list', { kind: 'file', content: 'one\ntwo\nthree\nfour\n' }), 900);
  assert.deepEqual(chunksOf(more.output).map(({ atMillis, text }) => [atMillis, text]), [[0, 'one\ntwo\nthree\n'], [900, 'four\n']]); // prettier-ignore
});

test('no text makes the shell throw', () => {
  const pieces = [
    'echo ', 'if ', 'then ', 'fi ', 'for i in ', 'do ', 'done ', 'while ', '{ ', '} ', '( ', ') ', '$(', '$((', '))', '"', "'", '`', '\\', '\n', '; ', '& ', '&& ', '|| ', '| ', '! ',
    '> /tmp/f ', '2>&1 ', '<<E\n', 'E\n', '$x', '${x', ':-', '}', 'x=1 ', 'case x in ', 'esac ', ';; ', 'f() ', 'trap ', 'wait ', 'sleep 1 ', 'read x ', 'exec ', 'set -e ', 'kill $! ', 'test ', '[ ', '] ',
    'cat ', 'head -1 ', 'tail -f /tmp/f ', 'grep [ ', 'timeout 1 ', 'sh -c ', 'eval ', 'break ', 'return ', 'exit ', 'tee /tmp/f ', 'printf %d ', 'seq 9 ', '*', '~', '#', '1', 'TERM ',
  ]; // prettier-ignore
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), (chosen) => {
      const machine = advance(shell(chosen.join('')), 2500, { stepsPerInstant: 500 });
      signal(machine, 'TERM', 3000, { stepsPerInstant: 500 });
    }),
    { numRuns: 2000 },
  );
});

test('hostile texts end quickly', () => {
  const hostile = [
    '$('.repeat(5000), '('.repeat(20_000), '{ '.repeat(5000), '"$('.repeat(3000), '$((('.repeat(3000), '`'.repeat(9999), '${x:-'.repeat(4000),
    'x=a; while :; do x=$x$x$x; done', ':(){ :|:& };:', 'while :; do sleep 1 & done', 'yes > /tmp/f', 'a'.repeat(200_000),
    'while :; do echo $(seq 1 100000); done', 'f() { f | f; }; f', 'for i in $(seq 1 100000); do touch /tmp/f$i; done', 'cat <<A\n'.repeat(3000),
    'echo ' + '[a*'.repeat(100) + ' ' + '*'.repeat(1000), 'trap "kill $$" TERM; kill $$', 'cat /dev/zero', 'if '.repeat(3000),
  ]; // prettier-ignore
  for (const script of hostile) {
    const machine = advance(shell(script), 5000, { stepsPerInstant: 2000, stepsInAll: 10_000 });
    assert.ok(machine.processes.length <= 64 && machine.stepsInAll <= 10_001, script.slice(0, 40));
  }
});
