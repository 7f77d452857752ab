import assert from 'node:assert/strict';
import test from 'node:test';
import { findNode } from '../../base/shell/files.ts';
import { textOf } from '../../base/shell/output.ts';
import { beginBeside, besideAt, nextNews, type Beside } from './beside.ts';
import { profileOf } from './profile.ts';
import { filesOfProgram, isStartFailure, startProgram, type Program } from './program.ts';
import { isImageReference, parseImage } from './reference.ts';

/** There is no network here. */
const nobody = () => ({ code: 1 });

function programOf(name: string, script?: string): Program {
  const image = parseImage(name);
  assert.ok(isImageReference(image), name);
  const command = script === undefined ? {} : { command: ['sh', '-c', script] };
  const common = { env: new Map(), ports: [], hostname: 'h', takenPorts: new Set<string>(), atMillis: 0 };
  const program = startProgram({ image, profile: profileOf(image), ...command, ...common });
  assert.ok(!isStartFailure(program), name);
  return program;
}

function beside(program: Program, script: string): Beside {
  const begun = beginBeside(program, ['sh', '-c', script], { atMillis: 0, execId: 'x', commands: nobody });
  assert.ok('command' in begun, script);
  return begun;
}

/** When the command does something others notice, until it ends. */
function course(begun: Beside): readonly number[] {
  const times: number[] = [];
  let now = begun;
  for (let news = nextNews(now); news !== undefined; news = nextNews(now)) {
    times.push(news.atMillis / 1000);
    now = besideAt(now, news.atMillis, nobody);
    if (times.length > 20) break;
  }
  return times;
}

const SERVES = programOf('nginx:1.27');
const cases: readonly (readonly [string, Program, string, readonly number[]])[] = [
  ['a command that takes no time is over at once', SERVES, 'exit 3', []],
  ['one that sleeps ends then', SERVES, 'sleep 5', [5]],
  ['each change of files is news', SERVES, 'sleep 2; touch /tmp/a; sleep 2; touch /tmp/b; sleep 2', [2, 4, 6]],
  ['one that writes what is there already has none', SERVES, 'touch /tmp/a; sleep 1; touch /tmp/a; sleep 1', [2]],
  ['one that waits for ever has none', SERVES, 'while true; do sleep 1; done', []],
  [
    'one that waits for a file of the program goes on when it is there',
    programOf('busybox:1.36', 'sleep 4; touch /tmp/ready; sleep 3600'),
    'until [ -f /tmp/ready ]; do sleep 1; done; touch /tmp/seen; sleep 1',
    [4, 5],
  ],
  [
    'one that waits for a file that comes later than it looks',
    programOf('busybox:1.36', 'while true; do sleep 2; [ -f /tmp/asked ] && touch /tmp/ready; done'),
    'sleep 3; touch /tmp/asked; until [ -f /tmp/ready ]; do sleep 3; done',
    [3, 6],
  ],
];
for (const [title, program, script, times] of cases) test(title, () => assert.deepEqual(course(beside(program, script)), times));

test('both see what the other writes', () => {
  const program = programOf('busybox:1.36', 'sleep 1; echo one > /tmp/one; sleep 2; cat /tmp/two; sleep 3600');
  const at4 = besideAt(beside(program, 'sleep 2; cat /tmp/one; echo two > /tmp/two; sleep 9'), 4000, nobody);
  assert.equal(textOf(at4.command.output), 'one\n');
  assert.ok(at4.program.kind === 'command', 'a script is interpreted');
  assert.equal(textOf(at4.program.machine.output), 'two\n');
});

test("what a command changes in a server's files stays there", () => {
  const { program } = beside(SERVES, 'echo hello > /usr/share/nginx/html/index.html');
  const index = findNode(filesOfProgram(program), '/usr/share/nginx/html/index.html');
  assert.equal(index?.kind === 'file' ? index.content : undefined, 'hello\n');
});

test('in several steps they come to the same as in one', () => {
  const program = programOf('busybox:1.36', 'while true; do sleep 2; [ -f /tmp/a ] && echo x >> /tmp/b; done');
  const begun = beside(program, 'while true; do sleep 3; touch /tmp/a; wc -l /tmp/b; done');
  const inOne = besideAt(begun, 20_000, nobody);
  let inSteps = begun;
  for (let at = 1000; at <= 20_000; at += 1000) inSteps = besideAt(inSteps, at, nobody);
  assert.equal(textOf(inSteps.command.output), textOf(inOne.command.output));
  assert.deepEqual(filesOfProgram(inSteps.program), filesOfProgram(inOne.program));
});

test('looking ahead at what never comes to an end is broken off', () => {
  const program = programOf('busybox:1.36', 'i=0; while true; do i=$((i+1)); sleep 1; done');
  const news = nextNews(beside(program, 'i=0; while true; do i=$((i+1)); sleep 1; done'));
  assert.equal(news?.isCertain, false);
});
