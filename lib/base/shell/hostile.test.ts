import assert from 'node:assert/strict';
import test from 'node:test';
import { textOf } from './output.ts';
import { runScript } from './run-fixture.ts';

/** A script and what it says about the bound that it met; the others are stopped as busy for ever. */
const bounded: readonly (readonly [script: string, sentence: RegExp])[] = [
  ['echo "abc', /matching `"'/],
  ['f() { f; }; f', /Maximum function recursion depth/],
  ['a=a+a; echo $((a))', /recursion level exceeded/],
  ['awk \'BEGIN{for(;;)x=x x "a"}\'', /grows without end/],
  ["awk 'BEGIN{x=1" + '+1'.repeat(20_000) + "}'", /too long/],
  ["echo x | sed ':a;s/x/xx/;ta'", /does not end/],
  ["echo x | sed ':a;ba'", /does not end/],
  ['echo ' + '$('.repeat(5000), /nest more than/],
];

test('scripts without bounds meet one, and it says which', () => {
  for (const [script, sentence] of bounded) assert.match(textOf(runScript(script).output, 'stderr'), sentence, script.slice(0, 60));
});

test('loops that never wait are found out', () => {
  for (const script of ['while true; do :; done', 'yes', 'cat /dev/zero']) {
    assert.deepEqual(runScript(script).state, { kind: 'Running', busy: true }, script);
  }
});
